#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analysis/views.h"
#include "django/operations/operation_type.h"

namespace miggraph::analysis::testing {

using Names = std::vector<std::string>;

/// An operation as a test writes it: "AddField student ine". Its values point into `text`, which must live on.
inline django::Operation operation(const std::vector<std::string>& words) {
  django::Operation out;
  out.name = words[0];
  out.path = "django.db.migrations." + words[0];
  out.type = django::find_operation_type(out.path);
  const bool of_model = words.size() < 3 && words[0] != "RunPython";
  const char* const names[] = {of_model ? "name" : "model_name",
                               words[0].starts_with("RenameField") ? "old_name" : "name", "new_name"};
  for (std::size_t i = 1; i < words.size(); ++i) {
    python::Value value;
    value.data = python::Text{words[i]};
    out.kwargs.push_back({names[i - 1], value});
  }
  return out;
}

/// The migrations of one branch: dependencies are names of the same app, or "other.name". What stands in it must live
/// on for as long as the codebases made of it.
class Files {
 public:
  Files& add(const std::string& app, const std::string& name, const Names& dependencies = {},
             const std::vector<std::vector<std::string>>& operations = {}) {
    django::Migration migration;
    migration.name = name;
    migration.file = name + ".py";
    for (const std::string& dependency : dependencies) {
      const std::size_t dot = dependency.find('.');
      django::Dependency& entry = migration.dependencies.emplace_back();
      if (dependency.starts_with('?'))
        entry.target = django::Dependency::Unknown{dependency.substr(1), "not known", false};
      else if (dot == std::string::npos)
        entry.target = django::Dependency::Key{app, dependency};
      else
        entry.target = django::Dependency::Key{dependency.substr(0, dot), dependency.substr(dot + 1)};
    }
    for (const auto& words : operations)
      migration.operations.push_back(
          operation(*words_.emplace_back(std::make_shared<std::vector<std::string>>(words))));
    apps_[app].insert_or_assign(name, migration);
    return *this;
  }
  Files& remove(const std::string& app, const std::string& name) {
    apps_[app].erase(name);
    return *this;
  }

  std::shared_ptr<const django::Codebase> codebase() const {
    auto out = std::make_shared<django::Codebase>();
    django::Project project;
    for (const auto& [label, migrations] : apps_) {
      auto package = std::make_shared<django::MigrationPackage>();
      std::vector<std::shared_ptr<const django::Migration>> all;
      for (const auto& [name, migration] : migrations) all.push_back(std::make_shared<const django::Migration>(migration));
      package->migrations = django::MigrationList(std::move(all));
      auto app = std::make_shared<django::App>();
      app->label = label;
      app->path = label;
      app->migrations_path = label + "/migrations";
      app->package = std::move(package);
      out->apps.push_back(app);
    }
    for (const auto& app : out->apps) project.apps.push_back(app.get());
    project.judged = project.apps;
    out->first_of_label = project.apps;
    out->projects.push_back(std::move(project));
    out->settings["AUTH_USER_MODEL"] = "auth.User";
    return out;
  }

 private:
  std::map<std::string, std::map<std::string, django::Migration>> apps_;
  std::vector<std::shared_ptr<std::vector<std::string>>> words_;  // what values point into
};

inline source::CommitId commit_of(const std::string& ref) {
  source::CommitId id;
  for (std::size_t i = 0; i < ref.size(); ++i)
    id.bytes[i % 20] = static_cast<std::uint8_t>(id.bytes[i % 20] * 31 + ref[i]);
  return id;
}

/// Branches that all forked at one commit; their merges are those of their sets of files, three ways.
class MadeUpViews : public Views {
 public:
  void branch(const std::string& ref, const Files& files) { views_[commit_of(ref)] = view(ref, files); }
  void merged(const std::string& ours, const std::string& theirs, const Files& files) {
    merges_[{commit_of(ours), commit_of(theirs)}] = view(ours, files);
    merges_[{commit_of(theirs), commit_of(ours)}] = view(ours, files);
  }
  View of(const std::string& ref) { return views_.at(commit_of(ref)); }

  Result<View> at(const source::Revision& revision) override { return views_.at(revision.commit); }
  Result<View> merge(const View& ours, const View& theirs) override {
    return merges_.at({*ours.snapshot.commit, *theirs.snapshot.commit});
  }
  Result<std::vector<source::CommitId>> merge_bases(const source::CommitId& a, const source::CommitId& b) override {
    return std::vector{a == b ? a : commit_of("base")};
  }
  Result<std::optional<source::CommitInfo>> last_change(const source::CommitId& tip, const std::string&) override {
    source::CommitInfo info;
    info.id = tip;
    info.author = "Ada Example";
    return std::optional(info);
  }

 private:
  static View view(const std::string& ref, const Files& files) {
    static const source::Directory empty({}, {});
    View out;
    out.snapshot.kind = source::SnapshotKind::commit;
    out.snapshot.ref = ref;
    out.snapshot.commit = commit_of(ref);
    out.snapshot.root = &empty;
    out.codebase = files.codebase();
    return out;
  }

  std::map<source::CommitId, View> views_;
  std::map<std::pair<source::CommitId, source::CommitId>, View> merges_;
};

inline source::Revision revision(const std::string& ref) {
  return {ref, commit_of(ref)};
}

}  // namespace miggraph::analysis::testing
