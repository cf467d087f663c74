#include "source/text_merge.h"

#include <git2.h>

#include <algorithm>

#include "source/git_error.h"

namespace miggraph::source {
namespace {

// git's own test of what is not text.
bool is_binary(std::string_view bytes) {
  constexpr std::size_t looked_at = 8000;
  return bytes.substr(0, looked_at).find('\0') != std::string_view::npos;
}

bool has_crlf(std::string_view text) {
  return text.find("\r\n") != std::string_view::npos;
}

std::string without_crlf(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') plain += text[i];
  }
  return plain;
}

git_merge_file_input input_of(std::string_view text) {
  git_merge_file_input input{};
  input.version = GIT_MERGE_FILE_INPUT_VERSION;
  input.ptr = text.data();
  input.size = text.size();
  return input;
}

}  // namespace

Result<TextMerge> merge_texts(BlobStore& blobs, const std::optional<BlobId>& base, const BlobId& ours,
                              const BlobId& theirs, const std::optional<ConflictMarkers>& markers) {
  if (ours == theirs) return TextMerge{ours, true};
  if (base && *base == ours) return TextMerge{theirs, true};
  if (base && *base == theirs) return TextMerge{ours, true};
  std::string_view texts[3];
  const std::optional<BlobId> ids[3] = {base, ours, theirs};
  for (std::size_t i = 0; i < 3; ++i) {
    if (!ids[i]) continue;
    Result<std::string_view> text = blobs.read(*ids[i]);
    if (!text) return text.error();
    texts[i] = *text;
  }
  if (std::any_of(std::begin(texts), std::end(texts), is_binary)) return TextMerge{ours, false};
  // A file of the disk may have its line ends as core.autocrlf wrote them, the others not: that is no change.
  std::string converted[3];
  const bool mixed = has_crlf(texts[1]) != has_crlf(texts[2]) || (base && has_crlf(texts[0]) != has_crlf(texts[1]));
  for (std::size_t i = 0; mixed && i < 3; ++i) {
    if (!has_crlf(texts[i])) continue;
    converted[i] = without_crlf(texts[i]);
    texts[i] = converted[i];
  }

  const git_merge_file_input inputs[3] = {input_of(texts[0]), input_of(texts[1]), input_of(texts[2])};
  // git merges with its histogram diff, libgit2 with Myers': on files of look-alike lines the two differ in about one
  // merge of 500 (patience, the other choice here, in twice as many).
  git_merge_file_options options{};
  options.version = GIT_MERGE_FILE_OPTIONS_VERSION;
  if (markers) {
    options.our_label = markers->ours.c_str();
    options.their_label = markers->theirs.c_str();
    options.marker_size = static_cast<unsigned short>(GIT_MERGE_CONFLICT_MARKER_SIZE + markers->extra_size);
  }
  git_merge_file_result result{};
  if (git_merge_file(&result, base ? &inputs[0] : nullptr, &inputs[1], &inputs[2], &options) != 0) {
    return git_failure("cannot merge " + ours.hex() + " and " + theirs.hex());
  }
  TextMerge merge{ours, result.automergeable != 0};
  if (merge.clean || markers) merge.blob = blobs.put(std::string(result.ptr == nullptr ? "" : result.ptr, result.len));
  git_merge_file_result_free(&result);
  return merge;
}

}  // namespace miggraph::source
