#include "analysis/graph_findings.h"

#include <algorithm>
#include <set>

#include "analysis/places.h"
#include "django/django_release.h"
#include "graph/closest_names.h"
#include "graph/loader.h"

namespace miggraph::analysis {

namespace {

using graph::EdgeKind;
using graph::MigrationKey;
using graph::NodeId;
using graph::Problem;

std::string shown(const MigrationKey& key) {
  return key.app + "." + key.name;
}

class ProjectFindings {
 public:
  ProjectFindings(const django::Codebase& codebase, const django::Project& project,
                  const std::vector<const django::App*>& judged, const std::vector<NamedCodebase>& elsewhere,
                  std::vector<Finding>& out)
      : project_(project),
        judged_(judged),
        elsewhere_(elsewhere),
        out_(out),
        codebase_(codebase),
        loaded_(graph::build_graph(project, codebase.settings, {.keep_going = true})) {}

  void report() {
    for (const Problem& problem : loaded_.problems) {
      switch (problem.kind) {
        case Problem::Kind::missing_parent:
        case Problem::Kind::missing_child:
          missing(problem);
          break;
        case Problem::Kind::empty_app:
          empty_app(problem);
          break;
        case Problem::Kind::own_first:
          own_first(problem);
          break;
        case Problem::Kind::circle:
          circle(problem);
          break;
        case Problem::Kind::name_reused:
          name_reused(problem);
          break;
        case Problem::Kind::squash_of_squash:
        case Problem::Kind::squashes_in_circle:
        case Problem::Kind::replaces_itself:
          squash(problem);
          break;
      }
    }
  }

 private:
  const django::App* app(const std::string& label) const {
    for (const django::App* one : project_.apps)
      if (one->label == label) return one;
    return nullptr;
  }

  const django::Migration* migration(const MigrationKey& key) const {
    const django::App* owner = app(key.app);
    return owner ? owner->migration(key.name) : nullptr;
  }

  bool is_judged(const std::string& label) const {
    const django::App* one = app(label);
    return one && std::find(project_.judged.begin(), project_.judged.end(), one) != project_.judged.end() &&
           std::find(judged_.begin(), judged_.end(), one) != judged_.end();
  }

  // A finding at an entry of a migration; null where its app is not judged.
  Finding* add(Diagnostic diagnostic, const MigrationKey& key, const django::Dependency* entry) {
    const django::Migration* at = migration(key);
    if (!at || !is_judged(key.app)) return nullptr;
    Finding& finding = out_.emplace_back();
    finding.diagnostic = diagnostic;
    finding.severity = info(diagnostic).severity;
    finding.app = key.app;
    finding.migration = key.name;
    finding.path = app(key.app)->path_of(*at);
    finding.range = entry_range(*at, entry);
    return &finding;
  }

  // Something else is wrong (and reported), or not known, that may be why a migration seems to be missing.
  bool may_be_there(const MigrationKey& key) const {
    const django::App* owner = app(key.app);
    if (!owner || !owner->package) return true;
    for (const django::LoadError& error : owner->package->errors)
      if (error.file == key.name + ".py") return true;
    for (const django::IgnoredFile& ignored : owner->package->ignored)
      if (ignored.file == key.name + ".pyc") return true;
    for (const django::App* other : project_.apps)
      for (const django::Migration& one : other->package->migrations)
        if (django::has_unknown(one.replaces) && other->label == key.app) return true;
    return false;
  }

  std::string where_it_is(const MigrationKey& key) const {
    const django::App* owner = app(key.app);
    std::string refs;
    for (const NamedCodebase& other : elsewhere_) {
      const django::App* there = owner && other.codebase ? counterpart(*other.codebase, *owner) : nullptr;
      if (there && there->migration(key.name)) refs += (refs.empty() ? "" : ", ") + other.ref;
    }
    return refs;
  }

  void missing(const Problem& problem) {
    if (may_be_there(problem.target)) return;
    const bool latest = problem.target.name == "__latest__" || problem.target.name == "__first__";
    Finding* finding = add(Diagnostic::MG103, problem.migration, problem.dependency);
    if (!finding) return;
    const bool parent = problem.kind == Problem::Kind::missing_parent;
    finding->message = shown(problem.migration) + (parent ? " depends on " : " is to run before ") +
                       shown(problem.target) +
                       (latest ? ", which Django does not resolve within an app" : ", which does not exist");
    if (latest) {
      finding->help = "name the migration itself";
      return;
    }
    const std::string refs = where_it_is(problem.target);
    if (!refs.empty()) {
      finding->help =
          problem.target.name + " is on " + refs + ": merge that first, or depend on something that is here";
      return;
    }
    std::vector<std::string> names;
    for (const django::Migration& other : app(problem.target.app)->package->migrations)
      if (!(problem.target.app == problem.migration.app && other.name == problem.migration.name))
        names.push_back(other.name);
    const std::vector<std::string> near = graph::closest_names(problem.target.name, names, 1);
    finding->help = near.empty() ? "restore the file (`git log --all -- '*" + problem.target.name +
                                       ".py'` finds it), or name one that is there"
                                 : "did you mean " + near.front() + "? If it was renamed, name it as it is called now";
  }

  void empty_app(const Problem& problem) {
    const django::App* owner = app(problem.target.app);
    if (owner && owner->package && !owner->package->errors.empty()) return;
    if (Finding* finding = add(Diagnostic::MG103, problem.migration, problem.dependency)) {
      finding->message = shown(problem.migration) + " depends on " + problem.target.name + " of " + problem.target.app +
                         ", which has no migrations";
      finding->help = "make its first one: `python manage.py makemigrations " + problem.target.app + "`";
    }
  }

  void own_first(const Problem& problem) {
    if (Finding* finding = add(Diagnostic::MG103, problem.migration, problem.dependency)) {
      finding->message = "Django ignores __first__ of a migration's own app, so " + shown(problem.migration) +
                         " depends on nothing in " + problem.migration.app;
      finding->help = "name the migration that it comes after";
    }
  }

  void name_reused(const Problem& problem) {
    if (Finding* finding = add(Diagnostic::MG112, problem.migration, nullptr)) {
      finding->message = shown(problem.migration) + " bears a name that " + problem.target.name +
                         ", which it comes after, replaces: Django drops it and finds a circle";
      finding->help = "give " + problem.migration.name + " a name that no squash lists under `replaces`";
    }
  }

  void squash(const Problem& problem) {
    if (problem.kind == Problem::Kind::squash_of_squash) {
      // Django 6.0 learnt to resolve it.
      const auto lowest = django::django_release(codebase_, project_).lowest;
      if (lowest && *lowest >= django::DjangoVersion{6, 0, 0}) return;
    }
    Finding* finding = add(Diagnostic::MG113, problem.migration, problem.dependency);
    if (!finding) return;
    switch (problem.kind) {
      case Problem::Kind::replaces_itself:
        finding->message =
            shown(problem.migration) + " replaces itself: Django 5.2 drops it in silence, so that it never runs";
        finding->help = "take its own name out of `replaces`";
        return;
      case Problem::Kind::squashes_in_circle:
        finding->message =
            shown(problem.migration) + " and " + problem.target.name + " replace one another: Django finds neither";
        finding->help = "take one of them out of the other's `replaces`";
        return;
      default:
        finding->message = shown(problem.migration) + " replaces " + problem.target.name +
                           ", which is a squashed migration itself: before Django 6.0 it loads or not by the order in "
                           "which files are read";
        finding->help =
            "Django 6.0 resolves it. Before that, finish the first squash (delete what it replaces, and its "
            "`replaces`), or list the migrations that it replaces instead of it";
    }
  }

  void circle(const Problem& problem) {
    // Anchored at the first edge that is written in an app that is judged.
    const std::vector<NodeId>& cycle = problem.cycle;
    const graph::MigrationGraph& dag = loaded_.graph;
    constexpr std::size_t shown_edges = 12;
    std::string edges;
    Finding* finding = nullptr;
    for (std::size_t i = 0; i < cycle.size(); ++i) {
      const NodeId child = cycle[i], parent = cycle[(i + 1) % cycle.size()];
      const graph::Edge* edge = dag.edge(child, parent);
      const MigrationKey& writer = dag.key(edge->written_in);
      if (!finding) finding = add(Diagnostic::MG104, writer, edge->dependency);
      if (i < shown_edges) edges += (edges.empty() ? "" : "\n") + described(child, parent, *edge);
      if (i == shown_edges) edges += "\n… and " + std::to_string(cycle.size() - i) + " more";
    }
    if (!finding) return;
    finding->message = cycle.size() == 1 ? shown(dag.key(cycle.front())) + " depends on itself"
                                         : std::to_string(cycle.size()) +
                                               " migrations depend on one another in a circle: " + around(cycle);
    finding->help = edges + "\ntake out one of these";
  }

  std::string around(const std::vector<NodeId>& cycle) const {
    std::string out;
    for (std::size_t i = 0; i < cycle.size(); ++i) {
      if (i == 4 && cycle.size() > 6) {
        out += "… -> ";
        i = cycle.size() - 1;
      }
      out += shown(loaded_.graph.key(cycle[i])) + " -> ";
    }
    return out + shown(loaded_.graph.key(cycle.front()));
  }

  // "shop.0002 depends on users.0001 (swappable dependency, shop/migrations/0002.py:8)"
  std::string described(NodeId child, NodeId parent, const graph::Edge& edge) const {
    const graph::MigrationGraph& dag = loaded_.graph;
    const MigrationKey& writer = dag.key(edge.written_in);
    std::string out = shown(dag.key(child)) + " depends on " + shown(dag.key(parent)) + " (" + how(edge);
    if (const django::Migration* file = migration(writer)) {
      out += ", " + app(writer.app)->path_of(*file);
      if (const auto range = entry_range(*file, edge.dependency)) out += ":" + std::to_string(range->start.line);
    }
    return out + ")";
  }

  static std::string how(const graph::Edge& edge) {
    switch (edge.kind) {
      case EdgeKind::dependency:
        return "dependencies";
      case EdgeKind::run_before:
        return "run_before";
      case EdgeKind::swappable:
        return "swappable dependency";
      case EdgeKind::first:
        return "dependencies, __first__";
      case EdgeKind::latest:
        return "dependencies, __latest__";
      case EdgeKind::squash:
        return "by a squash";
    }
    return "dependencies";
  }

  const django::Project& project_;
  const std::vector<const django::App*>& judged_;
  const std::vector<NamedCodebase>& elsewhere_;
  std::vector<Finding>& out_;
  const django::Codebase& codebase_;
  graph::LoadedGraph loaded_;
};

}  // namespace

std::vector<Finding> graph_findings(const django::Codebase& codebase, const std::vector<const django::App*>& judged,
                                    const std::vector<NamedCodebase>& elsewhere) {
  std::vector<Finding> out;
  for (const django::Project& project : codebase.projects)
    ProjectFindings(codebase, project, judged, elsewhere, out).report();
  return out;
}

}  // namespace miggraph::analysis
