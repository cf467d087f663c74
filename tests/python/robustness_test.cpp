#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "evaluated.h"

using namespace miggraph::python;

namespace {

const std::string migration = R"PY(# -*- coding: utf-8 -*-
from django.conf import settings
from django.db import migrations, models
import shop.models as m

NAMES = ["a", 'b', """c"""] + [f"{x}_{i:02}" for i, x in enumerate(("x", "y"))]

def ops(n=2, *args, **kwargs):
    for i in range(n):
        if i % 2 and not args:
            yield migrations.AddField("thing", "f%d" % i, models.IntegerField(default=i))
        else:
            continue

class Migration(migrations.Migration):
    initial = True
    dependencies = [("shop", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [*ops(4), migrations.RunPython(lambda apps, s: None, reverse_code=None)]
    operations += [migrations.RunSQL("select {0}".format(n.upper()[1:])) for n in NAMES if n in {"a": 1}]
    try:
        operations.append(m.extra(**{"k": -1 if settings.X else ~2}))
    except (KeyError, ValueError) as e:
        raise
    finally:
        del NAMES[0]
)PY";

/// Pieces that are likely to break a reader: openers without closers, odd bytes, keywords where none belongs.
const std::string pieces[] = {"(", ")", "[", "]", "{", "}", "'", "\"\"\"", "\\", "\n", "\r", "\t", "    ", ":", "lambda", "for", "*", "**", "f'{",
                              std::string(1, '\0'), "\xFF", "\xC3", "\xE2\x80\xAE", "0x", "1e999", "not", "in", "=", "==", "@", "class", "def ", "if ", "%s"};

}  // namespace

TEST_CASE("no damage to a file makes the reader crash or run on") {
  std::mt19937 random(20261121);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  int read = 0;
  for (int round = 0; round < 1500; ++round) {
    std::string source = migration;
    for (std::size_t i = 0, changes = 1 + below(4); i < changes; ++i) {
      const std::size_t at = below(source.size());
      switch (below(4)) {
        case 0: source.erase(at, 1 + below(20)); break;
        case 1: source.insert(at, pieces[below(std::size(pieces))]); break;
        case 2: source[at] = static_cast<char>(below(256)); break;
        default: source.insert(at, source.substr(below(source.size()), below(60))); break;
      }
      if (source.empty()) source = " ";
    }
    const Evaluated m(source);
    for (const auto& global : m.module->globals()) describe(global.value);
    read += !m.module->problem;
  }
  CHECK(read > 50);     // some damage leaves a file that Python would load
  CHECK(read < 1500);
}
