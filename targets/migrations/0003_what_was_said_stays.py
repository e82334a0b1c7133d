"""Results keep the rule that they were held against, and an authority the day up to which its results are closed.

What results were held against is worked out from their target and tolerance as they stand, once, as it was done at
this time; afterwards it is never asked again.
"""

from decimal import Decimal

import django.db.models.deletion
import kpa_tracker.base.toolkit.clock
from django.db import migrations, models
from django.db.models import Max

KEPT = Decimal("0.0001")


def keep_rules(apps, schema_editor):
    current = apps.get_model("targets", "Result").objects.filter(is_current=True).exclude(target=None)
    known = current.exclude(target__form="words").exclude(series__measure__direction="none")
    joined = known.select_related("target__baseline", "tolerance", "series__measure")
    for result in joined.prefetch_related("target__expected_values"):
        wanted, second, share = wanted_in(result)
        if wanted is not None:
            result.held = held(result, wanted, second, share)
            result.save(update_fields=["held"])


def held(result, wanted, second, share):
    target, tolerance, measure = result.target, result.tolerance, result.series.measure
    within = tolerance.amber_within if tolerance else None
    if within is not None and tolerance.measured_in == "units" and share != 1:
        within = (within * share).quantize(KEPT)
    return {
        "wanted": f"{wanted:f}",
        "second": f"{second:f}" if second is not None and target.form in ("range", "rank") else None,
        "amber_within": None if within is None else f"{within:f}",
        "direction": measure.direction,
        "form": target.form,
        "measured_in": tolerance.measured_in if tolerance else "units",
        "kind": measure.kind,
        "strict": target.is_strict,
        "among": result.series.unit or measure.unit,
    }


def wanted_in(result):
    """Return the value wanted of a result's days, the second one, and the part of the year that they are for."""
    target, adds_up = result.target, result.series.measure.gathering == "sum"
    part, year = months(result.starts, result.ends), months(target.starts, target.ends)
    whole, share = wanted_of(target, result.series.measure.kind), Decimal(part) / year
    steps = [step for step in target.expected_values.all() if step.ends == result.ends]
    step = next((one.value for one in steps if one.starts == result.starts or not adds_up), None)
    if step is not None and part < year and (adds_up or result.ends != target.ends):
        return step, None, share if adds_up else Decimal(1)
    if not adds_up or part >= year or whole is None:
        return whole, target.second, Decimal(1)
    second = (target.second * share).quantize(KEPT) if target.second else None
    return (whole * share).quantize(KEPT), second, share


def wanted_of(target, kind):
    if target.form != "relative":
        return target.value if target.form == "range" else amount(kind, target.value, target.second)
    start = target.baseline and amount(kind, target.baseline.value, target.baseline.second)
    if start is None:
        return None
    if target.change_percent is not None:
        return start * (100 + target.change_percent) / 100
    return None if target.change_by is None else start + target.change_by


def amount(kind, value, second):
    if kind != "ratio":
        return value
    return value / second if value is not None and second else None


def months(starts, ends):
    return (ends.year - starts.year) * 12 + ends.month - starts.month + 1


def keep_closings(apps, schema_editor):
    """What was recorded since for days up to then is closed as well: it came after the period closed."""
    Result, Closing = apps.get_model("targets", "Result"), apps.get_model("targets", "Closing")
    closed = Result.objects.exclude(closed_at=None).order_by().values("series__measure__authority")
    for row in closed.annotate(until=Max("ends"), at=Max("closed_at")):
        authority = row["series__measure__authority"]
        Closing.objects.create(authority_id=authority, until=row["until"], created_at=row["at"], changed_at=row["at"])
        late = Result.objects.filter(series__measure__authority=authority, closed_at=None, ends__lte=row["until"])
        late.update(closed_at=row["at"], is_late=True)


def nothing_to_undo(apps, schema_editor):
    """The columns and the table go; what was closed stays closed."""


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
        ('targets', '0002_footnotes_and_comparators_are_archived'),
    ]

    operations = [
        migrations.AddField(
            model_name='inspection',
            name='comments_corrected_because',
            field=models.TextField(blank=True, editable=False, verbose_name='comments corrected because'),
        ),
        migrations.AddField(
            model_name='inspection',
            name='comments_corrected_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='comments corrected'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='comment_corrected_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='comment corrected'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='is_after_publication',
            field=models.BooleanField(default=False, editable=False, verbose_name='entered after publication'),
        ),
        migrations.AddField(
            model_name='result',
            name='held',
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name='what it was held against'),
        ),
        migrations.AddField(
            model_name='result',
            name='is_late',
            field=models.BooleanField(default=False, editable=False, verbose_name='came after the period closed'),
        ),
        migrations.AddField(
            model_name='result',
            name='judged_before',
            field=models.CharField(blank=True, choices=[('red', 'Red'), ('amber', 'Amber'), ('green', 'Green')], editable=False, max_length=5, verbose_name='judged before the correction'),
        ),
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=kpa_tracker.base.toolkit.clock.now, editable=False)),
                ('changed_at', models.DateTimeField(default=kpa_tracker.base.toolkit.clock.now, editable=False)),
                ('until', models.DateField(verbose_name='results closed up to')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='people.authority')),
            ],
            options={
                'ordering': ['until', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('authority', 'until'), name='targets_closing_once_a_day')],
            },
        ),
        migrations.RunPython(keep_rules, nothing_to_undo),
        migrations.RunPython(keep_closings, nothing_to_undo),
    ]
