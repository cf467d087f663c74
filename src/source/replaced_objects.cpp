#include "source/replaced_objects.h"

#include <git2.h>
#include <git2/sys/odb_backend.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "source/file_bytes.h"
#include "source/git_error.h"

namespace miggraph::source {
namespace {

constexpr std::string_view prefix = "refs/replace/";

// libgit2 calls back through the C struct that this begins with.
struct ReplacedObjects {
  git_odb_backend backend;
  Handle<git_odb> objects;
  Replacements replacements;
};

ReplacedObjects& self(git_odb_backend* backend) {
  return *reinterpret_cast<ReplacedObjects*>(backend);
}

git_oid meant(const ReplacedObjects& replaced, const git_oid& id) {
  // A replacement may be replaced; git gives up on what goes in a circle.
  constexpr int deepest = 5;
  ObjectId current = from_oid(id);
  for (int depth = 0; depth < deepest; ++depth) {
    const auto place = replaced.replacements.find(current);
    if (place == replaced.replacements.end()) break;
    current = place->second;
  }
  return to_oid(current);
}

int read(void** content, std::size_t* size, git_object_t* type, git_odb_backend* backend, const git_oid* id) {
  const git_oid wanted = meant(self(backend), *id);
  Handle<git_odb_object> object;
  if (const int code = git_odb_read(out(object), self(backend).objects.get(), &wanted); code != 0) return code;
  *size = git_odb_object_size(object.get());
  *type = git_odb_object_type(object.get());
  // One byte more, as libgit2's own backends give it: callers rely on a NUL at the end.
  auto* buffer = static_cast<char*>(git_odb_backend_data_alloc(backend, *size + 1));
  if (buffer == nullptr) return GIT_ERROR;
  std::memcpy(buffer, git_odb_object_data(object.get()), *size);
  buffer[*size] = '\0';
  *content = buffer;
  return 0;
}

int read_header(std::size_t* size, git_object_t* type, git_odb_backend* backend, const git_oid* id) {
  const git_oid wanted = meant(self(backend), *id);
  return git_odb_read_header(size, type, self(backend).objects.get(), &wanted);
}

int exists(git_odb_backend* backend, const git_oid* id) {
  const git_oid wanted = meant(self(backend), *id);
  return git_odb_exists(self(backend).objects.get(), &wanted);
}

int exists_prefix(git_oid* found, git_odb_backend* backend, const git_oid* start, std::size_t length) {
  return git_odb_exists_prefix(found, self(backend).objects.get(), start, length);
}

int read_prefix(git_oid* found, void** content, std::size_t* size, git_object_t* type, git_odb_backend* backend,
                const git_oid* start, std::size_t length) {
  const int code = exists_prefix(found, backend, start, length);
  return code != 0 ? code : read(content, size, type, backend, found);
}

int refresh(git_odb_backend* backend) {
  return git_odb_refresh(self(backend).objects.get());
}

void release(git_odb_backend* backend) {
  delete &self(backend);
}

bool are_used(git_repository* repository) {
  Handle<git_config> config;
  int used = 1;
  if (git_repository_config_snapshot(out(config), repository) != 0) return true;
  return git_config_get_bool(&used, config.get(), "core.usereplacerefs") != 0 || used != 0;
}

}  // namespace

Result<Replacements> read_replacements(git_repository* repository, const std::string& common) {
  Replacements found;
  // Nearly no repository has any: most are told by a look, without the list of all refs.
  constexpr std::size_t largest = std::size_t{1} << 30;
  const bool loose = exists_on_disk(common + "/refs/replace");
  if (!loose && read_file(common + "/packed-refs", largest).bytes.find(prefix) == std::string::npos) return found;
  if (!are_used(repository)) return found;
  Handle<git_reference_iterator> iterator;
  const std::string glob = std::string(prefix) + "*";
  if (git_reference_iterator_glob_new(out(iterator), repository, glob.c_str()) != 0) {
    return git_failure("cannot list the replace refs", "git fsck --full");
  }
  while (true) {
    Handle<git_reference> reference;
    const int code = git_reference_next(out(reference), iterator.get());
    if (code == GIT_ITEROVER) return found;
    if (code != 0) return git_failure("cannot list the replace refs", "git fsck --full");
    const std::string_view name = git_reference_name(reference.get());
    const auto id = ObjectId::from_hex(name.substr(std::min(prefix.size(), name.size())));
    if (const git_oid* target = git_reference_target(reference.get()); id && target != nullptr) {
      found.emplace(*id, from_oid(*target));
    }
  }
}

git_odb_backend* make_replaced_objects_backend(Handle<git_odb> objects, Replacements replacements) {
  auto replaced = std::make_unique<ReplacedObjects>();
  git_odb_init_backend(&replaced->backend, GIT_ODB_BACKEND_VERSION);
  replaced->objects = std::move(objects);
  replaced->replacements = std::move(replacements);
  replaced->backend.read = read;
  replaced->backend.read_prefix = read_prefix;
  replaced->backend.read_header = read_header;
  replaced->backend.exists = exists;
  replaced->backend.exists_prefix = exists_prefix;
  replaced->backend.refresh = refresh;
  replaced->backend.free = release;
  return &replaced.release()->backend;
}

}  // namespace miggraph::source
