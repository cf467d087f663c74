#include "source/rename.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "source/similarity.h"

namespace miggraph::source {
namespace {

// The least score of a pair that is taken for its file name alone.
constexpr int similar_enough_by_name = similar_enough + (most_similar - similar_enough) / 2;
// More pairs than git compares are not compared here either.
constexpr std::size_t rename_limit = 7000;

class RenameFinder {
 public:
  RenameFinder(BlobStore& blobs, RenameSide& side) : similarity_(blobs), side_(side) {}

  Status run() {
    find_exact();
    guess_folders();
    if (Status status = find_by_name(); !status) return status;
    return find_best_pairs();
  }

 private:
  static bool same_name(const RenameSource& source, const RenameTarget& target) {
    return file_name_of(source.path) == file_name_of(target.path);
  }

  void record(std::size_t source, std::size_t target) {
    side_.sources[source].used = true;
    side_.targets[target].source = source;
  }

  void find_exact() {
    std::unordered_map<BlobId, std::vector<std::size_t>, ObjectIdHash> by_blob;
    for (std::size_t i = 0; i < side_.sources.size(); ++i) by_blob[side_.sources[i].blob].push_back(i);
    for (std::size_t t = 0; t < side_.targets.size(); ++t) {
      const auto place = by_blob.find(side_.targets[t].blob);
      if (place == by_blob.end()) continue;
      std::optional<std::size_t> best;
      for (std::size_t s : place->second) {
        if (side_.sources[s].used) continue;
        const bool by_name = same_name(side_.sources[s], side_.targets[t]);
        if (!best || by_name) best = s;
        if (by_name) break;
      }
      if (best) record(*best, t);
    }
  }

  // A folder that most of its files left for another: files of the same name in both belong together.
  void guess_folders() {
    for (const RenameTarget& target : side_.targets) {
      if (target.source) count_move(side_.sources[*target.source].path, target.path);
    }
    for (const auto& [old_folder, moves] : side_.folder_moves) {
      const auto most = std::max_element(moves.begin(), moves.end(),
                                         [](const auto& a, const auto& b) { return a.second < b.second; });
      if (most != moves.end()) guess_[old_folder] = most->first;
    }
  }

  // "a/b/c/x.py" to "a/d/c/x.py" moves a/b/c to a/d/c, and a/b to a/d.
  void count_move(std::string_view old_path, std::string_view new_path) {
    std::string_view old_folder = folder_of(old_path);
    std::string_view new_folder = folder_of(new_path);
    bool first = true;
    while (true) {
      const auto removed = side_.removed_folders.find(old_folder);
      if (removed == side_.removed_folders.end()) return;
      if (removed->second == RemovedFolder::important || first) {
        ++side_.folder_moves[std::string(old_folder)][std::string(new_folder)];
      }
      first = false;
      if (removed->second == RemovedFolder::unimportant || old_folder.empty() || new_folder.empty()) return;
      if (file_name_of(old_folder) != file_name_of(new_folder)) return;
      old_folder = folder_of(old_folder);
      new_folder = folder_of(new_folder);
    }
  }

  // The one target of a name that only one source and one target have; or the one in the folder that the source's
  // folder seems to have become.
  Status find_by_name() {
    constexpr std::size_t several = static_cast<std::size_t>(-1);
    std::map<std::string_view, std::size_t> sources;
    std::map<std::string_view, std::size_t> targets;
    std::map<std::string_view, std::size_t> target_paths;
    for (std::size_t i = 0; i < side_.sources.size(); ++i) {
      if (side_.sources[i].used) continue;
      const auto [place, inserted] = sources.emplace(file_name_of(side_.sources[i].path), i);
      if (!inserted) place->second = several;
    }
    for (std::size_t i = 0; i < side_.targets.size(); ++i) {
      if (side_.targets[i].source || side_.targets[i].blob == empty_blob) continue;
      target_paths.emplace(side_.targets[i].path, i);
      const auto [place, inserted] = targets.emplace(file_name_of(side_.targets[i].path), i);
      if (!inserted) place->second = several;
    }
    for (std::size_t i = 0; i < side_.sources.size(); ++i) {
      const RenameSource& source = side_.sources[i];
      if (source.used || source.needed == RenameSource::Needed::no) continue;
      const std::string_view name = file_name_of(source.path);
      const auto by_name = targets.find(name);
      if (by_name == targets.end()) continue;
      std::size_t target = by_name->second;
      if (sources[name] == several || target == several) {
        const auto guess = guess_.find(folder_of(source.path));
        if (guess == guess_.end()) continue;
        const std::string path = guess->second.empty() ? std::string(name) : guess->second + "/" + std::string(name);
        const auto place = target_paths.find(path);
        if (place == target_paths.end()) continue;
        target = place->second;
      }
      if (side_.targets[target].source) continue;
      Result<int> score = similarity_.score(source.blob, side_.targets[target].blob, similar_enough_by_name);
      if (!score) return score.error();
      if (*score < similar_enough_by_name) continue;
      record(i, target);
      count_move(source.path, side_.targets[target].path);
    }
    return Nothing{};
  }

  struct Pair {
    std::size_t source = 0;
    std::size_t target = 0;
    int score = -1;  // below every score: an empty place
    bool same_name = false;

    bool better_than(const Pair& other) const {
      if (score != other.score) return score > other.score;
      return same_name && !other.same_name;
    }
  };

  // All that is left against all that is left, the best pair first. As in git, four candidates are kept of each target.
  Status find_best_pairs() {
    std::vector<std::size_t> sources;
    for (std::size_t i = 0; i < side_.sources.size(); ++i) {
      if (!side_.sources[i].used && side_.sources[i].needed != RenameSource::Needed::no) sources.push_back(i);
    }
    std::vector<std::size_t> targets;
    for (std::size_t i = 0; i < side_.targets.size(); ++i) {
      const RenameTarget& target = side_.targets[i];
      if (!target.source && target.blob != empty_blob) targets.push_back(i);
    }
    if (sources.empty() || targets.empty() || sources.size() * targets.size() > rename_limit * rename_limit) {
      return Nothing{};
    }
    std::vector<Pair> pairs;
    for (std::size_t t : targets) {
      std::array<Pair, 4> best;
      for (std::size_t s : sources) {
        Result<int> score = similarity_.score(side_.sources[s].blob, side_.targets[t].blob, similar_enough);
        if (!score) return score.error();
        const Pair pair{s, t, *score, same_name(side_.sources[s], side_.targets[t])};
        const auto worst =
            std::max_element(best.begin(), best.end(), [](const Pair& a, const Pair& b) { return a.better_than(b); });
        if (pair.better_than(*worst)) *worst = pair;
      }
      pairs.insert(pairs.end(), best.begin(), best.end());
    }
    std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.better_than(b); });
    for (const Pair& pair : pairs) {
      if (pair.score < similar_enough) break;
      if (side_.targets[pair.target].source || side_.sources[pair.source].used) continue;
      record(pair.source, pair.target);
      count_move(side_.sources[pair.source].path, side_.targets[pair.target].path);
    }
    return Nothing{};
  }

  Similarity similarity_;
  RenameSide& side_;
  std::map<std::string, std::string, std::less<>> guess_;
};

}  // namespace

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view file_name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

Status find_renames(BlobStore& blobs, RenameSide& side) {
  Status status = RenameFinder(blobs, side).run();
  // Only folders that are gone were renamed.
  std::erase_if(side.folder_moves, [&](const auto& moves) {
    const auto removed = side.removed_folders.find(moves.first);
    return removed == side.removed_folders.end() || removed->second == RemovedFolder::unimportant;
  });
  return status;
}

}  // namespace miggraph::source
