#include "report/rules.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "report/json.h"

namespace miggraph::report {

std::string_view rules_document();

namespace {

using Json = nlohmann::ordered_json;

/// A paragraph, an item of a list, or a block of code (its lines as they are).
struct Block {
  enum class Kind { paragraph, item, code };
  Kind kind = Kind::paragraph;
  std::string text;  ///< paragraphs and items in one line
};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of("\n ");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of("\n ") - first + 1);
}

std::vector<Block> blocks_of(std::string_view markdown) {
  std::vector<Block> blocks;
  bool in_code = false, open = false;
  std::istringstream lines{std::string(markdown)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      in_code = !in_code;
      if (in_code) blocks.push_back({Block::Kind::code, ""});
      open = false;
    } else if (in_code) {
      blocks.back().text += line + "\n";
    } else if (line.empty()) {
      open = false;
    } else if (line.starts_with("- ")) {
      blocks.push_back({Block::Kind::item, line.substr(2)});
      open = true;
    } else if (open) {
      blocks.back().text += " " + std::string(trimmed(line));
    } else {
      blocks.push_back({Block::Kind::paragraph, line});
      open = true;
    }
  }
  return blocks;
}

/// A stretch of a line between its marks.
struct Span {
  enum class Kind { plain, strong, code };
  Kind kind = Kind::plain;
  std::string text;
};

/// `**strong**`, `` `code` `` and `[text](link)`, of which the text remains; docs/rules.md has no other marks.
std::vector<Span> spans_of(std::string_view line) {
  std::vector<Span> spans;
  std::string plain;
  const auto flush = [&] {
    if (!plain.empty()) spans.push_back({Span::Kind::plain, std::exchange(plain, {})});
  };
  while (!line.empty()) {
    const bool strong = line.starts_with("**");
    const std::string_view mark = strong ? "**" : line.starts_with("`") ? "`" : "";
    const std::size_t end = mark.empty() ? std::string_view::npos : line.find(mark, mark.size());
    const std::size_t link = line.front() == '[' ? line.find("](") : std::string_view::npos;
    const std::size_t link_end = link == std::string_view::npos ? link : line.find(')', link);
    if (end != std::string_view::npos) {
      flush();
      spans.push_back({strong ? Span::Kind::strong : Span::Kind::code, std::string(line.substr(mark.size(), end - mark.size()))});
      line.remove_prefix(end + mark.size());
    } else if (link_end != std::string_view::npos) {
      plain += line.substr(1, link - 1);
      line.remove_prefix(link_end + 1);
    } else {
      plain += line.front();
      line.remove_prefix(1);
    }
  }
  flush();
  return spans;
}

std::string without_marks(std::string_view line) {
  std::string out;
  for (const Span& span : spans_of(line)) out += span.kind == Span::Kind::code ? "`" + span.text + "`" : span.text;
  return out;
}

/// The words of a line, each with its paint; words without a blank between them are one.
std::vector<std::vector<Piece>> painted_words(std::string_view line) {
  std::vector<std::vector<Piece>> words(1);
  for (const Span& span : spans_of(line)) {
    const Paint paint = span.kind == Span::Kind::strong ? Ink::strong : span.kind == Span::Kind::code ? Ink::accent : Ink::plain;
    const std::string text = span.kind == Span::Kind::code ? "`" + span.text + "`" : span.text;
    std::size_t begin = 0;
    while (true) {
      const std::size_t end = text.find(' ', begin);
      const std::string word = text.substr(begin, end == std::string::npos ? end : end - begin);
      if (!word.empty()) words.back().push_back({word, paint});
      if (end == std::string::npos) break;
      if (!words.back().empty()) words.emplace_back();
      begin = end + 1;
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

/// As it is, where it fits; else broken between words, so that nothing of it is cut.
void write_code_line(Canvas& canvas, const std::string& line) {
  canvas.put("    ");
  if (canvas.columns_of(line) + 4 <= canvas.width()) {
    canvas.put(line, Ink::dim).end();
    return;
  }
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  canvas.put(std::string_view(line).substr(0, indent));
  canvas.prose(line.substr(indent), Ink::dim);
}

void write_block(Canvas& canvas, const Block& block) {
  switch (block.kind) {
    case Block::Kind::code: {
      canvas.blank();
      std::istringstream lines(block.text);
      for (std::string line; std::getline(lines, line);) write_code_line(canvas, line);
      break;
    }
    case Block::Kind::item:
      canvas.put("  - ");
      canvas.items(painted_words(block.text), 1, {});
      break;
    case Block::Kind::paragraph:
      canvas.blank();
      canvas.items(painted_words(block.text), 1, {});
      break;
  }
}

Json json_of(const Rule& rule) {
  return {{"code", rule.about->code},
          {"name", rule.about->name},
          {"severity", severity_of(rule)},
          {"summary", rule.about->summary},
          {"markdown", markdown_text(rule)}};
}

std::vector<Rule> read_rules() {
  std::vector<Rule> read;
  const std::string_view document = rules_document();
  constexpr std::string_view heading = "\n## ";
  for (std::size_t at = document.find(heading); at != std::string_view::npos;) {
    const std::size_t text = document.find('\n', at + 1);
    const std::size_t next = document.find(heading, at + 1);
    const std::string_view title = document.substr(at + heading.size(), text - at - heading.size());
    for (const DiagnosticInfo& about : all_diagnostics()) {
      if (title.starts_with(about.code)) read.push_back({&about, trimmed(document.substr(text, next == std::string_view::npos ? next : next - text))});
    }
    at = next;
  }
  return read;
}

}  // namespace

const std::vector<Rule>& rules() {
  static const std::vector<Rule> table = read_rules();
  return table;
}

const Rule& rule_of(Diagnostic diagnostic) {
  // Each has its section: tests/architecture/check_rules_documented.py.
  return *std::find_if(rules().begin(), rules().end(), [&](const Rule& rule) { return rule.about->diagnostic == diagnostic; });
}

std::string_view severity_of(const Rule& rule) {
  return rule.markdown.starts_with("Warning") ? "warning" : name_of(rule.about->severity);
}

std::string detects(const Rule& rule) {
  constexpr std::string_view mark = "**Detects** ";
  std::string out;
  for (const Block& block : blocks_of(rule.markdown)) {
    const std::size_t begin = block.text.find(mark);
    if (begin == std::string::npos && (out.empty() || block.kind != Block::Kind::item)) {
      if (!out.empty()) break;
      continue;
    }
    const std::string text = without_marks(std::string_view(block.text).substr(begin == std::string::npos ? 0 : begin + mark.size()));
    out += (out.empty() ? "" : " ") + text;
  }
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z') out.front() = static_cast<char>(out.front() - 'a' + 'A');
  return out;
}

std::string plain_text(const Rule& rule) {
  std::string out;
  for (const Block& block : blocks_of(rule.markdown)) {
    if (!out.empty() && block.kind != Block::Kind::item) out += "\n";
    out += block.kind == Block::Kind::code ? block.text : (block.kind == Block::Kind::item ? "- " : "") + without_marks(block.text) + "\n";
  }
  return out;
}

std::string markdown_text(const Rule& rule) {
  std::string out;
  for (const Block& block : blocks_of(rule.markdown)) {
    if (!out.empty() && (block.kind != Block::Kind::item || !out.ends_with("\n\n"))) out += block.kind == Block::Kind::item ? "" : "\n";
    if (block.kind == Block::Kind::code) {
      out += "```\n" + block.text + "```\n";
      continue;
    }
    out += block.kind == Block::Kind::item ? "- " : "";
    for (const Span& span : spans_of(block.text)) {
      const std::string_view mark = span.kind == Span::Kind::strong ? "**" : span.kind == Span::Kind::code ? "`" : "";
      out.append(mark).append(span.text).append(mark);
    }
    out += "\n";
  }
  return out;
}

void write_rule(Canvas& canvas, const Rule& rule) {
  const bool error = rule.about->severity == Severity::error;
  canvas.put(rule.about->code, error ? Ink::error : Ink::warning).put(" ").put(rule.about->name, Ink::strong).end();
  canvas.prose(rule.about->summary, Ink::dim);
  for (const Block& block : blocks_of(rule.markdown)) write_block(canvas, block);
}

void write_rules(Canvas& canvas) {
  std::size_t widest = 0;
  for (const Rule& rule : rules()) widest = std::max(widest, rule.about->name.size());
  for (const Rule& rule : rules()) {
    const bool error = rule.about->severity == Severity::error;
    const std::string_view severity = severity_of(rule);
    canvas.put(rule.about->code, error ? Ink::error : Ink::warning).to_column(7).put(severity).to_column(16);
    canvas.put(rule.about->name, Ink::strong).to_column(18 + widest);
    canvas.prose(rule.about->summary);
  }
}

std::string rule_json(const Rule& rule) {
  return finished(json_of(rule).dump(kIndent));
}

std::string rules_json() {
  Json list = Json::array();
  for (const Rule& rule : rules()) list.push_back(json_of(rule));
  return finished(list.dump(kIndent));
}

}  // namespace miggraph::report
