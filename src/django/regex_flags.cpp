#include "django/regex_flags.h"

#include <array>

namespace miggraph::django {

using std::string_view;

std::optional<RegexFlag> regex_flag(string_view path) {
  static constexpr std::array<RegexFlag, 7> flags = {{{"ASCII", 256}, {"IGNORECASE", 2}, {"LOCALE", 4}, {"MULTILINE", 8},
                                                      {"DOTALL", 16}, {"UNICODE", 32}, {"VERBOSE", 64}}};
  for (const string_view prefix : {string_view("re.RegexFlag."), string_view("re.")}) {
    if (!path.starts_with(prefix)) continue;
    const string_view name = path.substr(prefix.size());
    for (const RegexFlag& flag : flags) {
      const bool short_name = name.size() == 1 && name[0] == (flag.name == "VERBOSE" ? 'X' : flag.name == "DOTALL" ? 'S' : flag.name[0]);
      if (name == flag.name || short_name) return flag;
    }
  }
  return std::nullopt;
}

}  // namespace miggraph::django
