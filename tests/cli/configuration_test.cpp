#include "cli/configuration.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

using namespace miggraph;
using namespace miggraph::cli;

namespace {

const std::vector<std::string> kFormats = {"text", "json"};

Configuration configuration_of(const std::string& text) {
  const auto found = read_configuration(text, "miggraph.toml", false, kFormats);
  INFO((found ? "" : found.error().message));
  REQUIRE(found.ok());
  REQUIRE(found->has_value());
  return **found;
}

std::string error_in(const std::string& text) {
  const auto found = read_configuration(text, "miggraph.toml", false, kFormats);
  REQUIRE_FALSE(found.ok());
  CHECK(found.error().kind == Error::Kind::configuration);
  return found.error().message;
}

}  // namespace

TEST_CASE("A configuration with every key") {
  const Configuration all = configuration_of(R"(against = ["main", "release"]
database = "sqlite"
django = "4.2"
exclude = "legacy/"
format = "json"
settings = ["config.settings.base"]
site-packages = ["lib"]
strict = false
[migration-modules]
shop = "database/shop"
)");
  CHECK(all.against->value == std::vector<std::string>{"main", "release"});
  CHECK(all.against->place.text() == "miggraph.toml:1");
  CHECK(all.exclude->value == std::vector<std::string>{"legacy/"});
  CHECK(all.exclude->place.line == 4);
  CHECK(all.migration_modules->value.at("shop") == "database/shop");
  CHECK(all.migration_modules->place.line == 9);
  CHECK_FALSE(all.strict->value);
  CHECK_FALSE(configuration_of("").strict);
}

TEST_CASE("The table of pyproject.toml, and one without it") {
  const auto other = read_configuration("[tool.black]\nmiggraph = 1\n", "pyproject.toml", true, kFormats);
  REQUIRE(other.ok());
  CHECK_FALSE(other->has_value());
  const auto ours = read_configuration("[project]\nname = 'x'\n[tool.miggraph]\nstrict = true\n", "pyproject.toml", true, kFormats);
  REQUIRE(ours.ok());
  CHECK((*ours)->strict->place.text() == "pyproject.toml:4");
}

TEST_CASE("Of several errors the first in the file is told") {
  CHECK(error_in("strict = true\nzzz = 1\naaa = 2\n") == "miggraph.toml:2: unknown key zzz");
  CHECK(error_in("strict = 1\n") == "miggraph.toml:1: strict has to be true or false, not a number");
  CHECK(error_in("against = [1979-05-27]\n") == "miggraph.toml:1: against has an entry that has to be a text, not a date or time");
  CHECK(error_in("format = \"xml\"\n") == "miggraph.toml:1: format can't be xml");
  CHECK(error_in("exclude = [\"\"]\n") == "miggraph.toml:1: exclude has an entry that is empty");
  CHECK(error_in("a = \n").starts_with("miggraph.toml:1:5: no valid TOML"));
  CHECK(error_in("a = \"\xff\"\n").starts_with("miggraph.toml:1:"));
}

TEST_CASE("Deep nesting is an error and no crash") {
  CHECK(error_in("a = " + std::string(100000, '[')).find("no valid TOML") != std::string::npos);
}

TEST_CASE("Letters beyond ASCII where none can stand") {
  CHECK(error_in("strict = \xc3\xa9\n").find("no valid TOML") != std::string::npos);
  CHECK(error_in("\xc3\xa9t\xc3\xa9 = 1\n").starts_with("miggraph.toml:1: unknown key"));
  CHECK(configuration_of("exclude = \"\"\"\\\n  \xc3\xa9t\xc3\xa9\"\"\"\n").exclude->value.front() == "\xc3\xa9t\xc3\xa9");
}

TEST_CASE("A table whose name cannot be one") {
  CHECK(error_in("[[~a]]\n").find("no valid TOML") != std::string::npos);
  CHECK(error_in("[~a]\n").find("no valid TOML") != std::string::npos);
  CHECK(error_in("a.~b = 1\n").find("no valid TOML") != std::string::npos);
}

TEST_CASE("Line breaks in inline tables, as TOML 1.1 has them") {
  CHECK(configuration_of("migration-modules = {\n  shop = \"a\",\n}\n").migration_modules->value.size() == 1);
}

TEST_CASE("The schema knows every key, and which values it takes") {
  const auto schema = nlohmann::json::parse(configuration_schema(kFormats));
  std::size_t keys = 0;
#define KEY(member, name, type, accepts, summary, example) \
  ++keys;                                                  \
  CHECK(schema["properties"].contains(name));
  const std::string FORMATS;
#include "cli/configuration_keys.def"
#undef KEY
  CHECK(schema["properties"].size() == keys);
  CHECK(schema["properties"]["format"]["enum"] == nlohmann::json(kFormats));
  CHECK(schema["properties"]["strict"]["type"] == "boolean");
}
