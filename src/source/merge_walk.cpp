#include "source/merge_walk.h"

#include <span>

#include "source/relevant.h"

namespace miggraph::source {
namespace {

using Trees = std::array<const Directory*, 3>;

constexpr unsigned bit(std::size_t stage) {
  return 1U << stage;
}
constexpr unsigned all_stages = 7;

// git's collect_merge_info, with its bit masks of stages (1 base, 2 ours, 4 theirs). A rename mask says of a folder: 0,
// nothing; 2 or 4, the other side removed it, this one still has it; 7, and this one added a file to it, so that it
// must be known where each file in it and below went.
class Walker {
 public:
  explicit Walker(MergeWalk& walk) : walk_(walk) {}

  /// Folders that only this side changed are looked into; the others' are put off.
  std::optional<Stage> look_into;

  // Trees differ; a null one is a folder that is not there. Depth is bounded by that of the trees.
  void folder(const std::string& path, const Trees& trees, unsigned rename_mask) {
    std::array<Entries<File>, 3> files;
    std::array<Entries<Subdirectory>, 3> folders;
    for (std::size_t i = 0; i < 3; ++i) {
      if (trees[i] == nullptr) continue;
      files[i] = trees[i]->files();
      folders[i] = trees[i]->directories();
    }
    if (rename_mask == bit(our_stage) || rename_mask == bit(their_stage)) {
      bool added = false;
      each_name(files,
                [&](const std::array<const File*, 3>& versions) { added = added || mask_of(versions) == rename_mask; });
      if (added) rename_mask = all_stages;
    }
    const std::string start = path.empty() ? "" : path + "/";
    each_name(files, [&](const std::array<const File*, 3>& versions) { file(path, start, versions, rename_mask); });
    each_name(folders,
              [&](const std::array<const Subdirectory*, 3>& versions) { subfolder(start, versions, rename_mask); });
  }

 private:
  template <class Entry>
  using Entries = std::span<const Entry>;

  // Calls `visit` with what the three trees have under each name that any of them has.
  template <class Entry, class Visit>
  static void each_name(std::array<Entries<Entry>, 3> rest, const Visit& visit) {
    while (true) {
      const Entry* first = nullptr;
      for (const Entries<Entry>& entries : rest) {
        if (!entries.empty() && (first == nullptr || entries.front().name < first->name)) first = &entries.front();
      }
      if (first == nullptr) return;
      std::array<const Entry*, 3> versions{};
      for (std::size_t i = 0; i < 3; ++i) {
        if (rest[i].empty() || rest[i].front().name != first->name) continue;
        versions[i] = &rest[i].front();
        rest[i] = rest[i].subspan(1);
      }
      visit(versions);
    }
  }

  template <class Entry>
  static unsigned mask_of(const std::array<const Entry*, 3>& versions) {
    unsigned mask = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      if (versions[i] != nullptr) mask |= bit(i);
    }
    return mask;
  }

  template <class Entry>
  static const std::string& name_of(const std::array<const Entry*, 3>& versions) {
    const auto& [base, ours, theirs] = versions;
    return (base != nullptr ? base : ours != nullptr ? ours : theirs)->name;
  }

  void file(const std::string& folder_path, const std::string& start, const std::array<const File*, 3>& versions,
            unsigned rename_mask) {
    MergePath state;
    const unsigned mask = mask_of(versions);
    for (std::size_t i = 0; i < 3; ++i) {
      if (versions[i] != nullptr) state.stages[i] = versions[i]->blob;
    }
    const auto& [base, ours, theirs] = state.stages;
    if (mask == all_stages && ours == theirs) return;  // unchanged, or changed alike

    const std::string path = start + name_of(versions);
    state.added_alike = !base && ours == theirs;
    if (rename_mask == all_stages && (mask == bit(our_stage) || mask == bit(their_stage))) {
      const Stage remover = mask == bit(our_stage) ? their_stage : our_stage;
      walk_.sides[remover].removed_folders[folder_path] = RemovedFolder::important;
    }
    for (const Stage side : {our_stage, their_stage}) {
      const std::optional<BlobId>& here = state.stages[side];
      const std::optional<BlobId>& there = state.stages[other_side(side)];
      if (base && !here) {
        const bool unchanged_there = there == base;
        const auto needed = !unchanged_there            ? RenameSource::Needed::content
                            : rename_mask == all_stages ? RenameSource::Needed::location
                                                        : RenameSource::Needed::no;
        if (*base != empty_blob) walk_.sides[side].sources.push_back({path, *base, needed, false});
      } else if (!base && here) {
        walk_.sides[side].targets.push_back({path, *here, std::nullopt});
      }
    }
    walk_.paths.emplace(path, std::move(state));
  }

  void subfolder(const std::string& start, const std::array<const Subdirectory*, 3>& versions, unsigned rename_mask) {
    Trees below{};
    const unsigned mask = mask_of(versions);
    for (std::size_t i = 0; i < 3; ++i) below[i] = versions[i] != nullptr ? versions[i]->directory : nullptr;
    const auto& [base, ours, theirs] = below;
    if (base == ours && ours == theirs) return;
    const std::string& name = name_of(versions);
    const std::string path = start + name;
    const unsigned changed_sides = mask & ~bit(base_stage);
    const bool only_one_side_left =
        mask == (bit(base_stage) | bit(our_stage)) || mask == (bit(base_stage) | bit(their_stage));
    if (rename_mask != all_stages && only_one_side_left) rename_mask = changed_sides;
    if (mask == bit(base_stage) || only_one_side_left) {
      const auto importance =
          rename_mask == all_stages ? RemovedFolder::important_for_parent : RemovedFolder::unimportant;
      if (ours == nullptr) walk_.sides[our_stage].removed_folders[path] = importance;
      if (theirs == nullptr) walk_.sides[their_stage].removed_folders[path] = importance;
    }
    if (is_kept_when_empty(name)) {
      const bool had = base != nullptr;
      const bool changed_by_us = (ours != nullptr) != had;
      walk_.kept_folders[path] = changed_by_us ? ours != nullptr : theirs != nullptr;
    }
    // Only one side changed it: what it has is what becomes of it, unless renames lead in or out.
    std::optional<Stage> changer;
    if (base == ours) changer = their_stage;
    if (base == theirs) changer = our_stage;
    if (rename_mask != all_stages && changer && look_into != changer) {
      walk_.untouched[*changer].push_back({path, base, ours, theirs, rename_mask});
      return;
    }
    folder(path, below, rename_mask);
  }

  MergeWalk& walk_;
};

}  // namespace

MergeWalk walk_three(const Directory* base, const Directory* ours, const Directory* theirs) {
  MergeWalk walk;
  Walker(walk).folder("", {base, ours, theirs}, 0);
  return walk;
}

void walk_untouched(MergeWalk& walk, Stage side) {
  std::vector<Untouched> folders;
  folders.swap(walk.untouched[side]);
  Walker walker(walk);
  walker.look_into = side;
  for (const Untouched& it : folders) walker.folder(it.path, {it.base, it.ours, it.theirs}, it.rename_mask);
}

}  // namespace miggraph::source
