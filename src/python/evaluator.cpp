#include "python/evaluator.h"

#include <algorithm>
#include <unordered_set>

namespace miggraph::python {

const Value* Scope::find(std::string_view name) const {
  const auto at = position(name);
  return at ? &(*items_)[*at].value : nullptr;
}

std::optional<std::size_t> Scope::position(std::string_view name) const {
  if (index_ != nullptr) {
    const auto found = index_->find(name);
    if (found == index_->end()) return std::nullopt;
    return found->second;
  }
  for (std::size_t i = 0; i < items_->size(); ++i) {
    if ((*items_)[i].name == name) return i;
  }
  return std::nullopt;
}

void Scope::set(std::string_view name, Value value) {
  if (const auto at = position(name)) {
    (*items_)[*at].value = value;
    return;
  }
  items_->push_back({name, value});
  constexpr std::size_t many = 32;
  if (index_ == nullptr && items_->size() > many) {
    index_ = arena_->make<Index>(arena_->resource());
    for (std::size_t i = 0; i < items_->size(); ++i) index_->emplace((*items_)[i].name, i);
  } else if (index_ != nullptr) {
    index_->emplace(name, items_->size() - 1);
  }
}

void Scope::erase(std::string_view name) {
  const auto at = position(name);
  if (!at) return;
  items_->erase(items_->begin() + static_cast<std::ptrdiff_t>(*at));
  if (index_ == nullptr) return;
  index_->erase(name);
  for (auto& [other, position] : *index_) position -= position > *at;  // in place: the arena takes nothing back
}

Evaluator::Evaluator(Module& module, const Syntax& syntax, World* world, Budget budget)
    : module_(module), syntax_(syntax), world_(world), budget_(budget), limit_(2 * budget.steps), byte_limit_(2 * budget.bytes), running_(&module) {}

void Evaluator::run() {
  Arena& arena = module_.arena;
  auto* frame = arena.make<Frame>(Frame::Kind::module, Scope(module_.globals_, arena), nullptr, &module_, std::string_view());
  std::vector<std::string_view> stars;
  frame->stars = &stars;
  frame->scope.set("__name__", module_.name.empty() ? unknown("the module's own name", "__name__", {}) : text(module_.name, {}));
  const Flow flow = run(syntax_.body, *frame);
  frame->stars = nullptr;
  module_.stars.assign(stars.begin(), stars.end());
  if (flow == Flow::raise && assumed_ == 0 && !module_.problem) {
    module_.problem = LoadProblem{result_.span, "the module raises an exception when it is imported", "see the line for what it asks for"};
  }
  if (exhausted_) note({}, "the evaluation was stopped: the module does too much when it is imported");
}

bool Evaluator::step(std::size_t count) {
  // What is asked for at once is not done if it is too much, and must not cost the statements that come after it.
  steps_ = std::min(steps_ + std::min(count, limit_), limit_ + 1);
  if (steps_ > limit_ || module_.arena.bytes() > byte_limit_) exhausted_ = true;
  return !exhausted_;
}

bool Evaluator::room_for(std::size_t bytes) const {
  return bytes <= byte_limit_ && module_.arena.bytes() <= byte_limit_ - bytes;
}

bool Evaluator::same(const Value& a, const Value& b, bool* certain) {
  std::size_t work = 0;
  const bool equals = equal(a, b, certain, &work);
  step(work / 8);
  return equals;
}

/// A statement of a module or class gets a share of the budget: one that does too much does not cost the others. Where nothing
/// is left, classes are still looked into, for one of them is the migration.
void Evaluator::grant(const Statement& statement) {
  constexpr std::size_t share = 8, little = 64;
  const bool is_class = statement.kind == StatementKind::class_;
  const auto limit = [&](std::size_t outer, std::size_t used, std::size_t whole, std::size_t least) {
    const std::size_t left = whole - std::min(whole, used);
    return std::min(outer, used + std::max(left / share, is_class ? whole / share : least));
  };
  limit_ = limit(limit_, steps_, budget_.steps, little);
  byte_limit_ = limit(byte_limit_, module_.arena.bytes(), budget_.bytes, little * sizeof(Value));
}

void Evaluator::note(Span span, std::string message) {
  constexpr std::size_t most = 50;
  if (running_ != &module_) span = {};  // spans are of this module's text
  if (module_.assumptions.size() >= most) return;
  const Assumption made{span, std::move(message)};
  for (const Assumption& other : module_.assumptions) {
    if (other.span == made.span && other.message == made.message) return;
  }
  module_.assumptions.push_back(made);
}

std::string_view Evaluator::source_of(Span span) const {
  std::string_view text = running_->text();
  if (span.begin >= text.size()) return {};
  text = text.substr(span.begin, std::min<std::size_t>(span.end - span.begin, 80));
  return text.substr(0, text.find('\n'));
}

Evaluator::Flow Evaluator::run(Block block, Frame& frame) {
  for (const Statement* statement : block) {
    if (!step()) return Flow::return_;
    const bool top = frame.kind != Frame::Kind::function && calls_ == 0 && assumed_ == 0;
    const std::size_t outer_limit = limit_, outer_byte_limit = byte_limit_;
    if (top) grant(*statement);
    Flow flow = run(*statement, frame);
    if (raised_ && flow == Flow::normal) flow = Flow::raise;
    if (top) {
      limit_ = outer_limit, byte_limit_ = outer_byte_limit;
      if (exhausted_ && steps_ < limit_ && module_.arena.bytes() < byte_limit_) {
        exhausted_ = false;
        note(statement->span, "gave up on a statement that does too much when the module is imported");
        continue;
      }
    }
    if (flow != Flow::normal) return flow;
  }
  return Flow::normal;
}

Evaluator::Flow Evaluator::run(const Statement& statement, Frame& frame) {
  switch (statement.kind) {
    case StatementKind::expression: evaluate(*statement.as<ValueStatement>().value, frame); break;
    case StatementKind::assign: {
      const auto& assignment = statement.as<AssignStatement>();
      const Value value = evaluate(*assignment.value, frame);
      for (const Expression* target : assignment.targets) assign(*target, value, frame);
      break;
    }
    case StatementKind::augmented_assign: augmented_assign(statement.as<AugmentedAssignStatement>(), frame); break;
    case StatementKind::delete_:
      for (const Expression* target : statement.as<DeleteStatement>().targets) erase(*target, frame);
      break;
    case StatementKind::import: run_import(statement.as<ImportStatement>(), frame); break;
    case StatementKind::import_from: run_import_from(statement.as<ImportStatement>(), frame); break;
    case StatementKind::function: {
      const auto& definition = statement.as<FunctionStatement>();
      assign_name(definition.function.name, function(definition.function, definition.name_span, frame), frame);
      break;
    }
    case StatementKind::class_: define_class(statement.as<ClassStatement>(), frame); break;
    case StatementKind::if_: return run_if(statement.as<ConditionStatement>(), frame);
    case StatementKind::while_: return run_while(statement.as<ConditionStatement>(), frame);
    case StatementKind::for_: return run_for(statement.as<ForStatement>(), frame);
    case StatementKind::try_: return run_try(statement.as<TryStatement>(), frame);
    case StatementKind::with: return run_with(statement.as<WithStatement>(), frame);
    case StatementKind::return_: {
      const Expression* value = statement.as<ValueStatement>().value;
      result_ = value ? evaluate(*value, frame) : make(None{}, statement.span);
      return Flow::return_;
    }
    case StatementKind::raise:
      result_ = make(None{}, statement.span);
      return Flow::raise;
    case StatementKind::break_: return Flow::break_;
    case StatementKind::continue_: return Flow::continue_;
    case StatementKind::global: {
      if (frame.global_names == nullptr) break;
      for (const std::string_view name : statement.as<GlobalStatement>().names) frame.global_names->push_back(name);
      break;
    }
    case StatementKind::match: note(statement.span, "did not look into a match statement"); break;
    case StatementKind::assert_:
    case StatementKind::pass: break;
  }
  return Flow::normal;
}

bool Evaluator::decide(Value value, const char* statement, Span span) {
  if (const auto certain = truth(value)) return *certain;
  const Unknown* unknown = value.unknown();
  const bool assumed = unknown == nullptr || unknown->assumed_truth;
  note(span, std::string("took the condition of `") + statement + "` as " + (assumed ? "true" : "false") + ": " +
                 (unknown != nullptr ? std::string(unknown->reason) : describe(value) + " is not known"));
  return assumed;
}

Evaluator::Flow Evaluator::run_if(const ConditionStatement& first, Frame& frame) {
  const ConditionStatement* statement = &first;
  for (;;) {  // elif after elif, however many
    const Value condition = evaluate(*statement->condition, frame);
    if (raised_) return Flow::raise;
    const bool assumed = !truth(condition);
    const bool taken = decide(condition, "if", statement->condition->span);
    const Block next = taken ? statement->body : statement->otherwise;
    const bool chained = !taken && next.size() == 1 && next.front()->kind == StatementKind::if_;
    assumed_ += assumed;
    if (!chained) {
      const Flow flow = run(next, frame);
      // An exception under a condition that is only assumed says more about the assumption than about the module.
      if (assumed && flow == Flow::raise) return assumed_ -= 1, Flow::normal;
      assumed_ -= assumed;
      return flow;
    }
    assumed_ -= assumed;
    if (!step()) return Flow::return_;
    statement = &next.front()->as<ConditionStatement>();
  }
}

Evaluator::Flow Evaluator::run_while(const ConditionStatement& statement, Frame& frame) {
  for (;;) {
    const Value condition = evaluate(*statement.condition, frame);
    const auto certain = truth(condition);
    if (!certain) {
      note(statement.condition->span, "left out a `while` whose condition is not known");
      return Flow::normal;
    }
    if (!*certain) return run(statement.otherwise, frame);
    const Flow flow = run(statement.body, frame);
    if (flow == Flow::break_) return Flow::normal;
    if (flow == Flow::return_ || flow == Flow::raise) return flow;
    if (!step()) return Flow::return_;
  }
}

Evaluator::Flow Evaluator::run_for(const ForStatement& statement, Frame& frame) {
  for (const Value& item : iterate(evaluate(*statement.iterable, frame), statement.iterable->span)) {
    if (!step()) return Flow::return_;
    assign(*statement.target, item, frame);
    const Flow flow = run(statement.body, frame);
    if (flow == Flow::break_) return Flow::normal;
    if (flow == Flow::return_ || flow == Flow::raise) return flow;
  }
  return run(statement.otherwise, frame);
}

Evaluator::Flow Evaluator::run_try(const TryStatement& statement, Frame& frame) {
  ++tries_;
  Flow flow = run(statement.body, frame);
  --tries_;
  raised_ = false;
  if (flow == Flow::raise && !statement.handlers.empty()) {
    const auto& handler = statement.handlers.front();
    if (!handler.name.empty()) {
      assign_name(handler.name, unknown("an exception that was caught", handler.name, statement.span), frame);
    }
    flow = run(handler.body, frame);
  } else if (flow == Flow::normal) {
    flow = run(statement.otherwise, frame);
  }
  if (!statement.finally.empty()) {
    const Flow last = run(statement.finally, frame);
    if (last != Flow::normal) return last;
  }
  return flow;
}

Evaluator::Flow Evaluator::run_with(const WithStatement& statement, Frame& frame) {
  for (const auto& item : statement.items) {
    const Value context = evaluate(*item.value, frame);
    if (item.target != nullptr) {
      assign(*item.target, unknown("what a `with` statement enters is not known", source_of(item.value->span), context.span), frame);
    }
  }
  return run(statement.body, frame);
}

/// `..models` in shop.migrations.0001 is shop.models. Without the module's own name the dots stay.
std::string_view Evaluator::absolute(std::string_view path) const {
  std::size_t dots = 0;
  while (dots < path.size() && path[dots] == '.') ++dots;
  if (dots == 0 || running_->name.empty()) return path;
  std::string_view base = running_->name;
  for (std::size_t up = running_->is_package ? 1 : 0; up < dots; ++up) {
    const std::size_t dot = base.rfind('.');
    if (dot == std::string_view::npos) return path;
    base = base.substr(0, dot);
  }
  const std::string_view rest = path.substr(dots);
  return module_.arena.copy(std::string_view(rest.empty() ? std::string(base) : std::string(base) + "." + std::string(rest)));
}

void Evaluator::run_import(const ImportStatement& statement, Frame& frame) {
  for (const ImportedName& imported : statement.names) {
    const std::string_view bound = imported.alias.empty() ? imported.name.substr(0, imported.name.find('.')) : imported.alias;
    const std::string_view path = imported.alias.empty() ? bound : imported.name;
    const Module* found = world_ != nullptr ? world_->module(path) : nullptr;
    assign_name(bound, found ? make(found, imported.span) : make(Reference{path}, imported.span), frame);
  }
}

void Evaluator::run_import_from(const ImportStatement& statement, Frame& frame) {
  const std::string_view path = absolute(statement.module);
  const Module* from = world_ != nullptr ? world_->module(path) : nullptr;
  for (const ImportedName& imported : statement.names) {
    if (imported.name == "*") {
      import_star(path, from, frame);
      continue;
    }
    const std::string_view bound = imported.alias.empty() ? imported.name : imported.alias;
    if (from != nullptr) look_through(from->globals().size());
    if (const Value* value = from ? from->global(imported.name) : nullptr) {
      Value copy = adopt(*value);
      copy.span = imported.span;
      assign_name(bound, copy, frame);
      continue;
    }
    const std::string full = std::string(path) + (path.ends_with('.') ? "" : ".") + std::string(imported.name);
    const Module* submodule = world_ != nullptr ? world_->module(full) : nullptr;
    assign_name(bound, submodule ? make(submodule, imported.span) : reference(full, imported.span), frame);
  }
}

void Evaluator::import_star(std::string_view path, const Module* from, Frame& frame) {
  if (from == nullptr) {
    if (frame.stars != nullptr) frame.stars->push_back(path);
    return;
  }
  const Value* all = from->global("__all__");
  std::unordered_set<std::string_view> listed;
  if (all != nullptr) {
    for (const Value& item : all->items()) {
      if (item.text() != nullptr) listed.insert(*item.text());
    }
  }
  for (const Attribute& global : from->globals()) {
    if (!step()) return;
    const bool exported = all != nullptr && all->is_sequence() ? listed.contains(global.name) : !global.name.starts_with('_');
    if (exported) assign_name(global.name, adopt(global.value), frame);
  }
}

void Evaluator::define_class(const ClassStatement& statement, Frame& frame) {
  Arena& arena = module_.arena;
  Values bases;
  for (const Expression* base : statement.bases) bases.push_back(evaluate(*base, frame));
  const std::string qualified =
      frame.qualified.empty() ? std::string(statement.name) : std::string(frame.qualified) + "." + std::string(statement.name);
  auto* made = new (arena.resource()->allocate(sizeof(Class), alignof(Class)))
      Class{statement.name, arena.copy(std::string_view(qualified)), &module_, statement.name_span, arena.copy(bases),
            ArenaVector<Attribute>(arena.resource())};
  auto* body = arena.make<Frame>(Frame::Kind::class_, Scope(made->attributes, arena), &frame, running_, made->qualified);
  run(statement.body, *body);
  assign_name(statement.name, make(static_cast<const Class*>(made), statement.name_span), frame);
  make_instance(*made, statement.name_span);
}

/// Follow `__init__`, for what it sets on self: a migration can give itself operations there.
void Evaluator::make_instance(Class& klass, Span span) {
  const Value* init = klass.attribute("__init__");
  if (init == nullptr || init->function() == nullptr) return;
  Arena& arena = module_.arena;
  auto* made = new (arena.resource()->allocate(sizeof(Class), alignof(Class)))
      Class{klass.name, klass.qualified, &module_, span, arena.copy(Values{make(static_cast<const Class*>(&klass), span)}),
            ArenaVector<Attribute>(arena.resource())};
  made->is_instance = true;
  klass.instance = made;
  ++assumed_;  // what it raises with arguments that nobody gave says nothing
  call_function(*init->function(), {make(static_cast<const Class*>(made), span)}, {}, span);
  --assumed_;
}

void Evaluator::assign_name(std::string_view name, Value value, Frame& frame) {
  if (frame.global_names != nullptr &&
      std::find(frame.global_names->begin(), frame.global_names->end(), name) != frame.global_names->end()) {
    Frame* outer = &frame;
    while (outer->enclosing != nullptr) outer = outer->enclosing;
    if (outer->module == &module_) outer->scope.set(name, value);
    return;
  }
  frame.scope.set(name, value);
}

void Evaluator::set_attribute(Class& klass, std::string_view name, Value value) {
  if (!look_through(klass.attributes.size())) return;
  const auto found = std::find_if(klass.attributes.begin(), klass.attributes.end(), [&](const Attribute& a) { return a.name == name; });
  if (found != klass.attributes.end()) {
    found->value = value;
  } else {
    klass.attributes.push_back({name, value});
  }
}

void Evaluator::assign(const Expression& target, Value value, Frame& frame) {
  switch (target.kind) {
    case ExpressionKind::name: assign_name(target.as<TextExpression>().text, value, frame); break;
    case ExpressionKind::list:
    case ExpressionKind::tuple: assign_items(target.as<SequenceExpression>().items, value, frame); break;
    case ExpressionKind::starred: assign(*target.as<WrappedExpression>().value, value, frame); break;
    case ExpressionKind::attribute: {
      const auto& place = target.as<AttributeExpression>();
      const Value owner = evaluate(*place.value, frame);
      if (const Class* klass = owner.klass(); klass != nullptr && klass->module == &module_) {
        // Made by define_class of this module, so not const; only its own module may change it.
        set_attribute(*const_cast<Class*>(klass), place.attribute, value);
      }
      break;
    }
    case ExpressionKind::subscript: {
      const auto& place = target.as<SubscriptExpression>();
      const Value owner = evaluate(*place.value, frame);
      const Value index = evaluate(*place.index, frame);
      if (Dict* const* dict = owner.as<Dict*>(); dict != nullptr && owns(**dict)) {
        dict_method(**dict, "__setitem__", {index, value}, {}, target.span);
      } else if (List* const* list = owner.as<List*>(); list != nullptr && owns(**list)) {
        const std::int64_t* at = index.as<std::int64_t>();
        const auto size = static_cast<std::int64_t>((*list)->items.size());
        if (at != nullptr && *at >= -size && *at < size) (*list)->items[static_cast<std::size_t>(*at < 0 ? *at + size : *at)] = value;
      }
      break;
    }
    default: break;
  }
}

void Evaluator::assign_items(Expressions targets, Value value, Frame& frame) {
  std::optional<Values> items = items_of(value);
  const auto starred = std::find_if(targets.begin(), targets.end(), [](const Expression* e) { return e->kind == ExpressionKind::starred; });
  const bool fits = items && (starred == targets.end() ? items->size() == targets.size() : items->size() + 1 >= targets.size());
  if (!fits) {
    for (const Expression* target : targets) assign(*target, unknown_because(value, target->span), frame);
    return;
  }
  std::size_t next = 0;
  const std::size_t extra = items->size() + 1 - std::min(items->size() + 1, targets.size());
  for (const Expression* target : targets) {
    if (target->kind == ExpressionKind::starred) {
      const auto begin = items->begin() + static_cast<std::ptrdiff_t>(next);
      assign(*target, list(Values(begin, begin + static_cast<std::ptrdiff_t>(extra)), value.span), frame);
      next += extra;
    } else {
      assign(*target, (*items)[next++], frame);
    }
  }
}

void Evaluator::augmented_assign(const AugmentedAssignStatement& statement, Frame& frame) {
  const Value left = evaluate(*statement.target, frame);
  const Value right = evaluate(*statement.value, frame);
  const std::string_view operation = statement.operation.substr(0, statement.operation.size() - 1);
  if (List* const* target = left.as<List*>(); target != nullptr && operation == "+" && owns(**target)) {
    list_method(**target, "extend", {right}, {}, statement.span);  // in place, as Python does
    return;
  }
  assign(*statement.target, binary(operation, left, right, statement.span), frame);
}

void Evaluator::erase(const Expression& target, Frame& frame) {
  if (target.kind == ExpressionKind::name && look_through(frame.scope.items().size())) {
    frame.scope.erase(target.as<TextExpression>().text);
  }
  if (target.kind == ExpressionKind::subscript) {
    const auto& place = target.as<SubscriptExpression>();
    const Value owner = evaluate(*place.value, frame);
    const Value index = evaluate(*place.index, frame);
    if (Dict* const* dict = owner.as<Dict*>(); dict != nullptr && owns(**dict)) dict_method(**dict, "pop", {index}, {}, target.span);
    if (List* const* list = owner.as<List*>(); list != nullptr && owns(**list)) list_method(**list, "pop", {index}, {}, target.span);
  }
}

std::shared_ptr<const Module> evaluate(std::shared_ptr<const Syntax> syntax, ModuleName name, World* world, Budget budget) {
  auto module = std::make_shared<Module>();
  module->name = std::move(name.dotted);
  module->is_package = name.is_package;
  module->source = syntax->source;
  module->transcoded = syntax->transcoded;
  module->problem = syntax->problem;
  Evaluator(*module, *syntax, world, budget).run();
  const bool texts_in_syntax = !syntax->transcoded.empty() || !syntax->trimmed.empty() || syntax->arena.holds_text();
  if (world != nullptr || module->depends_on_world || texts_in_syntax) {
    module->syntax_ = std::move(syntax);
  } else {
    for (Function* function : module->functions_) function->syntax = nullptr;
  }
  module->functions_ = {};
  return module;
}

}  // namespace miggraph::python
