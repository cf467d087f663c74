#include "django/installed_apps.h"

#include <map>
#include <optional>

namespace miggraph::django {
namespace {

using Kind = Token::Kind;
using Entries = std::vector<std::string>;

/// Reads sums of literal lists. Names stand for lists that were read before.
class ListReader {
 public:
  /// `room`: how many entries of lists made before may be taken; what is taken goes off it.
  ListReader(const std::vector<Token>& tokens, const std::map<std::string_view, Entries>& names, std::size_t& room)
      : tokens_(tokens), names_(names), room_(room) {}

  /// The list from `at` on, which is moved behind it; nothing where some part is not literal.
  std::optional<Entries> sum(std::size_t& at) {
    Entries all;
    while (true) {
      std::optional<Entries> part = term(at);
      if (!part) return std::nullopt;
      all.insert(all.end(), part->begin(), part->end());
      if (!peek(at, "+")) return all;
      ++at;
    }
  }

 private:
  bool peek(std::size_t at, std::string_view text) const { return at < tokens_.size() && tokens_[at].is(text); }

  bool takes(std::size_t count) {
    if (count > room_) return false;
    room_ -= count;
    return true;
  }

  std::optional<Entries> term(std::size_t& at) {
    if (peek(at, "[") || peek(at, "(")) {
      const std::string_view close = peek(at, "[") ? "]" : ")";
      return items(++at, close);
    }
    if (at < tokens_.size() && tokens_[at].kind == Kind::name) {
      const auto known = names_.find(tokens_[at].text);
      const bool alone = !peek(at + 1, ".") && !peek(at + 1, "(") && !peek(at + 1, "[");
      if (known != names_.end() && alone && takes(known->second.size())) {
        ++at;
        return known->second;
      }
    }
    return std::nullopt;
  }

  /// "a", "b", *NAME, … up to the closing bracket. `(LIST + LIST)` and `("a" "b", …)` count too.
  std::optional<Entries> items(std::size_t& at, std::string_view close) {
    Entries entries;
    while (at < tokens_.size() && !tokens_[at].is(close)) {
      if (tokens_[at].kind == Kind::string) {
        std::string text;
        for (; at < tokens_.size() && tokens_[at].kind == Kind::string; ++at) {
          const auto part = string_value(tokens_[at].text);
          if (!part) return std::nullopt;
          text += *part;
        }
        entries.push_back(std::move(text));
      } else if (tokens_[at].is("*") && at + 1 < tokens_.size() && tokens_[at + 1].kind == Kind::name) {
        const auto known = names_.find(tokens_[at + 1].text);
        if (known == names_.end() || !takes(known->second.size())) return std::nullopt;
        entries.insert(entries.end(), known->second.begin(), known->second.end());
        at += 2;
      } else {
        return std::nullopt;
      }
      if (peek(at, ",")) {
        ++at;
      } else if (!peek(at, close)) {
        return std::nullopt;
      }
    }
    if (at >= tokens_.size()) return std::nullopt;
    ++at;
    return entries;
  }

  const std::vector<Token>& tokens_;
  const std::map<std::string_view, Entries>& names_;
  std::size_t& room_;
};

bool ends_value(const std::vector<Token>& tokens, std::size_t at) {
  return at >= tokens.size() || tokens[at].kind == Kind::newline || tokens[at].is(",") || tokens[at].is(")") ||
         tokens[at].is(";");
}

}  // namespace

void read_installed_apps(const std::vector<Token>& tokens, SourceFacts& facts) {
  std::map<std::string_view, Entries> names;
  // Far more than any project installs: lists of the form b = a + a double with every line.
  std::size_t room = 100'000;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (tokens[i].kind != Kind::name || (i > 0 && tokens[i - 1].is("."))) continue;
    const bool is_setting = tokens[i].text == "INSTALLED_APPS";
    const bool starts_line = i == 0 || tokens[i - 1].kind == Kind::newline;
    if (!is_setting && !starts_line) continue;
    std::size_t at = i + 1;
    if (tokens[at].is(":") && starts_line) {  // an annotation
      while (at < tokens.size() && tokens[at].kind != Kind::newline && !tokens[at].is("=")) ++at;
    }
    const bool extends = at + 1 < tokens.size() && tokens[at].is("+") && tokens[at + 1].is("=");
    if (extends) ++at;
    const bool changed_by_method = is_setting && starts_line && tokens[i + 1].is(".");
    if (changed_by_method) {  // .append(…), .insert(…), .remove(…)
      facts.assigns_installed_apps = true;
      facts.installed_apps_readable = false;
    }
    if (at + 1 >= tokens.size() || !tokens[at].is("=") || tokens[at + 1].is("=")) continue;
    ++at;
    std::optional<Entries> entries = ListReader(tokens, names, room).sum(at);
    if (entries && !ends_value(tokens, at)) entries.reset();
    if (is_setting) {
      facts.assigns_installed_apps = true;
      if (entries) facts.installed_apps.insert(facts.installed_apps.end(), entries->begin(), entries->end());
      if (!entries) facts.installed_apps_readable = false;
    }
    if (starts_line && !entries) {
      names.erase(tokens[i].text);
    } else if (starts_line && extends) {
      Entries& known = names[tokens[i].text];
      known.insert(known.end(), entries->begin(), entries->end());
    } else if (starts_line) {
      names[tokens[i].text] = std::move(*entries);
    }
  }
}

std::string_view app_name_of_entry(std::string_view entry) {
  const std::size_t last = entry.rfind('.');
  if (last == std::string_view::npos) return entry;
  const bool is_class = last + 1 < entry.size() && entry[last + 1] >= 'A' && entry[last + 1] <= 'Z';
  if (!is_class) return entry;
  const std::string_view module = entry.substr(0, last);
  const std::size_t parent = module.rfind('.');
  return parent == std::string_view::npos ? module : module.substr(0, parent);
}

}  // namespace miggraph::django
