#include "source/repository.h"

#include <git2.h>

#include <algorithm>

#include "source/git_error.h"
#include "source/index_reader.h"
#include "source/merge.h"
#include "source/repository_impl.h"
#include "source/worktree.h"

namespace miggraph::source {

bool Repository::is_git() const {
  return impl_->git != nullptr;
}
bool Repository::is_bare() const {
  return is_git() && git_repository_is_bare(impl_->git->repository.get()) != 0;
}
bool Repository::is_shallow() const {
  return is_git() && impl_->git->commits.is_shallow();
}
const std::string& Repository::root() const {
  return impl_->root;
}
const std::string& Repository::prefix() const {
  return impl_->prefix;
}

Result<Snapshot> Repository::worktree() {
  Snapshot snapshot;
  if (!is_git()) {
    Result<DiskTree> tree = read_disk(impl_->root, nullptr, nullptr, impl_->pool, *impl_->blobs);
    if (!tree) return tree.error();
    snapshot.kind = SnapshotKind::folder;
    snapshot.root = tree->directory;
    snapshot.obstacles = std::move(tree->obstacles);
    return snapshot;
  }
  if (Status status = impl_->need_work_tree("files on disk"); !status) return status.error();
  snapshot.ref = head_name();
  if (const std::optional<Revision> at_head = head()) snapshot.commit = at_head->commit;
  const std::lock_guard lock(impl_->git->mutex);
  Result<Index> index = read_index(impl_->git->repository.get(), impl_->git->program, impl_->git->objects);
  if (!index) return index.error();
  Result<DiskTree> tree = read_disk(impl_->root, impl_->git->repository.get(), &*index, impl_->pool, *impl_->blobs);
  if (!tree) return tree.error();
  snapshot.kind = SnapshotKind::worktree;
  snapshot.root = tree->directory;
  snapshot.obstacles = std::move(tree->obstacles);
  return snapshot;
}

Result<Snapshot> Repository::index() {
  if (!is_git()) return no_git(impl_->root);
  if (Status status = impl_->need_work_tree("an index"); !status) return status.error();
  Snapshot snapshot;
  snapshot.kind = SnapshotKind::index;
  snapshot.ref = head_name();
  if (const std::optional<Revision> at_head = head()) snapshot.commit = at_head->commit;
  const std::lock_guard lock(impl_->git->mutex);
  Result<Index> index = read_index(impl_->git->repository.get(), impl_->git->program, impl_->git->objects);
  if (!index) return index.error();
  Result<IndexTree> tree = tree_of(*index, impl_->pool, *impl_->blobs);
  if (!tree) return tree.error();
  snapshot.root = tree->directory;
  snapshot.obstacles = std::move(tree->obstacles);
  snapshot.path_conflicts = std::move(index->conflicts);
  return snapshot;
}

Status Repository::Impl::need_work_tree(const std::string& lacking) const {
  if (git->inside) {
    return Error{Error::Kind::usage, "this is a git directory, not a folder of the project",
                 "start in the work tree, or --rev REV"};
  }
  if (git_repository_is_bare(git->repository.get()) == 0) return Nothing{};
  return Error{Error::Kind::usage, root + " is a bare repository, without " + lacking, "--rev REV"};
}

namespace {

void collect_blobs(const Directory& directory, std::vector<BlobId>& found) {
  for (const File& file : directory.files()) found.push_back(file.blob);
  for (const Subdirectory& below : directory.directories()) collect_blobs(*below.directory, found);
}

}  // namespace

Result<Snapshot> Repository::Impl::commit_snapshot(const CommitId& commit, std::string ref) {
  Result<const Commit*> parsed = git->commits.get(commit);
  if (!parsed) return parsed.error();
  Result<TreeReader::Root> tree = trees->read_root((*parsed)->tree);
  if (!tree) return tree.error();
  Snapshot snapshot;
  snapshot.kind = SnapshotKind::commit;
  snapshot.ref = std::move(ref);
  snapshot.commit = commit;
  snapshot.root = tree->directory;
  snapshot.obstacles = std::move(tree->obstacles);
  if (git->objects.is_partial()) {
    std::vector<BlobId> wanted;
    collect_blobs(*snapshot.root, wanted);
    git->objects.fetch_missing(wanted);
  }
  return snapshot;
}

Result<Snapshot> Repository::at(const Revision& revision) {
  if (!is_git()) return no_git(impl_->root);
  return impl_->commit_snapshot(revision.commit, revision.ref);
}

namespace {

// Empty where no merge is going on.
std::vector<CommitId> merge_heads(git_repository* repository) {
  std::vector<CommitId> heads;
  const auto note = [](const git_oid* oid, void* payload) {
    static_cast<std::vector<CommitId>*>(payload)->push_back(from_oid(*oid));
    return 0;
  };
  git_repository_mergehead_foreach(repository, note, &heads);
  return heads;
}

}  // namespace

Result<Snapshot> Repository::merge(const Snapshot& ours, const Snapshot& theirs) {
  MergeContext context{impl_->pool, *impl_->blobs, is_git() ? &impl_->git->commits : nullptr, impl_->trees.get()};
  if (is_git() && (ours.kind == SnapshotKind::worktree || ours.kind == SnapshotKind::index)) {
    const std::lock_guard lock(impl_->git->mutex);
    context.merge_heads = merge_heads(impl_->git->repository.get());
  }
  Result<MergedTree> merged = merge_snapshots(context, ours, theirs);
  if (!merged) return merged.error();
  if (merged->cut_off) {
    const std::lock_guard lock(impl_->git->mutex);
    return impl_->cut_off("no common ancestor of " + ours.ref + " and " + theirs.ref, theirs.ref);
  }
  Snapshot snapshot;
  snapshot.kind = SnapshotKind::merge;
  snapshot.ref = ours.ref;
  snapshot.root = merged->root;
  snapshot.path_conflicts = std::move(merged->conflicts);
  for (const std::vector<Obstacle>* side : {&ours.obstacles, &theirs.obstacles}) {
    for (const Obstacle& obstacle : *side) {
      const bool known = std::any_of(snapshot.obstacles.begin(), snapshot.obstacles.end(),
                                     [&](const Obstacle& it) { return it.path == obstacle.path; });
      if (!known) snapshot.obstacles.push_back(obstacle);
    }
  }
  return snapshot;
}

Result<std::vector<CommitId>> Repository::merge_bases(const CommitId& a, const CommitId& b) {
  if (!is_git()) return no_git(impl_->root);
  Result<Bases> bases = find_merge_bases(impl_->git->commits, {a}, b);
  if (!bases) return bases.error();
  if (!bases->commits.empty() || !bases->cut) return std::move(bases->commits);
  // The ref that the caller had in mind: a remote-tracking one tells the fetch best.
  std::string ref;
  if (const Result<std::vector<Branch>> known = branches()) {
    for (const Branch& branch : *known) {
      if (branch.tip == b && (ref.empty() || branch.remote)) ref = branch.ref;
    }
  }
  const std::lock_guard lock(impl_->git->mutex);
  return impl_->cut_off("no common ancestor of " + a.hex().substr(0, 10) + " and " + b.hex().substr(0, 10), ref);
}

Result<bool> Repository::is_ancestor(const CommitId& ancestor, const CommitId& descendant) {
  Result<std::vector<CommitId>> bases = merge_bases(descendant, ancestor);
  if (!bases) return bases.error();
  return std::find(bases->begin(), bases->end(), ancestor) != bases->end();
}

Result<std::vector<CommitId>> Repository::parents(const CommitId& commit) {
  if (!is_git()) return no_git(impl_->root);
  Result<const Commit*> parsed = impl_->git->commits.get(commit);
  if (!parsed) return parsed.error();
  return (*parsed)->raw_parents;
}

Result<CommitInfo> Repository::commit_info(const CommitId& id) {
  if (!is_git()) return no_git(impl_->root);
  // First through our own reader, whose errors tell missing from damaged.
  if (Result<const Commit*> parsed = impl_->git->commits.get(id); !parsed) return parsed.error();
  const git_oid oid = to_oid(id);
  Handle<git_commit> commit;
  if (git_commit_lookup(out(commit), impl_->git->repository.get(), &oid) != 0) {
    return git_failure("cannot read commit " + id.hex(), "git fsck --full");
  }
  CommitInfo info;
  info.id = id;
  if (const git_signature* author = git_commit_author(commit.get()); author != nullptr) {
    info.author = author->name;
    info.time = author->when.time;
    info.offset_minutes = author->when.offset;
  }
  if (const char* summary = git_commit_summary(commit.get()); summary != nullptr) info.summary = summary;
  return info;
}

Result<std::optional<CommitInfo>> Repository::last_change(const CommitId& tip, const std::string& path) {
  using Answer = std::optional<CommitInfo>;
  if (!is_git()) return no_git(impl_->root);
  Result<std::optional<CommitId>> found = find_last_change(impl_->git->commits, impl_->git->objects, tip, path);
  if (!found) return found.error();
  if (!*found) return Answer();
  Result<CommitInfo> info = commit_info(**found);
  if (!info) return info.error();
  return Answer(std::move(*info));
}

std::vector<std::string> Repository::broken_refs() const {
  if (!is_git()) return {};
  const std::lock_guard lock(impl_->git->mutex);
  return impl_->broken_refs;
}

Result<std::string_view> Repository::read(const BlobId& blob) {
  return impl_->blobs->read(blob);
}

}  // namespace miggraph::source
