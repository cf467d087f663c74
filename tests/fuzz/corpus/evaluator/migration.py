from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion


def forwards(apps, schema_editor):
    for row in apps.get_model("shop", "Product").objects.all():
        row.save()


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("shop", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.AutoField(primary_key=True)),
                ("name", models.CharField(max_length=10, default="x", verbose_name=u"nom")),
                ("owner", models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=django.db.models.deletion.CASCADE)),
            ],
            options={"ordering": ["-name"], "unique_together": {("name", "owner")}},
            bases=(models.Model,),
        ),
        migrations.AddField("product", "price", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
        migrations.RenameField(model_name="product", old_name="name", new_name="title"),
        migrations.RunPython(forwards, migrations.RunPython.noop),
        migrations.RunSQL("select 1", reverse_sql=migrations.RunSQL.noop),
        migrations.AddIndex("product", models.Index(fields=["price"], name="i")),
        migrations.AddConstraint("product", models.CheckConstraint(check=models.Q(price__gt=0) | ~models.Q(name=""), name="c")),
        migrations.SeparateDatabaseAndState([migrations.DeleteModel("Old")], state_operations=[]),
    ]
