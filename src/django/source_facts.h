#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace miggraph::django {

/// NAME_MODEL = "app.Model"
struct ModelSettingLine {
  std::string name;
  std::string model;
};

/// What can be seen in one .py file by looking for a few words, whatever its path is. Found once for each blob.
struct SourceFacts {
  /// It has a line that makes a class Migration. The same test as the oracle's defines_migration().
  bool defines_migration = false;
  std::vector<ModelSettingLine> model_settings;
  /// MIGRATION_MODULES = {"label": "dotted.package"}: the literal pairs, in order.
  std::vector<std::pair<std::string, std::string>> migration_modules;
  /// The entries of its literal INSTALLED_APPS, where it assigns or extends one.
  std::vector<std::string> installed_apps;
  bool assigns_installed_apps = false;
  bool installed_apps_readable = true;  ///< false: some part of it is not literal

  bool nothing_about_settings() const {
    return model_settings.empty() && migration_modules.empty() && !assigns_installed_apps;
  }
};

SourceFacts scan_source(std::string_view source);

/// Whether a file has a line that begins a class Migration, assigns it or imports it: the regular expression
/// `^\s*(class\s+Migration\b|Migration\s*=|from .* import .*\bMigration\b)`.
bool defines_migration(std::string_view source);

/// The lines `^\s*([A-Z][A-Z0-9_]*_MODEL)\s*(?::\s*[\w.]+\s*)?=\s*['"](\w+\.\w+)['"]`.
std::vector<ModelSettingLine> model_setting_lines(std::string_view source);

/// A subclass of an AppConfig with a literal `name` or `label`.
struct AppConfigClass {
  std::optional<std::string> name;
  std::optional<std::string> label;
  std::optional<bool> is_default;  ///< `default = True` or False
};

/// The config classes of a file, outer ones before inner ones: classes with "Config" in a base.
std::vector<AppConfigClass> app_config_classes(std::string_view source);

/// The label that Django would give the app in folder `folder_name` by one config file; nothing where the file does not say.
std::optional<std::string> label_from(const std::vector<AppConfigClass>& classes, std::string_view folder_name);

}  // namespace miggraph::django
