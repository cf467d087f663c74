#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "django/deconstruct/canonical.h"
#include "python/value.h"

/// Internal to deconstruct/: how values, calls and fields are taken apart.
namespace miggraph::django::deconstruction {

/// Values nest as deep as a file's brackets do; what is deeper than this is opaque.
constexpr int max_depth = 150;

using Keywords = std::map<std::string, Canonical, std::less<>>;

Canonical text(std::string_view value);
Canonical object(std::string_view key, Canonical value);
Canonical reference(std::string_view path);
Canonical opaque(std::string_view why);
Canonical call(std::string_view path, Canonical::Array args, Keywords keywords = {});

/// What Python takes for false: null, false, 0, "", an empty list, tuple, set or dict.
bool is_falsy(const Canonical& value);
bool is_null(const Canonical& value);

/// unique_together and index_together as AlterTogetherOptionOperation.__init__() keeps them: normalize_together() and then a set,
/// of what is not empty.
Canonical normalized_together(const Canonical& value);

class Deconstruction {
 public:
  explicit Deconstruction(const DeconstructContext& context) : context_(context) {}

  Canonical value(const python::Value& value);
  Canonical operation(const Operation& operation);

 private:
  Canonical::Array array(std::span<const python::Value> items);
  Canonical set(std::span<const python::Value> items);
  Canonical dict(const python::Dict& dict);
  Canonical reference_to(std::string_view path);

  /// calls.cpp
  Canonical called(const python::Call& call);
  Canonical as_written(const std::string& path, const python::Call& call);
  Keywords keywords(const python::Call& call);
  std::optional<Canonical> special(const std::string& path, const python::Call& call);
  Canonical index_or_constraint(const std::string& path, const python::Call& call);

  /// fields.cpp
  std::optional<Canonical> field(const std::string& path, const python::Call& call);

  /// operations.cpp
  Keywords operation_keywords(const Operation& operation);

  /// Whether one more value of that many bytes is still written, at the depth reached.
  bool may_write(std::size_t bytes = 0);

  const DeconstructContext& context_;
  int depth_ = 0;
};

/// time.cpp: datetime.datetime(…), timedelta(…) and kin, from plain arguments; nothing where these are not plain.
std::optional<Canonical> moment(std::string_view path, const Canonical::Array& args, const Keywords& keywords);

/// q_object.cpp: Q(…) and &, |, ~ of such; nothing where a part is none.
/// `canonical` turns what stands in a Q into its canonical form.
std::optional<Canonical> q_object(const python::Value& value, const std::function<Canonical(const python::Value&)>& canonical);

}  // namespace miggraph::django::deconstruction
