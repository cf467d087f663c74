#include "python/builtin_names.h"

#include <algorithm>
#include <array>

namespace miggraph::python {
namespace {

constexpr std::array names = {
    std::string_view("ArithmeticError"), std::string_view("AssertionError"), std::string_view("AttributeError"),
    std::string_view("BaseException"), std::string_view("EOFError"), std::string_view("Ellipsis"), std::string_view("Exception"),
    std::string_view("FileNotFoundError"), std::string_view("ImportError"), std::string_view("IndexError"), std::string_view("KeyError"),
    std::string_view("LookupError"), std::string_view("ModuleNotFoundError"), std::string_view("NameError"),
    std::string_view("NotImplemented"), std::string_view("NotImplementedError"), std::string_view("OSError"),
    std::string_view("RuntimeError"), std::string_view("StopIteration"), std::string_view("SyntaxError"), std::string_view("TypeError"),
    std::string_view("UnicodeError"), std::string_view("ValueError"), std::string_view("Warning"), std::string_view("__import__"),
    std::string_view("abs"), std::string_view("all"), std::string_view("any"), std::string_view("ascii"), std::string_view("bin"),
    std::string_view("bool"), std::string_view("breakpoint"), std::string_view("bytearray"), std::string_view("bytes"),
    std::string_view("callable"), std::string_view("chr"), std::string_view("classmethod"), std::string_view("compile"),
    std::string_view("complex"), std::string_view("delattr"), std::string_view("dict"), std::string_view("dir"),
    std::string_view("divmod"), std::string_view("enumerate"), std::string_view("eval"), std::string_view("exec"),
    std::string_view("filter"), std::string_view("float"), std::string_view("format"), std::string_view("frozenset"),
    std::string_view("getattr"), std::string_view("globals"), std::string_view("hasattr"), std::string_view("hash"),
    std::string_view("help"), std::string_view("hex"), std::string_view("id"), std::string_view("input"), std::string_view("int"),
    std::string_view("isinstance"), std::string_view("issubclass"), std::string_view("iter"), std::string_view("len"),
    std::string_view("list"), std::string_view("locals"), std::string_view("map"), std::string_view("max"),
    std::string_view("memoryview"), std::string_view("min"), std::string_view("next"), std::string_view("object"),
    std::string_view("oct"), std::string_view("open"), std::string_view("ord"), std::string_view("pow"), std::string_view("print"),
    std::string_view("property"), std::string_view("range"), std::string_view("repr"), std::string_view("reversed"),
    std::string_view("round"), std::string_view("set"), std::string_view("setattr"), std::string_view("slice"),
    std::string_view("sorted"), std::string_view("staticmethod"), std::string_view("str"), std::string_view("sum"),
    std::string_view("super"), std::string_view("tuple"), std::string_view("type"), std::string_view("vars"), std::string_view("zip"),
};
static_assert(std::is_sorted(names.begin(), names.end()));

constexpr std::array escapes = {std::string_view("__import__"), std::string_view("breakpoint"), std::string_view("compile"),
                                std::string_view("eval"), std::string_view("exec"), std::string_view("input"), std::string_view("open")};
static_assert(std::is_sorted(escapes.begin(), escapes.end()));

}  // namespace

bool is_builtin(std::string_view name) { return std::binary_search(names.begin(), names.end(), name); }

bool is_escape(std::string_view name) { return std::binary_search(escapes.begin(), escapes.end(), name); }

}  // namespace miggraph::python
