#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace miggraph::django {

/// A release of Django: 5.2.7. What is not said is 0.
struct DjangoVersion {
  std::int64_t major = 0;
  std::int64_t minor = 0;
  std::int64_t micro = 0;

  std::string text() const;
  friend auto operator<=>(const DjangoVersion&, const DjangoVersion&) = default;
};

/// "5.2", "5.2.7", "6.0rc1" (6.0); absent where the text is no version.
std::optional<DjangoVersion> django_version_of(std::string_view text);

/// What the migrations run on, as far as their own code asks for it.
struct Platform {
  /// As Django names it in `connection.vendor`: "postgresql", "mysql" (MariaDB too), "sqlite", "oracle".
  std::string vendor = "postgresql";
  /// Last part of the ENGINE setting: "postgresql", "sqlite3".
  std::string engine = "postgresql";
  /// Absent: not known; then assumed_version() is what `django.VERSION` says, and what hangs on it is judged for all versions.
  std::optional<DjangoVersion> version;
  bool version_is_configured = false;  ///< else it is what is installed
  std::string version_from;            ///< "miggraph.toml:2", ".venv"
};

/// The Django whose behaviour is taken where nothing else is known: 5.2.7.
DjangoVersion assumed_version();

/// `database` of the configuration: a vendor, or "mariadb".
Platform platform_of_database(std::string_view database);

}  // namespace miggraph::django
