#include "analysis/merge_findings.h"

#include <algorithm>

#include "analysis/places.h"

namespace miggraph::analysis {

namespace {

// The judged app whose migrations folder holds the file, on either side.
const django::App* app_of(const std::string& path, const Party& ours, const Party& theirs, const Scope& scope) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash);
  for (const Party* party : {&ours, &theirs})
    for (const django::App* app : judge(*party->view.codebase, scope).apps)
      if (app->migrations_path == folder) return app;
  return nullptr;
}

std::string how(const source::PathConflict& conflict, const std::string& ours, const std::string& theirs) {
  if (!conflict.base && conflict.ours && conflict.theirs) return "added on both sides with different content";
  if (!conflict.ours) return "deleted on " + ours + " and changed on " + theirs;
  if (!conflict.theirs) return "changed on " + ours + " and deleted on " + theirs;
  return "changed on both sides in the same place";
}

}  // namespace

std::vector<Finding> merge_findings(const View& merged, const Party& ours, const Party& theirs, const Scope& scope,
                                    Severity severity, UnmergeableModels& models) {
  std::vector<Finding> out;
  for (const source::PathConflict& conflict : merged.snapshot.path_conflicts) {
    const std::string file = conflict.path.substr(conflict.path.rfind('/') + 1);
    const bool is_migration = file.ends_with(".py") && !file.starts_with('_') && !file.starts_with('~');
    const django::App* app = is_migration ? app_of(conflict.path, ours, theirs, scope) : nullptr;
    if (!app) {
      if (file == "models.py") models[conflict.path].push_back(theirs.ref);
      continue;
    }
    Finding finding;
    finding.diagnostic = Diagnostic::MG120;
    finding.severity = severity;
    finding.app = app->label;
    finding.migration = file.substr(0, file.size() - 3);
    finding.path = conflict.path;
    for (const Party* party : {&ours, &theirs}) {
      if (!party->ref.empty()) finding.refs.push_back(party->ref);
      const django::App* own = finding.range ? nullptr : party->app(*app);
      if (const django::Migration* migration = own ? own->migration(finding.migration) : nullptr)
        finding.range = dependencies_range(*migration);
    }
    const std::string here = ours.ref.empty() ? "this side" : ours.ref;
    finding.message = "git cannot merge " + conflict.path + ": " + how(conflict, here, theirs.ref);
    finding.help =
        !conflict.base
            ? "two migrations of one name: rename the one that is not on the target yet, and what depends on it"
            : "a migration that others may have applied should stay as it is: keep the target's version, and put the "
              "change into a new one";
    out.push_back(std::move(finding));
  }
  return out;
}

std::vector<std::string> notes_of(const UnmergeableModels& models) {
  constexpr std::size_t most = 3;
  std::vector<std::string> out;
  for (const auto& [path, refs] : models) {
    if (out.size() == most) {
      out.push_back("git cannot merge " + std::to_string(models.size() - most) + " more models.py by itself");
      break;
    }
    std::string with = refs.front();
    if (refs.size() > 1) with += " and " + std::to_string(refs.size() - 1) + " more";
    out.push_back("git cannot merge " + path + " of " + with + " by itself: settle it by hand when you merge");
  }
  return out;
}

}  // namespace miggraph::analysis
