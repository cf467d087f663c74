#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "source/blob_store.h"

namespace miggraph::source {

struct TextMerge {
  BlobId blob;  ///< the merged text; with conflict markers where `markers` asks for them and it is not clean
  bool clean = false;
};

/// How conflicting stretches are marked, where the text is wanted all the same.
struct ConflictMarkers {
  std::string ours;  ///< label
  std::string theirs;
  int extra_size = 0;  ///< beyond the usual seven characters
};

/// The three-way merge of three texts, line by line; an absent base is empty. Without `markers` what cannot be merged
/// is "ours". A text with NUL bytes is never merged.
Result<TextMerge> merge_texts(BlobStore& blobs, const std::optional<BlobId>& base, const BlobId& ours,
                              const BlobId& theirs, const std::optional<ConflictMarkers>& markers);

}  // namespace miggraph::source
