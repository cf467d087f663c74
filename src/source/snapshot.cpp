#include "source/snapshot.h"

namespace miggraph::source {

std::string_view name_of(SnapshotKind kind) {
  switch (kind) {
    case SnapshotKind::worktree:
      return "worktree";
    case SnapshotKind::folder:
      return "folder";
    case SnapshotKind::index:
      return "index";
    case SnapshotKind::commit:
      return "commit";
    case SnapshotKind::merge:
      return "merge";
  }
  return "";
}

}  // namespace miggraph::source
