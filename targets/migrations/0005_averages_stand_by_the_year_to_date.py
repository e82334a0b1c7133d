"""Series whose periods are averaged keep their year to date as those do whose periods add up: lists count by it.

What is kept is worked out once from the results and the rules that were kept with them, as it was done at this time;
afterwards every result, target or tolerance brings it up to date.
"""

import datetime
from decimal import Decimal

from django.db import migrations

KEPT = ("direction", "form", "measured_in", "kind", "strict", "among")
DIGITS = Decimal("0.0001")
NOT_TOGETHER = ("qualitative", "grade", "rank")


def keep_years_to_date(apps, schema_editor):
    Series = apps.get_model("targets", "Series")
    averaged = Series.objects.filter(measure__gathering="average", measure__definitions=None).exclude(latest=None)
    for series in averaged.exclude(measure__kind__in=NOT_TOGETHER).select_related("measure", "latest__target"):
        found = year_to_date(series)
        if found:
            Series.objects.filter(pk=series.pk).update(to_date=found)


def year_to_date(series):
    """Return what is kept of a series; nothing where one period of its year is in, or the latest is withheld."""
    latest, target = series.latest, series.latest.target
    first = target.starts if target else financial_year_of(latest.ends)
    last = target.ends if target else first.replace(year=first.year + 1, month=3, day=31)
    within = series.results.filter(is_current=True, starts__gte=first, ends__lte=latest.ends).exclude(value=None)
    parts = finest(list(within.order_by("ends", "starts")))
    if len(parts) < 2 or parts[-1].pk != latest.pk:
        return None
    value, held = average(series, parts), held_of(parts[-1:] if latest.ends == last else parts)
    days = {"starts": first.isoformat(), "ends": latest.ends.isoformat()}
    return {"value": f"{value:f}", **days, "status": status_of(value, held) if held else "", "held": held}


def financial_year_of(day):
    return datetime.date(day.year if day.month > 3 else day.year - 1, 4, 1)


def finest(results):
    """Return the results that hold no other one."""
    return [one for one in results if not any(holds(one, other) for other in results if other.pk != one.pk)]


def holds(one, other):
    return one.starts <= other.starts and other.ends <= one.ends


def average(series, parts):
    """Return the average: by numerators and denominators where each has its own, else each as often as it has months."""
    if all(one.numerator is not None and one.denominator for one in parts) and series.measure.kind == "percentage":
        return sum(one.numerator for one in parts) * 100 / sum(one.denominator for one in parts)
    weighed = [(one.value, months_of(one)) for one in parts]
    if all(one.numerator is not None and one.denominator for one in parts):
        weighed = [(one.value, one.denominator) for one in parts]
    return sum(value * weight for value, weight in weighed) / sum(weight for _, weight in weighed)


def months_of(one):
    return (one.ends.year - one.starts.year) * 12 + one.ends.month - one.starts.month + 1


def held_of(parts):
    """Return what was wanted of the periods, averaged; each as often as it has months."""
    expected = [one for one in parts if one.held.get("wanted") is not None]
    if not expected or any(not one.held for one in parts):
        return {}
    last = expected[-1].held
    figures = {"wanted": mean("wanted", expected)}
    figures["second"] = mean("second", expected) if last["form"] == "range" else last["second"]
    figures["amber_within"] = mean("amber_within", expected) if last["measured_in"] == "units" else last["amber_within"]
    return {**figures, **{name: last[name] for name in KEPT}}


def mean(name, parts):
    values = [Decimal(one.held[name]) for one in parts for _ in range(months_of(one)) if one.held[name] is not None]
    if len(set(values)) < 2:
        return f"{values[0]:f}" if values else None
    return f"{(sum(values) / len(values)).quantize(DIGITS):f}"


def status_of(value, held):
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
    """What is kept is brought up to date by the next result."""


class Migration(migrations.Migration):

    dependencies = [
        ('targets', '0004_series_stand_by_the_year_to_date'),
    ]

    operations = [
        migrations.RunPython(keep_years_to_date, nothing_to_undo),
    ]
