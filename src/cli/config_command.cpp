/// `miggraph config`

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/ci.h"
#include "cli/command.h"
#include "cli/formats_of.h"
#include "cli/repository_refs.h"
#include "cli/session.h"
#include "cli/site_packages.h"
#include "django/django_release.h"
#include "report/escape.h"
#include "report/json.h"

namespace miggraph::cli {
namespace {

using Json = nlohmann::ordered_json;

/// A value in force.
struct Row {
  std::string key;
  Json value;        // null: nothing
  std::string from;  // "pyproject.toml:4", "MIGGRAPH_FORMAT", "default"
};

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

/// As a line of text.
std::string shown(const Json& value) {
  if (value.is_null()) return "–";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_array()) return value.empty() ? "–" : joined(value.get<std::vector<std::string>>());
  if (!value.is_object()) return value.dump();
  if (value.empty()) return "–";
  std::vector<std::string> rows;
  for (const auto& [name, one] : value.items()) rows.push_back(name + " = " + one.get<std::string>());
  return joined(rows);
}

/// What stands in the configuration, or else what is taken without it.
template <class T>
Row row(std::string key, const std::optional<Configured<T>>& configured, Json otherwise = nullptr, std::string from = "default") {
  if (configured) return {std::move(key), configured->value, configured->place.text()};
  return {std::move(key), std::move(otherwise), std::move(from)};
}

Row against_row(const Options& options, source::Repository& repository, const Environment& environment) {
  TargetRequest request{options.against, {}, false, std::nullopt, options.configuration.against};
  const bool by_environment = !options.against.empty();
  const auto target = choose_target(RepositoryRefs(repository), request, ci_of(environment));
  if (!target) {  // `check` will say so; here the rest is of interest too
    const auto& configured = options.configuration.against;
    return {"against", configured && !by_environment ? Json(configured->value) : Json(options.against), target.error().message};
  }
  Row found{"against", Json::array(), ""};
  for (const Comparison& one : target->against) {
    found.value.push_back(report::valid_utf8(one.revision.ref));
    found.from = by_environment ? "MIGGRAPH_AGAINST" : one.why;
  }
  if (target->against.empty()) found.from = joined(target->notes);
  return found;
}

/// Why a release is taken that the project's files tell.
std::string reason(const django::DjangoRelease& release) {
  switch (release.from) {
    case django::DjangoRelease::From::header:
      return release.place + ", the newest migration";
    case django::DjangoRelease::From::requirement:
      return release.certain ? release.place : release.place + ", the lowest that it allows";
    default:
      return release.place;
  }
}

/// By the configuration, by what is installed, else by the files of each project.
Row django_row(const Options& options, const SitePackages& packages, const django::Platform& runs_on, Console& console) {
  if (options.configuration.django) return row("django", options.configuration.django);
  if (runs_on.version) return {"django", runs_on.version->text(), "installed in " + packages.from};
  Row found{"django", nullptr, "not known: what all versions have in common"};
  const auto opened = Session::open(options, console);
  if (!opened) return found;  // `check` will say why
  const django::Codebase& codebase = (*opened)->codebase();
  std::vector<std::string> versions, reasons;
  const auto add = [](std::vector<std::string>& texts, const std::string& text) {
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
  };
  for (const django::Project& project : codebase.projects) {
    const django::DjangoRelease release = django::django_release(codebase, project);
    if (release.from == django::DjangoRelease::From::assumed) continue;
    add(versions, release.version.text());
    add(reasons, reason(release));
  }
  if (versions.empty()) return found;
  return {"django", joined(versions), report::valid_utf8(joined(reasons))};
}

Result<std::vector<Row>> rows_in_force(const Options& options, Console& console) {
  const Environment& environment = console.environment();
  const Configuration& configured = options.configuration;
  auto opened = source::Repository::open(options.start_directory());
  if (!opened) return opened.error();
  source::Repository& repository = **opened;
  const auto packages = site_packages(options, environment, repository.root());
  if (!packages) return packages.error();
  const auto runs_on = platform(options, *packages);
  if (!runs_on) return runs_on.error();

  std::vector<Row> rows;
  rows.push_back(against_row(options, repository, environment));
  rows.push_back(row("database", configured.database, runs_on->vendor));
  rows.push_back(django_row(options, *packages, *runs_on, console));
  rows.push_back(row("exclude", configured.exclude, Json::array()));
  const bool by_environment = environment.has("MIGGRAPH_FORMAT");
  rows.push_back(by_environment ? Row{"format", *environment.get("MIGGRAPH_FORMAT"), "MIGGRAPH_FORMAT"}
                                : row("format", configured.format, check_formats().front()));
  rows.push_back(row("migration-modules", configured.migration_modules, Json::object()));
  rows.push_back(row("settings", configured.settings, Json::array(), "default: every file that looks like one"));
  rows.push_back({"site-packages", packages->folders, packages->from.empty() ? "none found" : packages->from});
  rows.push_back(row("strict", configured.strict, false));
  return rows;
}

std::string text_of(const Options& options, const std::vector<Row>& rows) {
  const std::string& file = options.configuration.file;
  std::string out = file.empty() ? "no configuration: neither miggraph.toml nor [tool.miggraph] in pyproject.toml\n"
                                 : "configuration: " + report::visible(file) + "\n";
  std::size_t keys = 0, values = 0;
  constexpr std::size_t widest = 40;
  for (const Row& one : rows) {
    keys = std::max(keys, one.key.size());
    const std::size_t width = report::columns(report::visible(shown(one.value)));
    if (width <= widest) values = std::max(values, width);
  }
  out += "\n";
  for (const Row& one : rows) {
    const std::string value = report::visible(shown(one.value));
    const std::size_t width = report::columns(value);
    out += "  " + one.key + std::string(keys - one.key.size() + 2, ' ') + value;
    out += width <= values ? std::string(values - width + 2, ' ') : "\n" + std::string(keys + values + 6, ' ');
    out += report::visible(one.from) + "\n";
  }
  return out;
}

std::string json_of(const Options& options, const std::vector<Row>& rows) {
  Json values = Json::object();
  for (const Row& one : rows) values[one.key] = {{"value", one.value}, {"from", report::valid_utf8(one.from)}};
  const std::string& file = options.configuration.file;
  const Json json = {{"schema", 1}, {"file", file.empty() ? Json(nullptr) : Json(report::valid_utf8(file))}, {"values", values}};
  return report::finished(json.dump(report::kIndent, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

void declare_config(CLI::App& app, Options& options) {
  add_directory_option(app, options);
  app.add_flag("--schema", options.schema, "the JSON schema of the configuration, for editors")->group("What is shown");
  add_output_options(app, options, {"text", "json"});
  app.footer(
      "Examples:\n"
      "  miggraph config                             what is in force here, and from where\n"
      "  miggraph config --schema > schema.json      for an editor that knows JSON schemas");
}

Result<ExitCode> run_config(const Options& options, Console& console) {
  std::string text;
  if (options.schema) {
    text = configuration_schema(check_formats());
  } else {
    const bool json = options.format == "json" && !options.format_for_all;
    if (!json && !options.format.empty() && options.format != "text" && !options.format_for_all)
      return Error{Error::Kind::usage, "config has no format " + options.format, "it has text and json"};
    const auto rows = rows_in_force(options, console);
    if (!rows) return rows.error();
    text = json ? json_of(options, *rows) : text_of(options, *rows);
  }
  const Status written = console.write_result(text);
  if (!written) return written.error();
  return 0;
}

}  // namespace miggraph::cli
