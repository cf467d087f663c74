#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/source_lines.h"
#include "source/repository.h"

namespace miggraph::cli {

/// Source lines from the object store: of the snapshot, and of the revisions that it was compared with.
class SnapshotLines : public report::SourceLines {
 public:
  SnapshotLines(source::Repository& repository, const source::Snapshot& snapshot,
                std::vector<source::Revision> revisions);

  std::optional<std::string> line(std::string_view path, std::uint32_t number,
                                  const std::vector<std::string>& refs) const override;

 private:
  std::optional<std::string> line_in(const source::Snapshot& snapshot, std::string_view path,
                                     std::uint32_t number) const;

  source::Repository& repository_;
  const source::Snapshot& snapshot_;
  std::vector<source::Revision> revisions_;
};

}  // namespace miggraph::cli
