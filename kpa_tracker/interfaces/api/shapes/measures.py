"""Measures with their series, targets, results."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from kpa_tracker.interfaces.api.shapes.common import (
    Answer,
    Marking,
    Named,
    Number,
    Page,
    Status,
    named,
    number,
    or_none,
)

Figure = Annotated[float | None, Meta(description="Missing is missing, never zero.")]


class Latest(Answer):
    """The newest result of a series."""

    result: Number
    starts: datetime.date
    ends: datetime.date
    value: Figure
    words: str
    is_withheld: bool
    status: Annotated[Status | None, Meta(description="By the rule. Missing where it is not judged.")]
    judged_status: Annotated[Status | None, Meta(description="Where its owner judged otherwise.")]

    @classmethod
    def of(cls, one: Any) -> Latest:
        return cls(
            result=one.pk,
            starts=one.starts,
            ends=one.ends,
            value=number(one.value),
            words=one.words,
            is_withheld=one.is_withheld,
            status=or_none(one.status),
            judged_status=or_none(one.judged_status),
        )


class Series(Answer):
    """One line of results under a measure: the whole, or a part of it."""

    id: Number
    name: Annotated[str, Meta(description="Empty where the measure has one series only.")]
    unit: str
    latest: Latest | None

    @classmethod
    def of(cls, one: Any) -> Series:
        return cls(id=one.pk, name=one.name, unit=one.unit, latest=Latest.of(one.latest) if one.latest else None)


class Definition(Answer):
    """What exactly is counted, from a day on."""

    text: str
    applies_from: datetime.date

    @classmethod
    def of(cls, one: Any) -> Definition:
        return cls(text=one.text, applies_from=one.applies_from)


class Measure(Answer):
    """Something that is counted, surveyed or judged again and again."""

    id: Number
    page: Page
    marking: Marking
    authority: Named
    set: Annotated[Named | None, Meta(description="The measures that it is printed with.")]
    reference: str
    title: str
    kind: Literal["percentage", "count", "rate", "ratio", "money", "hours", "rank", "level", "grade", "qualitative"]
    unit: str
    decimals: Annotated[int, Meta(description="How many places are shown. Figures here are exact.")]
    direction: Annotated[Literal["up", "down", "hold", "none"], Meta(description="Which way is better.")]
    frequency: Annotated[Literal["month", "quarter", "half_year", "year"], Meta(description="How often results come.")]
    gathering: Annotated[
        Literal["sum", "average", "last"], Meta(description="How a year's results make the result of the year.")
    ]
    source: Named | None
    owner: Annotated[Named | None, Meta(description="The post that answers for it.")]
    committee: Named | None
    definitions: list[Definition]
    series: list[Series]

    @classmethod
    def of(cls, one: Any) -> Measure:
        return cls(
            id=one.pk,
            page=one.get_absolute_url(),
            marking=one.shown_marking,
            authority=Named.of(one.authority),
            set=named(one.set),
            reference=one.reference,
            title=one.title,
            kind=one.kind,
            unit=one.unit,
            decimals=one.decimals,
            direction=one.direction,
            frequency=one.frequency,
            gathering=one.gathering,
            source=named(one.source),
            owner=named(one.owner),
            committee=named(one.committee),
            definitions=[Definition.of(definition) for definition in one.definitions.all()],
            series=[Series.of(series) for series in one.series.all()],
        )


class Baseline(Answer):
    """Where a series stood when its target was set."""

    text: Annotated[str, Meta(description="As it was written.")]
    value: Figure
    starts: datetime.date | None
    ends: datetime.date | None
    is_projected: Annotated[bool, Meta(description="Worked out from a part of the period.")]

    @classmethod
    def of(cls, one: Any) -> Baseline:
        return cls(
            text=one.text, value=number(one.value), starts=one.starts, ends=one.ends, is_projected=one.is_projected
        )


class Tolerance(Answer):
    """How far short of the target is amber, from a day on."""

    amber_within: float
    measured_in: Literal["units", "percent"]
    applies_from: datetime.date
    set_by: str
    set_on: datetime.date

    @classmethod
    def of(cls, one: Any) -> Tolerance:
        return cls(
            amber_within=float(one.amber_within),
            measured_in=one.measured_in,
            applies_from=one.applies_from,
            set_by=str(one.committee or one.set_by),
            set_on=one.set_on,
        )


class Expected(Answer):
    """What the year's profile expects of one of its periods."""

    starts: datetime.date
    ends: datetime.date
    value: float

    @classmethod
    def of(cls, one: Any) -> Expected:
        return cls(starts=one.starts, ends=one.ends, value=float(one.value))


class Target(Answer):
    """What a plan wants of a series in a year."""

    id: Number
    page: Page
    plan: Named
    measure: Named
    series: Annotated[int, Meta(description="The number of the series, which is named with its measure.")]
    objective: Named | None
    text: Annotated[str, Meta(description="As the plan says it.")]
    form: Literal["absolute", "relative", "floor", "ceiling", "range", "level", "grade", "rank", "words"]
    starts: datetime.date
    ends: datetime.date
    value: Figure
    second: Annotated[float | None, Meta(description="The upper end of a range, or the second figure of a ratio.")]
    change_percent: Annotated[float | None, Meta(description="The change from the baseline in per cent.")]
    change_by: Annotated[float | None, Meta(description="The change from the baseline in the measure's own unit.")]
    is_strict: Annotated[bool, Meta(description="The value itself is not enough.")]
    baseline: Baseline | None
    tolerances: list[Tolerance]
    expected: Annotated[list[Expected], Meta(description="The year's profile.")]

    @classmethod
    def of(cls, one: Any) -> Target:
        return cls(
            id=one.pk,
            page=one.get_absolute_url(),
            plan=Named.of(one.plan),
            measure=Named.of(one.series.measure),
            series=one.series_id,
            objective=named(one.objective),
            text=one.text,
            form=one.form,
            starts=one.starts,
            ends=one.ends,
            value=number(one.value),
            second=number(one.second),
            change_percent=number(one.change_percent),
            change_by=number(one.change_by),
            is_strict=one.is_strict,
            baseline=Baseline.of(one.baseline) if one.baseline else None,
            tolerances=[Tolerance.of(tolerance) for tolerance in one.tolerances.all()],
            expected=[Expected.of(step) for step in one.expected_values.all()],
        )


class Result(Answer):
    """What a series came to in a period: the newest version. A period without a result is not among them."""

    id: Number
    page: Page
    measure: Named
    series: Annotated[int, Meta(description="The number of the series, which is named with its measure.")]
    starts: datetime.date
    ends: datetime.date
    version: Annotated[int, Meta(description="1 is the first; a correction is the next.")]
    value: Figure
    second: Figure
    numerator: Figure
    denominator: Figure
    words: Annotated[str, Meta(description="What the evidence shows, where there is no number.")]
    standing: Literal["provisional", "final", "audited"]
    withheld_reason: Annotated[str, Meta(description="Why it is withheld. Then it has no figure.")]
    note: str
    corrected_because: str
    status: Annotated[Status | None, Meta(description="By the rule. Missing where it is not judged.")]
    rule: Annotated[str, Meta(description="The rule that gave the status.")]
    judged_status: Annotated[Status | None, Meta(description="Where its owner judged otherwise.")]
    judged_reason: str
    is_late: Annotated[bool, Meta(description="It came after its period was closed.")]

    @classmethod
    def of(cls, one: Any) -> Result:
        return cls(
            id=one.pk,
            page=one.get_absolute_url(),
            measure=Named.of(one.series.measure),
            series=one.series_id,
            starts=one.starts,
            ends=one.ends,
            version=one.number,
            value=number(one.value),
            second=number(one.second),
            numerator=number(one.numerator),
            denominator=number(one.denominator),
            words=one.words,
            standing=one.standing,
            withheld_reason=one.withheld_reason,
            note=one.note,
            corrected_because=one.corrects_because,
            status=or_none(one.status),
            rule=one.rule,
            judged_status=or_none(one.judged_status),
            judged_reason=one.judged_reason,
            is_late=one.is_late,
        )
