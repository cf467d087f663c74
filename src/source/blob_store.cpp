#include "source/blob_store.h"

#include <git2.h>

#include "source/git_error.h"

namespace miggraph::source {

BlobId BlobStore::id_of(std::string_view content) {
  git_oid oid{};
  git_odb_hash(&oid, content.data(), content.size(), GIT_OBJECT_BLOB);
  return from_oid(oid);
}

BlobId BlobStore::put(std::string content) {
  const BlobId id = id_of(content);
  Shard& place = shard(id);
  const std::lock_guard lock(place.mutex);
  const auto [entry, inserted] = place.entries.try_emplace(id);
  if (inserted) {
    // The map's nodes do not move, so neither does a short string's own buffer.
    entry->second.content = std::move(content);
    entry->second.bytes = entry->second.content;
  }
  return id;
}

Result<std::string_view> BlobStore::read(const BlobId& id) {
  Shard& place = shard(id);
  const std::lock_guard lock(place.mutex);
  if (const auto entry = place.entries.find(id); entry != place.entries.end()) return entry->second.bytes;
  if (objects_ == nullptr) {
    return Error{Error::Kind::internal, "blob " + id.hex() + " was never put into the store", ""};
  }
  Result<Object> object = objects_->read(id, ObjectType::blob);
  if (!object) return object.error();
  Entry& entry = place.entries[id];
  entry.object = std::move(*object);
  entry.bytes = entry.object.bytes();
  return entry.bytes;
}

}  // namespace miggraph::source
