#pragma once

#include <map>
#include <memory>
#include <string>

#include "python/module.h"
#include "python/syntax.h"

namespace miggraph::python {

/// A module evaluated from its source, and what its names stand for, in the short form of describe().
struct Evaluated {
  explicit Evaluated(std::string source_text, ModuleName name = {}, World* world = nullptr, Budget budget = {})
      : source(std::move(source_text)), module(evaluate(parse(source), std::move(name), world, budget)) {}

  std::string operator[](std::string_view name) const {
    const Value* value = module->global(name);
    return value == nullptr ? "<not there>" : describe(*value);
  }

  std::string source;
  std::shared_ptr<const Module> module;
};

/// A tree of modules for tests: dotted name -> source.
class FakeWorld : public World {
 public:
  std::map<std::string, std::string, std::less<>> sources;
  std::map<std::string, std::string, std::less<>> texts;  ///< values of paths

  const Module* module(std::string_view dotted_name) override {
    const auto made = modules_.find(dotted_name);
    if (made != modules_.end()) return made->second.get();
    const auto source = sources.find(dotted_name);
    if (source == sources.end()) return nullptr;
    auto& slot = modules_[std::string(dotted_name)];  // null while it is being evaluated: a circular import
    auto evaluated = evaluate(parse(source->second), {std::string(dotted_name), false}, this);
    slot = evaluated;
    return evaluated.get();
  }
  std::optional<Value> value(std::string_view path) override {
    const auto found = texts.find(path);
    if (found == texts.end()) return std::nullopt;
    return Value{Text{found->second}, {}};
  }
  std::optional<bool> has(std::string_view path) override { return texts.count(std::string(path)) > 0; }

 private:
  std::map<std::string, std::shared_ptr<const Module>, std::less<>> modules_;
};

}  // namespace miggraph::python
