#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "analysis/views.h"

namespace miggraph::analysis {

/// What a merge says about Django where both sides added a migration of one name with other content, which git can't merge
/// (MG120): in its app both versions stand beside each other, each with what its side put behind it. So it comes out
/// once one of them has another name, whichever that is. In the graph they go by names that no file has; said is
/// file_stem(). A name that is a leaf on both sides stays as it is: there one version is as good as the other.
///
/// `merged` is the merge of `ours` with `theirs`; without such a file the answer is its codebase.
std::shared_ptr<const django::Codebase> with_both_versions(const View& merged, const View& ours, const View& theirs);

/// The name of a migration's file without ".py": what it is called in Django, and by people.
std::string_view file_stem(const django::Migration& migration);

/// Whether it is one of two versions.
bool is_version(const django::Migration& migration);

/// Whether `own`, an app of one party, has the migration of another tree: that very version of it, where there are two.
bool has_version(const django::App& own, const django::Migration& migration);

}  // namespace miggraph::analysis
