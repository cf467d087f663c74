#include "source/merge.h"

#include <algorithm>
#include <map>

#include "source/merge_trees.h"

namespace miggraph::source {
namespace {

// One side of a merge: a tree, and the commits that its history consists of. More than one for the virtual commit that
// merges the first merge bases.
struct MergeSide {
  const Directory* root = nullptr;
  std::vector<CommitId> commits;
};

class Merger {
 public:
  explicit Merger(MergeContext& context) : context_(context) {}

  // git's merge_ort_internal. A criss-cross below a criss-cross goes one deeper.
  Result<MergedTree> merge(const MergeSide& ours, const MergeSide& theirs, int depth) {
    // Deeper than any real history goes: the first base does then.
    constexpr int deepest = 40;
    Bases bases;
    if (!ours.commits.empty() && !theirs.commits.empty()) {
      Result<Bases> found = find_merge_bases(*context_.commits, ours.commits, theirs.commits.front());
      if (!found) return found.error();
      bases = std::move(*found);
    }
    if (bases.commits.empty() && bases.cut && depth == 0) {
      MergedTree tree;
      tree.cut_off = true;
      return tree;
    }
    if (depth >= deepest && bases.commits.size() > 1) bases.commits.resize(1);
    Result<const Directory*> base = virtual_base(bases.commits, depth);
    if (!base) return base.error();
    return merge_trees(context_.pool, context_.blobs, *base, ours.root, theirs.root, depth);
  }

 private:
  Result<const Directory*> virtual_base(std::vector<CommitId> bases, int depth) {
    if (bases.empty()) return context_.pool.intern({}, {});
    // git starts with the oldest.
    std::reverse(bases.begin(), bases.end());
    MergeSide merged;
    for (const CommitId& base : bases) {
      Result<const Directory*> root = root_of(base);
      if (!root) return root;
      if (merged.root == nullptr) {
        merged.root = *root;
      } else if (const auto known = made_.find({merged.commits, base}); known != made_.end()) {
        merged.root = known->second;
      } else {
        Result<MergedTree> tree = merge(merged, {*root, {base}}, depth + 1);
        if (!tree) return tree.error();
        made_.emplace(std::pair(merged.commits, base), tree->root);
        merged.root = tree->root;
      }
      merged.commits.push_back(base);
    }
    return merged.root;
  }

  Result<const Directory*> root_of(const CommitId& id) {
    Result<const Commit*> commit = context_.commits->get(id);
    if (!commit) return commit.error();
    Result<TreeReader::Root> root = context_.trees->read_root((*commit)->tree);
    if (!root) return root.error();
    return root->directory;
  }

  MergeContext& context_;
  std::map<std::pair<std::vector<CommitId>, CommitId>, const Directory*> made_;  // virtual bases, by what they merge
};

}  // namespace

Result<MergedTree> merge_snapshots(MergeContext& context, const Snapshot& ours, const Snapshot& theirs) {
  const auto side_of = [&](const Snapshot& snapshot) {
    MergeSide side{snapshot.root, {}};
    if (snapshot.commit) side.commits.push_back(*snapshot.commit);
    if (snapshot.kind == SnapshotKind::worktree || snapshot.kind == SnapshotKind::index) {
      side.commits.insert(side.commits.end(), context.merge_heads.begin(), context.merge_heads.end());
    }
    return side;
  };
  Result<MergedTree> tree = Merger(context).merge(side_of(ours), side_of(theirs), 0);
  if (tree) {
    std::sort(tree->conflicts.begin(), tree->conflicts.end(),
              [](const PathConflict& a, const PathConflict& b) { return a.path < b.path; });
  }
  return tree;
}

}  // namespace miggraph::source
