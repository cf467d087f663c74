#include "python/versions.h"

namespace miggraph::python {

std::string_view tree_sitter_version() {
  return MIGGRAPH_TREE_SITTER_VERSION;
}

std::string_view grammar_version() {
  return MIGGRAPH_GRAMMAR_VERSION;
}

}  // namespace miggraph::python
