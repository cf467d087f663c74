// AppConfig classes, read as the oracle's app_label() does: any class of the file, at any depth, with literal attributes.
#include <algorithm>
#include <iterator>

#include "django/python_tokens.h"
#include "django/source_facts.h"

namespace miggraph::django {
namespace {

using Kind = Token::Kind;

/// A class statement that is being read.
struct OpenClass {
  std::uint32_t indent;
  std::optional<std::uint32_t> body_indent;
  bool has_config_base;
  std::size_t blocks;  ///< how many blocks are around it
  AppConfigClass config;
};

struct Found {
  std::size_t blocks;
  AppConfigClass config;
};

class ConfigScanner {
 public:
  explicit ConfigScanner(std::string_view source) : tokens_(tokenize(source)) {}

  std::vector<AppConfigClass> run() {
    for (std::size_t at = 0; at < tokens_.size();) {
      std::size_t end = at;
      while (tokens_[end].kind != Kind::newline) ++end;
      line(at, end);
      at = end + 1;
    }
    close_down_to(0);
    // ast.walk() goes level by level: outer classes first.
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) { return a.blocks < b.blocks; });
    std::vector<AppConfigClass> configs;
    for (Found& found : found_) configs.push_back(std::move(found.config));
    return configs;
  }

 private:
  void line(std::size_t begin, std::size_t end) {
    if (begin == end) return;
    const std::uint32_t indent = tokens_[begin].indent;
    while (!indents_.empty() && indents_.back() >= indent) indents_.pop_back();
    close_down_to(indent);
    if (!open_.empty()) {
      OpenClass& top = open_.back();
      if (!top.body_indent) top.body_indent = indent;
      if (*top.body_indent == indent) assignment(top.config, begin, end);
    }
    if (tokens_[begin].is("class") && begin + 1 < end && tokens_[begin + 1].kind == Kind::name) {
      open_.push_back({indent, std::nullopt, has_config_base(begin + 2, end), indents_.size(), {}});
    }
    if (tokens_[end - 1].is(":")) indents_.push_back(indent);
  }

  void close_down_to(std::uint32_t indent) {
    while (!open_.empty() && open_.back().indent >= indent) {
      OpenClass& top = open_.back();
      if (top.has_config_base && (top.config.name || top.config.label)) found_.push_back({top.blocks, top.config});
      open_.pop_back();
    }
  }

  /// "Config" stands in a base (not in a keyword such as metaclass=…).
  bool has_config_base(std::size_t at, std::size_t end) const {
    if (at >= end || !tokens_[at].is("(")) return false;
    unsigned depth = 0;
    for (; at < end; ++at) {
      const Token& token = tokens_[at];
      if (token.is("(") || token.is("[")) ++depth;
      if ((token.is(")") || token.is("]")) && --depth == 0) return false;
      const bool keyword = depth == 1 && token.kind == Kind::name && at + 1 < end && tokens_[at + 1].is("=");
      if (keyword) return false;  // bases come first
      if (token.text.find("Config") != std::string_view::npos) return true;
    }
    return false;
  }

  /// `name = constant` or `name: annotation = constant`. What is no constant makes the name unset, as the last one wins.
  void assignment(AppConfigClass& config, std::size_t at, std::size_t end) const {
    const Token& target = tokens_[at++];
    if (target.kind != Kind::name || at >= end) return;
    if (tokens_[at].is(":")) {
      while (at < end && !tokens_[at].is("=")) ++at;
    }
    if (at + 1 >= end || !tokens_[at].is("=") || tokens_[at + 1].is("=")) return;
    ++at;
    std::optional<std::string> text = constant(at, end);
    if (target.text == "name") config.name = std::move(text);
    if (target.text == "label") config.label = std::move(text);
    if (target.text == "default") {
      config.is_default.reset();
      if (at + 1 == end && tokens_[at].is("True")) config.is_default = true;
      if (at + 1 == end && tokens_[at].is("False")) config.is_default = false;
    }
  }

  std::optional<std::string> constant(std::size_t at, std::size_t end) const {
    while (end - at >= 3 && tokens_[at].is("(") && tokens_[end - 1].is(")")) ++at, --end;
    std::string text;
    for (std::size_t i = at; i < end; ++i) {
      if (tokens_[i].is(";") && i > at) break;
      if (tokens_[i].kind != Kind::string) return std::nullopt;
      const auto part = string_value(tokens_[i].text);
      if (!part) return std::nullopt;
      text += *part;
    }
    return at == end ? std::nullopt : std::optional(text);
  }

  std::vector<Token> tokens_;
  std::vector<OpenClass> open_;
  std::vector<std::uint32_t> indents_;  // of the block headers around the current line
  std::vector<Found> found_;
};

}  // namespace

std::vector<AppConfigClass> app_config_classes(std::string_view source) {
  if (source.find("Config") == std::string_view::npos) return {};
  return ConfigScanner(source).run();
}

std::optional<std::string> label_from(const std::vector<AppConfigClass>& classes, std::string_view folder_name) {
  std::vector<const AppConfigClass*> configs;
  for (const AppConfigClass& config : classes) configs.push_back(&config);
  // Each test only counts where it leaves something.
  const auto keep = [&](auto&& test) {
    std::vector<const AppConfigClass*> kept;
    std::copy_if(configs.begin(), configs.end(), std::back_inserter(kept), test);
    if (!kept.empty()) configs = std::move(kept);
  };
  keep([](const AppConfigClass* config) { return config->is_default != false; });
  keep([](const AppConfigClass* config) { return config->is_default == true; });
  std::vector<const AppConfigClass*> own;
  for (const AppConfigClass* config : configs) {
    const std::string_view name = config->name ? std::string_view(*config->name) : std::string_view();
    const std::size_t dot = name.rfind('.');
    if (name.substr(dot == std::string_view::npos ? 0 : dot + 1) == folder_name) own.push_back(config);
  }
  if (own.empty() && !configs.empty()) own.push_back(configs.front());
  for (const AppConfigClass* config : own) {
    if (config->label) return config->label;
  }
  return std::nullopt;
}

}  // namespace miggraph::django
