/// Somebody else's text on its way to a terminal, a log and a JSON file. Whatever it holds, nothing that acts comes
/// out.
#include "report/escape.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harmless.h"
#include "report/canvas.h"
#include "target.h"

using namespace miggraph;
using namespace miggraph::fuzz;
using namespace miggraph::report;

namespace {

bool is_command(std::string_view line) {
  const std::size_t start = line.find_first_not_of(" \t");
  if (start != std::string_view::npos && line.substr(start).starts_with("::")) return true;
  return line.find("##[") != std::string_view::npos || line.find("##vso[") != std::string_view::npos ||
         line.find("##teamcity[") != std::string_view::npos;
}

// The backslashes by which a line was kept from being a command.
std::size_t defused(std::string_view line) {
  std::size_t count = line.find("\\::") != std::string_view::npos;
  for (std::size_t at = 0; (at = line.find("#\\#", at)) != std::string_view::npos; ++at) ++count;
  return count;
}

void check_lines(std::string_view text, std::size_t width) {
  holds(is_harmless(text), "text for people is harmless", text);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    holds(end != std::string_view::npos, "every line has its end", text);
    const std::string_view line = text.substr(0, end);
    holds(!is_command(line), "no line is a command to a CI system", line);
    holds(columns(line) <= width + defused(line), "no line is wider than the terminal", line);
    text.remove_prefix(end + 1);
  }
}

void check_canvas(std::string_view text, std::size_t width, bool unicode) {
  Style style;
  style.width = width;
  style.unicode = unicode;
  Canvas canvas(style);
  canvas.put(text).end();
  canvas.put("  ").prose(text);
  canvas.to_column(3).put(text);
  canvas.put_right({{std::string(text), {}}});
  canvas.end();
  canvas.items({{{std::string(text), {}}}, {{std::string(text), {}}}}, 2, {});
  canvas.end();
  check_lines(canvas.take(), width);
  canvas.command(text);
  holds(is_harmless(canvas.take()), "a command is harmless", text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  const std::string seen = visible(text);
  holds(is_harmless(seen) && seen.find('\n') == std::string::npos, "visible() gives one harmless line", seen);
  holds(visible(seen) == seen, "visible() of what it gave changes nothing", seen);
  const std::string plain = ascii(seen);
  holds(std::all_of(plain.begin(), plain.end(), [](char c) { return c >= ' ' && c <= '~'; }), "ascii() gives ASCII",
        plain);
  holds(ascii(plain) == plain, "ascii() of what it gave changes nothing", plain);
  const std::string valid = valid_utf8(text);
  holds(valid_utf8(valid) == valid, "valid_utf8() of what it gave changes nothing", valid);

  for (const std::size_t width : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{80}}) {
    const std::string_view fit = fitting(seen, width);
    holds(seen.starts_with(fit) && columns(fit) <= width, "fitting() gives a beginning that fits", fit);
  }
  holds(!is_command(without_commands(seen)), "without_commands() leaves no command", seen);

  const std::string message = workflow_data(text);
  holds(is_harmless(message) && message.find('\n') == std::string::npos, "an annotation's text is one line", message);
  const std::string property = workflow_property(text);
  holds(is_harmless(property) && property.find_first_of("\n:,") == std::string::npos,
        "an annotation's property ends nowhere else", property);

  const std::string json = harmless_json(nlohmann::json(valid).dump());
  holds(is_harmless(json) && !is_command(json), "JSON is harmless", json);
  const auto parsed = nlohmann::json::parse(json, nullptr, false);
  holds(parsed.is_string() && parsed.get<std::string>() == valid, "JSON says the same as before", json);

  check_canvas(text, 20, true);
  check_canvas(text, 80, false);
  return 0;
}
