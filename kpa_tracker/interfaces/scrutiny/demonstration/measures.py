"""The demonstration's policing plan: its targets, the statutory indicators, and a year of made-up results."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from deliverables.actions.adoption import move_plan
from deliverables.models import Deliverable
from kpa_tracker.interfaces.scrutiny.demonstration.bodies import Bodies
from kpa_tracker.interfaces.scrutiny.demonstration.reading import Demonstration, Facts, day, working_day
from kpa_tracker.interfaces.scrutiny.demonstration.timeline import Timeline
from plans.actions import change_plan, create_part, create_plan
from plans.models import Plan, Priority
from plans.periods import Frequency, Slot, financial_year_of, slots
from targets.actions import goals, keeping, measures, results, yardsticks
from targets.models import (
    Comparator,
    Definition,
    Footnote,
    Measure,
    MeasureSet,
    Objective,
    Result,
    Series,
    Source,
    Target,
    Tolerance,
)

WORDS = ("title", "vision", "foreword", "marking", "ambition_word", "descriptor_word", "deliverable_word")
REPORTED_AFTER = datetime.timedelta(days=11)
"""How long after a quarter its results are entered."""
RESTS_ON = {"3.1.2": ("People who feel that the force works closely with the community",)}


class PolicingPlan:
    """The longer plan above the year's, with what it measures."""

    def __init__(self, timeline: Timeline, demonstration: Demonstration, bodies: Bodies, today: datetime.date) -> None:
        self.timeline, self.facts, self.bodies, self.today = timeline, demonstration.measures, bodies, today

    def plan(self) -> None:
        """Let the plan be drafted, its targets set, its tolerances agreed, its results come in quarter by quarter."""
        if not self.facts:
            return
        drafted = day(self.facts["plan"]["drafted_on"])
        self.timeline.add(drafted, self._draft)
        for name, state in (("consulted_on", Plan.State.CONSULTATION), ("adopted_on", Plan.State.ADOPTED)):
            self.timeline.add(day(self.facts["plan"][name]), partial(self._move, state))
        self.timeline.add(day(self.facts["plan"]["adopted_on"]), self._enter_indicators)
        for number, facts in enumerate(self.facts["targets"]):
            if facts["tolerance"]:
                self.timeline.add(day(facts["tolerance"]["set_on"]), partial(self._tolerate, number, facts))
            for slot, value in self._reported(facts):
                self.timeline.add(working_day(slot.ends + REPORTED_AFTER), partial(self._report, number, slot, value))
            self._plan_more(number, facts)
            if facts["judged"]:
                on = day(facts["judged"].get("on", self.today.isoformat()))
                self.timeline.add(on, partial(self._judge, number, facts["judged"]))

    def _plan_more(self, number: int, facts: Facts) -> None:
        """What a few measures have beside their results: how others stood, another way of counting, a result that was
        put right or kept back."""
        for said in facts.get("defined", ()):
            self.timeline.add(day(said["on"]), partial(self._define, number, said))
        for name, step in (("compared", self._compare), ("corrected", self._correct), ("kept_back", self._keep_back)):
            if name in facts:
                self.timeline.add(day(facts[name]["on"]), partial(step, number, facts[name]))

    def _reported(self, facts: Facts) -> Iterator[tuple[Slot, Decimal]]:
        """The results that have come by now, each with its period: a quarter, unless the measure says otherwise."""
        year = financial_year_of(day(self.facts["plan"]["starts_on"]))
        every = Frequency(facts["measure"].get("frequency", Frequency.QUARTER))
        for slot, value in zip(slots(year.start, year.end, every=every), facts["results"], strict=True):
            if value is not None and slot.ends + REPORTED_AFTER <= self.today:
                yield slot, Decimal(value)

    # --- The plan and its targets -------------------------------------------------------------------------------------

    def _draft(self) -> None:
        facts, by, authority = self.facts["plan"], self.bodies.editor, self.bodies.authority
        words = {name: facts[name] for name in WORDS}
        dates = {"starts_on": day(facts["starts_on"]), "ends_on": day(facts["ends_on"])}
        this_year = Plan.objects.get(authority=authority)
        self.above = create_plan(Plan(authority=authority, scale=this_year.scale, **words, **dates), by=by)
        change_plan(this_year, seen=this_year.version, changes={"under": self.above}, by=by)
        self._enter_lists()
        self.objectives = dict(self._enter_objectives(facts["priorities"]))
        self.targets = [self._enter_target(row) for row in self.facts["targets"]]
        self._link_deliverables()

    def _move(self, to: str) -> None:
        plan = Plan.objects.get(pk=self.above.pk)
        move_plan(plan, to=to, seen=plan.version, by=self.bodies.editor)

    def _enter_lists(self) -> None:
        by, authority = self.bodies.editor, self.bodies.authority
        self.sources = {
            row["name"]: keeping.add(Source(authority=authority, **row), by=by) for row in self.facts["sources"]
        }
        self.footnotes = self._footnotes(self.facts["footnotes"])

    def _footnotes(self, said: Facts) -> dict[str, Footnote]:
        """The footnotes by their numbers in the source. What two tables say in the same words is one."""
        return {mark: goals.footnote(self.bodies.authority, text, by=self.bodies.editor) for mark, text in said.items()}

    def _enter_objectives(self, priorities: list[Facts]) -> Iterator[tuple[str, Objective]]:
        by = self.bodies.editor
        for facts in priorities:
            priority = create_part(Priority(plan=self.above, title=facts["title"]), by=by)
            for title in facts["objectives"]:
                yield title, keeping.add(Objective(plan=self.above, priority=priority, title=title), by=by)

    def _enter_target(self, facts: Facts) -> Target:
        series = self._series_of(facts)
        year = financial_year_of(day(self.facts["plan"]["starts_on"]))
        target = Target(
            series=series,
            plan=self.above,
            objective=self.objectives[facts["objective"]],
            starts=year.start,
            ends=year.end,
            text=facts["text"],
            form=facts["form"],
            value=exact(facts["value"]),
            change_percent=exact(facts["change_percent"]),
            is_strict=facts["is_strict"],
        )
        goals.add_target(target, baseline=self._baseline(facts["baseline"]), by=self.bodies.editor)
        if facts["profile"]:
            steps = [
                yardsticks.Step(slot.starts, slot.ends, Decimal(value))
                for slot, value in zip(year.quarters, facts["profile"], strict=True)
            ]
            yardsticks.set_profile(target, steps=steps, seen=target.version, by=self.bodies.editor)
        return target

    def _baseline(self, facts: Facts) -> Facts:
        return {
            "value": exact(facts["value"]),
            "text": facts["text"],
            "starts": day(facts["starts"]),
            "ends": day(facts["ends"]),
            "is_projected": facts["is_projected"],
            "footnotes": [self.footnotes[mark] for mark in facts["footnotes"]],
        }

    def _series_of(self, facts: Facts) -> Series:
        """Return the series of a target: of a measure that another target has brought in already, one more."""
        found = Measure.objects.filter(authority=self.bodies.authority, title=facts["measure"]["title"]).first()
        source = self.sources.get(facts["series_source"] or "")
        if found:
            return measures.add_series(
                Series(measure=found, name=facts["series"], source=source), by=self.bodies.editor
            )
        words = measures.SeriesWords({"name": facts["series"], "source": source})
        measure = self._measure(facts["measure"], series=(words,))
        return measure.series.get()

    def _measure(self, facts: Facts, *, series: tuple[measures.SeriesWords, ...], **also: Any) -> Measure:
        plain = {name: facts[name] for name in ("title", "kind", "direction", "decimals")}
        gathering = {name: facts[name] for name in ("gathering", "forecast_by", "frequency") if facts.get(name)}
        measure = Measure(
            authority=self.bodies.authority,
            unit=unit_of(facts),
            owner=self.bodies.posts.get(facts["owner"] or ""),
            committee=self.bodies.committees.get(facts["committee"] or ""),
            source=self.sources.get(facts.get("source") or ""),
            **plain,
            **gathering,
            **also,
        )
        links = {"footnotes": [self.footnotes[mark] for mark in facts.get("footnotes", ())]}
        if facts.get("is_new"):
            links["footnotes"].append(self.new_mark)
        return measures.add_measure(measure, links=links, parts=measures.Parts(series), by=self.bodies.editor)

    def _link_deliverables(self) -> None:
        for reference, titles in RESTS_ON.items():
            one = Deliverable.objects.get(plan__authority=self.bodies.authority, reference=reference)
            one.measures.set(Measure.objects.filter(authority=self.bodies.authority, title__in=titles))

    # --- The year -----------------------------------------------------------------------------------------------------

    def _tolerate(self, number: int, facts: Facts) -> None:
        said, target = facts["tolerance"], Target.objects.get(pk=self.targets[number].pk)
        tolerance = Tolerance(
            target=target,
            amber_within=Decimal(said["amber_within"]),
            measured_in=said["measured_in"],
            applies_from=target.starts,
            committee=self.bodies.committees[said["committee"]],
            set_on=day(said["set_on"]),
            reason=said["reason"],
        )
        yardsticks.set_tolerance(tolerance, seen=target.version, by=self.bodies.editor)

    def _report(self, number: int, slot: Slot, value: Decimal) -> None:
        series = Series.objects.select_related("measure__owner", "measure__scale").get(
            pk=self.targets[number].series_id
        )
        by = self.bodies.holder(series.measure.owner, on=working_day(slot.ends + REPORTED_AFTER))
        content = {"value": value, "standing": "final"}
        results.record_result(series, starts=slot.starts, ends=slot.ends, content=content, by=by, is_invented=True)

    def _judge(self, number: int, facts: Facts) -> None:
        series = Series.objects.select_related("measure__owner").get(pk=self.targets[number].series_id)
        found: Result = series.results.current().order_by("ends")[facts["quarter"] - 1]
        found.series = series
        by = self.bodies.holder(series.measure.owner, on=self.today)
        seen = results.place_of(found)
        results.judge_otherwise(found, status=facts["status"], reason=facts["reason"], seen=seen, by=by)

    def _slot(self, facts: Facts) -> Slot:
        return financial_year_of(day(self.facts["plan"]["starts_on"])).quarters[int(facts["quarter"]) - 1]

    def _owned(self, number: int, facts: Facts) -> tuple[Series, Any]:
        """Return the series of a target, and who holds its owner's post on the day of a step."""
        found = Series.objects.select_related("measure__owner", "measure__scale").get(pk=self.targets[number].series_id)
        return found, self.bodies.holder(found.measure.owner, on=day(facts["on"]))

    def _define(self, number: int, facts: Facts) -> None:
        series, _ = self._owned(number, facts)
        said = Definition(measure=series.measure, text=facts["text"], applies_from=day(facts["applies_from"]))
        measures.define(said, by=self.bodies.editor)

    def _compare(self, number: int, facts: Facts) -> None:
        (series, _), slot = self._owned(number, facts), self._slot(facts)
        other = Comparator(series=series, sort=facts["sort"], starts=slot.starts, ends=slot.ends)
        other.value = Decimal(facts["value"])
        keeping.add(other, by=self.bodies.editor)

    def _correct(self, number: int, facts: Facts) -> None:
        (series, by), slot = self._owned(number, facts), self._slot(facts)
        found = results.newest_result(series, slot.starts, slot.ends)
        if found:
            content = {"value": Decimal(facts["value"]), "standing": found.standing}
            seen = results.place_of(found)
            results.correct_result(found, content=content, reason=facts["reason"], seen=seen, by=by)

    def _keep_back(self, number: int, facts: Facts) -> None:
        (series, by), slot = self._owned(number, facts), self._slot(facts)
        content = {"withheld_reason": facts["reason"], "standing": "final"}
        results.record_result(series, starts=slot.starts, ends=slot.ends, content=content, by=by, is_invented=True)

    # --- The statutory indicators -------------------------------------------------------------------------------------

    def _enter_indicators(self) -> None:
        facts, by, authority = self.facts["indicators"], self.bodies.editor, self.bodies.authority
        self.new_mark = keeping.add(Footnote(authority=authority, **facts["new_mark"]), by=by)
        self.footnotes = self._footnotes(facts["footnotes"])
        among = keeping.add(
            MeasureSet(authority=authority, title=facts["title"], introduction=facts["introduction"]), by=by
        )
        for row in facts["measures"]:
            self._enter_indicator(row, among)

    def _enter_indicator(self, facts: Facts, among: MeasureSet) -> None:
        named = next((found for found in (facts["now"], facts["before"]) if isinstance(found, dict)), {"": None})
        units = facts["units"] or {}
        series = tuple(
            measures.SeriesWords({"name": name, "unit": units.get(name, ""), "decimals": 1 if name in units else None})
            for name in named
        )
        measure = self._measure(facts, series=series, set=among, reference=facts["reference"], frequency="year")
        years = self.facts["indicators"]["years"]
        for year, said in zip(years, (facts["before"], facts["now"]), strict=True):
            for one in measure.series.all():
                value = said.get(one.name) if isinstance(said, dict) else said
                if value is not None:
                    self._enter_year(one, year, value, facts["notes"] if year is years[-1] else [])

    def _enter_year(self, series: Series, year: Facts, value: Any, notes: list[str]) -> None:
        first, second = value if isinstance(value, list) else (value, None)
        content = {"value": exact(first), "second": exact(second), "standing": year["standing"]}
        content["footnotes"] = [self.footnotes[mark] for mark in notes]
        results.record_result(
            series, starts=day(year["starts"]), ends=day(year["ends"]), content=content, by=self.bodies.editor
        )


def exact(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def unit_of(facts: Facts) -> str:
    """Return the words after a number: complaints per 1,000 officers."""
    if facts["per"] is None:
        return str(facts["unit"])
    return f"{facts['counted']} per {facts['per']:,} {facts['unit']}".strip()
