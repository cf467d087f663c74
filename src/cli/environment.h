#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace miggraph::cli {

/// The environment variables, or what a test puts in their place.
class Environment {
 public:
  using Lookup = std::function<std::optional<std::string>(std::string_view)>;

  explicit Environment(Lookup lookup) : lookup_(std::move(lookup)) {}
  static Environment of_process();

  /// The value of a variable; an empty one counts as not set, as CI providers leave many of theirs empty.
  std::optional<std::string> get(std::string_view name) const;
  bool has(std::string_view name) const { return get(name).has_value(); }
  /// Set, and not to "false" or "0".
  bool is_true(std::string_view name) const;

 private:
  Lookup lookup_;
};

}  // namespace miggraph::cli
