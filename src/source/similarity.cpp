#include "source/similarity.h"

#include <algorithm>
#include <functional>

namespace miggraph::source {

Result<const Similarity::Lines*> Similarity::lines_of(const BlobId& blob) {
  if (const auto known = lines_.find(blob); known != lines_.end()) return &known->second;
  Result<std::string_view> text = blobs_.read(blob);
  if (!text) return text.error();
  constexpr std::size_t longest_piece = 64;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> pieces;
  std::string piece;
  for (std::size_t i = 0; i < text->size(); ++i) {
    const char c = (*text)[i];
    // git leaves out the CR of CR LF, so that a change of line ends is no change.
    if (c == '\r' && i + 1 < text->size() && (*text)[i + 1] == '\n') continue;
    piece += c;
    if (c != '\n' && piece.size() < longest_piece) continue;
    pieces.emplace_back(std::hash<std::string_view>()(piece), piece.size());
    piece.clear();
  }
  if (!piece.empty()) pieces.emplace_back(std::hash<std::string_view>()(piece), piece.size());
  std::sort(pieces.begin(), pieces.end());
  Lines lines;
  lines.size = text->size();
  for (const auto& [hash, size] : pieces) {
    if (!lines.bytes.empty() && lines.bytes.back().first == hash) {
      lines.bytes.back().second += size;
    } else {
      lines.bytes.emplace_back(hash, size);
    }
  }
  return &lines_.emplace(blob, std::move(lines)).first->second;
}

Result<int> Similarity::score(const BlobId& a, const BlobId& b, int minimum) {
  Result<const Lines*> first = lines_of(a);
  if (!first) return first.error();
  Result<const Lines*> second = lines_of(b);
  if (!second) return second.error();
  const Lines& x = **first;
  const Lines& y = **second;
  const std::uint64_t larger = std::max(x.size, y.size);
  const std::uint64_t smaller = std::min(x.size, y.size);
  if (smaller == 0) return 0;
  const auto most = static_cast<std::uint64_t>(most_similar);
  if (larger * static_cast<std::uint64_t>(most_similar - minimum) < (larger - smaller) * most) return 0;
  std::uint64_t common = 0;
  for (auto i = x.bytes.begin(), j = y.bytes.begin(); i != x.bytes.end() && j != y.bytes.end();) {
    if (i->first == j->first) {
      common += std::min(i->second, j->second);
      ++i;
      ++j;
    } else if (i->first < j->first) {
      ++i;
    } else {
      ++j;
    }
  }
  return static_cast<int>(common * most / larger);
}

}  // namespace miggraph::source
