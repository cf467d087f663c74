#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/style.h"

namespace miggraph::report {

/// A piece of text and what it means. The text may hold anything: Canvas makes it harmless.
struct Piece {
  std::string text;
  Paint paint;
};

/// The one way by which text for people is made. Whatever is put here is escaped, brought down to ASCII where the
/// terminal needs it, kept within the width and coloured; and no line is a command to a CI system (the backslash that
/// sees to that may stand beyond the width).
///
///   canvas.put("MG101 ", Ink::error).put(finding.message).end();
class Canvas {
 public:
  explicit Canvas(const Style& style) : style_(style) {}

  /// Add to the line that is being written.
  Canvas& put(std::string_view text, Paint paint = {});
  Canvas& put(const std::vector<Piece>& pieces);
  /// Blanks up to a column (from 0); at least one where the line is there already.
  Canvas& to_column(std::size_t column);
  /// Add at the right margin, or leave `aside` out where there is no room for it (then false).
  bool put_right(const std::vector<Piece>& aside);

  /// End the line; what is wider than the terminal is cut and an ellipsis says so.
  void end();
  /// An empty line; never two of them in a row, nor at the top.
  void blank();

  /// Text broken between words; every further line begins in the column where the first did.
  void prose(std::string_view text, Paint paint = {});
  /// The same with `margin` at the start of every further line (the lanes of a drawing), then blanks up to the column.
  void prose(std::string_view text, Paint paint, const std::vector<Piece>& margin);
  /// Items side by side, `gap` blanks between them, never broken inside where they fit into a line.
  void items(const std::vector<std::vector<Piece>>& items, std::size_t gap, const std::vector<Piece>& margin);
  /// A shell command (or a comment beside some): never cut. Where it is too wide it goes on in the next line after a
  /// backslash.
  void command(std::string_view text);

  std::size_t column() const { return column_; }
  std::size_t width() const { return style_.width; }
  const Style& style() const { return style_; }
  /// The columns that a piece of text will take.
  std::size_t columns_of(std::string_view text) const;
  std::size_t columns_of(const std::vector<Piece>& pieces) const;

  /// Everything written so far, each line with its end. The line being written must have ended.
  std::string take();

 private:
  std::string harmless(std::string_view text) const;
  void append(std::string text, Paint paint);  // `text` is harmless already
  void write_line();

  Style style_;
  std::vector<Piece> line_;
  std::size_t column_ = 0;
  std::string out_;
};

}  // namespace miggraph::report
