#pragma once

#include <initializer_list>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "python/module.h"
#include "python/syntax.h"
#include "python/value.h"

/// Internal to the room: the evaluator. It follows a module's code as Python would, on values that may be unknown, and never
/// runs anything: it has no way to reach the system.
///
/// evaluator.cpp holds statements, expressions.cpp expressions, calls.cpp functions, calls and
/// attributes, making.cpp values themselves; operators.cpp, builtins.cpp, methods.cpp what their names say.
namespace miggraph::python {

/// Names and their values, found by hash once there are many.
class Scope {
 public:
  Scope(ArenaVector<Attribute>& items, Arena& arena) : items_(&items), arena_(&arena) {}

  const Value* find(std::string_view name) const;
  void set(std::string_view name, Value value);
  void erase(std::string_view name);
  const ArenaVector<Attribute>& items() const { return *items_; }

 private:
  using Index = std::pmr::unordered_map<std::string_view, std::size_t>;
  std::optional<std::size_t> position(std::string_view name) const;

  ArenaVector<Attribute>* items_;
  Arena* arena_;
  Index* index_ = nullptr;
};

/// The names that a block of code sees.
struct Frame {
  enum class Kind : unsigned char { module, class_, function };
  Kind kind;
  Scope scope;
  Frame* enclosing;            ///< null for a module's
  const Module* module;
  std::string_view qualified;  ///< "" for a module; "Class", "function.<locals>"
  std::vector<std::string_view>* global_names = nullptr;
  std::vector<Value>* yielded = nullptr;       ///< of a generator
  std::vector<std::string_view>* stars = nullptr;  ///< paths of modules outside the tree that were star-imported
};

class Evaluator {
 public:
  Evaluator(Module& module, const Syntax& syntax, World* world, Budget budget);
  void run();

 private:
  enum class Flow { normal, break_, continue_, return_, raise };
  using Values = std::vector<Value>;
  using Keywords = std::vector<Keyword>;

  // Statements.
  Flow run(Block block, Frame& frame);
  Flow run(const Statement& statement, Frame& frame);
  Flow run_if(const ConditionStatement& statement, Frame& frame);
  Flow run_while(const ConditionStatement& statement, Frame& frame);
  Flow run_for(const ForStatement& statement, Frame& frame);
  Flow run_try(const TryStatement& statement, Frame& frame);
  Flow run_with(const WithStatement& statement, Frame& frame);
  void run_import(const ImportStatement& statement, Frame& frame);
  void run_import_from(const ImportStatement& statement, Frame& frame);
  void import_star(std::string_view path, const Module* from, Frame& frame);
  void define_class(const ClassStatement& statement, Frame& frame);
  void make_instance(Class& klass, Span span);
  void augmented_assign(const AugmentedAssignStatement& statement, Frame& frame);
  void assign(const Expression& target, Value value, Frame& frame);
  void set_attribute(Class& klass, std::string_view name, Value value);
  void assign_items(Expressions targets, Value value, Frame& frame);
  void assign_name(std::string_view name, Value value, Frame& frame);
  void erase(const Expression& target, Frame& frame);
  void grant(const Statement& statement);
  std::string_view absolute(std::string_view module) const;

  // Expressions.
  Value evaluate(const Expression& expression, Frame& frame);
  Value integer(const TextExpression& expression);
  Value joined_string(const JoinedString& expression, Frame& frame);
  Value name(const TextExpression& expression, Frame& frame);
  Value subscript(const SubscriptExpression& expression, Frame& frame);
  Value slice(Value value, const SliceExpression& slice, Span span, Frame& frame);
  Value sequence(const SequenceExpression& expression, Frame& frame);
  Value dict(const DictExpression& expression, Frame& frame);
  Value comprehension(const ComprehensionExpression& expression, Frame& frame);
  void comprehend(const ComprehensionExpression& expression, std::size_t clause, Frame& frame, Values& keys, Values& out);
  Value boolean(const BooleanExpression& expression, Frame& frame);
  Value compare(const CompareExpression& expression, Frame& frame);
  Value call(const CallExpression& expression, Frame& frame);
  Value function(const FunctionSyntax& syntax, Span span, Frame& frame);

  Value call_value(Value callee, Values args, Keywords keywords, Span span);
  Value call_function(const Function& function, const Values& args, const Keywords& keywords, Span span);
  bool bind(const Function& function, const Values& args, const Keywords& keywords, Scope& scope, Span span);
  Value symbolic_call(Value callee, const Values& args, const Keywords& keywords, Span span);
  Value attribute(Value value, std::string_view name, Span span);
  Value item(Value value, Value index, Span span);

  // operators.cpp
  Value binary(std::string_view operation, Value a, Value b, Span span);
  Value unary(std::string_view operation, Value a, Span span);
  Value compare(std::string_view operation, Value a, Value b, Span span);
  Value add(Value a, Value b, Span span);
  Value multiply(Value a, Value b, Span span);
  Value format_percent(std::string_view format, Value argument, Span span);

  // builtins.cpp, methods.cpp. Nothing: not one of those that are carried out.
  std::optional<Value> builtin(std::string_view name, const Values& args, const Keywords& keywords, Span span);
  std::optional<Value> attribute_builtin(std::string_view name, const Values& args, Span span);
  Value method(const Bound& bound, const Values& args, const Keywords& keywords, Span span);
  std::optional<Value> text_method(std::string_view text, std::string_view name, const Values& args, const Keywords& keywords, Span span);
  std::optional<Value> list_method(List& list, std::string_view name, const Values& args, const Keywords& keywords, Span span);
  std::optional<Value> dict_method(Dict& dict, std::string_view name, const Values& args, const Keywords& keywords, Span span);
  std::optional<Value> set_method(Set& set, std::string_view name, const Values& args, Span span);
  std::optional<std::string> format_text(std::string_view format, const Values& args, const Keywords& keywords, Span span);

  // What values are.
  std::optional<bool> truth(Value value);
  /// The truth of a condition, assumed (and noted) where it is not known.
  bool decide(Value value, const char* statement, Span span);
  /// The value that the world knows for a reference, else the value itself.
  Value known(Value value);
  /// The items to iterate over. Nothing where that can't be known.
  std::optional<Values> items_of(Value value);
  /// The same with one unknown item, and a note, for what can't be known.
  Values iterate(Value value, Span span);
  std::optional<std::string> as_text(Value value, char conversion = 0);

  // Making values.
  Value make(Value::Data data, Span span) const { return {data, span}; }
  Value text(std::string_view text, Span span);
  Value list(const Values& items, Span span);
  Value tuple(const Values& items, Span span);
  Value set(const Values& items, Span span);
  Value unknown(std::string_view reason, std::string_view path, Span span, bool spread = false, bool assumed_truth = true);
  /// Unknown because of another value.
  Value unknown_because(Value cause, Span span, bool spread = false, bool assumed_truth = true);
  Value reference(std::string_view path, Span span);
  /// A list, set or dict of another module is copied before this one may change it.
  Value adopt(Value value);
  template <class T>
  bool owns(const T& container) {
    return container.items.get_allocator().resource() == module_.arena.resource();
  }

  void note(Span span, std::string message);
  /// Counts work; false once the statement has had its share.
  bool step(std::size_t count = 1);
  /// Looking through that many items, or that many bytes of text.
  bool look_through(std::size_t items) { return step(1 + items / 16); }
  bool read(std::size_t bytes) { return step(1 + bytes / 256); }
  /// Whether the module may still allocate so much.
  bool room_for(std::size_t bytes) const;
  /// equal(), whose work counts.
  bool same(const Value& a, const Value& b, bool* certain);
  std::string_view source_of(Span span) const;

  Module& module_;
  const Syntax& syntax_;
  World* world_;
  Budget budget_;
  std::size_t steps_ = 0;
  std::size_t limit_;       // of steps, for the statement that is run
  std::size_t byte_limit_;  // of the arena's bytes, likewise
  unsigned calls_ = 0;
  unsigned depth_ = 0;
  unsigned tries_ = 0;     // how many `try` bodies are around the statement that is run
  bool raised_ = false;    // by an expression of that statement
  unsigned assumed_ = 0;   // how many assumed branches are around the statement that is run
  bool exhausted_ = false;
  Value result_{};         // of the function that returns
  // Text of the module whose code is being followed (a function of another one, while that is called).
  const Module* running_;
};

}  // namespace miggraph::python
