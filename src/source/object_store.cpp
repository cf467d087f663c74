#include "source/object_store.h"

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

#include <set>
#include <sstream>

#include "source/file_bytes.h"
#include "source/git_error.h"
#include "source/loose_objects.h"

namespace miggraph::source {
namespace {

constexpr int loose_priority = 1;
constexpr int packed_priority = 2;

std::string_view name_of(ObjectType type) {
  switch (type) {
    case ObjectType::commit:
      return "commit";
    case ObjectType::tree:
      return "tree";
    case ObjectType::blob:
      return "blob";
  }
  return "";
}

git_object_t git_type(ObjectType type) {
  switch (type) {
    case ObjectType::commit:
      return GIT_OBJECT_COMMIT;
    case ObjectType::tree:
      return GIT_OBJECT_TREE;
    case ObjectType::blob:
      return GIT_OBJECT_BLOB;
  }
  return GIT_OBJECT_INVALID;
}

// The object folders that this repository borrows from, and those that they borrow from, as deep as git goes (5).
void collect_alternates(const std::string& objects, int depth, std::set<std::string>& found) {
  constexpr int deepest = 5;
  constexpr std::size_t largest = 1 << 20;
  if (depth > deepest) return;
  const FileBytes file = read_file(objects + "/info/alternates", largest);
  if (!file) return;
  std::istringstream lines(file.bytes);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::string path = line[0] == '/' ? line : objects + "/" + line;
    if (found.insert(path).second) collect_alternates(path, depth + 1, found);
  }
}

// One level of objects. A pack directory that is not there is no error: git_odb_backend_pack takes it as empty.
int add_objects(git_odb* odb, const std::string& directory, bool alternate) {
  git_odb_backend* packs = nullptr;
  if (const int code = git_odb_backend_pack(&packs, directory.c_str()); code != 0) return code;
  const auto add = alternate ? git_odb_add_alternate : git_odb_add_backend;
  if (const int code = add(odb, packs, packed_priority); code != 0) return code;
  return add(odb, make_loose_objects_backend(directory), loose_priority);
}

// A clone made with --filter has a remote that promises what is not there.
bool is_partial_clone(git_repository* repository) {
  Handle<git_config> config;
  if (git_repository_config_snapshot(out(config), repository) != 0) return false;
  bool partial = false;
  // Not git_config_foreach_match: its regular expressions leak.
  const auto note = [](const git_config_entry* entry, void* payload) {
    const std::string_view name = entry->name;
    const bool promised = name.starts_with("remote.") && name.ends_with(".promisor");
    if (promised || name == "extensions.partialclone") *static_cast<bool*>(payload) = true;
    return 0;
  };
  git_config_foreach(config.get(), note, &partial);
  return partial;
}

}  // namespace

Result<ObjectStore> ObjectStore::open(git_repository* repository) {
  git_buf buffer{};
  if (git_repository_item_path(&buffer, repository, GIT_REPOSITORY_ITEM_OBJECTS) != 0) {
    return git_failure("cannot find the repository's objects");
  }
  std::string directory(buffer.ptr, buffer.size);
  git_buf_dispose(&buffer);
  while (directory.size() > 1 && directory.back() == '/') directory.pop_back();

  ObjectStore store;
  if (git_odb_new(out(store.odb_)) != 0) return git_failure("cannot read the repository's objects");
  if (add_objects(store.odb_.get(), directory, false) != 0) {
    return git_failure("cannot read the repository's objects");
  }
  std::set<std::string> alternates;
  collect_alternates(directory, 1, alternates);
  for (const std::string& alternate : alternates) {
    if (!exists_on_disk(alternate)) continue;  // git warns and goes on; what is missing is said where it is asked for
    if (add_objects(store.odb_.get(), alternate, true) != 0) return git_failure("cannot read " + alternate);
  }
  if (git_repository_set_odb(repository, store.odb_.get()) != 0) return git_failure("cannot read the objects");
  store.partial_ = is_partial_clone(repository);
  return store;
}

Result<Object> ObjectStore::read(const ObjectId& id, ObjectType type) const {
  const git_oid oid = to_oid(id);
  Handle<git_odb_object> handle;
  const std::string what = std::string(name_of(type)) + " " + id.hex();
  if (const int code = git_odb_read(out(handle), odb_.get(), &oid); code == GIT_ENOTFOUND) {
    if (partial_) {
      return Error{Error::Kind::environment, what + " was left out of this partial clone",
                   "git fetch --refetch --no-filter origin"};
    }
    return Error{Error::Kind::environment, what + " is missing from the repository", "git fsck --full"};
  } else if (code != 0) {
    return Error{Error::Kind::environment, what + " cannot be read: " + git_message(), "git fsck --full"};
  }
  if (git_odb_object_type(handle.get()) != git_type(type)) {
    return Error{Error::Kind::environment,
                 what + " is damaged: it is a " + git_object_type2string(git_odb_object_type(handle.get())),
                 "git fsck --full"};
  }
  const std::string_view bytes(static_cast<const char*>(git_odb_object_data(handle.get())),
                               git_odb_object_size(handle.get()));
  return Object(std::move(handle), bytes);
}

bool ObjectStore::exists(const ObjectId& id) const {
  const git_oid oid = to_oid(id);
  return git_odb_exists(odb_.get(), &oid) == 1;
}

}  // namespace miggraph::source
