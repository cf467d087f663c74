#include "analysis/places.h"

#include <algorithm>

#include "python/module.h"

namespace miggraph::analysis {

std::optional<Range> range_in(const python::Module* module, Span span) {
  if (!module) return std::nullopt;
  return LineIndex(module->text()).range(span);
}

std::optional<Range> dependencies_range(const django::Migration& migration) {
  std::optional<Span> all;
  for (const django::Dependency& entry : migration.dependencies) {
    if (!entry.module || entry.module != migration.module.get()) continue;
    if (!all) all = entry.span;
    all->begin = std::min(all->begin, entry.span.begin);
    all->end = std::max(all->end, entry.span.end);
  }
  return range_in(migration.module.get(), all.value_or(migration.class_span));
}

std::optional<Range> entry_range(const django::Migration& migration, const django::Dependency* entry) {
  const bool own = entry && entry->module && entry->module == migration.module.get();
  return range_in(migration.module.get(), own ? entry->span : migration.class_span);
}

}  // namespace miggraph::analysis
