#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/environment.h"
#include "cli/options.h"
#include "django/platform.h"

namespace miggraph::cli {

/// Where the source of Django and of other packages lies.
struct SitePackages {
  std::vector<std::string> folders;  ///< absolute
  std::optional<django::DjangoVersion> django;  ///< the version that is installed there
  std::string from;                  ///< "--site-packages", "pyproject.toml:7", "VIRTUAL_ENV", ".venv"; empty: none found
};

/// By the command line, else the configuration, else VIRTUAL_ENV, else `.venv` or `venv` beside the configuration or at `root`
/// (absolute). Of the last three the first that holds Django: in a hook of pre-commit VIRTUAL_ENV is miggraph's own. Errors: a
/// folder that was named and is not there. Django's version is read from the name of its metadata folder (PEP 376:
/// Django-5.2.7.dist-info).
Result<SitePackages> site_packages(const Options& options, const Environment& environment, const std::string& root);

/// What migrations run on, by the configuration, else by what is installed. Errors: `django` is no version.
Result<django::Platform> platform(const Options& options, const SitePackages& packages);

}  // namespace miggraph::cli
