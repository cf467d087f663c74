#pragma once

#include <vector>

#include "analysis/forks.h"
#include "analysis/report.h"

namespace miggraph::analysis {

/// Says what to do about a conflict, in plain words and commands (Conflict::advice). Nothing is simulated here, so
/// nothing is promised: what is said follows from who holds which leaf. Where a line builds on what is not there
/// (Conflict::gaps), that is to be mended before anything else can be said of it.
///
/// Rebasing is the normal answer: the branch that is not the target moves behind the target's leaf. A merge migration
/// is for a fork that is on the main line already.
void advise(Conflict& conflict, const std::vector<Party>& parties, const AppTree& tree);

}  // namespace miggraph::analysis
