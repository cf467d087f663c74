#include "cli/options.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <map>
#include <sstream>

namespace miggraph::cli {
namespace {

constexpr const char* kSource = "Where the files come from";
constexpr const char* kComparison = "What they are compared with";
constexpr const char* kOutput = "Output";

/// An option that may be given again and takes one value each time; CLI11 would take all words that follow.
CLI::Option* repeatable(CLI::Option* option) {
  return option->allow_extra_args(false)->take_all();
}

std::pair<std::string, std::string> split_at_equals(const char* option, const std::string& value, const std::string& form) {
  const std::size_t equals = value.find('=');
  if (equals == 0 || equals == std::string::npos || equals + 1 == value.size())
    throw CLI::ValidationError(option, "expected " + form + ", not `" + value + "`");
  return {value.substr(0, equals), value.substr(equals + 1)};
}

}  // namespace

void add_directory_option(CLI::App& app, Options& options) {
  // Before the command and behind it: one after the other.
  const auto add = [&options](const std::vector<std::string>& values) {
    options.directories.insert(options.directories.end(), values.begin(), values.end());
  };
  repeatable(app.add_option_function<std::vector<std::string>>("-C", add, "act as if started in DIR, as git does"))
      ->type_name("DIR")
      ->group(kSource);
}

void add_snapshot_options(CLI::App& app, Options& options) {
  add_directory_option(app, options);
  CLI::Option* staged =
      app.add_flag("--staged", options.staged, "git's index: what the commit will hold")->group(kSource);
  app.add_option("--rev", options.rev, "that commit, without checking it out")
      ->type_name("REV")
      ->group(kSource)
      ->excludes(staged);
  repeatable(app.add_option_function<std::vector<std::string>>(
                 "--migration-module",
                 [&options](const std::vector<std::string>& values) {
                   for (const std::string& value : values)
                     options.migration_modules.push_back(split_at_equals("--migration-module", value, "LABEL=DIR"));
                 },
                 "DIR holds the migrations of app LABEL; only apps named so are read"))
      ->type_name("LABEL=DIR")
      ->group(kSource);
  repeatable(app.add_option("--site-packages", options.site_packages,
                            "where Django and other packages are installed; repeatable (VIRTUAL_ENV, .venv, venv)"))
      ->type_name("DIR")
      ->group(kSource);
}

void add_comparison_options(CLI::App& app, Options& options) {
  CLI::Option* against = repeatable(app.add_option("--against", options.against,
                                                   "also what a merge with REF gives; repeatable (MIGGRAPH_AGAINST)"))
                             ->type_name("REF")
                             ->group(kComparison);
  CLI::Option* branches =
      app.add_flag("--branches{*}", options.branches, "the same with every branch, or those that match GLOB")
          ->type_name("[=GLOB]")
          ->group(kComparison);
  app.add_flag("--no-against", options.no_against, "the files alone")
      ->group(kComparison)
      ->excludes(against)
      ->excludes(branches);
}

void add_branch_options(CLI::App& app, Options& options) {
  add_comparison_options(app, options);
  app.add_option("--since", options.since, "leave out branches that lag more than DAYS behind the newest commit (180)")
      ->type_name("DAYS")
      ->group(kComparison);
}

void add_output_options(CLI::App& app, Options& options, const std::vector<std::string>& formats) {
  std::string list;
  for (const std::string& format : formats) list += (list.empty() ? "" : "|") + format;
  app.add_option("--format,--output-format", options.format, list + " (MIGGRAPH_FORMAT)")
      ->type_name("FORMAT")
      ->group(kOutput);
  app.add_option("--output-file", options.output_file, "write there instead of to the terminal")
      ->type_name("FILE")
      ->group(kOutput);
  app.add_option_function<std::string>(
         "--color",
         [&options](const std::string& value) {
           static const std::map<std::string, ColorChoice> choices = {
               {"auto", ColorChoice::automatic}, {"always", ColorChoice::always}, {"never", ColorChoice::never}};
           const auto found = choices.find(value);
           if (found == choices.end())
             throw CLI::ValidationError("--color", "expected auto, always or never, not `" + value + "`");
           options.color = found->second;
         },
         "auto|always|never (NO_COLOR)")
      ->type_name("WHEN")
      ->group(kOutput);
  CLI::Option* quiet = app.add_flag("-q,--quiet", options.quiet, "findings only, no notes")->group(kOutput);
  app.add_flag("-v,--verbose", options.verbose, "say more about what was read and why, and where the time went")
      ->group(kOutput)
      ->excludes(quiet);
}

void add_also_option(CLI::App& app, Options& options) {
  const auto add = [&options](const std::vector<std::string>& values) {
    for (const std::string& value : values) options.also.push_back(split_at_equals("--also", value, "FORMAT=FILE"));
  };
  repeatable(app.add_option_function<std::vector<std::string>>("--also", add, "write the same in another format there; repeatable"))
      ->type_name("FORMAT=FILE")
      ->group(kOutput);
}

void take_from_environment(Options& options, const Environment& environment) {
  if (options.format.empty()) {
    options.format = environment.get("MIGGRAPH_FORMAT").value_or("");
    options.format_for_all = !options.format.empty();
  }
  if (options.against.empty() && options.branches.empty() && !options.no_against) {
    std::istringstream refs(environment.get("MIGGRAPH_AGAINST").value_or(""));
    for (std::string ref; refs >> ref;) options.against.push_back(ref);
  }
}

void take_from_configuration(Options& options, Configuration configuration) {
  if (options.format.empty() && configuration.format) {
    options.format = configuration.format->value;
    options.format_for_all = true;
  }
  if (!options.strict && configuration.strict) options.strict = configuration.strict->value;
  options.configuration = std::move(configuration);
}

std::string Options::start_directory() const {
  std::filesystem::path path = ".";
  for (const std::string& directory : directories) path /= directory;
  return path.lexically_normal().string();
}

}  // namespace miggraph::cli
