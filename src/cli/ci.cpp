#include "cli/ci.h"

#include <fstream>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/glob.h"

namespace miggraph::cli {
namespace {

struct Provider {
  std::string_view name, marker, guard, target;
};

constexpr Provider kProviders[] = {
#define CI_PROVIDER(name, marker, guard, target) {name, marker, guard, target},
#include "cli/ci_providers.def"
#undef CI_PROVIDER
};

struct Merge {
  std::string_view commit, evidence, pattern;
};

constexpr Merge kMerges[] = {
#define CI_MERGE(commit, evidence, pattern) {commit, evidence, pattern},
#include "cli/ci_merges.def"
#undef CI_MERGE
};

constexpr std::pair<std::string_view, std::string_view> kDepths[] = {
#define CI_DEPTH(name, text) {name, text},
#include "cli/ci_depths.def"
#undef CI_DEPTH
};

constexpr std::string_view kTargetCommits[] = {
#define CI_TARGET_COMMIT(name) name,
#include "cli/ci_target_commits.def"
#undef CI_TARGET_COMMIT
};

std::string branch_name(std::string name) {
  constexpr std::string_view heads = "refs/heads/";
  return name.starts_with(heads) ? name.substr(heads.size()) : name;
}

/// gh-readonly-queue/main/pr-12-<sha>: the queue's branch names the one that it merges into.
std::optional<std::string> queue_target(const std::string& ref) {
  constexpr std::string_view start = "gh-readonly-queue/";
  const std::string branch = branch_name(ref);
  const std::size_t end = branch.rfind("/pr-");
  if (!branch.starts_with(start) || end == std::string::npos || end <= start.size()) return std::nullopt;
  return branch.substr(start.size(), end - start.size());
}

/// `repository.default_branch` of the event that GitHub (Gitea, Forgejo) keeps in a file.
std::optional<std::string> default_branch_of_event(const std::string& path) {
  std::ifstream file(path);
  const auto event = nlohmann::json::parse(file, nullptr, false);
  if (!event.is_object() || !event.contains("repository") || !event["repository"].is_object()) return std::nullopt;
  const auto found = event["repository"].find("default_branch");
  if (found == event["repository"].end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

std::optional<std::string> first_of(const Environment& environment, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (auto value = environment.get(name)) return branch_name(std::move(*value));
  }
  return std::nullopt;
}

}  // namespace

std::optional<Ci> ci_of(const Environment& environment) {
  Ci ci;
  for (const Provider& provider : kProviders) {
    if (!environment.has(provider.marker)) continue;
    if (ci.provider.empty()) ci.provider = provider.name;
    if (ci.provider != provider.name || provider.target.empty() || ci.target) continue;
    if (!provider.guard.empty() && !environment.is_true(provider.guard)) continue;
    if (auto target = environment.get(provider.target)) ci.target = branch_name(std::move(*target));
  }
  if (ci.provider.empty()) {
    if (!environment.is_true("CI")) return std::nullopt;
    ci.provider = "CI";
  }
  const std::string ref = environment.get("GITHUB_REF").value_or("");
  if (!ci.target && ci.provider == "GitHub Actions") ci.target = queue_target(ref);
  if (!ci.target) {
    if (ref.starts_with("refs/heads/")) ci.branch = branch_name(ref);
    if (!ci.branch)
      ci.branch = first_of(environment, {"CI_COMMIT_BRANCH", "BITBUCKET_BRANCH", "BUILD_SOURCEBRANCH",
                                         "BUILDKITE_BRANCH", "CIRCLE_BRANCH", "BRANCH_NAME"});
  }
  ci.default_branch = environment.get("CI_DEFAULT_BRANCH");
  if (!ci.default_branch) {
    if (const auto event = environment.get("GITHUB_EVENT_PATH")) ci.default_branch = default_branch_of_event(*event);
  }
  for (const Merge& merge : kMerges) {
    const auto evidence = environment.get(merge.evidence);
    const auto commit = environment.get(merge.commit);
    if (evidence && commit && matches(merge.pattern, *evidence)) {
      ci.merge_commit = commit;
      break;
    }
  }
  for (const std::string_view name : kTargetCommits) {
    if (ci.target && !ci.target_commit) ci.target_commit = environment.get(name);
  }
  for (const auto& [name, text] : kDepths) {
    if (name == ci.provider) ci.depth_of_two = text;
  }
  ci.without_change = environment.get("GITHUB_EVENT_NAME") == "pull_request_target";
  ci.change = first_of(environment, {"GITHUB_HEAD_REF", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
                                     "SYSTEM_PULLREQUEST_SOURCEBRANCH", "BITBUCKET_BRANCH"});
  return ci;
}

}  // namespace miggraph::cli
