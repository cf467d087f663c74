#include <catch2/catch.hpp>
#include <string>

#include "evaluated.h"

using namespace miggraph;
using namespace miggraph::python;

namespace {

std::string problem_of(const std::string& source) {
  const auto syntax = parse(source);
  return syntax->problem ? syntax->problem->message : "";
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("a file that Python could not load says why") {
  CHECK(problem_of("x = (1\n") == "invalid syntax");
  CHECK(problem_of("<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> b\n") == "unresolved merge conflict markers");
  CHECK(problem_of("print 'x'\n") == "a print statement, which is Python 2");
  CHECK(problem_of("x = 0777\n").starts_with("leading zeros"));
  CHECK(problem_of("if x <> 1:\n    pass\n") == "the operator <>, which is Python 2");
  CHECK(problem_of("if x:\n        a = 1\n\tb = 2\n").starts_with("inconsistent use of tabs"));
  CHECK(problem_of(std::string("x = 1\0", 6)) == "source code cannot contain null bytes");
  CHECK(problem_of("x = '\xE9'\n").starts_with("a byte that is not valid UTF-8"));
  CHECK(problem_of("# coding: klingon\nx = 1\n") == "unknown encoding: klingon");
  CHECK(problem_of("\xFF\xFEx\0=\0").find("UTF-16") != std::string::npos);
  CHECK(problem_of(repeated("[", 300) + repeated("]", 300)) == "too many nested parentheses");
}

TEST_CASE("and what Python loads is not complained of") {
  CHECK(problem_of("") == "");
  CHECK(problem_of("\xEF\xBB\xBFx = 1\r\ny = 2\r\n") == "");
  CHECK(problem_of("# caf\xE9\nx = 1\n") == "");
  CHECK(problem_of("# -*- coding: latin-1 -*-\nx = '\xE9'\n") == "");
  CHECK(problem_of("x = 1\ry = 2\r") == "");
  CHECK(problem_of("\fx = 1\n") == "");
  CHECK(problem_of("print('x')\nprint >>f, 'x'\nexec('y')\n") == "");
  CHECK(problem_of("if x:\n\ta = 1\n\tb = 2\n") == "");
  CHECK(problem_of("x = 0o777 + 00 + 0_0\n") == "");
  CHECK(problem_of("def f(a, /, b, *, c: int = 1, **kw) -> None: ...\n") == "");
  CHECK(problem_of("match x:\n    case {'a': [1, *_]} if y: pass\n") == "");
  CHECK(problem_of("async def f():\n    async with a as b, c: await d\n    return [x async for x in y]\n") == "");
  CHECK(problem_of("x = f'{a!r:>{width}} {b[\"c\"]}'\n") == "");
}

TEST_CASE("declared encodings and lone carriage returns are decoded") {
  CHECK(Evaluated("# -*- coding: latin-1 -*-\nx = '\xE9'\n")["x"] == "'\xC3\xA9'");
  CHECK(Evaluated("x = 1\ry = 2\r")["y"] == "2");
  CHECK(Evaluated("x = '''a\r\nb'''\r\n")["x"] == "'a\nb'");
}

TEST_CASE("depth and length are bounded, not the stack") {
  CHECK(Evaluated("x = " + repeated("1 + ", 1500) + "1\n")["x"] == "1501");
  CHECK(problem_of("x = " + repeated("1 + ", 50000) + "1\n") != "");
  CHECK(problem_of("x = " + repeated("not ", 50000) + "1\n") != "");
  CHECK(problem_of("x = a" + repeated(".b", 50000) + "\n") != "");
  CHECK(problem_of("x = " + repeated("[", 100000) + "\n") != "");
  std::string nested;
  for (std::size_t i = 0; i < 300; ++i) nested += std::string(i, ' ') + "if 1:\n";
  nested += std::string(300, ' ') + "pass\n";
  CHECK(problem_of(nested) == "too many levels of indentation");
  std::string chain = "if a:\n    x = 1\n";
  for (int i = 0; i < 3000; ++i) chain += "elif b == 'never':\n    x = 2\n";
  CHECK(Evaluated("a = False\nb = ''\n" + chain + "else:\n    x = 3\n")["x"] == "3");
}

TEST_CASE("imports are listed wherever they stand") {
  const auto syntax = parse("import a.b\nfrom . import c\ndef f():\n    from ..d import e, g as h\n    try:\n        import i\n    except ImportError:\n        pass\n");
  CHECK(imports(*syntax) == std::vector<std::string>{"a.b", ".", ".c", "..d", "..d.e", "..d.g", "i"});
}

TEST_CASE("a value knows its place") {
  Evaluated m("x = [\n  ('a', 'é'),\n]\n");
  const Value item = m.module->global("x")->items()[0];
  const Range range = LineIndex(m.module->text()).range(item.span);
  CHECK(range.start == Position{2, 3});
  CHECK(range.end == Position{2, 13});
}
