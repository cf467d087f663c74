#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/forks.h"

namespace miggraph::analysis {

/// Which of the parties have which migrations of one app. A thousand branches share few packages, so each is asked once.
class Holders {
 public:
  Holders(const std::vector<Party>& parties, const django::App& app);

  /// Places (in `parties`) of those that have a migration of that name, ascending.
  std::vector<std::size_t> of(const std::string& migration) const;

 private:
  struct Group {
    const django::App* app;
    std::vector<std::size_t> parties;
  };
  std::vector<Group> groups_;
};

}  // namespace miggraph::analysis
