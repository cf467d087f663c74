/// A pyproject.toml or miggraph.toml, whole; and patterns of paths. It is a configuration, none, or one error that names a place.
#include "base/path_pattern.h"
#include "cli/configuration.h"
#include "cli/options.h"
#include "django/platform.h"
#include "harmless.h"
#include "report/escape.h"
#include "target.h"

using namespace miggraph;
using namespace miggraph::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  for (const bool is_pyproject : {false, true}) {
    const std::string file = is_pyproject ? "pyproject.toml" : "miggraph.toml";
    const auto found = cli::read_configuration(text, file, is_pyproject, {"text", "json"});
    if (!found) {
      holds(found.error().kind == Error::Kind::configuration, "an error of the configuration is called one");
      holds(found.error().message.starts_with(file + ":"), "an error names its place", found.error().message);
      holds(is_harmless(report::visible(found.error().message)), "an error can be shown");
      continue;
    }
    if (!*found) continue;
    holds(found.ok() && (*found)->file == file, "a configuration knows its file");
    if (const auto& django = (*found)->django) {
      if (const auto version = django::django_version_of(django->value))
        holds(django::django_version_of(version->text()) == version, "a version is read as it is written", django->value);
    }
    if (const auto& exclude = (*found)->exclude) {
      for (const std::string& pattern : exclude->value) {
        const PathPattern here(pattern, ""), below(pattern, "backend");
        for (const std::string& path : exclude->value) {
          // Folders that both sides begin with change nothing.
          holds(here.matches(path) == below.matches("backend/" + path), "a pattern moves with its folder", pattern + " / " + path);
          if (here.matches(path)) holds(here.matches(path + "/below"), "a folder takes in what is below it", pattern + " / " + path);
        }
      }
    }
    cli::Options options;
    cli::take_from_configuration(options, std::move(**found));
  }
  return 0;
}
