"""Changes what people wrote, and says how that is taken back."""

from django.db import migrations, models

MARK = " (as of the new version)"


def mark(apps, schema_editor):
    for plan in apps.get_model("plans", "Plan").objects.all():
        apps.get_model("plans", "Plan").objects.filter(pk=plan.pk).update(title=plan.title + MARK)


def unmark(apps, schema_editor):
    for plan in apps.get_model("plans", "Plan").objects.filter(title__endswith=MARK):
        apps.get_model("plans", "Plan").objects.filter(pk=plan.pk).update(title=plan.title.removesuffix(MARK))


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]
    operations = [
        migrations.CreateModel(name="Note", fields=[("id", models.BigAutoField(primary_key=True))]),
        migrations.RunPython(mark, unmark),
    ]
