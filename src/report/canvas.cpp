#include "report/canvas.h"

#include <array>
#include <utility>

#include "report/escape.h"

namespace miggraph::report {
namespace {

/// Colours of the 16 that every terminal has, so that the user's theme decides how they look.
std::string_view sequence_of(Paint paint) {
  static constexpr std::array<std::string_view, 6> lanes = {"\x1b[36m", "\x1b[35m", "\x1b[33m",
                                                            "\x1b[34m", "\x1b[32m", "\x1b[31m"};
  switch (paint.ink) {
    case Ink::plain:
      return "";
    case Ink::strong:
      return "\x1b[1m";
    case Ink::dim:
      return "\x1b[2m";
    case Ink::error:
      return "\x1b[1;31m";
    case Ink::warning:
      return "\x1b[1;33m";
    case Ink::good:
      return "\x1b[32m";
    case Ink::accent:
      return "\x1b[34m";
    case Ink::lane:
      return lanes[paint.lane % lanes.size()];
  }
  return "";
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return words;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

/// Below that many columns a hanging indent leaves too little for words.
constexpr std::size_t kNarrow = 24;

}  // namespace

std::string Canvas::harmless(std::string_view text) const {
  std::string seen = visible(text);
  return style_.unicode ? seen : ascii(seen);
}

void Canvas::append(std::string text, Paint paint) {
  if (text.empty()) return;
  column_ += report::columns(text);
  if (!line_.empty() && line_.back().paint == paint) {
    line_.back().text += text;
  } else {
    line_.push_back({std::move(text), paint});
  }
}

Canvas& Canvas::put(std::string_view text, Paint paint) {
  append(harmless(text), paint);
  return *this;
}

Canvas& Canvas::put(const std::vector<Piece>& pieces) {
  for (const Piece& piece : pieces) put(piece.text, piece.paint);
  return *this;
}

Canvas& Canvas::to_column(std::size_t column) {
  const std::size_t blanks = column > column_ ? column - column_ : column_ == 0 ? 0 : 1;
  append(std::string(blanks, ' '), {});
  return *this;
}

bool Canvas::put_right(const std::vector<Piece>& aside) {
  const std::size_t needed = columns_of(aside);
  if (column_ + 2 + needed > style_.width) return false;
  to_column(style_.width - needed);
  put(aside);
  return true;
}

void Canvas::end() {
  if (column_ > style_.width) {
    const std::string ellipsis = harmless("…");
    const std::size_t room = style_.width > ellipsis.size() ? style_.width - report::columns(ellipsis) : 0;
    std::vector<Piece> kept;
    std::size_t used = 0;
    for (const Piece& piece : line_) {
      const std::string_view part = fitting(piece.text, room - used);
      used += report::columns(part);
      kept.push_back({std::string(part), piece.paint});
      if (part.size() < piece.text.size()) break;
    }
    line_ = std::move(kept);
    line_.push_back({ellipsis, Ink::dim});
  }
  write_line();
}

void Canvas::write_line() {
  while (!line_.empty()) {
    std::string& last = line_.back().text;
    last.resize(last.find_last_not_of(' ') + 1);
    if (!last.empty()) break;
    line_.pop_back();
  }
  std::string plain;
  for (const Piece& piece : line_) plain += piece.text;
  const std::string safe = without_commands(plain);
  // Colours stand between the letters of a command as little as between those of words: what had to be defused loses
  // them.
  std::string written;
  if (!style_.color || safe != plain) {
    written = safe;
  } else {
    for (const Piece& piece : line_) {
      const std::string_view sequence = sequence_of(piece.paint);
      if (sequence.empty() || piece.text.find_first_not_of(' ') == std::string::npos) {
        written += piece.text;
      } else {
        written.append(sequence).append(piece.text).append("\x1b[0m");
      }
    }
  }
  out_ += written;
  out_ += '\n';
  line_.clear();
  column_ = 0;
}

void Canvas::blank() {
  if (!line_.empty()) write_line();
  if (out_.empty() || out_.ends_with("\n\n")) return;
  out_ += '\n';
}

void Canvas::prose(std::string_view text, Paint paint) {
  prose(text, paint, {});
}

void Canvas::prose(std::string_view text, Paint paint, const std::vector<Piece>& margin) {
  const std::string safe = harmless(text);
  std::size_t hang = column_;
  const std::size_t margin_columns = columns_of(margin);
  if (hang + kNarrow > style_.width) hang = std::max<std::size_t>(margin_columns, std::min<std::size_t>(hang, 4));
  bool at_start = true;
  for (std::string_view word : words_of(safe)) {
    while (!word.empty()) {
      const std::size_t gap = at_start ? 0 : 1;
      const std::size_t room = style_.width > column_ + gap ? style_.width - column_ - gap : 0;
      if (fitting(word, room).size() == word.size()) {  // not by columns(): of a word of megabytes, each line looks at a line's worth
        append(std::string(gap, ' '), paint);
        append(std::string(word), paint);
        at_start = false;
        break;
      }
      if (at_start) {  // a word longer than a line: break it where the line ends
        std::string_view part = fitting(word, style_.width > column_ ? style_.width - column_ : 0);
        if (part.empty()) part = word;
        append(std::string(part), paint);
        word.remove_prefix(part.size());
        if (word.empty()) break;
      }
      write_line();
      put(margin);
      if (column_ < hang) append(std::string(hang - column_, ' '), {});
      at_start = true;
    }
  }
  write_line();
}

void Canvas::items(const std::vector<std::vector<Piece>>& items, std::size_t gap, const std::vector<Piece>& margin) {
  std::size_t hang = column_;
  if (hang + kNarrow > style_.width) hang = std::max<std::size_t>(columns_of(margin), std::min<std::size_t>(hang, 4));
  bool at_start = true;
  for (const std::vector<Piece>& item : items) {
    const std::size_t wide = columns_of(item);
    if (!at_start && column_ + gap + wide > style_.width) {
      write_line();
      put(margin);
      if (column_ < hang) append(std::string(hang - column_, ' '), {});
      at_start = true;
    }
    if (!at_start) append(std::string(gap, ' '), {});
    put(item);
    at_start = false;
    if (column_ > style_.width) {
      end();
      put(margin);
      if (column_ < hang) append(std::string(hang - column_, ' '), {});
      at_start = true;
    }
  }
  if (!at_start) write_line();
  line_.clear();
  column_ = 0;
}

void Canvas::command(std::string_view text) {
  const std::string safe = harmless(text);
  const std::size_t begin = column_;
  const bool comment = safe.starts_with('#');  // a backslash would not carry it on to the next line
  bool at_start = true;
  for (const std::string_view word : words_of(safe)) {
    const std::size_t wide = report::columns(word) + (at_start ? 0 : 1);
    if (!at_start && column_ + wide + (comment ? 0 : 2) > style_.width) {
      if (!comment) append(" \\", Ink::strong);
      write_line();
      append(std::string(begin, ' '), {});
      append(comment ? "#  " : "    ", comment ? Paint(Ink::dim) : Paint());
      at_start = true;
    }
    if (!at_start) append(" ", comment ? Ink::dim : Ink::strong);
    append(std::string(word), comment ? Ink::dim : Ink::strong);
    at_start = false;
  }
  write_line();
}

std::size_t Canvas::columns_of(std::string_view text) const {
  return report::columns(harmless(text));
}

std::size_t Canvas::columns_of(const std::vector<Piece>& pieces) const {
  std::size_t sum = 0;
  for (const Piece& piece : pieces) sum += columns_of(piece.text);
  return sum;
}

std::string Canvas::take() {
  if (!line_.empty()) write_line();
  return std::exchange(out_, {});
}

}  // namespace miggraph::report
