#include "analysis/file_findings.h"

#include <algorithm>
#include <cctype>

#include "analysis/places.h"

namespace miggraph::analysis {

namespace {

std::string in_folder(const std::string& folder, std::string_view file) {
  return folder == "." || folder.empty() ? std::string(file) : folder + "/" + std::string(file);
}

Finding finding_in(const django::App& app, Diagnostic diagnostic, std::string_view file) {
  Finding finding;
  finding.diagnostic = diagnostic;
  finding.severity = info(diagnostic).severity;
  finding.app = app.label;
  finding.path = in_folder(app.migrations_path, file);
  return finding;
}

void add_load_errors(const django::App& app, std::vector<Finding>& out) {
  for (const django::LoadError& error : app.package->errors) {
    const bool no_migration = error.type == django::LoadError::Type::bad_migration;
    Finding finding = finding_in(app, no_migration ? Diagnostic::MG105 : Diagnostic::MG903, error.file);
    finding.message = error.text;
    finding.help = error.cure;
    finding.range = range_in(error.module.get(), error.span);
    if (!error.may_come_from.empty()) {
      finding.diagnostic = Diagnostic::MG904;
      finding.severity = Severity::warning;
      finding.message = error.file + " has no Migration of its own; whether `from " + error.may_come_from + " import *` gives it one cannot be known without running the code";
      finding.help = "import Migration by name, or write the class here";
    }
    if (error.file.ends_with(".py")) finding.migration = error.file.substr(0, error.file.size() - 3);
    out.push_back(std::move(finding));
  }
}

void add_ignored(const django::App& app, std::vector<Finding>& out) {
  for (const django::IgnoredFile& ignored : app.package->ignored) {
    Finding finding = finding_in(app, Diagnostic::MG105, ignored.file);
    switch (ignored.reason) {
      case django::IgnoredFile::Reason::dot_in_name:
        finding.message =
            ignored.file + " has a dot in its name: it is no module, and Django passes over it in silence";
        finding.help = "rename it without the dot, or move it out of the migrations folder";
        break;
      case django::IgnoredFile::Reason::bytecode:
        finding.message = ignored.file + " is a migration to Django, though its source is gone";
        finding.help = "delete it";
        finding.severity = Severity::warning;  // what is in it cannot be read
        break;
    }
    out.push_back(std::move(finding));
  }
}

/// One finding for all entries of a list that are alike in this: they mostly have the same reason, and one cure.
void add_entries(const django::App& app, const django::Migration& migration, const std::vector<django::Dependency>& entries,
                 const std::string& attribute, bool wrong, std::vector<Finding>& out) {
  const auto is_meant = [wrong](const django::Dependency& entry) {
    const auto* unknown = std::get_if<django::Dependency::Unknown>(&entry.target);
    return unknown != nullptr && unknown->wrong == wrong;
  };
  const auto first = std::find_if(entries.begin(), entries.end(), is_meant);
  if (first == entries.end()) return;
  const auto& unknown = std::get<django::Dependency::Unknown>(first->target);
  const auto others = std::count_if(first + 1, entries.end(), is_meant);
  const std::string more = others > 0 ? ", and " + std::to_string(others) + " more of its entries" : "";
  const std::string list = attribute + " of " + app.label + "." + migration.name;
  Finding finding = finding_in(app, wrong ? Diagnostic::MG105 : Diagnostic::MG904, migration.file);
  finding.severity = wrong ? Severity::error : Severity::warning;
  finding.migration = migration.name;
  finding.range = entry_range(migration, &*first);
  if (wrong) {
    finding.message = list + (unknown.spread ? " are no list: " + unknown.path : " hold what names no migration: " + unknown.path + more) + "; Django dies on it";
    finding.help = "write pairs of texts in a list: [('app_label', '0001_name')]";
  } else {
    finding.message = list + " hold something that cannot be known without running the code" + (unknown.path.empty() ? "" : ": " + unknown.path) +
                      (unknown.reason.empty() ? "" : " (" + unknown.reason + ")") + more;
    finding.help = "write it literally; what is known besides was used";
  }
  out.push_back(std::move(finding));
}

void add_unknown(const django::App& app, std::vector<Finding>& out) {
  for (const django::Migration& migration : app.package->migrations) {
    // A first migration needs none.
    const bool is_first = migration.initial.value_or(false) || migration.name.starts_with("0001");
    if (!migration.inherits_from.empty() && !is_first) {
      Finding finding = finding_in(app, Diagnostic::MG904, migration.file);
      finding.severity = Severity::warning;
      finding.migration = migration.name;
      finding.range = entry_range(migration, nullptr);
      finding.message = app.label + "." + migration.name + " names no dependencies; whether " + migration.inherits_from +
                        ", which lies outside the migrations packages, gives it some cannot be known without running the code";
      finding.help = "write `dependencies = […]` in the migration itself";
      out.push_back(std::move(finding));
    }
    for (const bool wrong : {true, false}) {
      add_entries(app, migration, migration.dependencies, "dependencies", wrong, out);
      add_entries(app, migration, migration.run_before, "run_before", wrong, out);
      add_entries(app, migration, migration.replaces, "replaces", wrong, out);
    }
  }
}

// A folder or a dangling link called 0003_x.py, or a file that may not be read, directly in the migrations folder.
void add_obstacles(const View& view, const django::App& app, std::vector<Finding>& out) {
  for (const source::Obstacle& obstacle : view.snapshot.obstacles) {
    const std::string prefix = app.migrations_path == "." ? "" : app.migrations_path + "/";
    if (!obstacle.path.starts_with(prefix)) continue;
    const std::string name = obstacle.path.substr(prefix.size());
    if (name.find('/') != std::string::npos || !name.ends_with(".py") || name.starts_with('_') || name.starts_with('~'))
      continue;
    Finding finding = finding_in(app, Diagnostic::MG903, name);
    finding.migration = name.substr(0, name.size() - 3);
    finding.message = name + " " + obstacle.reason + ": Django dies on it";
    finding.help = "remove or rename it";
    const bool known = std::any_of(out.begin(), out.end(), [&](const Finding& other) {
      return other.path == finding.path && other.diagnostic == finding.diagnostic;
    });
    if (!known) out.push_back(std::move(finding));
  }
}

bool is_numbered(std::string_view name) {
  std::size_t digits = 0;
  while (digits < name.size() && std::isdigit(static_cast<unsigned char>(name[digits]))) ++digits;
  return digits >= 3 && digits < name.size() && name[digits] == '_' && name.ends_with(".py");
}

}  // namespace

std::vector<Finding> file_findings(const View& view, const std::vector<const django::App*>& judged) {
  std::vector<Finding> out;
  for (const django::App* app : judged) {
    add_load_errors(*app, out);
    add_ignored(*app, out);
    add_unknown(*app, out);
    add_obstacles(view, *app, out);
  }
  return out;
}

std::vector<Finding> packages_without_init(const View& view, const Scope& scope) {
  std::vector<Finding> out;
  if (!scope.apps.empty()) return out;
  for (const django::Skipped& skipped : view.codebase->skipped) {
    if (!is_below(skipped.path, scope.paths) ||
        (!scope.all_apps && (is_example(skipped.path) || is_excluded(skipped.path, scope))))
      continue;
    for (const std::string& folder : {in_folder(skipped.path, "migrations"), skipped.path}) {
      const source::Directory* directory = view.snapshot.root->directory_at(folder == "." ? "" : folder);
      if (!directory || directory->file("__init__.py")) continue;
      const auto& files = directory->files();
      const auto first =
          std::find_if(files.begin(), files.end(), [](const source::File& file) { return is_numbered(file.name); });
      if (first == files.end()) continue;
      Finding finding;
      finding.diagnostic = Diagnostic::MG106;
      finding.severity = info(finding.diagnostic).severity;
      finding.path = in_folder(folder, first->name);
      finding.message = folder +
                        " has migrations and no __init__.py: Django takes the app for one without migrations, and "
                        "`migrate` does nothing";
      finding.help = "touch " + in_folder(folder, "__init__.py");
      out.push_back(std::move(finding));
      break;
    }
  }
  return out;
}

}  // namespace miggraph::analysis
