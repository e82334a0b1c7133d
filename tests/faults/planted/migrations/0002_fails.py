"""Gets as far as its last step."""

from django.db import migrations, models


def fail(apps, schema_editor):
    apps.get_model("plans", "Plan").objects.update(title="Lost")
    raise ValueError("A row that nobody had thought of.\nAnd more lines on it")


class Migration(migrations.Migration):
    dependencies = [("planted", "0001_goes_through")]
    operations = [
        migrations.AddField("Note", "text", models.TextField(default="")),
        migrations.RunPython(fail, migrations.RunPython.noop),
    ]
