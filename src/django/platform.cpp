#include "django/platform.h"

#include <array>
#include <charconv>

namespace miggraph::django {

std::string DjangoVersion::text() const {
  return std::to_string(major) + "." + std::to_string(minor) + (micro == 0 ? "" : "." + std::to_string(micro));
}

std::optional<DjangoVersion> django_version_of(std::string_view text) {
  DjangoVersion version;
  const std::array<std::int64_t*, 3> parts = {&version.major, &version.minor, &version.micro};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto [rest, wrong] = std::from_chars(at, end, *parts[i]);
    if (wrong != std::errc() || *parts[i] < 0 || *parts[i] > 999) return std::nullopt;
    at = rest;
    if (at == end) return i > 0 ? std::optional(version) : std::nullopt;
    const std::string_view suffix(at, static_cast<std::size_t>(end - at));
    const bool prerelease = suffix.starts_with('a') || suffix.starts_with('b') || suffix.starts_with("rc");
    if (i > 0 && prerelease) return version;
    if (*at != '.' || ++at == end) return std::nullopt;
    if (i > 0 && std::string_view(at, static_cast<std::size_t>(end - at)).starts_with("dev")) return version;
  }
  return std::nullopt;
}

DjangoVersion assumed_version() { return {5, 2, 7}; }

Platform platform_of_database(std::string_view database) {
  Platform platform;
  platform.vendor = database == "mariadb" ? "mysql" : std::string(database);
  platform.engine = database == "sqlite" ? "sqlite3" : platform.vendor;
  return platform;
}

}  // namespace miggraph::django
