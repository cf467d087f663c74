#include "cli/branches.h"

#include <algorithm>
#include <set>
#include <string>

#include "base/glob.h"
#include "cli/target.h"

namespace miggraph::cli {
namespace {

constexpr std::int64_t kDay = 86400;

bool is_asked_for(const source::Branch& branch, const Options& options) {
  if (options.branches.empty()) return options.against.empty();
  return std::any_of(options.branches.begin(), options.branches.end(),
                     [&](const std::string& glob) { return matches(glob, branch.ref); });
}

}  // namespace

Result<std::vector<source::Revision>> open_branches(source::Repository& repository, const Options& options,
                                                    Console& console) {
  const Working working(console.progress(), Stage::choosing);
  std::vector<source::Revision> found;
  if (options.no_against || !repository.is_git()) return found;
  std::set<source::CommitId> tips;
  for (const std::string& ref : options.against) {
    auto revision = repository.resolve(ref);
    if (!revision) return with_hint(revision.error());
    if (tips.insert(revision->commit).second) found.push_back(std::move(*revision));
  }
  auto branches = repository.branches();
  if (!branches) return branches.error();
  for (const std::string& ref : repository.broken_refs())
    console.note("the branch " + ref + " is damaged, and left out (git fsck --full)");
  // Local names first: `origin/x` that equals `x` says nothing new.
  std::stable_sort(branches->begin(), branches->end(),
                   [](const auto& a, const auto& b) { return a.remote < b.remote; });
  // Counted from the youngest tip, not from today: the same repository gives the same answer next year.
  const auto youngest = std::max_element(branches->begin(), branches->end(),
                                         [](const auto& a, const auto& b) { return a.time < b.time; });
  const std::int64_t oldest = youngest == branches->end() ? 0 : youngest->time - options.since * kDay;
  const std::string here = options.rev.empty() ? repository.head_name() : options.rev;
  std::size_t old = 0;
  for (const source::Branch& branch : *branches) {
    if (!is_asked_for(branch, options) || branch.ref == here) continue;
    if (branch.time < oldest) {
      ++old;
    } else if (tips.insert(branch.tip).second) {
      found.push_back({branch.ref, branch.tip});
    }
  }
  if (old > 0) {
    console.note(std::to_string(old) + (old == 1 ? " branch" : " branches") + " whose last commit is more than " +
                 std::to_string(options.since) + " days older than the newest left out (--since DAYS)");
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.ref < b.ref; });
  return found;
}

}  // namespace miggraph::cli
