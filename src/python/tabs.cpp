#include "python/tabs.h"

#include <string>
#include <vector>

namespace miggraph::python {
namespace {

/// Walks over what is inside brackets or strings, where indentation means nothing.
class LogicalLines {
 public:
  explicit LogicalLines(std::string_view text) : text_(text) {}

  /// Moves behind the logical line that begins at `i`; returns where the next physical line begins.
  std::size_t skip(std::size_t i) {
    int brackets = 0;
    while (i < text_.size()) {
      const char c = text_[i];
      if (c == '#') {
        while (i < text_.size() && text_[i] != '\n') ++i;
      } else if (c == '\'' || c == '"') {
        i = string_end(i);
      } else if (c == '\\' && i + 1 < text_.size()) {
        i += text_.substr(i, 3) == "\\\r\n" ? 3 : 2;
      } else if (c == '\n') {
        ++i;
        if (brackets <= 0) return i;
      } else {
        brackets += (c == '(' || c == '[' || c == '{') - (c == ')' || c == ']' || c == '}');
        ++i;
      }
    }
    return i;
  }

 private:
  std::size_t string_end(std::size_t i) const {
    const char quote = text_[i];
    const bool triple = text_.substr(i, 3) == std::string(3, quote);
    i += triple ? 3 : 1;
    while (i < text_.size()) {
      if (text_[i] == '\\') {
        i += 2;
      } else if (triple ? text_.substr(i, 3) == std::string(3, quote) : text_[i] == quote) {
        return i + (triple ? 3 : 1);
      } else if (!triple && text_[i] == '\n') {
        return i;
      } else {
        ++i;
      }
    }
    return text_.size();
  }

  std::string_view text_;
};

struct Indentation {
  std::size_t column = 0;     // with tabs of 8
  std::size_t alternate = 0;  // with tabs of 1
};

}  // namespace

bool has_indentation_by_tab(std::string_view text) {
  for (std::size_t tab = text.find('\t'); tab != std::string_view::npos; tab = text.find('\t', tab + 1)) {
    std::size_t i = tab;
    while (i > 0 && (text[i - 1] == ' ' || text[i - 1] == '\t')) --i;
    if (i == 0 || text[i - 1] == '\n') return true;
  }
  return false;
}

std::optional<Span> inconsistent_tab(std::string_view text) {
  std::vector<Indentation> stack(1);
  LogicalLines lines(text);
  for (std::size_t begin = 0; begin < text.size();) {
    Indentation here;
    std::size_t i = begin;
    for (; i < text.size(); ++i) {
      if (text[i] == ' ') {
        ++here.column, ++here.alternate;
      } else if (text[i] == '\t') {
        here.column = (here.column / 8 + 1) * 8;
        ++here.alternate;
      } else if (text[i] == '\f') {
        here = {};
      } else {
        break;
      }
    }
    const bool blank = i >= text.size() || text[i] == '\n' || text[i] == '\r' || text[i] == '#';
    if (!blank) {
      const Span where{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(i)};
      if (here.column == stack.back().column) {
        if (here.alternate != stack.back().alternate) return where;
      } else if (here.column > stack.back().column) {
        if (here.alternate <= stack.back().alternate) return where;
        stack.push_back(here);
      } else {
        while (stack.size() > 1 && here.column < stack.back().column) stack.pop_back();
        if (here.column == stack.back().column && here.alternate != stack.back().alternate) return where;
      }
    }
    begin = lines.skip(i);
  }
  return std::nullopt;
}

}  // namespace miggraph::python
