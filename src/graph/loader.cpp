#include "graph/loader.h"

#include <algorithm>
#include <map>
#include <set>

#include "graph/squashes.h"

namespace miggraph::graph {

namespace {

constexpr std::string_view kFirst = "__first__";
constexpr std::string_view kLatest = "__latest__";

class Loader {
 public:
  Loader(std::span<const AppMigrations> apps, const django::ModelSettings& settings, LoadOptions options)
      : settings_(settings), keep_going_(options.keep_going) {
    for (const AppMigrations& app : apps) {
      migrated_apps_.insert(app.label);
      for (const django::Migration* migration : app.migrations)
        disk_migrations_.emplace(MigrationKey{app.label, migration->name}, migration);
    }
  }

  LoadedGraph build() {
    collect_external();
    add_nodes();
    for (const auto& [key, migration] : disk_migrations_) add_internal_dependencies(key, *migration);
    for (const auto& [key, migration] : disk_migrations_)
      if (!add_external_dependencies(key, *migration)) return std::move(out_);
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
    for (const auto& [key, migration] : disk_migrations_) {
      graph().add_node(key, migration);
      if (migration->is_squash()) {
        Squash squash = squash_of(key, *migration, settings_);
        if (!squash.replaces.empty()) replacements_.push_back(std::move(squash));
      }
    }
  }

  // The key that an entry stands for, if that is in an app of the project.
  std::optional<MigrationKey> inside(const django::Dependency& dependency) const {
    auto key = resolve(dependency, settings_);
    if (key && !migrated_apps_.contains(key->app)) key.reset();
    return key;
  }

  void add_internal_dependencies(const MigrationKey& key, const django::Migration& migration) {
    const NodeId node = *graph().find(key);
    for (const django::Dependency& dependency : migration.dependencies)
      if (const auto parent = inside(dependency); parent && parent->app == key.app && parent->name != kFirst)
        graph().add_dependency(node, key, *parent, edge(EdgeKind::dependency, dependency));
  }

  // False: Django stops here.
  bool add_external_dependencies(const MigrationKey& key, const django::Migration& migration) {
    const NodeId node = *graph().find(key);
    for (const django::Dependency& dependency : migration.dependencies) {
      const auto parent = inside(dependency);
      if (!parent || parent->app == key.app) continue;
      if (const auto found = check_key(*parent, key, dependency))
        add(node, key, *found, kind_of(*parent, dependency), dependency);
      if (out_.error) return false;
    }
    for (const django::Dependency& dependency : migration.run_before) {
      const auto child = inside(dependency);
      if (!child) continue;
      if (const auto found = check_key(*child, key, dependency))
        add(node, *found, key, EdgeKind::run_before, dependency);
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
    for (const auto& [key, migration] : disk_migrations_) {
      for (const django::Dependency& dependency : migration->dependencies)
        if (!inside(dependency)) out_.external.push_back({External::Attribute::dependencies, key, &dependency});
      for (const django::Dependency& dependency : migration->run_before)
        if (!inside(dependency)) out_.external.push_back({External::Attribute::run_before, key, &dependency});
    }
  }

  // A literal ("own app", "__first__") that leaves its migration without a parent there, beside another root.
  void find_own_first() {
    for (const auto& [key, migration] : disk_migrations_) {
      for (const django::Dependency& dependency : migration->dependencies) {
        const auto* written = dependency.key();
        if (!written || written->app != key.app || written->name != kFirst) continue;
        const std::vector<NodeId> roots = graph().roots(key.app);
        if (roots.size() > 1 && std::find(roots.begin(), roots.end(), *graph().find(key)) != roots.end())
          add_problem(Problem::Kind::own_first, key, {written->app, written->name}, &dependency);
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
  std::map<MigrationKey, const django::Migration*> disk_migrations_;
  std::set<std::string> migrated_apps_;
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
