#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "django/platform.h"

namespace miggraph::django {

/// What one file of a project demands of Django: the releases from `lowest` to below `below`.
struct DjangoRequirement {
  std::optional<DjangoVersion> lowest;
  std::optional<DjangoVersion> below;
  bool exact = false;      ///< just `lowest`: a lock file, `==`
  bool locked = false;     ///< by a lock file, which says what is installed
  std::uint32_t line = 0;  ///< where it stands, from 1

  bool allows(const DjangoVersion& version) const {
    return (!lowest || version >= *lowest) && (!below || version < *below) && (!exact || version == *lowest);
  }
  /// Whether it leaves one minor release only, as `~=4.2.1`, `==4.2.*` and `>=4.2,<5` do.
  bool of_one_minor() const;
};

/// Whether files of that name are read. `folder`: the name of the folder that it lies in. A file that is named for a
/// Django release (requirements-django42.txt) is one of several that a test matrix chooses from, and says nothing.
bool is_requirement_file(std::string_view name, std::string_view folder);

/// What a file says of Django; absent where it says nothing that names a release. Where a file names Django more than
/// once (for several Pythons, say), what all of these have in common: from the lowest to the highest. Main dependencies
/// go before those of groups and extras. Whatever the bytes are, it is read line by line and nothing is refused.
std::optional<DjangoRequirement> read_django_requirement(std::string_view name, std::string_view text);

/// Version specifiers (PEP 440, and Poetry's ^ and ~): ">=4.2,<5". `line` is left 0.
std::optional<DjangoRequirement> django_specifiers(std::string_view text);

/// The first release of the minor after a version's: 4.1 → 4.2, 4.2 → 5.0, 1.11 → 2.0.
DjangoVersion next_minor(const DjangoVersion& version);

}  // namespace miggraph::django
