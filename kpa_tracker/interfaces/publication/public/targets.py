"""The targets that the public may read: as worded, with measure, series, baseline, source and footnotes.

Who owns a measure, by which tolerance it is judged and how it stands are the authority's own, and are not even read.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db.models import F

from kpa_tracker.base.toolkit.marked import open_to_all
from kpa_tracker.interfaces.publication.content import Goal, Note, Targets
from kpa_tracker.interfaces.publication.public.allowed import by, read
from plans.models import Plan
from plans.periods import years_name
from targets.models import Footnote, Grade, Target
from targets.performance import Figure, Form, Kind, show, shown_exactly
from targets.tables.goals import period_of

Read = dict[str, Any]
Notes = dict[int, list[Read]]


def targets_in(plan: Plan, within: tuple[datetime.date, datetime.date] | None = None) -> Targets:
    """Select the targets of a plan; of the plan above another, those that lie in its days. Five queries."""
    targets = Target.objects.current().filter(open_to_all("series__measure__"), plan=plan)
    if within:
        targets = targets.filter(starts__gte=within[0], ends__lte=within[1])
    keys = {name: F(name) for name in ("pk", "baseline", "series__measure", "objective__priority__archived_at")}
    found = read(targets.in_plan_order(), **{f"key_{name}": key for name, key in keys.items()})
    of_measures, of_targets, of_baselines = footnotes(plan)
    words = grade_words(plan)
    goals = (
        replace(
            goal(one, words),
            measure_notes=notes(of_measures, one["key_series__measure"]),
            target_notes=notes(of_targets, one["key_pk"]),
            baseline_notes=notes(of_baselines, one["key_baseline"]),
        )
        for one in found
    )
    return Targets(tuple(goals), **({"anchor": "targets-above", "of_plan": plan.title} if within else {}))


def footnotes(plan: Plan) -> list[Notes]:
    """Return the footnotes of the plan's measures, targets and baselines."""
    ways = {
        "measures": "measures__series__targets__plan",
        "targets": "targets__plan",
        "baselines": "baselines__targets__plan",
    }
    return [by("of", read(Footnote.objects.filter(**{way: plan}).distinct(), of=F(name))) for name, way in ways.items()]


def notes(found: Notes, key: int | None) -> tuple[Note, ...]:
    return tuple(Note(one["text"], one["mark"]) for one in found.get(key, ())) if key else ()


def grade_words(plan: Plan) -> dict[tuple[int, Decimal], str]:
    """Return the word of each grade that a measure of the plan can be given, by measure and place."""
    grades = Grade.objects.filter(scale__measures__series__targets__plan=plan).distinct()
    found = by("of", read(grades, of=F("scale__measures")))
    return {(measure, Decimal(one["rank"])): one["word"] for measure, some in found.items() for one in some}


def goal(one: Read, words: dict[tuple[int, Decimal], str]) -> Goal:
    priority = "" if one["key_objective__priority__archived_at"] else one["objective__priority__title"]
    return Goal(
        target=one["text"],
        measure=f"{one['series__measure__reference']} {one['series__measure__title']}".strip(),
        measure_key=one["key_series__measure"],
        priority=priority or "",
        objective=one["objective__title"] or "",
        series=one["series__name"],
        source=one["series__source__name"] or one["series__measure__source__name"] or "",
        year=years_name(one["starts"], one["ends"]),
        is_in_words=one["form"] == Form.WORDS,
        baseline=baseline(one, words),
        baseline_period=baseline_period(one),
    )


def baseline(one: Read, words: dict[tuple[int, Decimal], str]) -> str:
    """A baseline as the plan writes it, else its figure with the unit of its series."""
    value, kind = one["baseline__value"], Kind(one["series__measure__kind"])
    if one["baseline__text"] or value is None:
        return one["baseline__text"] or ""
    if kind is Kind.GRADE:
        return words.get((one["key_series__measure"], value.normalize()), "")
    decimals = one["series__decimals"]
    pattern = Figure(
        kind,
        value,
        one["baseline__second"],
        unit=one["series__unit"] or one["series__measure__unit"],
        decimals=one["series__measure__decimals"] if decimals is None else decimals,
    )
    return show(pattern) if kind is Kind.RATIO else shown_exactly(pattern)(value)


def baseline_period(one: Read) -> str:
    projected = "a projection" if one["baseline__is_projected"] else ""
    return ", ".join(filter(None, (period_of(one["baseline__starts"], one["baseline__ends"]), projected)))
