#pragma once

#include <string>

#include "python/syntax.h"

namespace miggraph::fuzz {

/// Goes through a whole Syntax and writes it down, so that two can be compared. A node whose span does not lie in the
/// text breaks a property.
class SyntaxWalk {
 public:
  explicit SyntaxWalk(const python::Syntax& syntax) : size_(syntax.text().size()) {
    if (syntax.problem) {
      span(syntax.problem->span);
      word(syntax.problem->message);
    }
    block(syntax.body);
  }
  const std::string& written() const { return out_; }

 private:
  void span(Span where);
  void number(std::size_t value) { out_ += std::to_string(value) + ' '; }
  void word(std::string_view text);
  void block(python::Block statements);
  void expressions(python::Expressions items);
  void expression(const python::Expression* node);  // may be null
  void statement(const python::Statement& node);
  void function(const python::FunctionSyntax& syntax);
  void keywords(std::span<const python::KeywordArgument> items);

  std::size_t size_;
  std::string out_;
};

}  // namespace miggraph::fuzz
