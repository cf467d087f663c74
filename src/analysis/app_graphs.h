#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "django/codebase.h"
#include "graph/loader.h"

namespace miggraph::analysis {

/// The graphs of single apps, made once for each content of a migrations folder: a thousand branches share those that
/// none of them touches.
///
/// Leaves, roots and ancestors within an app hang on the app's own migrations alone (graph.py looks at edges of one app
/// there), but for squashes of other apps that replace migrations of this one: those apps are then in the graph as
/// well. Any thread may ask.
class AppGraphs {
 public:
  /// The graph with keep_going; its labels are those of the app and of apps that replace something of it.
  const graph::LoadedGraph& of(const std::shared_ptr<const django::Codebase>& codebase, const django::App& app);

 private:
  using Packages = std::vector<std::pair<std::string, std::shared_ptr<const django::MigrationPackage>>>;

  struct Made {
    std::once_flag once;
    std::optional<graph::LoadedGraph> graph;
  };

  Made& place_of(Packages packages);
  std::vector<const django::App*> replacing(const django::Codebase& codebase, const django::App& app);
  const std::vector<std::string>& foreign_replaces(const django::App& app);

  std::mutex mutex_;  // of both maps; graphs are built without it
  std::map<Packages, Made> graphs_;
  std::map<std::pair<std::string, std::shared_ptr<const django::MigrationPackage>>, std::vector<std::string>>
      replaced_labels_;
};

}  // namespace miggraph::analysis
