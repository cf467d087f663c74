#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/report.h"
#include "report/style.h"

/// Small phrases that several formats share.
namespace miggraph::report {

/// "1 app", "3 apps"; "1 branch", "2 branches" with its own plural.
std::string counted(std::size_t count, std::string_view noun, std::string_view plural = {});
/// "a", "a and b", "a, b and c".
std::string joined(const std::vector<std::string>& items);

std::string short_id(std::string_view commit);
/// "2026-02-11", in the time zone that the commit was made in.
std::string date_of(const analysis::CommitLine& commit);
/// "2026-02-11T14:03:00+01:00".
std::string timestamp_of(const analysis::CommitLine& commit);
/// "f304112 Ada Example, 3 days ago"; with a date instead where the text may lie in a file; "not committed" without
/// one.
std::string who_and_when(const analysis::Leaf& leaf, const Style& style, std::string_view separator);

/// "the working tree of main", "the staged files", "feature a1b2c3d": what was judged.
std::string snapshot_in_words(const analysis::SnapshotLine& snapshot);

}  // namespace miggraph::report
