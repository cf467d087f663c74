#include <catch2/catch.hpp>

#include "django/state/canonical_state.h"
#include "django/state/rendering.h"
#include "django/state/state_change.h"
#include "django/state/state_diff.h"
#include "django/writer/serializer.h"
#include "tree.h"

using namespace miggraph::django;
using namespace miggraph::django::test;

namespace {

/// A migration with these operations, applied to the empty state, or to the state of another one.
struct Applied {
  Reading reading;
  std::vector<Effect> effects;
  ProjectState state;
  StateLog log;

  explicit Applied(const std::string& operations)
      : reading({{"shop/__init__.py", ""},
                 {"shop/migrations/__init__.py", ""},
                 {"shop/migrations/0001_initial.py", migration_source("    operations = [" + operations + "]\n", "from lib import *\n")}}),
        effects(effects_of(reading.migration("shop", "0001_initial"), reading.codebase->settings)),
        state(reading.codebase->settings) {
    apply(effects, key, state, log);
  }

  const ModelState& model(const std::string& name) const {
    const ModelState* found = state.find({"shop", name});
    REQUIRE(found != nullptr);
    return *found;
  }
  std::vector<std::string> refused() const {
    std::vector<std::string> all;
    for (const Refusal& refusal : log.refusals) all.push_back(std::to_string(refusal.operation) + " " + std::string(name_of(refusal.layer)) + " " + refusal.exception);
    return all;
  }
  std::string field(const std::string& model_name, const std::string& name) const {
    const FieldState* found = model(model_name).field(name);
    return found != nullptr ? serialize(found->value) : "none";
  }

  inline static const MigrationKey key{"shop", "0001_initial"};
};

const std::string kOrder = "migrations.CreateModel('Order', [('id', models.AutoField(primary_key=True)), ('name', models.CharField(max_length=9))]),";

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("a state is a value: what follows does not change what was kept of it") {
  Applied applied(kOrder + "migrations.AddField('order', 'total', models.IntegerField())");
  const ProjectState before = applied.state;
  StateLog log;
  StateChange change(applied.state, Applied::key, 0, *applied.effects.front().operation, log);
  change.remove_field("order", "name");
  change.rename_model("Order", "Purchase");
  CHECK(before.find({"shop", "order"})->fields.size() == 3);
  CHECK(before.find({"shop", "purchase"}) == nullptr);
  CHECK(applied.state.find({"shop", "order"}) == nullptr);
  CHECK(applied.model("purchase").fields.size() == 2);
}

TEST_CASE("a rename is followed by what refers to the model and to the field") {
  Applied applied(kOrder +
                  "migrations.CreateModel('Line', [('order', models.ForeignKey('shop.Order', models.CASCADE, to_field='name')),"
                  "('orders', models.ManyToManyField('Order', through='shop.Link')), ('next', models.ForeignKey('self', models.CASCADE)),"
                  "('page', ParentalKey('shop.Order', on_delete=models.CASCADE))]),"
                  "migrations.RenameField('order', 'name', 'label'), migrations.RenameModel('Order', 'Purchase'),"
                  "migrations.RenameModel('Link', 'Join')");
  CHECK(applied.field("line", "order") == "models.ForeignKey(on_delete=models.CASCADE, to='shop.purchase', to_field='label')");
  CHECK(applied.field("line", "orders") == "models.ManyToManyField(through='shop.Link', to='shop.purchase')");
  CHECK(applied.field("line", "next") == "models.ForeignKey(on_delete=models.CASCADE, to='self')");
  CHECK(applied.field("line", "page") == "lib.ParentalKey('shop.Purchase', on_delete=models.CASCADE)");
  CHECK(applied.refused() == Strings{"4 state KeyError"});  // there is no model Link
}

TEST_CASE("a renamed field moves to the end, an altered one keeps its place") {
  Applied applied(kOrder + "migrations.AlterField('order', 'id', models.BigAutoField(primary_key=True)),"
                           "migrations.RenameField('order', 'id', 'number')");
  Strings names;
  for (const FieldPointer& field : applied.model("order").fields) names.push_back(*field->name_text());
  CHECK(names == Strings{"name", "number"});
}

TEST_CASE("the three layers refuse what Django refuses there") {
  const auto [operations, expected] = GENERATE(table<std::string, Strings>({
      {kOrder + "migrations.RemoveField('order', 'nothing')", {"1 state KeyError"}},
      {kOrder + "migrations.RenameField('order', 'nothing', 'x')", {"1 state FieldDoesNotExist"}},
      {kOrder + "migrations.DeleteModel('nothing')", {"1 state KeyError"}},
      {"migrations.RenameModel('Nothing', 'X')", {"0 state KeyError"}},
      {"migrations.AddField('nothing', 'x', models.IntegerField())", {"0 state KeyError"}},
      {kOrder + kOrder, {"1 database DatabaseError"}},
      {kOrder + "migrations.AddField('order', 'name', models.TextField())", {"1 database DatabaseError"}},
      // Another column: the database takes it.
      {kOrder + "migrations.AddField('order', 'name', models.ForeignKey('x.Y', models.CASCADE))", {}},
      {kOrder + "migrations.AlterField('order', 'nothing', models.TextField())", {"1 database FieldDoesNotExist"}},
      {kOrder + "migrations.RemoveIndex('order', 'nothing')", {"1 database ValueError"}},
      {kOrder + "migrations.AlterUniqueTogether('order', {('name', 'nothing')})", {"1 database FieldDoesNotExist"}},
      {"migrations.CreateModel('X', [('a', models.TextField())], options={'indexes': [models.Index(fields=['a'])]})", {"0 state ValueError"}},
      // What the database does not hear of it does not refuse, and the other way round.
      {kOrder + "migrations.SeparateDatabaseAndState(state_operations=[migrations.AddField('order', 'name', models.TextField())])", {}},
      {kOrder + "migrations.SeparateDatabaseAndState(database_operations=[migrations.AddField('order', 'name', models.TextField())])",
       {"1 database DatabaseError"}},
      // A base may have it.
      {"migrations.CreateModel('X', [], bases=('auth.user',)), migrations.AlterField('x', 'email', models.TextField())", {}},
  }));
  CAPTURE(operations);
  CHECK(Applied(operations).refused() == expected);
}

TEST_CASE("what is not known is said, and what hangs on it is not refused") {
  Applied applied("AddTrigger('x'), migrations.CreateModel('Order', [('id', models.AutoField(primary_key=True)), *MORE]),"
                  "migrations.RemoveField('order', 'perhaps')");
  CHECK(applied.refused().empty());
  REQUIRE(applied.state.unknown().size() == 1);
  CHECK(applied.state.unknown().front().second.operation == 0);
  CHECK(applied.model("order").unknown.size() == 1);
}

TEST_CASE("what follows an operation that can't be read is refused without certainty") {
  const Applied applied("AddTrigger('x'), migrations.AddField('made_by_it', 'x', models.IntegerField())");
  REQUIRE(applied.log.refusals.size() == 1);
  CHECK_FALSE(applied.log.refusals[0].certain);
  CHECK(Applied("migrations.AddField('nothing', 'x', models.IntegerField())").log.refusals[0].certain);
}

TEST_CASE("an index may name a foreign key by its column") {
  CHECK(Applied("migrations.CreateModel('X', [('by', models.ForeignKey('x.Y', models.CASCADE))]),"
                "migrations.AddIndex('x', models.Index(fields=['-by_id'], name='x_by'))").refused().empty());
}

TEST_CASE("rendering misses bases and relations of the project's own apps") {
  Applied applied("migrations.CreateModel('Order', [('a', models.ForeignKey('shop.Nobody', models.CASCADE)), ('b', models.ForeignKey('other.X', models.CASCADE))]),"
                  "migrations.CreateModel('Child', [], bases=('shop.gone',))");
  const auto errors = rendering_errors(applied.state, {"shop"});
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].kind == RenderingError::Kind::missing_base);
  CHECK(errors[1].field == "a");
  CHECK(rendering_errors(applied.state, {}).empty());
}

TEST_CASE("two states differ in what changed between them") {
  Applied applied(kOrder);
  const ProjectState before = applied.state;
  CHECK(difference(before, applied.state).empty());
  StateLog log;
  StateChange change(applied.state, Applied::key, 0, *applied.effects.front().operation, log);
  change.remove_field("order", "name");
  const auto diffs = difference(before, applied.state);
  REQUIRE(diffs.size() == 1);
  REQUIRE(diffs[0].fields.size() == 1);
  CHECK(diffs[0].fields[0].kind == ModelDiff::Kind::removed);
  CHECK(difference(applied.state, before)[0].fields[0].kind == ModelDiff::Kind::added);
}

TEST_CASE("values as Django's migration writer writes them") {
  Applied applied("migrations.CreateModel('X', [('a', models.CharField('it\\'s', default=(1,), choices=[('a', 'A\\n')], validators=[lambda x: x]))])");
  CHECK(applied.field("x", "a") == "models.CharField(choices=[('a', 'A\\n')], default=(1,), validators=[<lambda>], verbose_name=\"it's\")");
  CHECK(serialize_wrapped(applied.model("x").field("a")->value, 4, 4, 40) ==
        "models.CharField(\n        choices=[('a', 'A\\n')],\n        default=(1,),\n        validators=[<lambda>],\n        verbose_name=\"it's\",\n    )");
}
