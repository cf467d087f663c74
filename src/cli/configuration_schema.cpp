#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/configuration.h"

namespace miggraph::cli {
namespace {

using Json = nlohmann::ordered_json;

Json schema_of(Configuration::Text*) { return {{"type", "string"}, {"minLength", 1}}; }
Json schema_of(Configuration::Texts*) {
  const Json text = schema_of(static_cast<Configuration::Text*>(nullptr));
  return {{"oneOf", Json::array({text, {{"type", "array"}, {"items", text}}})}};
}
Json schema_of(Configuration::Flag*) { return {{"type", "boolean"}}; }
Json schema_of(Configuration::Table*) {
  return {{"type", "object"}, {"additionalProperties", schema_of(static_cast<Configuration::Text*>(nullptr))}};
}

}  // namespace

std::string configuration_schema(const std::vector<std::string>& formats) {
  std::string FORMATS;
  for (const std::string& format : formats) FORMATS += format + " ";
  Json properties = Json::object();
  const auto add = [&](std::string_view name, Json property, const std::string& accepts, std::string_view summary) {
    std::istringstream values(accepts);
    for (std::string value; values >> value;) property["enum"].push_back(value);
    property["description"] = summary;
    properties[std::string(name)] = std::move(property);
  };
#define KEY(member, name, type, accepts, summary, example) \
  add(name, schema_of(static_cast<Configuration::type*>(nullptr)), accepts, summary);
#include "cli/configuration_keys.def"
#undef KEY
  const Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                       {"title", "miggraph"},
                       {"description", "The configuration of miggraph: the table tool.miggraph of pyproject.toml, or miggraph.toml"},
                       {"type", "object"},
                       {"properties", properties},
                       {"additionalProperties", false}};
  return schema.dump(2) + "\n";
}

}  // namespace miggraph::cli
