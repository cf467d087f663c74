#include "python/bulk_data.h"

#include <algorithm>
#include <array>

namespace miggraph::python {
namespace {

constexpr std::size_t display_worth_it = 4096;  // bytes
constexpr std::size_t escapes_worth_it = 4096;  // in one string: each is a node of the tree
constexpr std::size_t token_limit = 1'500'000;  // some 250 MB of syntax tree

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<signed char>(c) < 0; }

/// Keywords behind which a bracket is a display, not a call or a subscript.
bool is_operator_word(std::string_view word) {
  static constexpr std::array<std::string_view, 20> words = {"return", "in",  "and",  "or",   "not",   "if",   "else",  "elif", "while", "yield",
                                                             "lambda", "is",  "del",  "from", "raise", "for",  "await", "assert", "as", "import"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

enum class Before { operator_, value, string };

/// A bracket that is open, or the line outside of all brackets.
struct Level {
  std::size_t begin = 0;
  std::size_t tokens_before = 0;
  std::size_t left_out_before = 0;
  char bracket = 0;
  bool plain = true;        // nothing but literals so far, one after each comma
  bool is_display = false;  // no call, no subscript
  bool comma = false;
  bool colon = false;       // in the item that is read
  bool is_dict = false;
  bool is_set = false;
  Before before = Before::operator_;
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text), levels_(1) {}

  BulkData scan() {
    while (i_ < text_.size()) token();
    BulkData out;
    if (tokens_ > token_limit) blank_assignments();
    if (tokens_ > token_limit) {
      const auto end = static_cast<std::uint32_t>(std::min(text_.size(), text_.find('\n')));
      out.problem = LoadProblem{{0, end}, "the file is too large to be read: more than 1,500,000 tokens that are not plain data",
                                "move the data into a file that the migration loads when it runs"};
      return out;
    }
    if (cuts_.empty() && blanks_.empty()) return out;
    out.text = text_;
    for (const Cut& cut : cuts_) {
      std::fill(out.text.begin() + static_cast<std::ptrdiff_t>(cut.begin), out.text.begin() + static_cast<std::ptrdiff_t>(cut.end), ' ');
      std::copy(cut.stand_in.begin(), cut.stand_in.end(), out.text.begin() + static_cast<std::ptrdiff_t>(cut.begin));
      const auto name = static_cast<std::uint32_t>(cut.begin + cut.stand_in.find('_'));
      out.left_out.push_back({name, name + 1});
    }
    for (const Span& blank : blanks_) std::fill(out.text.begin() + blank.begin, out.text.begin() + blank.end, ' ');
    std::erase_if(out.left_out, [&](const Span& name) { return out.text[name.begin] != '_'; });
    return out;
  }

 private:
  struct Cut {
    std::size_t begin, end;
    std::string_view stand_in;
  };

  char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  Level& level() { return levels_.back(); }

  void token() {
    const char c = text_[i_];
    if (c == '\n') return line_break();
    if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
      ++i_;
    } else if (c == '#') {
      i_ = std::min(text_.find('\n', i_), text_.size());
    } else if (c == '\\' && (at(i_ + 1) == '\n' || at(i_ + 1) == '\r')) {
      i_ += 2;
    } else {
      ++tokens_;
      if (c == '\'' || c == '"') {
        string(i_);
      } else if (is_digit(c)) {
        number();
      } else if (is_name(c)) {
        word();
      } else if (c == '(' || c == '[' || c == '{') {
        open(c);
      } else if (c == ')' || c == ']' || c == '}') {
        close(c);
      } else {
        sign(c);
      }
    }
  }

  void line_break() {
    ++i_;
    if (levels_.size() > 1) return;
    if (statement_ == Statement::value) statements_.push_back({static_cast<std::uint32_t>(line_), static_cast<std::uint32_t>(i_)}), plain_tokens_ += 4;
    line_ = i_;
    statement_ = Statement::start;
    in_place_ = false;
    levels_.front() = Level{};
  }

  /// A literal has been read.
  void value(Before as) {
    Level& here = level();
    here.plain = here.plain && (here.before == Before::operator_ || (here.before == Before::string && as == Before::string));
    here.before = as;
    if (levels_.size() == 1) statement_ = statement_ == Statement::equals ? Statement::value : Statement::other;
  }

  void not_plain() {
    level().plain = false;
    if (levels_.size() == 1) statement_ = Statement::other;
  }

  void number() {
    const std::size_t begin = i_;
    bool plain = true;
    std::size_t dots = 0;
    while (is_name(at(i_)) || at(i_) == '.') {
      dots += at(i_) == '.';
      plain = plain && (is_digit(at(i_)) || at(i_) == '.');
      ++i_;
    }
    value(Before::value);
    if (!plain || dots > 1 || (dots == 0 && text_[begin] == '0' && i_ - begin > 1) || i_ - begin > 1000) not_plain();
  }

  void word() {
    const std::size_t begin = i_;
    while (is_name(at(i_))) ++i_;
    const std::string_view word = text_.substr(begin, i_ - begin);
    if ((at(i_) == '\'' || at(i_) == '"') && word.size() <= 2 && word.find_first_not_of("rRbBuUfF") == std::string_view::npos) return string(begin);
    if (word == "None" || word == "True" || word == "False") return value(Before::value);
    if (levels_.size() == 1) in_place_ = word == "dependencies" || word == "run_before" || word == "replaces";
    const bool begins_line = begin == line_ && levels_.size() == 1 && word != "Migration" && !word.starts_with("__");
    not_plain();
    if (begins_line) statement_ = Statement::name;
    level().before = is_operator_word(word) ? Before::operator_ : Before::value;
  }

  void string(std::size_t begin) {
    const std::string_view prefix = text_.substr(begin, i_ - begin);
    const bool raw = prefix.find_first_of("rR") != std::string_view::npos;
    const bool plain = prefix.find_first_of("bBfF") == std::string_view::npos;
    const std::string quote(at(i_ + 1) == text_[i_] && at(i_ + 2) == text_[i_] ? 3 : 1, text_[i_]);
    i_ += quote.size();
    std::size_t escapes = 0;
    bool sound = true;
    const std::string stops = quote.substr(0, 1) + "\\" + (quote.size() == 1 ? "\n" : "");
    for (;;) {
      i_ = text_.find_first_of(stops, i_);
      if (i_ == std::string_view::npos) i_ = text_.size();
      if (i_ == text_.size() || text_[i_] == '\n') {
        sound = false;  // Python refuses it, and the parser says where
        break;
      }
      if (text_[i_] == '\\') {
        ++escapes;
        sound = sound && (raw || is_sound_escape());
        i_ = std::min(i_ + 2, text_.size());
      } else if (text_.compare(i_, quote.size(), quote) == 0) {
        i_ += quote.size();
        break;
      } else {
        ++i_;
      }
    }
    const bool joined = level().before == Before::string;
    value(Before::string);
    if (!plain || !sound) return not_plain();
    if (escapes >= escapes_worth_it && !joined && !string_follows()) {
      cuts_.push_back({begin, i_, "_"});
      level().before = Before::value;
    } else {
      tokens_ += escapes;
    }
  }

  bool is_sound_escape() const {
    const char kind = at(i_ + 1);
    const std::size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    for (std::size_t k = 0; k < digits; ++k) {
      if (std::string_view("0123456789abcdefABCDEF").find(at(i_ + 2 + k)) == std::string_view::npos) return false;
    }
    return kind != 'N' && kind != 'U';
  }

  bool string_follows() const {
    const std::size_t next = text_.find_first_not_of(levels_.size() > 1 ? " \t\r\n\f\\" : " \t\r\f\\", i_);
    // A letter may begin a prefix, a comment may stand between the two.
    return next != std::string_view::npos && (text_[next] == '\'' || text_[next] == '"' || text_[next] == '#' || is_name(text_[next]));
  }

  void open(char bracket) {
    Level inner;
    inner.begin = i_++;
    inner.tokens_before = tokens_;
    inner.left_out_before = cuts_.size();
    inner.bracket = bracket;
    inner.is_display = level().before == Before::operator_ && !(in_place_ && levels_.size() == 1);
    if (!inner.is_display) not_plain();
    levels_.push_back(inner);
  }

  void close(char bracket) {
    const Level inner = level();
    const bool matches = (inner.bracket == '(' && bracket == ')') || (inner.bracket == '[' && bracket == ']') || (inner.bracket == '{' && bracket == '}');
    if (!matches) {  // Python refuses it, and the parser says where
      for (Level& outer : levels_) outer.plain = false;
      if (levels_.size() > 1) levels_.pop_back();
      ++i_;
      return;
    }
    const bool plain = inner.plain && inner.is_display && item_is_sound();
    const std::size_t size = i_ - inner.begin - 1;
    ++i_;
    levels_.pop_back();
    value(Before::value);
    if (!plain) {
      not_plain();
    } else if (size >= display_worth_it && (inner.bracket != '(' || inner.comma)) {
      cuts_.resize(inner.left_out_before);
      cuts_.push_back({inner.begin + 1, i_ - 1, inner.is_dict ? "**_," : "*_,"});
      tokens_ = inner.tokens_before + 4;
      if (levels_.size() == 1) statement_ = Statement::other;  // its name is kept
    }
  }

  /// In braces all items are pairs, or none is.
  bool item_is_sound() {
    Level& here = level();
    if (here.before == Before::operator_ && !here.colon) return true;  // nothing, or behind a last comma
    if (here.before == Before::operator_) return false;
    (here.colon ? here.is_dict : here.is_set) = true;
    const bool sound = here.bracket == '{' ? !(here.is_dict && here.is_set) : !here.colon;
    here.colon = false;
    return sound;
  }

  void sign(char c) {
    Level& here = level();
    if (levels_.size() == 1) {
      statement_ = c == '=' && statement_ == Statement::name && at(i_ + 1) != '=' ? Statement::equals : Statement::other;
      here.before = Before::operator_;
      ++i_;
      return;
    }
    if (c == ',') {
      here.comma = true;
      here.plain = here.plain && here.before != Before::operator_ && item_is_sound();
    } else if (c == ':' && here.bracket == '{') {
      here.plain = here.plain && here.before != Before::operator_ && !here.colon;
      here.colon = true;
    } else if (c != '-' || here.before != Before::operator_ || !is_digit(at(i_ + 1))) {
      here.plain = false;
    }
    here.before = Before::operator_;
    ++i_;
  }

  /// `name = literal` lines of a module that has too many of them.
  void blank_assignments() {
    blanks_ = statements_;
    tokens_ -= std::min(tokens_, plain_tokens_);
  }

  enum class Statement { start, name, equals, value, other };

  std::string_view text_;
  std::size_t i_ = 0;
  std::size_t line_ = 0;  // where the statement began
  std::size_t tokens_ = 0;
  std::size_t plain_tokens_ = 0;
  Statement statement_ = Statement::start;
  bool in_place_ = false;  // in a statement that gives a migration its place in the graph: however long, it is read
  std::vector<Level> levels_;
  std::vector<Cut> cuts_;
  std::vector<Span> statements_;  // that only give a name to a literal
  std::vector<Span> blanks_;
};

}  // namespace

BulkData without_bulk_data(std::string_view text) { return Scanner(text).scan(); }

}  // namespace miggraph::python
