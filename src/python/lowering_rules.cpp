#include <algorithm>
#include <array>
#include <utility>

#include "python/lowering.h"

/// What Python refuses and the grammar takes. Each is a file that Django cannot load: taken for sound, it would be a silent pass.
/// A file that Python loads must never be refused here; docs/internals/python.md tells how that is tried.
namespace miggraph::python {
namespace {

/// The place of the first name that stands a second time; names.size() where none does.
std::size_t repeated(const std::vector<std::string_view>& names) {
  constexpr std::size_t few = 32;  // nearly all lists: looking back costs nothing
  if (names.size() <= few) {
    for (std::size_t i = 1; i < names.size(); ++i) {
      if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) != names.begin() + static_cast<std::ptrdiff_t>(i)) return i;
    }
    return names.size();
  }
  std::vector<std::pair<std::string_view, std::size_t>> sorted;
  for (std::size_t i = 0; i < names.size(); ++i) sorted.emplace_back(names[i], i);
  std::sort(sorted.begin(), sorted.end());
  std::size_t first = names.size();
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i].first == sorted[i - 1].first) first = std::min(first, sorted[i].second);
  }
  return first;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hexadecimal(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

}  // namespace

Span Lowering::span_of(std::string_view piece) const {
  const auto begin = static_cast<std::uint32_t>(piece.data() - text_.data());
  return {begin, begin + static_cast<std::uint32_t>(piece.size())};
}

void Lowering::python_2(TSNode node, std::string_view what) {
  fail(span(node), std::string(what) + ", which is Python 2", "rewrite it for Python 3");
}

// Lines.

/// The grammar takes these for white space wherever they stand; Python does in strings and comments only.
void Lowering::check_invisible(TSNode root) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> characters = {
      {{"\xEF\xBB\xBF", "U+FEFF"}, {"\xE2\x80\x8B", "U+200B"}, {"\xE2\x81\xA0", "U+2060"}}};
  for (const auto& [bytes, name] : characters) {
    for (std::size_t at = text_.find(bytes, 1); at != std::string_view::npos; at = text_.find(bytes, at + 1)) {
      const auto where = static_cast<std::uint32_t>(at);
      const Node around = type(ts_node_descendant_for_byte_range(root, where, where + 1));
      if (around == Node::comment || around == Node::string_content || around == Node::string || around == Node::concatenated_string) continue;
      fail({where, where + 3}, "invalid non-printable character " + std::string(name), "delete it");
      return;
    }
  }
}

/// The grammar takes a line that is indented further than the others of its block, or less than the lines above it and more
/// than those around them.
void Lowering::check_indentation(TSNode statement, std::optional<std::size_t>& column) {
  constexpr std::size_t tab = 8;
  const std::size_t begin = ts_node_start_byte(statement);
  std::size_t line = begin;
  while (line > 0 && (text_[line - 1] == ' ' || text_[line - 1] == '\t' || text_[line - 1] == '\f')) --line;
  if (line > 0 && text_[line - 1] != '\n') return;  // behind a colon or a semicolon, or a byte order mark
  if (line > 1 && (text_[line - 2] == '\\' || (text_[line - 2] == '\r' && line > 2 && text_[line - 3] == '\\'))) return;
  std::size_t here = 0;
  for (std::size_t i = line; i < begin; ++i) {
    here = text_[i] == ' ' ? here + 1 : text_[i] == '\t' ? (here / tab + 1) * tab : 0;
  }
  if (!column) column = here;
  if (here == *column) return;
  fail({static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(begin)},
       here > *column ? "unexpected indent" : "unindent does not match any outer indentation level", "indent the line as the others of its block");
}

Block Lowering::suite(TSNode node, TSNode owner) {
  if (ts_node_is_null(node) || !first_named(node)) {
    const Span whole = span(owner);
    const std::size_t line = text_.find('\n', whole.begin);
    fail({whole.begin, static_cast<std::uint32_t>(std::min<std::size_t>(line, whole.end))}, "expected an indented block",
         "indent what belongs to it, or write `pass`");
  }
  return block(node);
}

// Statements and where they may stand.

/// Only a docstring and others of their kind may come before them.
void Lowering::check_future_imports(TSNode root) {
  bool docstring = true;
  for (const TSNode child : named_children(root)) {
    const auto first = first_named(child);
    if (type(child) == Node::future_import_statement || (docstring && first && type(child) == Node::expression_statement &&
                                                         (type(*first) == Node::string || type(*first) == Node::concatenated_string))) {
      docstring = false;
      continue;
    }
    futures_end_ = ts_node_start_byte(child);
    return;
  }
  futures_end_ = ts_node_end_byte(root);
}

void Lowering::check_future_import(TSNode node) {
  static constexpr std::array<std::string_view, 10> features = {"nested_scopes",  "generators",       "division",       "absolute_import", "with_statement",
                                                                "print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop",  "annotations"};
  if (ts_node_start_byte(node) >= futures_end_) {
    fail(span(node), "from __future__ imports must occur at the beginning of the file", "move it up, below the docstring");
  }
  for (const TSNode child : children_of_field(node, grammar().name)) {
    const std::string_view feature = text(type(child) == Node::aliased_import ? field(child, grammar().name) : child);
    if (std::find(features.begin(), features.end(), feature) == features.end()) fail(span(child), "no such future feature", "delete it");
  }
}

void Lowering::check_in_function(TSNode node, std::string_view what) {
  if (!place_.in_function()) fail(span(node), std::string(what) + " outside function", "delete it, or move it into a function");
}

void Lowering::check_in_async_function(TSNode node, std::string_view what) {
  if (place_.body != Place::Body::async_function) fail(span(node), std::string(what) + " outside async function", "move it into an `async def`");
}

void Lowering::check_in_loop(TSNode node, std::string_view what) {
  if (!place_.in_loop) fail(span(node), std::string(what) + " outside loop", "delete it");
}

/// `except A, e:` is Python 2's `except A as e:`. From Python 3.14 on, `except A, B:` names two classes, so only what is written
/// like a variable is refused.
void Lowering::check_except_clause(TSNode clause) {
  const Children values = children_of_field(clause, grammar().value);
  Children named;
  for (const TSNode value : values) {
    if (ts_node_is_named(value)) named.push_back(value);
  }
  if (named.size() != 2 || type(named[1]) != Node::identifier) return;
  const char initial = text(named[1]).front();
  if (initial == '_' || (initial >= 'a' && initial <= 'z')) python_2(named[1], "`except` with a comma before the name");
}

void Lowering::check_deleted(const Expression& target) {
  switch (target.kind) {
    case ExpressionKind::name:
    case ExpressionKind::attribute:
    case ExpressionKind::subscript:
    case ExpressionKind::tuple:
    case ExpressionKind::list:
    case ExpressionKind::unsupported: break;
    default: fail(target.span, "cannot delete what is no name, attribute or item", "delete the line"); break;
  }
}

// Expressions.

void Lowering::check_stars(TSNode pattern, const Expressions& items) {
  const auto is_starred = [](const Expression* item) { return item->kind == ExpressionKind::starred; };
  if (std::count_if(items.begin(), items.end(), is_starred) > 1) fail(span(pattern), "multiple starred expressions in assignment", "keep one star");
}

void Lowering::check_parameters(const std::vector<Parameter>& parameters) {
  std::vector<std::string_view> names;
  bool with_default = false;
  for (const Parameter& parameter : parameters) {
    names.push_back(parameter.name);
    if (parameter.kind != Parameter::Kind::positional) continue;
    if (with_default && parameter.default_value == nullptr) {
      fail(span_of(parameter.name), "parameter without a default follows parameter with a default", "give it a default, or move it to the front");
    }
    with_default = with_default || parameter.default_value != nullptr;
  }
  if (const std::size_t again = repeated(names); again < names.size()) fail(span_of(names[again]), "duplicate parameter in function definition", "rename one of the two");
}

void Lowering::check_keywords(const std::vector<KeywordArgument>& keywords) {
  if (keywords.size() < 2) return;
  std::vector<std::string_view> names;
  for (const KeywordArgument& keyword : keywords) {
    if (!keyword.name.empty()) names.push_back(keyword.name);
  }
  if (const std::size_t again = repeated(names); again < names.size()) fail(span_of(names[again]), "keyword argument repeated", "give it once");
}

void Lowering::check_number(TSNode node) {
  constexpr std::size_t digit_limit = 4300;  // of Python, for numbers with base 10; from 3.11 on, and in the security releases before
  const std::string_view number = text(node);
  const bool based = number.size() > 1 && number[0] == '0' && (number[1] | 0x20) >= 'b' && (number[1] | 0x20) <= 'x';
  for (std::size_t at = number.find('_'); at != std::string_view::npos; at = number.find('_', at + 1)) {
    const auto fits = [&](std::size_t i) { return i < number.size() && (based ? is_hexadecimal(number[i]) || i == 1 : is_digit(number[i])); };
    if (at == 0 || !fits(at - 1) || !fits(at + 1)) {
      fail(span(node), "invalid number: an underscore has to stand between two digits", "delete it");
      return;
    }
  }
  if (type(node) != Node::integer || based) return;
  if (number.size() > 1 && number.front() == '0' && number.find_first_not_of("0_jJ") != std::string_view::npos && number.find_first_of("jJ") == std::string_view::npos) {
    fail(span(node), "leading zeros in decimal integer literals are not permitted (Python 2's octal numbers)", "write 0o" + std::string(number.substr(1)));
  }
  if (number.size() > digit_limit && static_cast<std::size_t>(std::count_if(number.begin(), number.end(), is_digit)) > digit_limit) {
    fail(span(node), "an integer of more than 4,300 digits", "write it in hexadecimal");
  }
}

void Lowering::check_string(TSNode start, bool bytes_before, bool bytes, bool first) {
  if (text(start).ends_with('`')) python_2(start, "a backquote");
  if (!first && bytes_before != bytes) fail(span(start), "cannot mix bytes and nonbytes literals", "give both the same prefix");
}

void Lowering::check_bytes(TSNode content) {
  const std::string_view inside = text(content);
  if (std::any_of(inside.begin(), inside.end(), [](char c) { return static_cast<signed char>(c) < 0; })) {
    fail(span(content), "bytes can only contain ASCII literal characters", "write the others as escapes");
  }
}

}  // namespace miggraph::python
