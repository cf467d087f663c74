#include "cli/session.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "cli/repository_refs.h"
#include "cli/snapshot_lines.h"

namespace miggraph::cli {
namespace {

namespace fs = std::filesystem;

/// Where -C leads: each DIR relative to the one before, as git does it.
std::string start_directory(const std::vector<std::string>& directories) {
  fs::path path = ".";
  for (const std::string& directory : directories) path /= directory;
  return path.lexically_normal().string();
}

django::ReadOptions read_options(const Options& options, const source::Repository& repository) {
  django::ReadOptions read;
  read.root_name = fs::path(repository.root()).filename().string();
  read.migration_modules = options.migration_modules;
  for (const auto& [name, value] : options.settings) read.settings[name] = value;
  return read;
}

}  // namespace

Result<Session*> Session::open(const Options& options, Progress* progress) {
  static auto& kept = *new std::vector<Session*>;  // what a leak checker finds them by
  Session* session = kept.emplace_back(new Session);
  session->progress_ = progress;
  const auto opened = [&] {
    const Working working(progress, Stage::opening);
    return source::Repository::open(start_directory(options.directories));
  };
  auto repository = opened();
  if (!repository) return repository.error();
  session->repository_ = std::move(*repository);
  source::Repository& files = *session->repository_;

  django::ReadOptions reading = read_options(options, files);
  reading.progress = progress;
  session->reader_ = std::make_unique<django::CodebaseReader>(
      [&files](const source::BlobId& blob) { return files.read(blob); }, std::move(reading));
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
  const auto is_there = [&](const auto& row) { return session->has(row.second); };
  if (!given.empty() && std::none_of(given.begin(), given.end(), is_there)) {
    return Error{Error::Kind::usage, "no such folder: " + given.front().second, "DIR of --migration-module is a folder of the project, as seen from its root"};
  }
  return session;
}

Result<source::Snapshot> Session::take_snapshot(const Options& options) {
  const Working working(progress_, Stage::listing);
  if (options.staged) return repository_->index();
  return rev_ ? repository_->at(*rev_) : repository_->worktree();
}

Result<Target> Session::target(const Options& options, const Environment& environment) const {
  const Working working(progress_, Stage::choosing);
  TargetRequest request{options.against, options.branches, options.no_against, rev_};
  return choose_target(RepositoryRefs(*repository_), request, ci_of(environment));
}

std::optional<Comparison> Session::trunk(const Options& options, const Environment& environment) const {
  TargetRequest request{options.against, options.branches, options.no_against, rev_};
  return find_trunk(RepositoryRefs(*repository_), request, ci_of(environment));
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
