/// A file's bytes through decoding, parsing and lowering. Every span lies in the text, what was decoded is UTF-8, and
/// parsing it again gives the same.
#include "base/source_text.h"
#include "python/encoding.h"
#include "python/module.h"
#include "syntax_walk.h"
#include "target.h"

using namespace miggraph;
using namespace miggraph::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source = text_of(data, size);
  const auto syntax = python::parse(source);
  const std::string_view text = syntax->text();
  if (!syntax->problem) {
    const std::size_t invalid = python::invalid_utf8(text);
    // Python's tokenizer takes the bytes of a comment as they come.
    const std::size_t line = invalid == std::string_view::npos ? 0 : text.rfind('\n', invalid) + 1;
    holds(invalid == std::string_view::npos || text.substr(line, invalid - line).find('#') != std::string_view::npos,
          "text that has no problem is UTF-8");
  } else {
    const Range range = LineIndex(text).range(syntax->problem->span);
    holds(range.start.line >= 1 && range.start.line <= range.end.line, "a problem has a place");
    holds(!syntax->problem->message.empty(), "a problem says what it is");
  }
  const SyntaxWalk walk(*syntax);
  holds(walk.written() == SyntaxWalk(*python::parse(source)).written(), "parsing again gives the same");
  python::imports(*syntax);
  return 0;
}
