#include "analysis/holders.h"

#include <algorithm>
#include <unordered_map>

namespace miggraph::analysis {

Holders::Holders(const std::vector<Party>& parties, const django::App& app) {
  std::unordered_map<const django::MigrationPackage*, std::size_t> group_of;
  for (std::size_t i = 0; i < parties.size(); ++i) {
    const django::App* own = parties[i].app(app);
    if (!own) continue;
    const auto [group, is_new] = group_of.try_emplace(own->package.get(), groups_.size());
    if (is_new) groups_.push_back({own, {}});
    groups_[group->second].parties.push_back(i);
  }
}

std::vector<std::size_t> Holders::of(const std::string& migration) const {
  std::vector<std::size_t> out;
  for (const Group& group : groups_)
    if (group.app->migration(migration)) out.insert(out.end(), group.parties.begin(), group.parties.end());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace miggraph::analysis
