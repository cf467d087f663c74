#include "django/python_tokens.h"

#include <algorithm>

namespace miggraph::django {
namespace {

bool is_name_character(char c) {
  const auto u = static_cast<unsigned char>(c);
  return (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9') || u == '_' || u >= 0x80;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view source) : source_(source) {
    if (source_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  std::vector<Token> run() {
    std::uint32_t column = 0;
    bool line_start = true;
    while (at_ < source_.size()) {
      const char c = source_[at_];
      if (c == '\n' || c == '\r') {
        ++at_;
        if (brackets_ == 0) {
          end_line();
          line_start = true;
          column = 0;
        }
      } else if (c == ' ' || c == '\t' || c == '\f') {
        if (line_start) column = c == '\t' ? (column / 8 + 1) * 8 : c == '\f' ? 0 : column + 1;
        ++at_;
      } else if (c == '#') {
        while (at_ < source_.size() && source_[at_] != '\n' && source_[at_] != '\r') ++at_;
      } else if (c == '\\' && at_ + 1 < source_.size() && (source_[at_ + 1] == '\n' || source_[at_ + 1] == '\r')) {
        at_ += source_.substr(at_ + 1).starts_with("\r\n") ? 3 : 2;
      } else {
        if (line_start) indent_ = column;
        line_start = false;
        token();
      }
    }
    end_line();
    return std::move(tokens_);
  }

 private:
  void token() {
    const std::size_t begin = at_;
    const char c = source_[at_];
    if (is_name_character(c) && !is_digit(c)) {
      while (at_ < source_.size() && is_name_character(source_[at_])) ++at_;
      const bool prefix = at_ - begin <= 2 && at_ < source_.size() && (source_[at_] == '"' || source_[at_] == '\'');
      if (prefix && source_.substr(begin, at_ - begin).find_first_not_of("rRbBuUfF") == std::string_view::npos) {
        string(begin);
      } else {
        add(Token::Kind::name, begin);
      }
    } else if (c == '"' || c == '\'') {
      string(begin);
    } else if (is_digit(c)) {
      while (at_ < source_.size() && (is_name_character(source_[at_]) || source_[at_] == '.')) ++at_;
      add(Token::Kind::other, begin);
    } else {
      if (c == '(' || c == '[' || c == '{') ++brackets_;
      if ((c == ')' || c == ']' || c == '}') && brackets_ > 0) --brackets_;
      ++at_;
      add(Token::Kind::other, begin);
    }
  }

  /// at_ stands on the opening quote; a literal that is never closed ends at the line's end or the file's.
  void string(std::size_t begin) {
    const char quote = source_[at_];
    const std::string_view triple = source_.substr(at_, 3);
    const bool is_triple = triple.size() == 3 && triple[1] == quote && triple[2] == quote;
    at_ += is_triple ? 3 : 1;
    while (at_ < source_.size()) {
      if (source_[at_] == '\\') {
        at_ = std::min(at_ + 2, source_.size());
      } else if (is_triple ? source_.substr(at_, 3) == triple : source_[at_] == quote) {
        at_ += is_triple ? 3 : 1;
        break;
      } else if (!is_triple && source_[at_] == '\n') {
        break;
      } else {
        ++at_;
      }
    }
    add(Token::Kind::string, begin);
  }

  void add(Token::Kind kind, std::size_t begin) {
    tokens_.push_back({kind, source_.substr(begin, at_ - begin), indent_});
  }

  void end_line() {
    if (!tokens_.empty() && tokens_.back().kind != Token::Kind::newline) {
      tokens_.push_back({Token::Kind::newline, {}, indent_});
    }
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::uint32_t indent_ = 0;
  unsigned brackets_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenize(std::string_view source) { return Tokenizer(source).run(); }

std::optional<std::string> string_value(std::string_view literal) {
  bool raw = false;
  while (!literal.empty() && literal.front() != '"' && literal.front() != '\'') {
    const char prefix = literal.front();
    if (prefix == 'r' || prefix == 'R') raw = true;
    if (prefix != 'r' && prefix != 'R' && prefix != 'u' && prefix != 'U') return std::nullopt;
    literal.remove_prefix(1);
  }
  const std::size_t quotes = literal.size() >= 6 && literal[1] == literal[0] && literal[2] == literal[0] ? 3 : 1;
  if (literal.size() < 2 * quotes || literal.back() != literal.front()) return std::nullopt;
  literal = literal.substr(quotes, literal.size() - 2 * quotes);
  if (raw) return std::string(literal);
  std::string value;
  for (std::size_t i = 0; i < literal.size(); ++i) {
    if (literal[i] != '\\') {
      value += literal[i];
    } else if (++i < literal.size() && (literal[i] == '\\' || literal[i] == '"' || literal[i] == '\'')) {
      value += literal[i];
    } else {
      return std::nullopt;
    }
  }
  return value;
}

}  // namespace miggraph::django
