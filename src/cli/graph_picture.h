#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "cli/options.h"
#include "cli/session.h"
#include "report/graph_view.h"

namespace miggraph::cli {

/// The graph of some apps as it is drawn: the snapshot's migrations, and those that a merge with each of `branches`
/// would add. A ref stands at the leaf that it has. `branches` whose merge changes nothing in an app do not appear
/// there. `progress` may be null.
Result<report::GraphView> draw_picture(Session& session, const std::vector<const django::App*>& apps,
                                       const std::vector<source::Revision>& branches, Progress* progress);

}  // namespace miggraph::cli
