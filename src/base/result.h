#pragma once

#include <string>
#include <utility>
#include <variant>

namespace miggraph {

/// Why miggraph could not do its work. What is wrong in the user's *files* is a Finding instead, and the analysis goes on.
struct Error {
  enum class Kind {
    usage,          ///< the command line asks for something that is not there (an app, a ref, an option)
    configuration,  ///< pyproject.toml or miggraph.toml
    environment,    ///< the repository, the file system
    internal,       ///< a bug of ours
  };

  Kind kind = Kind::internal;
  std::string message;  ///< what is wrong and where, one line, without a full stop
  std::string hint;     ///< what mends it, a command where there is one; may be empty
};

/// A value, or the Error that stands in its way.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : content_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }

  /// Precondition: ok().
  T& value() & { return std::get<0>(content_); }
  const T& value() const& { return std::get<0>(content_); }
  T&& value() && { return std::get<0>(std::move(content_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  /// Precondition: !ok().
  const Error& error() const { return std::get<1>(content_); }

 private:
  std::variant<T, Error> content_;
};

struct Nothing {};
using Status = Result<Nothing>;

}  // namespace miggraph
