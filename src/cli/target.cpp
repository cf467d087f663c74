#include "cli/target.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "base/glob.h"
#include "cli/fetch_command.h"

namespace miggraph::cli {
namespace {

using source::Revision;

constexpr std::string_view kOrigin = "origin/";

/// Names that people give to branches which others go into, besides the default branch.
constexpr std::string_view kTrunks[] = {"main",        "master", "trunk",   "develop",
                                        "development", "dev",    "staging", "production"};

std::string without_origin(const std::string& ref) {
  return ref.starts_with(kOrigin) ? ref.substr(kOrigin.size()) : ref;
}

Error cannot(std::string message, std::string hint) {
  return {Error::Kind::environment, std::move(message), std::move(hint)};
}

/// One choice of a target, made in steps that a person can follow.
class Choice {
 public:
  Choice(const Refs& refs, const TargetRequest& request, const std::optional<Ci>& ci)
      : refs_(refs), request_(request), ci_(ci) {}

  Result<Target> make() {
    if (request_.no_against) return std::move(target_);
    if (refs_.is_git()) snapshot_ = request_.rev ? request_.rev : refs_.head();
    if (!request_.against.empty() || !request_.branches.empty()) return asked_for();
    if (!refs_.is_git()) return alone("this folder is not in a git repository: its files were checked alone");
    if (!snapshot_) return alone("nothing is committed yet: the files were checked alone");
    if (ci_) return in_ci();
    return at_home();
  }

  std::optional<Comparison> trunk() {
    if (request_.no_against || !refs_.is_git()) return std::nullopt;
    for (const std::string& ref : request_.against) {
      auto revision = refs_.resolve(ref);
      if (revision && is_target(without_origin(revision->ref), true))
        return Comparison{std::move(*revision), "given by --against", true};
    }
    const auto name = trunk_name();
    if (!name || without_origin(here()) == *name) return std::nullopt;
    auto revision = find(*name);
    if (!revision) return std::nullopt;
    return Comparison{std::move(*revision), "the default branch", true};
  }

 private:
  Result<Target> alone(std::string note) {
    target_.notes.push_back(std::move(note));
    return std::move(target_);
  }

  Result<Target> asked_for() {
    if (!refs_.is_git())
      return Error{Error::Kind::usage, "there is nothing to compare with: this folder is not in a git repository",
                   "leave out --against and --branches"};
    for (const std::string& ref : request_.against) {
      auto revision = refs_.resolve(ref);
      if (!revision)
        return with_hint(revision.error());  // its hint holds the nearest name, or the fetch that brings it
      const std::string name = without_origin(revision->ref);
      add(std::move(*revision), "given by --against", is_target(name, true));
    }
    if (request_.branches.empty()) return std::move(target_);
    auto branches = refs_.branches();
    if (!branches) return branches.error();
    if (const auto broken = broken_branch(request_.branches)) return *broken;
    // Of several branches at one commit the one is named that the change goes into, then the local one.
    std::stable_sort(branches->begin(), branches->end(),
                     [](const source::Branch& a, const source::Branch& b) { return a.remote < b.remote; });
    std::stable_partition(branches->begin(), branches->end(), [this](const source::Branch& branch) {
      return is_target(without_origin(branch.ref), false);
    });
    for (const std::string& glob : request_.branches) {
      bool any = false;
      for (const source::Branch& branch : *branches) {
        if (!matches(glob, branch.ref)) continue;
        any = true;
        if (branch.ref == here() || tip_is_known(branch.tip)) continue;
        add({branch.ref, branch.tip}, glob == "*" ? "a branch" : "a branch that matches " + glob,
            is_target(without_origin(branch.ref), false));
      }
      if (!any && glob != "*")
        return Error{Error::Kind::usage, "no branch matches " + glob, "`git branch --all` lists them"};
    }
    return std::move(target_);
  }

  /// A branch that was asked for and can't be looked at must not look like one without conflicts.
  std::optional<Error> broken_branch(const std::vector<std::string>& globs) const {
    for (const std::string& ref : refs_.broken_refs()) {
      const bool asked = std::any_of(globs.begin(), globs.end(), [&](const auto& glob) { return matches(glob, ref); });
      if (!asked) continue;
      const auto why = refs_.resolve(ref);
      return cannot(
          fmt::format("the branch {} is damaged: {}", ref, why ? "its commit can't be read" : why.error().message),
          "`git fsck --full` tells more; --branches=GLOB that leaves it out goes on without it");
    }
    return std::nullopt;
  }

  void add(Revision revision, std::string why, bool is_target) {
    if (!names_.insert(revision.ref).second) return;
    tips_.insert(revision.commit);
    target_.against.push_back({std::move(revision), std::move(why), is_target});
  }

  /// Among all branches, `origin/x` that equals `x` (or what is checked out) says nothing new.
  bool tip_is_known(const source::CommitId& tip) const {
    return (snapshot_ && snapshot_->commit == tip) || tips_.contains(tip);
  }

  /// The branch that the snapshot is of: "feature", "HEAD" where detached.
  const std::string& here() const {
    if (!here_) here_ = look_where_we_are();
    return *here_;
  }

  std::string look_where_we_are() const {
    if (request_.rev) return request_.rev->ref;
    std::string name = refs_.head_name();
    return ci_ && ci_->branch && name == "HEAD" ? *ci_->branch : name;
  }

  /// The name of the branch that changes go into, as far as anything says so.
  const std::optional<std::string>& trunk_name() const {
    if (!trunk_name_) trunk_name_ = look_for_trunk_name();
    return *trunk_name_;
  }

  std::optional<std::string> look_for_trunk_name() const {
    if (ci_ && ci_->target) return ci_->target;
    if (request_.configured) {
      const auto& names = request_.configured->value;
      const auto ours = std::find_if(names.begin(), names.end(), [this](const auto& name) { return without_origin(name) == without_origin(here()); });
      if (!names.empty()) return without_origin(ours != names.end() ? *ours : names.front());
    }
    if (ci_ && ci_->default_branch) return ci_->default_branch;
    if (const auto remote = refs_.remote_default_branch()) return without_origin(*remote);
    for (const std::string name : {"main", "master"}) {
      if (here() == name || find(name)) return name;
    }
    return std::nullopt;
  }

  /// Whether the snapshot goes into a branch of that name. Where nothing says what the target is, one that was named
  /// is.
  bool is_target(const std::string& name, bool named) const {
    const auto trunk = trunk_name();
    if (trunk && without_origin(here()) == *trunk) return false;
    if (std::find(std::begin(kTrunks), std::end(kTrunks), name) != std::end(kTrunks)) return true;
    return trunk ? name == *trunk : named;
  }

  /// origin's branch, else the local one of that name.
  std::optional<Revision> find(const std::string& branch) const {
    for (const std::string& name : {std::string(kOrigin) + branch, branch}) {
      if (auto revision = refs_.resolve(name)) return std::move(*revision);
    }
    return std::nullopt;
  }

  /// Holds the snapshot against `revision`, if their histories are there.
  Status compare(Revision revision, const std::string& branch, std::string why) {
    if (request_.rev && revision.commit == snapshot_->commit) {
      target_.notes.push_back(fmt::format("{} is {} itself: checked alone", request_.rev->ref, revision.ref));
      return Nothing{};
    }
    const auto bases = refs_.merge_bases(snapshot_->commit, revision.commit);
    if (!bases && bases.error().kind != Error::Kind::environment) return bases.error();
    if (refs_.is_shallow() && (!bases || bases->empty())) {
      return cannot(fmt::format("the history of this shallow clone ends before the point where the change left {}, so "
                                "the merge can't be computed",
                                revision.ref),
                    fetch_branch(branch));
    }
    add(std::move(revision), std::move(why), true);
    return Nothing{};
  }

  Result<Target> compare_only(Revision revision, const std::string& branch, std::string why) {
    const Status compared = compare(std::move(revision), branch, std::move(why));
    if (!compared) return compared.error();
    return std::move(target_);
  }

  /// `against` of the configuration: one of these branches is what the change goes into.
  Result<Target> by_configuration() {
    const auto& [names, place] = *request_.configured;
    const auto here_too = std::find_if(names.begin(), names.end(), [this](const auto& name) { return without_origin(name) == without_origin(here()); });
    if (here_too != names.end())
      return alone(fmt::format("on {}, which {} names as a target: its files were checked alone", without_origin(*here_too), place.text()));
    const std::string why = "against of " + place.text();
    for (const std::string& name : names) {
      auto revision = find(name);
      if (!revision)
        return configuration_error(place, "against", fmt::format("names {}, which this clone does not hold", name), fetch_branch(without_origin(name)));
      auto compared = compare(std::move(*revision), without_origin(name), why);
      if (!compared) return compared.error();
    }
    return std::move(target_);
  }

  Result<Target> in_ci() {
    const auto head = refs_.head();
    const bool at_merge = !request_.rev && ci_->merge_commit && head && head->commit.hex() == *ci_->merge_commit;
    if (at_merge) return merged_already();
    if (ci_->target) {
      if (auto revision = find(*ci_->target)) {
        if (ci_->without_change && !request_.rev && head && head->commit == revision->commit) {
          return cannot(fmt::format("{} checks out {} itself for pull_request_target: the change is not in these files",
                                    ci_->provider, *ci_->target),
                        "in the workflow, on: pull_request; or check out github.event.pull_request.head.sha");
        }
        return compare_only(std::move(*revision), *ci_->target, "the target branch, by " + ci_->provider);
      }
      // A clone of the change's branch alone into which the provider merged the target holds the target's tip, and no ref to it.
      if (ci_->target_commit) {
        if (auto tip = refs_.resolve(*ci_->target_commit))
          return compare_only({*ci_->target, tip->commit}, *ci_->target, "the target branch, by " + ci_->provider);
      }
      return cannot(fmt::format("this change goes into {}, as {} says, but the clone does not hold that branch",
                                *ci_->target, ci_->provider),
                    fetch_branch(*ci_->target));
    }
    if (request_.configured) return by_configuration();
    const std::string branch = without_origin(here());
    const std::optional<std::string> into = trunk_name();
    if (!into) {
      return cannot(
          fmt::format("no target branch: {} names none, and the clone holds neither origin/HEAD nor main nor master",
                      ci_->provider),
          fetch_branch("main") + " (or whatever the branch is called), then --against origin/main, or against = \"main\" in the configuration");
    }
    if (branch == *into) return alone(fmt::format("on {}, the default branch: its files were checked alone", *into));
    if (auto revision = find(*into)) return compare_only(std::move(*revision), *into, "the default branch");
    return cannot(fmt::format("{} goes into {}, the default branch, but the clone does not hold that",
                              branch == "HEAD" ? "this commit" : branch, *into),
                  fetch_branch(*into));
  }

  /// The files checked out are what the merge gives, so looking at them is enough; its parents only say whose leaf is
  /// whose.
  Result<Target> merged_already() {
    const std::string into = ci_->target.value_or("its target");
    const source::CommitId merge = refs_.head()->commit;
    const auto parent = refs_.resolve("HEAD^1");
    if (!parent) {
      const std::string setting = ci_->depth_of_two.empty() ? "" : ci_->depth_of_two + ", or ";
      return alone(
          fmt::format("the checkout is this change merged into {} already, and that merge was checked. To say as well "
                      "which side has to move, the checkout needs its two parents: {}{}",
                      into, setting, fetch_parents(merge.hex())));
    }
    // A provider makes the merge anew when the change moves, not each time that the target does.
    const auto now = ci_->target ? find(*ci_->target) : std::nullopt;
    if (now && now->commit != parent->commit && has_moved_on(now->commit, parent->commit)) {
      target_.notes.push_back(fmt::format("{} has moved on since {} made the merge that is checked out: compared with {} as it is now",
                                          *ci_->target, ci_->provider, now->ref));
      add(*now, "the target branch as it is now, by " + ci_->provider, true);
      return std::move(target_);
    }
    add({into, parent->commit}, "the target's side of the merge that " + ci_->provider + " checks out", true);
    return std::move(target_);
  }

  /// Whether `now` goes on from `before`, as far as the clone's history tells.
  bool has_moved_on(const source::CommitId& now, const source::CommitId& before) const {
    const auto bases = refs_.merge_bases(now, before);
    return bases && bases->size() == 1 && bases->front() == before;
  }

  Result<Target> at_home() {
    if (request_.configured) return by_configuration();
    const std::optional<std::string> into = trunk_name();
    if (!into)
      return alone(
          "no branch to compare with: no origin/HEAD, no main, no master. The files were checked alone; --against REF "
          "names a branch");
    if (without_origin(here()) == *into) {
      return alone(fmt::format(
          "on {}, the default branch: its files were checked alone (--branches compares them with every branch)",
          *into));
    }
    const bool by_remote = refs_.remote_default_branch().has_value();
    if (auto revision = find(*into))
      return compare_only(std::move(*revision), *into,
                     by_remote ? "the remote's default branch" : "the local branch " + *into);
    return alone(fmt::format(
        "no branch to compare with: {} is not here. The files were checked alone; --against REF names a branch",
        *into));
  }

  const Refs& refs_;
  const TargetRequest& request_;
  const std::optional<Ci>& ci_;
  std::optional<Revision> snapshot_;
  // Asked for each branch, and slow to find.
  mutable std::optional<std::string> here_;
  mutable std::optional<std::optional<std::string>> trunk_name_;
  Target target_;
  std::set<std::string> names_;      // of what is in target_
  std::set<source::CommitId> tips_;  // likewise
};

}  // namespace

Error with_hint(Error error) {
  if (error.hint.empty() && error.kind == Error::Kind::usage) error.hint = "`git branch --all` lists the branches";
  return error;
}

Result<Target> choose_target(const Refs& refs, const TargetRequest& request, const std::optional<Ci>& ci) {
  return Choice(refs, request, ci).make();
}

std::optional<Comparison> find_trunk(const Refs& refs, const TargetRequest& request, const std::optional<Ci>& ci) {
  return Choice(refs, request, ci).trunk();
}

}  // namespace miggraph::cli
