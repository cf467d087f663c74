#include <cstdint>
#include <map>

#include "source/commit_store.h"
#include "source/tree_reader.h"

namespace miggraph::source {
namespace {

// What stands under a path in one commit after another. Remembers the entries of the folders on the way, so that a tree
// that did not change is not read again.
class PathFollower {
 public:
  PathFollower(const ObjectStore& objects, std::string_view path) : objects_(objects) {
    for (std::size_t begin = 0; begin <= path.size();) {
      const std::size_t end = std::min(path.find('/', begin), path.size());
      parts_.emplace_back(path.substr(begin, end - begin));
      begin = end + 1;
    }
    known_.resize(parts_.size());
  }

  using Entry = std::optional<std::pair<unsigned, ObjectId>>;  // mode and id

  Result<Entry> find(const ObjectId& root) {
    ObjectId tree = root;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      auto place = known_[i].find(tree);
      if (place == known_[i].end()) {
        Result<Entry> entry = lookup(tree, parts_[i]);
        if (!entry) return entry;
        place = known_[i].emplace(tree, *entry).first;
      }
      const Entry& entry = place->second;
      if (!entry || i + 1 == parts_.size()) return entry;
      constexpr unsigned type_mask = 0170000;
      constexpr unsigned tree_type = 0040000;
      if ((entry->first & type_mask) != tree_type) return Entry();
      tree = entry->second;
    }
    return Entry();
  }

 private:
  Result<Entry> lookup(const ObjectId& tree, std::string_view name) {
    Result<Object> object = objects_.read(tree, ObjectType::tree);
    if (!object) return object.error();
    std::string_view bytes = object->bytes();
    for (TreeEntry entry; next_entry(bytes, entry);) {
      if (entry.name == name) return Entry({entry.mode, entry.id});
    }
    if (!bytes.empty()) {
      return Error{Error::Kind::environment, "tree " + tree.hex() + " is damaged", "git fsck --full"};
    }
    return Entry();
  }

  const ObjectStore& objects_;
  std::vector<std::string> parts_;
  std::vector<std::unordered_map<ObjectId, Entry, ObjectIdHash>> known_;
};

}  // namespace

Result<std::optional<CommitId>> find_last_change(CommitStore& commits, const ObjectStore& objects, const CommitId& tip,
                                                 std::string_view path) {
  using Answer = std::optional<CommitId>;
  PathFollower follower(objects, path);
  CommitId current = tip;
  // Replace refs, grafts and damage can make a history lead back to itself: Brent's search for that.
  CommitId landmark = tip;
  std::uint64_t steps = 0, until_next_landmark = 1;
  while (true) {
    Result<const Commit*> commit = commits.get(current);
    if (!commit) return commit.error();
    Result<PathFollower::Entry> here = follower.find((*commit)->tree);
    if (!here) return here.error();
    if (!*here) return Answer();  // only at the tip: further down every commit has what the tip has
    if ((*commit)->cut) return Answer();
    Answer same;
    for (const CommitId& parent : (*commit)->parents) {
      Result<const Commit*> before = commits.get(parent);
      if (!before) return before.error();
      Result<PathFollower::Entry> there = follower.find((*before)->tree);
      if (!there) return there.error();
      if (*there == *here) {
        same = parent;
        break;
      }
    }
    if (!same) return Answer(current);
    current = *same;
    if (current == landmark) return Answer();
    if (++steps == until_next_landmark) {
      landmark = current;
      steps = 0;
      until_next_landmark *= 2;
    }
  }
}

}  // namespace miggraph::source
