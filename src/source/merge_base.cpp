#include <algorithm>
#include <queue>
#include <unordered_map>

#include "source/commit_store.h"

namespace miggraph::source {
namespace {

constexpr unsigned from_a = 1;
constexpr unsigned from_b = 2;
constexpr unsigned both = from_a | from_b;
constexpr unsigned stale = 4;  // below a common ancestor: no better one comes from here
constexpr unsigned found = 8;

// Paints history from both sides, newest commit first, until nothing is left that could be a nearer common ancestor.
// git's paint_down_to_common.
class Painter {
 public:
  explicit Painter(CommitStore& commits) : commits_(commits) {}

  Result<std::vector<CommitId>> paint(const std::vector<CommitId>& a, const CommitId& b) {
    for (const CommitId& id : a) {
      if (Status status = add(id, from_a); !status) return status.error();
    }
    if (Status status = add(b, from_b); !status) return status.error();
    std::vector<CommitId> results;
    while (fresh_ > 0) {
      const Queued top = queue_.top();
      queue_.pop();
      State& state = states_[top.id];
      --state.queued;
      if ((state.flags & stale) == 0) --fresh_;
      unsigned flags = state.flags & (both | stale);
      if ((flags & both) == both && (flags & stale) == 0) {
        if ((state.flags & found) == 0) {
          state.flags |= found;
          results.push_back(top.id);
        }
        flags |= stale;
      }
      const Commit& commit = *state.commit;
      cut_ = cut_ || commit.cut;
      for (const CommitId& parent : commit.parents) {
        if (Status status = add(parent, flags); !status) return status.error();
      }
    }
    std::erase_if(results, [this](const CommitId& id) { return (states_[id].flags & stale) != 0; });
    std::stable_sort(results.begin(), results.end(), [this](const CommitId& x, const CommitId& y) {
      return states_[x].commit->time > states_[y].commit->time;
    });
    return results;
  }
  bool cut() const { return cut_; }
  bool reached(const CommitId& id, unsigned side) const {
    const auto place = states_.find(id);
    return place != states_.end() && (place->second.flags & side) != 0;
  }

 private:
  struct State {
    const Commit* commit = nullptr;
    unsigned flags = 0;
    unsigned queued = 0;
  };
  struct Queued {
    std::int64_t time;
    std::uint64_t order;
    CommitId id;
    // Newest first, then first come.
    bool operator<(const Queued& other) const { return time != other.time ? time < other.time : order > other.order; }
  };

  Status add(const CommitId& id, unsigned flags) {
    State& state = states_[id];
    if ((state.flags & flags) == flags) return Nothing{};
    if (state.commit == nullptr) {
      Result<const Commit*> commit = commits_.get(id);
      if (!commit) return commit.error();
      state.commit = *commit;
    }
    if ((state.flags & stale) == 0 && (flags & stale) != 0) fresh_ -= state.queued;
    state.flags |= flags;
    ++state.queued;
    if ((state.flags & stale) == 0) ++fresh_;
    queue_.push({state.commit->time, order_++, id});
    return Nothing{};
  }

  CommitStore& commits_;
  std::unordered_map<CommitId, State, ObjectIdHash> states_;
  std::priority_queue<Queued> queue_;
  std::uint64_t fresh_ = 0;  // queue entries that are not stale
  std::uint64_t order_ = 0;
  bool cut_ = false;
};

}  // namespace

Result<Bases> find_merge_bases(CommitStore& commits, const std::vector<CommitId>& a, const CommitId& b) {
  Bases bases;
  if (std::find(a.begin(), a.end(), b) != a.end()) {
    bases.commits.push_back(b);
    return bases;
  }
  Painter painter(commits);
  Result<std::vector<CommitId>> results = painter.paint(a, b);
  if (!results) return results.error();
  bases.cut = painter.cut();
  bases.commits = std::move(*results);
  if (bases.commits.size() < 2) return bases;
  // Dates that lie can leave an ancestor of another result among them.
  std::vector<CommitId> best;
  for (const CommitId& candidate : bases.commits) {
    bool redundant = false;
    for (const CommitId& other : bases.commits) {
      if (redundant || other == candidate) continue;
      Painter pair(commits);
      Result<std::vector<CommitId>> common = pair.paint({other}, candidate);
      if (!common) return common.error();
      redundant = pair.reached(candidate, from_a);
    }
    if (!redundant) best.push_back(candidate);
  }
  bases.commits = std::move(best);
  return bases;
}

}  // namespace miggraph::source
