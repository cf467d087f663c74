#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/graph_view.h"
#include "report/style.h"

namespace miggraph::report {

struct DrawOptions {
  Style style;
  bool reverse = false;  ///< oldest first, as Django's showmigrations has it
};

/// A form of `miggraph graph`.
struct Drawing {
  std::string_view name;
  std::string (*draw)(const GraphView&, const DrawOptions&);
  std::string_view summary;
};

/// In the order of drawings.def.
const std::vector<Drawing>& drawings();
const Drawing* find_drawing(std::string_view name);

}  // namespace miggraph::report
