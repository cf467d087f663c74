#include "django/source_facts.h"

#include "django/installed_apps.h"
#include "django/python_tokens.h"

namespace miggraph::django {
namespace {

using std::string_view;
constexpr auto npos = string_view::npos;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_word(char c) { return is_upper(c) || is_digit(c) || c == '_' || (c >= 'a' && c <= 'z'); }
/// Python's \w on text: letters beyond ASCII count.
bool is_word(char c) { return is_ascii_word(c) || static_cast<unsigned char>(c) >= 0x80; }

std::size_t skip_space(string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

bool word_ends_at(string_view text, std::size_t at) { return at >= text.size() || !is_ascii_word(text[at]); }

/// Whether `\bMigration\b` occurs in the rest of a line.
bool mentions_migration(string_view line, std::size_t from) {
  constexpr string_view word = "Migration";
  for (std::size_t at = line.find(word, from); at != npos; at = line.find(word, at + 1)) {
    if (!is_ascii_word(line[at - 1]) && word_ends_at(line, at + word.size())) return true;
  }
  return false;
}

/// What the regular expression of defines_migration() asks of the text from the first non-blank of a line on.
bool begins_migration(string_view text) {
  if (text.starts_with("class")) {
    const std::size_t name = skip_space(text, 5);
    return name > 5 && text.substr(name).starts_with("Migration") && word_ends_at(text, name + 9);
  }
  if (text.starts_with("Migration")) {
    const std::size_t equals = skip_space(text, 9);
    return equals < text.size() && text[equals] == '=';
  }
  if (text.starts_with("from ")) {
    const string_view line = text.substr(0, text.find('\n'));
    const std::size_t import = line.find(" import ", 5);
    return import != npos && mentions_migration(line, import + 8);
  }
  return false;
}

/// The run of blanks before `at` reaches back to a line's start.
bool is_first_of_line(string_view text, std::size_t at) {
  while (at > 0 && text[at - 1] != '\n' && text[at - 1] != '\r' && is_space(text[at - 1])) --at;
  return at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r';
}

/// `\s*(?::\s*[\w.]+\s*)?=\s*['"](\w+\.\w+)['"]` from `at` on: the model, or nothing.
string_view model_assigned(string_view text, std::size_t at) {
  at = skip_space(text, at);
  if (at < text.size() && text[at] == ':') {
    const std::size_t annotation = skip_space(text, at + 1);
    at = annotation;
    while (at < text.size() && (is_word(text[at]) || text[at] == '.')) ++at;
    if (at == annotation) return {};
    at = skip_space(text, at);
  }
  if (at >= text.size() || text[at] != '=') return {};
  at = skip_space(text, at + 1);
  if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return {};
  const std::size_t begin = ++at;
  while (at < text.size() && is_word(text[at])) ++at;
  if (at == begin || at >= text.size() || text[at] != '.') return {};
  const std::size_t name = ++at;
  while (at < text.size() && is_word(text[at])) ++at;
  if (at == name || at >= text.size() || (text[at] != '"' && text[at] != '\'')) return {};
  return text.substr(begin, at - begin);
}

/// The value of one or more adjacent string literals from `at` on, which is moved behind them.
std::optional<std::string> constant_text(const std::vector<Token>& tokens, std::size_t& at) {
  if (at >= tokens.size() || tokens[at].kind != Token::Kind::string) return std::nullopt;
  std::optional<std::string> value = "";
  for (; at < tokens.size() && tokens[at].kind == Token::Kind::string; ++at) {
    const auto part = string_value(tokens[at].text);
    if (!part) value.reset();
    if (value) *value += *part;
  }
  return value;
}

bool opens(const Token& token) { return token.is("(") || token.is("[") || token.is("{"); }
bool closes(const Token& token) { return token.is(")") || token.is("]") || token.is("}"); }

/// Moves behind the expression at `at`: to the next ',' or closing bracket of its own level, or the line's end.
void skip_item(const std::vector<Token>& tokens, std::size_t& at) {
  for (unsigned depth = 0; at < tokens.size() && tokens[at].kind != Token::Kind::newline; ++at) {
    if (depth == 0 && (tokens[at].is(",") || closes(tokens[at]))) return;
    if (opens(tokens[at])) ++depth;
    if (closes(tokens[at])) --depth;
  }
}

/// The literal pairs of each `MIGRATION_MODULES = {…}`.
std::vector<std::pair<std::string, std::string>> migration_modules(const std::vector<Token>& tokens) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
    const bool line_start = i == 0 || tokens[i - 1].kind == Token::Kind::newline || tokens[i - 1].is(":");
    if (!line_start || !tokens[i].is("MIGRATION_MODULES") || !tokens[i + 1].is("=") || !tokens[i + 2].is("{")) continue;
    std::size_t at = i + 3;
    while (at < tokens.size() && !tokens[at].is("}") && tokens[at].kind != Token::Kind::newline) {
      const auto key = constant_text(tokens, at);
      if (key && at < tokens.size() && tokens[at].is(":")) {
        const auto value = constant_text(tokens, ++at);
        const bool whole = at < tokens.size() && (tokens[at].is(",") || tokens[at].is("}"));
        if (value && whole) pairs.emplace_back(*key, *value);
      }
      skip_item(tokens, at);
      if (at >= tokens.size() || !tokens[at].is(",")) break;  // the end, or a bracket that nothing opened
      ++at;
    }
  }
  return pairs;
}

}  // namespace

bool defines_migration(string_view source) {
  // Each place that can match begins with one of the words; "Migration" is in all of them.
  if (source.find("Migration") == npos) return false;
  for (std::size_t line = 0; line != npos && line < source.size();) {
    const std::size_t begin = skip_space(source, line);
    if (begins_migration(source.substr(begin))) return true;
    const std::size_t end = source.find('\n', begin);
    line = end == npos ? npos : end + 1;
  }
  return false;
}

std::vector<ModelSettingLine> model_setting_lines(string_view source) {
  constexpr string_view suffix = "_MODEL";
  std::vector<ModelSettingLine> lines;
  for (std::size_t at = source.find(suffix); at != npos; at = source.find(suffix, at + 1)) {
    const std::size_t end = at + suffix.size();
    std::size_t begin = at;
    while (begin > 0 && (is_upper(source[begin - 1]) || is_digit(source[begin - 1]) || source[begin - 1] == '_')) --begin;
    if (begin == at || !is_upper(source[begin]) || !is_first_of_line(source, begin)) continue;
    const string_view model = model_assigned(source, end);
    if (!model.empty()) lines.push_back({std::string(source.substr(begin, end - begin)), std::string(model)});
  }
  return lines;
}

SourceFacts scan_source(string_view source) {
  SourceFacts facts;
  facts.defines_migration = defines_migration(source);
  facts.model_settings = model_setting_lines(source);
  const bool modules = source.find("MIGRATION_MODULES") != npos;
  const bool installed = source.find("INSTALLED_APPS") != npos;
  if (!modules && !installed) return facts;
  const std::vector<Token> tokens = tokenize(source);
  if (modules) facts.migration_modules = migration_modules(tokens);
  if (installed) read_installed_apps(tokens, facts);
  return facts;
}

}  // namespace miggraph::django
