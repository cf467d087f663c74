#include "cli/suggest.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace miggraph::cli {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// Edits between two words; two letters in the wrong order count as one.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1])) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before = std::exchange(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::vector<std::string> closest(std::string_view typed, const std::vector<std::string>& names, std::size_t limit) {
  constexpr std::size_t longest = 200;  // the table of edits is quadratic
  std::vector<std::pair<std::size_t, std::string>> found;
  if (typed.empty() || typed.size() > longest) return {};
  for (const std::string& name : names) {
    if (name.empty() || name.size() > longest) continue;
    const bool part =
        typed.size() >= 3 && (name.find(typed) != std::string::npos || typed.find(name) != std::string_view::npos);
    const std::size_t edits = distance(typed, name);
    if (edits <= std::max<std::size_t>(1, typed.size() / 3) || part) found.emplace_back(edits, name);
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> best;
  for (auto& [edits, name] : found) {
    if (best.size() < limit) best.push_back(std::move(name));
  }
  return best;
}

std::optional<std::string> closest(std::string_view typed, const std::vector<std::string>& names) {
  std::vector<std::string> best = closest(typed, names, 1);
  return best.empty() ? std::nullopt : std::optional(std::move(best.front()));
}

}  // namespace miggraph::cli
