#include "report/version.h"

namespace miggraph::report {

std::string_view version() {
  return MIGGRAPH_VERSION;
}

}  // namespace miggraph::report
