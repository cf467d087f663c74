#pragma once

#include <array>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "source/blob.h"
#include "source/object_store.h"

namespace miggraph::source {

/// The id of the blob without content.
inline constexpr BlobId empty_blob{{0xe6, 0x9d, 0xe2, 0x9b, 0xb2, 0xd1, 0xd6, 0x43, 0x4b, 0x8b,
                                    0x29, 0xae, 0x77, 0x5a, 0xd8, 0xc2, 0xe4, 0x8c, 0x53, 0x91}};

/// The bytes of every blob that was asked for, each read once: from git's objects, or as put here (files of the disk
/// that git does not have, results of merges). Thread-safe.
class BlobStore {
 public:
  /// `objects` may be null (a plain folder) and outlives this.
  explicit BlobStore(const ObjectStore* objects) : objects_(objects) {}

  /// Keeps `content` under the id that git would give it.
  BlobId put(std::string content);
  /// Valid as long as the store.
  Result<std::string_view> read(const BlobId& id);

  /// The id that git gives a blob with this content.
  static BlobId id_of(std::string_view content);

 private:
  struct Entry {
    Object object;        // the bytes are here
    std::string content;  // or here
    std::string_view bytes;
  };
  // Many small locks, so that threads that read different blobs do not wait for one another.
  struct Shard {
    std::mutex mutex;
    std::unordered_map<BlobId, Entry, ObjectIdHash> entries;
  };
  Shard& shard(const BlobId& id) { return shards_[id.bytes[19] % shards_.size()]; }

  const ObjectStore* objects_;
  std::array<Shard, 64> shards_;
};

}  // namespace miggraph::source
