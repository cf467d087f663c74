/// What CI systems put into the environment, and GitHub into its event file: lines of NAME=VALUE, and after a line `---
/// event` the file.
#include <cstdlib>
#include <fstream>
#include <map>

#include "cli/ci.h"
#include "base/glob.h"
#include "scratch.h"
#include "sections.h"
#include "target.h"

using namespace miggraph;
using namespace miggraph::fuzz;

namespace {

// What base/glob.h does, in the plainest way: rows of "the first i of the pattern match the first j of the text".
bool matches_plainly(std::string_view pattern, std::string_view text) {
  std::vector<bool> row(text.size() + 1, false);
  row[0] = true;
  for (const char c : pattern) {
    std::vector<bool> next(text.size() + 1, false);
    next[0] = c == '*' && row[0];
    for (std::size_t j = 1; j <= text.size(); ++j) {
      next[j] = c == '*' ? next[j - 1] || row[j] : row[j - 1] && (c == '?' || c == text[j - 1]);
    }
    row = next;
  }
  return row[text.size()];
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Scratch scratch;
  const std::vector<Section> parts = sections(text_of(data, size));
  std::map<std::string, std::string, std::less<>> variables;
  for (std::string_view rest = parts.empty() ? "" : parts.front().text; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    const std::size_t equals = line.find('=');
    if (equals != std::string_view::npos) variables[std::string(line.substr(0, equals))] = line.substr(equals + 1);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  // Only ever a file of ours: a path that the input makes up could be a FIFO.
  variables.erase("GITHUB_EVENT_PATH");
  if (parts.size() > 1) {
    scratch.write("event.json", parts[1].text);
    variables["GITHUB_EVENT_PATH"] = scratch.path("event.json");
  }
  const cli::Environment environment([&](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
  if (const auto ci = cli::ci_of(environment)) {
    holds(!ci->provider.empty(), "a CI system has a name");
    holds(!(ci->target && ci->branch), "what is built is a change or a branch, not both");
  }
  for (const auto& [name, value] : variables) {
    holds(matches(name, value) == matches_plainly(name, value), "a pattern matches what it should",
          name + " / " + value);
  }
  return 0;
}
