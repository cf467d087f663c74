#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/source_text.h"
#include "python/arena.h"

namespace miggraph::python {

class Module;
class Value;
struct FunctionSyntax;  // syntax.h
struct Frame;           // evaluator's own

struct None {
  friend bool operator==(None, None) { return true; }
};

/// A str, in UTF-8.
struct Text {
  std::string_view text;
};

struct Bytes {
  std::string_view bytes;
};

/// Something outside the modules that were read, by its dotted path: `django.db.models.CharField`, `builtins.len`,
/// `django.conf.settings.AUTH_USER_MODEL`, `shop.models.upload_to`. Relative imports are resolved to absolute paths where the
/// module's own dotted name is known, else keep their leading dots (`..models.upload_to`).
struct Reference {
  std::string_view path;
};

/// What can't be known without running the code. `spread`: stands for any number of items of the list (or arguments) that
/// it is an item of.
struct Unknown {
  std::string_view reason;  ///< a phrase: "depends on the database connection"
  std::string_view path;    ///< dotted path or source text of the expression, for messages
  Span origin;              ///< the expression that made it unknown
  bool spread = false;
  /// What a condition made of it is taken for: an unknown thing is taken to be there, unknown things not to be equal.
  bool assumed_truth = true;
};

struct List {
  ArenaVector<Value> items;
};

struct Tuple {
  std::span<const Value> items;
};

struct Set {
  ArenaVector<Value> items;  ///< in order of insertion, equal items once
};

struct Dict {
  ArenaVector<std::pair<Value, Value>> items;  ///< in order of insertion, equal keys once
};

/// name=value; `**mapping` of an unknown mapping has the name "**".
struct Keyword;

/// A call that was not carried out because its callee is not ours to run: `models.CharField(max_length=100)`.
/// The callee is a Reference, a Class of the tree or an Unknown.
struct Call;

/// A def or lambda.
struct Function {
  std::string_view name;       ///< "<lambda>" for a lambda
  std::string_view qualified;  ///< "outer.<locals>.name", "Class.method"
  const Module* module = nullptr;
  const FunctionSyntax* syntax = nullptr;  ///< null once the module's syntax was let go
  Frame* closure = nullptr;
  std::span<const Value> defaults;
  bool is_lambda = false;
};

struct Attribute;

struct Class {
  std::string_view name;
  std::string_view qualified;
  const Module* module = nullptr;
  Span span;                        ///< of its name in the class statement
  std::span<const Value> bases;     ///< Class, Reference, Call or Unknown
  ArenaVector<Attribute> attributes;  ///< of its own body, in order of first assignment
  /// An object of this class as its `__init__` leaves it, its arguments unknown: a class without a name of its own, whose
  /// attributes are the object's and whose base is this class. Null where neither the class nor a base of the tree has one.
  const Class* instance = nullptr;
  bool is_instance = false;

  /// The value of an attribute of its own body or of the nearest base of the tree that has it; null where none has.
  const Value* attribute(std::string_view attribute_name) const;
  /// Whether some base (of any depth) is the Reference `path`.
  bool derives_from(std::string_view path) const;
};

/// A method or function with its first argument bound: `operations.append`, `", ".join`.
struct Bound;

/// A Python value as far as it can be known without running anything, with its place in the source.
///
/// Trivially copyable, 32 bytes; what it points to lives in the arena of the Module that made it.
class Value {
 public:
  using Data = std::variant<None, bool, std::int64_t, double, Text, Bytes, List*, const Tuple*, Set*, Dict*, Reference,
                            const Call*, const Function*, const Class*, const Module*, const Bound*, const Unknown*>;

  Data data;
  Span span;  ///< in the source of the module whose expression made it

  template <class T>
  const T* as() const {
    return std::get_if<T>(&data);
  }
  bool is_none() const { return std::holds_alternative<None>(data); }
  bool is_unknown() const { return std::holds_alternative<const Unknown*>(data); }

  const Unknown* unknown() const { return pointer<const Unknown*>(); }
  const Call* call() const { return pointer<const Call*>(); }
  const Class* klass() const { return pointer<const Class*>(); }
  const Function* function() const { return pointer<const Function*>(); }
  const Dict* dict() const { return pointer<Dict*>(); }
  const std::string_view* text() const {
    const auto* text = std::get_if<Text>(&data);
    return text ? &text->text : nullptr;
  }
  const std::string_view* reference() const {
    const auto* reference = std::get_if<Reference>(&data);
    return reference ? &reference->path : nullptr;
  }
  /// The items of a list, tuple or set; nothing where it is none of these (ask is_sequence).
  std::span<const Value> items() const;
  bool is_sequence() const;

 private:
  template <class P>
  P pointer() const {
    const P* pointer = std::get_if<P>(&data);
    return pointer ? *pointer : nullptr;
  }
};

struct Keyword {
  std::string_view name;
  Value value;
};

struct Call {
  Value callee;  ///< `operator.or_` and kin for operators between calls: `Q(a=1) | Q(b=2)`
  std::span<const Value> args;  ///< an Unknown with `spread` stands for `*args` of an unknown sequence
  std::span<const Keyword> keywords;

  const Value* keyword(std::string_view name) const;
  /// Dotted path of a callee that is a Reference, else empty.
  std::string_view path() const;
};

struct Attribute {
  std::string_view name;
  Value value;
};

struct Bound {
  Value self;
  std::string_view method;             ///< of a built-in type
  const Function* function = nullptr;  ///< of a class of the tree
};

/// A path or short source-like text of a value, for messages: `settings.EXTRA_APPS`, `'shop'`, `get_operations()`.
std::string describe(const Value& value);

/// Whether it is made of nothing but constants, displays and lambdas, so that all of it is known. False for what is too large to be
/// looked through.
bool is_literal(const Value& value);

/// Python's ==, where both sides are known; not known where that can't be said, or would take too long (a list can hold
/// another one twice, and that one …). `work`, if given, grows by the number of comparisons.
bool equal(const Value& a, const Value& b, bool* known, std::size_t* work = nullptr);

}  // namespace miggraph::python
