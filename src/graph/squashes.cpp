#include "graph/squashes.h"

#include <algorithm>
#include <map>
#include <set>

#include "graph/ancestry.h"

namespace miggraph::graph {

namespace {

const django::Dependency* entry(const Squash& squash, const MigrationKey& key) {
  for (const django::Dependency& dependency : squash.migration->replaces)
    if (const auto* written = dependency.key(); written && written->app == key.app && written->name == key.name)
      return &dependency;
  return nullptr;
}

// Names in `replaces` that a migration on disk bears which comes after the squash: it is new, and Django drops it.
void keep_reused_names(Squash& squash, const MigrationGraph& graph, std::vector<Problem>& problems) {
  const auto node = graph.find(squash.key);
  if (!node || graph.children(*node).empty()) return;
  std::set<MigrationKey> after;
  for (const NodeId later : own_app_descendants(graph, *node))
    if (later != *node) after.insert(graph.key(later));
  std::erase_if(squash.replaces, [&](const MigrationKey& key) {
    if (!after.contains(key)) return false;
    const auto reused = graph.find(key);
    // Two squashes in a circle, each depending on what the other one replaces, are no new migrations.
    if (reused && graph.migration(*reused) && graph.migration(*reused)->is_squash()) return false;
    Problem problem;
    problem.kind = Problem::Kind::name_reused;
    problem.migration = key;
    problem.target = squash.key;
    problem.dependency = entry(squash, key);
    problems.push_back(problem);
    return true;
  });
}

class Sorter {
 public:
  Sorter(std::vector<Squash>& squashes, std::vector<Problem>& problems) : squashes_(squashes), problems_(problems) {
    for (std::size_t i = 0; i < squashes.size(); ++i) place_.emplace(squashes[i].key, i);
    state_.resize(squashes.size());
  }

  std::vector<Squash> sorted() {
    for (std::size_t i = 0; i < squashes_.size(); ++i) visit(i);
    std::vector<Squash> out;
    for (const std::size_t i : order_) out.push_back(std::move(squashes_[i]));
    return out;
  }

 private:
  enum class State : std::uint8_t { none, open, done };

  void visit(std::size_t start) {
    if (state_[start] != State::none) return;
    std::vector<std::pair<std::size_t, std::size_t>> stack{{start, 0}};  // squash, next entry of its `replaces`
    state_[start] = State::open;
    while (!stack.empty()) {
      auto& [at, next] = stack.back();
      if (next == squashes_[at].replaces.size()) {
        state_[at] = State::done;
        order_.push_back(at);
        stack.pop_back();
        continue;
      }
      const auto inner = place_.find(squashes_[at].replaces[next]);
      if (inner == place_.end()) {
        ++next;
      } else if (state_[inner->second] == State::open) {
        report(at, inner->first,
               inner->second == at ? Problem::Kind::replaces_itself : Problem::Kind::squashes_in_circle);
        squashes_[at].replaces.erase(squashes_[at].replaces.begin() + static_cast<std::ptrdiff_t>(next));
      } else {
        report(at, inner->first, Problem::Kind::squash_of_squash);
        ++next;
        if (state_[inner->second] == State::none) {
          state_[inner->second] = State::open;
          stack.emplace_back(inner->second, 0);
        }
      }
    }
  }

  void report(std::size_t squash, const MigrationKey& inner, Problem::Kind kind) {
    Problem problem;
    problem.kind = kind;
    problem.migration = squashes_[squash].key;
    problem.target = inner;
    problem.dependency = entry(squashes_[squash], inner);
    problems_.push_back(problem);
  }

  std::vector<Squash>& squashes_;
  std::vector<Problem>& problems_;
  std::map<MigrationKey, std::size_t> place_;
  std::vector<State> state_;
  std::vector<std::size_t> order_;
};

}  // namespace

Squash squash_of(const MigrationKey& key, const django::Migration& migration, const django::ModelSettings& settings) {
  Squash squash{key, &migration, {}};
  for (const django::Dependency& dependency : migration.replaces)
    if (auto replaced = resolve(dependency, settings)) squash.replaces.push_back(std::move(*replaced));
  return squash;
}

std::vector<Squash> untangle(std::vector<Squash> squashes, const MigrationGraph& graph,
                             std::vector<Problem>& problems) {
  for (Squash& squash : squashes) keep_reused_names(squash, graph, problems);
  return Sorter(squashes, problems).sorted();
}

}  // namespace miggraph::graph
