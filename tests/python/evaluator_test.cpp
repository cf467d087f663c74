#include <catch2/catch.hpp>

#include "evaluated.h"

using namespace miggraph::python;

TEST_CASE("literals, operators and formatting") {
  Evaluated m(R"PY(
numbers = [1, 0x10, 1_000, -3, 7 // -2, -7 % 3, 2 ** 10, 1.5, True]
text = 'a' "b" + "c" * 2 + r'\d' + '\x41\u00e9\n'
percent = '%s-%04d-%(missing)s' if False else '%s_%04d' % ('x', 7)
named = '%(a)s' % {'a': 'b'}
formatted = '{}-{1}-{name}'.format('a', 'b', name='c') if False else '{0}-{name}'.format('a', name='c')
f = f'{text[0]}{1 + 1:03}{{}}'
sliced = 'abcdef'[1:4] + 'abcdef'[::-1]
chained = 1 < 2 < 3
picked = {'a': 1, 'b': 2}['b']
)PY");
  CHECK(m["numbers"] == "[1, 16, 1000, -3, …]");
  CHECK(m["text"] == "'abcc\\dA\xC3\xA9\n'");
  CHECK(m["percent"] == "'x_0007'");
  CHECK(m["named"] == "'b'");
  CHECK(m["formatted"] == "'a-c'");
  CHECK(m["f"] == "'a002{}'");
  CHECK(m["sliced"] == "'bcdfedcba'");
  CHECK(m["chained"] == "True");
  CHECK(m["picked"] == "2");
  const auto numbers = m.module->global("numbers")->items();
  CHECK(describe(numbers[4]) == "-4");
  CHECK(describe(numbers[5]) == "2");
  CHECK(describe(numbers[6]) == "1024");
}

TEST_CASE("what lies outside the tree stays symbolic, with its dotted path") {
  Evaluated m(R"PY(
from django.db import migrations, models as m
import a.b.c
import a.b.c as abc
field = m.CharField(max_length=100, *[1], **{'null': True})
deep = a.b.c.d
other = abc.d
inside = field.max_length
q = m.Q(a=1) | ~m.Q(b=2)
)PY");
  CHECK(m["field"] == "django.db.models.CharField(…)");
  CHECK(m.module->global("field")->call()->keywords.size() == 2);
  CHECK(m["deep"] == "a.b.c.d");
  CHECK(m["other"] == "a.b.c.d");
  CHECK(m["inside"] == "100");
  CHECK(m.module->global("q")->call()->path() == "operator.or_");
}

TEST_CASE("relative imports are resolved where the module's own name is known") {
  const std::string source = "from . import helper\nfrom ..models import upload_to\nfrom .helper import x as y\n";
  Evaluated nameless(source);
  CHECK(nameless["upload_to"] == "..models.upload_to");
  CHECK(nameless["helper"] == ".helper");
  Evaluated named(source, {"shop.migrations.0001_initial", false});
  CHECK(named["upload_to"] == "shop.models.upload_to");
  CHECK(named["helper"] == "shop.migrations.helper");
  CHECK(named["y"] == "shop.migrations.helper.x");
  Evaluated package(source, {"shop.migrations", true});
  CHECK(package["upload_to"] == "shop.models.upload_to");
}

TEST_CASE("loops, comprehensions, functions, classes: the shapes of real migrations") {
  Evaluated m(R"PY(
from django.db import migrations, models

def add(model, *names, kind='text'):
    """Constant but for its arguments."""
    out = []
    for name in names:
        if name.startswith('_'):
            continue
        out.append(migrations.AddField(model_name=model, name=name, field=models.TextField()))
    return out

MODELS = ['a', 'b']

class Base(migrations.Migration):
    dependencies = [('shop', '0001_initial')]

class Migration(Base):
    SQL = 'select 1'
    run = migrations.RunSQL(SQL)
    operations = [
        run,
        *[migrations.DeleteModel(name=m) for m in MODELS if m != 'b'],
        *add('shop', 'x', '_y', 'z'),
    ]
    def method(self):
        return 1
    operations += [migrations.RunPython(method)]

Migration.operations.append(migrations.RunSQL(sql='x'))
pairs = {k: v for k, v in zip('ab', range(2))}
nested = [(i, j) for i in range(2) for j in range(i + 1)]
gen = sorted(x for x in ('b', 'a'))
first, *rest = [1, 2, 3]
counted = [n for n, _ in enumerate(MODELS, start=5)]
forward, reverse = (lambda a: a), None
)PY");
  const Class* migration = m.module->global("Migration")->klass();
  REQUIRE(migration != nullptr);
  CHECK(describe(*migration->attribute("dependencies")) == "[('shop', '0001_initial')]");
  CHECK(migration->derives_from("django.db.migrations.Migration"));
  CHECK(migration->attribute("operations")->items().size() == 6);
  CHECK(m["pairs"] == "{…}");
  CHECK(m["nested"] == "[(0, 0), (1, 0), (1, 1)]");
  CHECK(m["gen"] == "['a', 'b']");
  CHECK(m["rest"] == "[2, 3]");
  CHECK(m["counted"] == "[5, 6]");
  CHECK(m.module->assumptions.empty());
}

TEST_CASE("what is known around an unknown part is kept") {
  Evaluated m(R"PY(
from helpdesk import settings as s
from .helpers import get_operations
dependencies = [('helpdesk', '0027')] + s.EXTRA
extended = ['a']
extended += get_operations()
spliced = ['a', *get_operations(), 'b']
total = get_operations()
text = 'a' + s.NAME
looped = [x for x in s.ITEMS]
a, b = s.PAIR
)PY");
  const auto items = m.module->global("dependencies")->items();
  REQUIRE(items.size() == 2);
  CHECK(describe(items[0]) == "('helpdesk', '0027')");
  REQUIRE(items[1].unknown() != nullptr);
  CHECK(items[1].unknown()->spread);
  CHECK(items[1].unknown()->path == "helpdesk.settings.EXTRA");
  CHECK(m.module->global("extended")->items().size() == 2);
  CHECK(m.module->global("spliced")->items().size() == 3);
  CHECK(m["total"] == ".helpers.get_operations()");
  CHECK(m.module->global("text")->is_unknown());
  CHECK(m.module->global("looped")->items().size() == 1);
  CHECK(m.module->global("a")->is_unknown());
  CHECK_FALSE(m.module->assumptions.empty());
}

TEST_CASE("an unknown condition is assumed and noted: things are there, unknown things are not equal") {
  Evaluated m(R"PY(
from django.db import connection
from x import VERSION, table_exists
if connection.vendor == 'oracle':
    a = 1
else:
    a = 2
b = 1 if table_exists('t') else 2
c = 1 if VERSION >= (1, 10) else 2
d = 1 if not table_exists('t') else 2
e = 'x' in VERSION and 1 or 2
if connection.vendor != 'oracle':
    raise ValueError
)PY");
  CHECK(m["a"] == "2");
  CHECK(m["b"] == "1");
  CHECK(m["c"] == "1");
  CHECK(m["d"] == "2");
  CHECK(m["e"] == "2");
  CHECK(m.module->assumptions.size() >= 5);
  CHECK_FALSE(m.module->problem);
}

TEST_CASE("settings and modules of the tree come from the world") {
  FakeWorld world;
  world.sources["shop.migrations.helper"] = "def ops(n):\n    return [n] * COUNT\nCOUNT = 2\nITEMS = ['a']\n";
  world.sources["shop.migrations"] = "class Base:\n    atomic = False\n";
  world.texts["django.conf.settings.AUTH_USER_MODEL"] = "users.User";
  Evaluated m(R"PY(
from django.conf import settings
from . import helper, Base
from .helper import ITEMS
ITEMS.append('b')
ops = helper.ops('x')
app = settings.AUTH_USER_MODEL.split('.')[0]
same = settings.AUTH_USER_MODEL == 'users.User'
kept = settings.AUTH_USER_MODEL
missing = getattr(settings, 'NOT_THERE', 'default')
computed = getattr(settings, helper.unknown(), None) or 'fallback'
class Migration(Base):
    pass
)PY",
              {"shop.migrations.0001_initial", false}, &world);
  CHECK(m["ops"] == "['x', 'x']");
  CHECK(m["app"] == "'users'");
  CHECK(m["same"] == "True");
  CHECK(m["kept"] == "django.conf.settings.AUTH_USER_MODEL");
  CHECK(m["missing"] == "'default'");
  CHECK(m["computed"] == "'fallback'");
  CHECK(m["ITEMS"] == "['a', 'b']");
  CHECK(describe(*world.module("shop.migrations.helper")->global("ITEMS")) == "['a']");  // ours was a copy
  CHECK(describe(*m.module->global("Migration")->klass()->attribute("atomic")) == "False");
  CHECK(m.module->depends_on_world);
}

TEST_CASE("nothing is run, and what would explode is unknown") {
  Evaluated m(R"PY(
bomb = 'a' * 10 ** 9
lists = [0] * 10 ** 9
nested = [1 for a in range(10 ** 5) for b in range(10 ** 5)]
evil = __import__('os').system('touch /tmp/miggraph-was-here')
run = exec('x = 1')
doubled = 'x'
for i in range(100):
    doubled = doubled + doubled
def forever(n):
    return forever(n + 1)
deep = forever(0)
while True:
    pass
after = 1
)PY");
  CHECK(m.module->global("bomb")->is_unknown());
  CHECK(m.module->global("lists")->is_unknown());
  CHECK(m.module->global("evil")->is_unknown());
  CHECK(m.module->global("run")->is_unknown());
  CHECK_FALSE(m.module->assumptions.empty());
}

TEST_CASE("exceptions, try, with, global and del") {
  Evaluated m(R"PY(
try:
    import simplejson as json
except ImportError:
    json = None
try:
    raise KeyError
except KeyError as e:
    caught = 1
else:
    caught = 2
finally:
    last = 3
with open('x') as handle:
    content = handle.read()
COUNT = 1
def more():
    global COUNT
    COUNT += 1
more()
gone = 1
del gone
def generate():
    yield 'a'
    yield 'b'
items = list(generate())
)PY");
  CHECK(m["json"] == "simplejson");
  CHECK(m["caught"] == "1");
  CHECK(m["last"] == "3");
  CHECK(m.module->global("content")->is_unknown());
  CHECK(m["COUNT"] == "2");
  CHECK(m["gone"] == "<not there>");
  CHECK(m["items"] == "['a', 'b']");
}

TEST_CASE("what __init__ sets on an object is known") {
  Evaluated m(R"PY(
from django.db import migrations
class Base(migrations.Migration):
    kind = 'base'
    def __init__(self, name, app_label, extra=()):
        super().__init__(name, app_label)
        self.operations = self.make() + list(extra)
        self.kinds = list(self.__class__.kind)
    def make(self):
        return [self.kind]
class Migration(Base):
    kind = 'own'
)PY");
  const Class* migration = m.module->global("Migration")->klass();
  REQUIRE(migration->instance != nullptr);
  CHECK(describe(*migration->instance->attribute("operations")) == "['own']");
  CHECK(describe(*migration->instance->attribute("kinds")) == "['o', 'w', 'n']");
  CHECK(migration->attribute("operations") == nullptr);
}

TEST_CASE("a call that the world knows to raise leads to the handler") {
  struct Database : FakeWorld {
    bool raises(std::string_view path) override { return path.find(".objects.") != std::string_view::npos; }
    std::optional<Value> call(std::string_view path, std::span<const Value>) override {
      return path == "django.apps.apps.is_installed" ? std::optional(Value{false, {}}) : std::nullopt;
    }
  } world;
  Evaluated m(R"PY(
from django.apps import apps
from x import M
a = 1
try:
    if M.objects.filter(a=1).exists():
        a = 2
    a = 3
except Exception:
    pass
b = 1 if apps.is_installed('x') else 2
)PY",
              {}, &world);
  CHECK(m["a"] == "1");
  CHECK(m["b"] == "2");
}

TEST_CASE("a module that certainly raises could not be imported") {
  Evaluated m("x = 1\nraise ImportError('no')\n");
  REQUIRE(m.module->problem);
  CHECK(m["x"] == "1");
}
