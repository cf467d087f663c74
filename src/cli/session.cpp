#include "cli/session.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "cli/repository_refs.h"
#include "cli/site_packages.h"
#include "cli/snapshot_lines.h"

namespace miggraph::cli {
namespace {

namespace fs = std::filesystem;

/// A path of the configuration, relative to the root. Errors: it leads out of it.
Result<std::string> from_configuration(const Configuration& configuration, const source::Repository& repository, const std::string& path,
                                       const ConfigurationPlace& place, std::string_view key) {
  const fs::path full = (fs::path(configuration.folder) / path).lexically_normal();
  std::string below = full.lexically_relative(fs::path(repository.root()).lexically_normal()).generic_string();
  while (below.size() > 1 && below.ends_with('/')) below.pop_back();
  if (below.empty() || below == ".." || below.starts_with("../"))
    return configuration_error(place, key, "names " + path + ", which lies outside of " + repository.root(), "");
  return below;
}

/// The folder of the configuration, relative to the root: "" for the root itself.
std::string configuration_folder(const Configuration& configuration, const source::Repository& repository) {
  std::string folder = fs::path(configuration.folder).lexically_relative(fs::path(repository.root()).lexically_normal()).generic_string();
  return folder == "." || folder.starts_with("..") ? "" : folder;
}

Result<django::ReadOptions> read_options(const Options& options, const Environment& environment, const source::Repository& repository) {
  const Configuration& configured = options.configuration;
  django::ReadOptions read;
  read.root_name = fs::path(repository.root()).filename().string();
  read.migration_modules = options.migration_modules;
  for (const auto& [name, value] : options.settings) read.settings[name] = value;
  if (configured.migration_modules) {
    for (const auto& [label, folder] : configured.migration_modules->value) {
      auto path = from_configuration(configured, repository, folder, configured.migration_modules->place, "migration-modules");
      if (!path) return path.error();
      read.added_migration_modules.emplace_back(label, std::move(*path));
    }
  }
  if (configured.settings) {
    for (const std::string& name : configured.settings->value) {
      if (!name.ends_with(".py")) {
        read.settings_files.push_back(name);
        continue;
      }
      auto path = from_configuration(configured, repository, name, configured.settings->place, "settings");
      if (!path) return path.error();
      read.settings_files.push_back(std::move(*path));
    }
  }
  const auto packages = site_packages(options, environment, repository.root());
  if (!packages) return packages.error();
  auto runs_on = platform(options, *packages);
  if (!runs_on) return runs_on.error();
  read.platform = std::move(*runs_on);
  return read;
}

}  // namespace

Result<Session*> Session::open(const Options& options, Console& console) {
  Progress* const progress = console.progress();
  static auto& kept = *new std::vector<Session*>;  // what a leak checker finds them by
  Session* session = kept.emplace_back(new Session);
  session->progress_ = progress;
  const auto opened = [&] {
    const Working working(progress, Stage::opening);
    return source::Repository::open(options.start_directory());
  };
  auto repository = opened();
  if (!repository) return repository.error();
  session->repository_ = std::move(*repository);
  source::Repository& files = *session->repository_;

  auto reading = read_options(options, console.environment(), files);
  if (!reading) return reading.error();
  reading->progress = progress;
  session->reader_ = std::make_unique<django::CodebaseReader>(
      [&files](const source::BlobId& blob) { return files.read(blob); }, std::move(*reading));
  session->views_ = std::make_unique<analysis::RepositoryViews>(files, *session->reader_, progress);

  if (!options.rev.empty()) {
    auto revision = files.resolve(options.rev);
    if (!revision) return with_hint(revision.error());
    session->rev_ = std::move(*revision);
  }
  auto snapshot = session->take_snapshot(options);
  if (!snapshot) return snapshot.error();
  auto view = session->views_->of(std::move(*snapshot));
  if (!view) return view.error();
  session->view_ = std::move(*view);
  // A slip of the pen must not look like a project without findings.
  const auto& given = options.migration_modules;
  // A module in the place of the package is there too: Django says what is wrong with it.
  const auto is_there = [&](const auto& row) { return session->has(row.second) || session->has(row.second + ".py"); };
  if (!given.empty() && std::none_of(given.begin(), given.end(), is_there)) {
    return Error{Error::Kind::usage, "no such folder: " + given.front().second, "DIR of --migration-module is a folder of the project, as seen from its root"};
  }
  if (Status there = session->check_configured(options.configuration, console); !there) return there.error();
  return session;
}

Status Session::check_configured(const Configuration& configured, Console& console) const {
  // What was committed long ago need not have what is configured today.
  const bool is_today = view_.snapshot.kind != source::SnapshotKind::commit;
  const auto missing = [&](const ConfigurationPlace& place, std::string_view key, const std::string& what) -> Status {
    const Error error = configuration_error(place, key, what, "");
    if (is_today) return error;
    console.note(error.message);
    return Nothing{};
  };
  if (configured.migration_modules) {
    const auto& [rows, place] = *configured.migration_modules;
    for (const auto& [label, folder] : rows) {
      const auto path = from_configuration(configured, *repository_, folder, place, "migration-modules");
      if (path && view_.snapshot.root->directory_at(*path)) continue;
      if (Status there = missing(place, "migration-modules", "names " + folder + " for " + label + ", and there is no such folder"); !there) return there;
    }
  }
  if (configured.settings && view_.codebase->settings_files.empty())
    return missing(configured.settings->place, "settings", "names no file of the project that sets INSTALLED_APPS, AUTH_USER_MODEL or the like");
  return Nothing{};
}

Result<source::Snapshot> Session::take_snapshot(const Options& options) {
  const Working working(progress_, Stage::listing);
  if (options.staged) return repository_->index();
  return rev_ ? repository_->at(*rev_) : repository_->worktree();
}

Result<Target> Session::target(const Options& options, const Environment& environment) const {
  const Working working(progress_, Stage::choosing);
  TargetRequest request{options.against, options.branches, options.no_against, rev_, options.configuration.against};
  return choose_target(RepositoryRefs(*repository_), request, ci_of(environment));
}

std::optional<Comparison> Session::trunk(const Options& options, const Environment& environment) const {
  TargetRequest request{options.against, options.branches, options.no_against, rev_, options.configuration.against};
  return find_trunk(RepositoryRefs(*repository_), request, ci_of(environment));
}

analysis::Scope Session::scope(const Options& options) const {
  analysis::Scope scope;
  scope.all_apps = options.all_apps;
  const Configuration& configured = options.configuration;
  if (configured.exclude) {
    const std::string folder = configuration_folder(configured, *repository_);
    for (const std::string& pattern : configured.exclude->value) scope.excluded.emplace_back(pattern, folder);
  }
  return scope;
}

Result<std::string> Session::from_root(const std::string& path) const {
  const fs::path typed(path);
  fs::path full = typed.is_absolute() ? typed : fs::path(repository_->prefix()) / typed;
  if (typed.is_absolute()) full = full.lexically_relative(repository_->root());
  std::string below = full.lexically_normal().generic_string();
  while (below.size() > 1 && below.ends_with('/')) below.pop_back();
  if (below == ".." || below.starts_with("../") || below.empty()) {
    if (!typed.empty() && !below.empty())
      return Error{Error::Kind::usage, path + " lies outside of " + repository_->root(), "give a path below it"};
  }
  return below.empty() ? std::string(".") : below;
}

bool Session::has(const std::string& path) const {
  if (path == ".") return true;
  const source::Directory& root = *view_.snapshot.root;
  if (root.directory_at(path) || root.file_at(path)) return true;
  std::error_code ignored;
  return fs::exists(fs::path(repository_->root()) / path, ignored);
}

std::unique_ptr<report::SourceLines> Session::source_lines(std::vector<source::Revision> revisions) {
  return std::make_unique<SnapshotLines>(*repository_, view_.snapshot, std::move(revisions));
}

}  // namespace miggraph::cli
