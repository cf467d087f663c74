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

  /// Places (in `parties`) of those that have the migration of a node, ascending. Two branches may each have made a file of
  /// that name: where some party has the very file, others count only where they are the snapshot or the target, whose
  /// change to it may not be what this tree has.
  std::vector<std::size_t> of(const AppTree& tree, graph::NodeId node) const;

 private:
  struct Group {
    const django::App* app;
    std::vector<std::size_t> parties;
  };

  const std::vector<Party>& parties_;
  std::vector<Group> groups_;
};

}  // namespace miggraph::analysis
