#include "graph/loader.h"

#include <algorithm>
#include <map>
#include <set>

#include "graph/squashes.h"

namespace miggraph::graph {

namespace {

constexpr std::string_view kFirst = "__first__";
constexpr std::string_view kLatest = "__latest__";

// What a migration file writes in dependencies or run_before.
struct Entry {
  const django::Dependency* written = nullptr;
  std::optional<MigrationKey> inside;  // the key that it stands for, if that is in an app of the project
};

struct OnDisk {
  MigrationKey key;
  const django::Migration* migration = nullptr;
  NodeId node = 0;
  std::vector<Entry> dependencies;
  std::vector<Entry> run_before;
};

class Loader {
 public:
  Loader(std::span<const AppMigrations> apps, const django::ModelSettings& settings, LoadOptions options)
      : settings_(settings), keep_going_(options.keep_going), replace_migrations_(options.replace_migrations) {
    std::set<std::string_view> migrated_apps;
    for (const AppMigrations& app : apps) {
      migrated_apps.insert(app.label);
      for (const django::Migration* migration : app.migrations) {
        OnDisk& one = disk_migrations_.emplace_back();
        one.key = MigrationKey{app.label, migration->name};
        one.migration = migration;
      }
    }
    const auto by_key = [](const OnDisk& a, const OnDisk& b) { return a.key < b.key; };
    if (!std::is_sorted(disk_migrations_.begin(), disk_migrations_.end(), by_key))
      std::stable_sort(disk_migrations_.begin(), disk_migrations_.end(), by_key);
    const auto same_key = [](const OnDisk& a, const OnDisk& b) { return a.key == b.key; };
    disk_migrations_.erase(std::unique(disk_migrations_.begin(), disk_migrations_.end(), same_key), disk_migrations_.end());
    const auto entries_of = [&](const std::vector<django::Dependency>& written) {
      std::vector<Entry> out;
      for (const django::Dependency& dependency : written) {
        auto key = resolve(dependency, settings_);
        if (key && !migrated_apps.contains(key->app)) key.reset();
        out.push_back({&dependency, std::move(key)});
      }
      return out;
    };
    for (OnDisk& one : disk_migrations_) {
      one.dependencies = entries_of(one.migration->dependencies);
      one.run_before = entries_of(one.migration->run_before);
    }
  }

  LoadedGraph build() {
    collect_external();
    add_nodes();
    for (const OnDisk& one : disk_migrations_) add_internal_dependencies(one);
    for (const OnDisk& one : disk_migrations_)
      if (!add_external_dependencies(one)) return std::move(out_);
    if (keep_going_) {
      find_own_first();
      for (const Squash& squash : untangle(std::move(replacements_), graph(), out_.problems)) carry_out(squash);
      collect_problems();
    } else {
      for (const Squash& squash : replacements_) {
        out_.error = carry_out(squash);
        if (out_.error) return std::move(out_);
      }
      out_.error = graph().validate_consistency();
      if (!out_.error) out_.error = graph().ensure_not_cyclic();
    }
    return std::move(out_);
  }

 private:
  MigrationGraph& graph() { return out_.graph; }

  void add_nodes() {
    for (OnDisk& one : disk_migrations_) {
      one.node = graph().add_node(one.key, one.migration);
      if (replace_migrations_ && one.migration->is_squash()) {
        Squash squash = squash_of(one.key, *one.migration, settings_);
        if (!squash.replaces.empty()) replacements_.push_back(std::move(squash));
      }
    }
  }

  void add_internal_dependencies(const OnDisk& one) {
    for (const Entry& entry : one.dependencies)
      if (entry.inside && entry.inside->app == one.key.app && entry.inside->name != kFirst)
        graph().add_dependency(one.node, one.key, *entry.inside, edge(EdgeKind::dependency, *entry.written));
  }

  // False: Django stops here.
  bool add_external_dependencies(const OnDisk& one) {
    for (const Entry& entry : one.dependencies) {
      if (!entry.inside || entry.inside->app == one.key.app) continue;
      if (const auto found = check_key(*entry.inside, one.key, *entry.written))
        add(one.node, one.key, *found, kind_of(*entry.inside, *entry.written), *entry.written);
      if (out_.error) return false;
    }
    for (const Entry& entry : one.run_before) {
      if (!entry.inside) continue;
      if (const auto found = check_key(*entry.inside, one.key, *entry.written))
        add(one.node, *found, one.key, EdgeKind::run_before, *entry.written);
      if (out_.error) return false;
    }
    return true;
  }

  void add(NodeId node, const MigrationKey& child, const MigrationKey& parent, EdgeKind kind,
           const django::Dependency& dependency) {
    const std::size_t before = graph().size();
    graph().add_dependency(node, child, parent, edge(kind, dependency));
    // A dummy counts as a root or leaf, and an edge within an app may take one away.
    if (graph().size() != before || child.app == parent.app) ends_.clear();
  }

  std::optional<MigrationKey> check_key(const MigrationKey& key, const MigrationKey& current,
                                        const django::Dependency& dependency) {
    if ((key.name != kFirst && key.name != kLatest) || graph().contains(key)) return key;
    if (key.app == current.app) return std::nullopt;  // ignored (#22325)
    auto [end, is_new] = ends_.try_emplace(key);
    if (is_new) {
      const std::vector<NodeId> nodes = key.name == kFirst ? graph().root_nodes(key.app) : graph().leaf_nodes(key.app);
      if (!nodes.empty()) end->second = nodes.front();
    }
    if (end->second) return graph().key(*end->second);
    if (keep_going_) {
      add_problem(Problem::Kind::empty_app, current, key, &dependency);
    } else {
      GraphError error;
      error.type = GraphError::Type::value_error;
      error.text = "Dependency on app with no migrations: " + key.app;
      error.node = key;
      error.origin = current;
      out_.error = std::move(error);
    }
    return std::nullopt;
  }

  std::optional<GraphError> carry_out(const Squash& squash) {
    // Nothing is applied, so that a squash always stands in for what it replaces.
    return graph().remove_replaced_nodes(squash.key, squash.replaces);
  }

  void collect_external() {
    for (const OnDisk& one : disk_migrations_) {
      for (const Entry& entry : one.dependencies)
        if (!entry.inside) out_.external.push_back({External::Attribute::dependencies, one.key, entry.written});
      for (const Entry& entry : one.run_before)
        if (!entry.inside) out_.external.push_back({External::Attribute::run_before, one.key, entry.written});
    }
  }

  // A literal ("own app", "__first__") that leaves its migration without a parent there, beside another root.
  void find_own_first() {
    for (const OnDisk& one : disk_migrations_) {
      for (const django::Dependency& dependency : one.migration->dependencies) {
        const auto* written = dependency.key();
        if (!written || written->app != one.key.app || written->name != kFirst) continue;
        const std::vector<NodeId> roots = graph().roots(one.key.app);
        if (roots.size() > 1 && std::find(roots.begin(), roots.end(), one.node) != roots.end())
          add_problem(Problem::Kind::own_first, one.key, {written->app, written->name}, &dependency);
      }
    }
  }

  void collect_problems() {
    for (const NodeId dummy : graph().dummies()) {
      // Each file that names what is not there, not only the first.
      const auto report = [&](const Edge* found, Problem::Kind kind) {
        add_problem(kind, graph().key(found->written_in), graph().key(dummy), found->dependency);
      };
      for (const NodeId child : graph().children(dummy))
        report(graph().edge(child, dummy), Problem::Kind::missing_parent);
      for (const NodeId parent : graph().parents(dummy))
        report(graph().edge(dummy, parent), Problem::Kind::missing_child);
    }
    for (Cycle& cycle : cycles(graph())) {
      Problem problem;
      problem.kind = Problem::Kind::circle;
      problem.migration = graph().key(cycle.front());
      problem.target = graph().key(cycle.size() > 1 ? cycle[1] : cycle.front());
      problem.cycle = std::move(cycle);
      out_.problems.push_back(std::move(problem));
    }
    std::stable_sort(out_.problems.begin(), out_.problems.end(),
                     [](const Problem& a, const Problem& b) { return a.migration < b.migration; });
  }

  void add_problem(Problem::Kind kind, const MigrationKey& migration, const MigrationKey& target,
                   const django::Dependency* dependency) {
    Problem problem;
    problem.kind = kind;
    problem.migration = migration;
    problem.target = target;
    problem.dependency = dependency;
    out_.problems.push_back(std::move(problem));
  }

  static EdgeKind kind_of(const MigrationKey& key, const django::Dependency& dependency) {
    if (!dependency.key()) return EdgeKind::swappable;
    if (key.name == kFirst) return EdgeKind::first;
    return key.name == kLatest ? EdgeKind::latest : EdgeKind::dependency;
  }

  static Edge edge(EdgeKind kind, const django::Dependency& dependency) {
    Edge out;
    out.kind = kind;
    out.dependency = &dependency;
    return out;
  }

  const django::ModelSettings& settings_;
  const bool keep_going_;
  const bool replace_migrations_;
  std::vector<OnDisk> disk_migrations_;  // by key
  std::vector<Squash> replacements_;
  std::map<MigrationKey, std::optional<NodeId>> ends_;  // what __first__ and __latest__ of an app stand for now
  LoadedGraph out_;
};

}  // namespace

std::string_view name_of(External::Attribute attribute) {
  return attribute == External::Attribute::dependencies ? "dependencies" : "run_before";
}

std::vector<LoadedGraph::AppConflict> LoadedGraph::conflicts() const {
  std::vector<AppConflict> out;
  if (error) return out;
  for (const std::string& app : graph.apps()) {
    const std::vector<NodeId> leaves = graph.leaves(app);
    if (leaves.size() < 2) continue;
    AppConflict conflict{app, {}};
    for (const NodeId leaf : leaves) conflict.names.push_back(graph.key(leaf).name);
    out.push_back(std::move(conflict));
  }
  return out;
}

std::optional<MigrationKey> resolve(const django::Dependency& dependency, const django::ModelSettings& settings) {
  if (const auto* key = dependency.key()) return MigrationKey{key->app, key->name};
  std::string_view model;
  if (const auto* setting = std::get_if<django::Dependency::Setting>(&dependency.target)) {
    const auto found = settings.find(setting->name);
    if (found == settings.end()) return std::nullopt;
    model = found->second;
  } else if (const auto* swappable = std::get_if<django::Dependency::Swappable>(&dependency.target)) {
    model = swappable->model;
  } else {
    return std::nullopt;
  }
  return MigrationKey{std::string(model.substr(0, model.find('.'))), std::string(kFirst)};
}

std::vector<AppMigrations> migrations_of(std::span<const django::App* const> apps) {
  std::vector<AppMigrations> out;
  for (const django::App* app : apps) {
    if (!app->package || !app->package->has_init) continue;
    AppMigrations one{app->label, {}};
    for (const django::Migration& migration : app->package->migrations) one.migrations.push_back(&migration);
    out.push_back(std::move(one));
  }
  return out;
}

LoadedGraph build_graph(std::span<const AppMigrations> apps, const django::ModelSettings& settings,
                        LoadOptions options) {
  return Loader(apps, settings, options).build();
}

LoadedGraph build_graph(const django::Project& project, const django::ModelSettings& settings, LoadOptions options) {
  const std::vector<AppMigrations> apps = migrations_of(project.apps);
  return build_graph(apps, settings, options);
}

}  // namespace miggraph::graph
