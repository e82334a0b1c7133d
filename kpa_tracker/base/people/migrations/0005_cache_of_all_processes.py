from django.core.management import call_command
from django.db import migrations

TABLE = 'kpa_tracker_cache'


def make(apps, schema_editor):
    call_command('createcachetable', TABLE, database=schema_editor.connection.alias, verbosity=0)


def remove(apps, schema_editor):
    schema_editor.execute(f'DROP TABLE IF EXISTS {schema_editor.quote_name(TABLE)}')


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_signed_out_everywhere'),
    ]

    operations = [
        migrations.RunPython(make, remove),
    ]
