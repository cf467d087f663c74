#include "graph/closest_names.h"

#include <algorithm>
#include <tuple>

namespace miggraph::graph {

namespace {

std::string_view significant_number(std::string_view name) {
  std::string_view number = number_of(name);
  while (number.size() > 1 && number.front() == '0') number.remove_prefix(1);
  return number;
}

// Levenshtein's distance, or something above `limit` where it is more than that.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > limit) return limit + 1;
  std::vector<std::size_t> row(a.size() + 1);
  for (std::size_t i = 0; i <= a.size(); ++i) row[i] = i;
  for (std::size_t j = 1; j <= b.size(); ++j) {
    std::size_t diagonal = row[0];
    row[0] = j;
    std::size_t least = row[0];
    for (std::size_t i = 1; i <= a.size(); ++i) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[i];
      row[i] = std::min({replaced, row[i] + 1, row[i - 1] + 1});
      least = std::min(least, row[i]);
    }
    if (least > limit) return limit + 1;
  }
  return row.back();
}

}  // namespace

std::string_view number_of(std::string_view name) {
  return name.substr(0, std::min(name.find_first_not_of("0123456789"), name.size()));
}

std::vector<std::string> closest_names(std::string_view name, std::span<const std::string> names, std::size_t limit) {
  struct Candidate {
    bool other_number;
    std::size_t edits;
    const std::string* name;
  };
  const std::string_view number = significant_number(name);
  const std::size_t near = std::max<std::size_t>(2, name.size() / 3);
  std::vector<Candidate> candidates;
  for (const std::string& other : names) {
    if (other == name) continue;
    const bool same_number = !number.empty() && significant_number(other) == number;
    const std::size_t allowed = same_number ? std::max(name.size(), other.size()) : near;
    const std::size_t edits = distance(name, other, allowed);
    if (edits <= allowed) candidates.push_back({!same_number, edits, &other});
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.other_number, a.edits, *a.name) < std::tie(b.other_number, b.edits, *b.name);
  });
  std::vector<std::string> out;
  for (const Candidate& candidate : candidates) {
    if (out.size() == limit) break;
    out.push_back(*candidate.name);
  }
  return out;
}

}  // namespace miggraph::graph
