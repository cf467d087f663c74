#include "report/formats.h"

#include <algorithm>

namespace miggraph::report {

#define FORMAT(name, for_explain, summary) std::string render_##name(const analysis::Report&, const RenderOptions&);
#include "report/formats.def"
#undef FORMAT

const std::vector<Format>& formats() {
  static const std::vector<Format> table = {
#define FORMAT(name, for_explain, summary) {#name, render_##name, for_explain, summary},
#include "report/formats.def"
#undef FORMAT
  };
  return table;
}

const Format* find_format(std::string_view name) {
  const auto& all = formats();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Format& format) { return format.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace miggraph::report
