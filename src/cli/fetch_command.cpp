#include "cli/fetch_command.h"

#include "base/shell_word.h"

namespace miggraph::cli {

std::string fetch_branch(const std::string& branch) {
  return "git fetch --no-tags --depth=2147483647 origin " +
         shell_quoted("+refs/heads/" + branch + ":refs/remotes/origin/" + branch);
}

std::string fetch_parents(const std::string& commit) {
  return "git fetch --no-tags --depth=2 origin " + commit;
}

}  // namespace miggraph::cli
