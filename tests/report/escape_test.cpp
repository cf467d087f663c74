#include "report/escape.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "report/canvas.h"
#include "report/json.h"
#include "report/utf8.h"

using namespace miggraph::report;

namespace {

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto point = first_code_point(text);
    if (!point) return false;
    text.remove_prefix(point->length);
  }
  return true;
}

/// Bytes that a terminal or a log must never see from us.
bool is_harmless(std::string_view text) {
  while (!text.empty()) {
    const auto point = first_code_point(text);
    if (!point) return false;
    const char32_t c = point->value;
    if ((c < 0x20 && c != '\n') || (c >= 0x7F && c <= 0x9F) || c == 0x61C || c == 0x200E || c == 0x200F ||
        (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE0FFF)) {
      return false;
    }
    text.remove_prefix(point->length);
  }
  return true;
}

std::string encoded(char32_t c) {
  std::string out;
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
  return out;
}

}  // namespace

TEST_CASE("What acts on a terminal becomes an escape that one can see") {
  CHECK(visible("plain text") == "plain text");
  CHECK(visible("Prénom 学生 ●") == "Prénom 学生 ●");
  CHECK(visible("\x1b[31mred") == "\\x1b[31mred");
  CHECK(visible(std::string("a\0b", 3)) == "a\\x00b");
  CHECK(visible("a\r\nb\tc") == "a\\r\\nb\\tc");
  CHECK(visible("\x7f") == "\\x7f");
  CHECK(visible("\u0085\u009b") == "\\u0085\\u009b");          // C1: another way to say ESC [
  CHECK(visible("\u202eevil\u202c") == "\\u202eevil\\u202c");  // bidirectional override
  CHECK(visible("\u2066x\u2069\u200e\u200f\u061c") == "\\u2066x\\u2069\\u200e\\u200f\\u061c");
  CHECK(visible("a\u2028b\u2029") == "a\\u2028b\\u2029");
  CHECK(visible("\U000e0041") == "\\U000e0041");  // a tag nobody sees
  CHECK(visible("\ufeffx\u200b") == "\\ufeffx\\u200b");
  CHECK(visible("\u200d") == "\\u200d");  // a joiner with nothing behind it
  CHECK(visible("\u00e9\u200c") == "\u00e9\\u200c");
}

TEST_CASE("Bytes that are not UTF-8 become escapes") {
  CHECK(visible("a\xff"
                "b") == "a\\xffb");
  CHECK(visible("\xc0\xaf") == "\\xc0\\xaf");                    // overlong
  CHECK(visible("\xed\xa0\x80") == "\\xed\\xa0\\x80");           // a surrogate
  CHECK(visible("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");  // beyond U+10FFFF
  CHECK(visible("\xe2\x82") == "\\xe2\\x82");                    // cut short
  CHECK(visible("\xe2\x82"
                "a") == "\\xe2\\x82a");
  CHECK(valid_utf8("a\xff\xfe") == "a\uFFFD\uFFFD");
  CHECK(valid_utf8("déjà") == "déjà");
}

TEST_CASE("Every character and every pair of bytes comes out harmless") {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string shown = visible(encoded(c));
    if (!is_harmless(shown) || shown.find('\n') != std::string::npos)
      FAIL("U+" << std::hex << static_cast<unsigned>(c));
  }
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const std::string bytes = {static_cast<char>(a), static_cast<char>(b)};
      const std::string shown = visible(bytes);
      if (!is_harmless(shown) || !is_valid_utf8(valid_utf8(bytes))) FAIL(a << " " << b);
      for (const char c : ascii(shown)) {
        if (c < 0x20 || c > 0x7E) FAIL("not ASCII: " << a << " " << b);
      }
    }
  }
}

TEST_CASE("Our own signs have ASCII twins, other characters are escaped") {
  CHECK(ascii("├─┴─╯ ● → …") == "+-+-' * -> ...");
  CHECK(ascii("✔ ✖ − ·") == "ok x - -");
  CHECK(ascii("José") == "Jos\\u00e9");
}

TEST_CASE("Widths count columns, not bytes") {
  CHECK(columns("abc") == 3);
  CHECK(columns("é") == 1);
  CHECK(columns("e\u0301") == 1);
  CHECK(columns("学生") == 4);
  CHECK(fitting("学生", 3) == "学");
  CHECK(fitting("héllo", 2) == "hé");
}

TEST_CASE("A line is never a command to a CI system") {
  CHECK(without_commands("::error::x") == "\\::error::x");
  CHECK(without_commands("  ::set-env name=x::y") == "  \\::set-env name=x::y");
  CHECK(without_commands("std::string") == "std::string");
  CHECK(without_commands("a ##[error]x") == "a #\\#[error]x");
  CHECK(without_commands("##vso[task.setvariable]") == "#\\#vso[task.setvariable]");
  CHECK(without_commands("###[group]") == "##\\#[group]");
  CHECK(without_commands("##teamcity[x]") == "#\\#teamcity[x]");
  CHECK(without_commands("# ## heading") == "# ## heading");
}

TEST_CASE("GitHub's workflow commands keep their shape whatever the text") {
  CHECK(workflow_data("100%\nnext") == "100%25%0Anext");
  CHECK(workflow_data("a\r::error::b") == "a\\r::error::b");
  CHECK(workflow_property("a,b:c%d\n") == "a%2Cb%3Ac%25d\\n");
}

TEST_CASE("JSON is UTF-8 and shows what a terminal would obey, and a reader gets the same text back") {
  const std::string evil = "\u202e\u009b\x7f\U000e0041 é \u2028";
  const std::string json =
      finished(nlohmann::ordered_json{{"text", evil}, {"bytes", valid_utf8("a\xff")}}.dump(kIndent));
  CHECK(is_harmless(json));
  const auto back = nlohmann::json::parse(json);
  CHECK(back["text"].get<std::string>() == evil);
  CHECK(back["bytes"].get<std::string>() == "a\uFFFD");
}

TEST_CASE("Canvas makes everything harmless, cuts at the width and never lets two pieces form a command") {
  Style style;
  style.width = 20;
  Canvas canvas(style);
  canvas.put("\x1b]0;title\a").end();
  canvas.put(":").put(":error::x").end();
  canvas.put("#").put("#[error]").end();
  canvas.put("a line that is much too long for it").end();
  CHECK(canvas.take() == "\\x1b]0;title\\x07\n\\::error::x\n#\\#[error]\na line that is much…\n");
}

TEST_CASE("Prose is broken between words, and a word that is too long inside") {
  Style style;
  style.width = 30;
  Canvas canvas(style);
  canvas.put("help: ").prose("one two three four five six seven");
  canvas.prose("a_word_that_is_longer_than_the_whole_line_is");
  CHECK(canvas.take() ==
        "help: one two three four five\n      six seven\na_word_that_is_longer_than_the\n_whole_line_is\n");
}

TEST_CASE("A command is carried on after a backslash; a comment begins anew") {
  Style style;
  style.width = 24;
  Canvas canvas(style);
  canvas.put("  ").command("git rm aaaaaaaa bbbbbbbbb ccccccccccccccccccccccccccccc");
  canvas.put("  ").command("# depend on what was there before");
  CHECK(canvas.take() ==
        "  git rm aaaaaaaa \\\n      bbbbbbbbb \\\n      ccccccccccccccccccccccccccccc\n  # depend on what was\n  #  "
        "there before\n");
}
