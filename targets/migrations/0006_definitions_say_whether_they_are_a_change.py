"""A first definition is no break of its series by itself; it says so where it is one.

Until now every first definition was one. Where something was counted before it, what was shown and judged went by that,
and stays so until somebody says that nothing changed.
"""

import datetime

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

A_DAY = datetime.timedelta(days=1)


def keep_breaks(apps, schema_editor):
    Definition = apps.get_model("targets", "Definition")
    of_measure = Definition.objects.filter(measure=OuterRef("measure")).order_by("applies_from")
    for first in Definition.objects.filter(pk=Subquery(of_measure.values("pk")[:1])):
        if has_earlier_results(apps, first) or has_earlier_baselines(apps, first):
            Definition.objects.filter(pk=first.pk).update(is_change=True)


def has_earlier_results(apps, first):
    results = apps.get_model("targets", "Result").objects.filter(series__measure=first.measure_id, is_current=True)
    return results.filter(starts__lt=first.applies_from).exists()


def has_earlier_baselines(apps, first):
    """Whether the last day that a target's baseline looks at lies before: by default the day before the target's first."""
    targets = apps.get_model("targets", "Target").objects.filter(series__measure=first.measure_id, archived_at=None)
    started = targets.exclude(baseline=None).values_list("baseline__ends", "starts")
    return any((ends or starts - A_DAY) < first.applies_from for ends, starts in started)


def nothing_to_undo(apps, schema_editor):
    """The column goes."""


class Migration(migrations.Migration):

    dependencies = [
        ('targets', '0005_averages_stand_by_the_year_to_date'),
    ]

    operations = [
        migrations.AddField(
            model_name='definition',
            name='is_change',
            field=models.BooleanField(default=False, help_text='Of the first definition alone: a later one is always a change. Nothing is compared across a change.', verbose_name='results before this day were counted in another way'),
        ),
        migrations.RunPython(keep_breaks, nothing_to_undo),
    ]
