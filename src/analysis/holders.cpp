#include "analysis/holders.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "analysis/both_versions.h"

namespace miggraph::analysis {

Holders::Holders(const std::vector<Party>& parties, const django::App& app) : parties_(parties) {
  std::unordered_map<const django::MigrationPackage*, std::size_t> group_of;
  for (std::size_t i = 0; i < parties.size(); ++i) {
    const django::App* own = parties[i].app(app);
    if (!own) continue;
    const auto [group, is_new] = group_of.try_emplace(own->package.get(), groups_.size());
    if (is_new) groups_.push_back({own, {}});
    groups_[group->second].parties.push_back(i);
  }
}

std::vector<std::size_t> Holders::of(const AppTree& tree, graph::NodeId node) const {
  const django::Migration* migration = tree.graph().migration(node);
  std::vector<std::size_t> out, same_name;
  for (const Group& group : groups_) {
    const django::Migration* own = group.app->migration(migration ? file_stem(*migration) : tree.name(node));
    if (!own || (migration && !has_version(*group.app, *migration))) continue;
    const bool same_file = migration && own->module == migration->module;
    std::vector<std::size_t>& into = same_file ? out : same_name;
    into.insert(into.end(), group.parties.begin(), group.parties.end());
  }
  const bool any = !out.empty();
  std::copy_if(same_name.begin(), same_name.end(), std::back_inserter(out), [&](std::size_t i) {
    return !any || parties_[i].is_snapshot || parties_[i].is_target;
  });
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace miggraph::analysis
