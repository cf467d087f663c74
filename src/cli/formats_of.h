#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/options.h"
#include "cli/suggest.h"
#include "report/drawings.h"
#include "report/formats.h"

namespace miggraph::cli {

/// Whether some command has a format of that name.
inline bool is_format(std::string_view name) {
  const auto has_name = [name](const auto& row) { return row.name == name; };
  return std::any_of(report::formats().begin(), report::formats().end(), has_name) ||
         std::any_of(report::drawings().begin(), report::drawings().end(), has_name);
}

/// The names of the formats of `check`.
inline std::vector<std::string> check_formats() {
  std::vector<std::string> names;
  for (const report::Format& format : report::formats()) names.emplace_back(format.name);
  return names;
}

/// The row of a table of formats that --format names; the first where it names none. Errors (usage): no such format.
template <class Row>
Result<const Row*> choose_format(const std::vector<const Row*>& rows, const Options& options,
                                 std::string_view command) {
  const std::string& name = options.format;
  if (name.empty()) return rows.front();
  std::vector<std::string> names;
  for (const Row* row : rows) {
    if (row->name == name) return row;
    names.emplace_back(row->name);
  }
  if (options.format_for_all && is_format(name)) return rows.front();  // meant for `check`, most likely
  if (options.format_for_all)
    return Error{Error::Kind::usage, "MIGGRAPH_FORMAT is " + name + ", which no command has", "set it to one of those that `miggraph check --help` lists"};
  std::string list;
  for (const std::string& one : names) list += (list.empty() ? "" : ", ") + one;
  const auto near = closest(name, names);
  return Error{Error::Kind::usage, std::string(command) + " has no format " + name,
               near ? "did you mean " + *near + "?" : "it has " + list};
}

template <class Row>
std::vector<std::string> names_of(const std::vector<const Row*>& rows) {
  std::vector<std::string> names;
  for (const Row* row : rows) names.emplace_back(row->name);
  return names;
}

}  // namespace miggraph::cli
