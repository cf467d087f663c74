#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "source/blob_store.h"

namespace miggraph::source {

/// Scores as git counts them: 60,000 for the same content.
inline constexpr int most_similar = 60'000;
inline constexpr int similar_enough = most_similar / 2;

/// How much of two files is the same, as git measures it: by the bytes of the lines that both have (a longer line
/// counts in pieces of 64 bytes), as a part of the larger file. Remembers what it made of each blob.
class Similarity {
 public:
  explicit Similarity(BlobStore& blobs) : blobs_(blobs) {}

  /// 0 where the sizes alone say that it is below `minimum`.
  Result<int> score(const BlobId& a, const BlobId& b, int minimum);

 private:
  // Bytes by the hash of the line that they stand in, sorted by hash.
  struct Lines {
    std::size_t size = 0;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> bytes;
  };
  Result<const Lines*> lines_of(const BlobId& blob);

  BlobStore& blobs_;
  std::unordered_map<BlobId, Lines, ObjectIdHash> lines_;
};

}  // namespace miggraph::source
