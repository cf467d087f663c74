"""Random migrations: sequences of operations over one to three apps, mostly sound, some not.

What comes out is a Case (state_case.py). What the generator knows of the models so far is just good enough to
make most operations sensible; what is right is for Django to say.
"""

import random

from state_case import Case, Migration

FOREIGN = ("alpha", "beta", "gamma")
MODEL_NAMES = ("Product", "Order", "Tag", "Person", "LineItem", "Stock_Item")
FIELD_NAMES = ("name", "price", "slug", "code", "owner", "parent", "items", "created", "Mixed_Case", "note", "amount", "related", "tags")


class Model:
    def __init__(self, app, name):
        self.app, self.name = app, name
        self.fields, self.relations, self.indexes, self.constraints = [], [], [], []


class Generator:
    def __init__(self, seed, django):
        self.chance = random.Random(f"{seed} of Django {django}")
        self.django = tuple(int(part) for part in django.split(".")[:2])
        self.models = []
        self.apps = self.chance.sample(FOREIGN, self.chance.choice([1, 1, 2, 2, 3]))
        self.wrong = self.chance.choice([0, 0.05, 0.1, 0.3])
        self.user = "auth.User"
        self.numbers = 0

    def case(self):
        chance = self.chance
        if chance.random() < 0.3:
            self.user = f"{chance.choice(self.apps)}.{chance.choice(MODEL_NAMES[:4])}"
        made = []
        for _ in range(chance.choice([1, 2, 3, 5, 8, 13, 25])):
            app = chance.choice(self.apps)
            number = sum(one.app == app for one in made) + 1
            last = next((one.key for one in reversed(made) if one.app == app), None)
            depends = [last] if last else []
            others = [one.key for one in made if one.app != app]
            if others and chance.random() < 0.7:
                depends.append(others[-1] if chance.random() < 0.8 else chance.choice(others))
            operations = []
            for _ in range(chance.choice([0, 1, 1, 2, 3, 5])):
                operations.append(self.operation(app))
            made.append(Migration(app, f"{number:04}_{chance.choice('abc')}", depends, operations))
        return Case(made, self.user)

    # What there is

    def since(self, *release):
        return self.django >= release

    def maybe(self, likely):
        return self.chance.random() < likely

    def slip(self):
        return self.chance.random() < self.wrong

    def model(self, app):
        own = [one for one in self.models if one.app == app]
        if not own or self.slip():
            return Model(app, self.chance.choice(["Gone", "Product"]))
        return self.chance.choice(own)

    def spelled(self, name):
        return repr(self.chance.choice([name, name.lower(), name.lower(), name.upper() if self.maybe(0.2) else name]))

    def field_of(self, model):
        if not model.fields or self.slip():
            return self.chance.choice(["gone", "name", "id"])
        return self.chance.choice(model.fields)

    def fields_of(self, model, most=3):
        known = model.fields or ["id"]
        chosen = self.chance.sample(known, min(len(known), self.chance.randint(1, most)))
        return chosen + (["gone"] if self.slip() else [])

    def new_name(self, prefix):
        self.numbers += 1
        return f"{prefix}_{self.numbers}"

    def target(self, app, other_apps=True):
        """A `to`, as a person might write it."""
        chance = self.chance
        if self.maybe(0.12):
            return "'self'"
        if self.maybe(0.12):
            return "settings.AUTH_USER_MODEL"
        if self.maybe(0.04):
            return repr(chance.choice(["gone.Model", f"{app}.Later", "Later", "auth.User", "auth.Group"]))
        known = [one for one in self.models if one.app == app or other_apps]
        if not known:
            return "'self'"
        model = chance.choice(known)
        if model.app == app and self.maybe(0.2):
            return repr(model.name)
        return repr(f"{model.app}.{chance.choice([model.name, model.name, model.name.lower()])}")

    # Fields

    def field(self, app, model, plain=False):
        chance = self.chance
        if not plain and self.maybe(0.33):
            return self.relation(app, model)
        kinds = {
            "CharField": [f"max_length={chance.choice([5, 50, 200])}"], "TextField": [], "IntegerField": [], "BigIntegerField": [],
            "SmallIntegerField": [], "PositiveIntegerField": [], "BooleanField": ["default=False"], "FloatField": [],
            "DateField": chance.choice([[], ["auto_now=True"], ["auto_now_add=True"]]),
            "DateTimeField": chance.choice([[], ["auto_now=True"], ["auto_now_add=True"]]), "TimeField": [], "DurationField": [],
            "DecimalField": ["max_digits=8", "decimal_places=2"], "UUIDField": chance.choice([[], ["default=uuid.uuid4"]]),
            "SlugField": chance.choice([[], ["allow_unicode=True"], ["db_index=False"], ["max_length=50"]]),
            "EmailField": chance.choice([[], ["max_length=254"], ["max_length=100"]]), "URLField": chance.choice([[], ["max_length=200"]]),
            "FileField": ["upload_to='files/'"], "FilePathField": ["path='/x'", "recursive=True"],
            "JSONField": chance.choice([[], ["default=dict"], ["default=list"]]), "BinaryField": chance.choice([[], ["editable=True"]]),
            "GenericIPAddressField": chance.choice([[], ["protocol='IPv4'"], ["unpack_ipv4=True"]]),
        }
        if not self.since(4, 0):
            kinds["NullBooleanField"] = []
        if self.since(5, 0) and model.fields and self.maybe(0.05):
            return (f"models.GeneratedField(expression=models.F({chance.choice(model.fields)!r}), "
                    f"output_field=models.IntegerField(), db_persist={self.maybe(0.5)})")
        kind = chance.choice(list(kinds))
        words = kinds[kind] + self.common(kind)
        if self.maybe(0.1):
            words.insert(0, repr(chance.choice(["what it is", "Prix"])))
        return f"models.{kind}({', '.join(words)})"

    def common(self, kind):
        chance, words = self.chance, []
        if self.maybe(0.3) and kind != "NullBooleanField":
            words += chance.choice([["null=True", "blank=True"], ["null=True"], ["blank=True"], ["null=False"]])
        for likely, word in ((0.1, "help_text='why'"), (0.05, "help_text=''"), (0.06, "editable=False"), (0.06, "db_column='col'"), (0.06, "db_index=True"),
                             (0.08, "unique=True"), (0.03, "unique_for_date='created'"), (0.03, "db_tablespace='fast'"),
                             (0.03, "error_messages={'null': 'no'}"), (0.03, "serialize=False"), (0.02, "primary_key=True")):
            if self.maybe(likely) and not any(word.split("=")[0] == one.split("=")[0] for one in words + [kind]):
                words.append(word)
        if kind == "SlugField":
            words = [word for word in words if not word.startswith("db_index")]
        if kind == "BinaryField":
            words = [word for word in words if not word.startswith("editable")]
        if kind in ("CharField", "TextField"):
            words += chance.choice([[], [], ["default=''"], ["default=elsewhere.default_name"], ["choices=[('a', 'A'), ('b', 'B')]"],
                                    ["choices=[('Group', [('a', 'A')])]"], ["db_collation='C'"],
                                    ["validators=[validators.RegexValidator('^x', flags=re.IGNORECASE)]"],
                                    ["validators=[validators.MinLengthValidator(2)]"]])
        if kind == "IntegerField":
            words += chance.choice([[], ["default=0"], ["choices=[(1, 'One'), (2, 'Two')]"], ["validators=[validators.MinValueValidator(0)]"]])
            if self.since(5, 0) and self.maybe(0.1):
                words.append(chance.choice(["db_default=1", "db_default=models.Value(1)"]))
            if self.since(5, 0) and self.maybe(0.05) and not any(word.startswith("choices") for word in words):
                words.append("choices={1: 'One', 'More': {2: 'Two'}}")
        if kind == "DecimalField":
            words += chance.choice([[], ["default=decimal.Decimal('1.50')"]])
        if kind == "DurationField":
            words += chance.choice([[], ["default=datetime.timedelta(hours=30)"]])
        if kind == "DateField":
            words += chance.choice([[], ["default=datetime.date(2020, 1, 2)"]])
        if self.since(4, 2) and self.maybe(0.05):
            words.append("db_comment='for the DBA'")
        return words

    def relation(self, app, model):
        chance = self.chance
        kind = chance.choice(["ForeignKey", "ForeignKey", "OneToOneField", "ManyToManyField", "ManyToManyField"])
        words = [chance.choice(["", "to="]) + self.target(app)]
        if kind != "ManyToManyField":
            words.append("on_delete=models." + chance.choice(["CASCADE", "PROTECT", "SET_NULL", "DO_NOTHING", "RESTRICT"]))
            if not words[0].startswith("to="):
                words[1] = words[1].replace("on_delete=", chance.choice(["on_delete=", ""]))
            if self.maybe(0.15):
                words.append(f"to_field={chance.choice([*FIELD_NAMES, 'id'])!r}")
            words += chance.choice([[], [], [], ["db_constraint=False"], ["db_index=False"], ["parent_link=True"], ["null=True"]])
        else:
            through = [one for one in self.models if len(one.relations) > 1]
            if through and self.maybe(0.4):
                one = chance.choice(through)
                words.append(f"through={chance.choice([f'{one.app}.{one.name}', f'{one.app}.{one.name}', one.name])!r}")
                if self.maybe(0.6):
                    fields = chance.sample(one.relations, 2)
                    words.append(f"through_fields={tuple(fields)!r}" if self.maybe(0.8) else f"through_fields={fields!r}")
            else:
                words += chance.choice([[], [], ["db_table='m2m'"], ["symmetrical=False"], ["db_constraint=False"]])
        words += chance.choice([[], [], ["related_name='+'"], [f"related_name='{self.new_name('rel')}'"], ["related_name='%(class)s_set'"],
                                ["related_query_name='q'"], ["limit_choices_to={'name': 'x'}"], ["limit_choices_to=models.Q(name='x')"],
                                ["verbose_name='who'"], ["blank=True"]])
        return f"models.{kind}({', '.join(words)})"

    # Indexes and constraints

    def index(self, model, named=True):
        chance = self.chance
        fields = [chance.choice(["", "", "-"]) + name for name in self.fields_of(model)]
        words = [f"fields={fields!r}" if self.maybe(0.8) else f"fields={tuple(fields)!r}"]
        if self.maybe(0.15):
            words = [chance.choice([f"functions.Lower({fields[0].lstrip('-')!r})", f"models.F({fields[0].lstrip('-')!r}).desc()"])]
            named = True
        name = self.new_name("ix")
        if named:
            words.append(f"name={name!r}")
            words += chance.choice([[], [], [], ["condition=models.Q(pk__gt=1)"], ["db_tablespace='fast'"]])
            if words[0].startswith("fields"):
                words += chance.choice([[], [], [], ["include=['note']"] if not any("db_t" in word for word in words) else []])
        return name, f"models.Index({', '.join(words)})"

    def constraint(self, model, name=None):
        chance = self.chance
        name = name or self.new_name("co")
        words = [f"name={name!r}"]
        if self.maybe(0.5):
            q = chance.choice(["models.Q(price__gt=0)", "models.Q(('price__gt', 0), ('name', 'x'), _connector='OR')",
                               "~models.Q(name='')", "models.Q(price__gte=models.F('amount'))", "models.Q(name='x') & ~models.Q(price=1) | models.Q(id=1)"])
            word = "condition" if self.since(6, 0) or (self.since(5, 1) and self.maybe(0.7)) else "check"
            kind = "CheckConstraint"
            words.insert(0, f"{word}={q}")
        else:
            kind = "UniqueConstraint"
            if self.since(4, 0) and self.maybe(0.15):
                words.insert(0, f"functions.Lower({self.chance.choice(model.fields or ['id'])!r})")
            else:
                words.insert(0, f"fields={self.fields_of(model)!r}")
                words += chance.choice([[], [], ["condition=models.Q(name='x')"], ["deferrable=models.Deferrable.DEFERRED"], ["include=['note']"]])
                if self.since(5, 0) and self.maybe(0.1):
                    words.append("nulls_distinct=False")
        if self.since(4, 1) and self.maybe(0.1):
            words.append("violation_error_message='no'")
        if self.since(5, 0) and self.maybe(0.1):
            words.append("violation_error_code='no'")
        return name, f"models.{kind}({', '.join(words)})"

    # Operations

    def operation(self, app):
        chance = self.chance
        own = [one for one in self.models if one.app == app]
        if len(own) < 2 and self.maybe(0.7):
            return self.create_model(app)
        kinds = [(self.create_model, 3), (self.delete_model, 1), (self.rename_model, 3), (self.add_field, 7), (self.remove_field, 3),
                 (self.alter_field, 4), (self.rename_field, 4), (self.alter_unique_together, 2), (self.alter_index_together, 2),
                 (self.alter_order, 2), (self.alter_options, 3), (self.alter_table, 1), (self.alter_managers, 1), (self.add_index, 2),
                 (self.remove_index, 1), (self.add_constraint, 2), (self.remove_constraint, 1), (self.special, 2)]
        if self.since(4, 1):
            kinds.append((self.rename_index, 2))
        if self.since(4, 2):
            kinds.append((self.alter_comment, 1))
        if self.since(5, 2):
            kinds.append((self.alter_constraint, 1))
        (make,) = chance.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])
        return make(app)

    def create_model(self, app):
        chance = self.chance
        taken = {one.name for one in self.models if one.app == app}
        free = [name for name in MODEL_NAMES if name not in taken]
        model = Model(app, chance.choice(free if free and not self.slip() else MODEL_NAMES))
        if self.user.startswith(app + ".") and self.user.split(".")[1] not in taken and self.maybe(0.6):
            model.name = self.user.split(".")[1]
        fields = []
        if self.maybe(0.7):
            key = chance.choice(["models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')",
                                 "models.BigAutoField(primary_key=True)", "models.UUIDField(default=uuid.uuid4, primary_key=True)"])
            fields.append(("id", key))
        for name in chance.sample(FIELD_NAMES, chance.randint(0, 5)):
            fields.append((name, self.field(app, model)))
            self.note_field(model, name, fields[-1][1])
        words = [f"name={model.name!r}", "fields=[" + ", ".join(f"({name!r}, {field})" for name, field in fields) + "]"]
        options = self.options(app, model, creating=True)
        if options:
            words.append("options={" + ", ".join(f"{name!r}: {value}" for name, value in options.items()) + "}")
        if self.maybe(0.25):
            parents = [repr(f"{one.app}.{chance.choice([one.name, one.name.lower()])}") for one in self.models if one.name != model.name]
            if self.slip():
                parents.append("'alpha.Gone'")
            bases = chance.sample(parents, min(len(parents), chance.choice([0, 1, 1, 2])))
            bases = chance.choice([[], [], ["elsewhere.Plain"], ["elsewhere.Stamped"]]) + list(dict.fromkeys(bases))
            if len({base.lower() for base in bases}) == len(bases):
                if not bases or self.maybe(0.2):
                    bases.append("models.Model")
                words.append("bases=(" + ", ".join(bases) + ",)")
        if self.maybe(0.12):
            words.append("managers=" + self.managers())
        self.models.append(model)
        return f"migrations.CreateModel({', '.join(words)})"

    def note_field(self, model, name, text):
        if name not in model.fields:
            model.fields.append(name)
        if "ForeignKey(" in text:
            model.relations.append(name)

    def managers(self):
        return self.chance.choice(["[('objects', elsewhere.ShopManager())]", "[('things', models.Manager()), ('objects', elsewhere.ShopManager())]",
                                   "[('objects', models.Manager())]", "[]"])

    def together(self, model):
        groups = [tuple(self.fields_of(model)) for _ in range(self.chance.choice([0, 1, 1, 2]))]
        form = self.chance.choice(["set", "list", "lists", "flat", "none"])
        if form == "none":
            return self.chance.choice(["None", "set()", "[]", "()"])
        if not groups:
            return "set()"
        if form == "flat":
            return repr(groups[0])
        if form == "set":
            return "{" + ", ".join(map(repr, groups)) + "}"
        return repr(groups if form == "list" else [list(group) for group in groups])

    def options(self, app, model, creating):
        chance = self.chance
        choices = {
            "verbose_name": ["'thing'", "'Ding'"], "verbose_name_plural": ["'things'"], "ordering": [repr(self.fields_of(model)), "('-id',)", "[]"],
            "managed": ["False", "True"], "get_latest_by": ["'created'", "['created']"], "permissions": ["[('can_x', 'Can x')]", "(('can_x', 'Can x'),)"],
            "default_permissions": ["()", "('add',)"], "default_manager_name": ["'objects'"], "base_manager_name": ["'objects'"],
            "default_related_name": ["'%(class)s_all'"], "select_on_save": ["True"], "required_db_features": ["['x']"],
            "required_db_vendor": ["'postgresql'"], "odd_option": ["1"],
        }
        if creating:
            choices.update({"db_table": ["'shop_table'", "''"], "proxy": ["True", "False"], "swappable": ["'AUTH_USER_MODEL'"],
                            "unique_together": [self.together(model)], "index_together": [self.together(model)], "db_tablespace": ["'fast'"],
                            "order_with_respect_to": [repr(self.field_of(model))], "abstract": ["False"],
                            "indexes": [None], "constraints": [None]})
            if self.since(4, 2):
                choices["db_table_comment"] = ["'what it is'"]
        options = {}
        for name in chance.sample(list(choices), chance.choice([0, 0, 0, 1, 1, 2, 3])):
            if name == "indexes":
                index, text = self.index(model, named=not self.slip())
                model.indexes.append(index)
                options[name] = f"[{text}]"
            elif name == "constraints":
                constraint, text = self.constraint(model)
                model.constraints.append(constraint)
                options[name] = f"[{text}]"
            else:
                options[name] = chance.choice(choices[name])
        return options

    def delete_model(self, app):
        model = self.model(app)
        if model in self.models:
            self.models.remove(model)
        return f"migrations.DeleteModel({self.spelled(model.name)})"

    def rename_model(self, app):
        model = self.model(app)
        old = model.name
        new = self.chance.choice([*MODEL_NAMES, old.lower(), old.upper(), old])
        model.name = new
        return f"migrations.RenameModel(old_name={self.spelled(old)}, new_name={new!r})"

    def add_field(self, app):
        model = self.model(app)
        name = self.chance.choice([one for one in FIELD_NAMES if one not in model.fields] or FIELD_NAMES)
        if self.slip() and model.fields:
            name = self.chance.choice(model.fields)
        field = self.field(app, model)
        self.note_field(model, name, field)
        return f"migrations.AddField({self.spelled(model.name)}, {name!r}, {field}{self.preserve(field)})"

    def preserve(self, field):
        return ", preserve_default=False" if self.maybe(0.5 if "default" in field else 0.05) else ""

    def remove_field(self, app):
        model = self.model(app)
        name = self.field_of(model)
        if name in model.fields:
            model.fields.remove(name)
        if name in model.relations:
            model.relations.remove(name)
        return f"migrations.RemoveField({self.spelled(model.name)}, {name!r})"

    def alter_field(self, app):
        model = self.model(app)
        field = self.field(app, model)
        return f"migrations.AlterField({self.spelled(model.name)}, {self.field_of(model)!r}, {field}{self.preserve(field)})"

    def rename_field(self, app):
        model = self.model(app)
        old = self.field_of(model)
        new = self.chance.choice(FIELD_NAMES) if self.maybe(0.3) else self.new_name("renamed")
        if old in model.fields:
            model.fields[model.fields.index(old)] = new
        model.relations = [new if one == old else one for one in model.relations]
        return f"migrations.RenameField({self.spelled(model.name)}, {old!r}, {new!r})"

    def alter_unique_together(self, app):
        model = self.model(app)
        return f"migrations.AlterUniqueTogether({self.spelled(model.name)}, {self.together(model)})"

    def alter_index_together(self, app):
        model = self.model(app)
        return f"migrations.AlterIndexTogether({self.spelled(model.name)}, {self.together(model)})"

    def alter_order(self, app):
        model = self.model(app)
        name = self.chance.choice(model.relations) if model.relations and self.maybe(0.7) else self.field_of(model)
        return f"migrations.AlterOrderWithRespectTo({self.spelled(model.name)}, {repr(name) if self.maybe(0.8) else 'None'})"

    def alter_options(self, app):
        model = self.model(app)
        options = self.options(app, model, creating=False)
        return f"migrations.AlterModelOptions({self.spelled(model.name)}, {{" + ", ".join(f"{name!r}: {value}" for name, value in options.items()) + "})"

    def alter_table(self, app):
        return f"migrations.AlterModelTable({self.spelled(self.model(app).name)}, {self.chance.choice(['None', repr('other'), repr('')])})"

    def alter_comment(self, app):
        return f"migrations.AlterModelTableComment({self.spelled(self.model(app).name)}, {self.chance.choice(['None', repr('why')])})"

    def alter_managers(self, app):
        return f"migrations.AlterModelManagers({self.spelled(self.model(app).name)}, {self.managers()})"

    def add_index(self, app):
        model = self.model(app)
        name, text = self.index(model)
        model.indexes.append(name)
        return f"migrations.AddIndex({self.spelled(model.name)}, {text})"

    def remove_index(self, app):
        model = self.model(app)
        name = self.chance.choice(model.indexes) if model.indexes and not self.slip() else "gone_ix"
        if name in model.indexes:
            model.indexes.remove(name)
        return f"migrations.RemoveIndex({self.spelled(model.name)}, {name!r})"

    def rename_index(self, app):
        model = self.model(app)
        new = self.new_name("ix")
        if self.maybe(0.4):
            model.indexes.append(new)
            fields = self.fields_of(model)
            return (f"migrations.RenameIndex({self.spelled(model.name)}, new_name={new!r}, "
                    f"old_fields={fields!r})" if self.maybe(0.5) else
                    f"migrations.RenameIndex({self.spelled(model.name)}, {new!r}, old_fields={tuple(fields)!r})")
        old = self.chance.choice(model.indexes) if model.indexes and not self.slip() else "gone_ix"
        model.indexes = [new if one == old else one for one in model.indexes]
        return f"migrations.RenameIndex({self.spelled(model.name)}, new_name={new!r}, old_name={old!r})"

    def add_constraint(self, app):
        model = self.model(app)
        name, text = self.constraint(model)
        model.constraints.append(name)
        return f"migrations.AddConstraint({self.spelled(model.name)}, {text})"

    def remove_constraint(self, app):
        model = self.model(app)
        name = self.chance.choice(model.constraints) if model.constraints and not self.slip() else "gone_co"
        if name in model.constraints:
            model.constraints.remove(name)
        return f"migrations.RemoveConstraint({self.spelled(model.name)}, {name!r})"

    def alter_constraint(self, app):
        model = self.model(app)
        old = self.chance.choice(model.constraints) if model.constraints and not self.slip() else "gone_co"
        _, text = self.constraint(model, old if self.maybe(0.8) else None)
        return f"migrations.AlterConstraint({self.spelled(model.name)}, {old!r}, {text})"

    def special(self, app):
        inner = ", ".join(self.operation(app) for _ in range(self.chance.choice([0, 1, 1, 2])))
        return self.chance.choice([
            "migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)",
            "migrations.RunSQL('SELECT 1', migrations.RunSQL.noop)",
            f"migrations.RunSQL('SELECT 1', state_operations=[{inner}])",
            f"migrations.SeparateDatabaseAndState(state_operations=[{inner}])",
            f"migrations.SeparateDatabaseAndState(database_operations=[{inner}], state_operations=[])",
            f"migrations.SeparateDatabaseAndState([], [{inner}])",
        ])
