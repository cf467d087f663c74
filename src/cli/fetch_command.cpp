#include "cli/fetch_command.h"

namespace miggraph::cli {
namespace {

/// Quoted for a shell, where a branch's name needs it.
std::string shell(const std::string& text) {
  const bool plain = text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+:@=-") ==
                     std::string::npos;
  if (plain) return text;
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string fetch_branch(const std::string& branch) {
  return "git fetch --no-tags --depth=2147483647 origin " +
         shell("+refs/heads/" + branch + ":refs/remotes/origin/" + branch);
}

std::string fetch_parents(const std::string& commit) {
  return "git fetch --no-tags --depth=2 origin " + commit;
}

}  // namespace miggraph::cli
