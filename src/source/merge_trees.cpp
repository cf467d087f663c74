#include "source/merge_trees.h"

#include <algorithm>

#include "source/directory_edit.h"
#include "source/directory_rename.h"
#include "source/merge_walk.h"
#include "source/text_merge.h"

namespace miggraph::source {
namespace {

struct Pair {
  Stage side;
  std::string old_path;
  std::string new_path;
};

class TreeMerge {
 public:
  TreeMerge(DirectoryPool& pool, BlobStore& blobs, const Directory* base, const Directory* ours,
            const Directory* theirs, MergeWalk walk, int depth)
      : pool_(pool), blobs_(blobs), base_(base), ours_(ours), theirs_(theirs), walk_(std::move(walk)), depth_(depth) {}

  Result<MergedTree> run() {
    if (Status status = follow_renames(); !status) return status.error();
    return settle();
  }

 private:
  using Id = std::optional<BlobId>;

  // git's detect_and_process_renames.
  Status follow_renames() {
    bool any = false;
    std::array<bool, 3> wanted{};
    for (const Stage side : {our_stage, their_stage}) {
      const std::vector<RenameSource>& sources = walk_.sides[side].sources;
      wanted[side] = std::any_of(sources.begin(), sources.end(),
                                 [](const RenameSource& source) { return source.needed != RenameSource::Needed::no; });
    }
    for (const Stage side : {our_stage, their_stage}) {
      if (!wanted[side]) continue;
      walk_untouched(walk_, side);
      if (walk_.sides[side].targets.empty()) continue;
      if (Status status = find_renames(blobs_, walk_.sides[side]); !status) return status;
      any = true;
    }
    if (!any) return Nothing{};
    if (depth_ == 0) {
      for (const FolderMove& move : follow_renamed_folders(walk_, ours_, theirs_)) apply(move);
    }
    std::vector<Pair> pairs;
    for (const Stage side : {our_stage, their_stage}) {
      for (const RenameTarget& target : walk_.sides[side].targets) {
        if (target.source) pairs.push_back({side, walk_.sides[side].sources[*target.source].path, target.path});
      }
    }
    std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.old_path < b.old_path; });
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const bool by_both = i + 1 < pairs.size() && pairs[i].old_path == pairs[i + 1].old_path;
      Status status = by_both ? renamed_by_both(pairs[i], pairs[i + 1]) : renamed_by_one(pairs[i]);
      if (!status) return status;
      if (by_both) ++i;
    }
    return Nothing{};
  }

  void apply(const FolderMove& move) {
    RenameTarget& target = walk_.sides[move.side].targets[move.target];
    const auto old_state = walk_.paths.find(target.path);
    if (old_state == walk_.paths.end()) return;
    if (move.path.empty()) {
      old_state->second.conflict = true;
      return;
    }
    MergePath& state = walk_.paths[move.path];
    state.stages[move.side] = old_state->second.stages[move.side];
    state.names[move.side] = target.path;
    state.conflict = true;
    old_state->second.stages[move.side].reset();
    target.path = move.path;
  }

  std::string label(Stage side, const std::string& name, bool named) const {
    const std::string branch = side == our_stage ? "Temporary merge branch 1" : "Temporary merge branch 2";
    return named ? branch + ":" + name : branch;
  }

  // `names` as the paths that the three versions stand under; `extra_size` of conflict markers beyond git's usual.
  Result<TextMerge> merge_content(const Id& base, const Id& ours, const Id& theirs,
                                  const std::array<std::string, 3>& names, int extra_size) {
    std::optional<ConflictMarkers> markers;
    if (depth_ > 0) {
      const bool named = names[0] != names[1] || names[1] != names[2];
      markers = ConflictMarkers{label(our_stage, names[1], named), label(their_stage, names[2], named), extra_size};
    }
    return merge_texts(blobs_, base, *ours, *theirs, markers);
  }

  Status renamed_by_both(const Pair& our_pair, const Pair& their_pair) {
    MergePath& old_state = walk_.paths[our_pair.old_path];
    MergePath& our_state = walk_.paths[our_pair.new_path];
    if (our_pair.new_path == their_pair.new_path) {
      our_state.stages[base_stage] = old_state.stages[base_stage];
      old_state.moved_away = true;
      return Nothing{};
    }
    MergePath& their_state = walk_.paths[their_pair.new_path];
    const Id ours = our_state.stages[our_stage];
    const Id theirs = their_state.stages[their_stage];
    Result<TextMerge> merged =
        merge_content(old_state.stages[base_stage], ours, theirs,
                      {our_pair.old_path, our_pair.new_path, their_pair.new_path}, 1 + 2 * depth_);
    if (!merged) return merged.error();
    if (merged->clean || depth_ > 0) {
      our_state.stages[our_stage] = merged->blob;
      their_state.stages[their_stage] = merged->blob;
    }
    our_state.conflict = true;
    their_state.conflict = true;
    old_state.conflict = true;
    return Nothing{};
  }

  Status renamed_by_one(const Pair& pair) {
    const Stage other = other_side(pair.side);
    const auto old_place = walk_.paths.find(pair.old_path);
    if (old_place == walk_.paths.end()) return Nothing{};
    MergePath& old_state = old_place->second;
    MergePath& new_state = walk_.paths[pair.new_path];
    const bool deleted = !old_state.stages[other];
    const bool collision = new_state.stages[other].has_value();
    if (collision && !deleted) {
      // Another file of the other side stands there: what the rename brings is merged first, then the two of them.
      std::array<std::string, 3> names{pair.old_path, pair.old_path, pair.old_path};
      names[pair.side] = pair.new_path;
      const Id ours = pair.side == our_stage ? new_state.stages[our_stage] : old_state.stages[our_stage];
      const Id theirs = pair.side == our_stage ? old_state.stages[their_stage] : new_state.stages[their_stage];
      Result<TextMerge> merged = merge_content(old_state.stages[base_stage], ours, theirs, names, 1 + 2 * depth_);
      if (!merged) return merged.error();
      if (merged->clean || depth_ > 0) new_state.stages[pair.side] = merged->blob;
    } else if (collision) {
      new_state.conflict = true;
    } else {
      new_state.stages[base_stage] = old_state.stages[base_stage];
      new_state.names[base_stage] = pair.old_path;
      if (deleted) {
        new_state.conflict = true;
      } else {
        new_state.stages[other] = old_state.stages[other];
        new_state.names[other] = pair.old_path;
      }
    }
    old_state.moved_away = true;
    return Nothing{};
  }

  // git's process_entry: what becomes of each path.
  Result<MergedTree> settle() {
    DirectoryEdit edit;
    for (const Untouched& folder : walk_.untouched[their_stage]) edit.replace(folder.path, folder.theirs);
    for (const auto& [path, keep] : walk_.kept_folders) edit.keep_when_empty(path, keep);
    MergedTree tree;
    for (const auto& [path, state] : walk_.paths) {
      Result<Id> outcome = outcome_of(path, state, tree.conflicts);
      if (!outcome) return outcome.error();
      if (*outcome) {
        edit.set_file(path, **outcome);
      } else {
        edit.remove_file(path);
      }
    }
    tree.root = edit.apply(pool_, ours_);
    if (tree.root == nullptr) tree.root = pool_.intern({}, {});
    find_files_in_the_way(tree);
    return tree;
  }

  // git's "file/directory" conflicts: what is a file on one side and a folder on the other. A file that nobody changed
  // can be in the way too, of one that follows a renamed folder.
  void find_files_in_the_way(MergedTree& tree) const {
    for (const auto& [path, state] : walk_.paths) {
      if (tree.root->directory_at(path) != nullptr) note_file_in_the_way(tree, path, state.stages);
      if (tree.root->file_at(path) == nullptr) continue;
      for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
        const std::string above = path.substr(0, slash);
        if (walk_.paths.contains(above)) continue;
        note_file_in_the_way(tree, above, {blob_at(base_, above), blob_at(ours_, above), blob_at(theirs_, above)});
      }
    }
  }

  static void note_file_in_the_way(MergedTree& tree, const std::string& path, const std::array<Id, 3>& stages) {
    if (tree.root->file_at(path) == nullptr) return;
    const auto before = [](const PathConflict& conflict, const std::string& key) { return conflict.path < key; };
    const auto place = std::lower_bound(tree.conflicts.begin(), tree.conflicts.end(), path, before);
    if (place != tree.conflicts.end() && place->path == path) return;
    tree.conflicts.insert(place, {path, stages[base_stage], stages[our_stage], stages[their_stage]});
  }

  static Id blob_at(const Directory* tree, const std::string& path) {
    const File* file = tree == nullptr ? nullptr : tree->file_at(path);
    return file == nullptr ? Id() : Id(file->blob);
  }

  Result<Id> outcome_of(const std::string& path, const MergePath& state, std::vector<PathConflict>& conflicts) {
    if (state.moved_away) return Id();
    const auto& [base, ours, theirs] = state.stages;
    bool conflict = state.conflict;
    Id outcome;
    if (state.added_alike) {
      outcome = ours;
    } else if (ours && theirs) {
      std::array<std::string, 3> names = state.names;
      for (std::string& name : names) {
        if (name.empty()) name = path;
      }
      Result<TextMerge> merged = merge_content(base, ours, theirs, names, 2 * depth_);
      if (!merged) return merged.error();
      conflict = conflict || !merged->clean;
      outcome = merged->blob;
    } else if (ours || theirs) {
      const Id& left = ours ? ours : theirs;
      if (base && *base == *left && !conflict) return Id();  // deleted by one side, as it was on the other
      // Changed by one side and deleted by the other, or new.
      conflict = conflict || base.has_value();
      outcome = depth_ > 0 && base ? base : left;
    }
    if (conflict && (base || ours || theirs)) conflicts.push_back({path, base, ours, theirs});
    return outcome;
  }

  DirectoryPool& pool_;
  BlobStore& blobs_;
  const Directory* base_;
  const Directory* ours_;
  const Directory* theirs_;
  MergeWalk walk_;
  int depth_;
};

}  // namespace

Result<MergedTree> merge_trees(DirectoryPool& pool, BlobStore& blobs, const Directory* base, const Directory* ours,
                               const Directory* theirs, int depth) {
  if (ours == theirs || base == theirs) return MergedTree{ours, {}, false};
  if (base == ours) return MergedTree{theirs, {}, false};
  return TreeMerge(pool, blobs, base, ours, theirs, walk_three(base, ours, theirs), depth).run();
}

}  // namespace miggraph::source
