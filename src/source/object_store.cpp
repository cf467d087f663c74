#include "source/object_store.h"

#include <git2.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

#include <algorithm>
#include <set>

#include "source/file_bytes.h"
#include "source/git_error.h"
#include "source/loose_objects.h"
#include "source/quoted_path.h"
#include "source/replaced_objects.h"

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
  // Read as C does: up to the first NUL.
  for (std::string_view rest = file.bytes.c_str(); !rest.empty();) {
    if (rest.starts_with('#')) {
      rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
      continue;
    }
    const std::string line = take_path(rest, '\n');
    if (line.empty()) continue;
    const std::string path = path_from(objects, line);
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

// The remote that promises what a clone made with --filter does not have; empty where there is none.
std::string promisor(git_repository* repository) {
  Handle<git_config> config;
  if (git_repository_config_snapshot(out(config), repository) != 0) return "";
  std::string remote;
  // Not git_config_foreach_match: its regular expressions leak.
  const auto note = [](const git_config_entry* entry, void* payload) {
    constexpr std::string_view start = "remote.";
    constexpr std::string_view end = ".promisor";
    const std::string_view name = entry->name;
    auto& found = *static_cast<std::string*>(payload);
    if (name == "extensions.partialclone") found = entry->value;
    const bool promised = name.starts_with(start) && name.ends_with(end) && name.size() > start.size() + end.size();
    if (promised && found.empty() && std::string_view(entry->value) != "false") {
      found = name.substr(start.size(), name.size() - start.size() - end.size());
    }
    return 0;
  };
  git_config_foreach(config.get(), note, &remote);
  return remote;
}

}  // namespace

Result<ObjectStore> ObjectStore::open(git_repository* repository, const GitPlace& place,
                                      const GitEnvironment& environment) {
  const std::string directory = environment.object_directory.value_or(place.common + "/objects");
  ObjectStore store;
  store.alternates_file_ = directory + "/info/alternates";
  store.no_lazy_fetch_ = environment.no_lazy_fetch;
  if (git_odb_new(out(store.odb_)) != 0) return git_failure("cannot read the repository's objects");
  if (add_objects(store.odb_.get(), directory, false) != 0) {
    return git_failure("cannot read the repository's objects");
  }
  std::set<std::string> alternates;
  collect_alternates(directory, 1, alternates);
  for (const std::string& alternate : environment.alternate_object_directories) {
    if (alternates.insert(alternate).second) collect_alternates(alternate, 2, alternates);
  }
  for (const std::string& alternate : alternates) {
    if (!exists_on_disk(alternate)) {
      store.lost_alternates_.push_back(alternate);  // git warns and goes on; said where something is missing
    } else if (add_objects(store.odb_.get(), alternate, true) != 0) {
      return git_failure("cannot read " + alternate);
    }
  }
  if (!environment.no_replace_objects) {
    Result<Replacements> replacements = read_replacements(repository, place.common);
    if (!replacements) return replacements.error();
    if (!replacements->empty()) {
      Handle<git_odb> whole;
      if (git_odb_new(out(whole)) != 0) return git_failure("cannot read the repository's objects");
      git_odb_backend* backend = make_replaced_objects_backend(std::move(store.odb_), std::move(*replacements));
      if (git_odb_add_backend(whole.get(), backend, packed_priority) != 0)
        return git_failure("cannot read the objects");
      store.odb_ = std::move(whole);
    }
  }
  if (git_repository_set_odb(repository, store.odb_.get()) != 0) return git_failure("cannot read the objects");
  if (std::string remote = promisor(repository); !remote.empty()) {
    store.promised_ = std::make_unique<PromisedObjects>(GitProgramPlace{place.directory, "", ""}, std::move(remote));
  }
  return store;
}

Error ObjectStore::missing(const std::string& what) const {
  if (lost_alternates_.empty()) {
    return Error{Error::Kind::environment, what + " is missing from the repository", "git fsck --full"};
  }
  return Error{
      Error::Kind::environment,
      what + " is missing: this repository borrows objects from " + lost_alternates_.front() + ", which is not there",
      "bring it back, or correct " + alternates_file_};
}

Result<Object> ObjectStore::read_promised(const ObjectId& id, ObjectType type) const {
  const std::string what = std::string(name_of(type)) + " " + id.hex();
  if (no_lazy_fetch_) {
    return Error{Error::Kind::environment,
                 what + " was left out of this partial clone, and GIT_NO_LAZY_FETCH forbids to fetch it",
                 "git fetch --refetch --no-filter " + promised_->remote()};
  }
  Result<std::string> bytes = promised_->read(id, std::string(name_of(type)));
  if (!bytes) return bytes.error();
  return Object(std::move(*bytes));
}

Result<Object> ObjectStore::read(const ObjectId& id, ObjectType type) const {
  const git_oid oid = to_oid(id);
  Handle<git_odb_object> handle;
  const std::string what = std::string(name_of(type)) + " " + id.hex();
  if (const int code = git_odb_read(out(handle), odb_.get(), &oid); code == GIT_ENOTFOUND) {
    if (promised_ != nullptr) return read_promised(id, type);
    return missing(what);
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

void ObjectStore::fetch_missing(const std::vector<ObjectId>& ids) const {
  if (promised_ == nullptr || no_lazy_fetch_) return;
  std::vector<ObjectId> wanted;
  for (const ObjectId& id : ids) {
    const git_oid oid = to_oid(id);
    // Without a look at the disk for each that is not there: nobody but us brings any.
    if (git_odb_exists_ext(odb_.get(), &oid, GIT_ODB_LOOKUP_NO_REFRESH) == 0) wanted.push_back(id);
  }
  if (wanted.size() < 2) return;
  promised_->fetch(wanted);
  git_odb_refresh(odb_.get());
}

bool ObjectStore::exists(const ObjectId& id) const {
  const git_oid oid = to_oid(id);
  return git_odb_exists(odb_.get(), &oid) == 1;
}

}  // namespace miggraph::source
