#include "report/fork_mermaid.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/escape.h"
#include "report/words.h"

namespace miggraph::report {
namespace {

constexpr std::size_t kMaxForkCharacters = 1800;
constexpr std::size_t kMaxLeaves = 6;
constexpr std::size_t kUnfolded = 4;  ///< a longer line of migrations is drawn as "first … last"

/// Nodes by what they stand for, each with an id of its own: words like `end` are no ids.
class Picture {
 public:
  std::size_t node(const std::string& key, const std::string& label, std::string_view look = {}) {
    const auto [place, is_new] = ids_.emplace(key, ids_.size());
    if (is_new) lines_.push_back(fmt::format("  n{}[\"{}\"]{}", place->second, label, look));
    return place->second;
  }
  void edge(std::size_t from, std::size_t to) { edges_.push_back(fmt::format("  n{} --> n{}", from, to)); }

  std::vector<std::string> take() {
    std::vector<std::string> all = {"flowchart LR"};
    all.insert(all.end(), lines_.begin(), lines_.end());
    std::sort(edges_.begin(), edges_.end());
    edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
    all.insert(all.end(), edges_.begin(), edges_.end());
    all.emplace_back("  classDef leaf fill:#f4b6b6,stroke:#a11,stroke-width:2px,color:#000");
    return all;
  }

 private:
  std::map<std::string, std::size_t> ids_;
  std::vector<std::string> lines_;
  std::vector<std::string> edges_;
};

const std::string& key_of(const analysis::Step& step) {
  return step.key.empty() ? step.migration : step.key;
}

const std::vector<std::string>& parents_of(const analysis::Step& step) {
  return step.parent_keys.empty() ? step.parents : step.parent_keys;
}

/// A line of its own, one migration behind the other, none of which leads to another leaf too.
bool can_be_folded(const analysis::Leaf& leaf, const analysis::Conflict& conflict) {
  for (std::size_t i = 0; i < leaf.chain.size(); ++i) {
    const auto& parents = parents_of(leaf.chain[i]);
    if (i > 0 && !parents.empty() && (parents.size() > 1 || parents.front() != key_of(leaf.chain[i - 1]))) return false;
    for (const analysis::Leaf& other : conflict.leaves) {
      const auto shares = [&](const analysis::Step& step) { return key_of(step) == key_of(leaf.chain[i]); };
      if (&other != &leaf && std::any_of(other.chain.begin(), other.chain.end(), shares)) return false;
    }
  }
  return true;
}

std::string leaf_label(const analysis::Leaf& leaf) {
  std::string label = mermaid_label(leaf.migration);
  if (!leaf.refs.empty()) label += "<br/>" + mermaid_label(joined(leaf.refs));
  return label;
}

}  // namespace

std::vector<std::string> fork_mermaid(const analysis::Conflict& conflict) {
  if (conflict.leaves.size() > kMaxLeaves) return {};
  Picture picture;
  for (const std::string& base : conflict.base) picture.node(base, mermaid_label(base));
  for (const analysis::Leaf& leaf : conflict.leaves) {
    const auto& chain = leaf.chain;
    if (chain.size() > kUnfolded && !can_be_folded(leaf, conflict)) return {};
    std::vector<std::size_t> before;
    for (const std::string& base : conflict.base) before.push_back(picture.node(base, mermaid_label(base)));
    if (chain.size() > kUnfolded) {
      const std::string key = key_of(chain.front()) + "\n" + key_of(chain.back());
      const std::size_t folded = picture.node(key, fmt::format("{} … {}<br/>{} migrations", mermaid_label(chain.front().migration),
                                                               mermaid_label(chain[chain.size() - 2].migration), chain.size() - 1));
      for (const std::size_t from : before) picture.edge(from, folded);
      picture.edge(folded, picture.node(key_of(chain.back()), leaf_label(leaf), ":::leaf"));
      continue;
    }
    for (std::size_t i = 0; i < chain.size(); ++i) {
      const bool last = i + 1 == chain.size();
      const std::size_t here = last ? picture.node(key_of(chain[i]), leaf_label(leaf), ":::leaf")
                                    : picture.node(key_of(chain[i]), mermaid_label(chain[i].migration));
      const auto& parents = parents_of(chain[i]);
      if (parents.empty()) {
        for (const std::size_t from : before) picture.edge(from, here);
      }
      for (const std::string& parent : parents) picture.edge(picture.node(parent, mermaid_label(parent)), here);
      before = {here};
    }
  }
  std::vector<std::string> lines = picture.take();
  std::size_t size = 0;
  for (const std::string& line : lines) size += line.size() + 1;
  if (size > kMaxForkCharacters) return {};
  return lines;
}

}  // namespace miggraph::report
