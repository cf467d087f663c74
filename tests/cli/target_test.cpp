#include "cli/target.h"

#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <string>

#include "base/glob.h"

using namespace miggraph;
using namespace miggraph::cli;
using source::CommitId;
using source::Revision;

namespace {

CommitId id(std::uint8_t number) {
  CommitId made;
  made.bytes.fill(number);
  return made;
}

class FakeRefs : public Refs {
 public:
  bool git = true;
  bool shallow = false;
  std::string name = "feature";
  std::map<std::string, std::uint8_t> refs;
  std::string remote_default;
  bool related = true;

  bool is_git() const override { return git; }
  bool is_shallow() const override { return shallow; }
  std::optional<Revision> head() const override {
    const auto found = refs.find("HEAD");
    return found == refs.end() ? std::nullopt : std::optional(Revision{"HEAD", id(found->second)});
  }
  std::string head_name() const override { return name; }
  Result<Revision> resolve(const std::string& revision) const override {
    const auto found = refs.find(revision);
    if (found == refs.end()) return Error{Error::Kind::usage, "no such ref: " + revision, "git fetch …"};
    return Revision{revision, id(found->second)};
  }
  std::optional<std::string> remote_default_branch() const override {
    return remote_default.empty() ? std::nullopt : std::optional(remote_default);
  }
  Result<std::vector<source::Branch>> branches() const override {
    std::vector<source::Branch> list;
    for (const auto& [ref, number] : refs) {
      if (ref.find('^') == std::string::npos && ref != "HEAD")
        list.push_back({ref, ref.starts_with("origin/"), id(number), 0});
    }
    return list;
  }
  Result<std::vector<CommitId>> merge_bases(const CommitId&, const CommitId&) const override {
    return related ? std::vector{id(1)} : std::vector<CommitId>();
  }
};

std::optional<Ci> ci(std::map<std::string, std::string> variables) {
  return ci_of(Environment([variables](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(std::string(name));
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  }));
}

Target chosen(const FakeRefs& refs, const std::optional<Ci>& system = std::nullopt, const TargetRequest& request = {}) {
  const auto target = choose_target(refs, request, system);
  INFO((target ? "" : target.error().message));
  REQUIRE(target.ok());
  return *target;
}

Error refused(const FakeRefs& refs, const std::optional<Ci>& system = std::nullopt, const TargetRequest& request = {}) {
  const auto target = choose_target(refs, request, system);
  REQUIRE_FALSE(target.ok());
  return target.error();
}

const char* const kFetchMain =
    "git fetch --no-tags --depth=2147483647 origin +refs/heads/main:refs/remotes/origin/main";

}  // namespace

TEST_CASE("At home: origin/HEAD first, then a local main or master") {
  FakeRefs refs;
  refs.refs = {{"HEAD", 2}, {"feature", 2}, {"main", 3}, {"origin/develop", 4}};
  CHECK(chosen(refs).against.at(0).revision.ref == "main");
  refs.remote_default = "origin/develop";
  const Target target = chosen(refs);
  CHECK(target.against.at(0).revision.ref == "origin/develop");
  CHECK(target.against.at(0).why == "the remote's default branch");
  CHECK(target.against.at(0).is_target);
}

TEST_CASE("At home: nothing to compare with is said, never silent") {
  FakeRefs refs;
  refs.refs = {{"HEAD", 2}, {"main", 2}, {"origin/main", 3}};
  refs.name = "main";
  SECTION("on the default branch") {}
  SECTION("with a remote") {
    refs.remote_default = "origin/main";
  }
  SECTION("no such branch") {
    refs.name = "feature";
    refs.refs = {{"HEAD", 2}, {"feature", 2}};
  }
  SECTION("unborn") {
    refs.refs = {};
  }
  SECTION("no git") {
    refs.git = false;
  }
  const Target target = chosen(refs);
  CHECK(target.against.empty());
  CHECK(target.notes.size() == 1);
}

TEST_CASE("option --no-against is what was asked for: nothing to say") {
  FakeRefs refs;
  refs.refs = {{"HEAD", 2}, {"main", 3}};
  TargetRequest request;
  request.no_against = true;
  CHECK(chosen(refs, std::nullopt, request).against.empty());
  CHECK(chosen(refs, std::nullopt, request).notes.empty());
}

TEST_CASE("The configuration names the target") {
  FakeRefs refs;
  refs.refs = {{"HEAD", 2}, {"feature", 2}, {"main", 3}, {"develop", 4}, {"origin/release", 5}};
  refs.remote_default = "origin/main";
  TargetRequest request;
  request.configured = {{"develop", "release"}, {"pyproject.toml", 7}};
  SECTION("each of several") {
    const Target target = chosen(refs, std::nullopt, request);
    REQUIRE(target.against.size() == 2);
    CHECK(target.against[0].revision.ref == "develop");
    CHECK(target.against[1].revision.ref == "origin/release");
    CHECK(target.against[0].why == "against of pyproject.toml:7");
    CHECK(target.against[0].is_target);
  }
  SECTION("on one of them the files are checked alone") {
    refs.name = "develop";
    CHECK(chosen(refs, std::nullopt, request).against.empty());
    CHECK(chosen(refs, std::nullopt, request).notes.at(0).find("pyproject.toml:7") != std::string::npos);
  }
  SECTION("in CI a push is compared with them, a change with its own target") {
    CHECK(chosen(refs, ci({{"CI", "true"}}), request).against.size() == 2);
    const Target target = chosen(refs, ci({{"GITHUB_ACTIONS", "true"}, {"GITHUB_BASE_REF", "main"}}), request);
    REQUIRE(target.against.size() == 1);
    CHECK(target.against[0].revision.ref == "main");
  }
  SECTION("the command line comes first") {
    request.against = {"main"};
    CHECK(chosen(refs, std::nullopt, request).against.at(0).revision.ref == "main");
  }
  SECTION("one that is not here is an error with place and cure") {
    request.configured->value = {"main", "gone"};
    const Error error = refused(refs, std::nullopt, request);
    CHECK(error.message.find("pyproject.toml:7: against names gone") == 0);
    CHECK(error.hint.find("+refs/heads/gone:refs/remotes/origin/gone") != std::string::npos);
  }
}

TEST_CASE("Who has to move") {
  FakeRefs refs;
  refs.refs = {{"HEAD", 2}, {"feature", 2}, {"other", 5}, {"main", 3}};
  TargetRequest request;
  request.against = {"main"};
  CHECK(chosen(refs, std::nullopt, request).against.at(0).is_target);
  request.against = {"other"};
  CHECK_FALSE(chosen(refs, std::nullopt, request).against.at(0).is_target);  // two feature branches
  refs.name = "main";
  CHECK_FALSE(chosen(refs, std::nullopt, request).against.at(0).is_target);  // main looks at a feature branch
  refs.refs = {{"HEAD", 2}, {"feature", 2}, {"other", 5}};
  refs.name = "feature";
  CHECK(chosen(refs, std::nullopt, request).against.at(0).is_target);  // nothing else is known: what was named
}

TEST_CASE("A ref that is not there, or no git at all, is an error") {
  FakeRefs refs;
  refs.refs = {{"HEAD", 2}, {"main", 3}};
  TargetRequest request;
  request.against = {"mian"};
  CHECK(refused(refs, std::nullopt, request).message == "no such ref: mian");
  request.against.clear();
  request.branches = {"none/*"};
  CHECK(refused(refs, std::nullopt, request).message == "no branch matches none/*");
  refs.git = false;
  refused(refs, std::nullopt, request);
}

TEST_CASE("option --branches: all but the one checked out, each tip once") {
  FakeRefs refs;
  refs.refs = {{"HEAD", 2}, {"feature", 2}, {"main", 3}, {"origin/feature", 2}, {"origin/main", 3}, {"other", 4}};
  TargetRequest request;
  request.branches = {"*"};
  const Target target = chosen(refs, std::nullopt, request);
  REQUIRE(target.against.size() == 2);
  CHECK(target.against[0].revision.ref == "main");
  CHECK(target.against[1].revision.ref == "other");
}

TEST_CASE("In CI the target is the one that the system names") {
  FakeRefs refs;
  refs.name = "HEAD";
  refs.refs = {{"HEAD", 2}, {"origin/release", 3}, {"origin/main", 4}};
  const std::vector<std::map<std::string, std::string>> systems = {
      {{"GITHUB_ACTIONS", "true"}, {"GITHUB_BASE_REF", "release"}},
      {{"GITLAB_CI", "true"}, {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "release"}},
      {{"BITBUCKET_BUILD_NUMBER", "7"}, {"BITBUCKET_PR_DESTINATION_BRANCH", "release"}},
      {{"TF_BUILD", "True"}, {"SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/release"}},
      {{"BUILDKITE", "true"}, {"BUILDKITE_PULL_REQUEST", "12"}, {"BUILDKITE_PULL_REQUEST_BASE_BRANCH", "release"}},
      {{"JENKINS_URL", "x"}, {"CHANGE_TARGET", "release"}},
      {{"JENKINS_URL", "x"}, {"ghprbTargetBranch", "release"}},
      {{"DRONE", "true"}, {"DRONE_PULL_REQUEST", "1"}, {"DRONE_TARGET_BRANCH", "release"}},
      {{"TRAVIS", "true"}, {"TRAVIS_PULL_REQUEST", "3"}, {"TRAVIS_BRANCH", "release"}},
      {{"APPVEYOR", "True"}, {"APPVEYOR_PULL_REQUEST_NUMBER", "3"}, {"APPVEYOR_REPO_BRANCH", "release"}},
      {{"SEMAPHORE", "true"}, {"SEMAPHORE_GIT_PR_BRANCH", "x"}, {"SEMAPHORE_GIT_BRANCH", "release"}},
      {{"GITHUB_ACTIONS", "true"}, {"GITHUB_REF", "refs/heads/gh-readonly-queue/release/pr-7-abc"}},
  };
  for (const auto& variables : systems) {
    INFO(variables.begin()->first);
    const Target target = chosen(refs, ci(variables));
    REQUIRE(target.against.size() == 1);
    CHECK(target.against[0].revision.ref == "origin/release");
    CHECK(target.against[0].is_target);
  }
  // A guard that says "no pull request".
  const auto push = ci({{"TRAVIS", "true"}, {"TRAVIS_PULL_REQUEST", "false"}, {"TRAVIS_BRANCH", "release"}});
  CHECK(chosen(refs, push).against.at(0).revision.ref == "origin/main");
}

TEST_CASE("In CI a clone that lacks the target is mended, not passed") {
  FakeRefs refs;
  refs.name = "HEAD";
  refs.shallow = true;
  refs.refs = {{"HEAD", 2}};
  CHECK(refused(refs, ci({{"GITHUB_ACTIONS", "true"}, {"GITHUB_BASE_REF", "main"}})).hint == kFetchMain);
  CHECK(refused(refs, ci({{"CIRCLECI", "true"}})).hint.starts_with(kFetchMain));
  CHECK(
      refused(refs, ci({{"GITLAB_CI", "true"}, {"CI_COMMIT_BRANCH", "feature"}, {"CI_DEFAULT_BRANCH", "main"}})).hint ==
      kFetchMain);
  refs.refs["origin/main"] = 3;
  refs.related = false;
  CHECK(refused(refs, ci({{"GITHUB_ACTIONS", "true"}, {"GITHUB_BASE_REF", "main"}})).hint == kFetchMain);
  refs.shallow = false;  // unrelated histories in a whole clone: nothing to mend
  CHECK(chosen(refs, ci({{"GITHUB_ACTIONS", "true"}, {"GITHUB_BASE_REF", "main"}})).against.size() == 1);
}

TEST_CASE("In CI on the default branch the tree alone is enough") {
  FakeRefs refs;
  refs.name = "main";
  refs.refs = {{"HEAD", 2}, {"main", 2}, {"origin/main", 2}};
  const Target target = chosen(refs, ci({{"GITHUB_ACTIONS", "true"}, {"GITHUB_REF", "refs/heads/main"}}));
  CHECK(target.against.empty());
  CHECK(target.notes.size() == 1);
}

TEST_CASE("A checkout that already is the merge is checked as it is") {
  FakeRefs refs;
  refs.name = "HEAD";
  refs.shallow = true;
  refs.refs = {{"HEAD", 2}};
  const std::map<std::string, std::string> github = {{"GITHUB_ACTIONS", "true"},
                                                     {"GITHUB_BASE_REF", "main"},
                                                     {"GITHUB_REF", "refs/pull/7/merge"},
                                                     {"GITHUB_SHA", id(2).hex()}};
  Target target = chosen(refs, ci(github));
  CHECK(target.against.empty());
  REQUIRE(target.notes.size() == 1);
  CHECK(target.notes[0].find("fetch-depth: 2") != std::string::npos);
  refs.refs["HEAD^1"] = 3;
  target = chosen(refs, ci(github));
  REQUIRE(target.against.size() == 1);
  CHECK(target.against[0].revision.ref == "main");
  CHECK(target.against[0].revision.commit == id(3));
  // The same event, but the workflow has checked out the change itself: no merge, so main is needed.
  refs.refs = {{"HEAD", 9}};
  CHECK(refused(refs, ci(github)).hint == kFetchMain);
}

TEST_CASE("Branch names are quoted in commands") {
  FakeRefs refs;
  refs.refs = {{"HEAD", 2}};
  CHECK(refused(refs, ci({{"GITHUB_ACTIONS", "true"}, {"GITHUB_BASE_REF", "x;rm -rf $HOME"}}))
            .hint.ends_with(" origin '+refs/heads/x;rm -rf $HOME:refs/remotes/origin/x;rm -rf $HOME'"));
}

TEST_CASE("Globs") {
  CHECK(matches("*", "feature/x"));
  CHECK(matches("feature/*", "feature/x/y"));
  CHECK_FALSE(matches("feature/*", "origin/feature/x"));
  CHECK(matches("f?x", "fax"));
  CHECK_FALSE(matches("", "a"));
  CHECK_FALSE(matches(std::string(50, '*') + "b", std::string(100000, 'a')));
}
