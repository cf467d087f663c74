#include "analysis/report.h"

#include <algorithm>

namespace miggraph::analysis {

std::string_view name_of(Conflict::Scope scope) {
  switch (scope) {
    case Conflict::Scope::tree:
      return "tree";
    case Conflict::Scope::branches:
      return "branches";
    case Conflict::Scope::target:
      return "target";
  }
  return "tree";
}

bool Report::has(Severity at_least) const {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [&](const Finding& finding) { return finding.severity <= at_least; });
}

}  // namespace miggraph::analysis
