#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "python/value.h"

namespace miggraph::python {

struct Syntax;

/// Why Python itself could not load a file: syntax, encoding, merge conflict markers.
struct LoadProblem {
  Span span;
  std::string message;  ///< one sentence, no full stop: "unexpected indent"
  std::string cure;     ///< may be empty
};

/// A way that the evaluation took although it hangs on something unknown: the condition of an `if`, the length of a loop.
struct Assumption {
  Span span;
  std::string message;  ///< "took the branch of `if _table_exists(…)` as taken: the condition is not known"
};

/// What outlives one module: other modules and the few things that the project's settings say.
class World {
 public:
  virtual ~World() = default;
  /// The module of that dotted name where its source is in the tree and may be read; null otherwise.
  virtual const Module* module(std::string_view dotted_name) = 0;
  /// A value known for a dotted path, as `django.conf.settings.AUTH_USER_MODEL`; nothing keeps it symbolic.
  virtual std::optional<Value> value(std::string_view path) = 0;
  /// For `getattr(x, name, default)` and `hasattr`: whether an object outside the tree has an attribute; unknown where nothing.
  virtual std::optional<bool> has(std::string_view path) = 0;
  /// What a call of something outside the tree gives, asked where a decision hangs on it; nothing keeps it symbolic.
  virtual std::optional<Value> call(std::string_view path, std::span<const Value> args) {
    static_cast<void>(path), static_cast<void>(args);
    return std::nullopt;
  }
  /// Whether a call raises an exception while modules are imported, as a database query does; asked inside `try` only.
  virtual bool raises(std::string_view path) {
    static_cast<void>(path);
    return false;
  }
};

/// Bounds of one module's evaluation; beyond them values are Unknown. One statement of a module or class body may use an
/// eighth of what is left, and once nothing is left, a little and no more than the whole once again.
struct Budget {
  std::size_t steps = 2'000'000;
  std::size_t bytes = 96u << 20;  ///< of the module's arena
  unsigned depth = 60;            ///< of calls and imports
};

struct ModuleName {
  std::string dotted;  ///< may be empty
  bool is_package = false;
};

/// What a module's code says, found out without running it. Immutable once made.
class Module {
 public:
  Module() : globals_(arena.resource()) {}

  std::string name;          ///< dotted; empty where it was evaluated without knowing it
  bool is_package = false;   ///< an __init__.py
  std::string_view source;   ///< bytes as read, BOM included; must outlive the module
  std::string transcoded;    ///< the source in UTF-8 where its own encoding is another; spans then are of this text
  std::optional<LoadProblem> problem;  ///< then its globals are those that were made before it, if any
  std::vector<Assumption> assumptions;
  /// It asked its World for a value, or would have if there had been one: a setting's value, whether something has an
  /// attribute. Imports do not count, for most are of modules that no tree holds: ask imports(). Where this is false and no
  /// import names a module of the tree, the module means the same at every path and in every snapshot.
  bool depends_on_world = false;

  /// Paths of modules outside the tree of which it imports all names: any name that it lacks may come from one of them.
  std::vector<std::string> stars;

  /// A module-level name; null where there is none.
  const Value* global(std::string_view global_name) const;
  const ArenaVector<Attribute>& globals() const { return globals_; }
  /// The text that spans are of.
  std::string_view text() const { return transcoded.empty() ? source : std::string_view(transcoded); }

  /// Null where it was let go; see evaluate().
  const std::shared_ptr<const Syntax>& syntax() const { return syntax_; }

  Arena arena;

 private:
  friend class Evaluator;
  friend std::shared_ptr<const Module> evaluate(std::shared_ptr<const Syntax>, ModuleName, World*, Budget);

  ArenaVector<Attribute> globals_;
  std::vector<Function*> functions_;  // while it is evaluated: all that point into the syntax
  std::shared_ptr<const Syntax> syntax_;
};

/// Parse one file. Thread-safe. A file that Python could not load gives a Syntax whose `problem` says why.
std::shared_ptr<const Syntax> parse(std::string_view source);

/// Evaluate a parsed module. `world` may be null: imports and settings then stay symbolic. Thread-safe where `world` is null
/// or itself thread-safe.
///
/// A module by itself (no world) lets its syntax go where none of its texts lie in there and it would say the same with a
/// world: it is more than half of what a migration takes, and of ten thousand few are looked at twice. Its functions then can
/// no longer be called; to evaluate it with a world it is parsed again.
std::shared_ptr<const Module> evaluate(std::shared_ptr<const Syntax> syntax, ModuleName name = {}, World* world = nullptr,
                                       Budget budget = {});

/// The dotted names of all modules that a module's import statements mention, wherever they stand, relative ones with dots.
std::vector<std::string> imports(const Syntax& syntax);

}  // namespace miggraph::python
