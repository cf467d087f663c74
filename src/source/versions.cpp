#include "source/versions.h"

#include <git2.h>

namespace miggraph::source {

Libgit2Versions libgit2_versions() {
  int major = 0, minor = 0, revision = 0;
  git_libgit2_version(&major, &minor, &revision);
  return {std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(revision), LIBGIT2_VERSION};
}

}  // namespace miggraph::source
