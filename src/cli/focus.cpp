#include "cli/focus.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>
#include <vector>

#include "cli/suggest.h"

namespace miggraph::cli {
namespace {

using analysis::Clash;
using analysis::Conflict;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// Names of all migrations of the app: those of the snapshot, and those that only other branches have.
std::set<std::string> migrations_of(const analysis::Report& report, const django::Codebase& codebase) {
  std::set<std::string> names;
  for (const auto& line : report.apps) {
    for (const auto& app : codebase.apps) {
      if (app->label != line.label || app->path != line.path) continue;
      for (const django::Migration& migration : app->package->migrations) names.insert(migration.name);
    }
  }
  for (const Conflict& conflict : report.conflicts) {
    for (const auto& leaf : conflict.leaves) {
      for (const auto& step : leaf.chain) names.insert(step.migration);
    }
  }
  return names;
}

/// The models that some operation in those migrations names.
std::set<std::string> models_of(const analysis::Report& report, const django::Codebase& codebase) {
  std::set<std::string> names;
  const auto add = [&](const python::Value* value) {
    const std::string_view* text = value ? value->text() : nullptr;
    if (text) names.insert(lower(std::string(*text)));
  };
  for (const auto& line : report.apps) {
    for (const auto& app : codebase.apps) {
      if (app->label != line.label || app->path != line.path) continue;
      for (const django::Migration& migration : app->package->migrations) {
        for (const django::Operation& operation : migration.operations) {
          add(operation.argument("model_name"));
          if (operation.name == "CreateModel" || operation.name == "DeleteModel") add(operation.argument("name"));
          if (operation.name == "RenameModel") {
            add(operation.argument("old_name"));
            add(operation.argument("new_name"));
          }
        }
      }
    }
  }
  for (const Conflict& conflict : report.conflicts) {
    for (const Clash& clash : conflict.clashes) names.insert(clash.model);
  }
  return names;
}

bool is_in(const Conflict& conflict, const std::string& migration) {
  return std::any_of(conflict.leaves.begin(), conflict.leaves.end(), [&](const analysis::Leaf& leaf) {
    return std::any_of(leaf.chain.begin(), leaf.chain.end(),
                       [&](const auto& step) { return step.migration == migration; });
  });
}

void keep_migration(analysis::Report& report, const std::string& migration) {
  std::erase_if(report.conflicts, [&](const Conflict& conflict) { return !is_in(conflict, migration); });
  for (Conflict& conflict : report.conflicts) {
    std::erase_if(conflict.clashes, [&](const Clash& clash) {
      return std::none_of(clash.operations.begin(), clash.operations.end(), [&](const std::string& operation) {
        return operation.substr(0, operation.rfind('#')) == migration;
      });
    });
  }
}

void keep_model(analysis::Report& report, const std::string& model) {
  std::erase_if(report.conflicts, [&](Conflict& conflict) {
    std::erase_if(conflict.clashes, [&](const Clash& clash) { return clash.model != model; });
    return conflict.clashes.empty();
  });
}

}  // namespace

Result<std::string> focus_on(analysis::Report& report, const std::string& part, const django::Codebase& codebase) {
  const std::set<std::string> migrations = migrations_of(report, codebase);
  std::vector<std::string> meant;
  for (const std::string& name : migrations) {
    if (name == part) meant = {name};
    if (name == part) break;
    if (name.starts_with(part)) meant.push_back(name);
  }
  if (meant.size() == 1) {
    keep_migration(report, meant.front());
    return std::move(meant.front());
  }
  const std::set<std::string> models = models_of(report, codebase);
  if (models.count(lower(part))) {
    keep_model(report, lower(part));
    return part;
  }
  if (meant.size() > 1) {
    std::string list;
    for (const std::string& name : meant) list += (list.empty() ? "" : ", ") + name;
    return Error{Error::Kind::usage, std::to_string(meant.size()) + " migrations begin with " + part,
                 "give more of the name: " + list};
  }
  std::vector<std::string> names(migrations.begin(), migrations.end());
  names.insert(names.end(), models.begin(), models.end());
  const auto near = closest(part, names);
  return Error{Error::Kind::usage, "no such migration or model: " + part,
               near ? "did you mean " + *near + "?" : "miggraph graph APP lists the migrations"};
}

}  // namespace miggraph::cli
