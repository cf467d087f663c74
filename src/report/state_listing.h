#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/project_states.h"
#include "analysis/report.h"
#include "report/style.h"

namespace miggraph::report {

/// What `miggraph state` shows: the models of a state, or how they differ from those of another one.
struct StateListing {
  analysis::SnapshotLine snapshot;
  const analysis::StateAt* state = nullptr;
  std::string merged_with;  ///< the ref of `--against`; empty: none
  /// Of `--diff-ref`: what the state is held against; null: nothing.
  const analysis::StateAt* base = nullptr;
  std::string base_ref, base_commit;
  std::vector<std::string> labels;         ///< the apps shown, sorted
  std::optional<django::ModelKey> model;  ///< only this one

  bool shows_app(const std::string& label) const;
  bool shows(const django::ModelKey& key) const;
};

/// As a models.py would say it, app after app, in the words of Django's migration writer.
std::string state_text(const StateListing& listing, const Style& style);

/// {"snapshot", "at", "models", …}: docs/json.md.
std::string state_json(const StateListing& listing, const Style& style);

}  // namespace miggraph::report
