#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace miggraph {

/// A stretch of a file, in bytes from its start; [begin, end).
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

/// A place as people and editors count: lines and columns from 1, columns in characters (code points).
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend bool operator==(const Position&, const Position&) = default;
};

struct Range {
  Position start;
  Position end;
  friend bool operator==(const Range&, const Range&) = default;
};

/// Turns byte offsets of one text into lines and columns. The text must outlive it.
/// A line ends at LF, CR LF or CR alone, as Python's tokenizer has it.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);

  Position position(std::uint32_t offset) const;
  Range range(Span span) const { return {position(span.begin), position(span.end)}; }
  /// The text of a line (from 1) without its end; empty past the last.
  std::string_view line(std::uint32_t number) const;
  std::uint32_t lines() const { return static_cast<std::uint32_t>(starts_.size()); }

 private:
  std::string_view text_;
  std::vector<std::uint32_t> starts_;
};

}  // namespace miggraph
