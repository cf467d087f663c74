#include "report/drawings.h"

#include <algorithm>

namespace miggraph::report {

#define DRAWING(name, summary) std::string draw_##name(const GraphView&, const DrawOptions&);
#include "report/drawings.def"
#undef DRAWING

const std::vector<Drawing>& drawings() {
  static const std::vector<Drawing> table = {
#define DRAWING(name, summary) {#name, draw_##name, summary},
#include "report/drawings.def"
#undef DRAWING
  };
  return table;
}

const Drawing* find_drawing(std::string_view name) {
  const auto& all = drawings();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Drawing& drawing) { return drawing.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace miggraph::report
