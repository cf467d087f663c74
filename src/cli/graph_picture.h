#pragma once

#include <memory>
#include <vector>

#include "analysis/views.h"
#include "base/progress.h"
#include "base/result.h"
#include "report/graph_view.h"

namespace miggraph::cli {

/// The graph of some apps as it is drawn: the snapshot's migrations, and those that a merge with each of `branches`
/// would add. A ref stands at the leaf that it has. `branches` whose merge changes nothing in an app do not appear
/// there. `progress` may be null.
Result<report::GraphView> draw_picture(analysis::Views& views, const analysis::View& snapshot,
                                       const std::vector<const django::App*>& apps,
                                       const std::vector<source::Revision>& branches, Progress* progress);

}  // namespace miggraph::cli
