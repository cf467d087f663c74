#include <algorithm>

#include "python/builtin_names.h"
#include "python/evaluator.h"

/// Functions, calls and attributes.
namespace miggraph::python {
namespace {

/// Whether the last part of a dotted path is written as PEP 8 has it for constants.
bool is_constant_name(std::string_view path) {
  path = path.substr(path.rfind('.') + 1);
  return std::any_of(path.begin(), path.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) &&
         std::none_of(path.begin(), path.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

Value Evaluator::function(const FunctionSyntax& syntax, Span span, Frame& frame) {
  Arena& arena = module_.arena;
  Values defaults;
  for (const Parameter& parameter : syntax.parameters) {
    defaults.push_back(parameter.default_value ? evaluate(*parameter.default_value, frame) : make(None{}, span));
  }
  const std::string qualified = frame.qualified.empty() ? std::string(syntax.name) : std::string(frame.qualified) + "." + std::string(syntax.name);
  Function* made = arena.make<Function>(Function{syntax.name, arena.copy(std::string_view(qualified)), &module_, &syntax,
                                                 &frame, arena.copy(defaults), syntax.name == "<lambda>"});
  module_.functions_.push_back(made);
  return make(static_cast<const Function*>(made), span);
}

Value Evaluator::call(const CallExpression& e, Frame& frame) {
  const Value callee = evaluate(*e.function, frame);
  Values args;
  Keywords keywords;
  for (const Expression* arg : e.args) {
    if (arg->kind != ExpressionKind::starred) {
      args.push_back(evaluate(*arg, frame));
      continue;
    }
    const Value inner = evaluate(*arg->as<WrappedExpression>().value, frame);
    if (auto items = items_of(inner)) {
      args.insert(args.end(), items->begin(), items->end());
    } else {
      args.push_back(unknown_because(inner, arg->span, true));
    }
  }
  for (const KeywordArgument& keyword : e.keywords) {
    const Value value = evaluate(*keyword.value, frame);
    if (!keyword.name.empty()) {
      keywords.push_back({keyword.name, value});
    } else if (const Value unpacked = known(value); const Dict* mapping = unpacked.dict()) {
      for (const auto& [key, item] : mapping->items) {
        if (key.text() != nullptr) keywords.push_back({*key.text(), item});
      }
    } else {
      keywords.push_back({"**", value});
    }
  }
  return call_value(callee, std::move(args), std::move(keywords), e.span);
}

Value Evaluator::call_value(Value callee, Values args, Keywords keywords, Span span) {
  if (const Function* function = callee.function()) return call_function(*function, args, keywords, span);
  if (const Bound* const* bound = callee.as<const Bound*>()) {
    if ((*bound)->function == nullptr) return method(**bound, args, keywords, span);
    args.insert(args.begin(), (*bound)->self);
    return call_function(*(*bound)->function, args, keywords, span);
  }
  if (const std::string_view* path = callee.reference()) {
    if (path->starts_with("builtins.")) {
      const std::string_view name = path->substr(9);
      if (auto value = attribute_builtin(name, args, span)) return *value;
      if (auto value = builtin(name, args, keywords, span)) return *value;
      if (is_escape(name)) return unknown("it would have to run code", std::string(name) + "(…)", span);
    } else if (tries_ > 0) {
      if (world_ == nullptr) module_.depends_on_world = true;
      raised_ = raised_ || (world_ != nullptr && world_->raises(*path));
    }
    return symbolic_call(callee, args, keywords, span);
  }
  if (callee.klass() != nullptr) return symbolic_call(callee, args, keywords, span);
  if (callee.call() != nullptr) return symbolic_call(callee, args, keywords, span);
  return unknown_because(callee, span);
}

Value Evaluator::symbolic_call(Value callee, const Values& args, const Keywords& keywords, Span span) {
  Arena& arena = module_.arena;
  return make(static_cast<const Call*>(arena.make<Call>(Call{callee, arena.copy(args), arena.copy(keywords)})), span);
}

bool Evaluator::bind(const Function& function, const Values& args, const Keywords& keywords, Scope& scope, Span span) {
  const auto& parameters = function.syntax->parameters;
  std::size_t next = 0;
  std::vector<bool> used(keywords.size());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Parameter& parameter = parameters[i];
    if (parameter.kind == Parameter::Kind::args) {
      scope.set(parameter.name, tuple(Values(args.begin() + static_cast<std::ptrdiff_t>(std::min(next, args.size())), args.end()), span));
      next = args.size();
      continue;
    }
    if (parameter.kind == Parameter::Kind::kwargs) {
      auto* rest = module_.arena.make<Dict>(Dict{ArenaVector<std::pair<Value, Value>>(module_.arena.resource())});
      for (std::size_t k = 0; k < keywords.size(); ++k) {
        if (!used[k] && keywords[k].name != "**") rest->items.emplace_back(text(keywords[k].name, span), keywords[k].value);
      }
      scope.set(parameter.name, make(rest, span));
      continue;
    }
    if (parameter.kind == Parameter::Kind::positional && next < args.size()) {
      const Unknown* unknown_arg = args[next].unknown();
      if (unknown_arg != nullptr && unknown_arg->spread) return false;
      scope.set(parameter.name, args[next++]);
      continue;
    }
    const auto named = std::find_if(keywords.begin(), keywords.end(), [&](const Keyword& k) { return k.name == parameter.name; });
    if (named != keywords.end()) {
      used[static_cast<std::size_t>(named - keywords.begin())] = true;
      scope.set(parameter.name, named->value);
    } else if (parameter.default_value != nullptr) {
      scope.set(parameter.name, function.module == &module_ ? function.defaults[i] : adopt(function.defaults[i]));
    } else {
      scope.set(parameter.name, unknown("an argument that is not given", parameter.name, span));
    }
  }
  return true;
}

Value Evaluator::call_function(const Function& function, const Values& args, const Keywords& keywords, Span span) {
  if (function.syntax == nullptr || calls_ >= budget_.depth) {
    return unknown("the call goes too deep", std::string(function.qualified) + "()", span);
  }
  Arena& arena = module_.arena;
  auto* names = arena.make<ArenaVector<Attribute>>(arena.resource());
  const std::string inside = std::string(function.qualified) + ".<locals>";
  std::vector<std::string_view> global_names;
  Values yielded;
  auto* frame = arena.make<Frame>(Frame::Kind::function, Scope(*names, arena), function.closure, function.module,
                                  arena.copy(std::string_view(inside)), &global_names, &yielded);
  if (!bind(function, args, keywords, frame->scope, span)) {
    frame->global_names = nullptr, frame->yielded = nullptr;
    return unknown("the arguments of the call are not known", std::string(function.qualified) + "()", span);
  }
  const Module* caller = running_;
  const Value outer_result = result_;
  running_ = function.module;
  ++calls_;
  result_ = make(None{}, span);
  Flow flow = Flow::return_;
  if (function.syntax->result != nullptr) {
    result_ = evaluate(*function.syntax->result, *frame);
  } else {
    flow = run(function.syntax->body, *frame);
  }
  --calls_;
  running_ = caller;
  Value value = flow == Flow::return_ ? result_ : make(None{}, span);
  result_ = outer_result;
  frame->global_names = nullptr, frame->yielded = nullptr;  // they live no longer than this call
  if (flow == Flow::raise) return unknown("the call raises an exception", std::string(function.qualified) + "()", span);
  if (function.syntax->is_generator) value = list(yielded, span);
  if (caller != function.module) value.span = span;
  return value;
}

Value Evaluator::attribute(Value value, std::string_view name, Span span) {
  if (const std::string_view* path = value.reference()) {
    const std::string full = std::string(*path) + "." + std::string(name);
    if (const Module* found = world_ != nullptr ? world_->module(full) : nullptr) return make(found, span);
    if (is_constant_name(*path)) {  // then the attribute is a method of its value: settings.AUTH_USER_MODEL.split
      const Value behind = known(value);
      if (behind.reference() == nullptr) return attribute(behind, name, span);
    }
    return reference(full, span);
  }
  if (const Module* const* module = value.as<const Module*>()) {
    look_through((*module)->globals().size());
    if (const Value* found = (*module)->global(name)) {
      Value copy = adopt(*found);
      copy.span = span;
      return copy;
    }
    const std::string full = (*module)->name + "." + std::string(name);
    if (const Module* found = world_ != nullptr ? world_->module(full) : nullptr) return make(found, span);
    return reference(full, span);
  }
  if (const Class* klass = value.klass()) {
    if (klass->is_instance && name == "__class__") return klass->bases.front();
    look_through(klass->attributes.size());
    if (const Value* found = klass->attribute(name)) {
      if (klass->is_instance && found->function() != nullptr) {
        return make(static_cast<const Bound*>(module_.arena.make<Bound>(Bound{value, name, found->function()})), span);
      }
      return klass->module == &module_ ? *found : adopt(*found);
    }
    if (name == "__name__") return text(klass->name, span);
    return unknown("an attribute that the class's own source does not give", std::string(klass->qualified) + "." + std::string(name), span);
  }
  if (const Call* called = value.call()) {
    if (const Value* keyword = called->keyword(name)) return *keyword;
    if (const Class* klass = called->callee.klass()) {
      const Value* found = klass->attribute(name);
      if (found != nullptr && found->function() != nullptr) {
        return make(static_cast<const Bound*>(module_.arena.make<Bound>(Bound{value, name, found->function()})), span);
      }
      if (found != nullptr) return *found;
    }
    return unknown("what an object outside the tree holds", describe(called->callee) + "()." + std::string(name), span);
  }
  if (const Function* function = value.function()) {
    if (name == "__name__") return text(function->name, span);
    return unknown("an attribute of a function", std::string(function->qualified) + "." + std::string(name), span);
  }
  if (value.is_unknown()) return unknown_because(value, span);
  if (name == "value") return value;  // of an enumeration's member, which stands here for its value
  return make(static_cast<const Bound*>(module_.arena.make<Bound>(Bound{value, name, nullptr})), span);
}

}  // namespace miggraph::python
