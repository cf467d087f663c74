#include "analysis/views.h"

namespace miggraph::analysis {

Result<std::vector<View>> Views::at_all(const std::vector<source::Revision>& revisions) {
  std::vector<View> views;
  for (const source::Revision& revision : revisions) {
    auto view = at(revision);
    if (!view) return view.error();
    views.push_back(std::move(*view));
  }
  return views;
}

Result<std::vector<View>> Views::merge_all(const View& ours, const std::vector<const View*>& theirs) {
  std::vector<View> views;
  for (const View* other : theirs) {
    auto view = merge(ours, *other);
    if (!view) return view.error();
    views.push_back(std::move(*view));
  }
  return views;
}

}  // namespace miggraph::analysis
