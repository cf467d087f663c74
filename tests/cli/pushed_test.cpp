#include "cli/pushed.h"

#include <catch2/catch.hpp>
#include <map>

using namespace miggraph;
using namespace miggraph::cli;

namespace {

Result<std::optional<std::string>> pushed(std::map<std::string, std::string> variables) {
  return pushed_commit(Environment([variables](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(std::string(name));
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  }));
}

const std::string kCommit(40, 'a');
const std::string kNone(40, '0');

}  // namespace

TEST_CASE("what is pushed is the commit that pre-commit names") {
  const auto commit = pushed({{"PRE_COMMIT_TO_REF", kCommit}, {"PRE_COMMIT_REMOTE_BRANCH", "refs/heads/x"}});
  REQUIRE(commit);
  CHECK(*commit == kCommit);
}

TEST_CASE("a new history is pushed by its branch") {
  const auto commit =
      pushed({{"PRE_COMMIT_LOCAL_BRANCH", "refs/heads/x"}, {"PRE_COMMIT_REMOTE_BRANCH", "refs/heads/x"}});
  REQUIRE(commit);
  CHECK(*commit == "refs/heads/x");
}

TEST_CASE("a deleted branch and a tag are nothing to look at") {
  const auto deleted = pushed({{"PRE_COMMIT_TO_REF", kNone}, {"PRE_COMMIT_REMOTE_BRANCH", "refs/heads/x"}});
  const auto tag = pushed({{"PRE_COMMIT_TO_REF", kCommit}, {"PRE_COMMIT_REMOTE_BRANCH", "refs/tags/v1"}});
  const auto empty = pushed({{"PRE_COMMIT_LOCAL_BRANCH", "(delete)"}, {"PRE_COMMIT_REMOTE_BRANCH", "refs/heads/x"}});
  for (const auto* answer : {&deleted, &tag, &empty}) {
    REQUIRE(*answer);
    CHECK_FALSE((**answer).has_value());
  }
}

TEST_CASE("outside of a pre-push hook --pushed is an error with a way out") {
  for (const auto& variables : {std::map<std::string, std::string>{}, {{"PRE_COMMIT_LOCAL_BRANCH", "refs/heads/x"}}}) {
    const auto commit = pushed(variables);
    REQUIRE_FALSE(commit);
    CHECK(commit.error().kind == Error::Kind::usage);
    CHECK(commit.error().message.find("PRE_COMMIT_TO_REF") != std::string::npos);
    CHECK(commit.error().hint.find("--rev") != std::string::npos);
  }
}
