"""Readings of columns that were kept before they had names are called by their headings."""

from django.db import migrations
from django.db.models.functions import Substr


def name_by_headings(apps, schema_editor):
    apps.get_model("exchange", "ImportMapping").objects.filter(name="").update(name=Substr("headings", 1, 100))


class Migration(migrations.Migration):
    dependencies = [("exchange", "0006_readings_are_kept_by_name")]

    operations = [migrations.RunPython(name_by_headings, migrations.RunPython.noop)]
