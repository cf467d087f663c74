#include "cli/site_packages.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace miggraph::cli {
namespace {

namespace fs = std::filesystem;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// Those of a virtual environment: lib/python3.12/site-packages, Lib/site-packages.
std::vector<std::string> of_environment(const fs::path& environment) {
  std::vector<std::string> found;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(environment / "lib", failed)) {
    const fs::path folder = entry.path() / "site-packages";
    if (entry.path().filename().string().starts_with("python") && fs::is_directory(folder, failed)) found.push_back(folder.string());
  }
  if (fs::is_directory(environment / "Lib" / "site-packages", failed))
    found.push_back((environment / "Lib" / "site-packages").string());
  std::sort(found.begin(), found.end());
  return found;
}

std::optional<django::DjangoVersion> installed_django(const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    std::error_code failed;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
      const std::string name = lower(entry.path().filename().string());
      constexpr std::string_view start = "django-", end = ".dist-info";
      if (!name.starts_with(start) || !name.ends_with(end)) continue;
      if (const auto version = django::django_version_of(name.substr(start.size(), name.size() - start.size() - end.size()))) return version;
    }
  }
  return std::nullopt;
}

Result<SitePackages> named(const std::vector<std::string>& folders, const fs::path& relative_to, const std::string& from) {
  SitePackages packages;
  packages.from = from;
  for (const std::string& folder : folders) {
    std::error_code failed;
    const fs::path path = relative_to / folder;
    if (!fs::is_directory(path, failed))
      return Error{Error::Kind::configuration, from + ": no such folder: " + folder, "name the folder that holds the packages, as site-packages does"};
    packages.folders.push_back(path.lexically_normal().string());
  }
  packages.django = installed_django(packages.folders);
  return packages;
}

}  // namespace

Result<SitePackages> site_packages(const Options& options, const Environment& environment, const std::string& root) {
  const Configuration& configured = options.configuration;
  if (!options.site_packages.empty()) return named(options.site_packages, fs::current_path(), "--site-packages");
  if (configured.site_packages)
    return named(configured.site_packages->value, configured.folder, configured.site_packages->place.text());
  std::vector<std::pair<fs::path, std::string>> candidates;
  if (const auto active = environment.get("VIRTUAL_ENV")) candidates.emplace_back(*active, "VIRTUAL_ENV");
  for (const std::string& beside : {configured.folder, root}) {
    if (beside.empty()) continue;
    for (const std::string name : {".venv", "venv"}) candidates.emplace_back(fs::path(beside) / name, name);
  }
  for (const auto& [folder, from] : candidates) {
    SitePackages packages{of_environment(folder), std::nullopt, from};
    packages.django = installed_django(packages.folders);
    if (packages.django) return packages;
  }
  return SitePackages();
}

Result<django::Platform> platform(const Options& options, const SitePackages& packages) {
  const Configuration& configured = options.configuration;
  django::Platform platform;
  if (configured.database) platform = django::platform_of_database(configured.database->value);
  platform.version = packages.django;
  platform.version_from = packages.from;
  if (configured.django) {
    platform.version = django::django_version_of(configured.django->value);
    platform.version_is_configured = true;
    platform.version_from = configured.django->place.text();
    if (!platform.version)
      return configuration_error(configured.django->place, "django", "can't be " + configured.django->value + ", which is no version", "write it as in \"5.2\" or \"4.2.11\"");
  }
  return platform;
}

}  // namespace miggraph::cli
