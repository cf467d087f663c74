#pragma once

#include <string>

namespace miggraph::source {

struct Libgit2Versions {
  std::string loaded;      ///< "1.5.1"
  std::string built_with;  ///< of its headers
};

Libgit2Versions libgit2_versions();

}  // namespace miggraph::source
