#include "django/codebase.h"

#include <algorithm>

namespace miggraph::django {

MigrationList::MigrationList(std::vector<std::shared_ptr<const Migration>> migrations) : all_(std::move(migrations)) {
  const auto by_name = [](const auto& a, const auto& b) { return a->name < b->name; };
  if (!std::is_sorted(all_.begin(), all_.end(), by_name)) std::sort(all_.begin(), all_.end(), by_name);
}

const Migration* App::migration(std::string_view name) const {
  for (const MigrationList* all : {&package->migrations, &package->unreadable}) {
    const auto found = std::lower_bound(all->begin(), all->end(), name,
                                        [](const Migration& migration, std::string_view key) { return migration.name < key; });
    if (found != all->end() && found->name == name) return &*found;
  }
  return nullptr;
}

std::string App::path_of(const Migration& migration) const {
  return migrations_path == "." ? migration.file : migrations_path + "/" + migration.file;
}

}  // namespace miggraph::django
