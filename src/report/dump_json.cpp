#include "report/dump_json.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "django/deconstruct/canonical.h"
#include "django/state/canonical_state.h"
#include "graph/loader.h"
#include "graph/simulation.h"
#include "report/escape.h"
#include "report/json.h"
#include "report/json_parts.h"

namespace miggraph::report {
namespace {

using namespace json_parts;

constexpr const char* kFormat = "miggraph-oracle/1";
constexpr const char* kDjango = "5.2";  ///< whose rules are followed

Json dependencies_of(const std::vector<django::Dependency>& dependencies, const django::DeconstructContext& context) {
  Json list = Json::array();
  for (const django::Dependency& dependency : dependencies)
    list.push_back(canonical(django::canonical_dependency(dependency, context)));
  return list;
}

Json migration_of(const django::App& app, const django::Migration& migration, const django::ModelSettings& settings) {
  const django::DeconstructContext context = django::deconstruct_context(migration, settings);
  Json json = {{"name", text(migration.name)}, {"file", text(app.path_of(migration))}};
  json["dependencies"] = dependencies_of(migration.dependencies, context);
  json["run_before"] = dependencies_of(migration.run_before, context);
  json["replaces"] = dependencies_of(migration.replaces, context);
  json["initial"] = migration.initial ? Json(*migration.initial) : Json(nullptr);
  json["atomic"] = canonical(django::canonical_value(migration.atomic, context));
  json["operations"] = Json::array();
  for (const django::Operation& operation : migration.operations)
    json["operations"].push_back(canonical(django::canonical_operation(operation, context)));
  json["warnings"] = Json::array();
  if (migration.module) {
    for (const python::Assumption& assumption : migration.module->assumptions)
      json["warnings"].push_back(text(assumption.message));
  }
  return json;
}

Json app_of(const django::App& app, const django::ModelSettings& settings) {
  Json json = {{"label", text(app.label)},
               {"label_from", text(app.label_from)},
               {"path", text(app.path)},
               {"migrations_path", text(app.migrations_path)},
               {"package", text(app.package->package)},
               {"migrations", Json::array()}};
  for (const django::Migration& migration : app.package->migrations)
    json["migrations"].push_back(migration_of(app, migration, settings));
  return json;
}

Json errors_of(const std::vector<const django::App*>& apps) {
  std::map<std::string, Json> by_file;
  for (const django::App* app : apps) {
    for (const django::LoadError& error : app->package->errors) {
      const std::string file = app->migrations_path == "." || app->migrations_path.empty()
                                   ? error.file
                                   : app->migrations_path + "/" + error.file;
      const char* type = error.type == django::LoadError::Type::bad_migration ? "BadMigrationError" : "ImportError";
      by_file[file] = {{"type", type}, {"file", text(file)}, {"text", text(error.text)}};
    }
  }
  Json list = Json::array();
  for (auto& [file, json] : by_file) list.push_back(std::move(json));
  return list;
}

Json keys_of(const graph::MigrationGraph& graph, const std::vector<graph::NodeId>& nodes) {
  Json list = Json::array();
  for (const graph::NodeId node : nodes) list.push_back(key(graph.key(node)));
  return list;
}

Json by_label(const graph::MigrationGraph& graph, const std::vector<graph::NodeId>& nodes) {
  Json json = Json::object();
  for (const graph::NodeId node : nodes)
    json[valid_utf8(graph.key(node).app)].push_back(key(graph.key(node)));
  return json;
}

Json edges_of(const graph::MigrationGraph& graph) {
  Json list = Json::array();
  for (const graph::NodeId child : graph.nodes()) {
    for (const graph::NodeId parent : graph.parents(child)) {
      if (!graph.is_ghost(parent)) list.push_back(Json::array({key(graph.key(child)), key(graph.key(parent))}));
    }
  }
  return list;
}

/// Sorted by the text that Python's json.dumps gives.
Json external_of(const graph::LoadedGraph& loaded, const std::vector<const django::App*>& apps,
                 const django::ModelSettings& settings) {
  std::map<std::string, Json> sorted;
  for (const graph::External& external : loaded.external) {
    if (!external.dependency) continue;
    const auto app =
        std::find_if(apps.begin(), apps.end(), [&](const django::App* one) { return one->label == external.key.app; });
    const django::Migration* migration = app == apps.end() ? nullptr : (*app)->migration(external.key.name);
    if (!migration) continue;
    using django::Canonical;
    const Canonical row{Canonical::Array{
        Canonical{std::string(graph::name_of(external.attribute))},
        Canonical{Canonical::Array{Canonical{external.key.app}, Canonical{external.key.name}}},
        django::canonical_dependency(*external.dependency, django::deconstruct_context(*migration, settings))}};
    sorted.emplace(django::json_text(row), canonical(row));
  }
  Json list = Json::array();
  for (auto& [order, json] : sorted) list.push_back(std::move(json));
  return list;
}

Json graph_of(const graph::LoadedGraph& loaded, const std::vector<const django::App*>& apps,
              const django::ModelSettings& settings) {
  const graph::MigrationGraph& graph = loaded.graph;
  Json json = {{"nodes", keys_of(graph, graph.nodes())}, {"edges", edges_of(graph)}};
  json["root_nodes"] = by_label(graph, graph.root_nodes());
  json["leaf_nodes"] = by_label(graph, graph.leaf_nodes());
  json["conflicts"] = Json::object();
  if (!loaded.error) {
    for (const auto& conflict : loaded.conflicts()) {
      for (const std::string& name : conflict.names)
        json["conflicts"][valid_utf8(conflict.app)].push_back(text(name));
    }
  }
  json["external"] = external_of(loaded, apps, settings);
  json["errors"] = Json::array();
  if (loaded.error)
    json["errors"].push_back({{"type", graph::name_of(loaded.error->type)}, {"text", text(loaded.error->text)}});
  return json;
}

/// `state.errors`: what the state refuses; rendering and databases are nothing that the oracle knows.
Json state_errors_of(const std::vector<django::Refusal>& refusals) {
  Json list = Json::array();
  for (const django::Refusal& refusal : refusals) {
    if (refusal.layer != django::Layer::state) continue;
    list.push_back({{"migration", key(refusal.migration)},
                    {"operation", refusal.operation},
                    {"name", text(refusal.operation_name)},
                    {"text", text(refusal.exception + ": " + refusal.text)}});
  }
  return list;
}

/// One item of `each`: the models that are other than before the migration.
Json step_of(const graph::MigrationGraph& graph, graph::NodeId node, const django::ProjectState& before,
             const django::ProjectState& after, std::span<const django::ModelKey> touched) {
  Json changed = Json::object();
  for (const django::ModelKey& key : std::set(touched.begin(), touched.end())) {
    const django::ModelState *old = before.find(key), *now = after.find(key);
    if (old == now || (old == nullptr && now == nullptr)) continue;
    const Json model = now != nullptr ? canonical(django::canonical_model(*now)) : Json(nullptr);
    if (old == nullptr || now == nullptr || canonical(django::canonical_model(*old)) != model)
      changed[valid_utf8(django::text_of(key))] = model;
  }
  return {{"migration", key(graph.key(node))}, {"changed", std::move(changed)}};
}

struct StateParts {
  Json plan = Json::array();
  Json state = {{"models", Json::array()}, {"errors", Json::array()}};
  Json each = Json::array();
};

/// What is simulated goes again before the rest is made: a name of some megabytes is in all of it.
StateParts state_parts(const graph::LoadedGraph& loaded, const django::ModelSettings& settings, bool each) {
  StateParts parts;
  if (loaded.error) return parts;
  const std::vector<graph::NodeId> plan = loaded.graph.full_plan(loaded.graph.leaf_nodes());
  parts.plan = keys_of(loaded.graph, plan);
  graph::EffectStore effects(settings);
  django::ProjectState before(settings);
  const auto note = [&](graph::NodeId node, const django::ProjectState& after, std::span<const django::ModelKey> touched) {
    parts.each.push_back(step_of(loaded.graph, node, before, after, touched));
    before = after;
  };
  const graph::Simulated simulated = simulate(loaded.graph, plan, effects, each ? graph::AfterMigration(note) : graph::AfterMigration());
  simulated.state.for_each([&](const django::ModelKey&, const django::ModelPointer& model) {
    parts.state["models"].push_back(canonical(django::canonical_model(*model)));
  });
  parts.state["errors"] = state_errors_of(simulated.refusals);
  return parts;
}

}  // namespace

std::string dump_json(const django::Codebase& codebase, bool each) {
  django::Project project;
  std::copy_if(codebase.first_of_label.begin(), codebase.first_of_label.end(), std::back_inserter(project.apps),
               [](const django::App* app) { return app->package->has_init; });
  const graph::LoadedGraph loaded = graph::build_graph(project, codebase.settings);
  StateParts parts = state_parts(loaded, codebase.settings, each);

  Json json = {{"format", kFormat}, {"django", kDjango}, {"settings", Json::object()}, {"apps", Json::array()}};
  for (const auto& [name, model] : codebase.settings) json["settings"][valid_utf8(name)] = text(model);
  for (const django::App* app : project.apps) json["apps"].push_back(app_of(*app, codebase.settings));
  json["skipped"] = Json::array();
  for (const django::Skipped& skipped : codebase.skipped)
    json["skipped"].push_back({{"path", text(skipped.path)}, {"reason", text(skipped.reason)}});
  json["errors"] = errors_of(project.apps);
  json["graph"] = graph_of(loaded, project.apps, codebase.settings);
  json["plan"] = std::move(parts.plan);
  json["state"] = std::move(parts.state);
  if (each) json["each"] = std::move(parts.each);
  std::string written = json.dump(kIndent);
  json = nullptr;
  return finished(std::move(written));
}

}  // namespace miggraph::report
