#include "source/directory_rename.h"

namespace miggraph::source {
namespace {

using FolderRenames = std::map<std::string, std::string, std::less<>>;

// Where most files of each removed folder went. Where two new folders got as many, git cannot tell: `unclear`.
FolderRenames folder_renames(const RenameSide& side, std::set<std::string, std::less<>>& unclear) {
  FolderRenames renames;
  for (const auto& [old_folder, moves] : side.folder_moves) {
    int most = 0;
    bool tie = false;
    const std::string* best = nullptr;
    for (const auto& [new_folder, count] : moves) {
      if (count == most) tie = true;
      if (count <= most) continue;
      most = count;
      tie = false;
      best = &new_folder;
    }
    if (best == nullptr) continue;
    if (tie) {
      unclear.insert(old_folder);
    } else {
      renames.emplace(old_folder, *best);
    }
  }
  return renames;
}

// The renamed folder that is nearest above `path`.
const FolderRenames::value_type* rename_above(const FolderRenames& renames, std::string_view path) {
  for (std::size_t slash; (slash = path.rfind('/')) != std::string_view::npos;) {
    path = path.substr(0, slash);
    if (const auto found = renames.find(path); found != renames.end()) return &*found;
  }
  return nullptr;
}

std::string moved(const FolderRenames::value_type& rename, std::string_view path) {
  std::string_view rest = path.substr(rename.first.size());
  if (rename.second.empty()) rest.remove_prefix(1);
  return rename.second + std::string(rest);
}

// Something of `side` stands at the path, or nothing there is open to a merge any more.
bool is_in_the_way(const MergeWalk& walk, Stage side, const Directory* tree, const std::string& path) {
  if (tree != nullptr && (tree->file_at(path) != nullptr || tree->directory_at(path) != nullptr)) return true;
  const auto state = walk.paths.find(path);
  return state != walk.paths.end() && state->second.stages[side].has_value();
}

}  // namespace

std::vector<FolderMove> follow_renamed_folders(const MergeWalk& walk, const Directory* ours, const Directory* theirs) {
  std::array<FolderRenames, 3> renames;
  std::array<std::set<std::string, std::less<>>, 3> unclear;
  for (const Stage side : {our_stage, their_stage}) renames[side] = folder_renames(walk.sides[side], unclear[side]);
  // Renamed on both sides: the renames of the files say all.
  for (auto it = renames[our_stage].begin(); it != renames[our_stage].end();) {
    const bool both = renames[their_stage].erase(it->first) > 0;
    it = both ? renames[our_stage].erase(it) : std::next(it);
  }
  // The files of a side by the place where the other side's renames put them.
  std::array<std::map<std::string, std::set<std::string>>, 3> arrivals;
  for (const Stage side : {our_stage, their_stage}) {
    for (const RenameTarget& target : walk.sides[side].targets) {
      const auto* rename = rename_above(renames[other_side(side)], target.path);
      if (rename != nullptr) arrivals[side][moved(*rename, target.path)].insert(target.path);
    }
  }
  std::vector<FolderMove> moves;
  for (const Stage side : {our_stage, their_stage}) {
    const Stage other = other_side(side);
    const std::vector<RenameTarget>& targets = walk.sides[side].targets;
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const std::string& path = targets[i].path;
      if (unclear[other].contains(folder_of(path))) {
        moves.push_back({side, i, ""});
        continue;
      }
      if (arrivals[other].contains(path)) continue;
      const auto* rename = rename_above(renames[other], path);
      // Into a folder that this side renamed itself, it would have to move on again.
      if (rename == nullptr || renames[side].contains(rename->second)) continue;
      const std::string new_path = moved(*rename, path);
      const bool free = arrivals[side][new_path].size() == 1 &&
                        !is_in_the_way(walk, side, side == our_stage ? ours : theirs, new_path);
      moves.push_back({side, i, free ? new_path : ""});
    }
  }
  return moves;
}

}  // namespace miggraph::source
