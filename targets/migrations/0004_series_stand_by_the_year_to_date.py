"""Series keep their year to date, where a year's periods add up: lists count by it. And a forecast in a straight line is
said to be one.

What is kept is worked out once from the results and the rules that were kept with them, as it was done at this time;
afterwards every result, target or tolerance brings it up to date.
"""

import datetime
from decimal import Decimal

from django.db import migrations, models

A_DAY = datetime.timedelta(days=1)
KEPT = ("direction", "form", "measured_in", "kind", "strict", "among")


def keep_years_to_date(apps, schema_editor):
    Series = apps.get_model("targets", "Series")
    adding_up = Series.objects.filter(measure__gathering="sum", measure__definitions=None).exclude(latest=None)
    for series in adding_up.select_related("latest__target"):
        found = year_to_date(series)
        if found:
            Series.objects.filter(pk=series.pk).update(to_date=found)


def year_to_date(series):
    """Return what is kept of a series; nothing where one period of its year is in, or one in between is missing."""
    latest = series.latest
    first = latest.target.starts if latest.target else financial_year_of(latest.ends)
    within = series.results.filter(is_current=True, starts__gte=first, ends__lte=latest.ends).exclude(value=None)
    joined = within.select_related("tolerance", "target__baseline").order_by("ends", "starts")
    parts = unbroken(joined, first, latest.ends)
    if len(parts) < 2:
        return None
    total, held = sum(one.value for one in parts), held_of(parts)
    status = status_of(total, held) if held else ""
    days = {"starts": first.isoformat(), "ends": latest.ends.isoformat()}
    return {"value": f"{total:f}", **days, "status": status, "held": held}


def financial_year_of(day):
    return datetime.date(day.year if day.month > 3 else day.year - 1, 4, 1)


def unbroken(results, first, last):
    reached = {first: []}
    for one in results:
        path = [*reached[one.starts], one] if one.starts in reached else []
        if len(path) > len(reached.get(one.ends + A_DAY, [])):
            reached[one.ends + A_DAY] = path
    return reached.get(last + A_DAY, [])


def held_of(parts):
    """Return what was wanted of the periods, added up; of a whole year what its target says."""
    held, target = [one.held for one in parts], parts[-1].target
    if not all(held):
        return {}
    names = ["wanted", *(["amber_within"] if held[-1]["measured_in"] == "units" else [])]
    figures = {name: held[-1][name] for name in ("wanted", "second", "amber_within")}
    for name in names:
        figures[name] = None if None in [one[name] for one in held] else f"{sum(Decimal(one[name]) for one in held):f}"
    if held[-1]["form"] == "range":
        seconds = [one["second"] for one in held]
        figures["second"] = None if None in seconds else f"{sum(map(Decimal, seconds)):f}"
    whole = wanted_of(target) if target and target.ends == parts[-1].ends else None
    if whole is not None:
        figures["wanted"], figures["second"] = f"{whole:f}", figures["second"] and f"{target.second:f}"
        figures["amber_within"] = within_of(parts[-1]) or figures["amber_within"]
    return {**figures, **{name: held[-1][name] for name in KEPT}}


def wanted_of(target):
    """Return what a target comes to at the end of its year."""
    if target.form != "relative":
        return target.value
    start = target.baseline.value if target.baseline else None
    if start is None or target.change_percent is None:
        return start if start is None or target.change_by is None else start + target.change_by
    return start + abs(start) * target.change_percent / 100


def within_of(latest):
    """Return the tolerance of the whole year."""
    return f"{latest.tolerance.amber_within:f}" if latest.tolerance else None


def status_of(value, held):
    if held["wanted"] is None:
        return ""
    wanted, second = Decimal(held["wanted"]), held["second"] and Decimal(held["second"])
    is_floor = {"floor": True, "ceiling": False, "range": True}.get(held["form"], held["direction"] in ("up", "hold"))
    missed = [(wanted - value, wanted) if is_floor else (value - wanted, wanted)]
    if held["form"] == "range" and second is not None:
        missed.append((value - second, second))
    return max((colour(by, of, held) for by, of in missed), key=["green", "amber", "red"].index)


def colour(missed, wanted, held):
    if missed < 0 or (not missed and not held["strict"]):
        return "green"
    if held["amber_within"] is None:
        return "red"
    within = Decimal(held["amber_within"])
    allowed = within if held["measured_in"] == "units" else abs(wanted) * within / 100
    return "amber" if missed <= allowed else "red"


def nothing_to_undo(apps, schema_editor):
    """The column goes."""


class Migration(migrations.Migration):

    dependencies = [
        ('targets', '0003_what_was_said_stays'),
    ]

    operations = [
        migrations.AddField(
            model_name='series',
            name='to_date',
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name='the year to date'),
        ),
        migrations.AlterField(
            model_name='measure',
            name='forecast_by',
            field=models.CharField(choices=[('profile', "As the year's profile expects"), ('linear', 'In a straight line from the results so far'), ('last_year', 'As last year went')], default='linear', max_length=10, verbose_name="the year's end is forecast"),
        ),
        migrations.RunPython(keep_years_to_date, nothing_to_undo),
    ]
