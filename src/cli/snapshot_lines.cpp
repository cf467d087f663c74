#include "cli/snapshot_lines.h"

#include <algorithm>
#include <utility>

#include "base/source_text.h"

namespace miggraph::cli {

SnapshotLines::SnapshotLines(source::Repository& repository, const source::Snapshot& snapshot,
                             std::vector<source::Revision> revisions)
    : repository_(repository), snapshot_(snapshot), revisions_(std::move(revisions)) {}

std::optional<std::string> SnapshotLines::line(std::string_view path, std::uint32_t number,
                                               const std::vector<std::string>& refs) const {
  const auto in_refs = [&](const std::string& ref) { return std::find(refs.begin(), refs.end(), ref) != refs.end(); };
  if (refs.empty() || in_refs(snapshot_.ref)) {
    if (auto found = line_in(snapshot_, path, number)) return found;
  }
  for (const source::Revision& revision : revisions_) {
    if (!in_refs(revision.ref)) continue;
    const auto snapshot = repository_.at(revision);
    if (!snapshot) continue;
    if (auto found = line_in(*snapshot, path, number)) return found;
  }
  return std::nullopt;
}

std::optional<std::string> SnapshotLines::line_in(const source::Snapshot& snapshot, std::string_view path,
                                                  std::uint32_t number) const {
  const source::File* file = snapshot.root->file_at(path);
  if (!file) return std::nullopt;
  const auto text = repository_.read(file->blob);
  if (!text) return std::nullopt;
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  const LineIndex lines(text->starts_with(byte_order_mark) ? text->substr(byte_order_mark.size()) : *text);
  if (number > lines.lines()) return std::nullopt;
  return std::string(lines.line(number));
}

}  // namespace miggraph::cli
