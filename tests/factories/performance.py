"""The life of measures, their targets and what inspections ask for: every action, each on a day of its own."""

from __future__ import annotations

import datetime
from decimal import Decimal

from kpa_tracker.base.people.actions import amend
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import parse_partial_date
from targets.actions import goals, inspections, keeping, recommendations, results, yardsticks
from targets.actions.measures import Parts, SeriesWords, add_measure, change_measure, correct_definition
from targets.models import Inspection, Measure, Objective, Recommendation, Series, Target, Tolerance
from targets.models.to_date import in_a_list
from tests.factories.lives import noon
from tests.factories.people import person_with

YEAR = {"starts": datetime.date(2009, 4, 1), "ends": datetime.date(2010, 3, 31)}
QUARTERS = [
    (datetime.date(2009, 4, 1), datetime.date(2009, 6, 30)),
    (datetime.date(2009, 7, 1), datetime.date(2009, 9, 30)),
    (datetime.date(2009, 10, 1), datetime.date(2009, 12, 31)),
    (datetime.date(2010, 1, 1), datetime.date(2010, 3, 31)),
]


class PerformanceLife:
    """Two measures, one of which adds up, and an inspection, beside the plan of a life."""

    def __init__(self, life):
        self.life, self.editor, self.authority = life, life.editor, life.authority
        self.second = person_with(Role.EDITOR, authority=life.authority)

    def measure(self, reference):
        return Measure.objects.get(authority=self.authority, reference=reference)

    def series(self, reference):
        return Series.objects.select_related("measure__scale").get(measure__reference=reference, name="")

    def target(self, text):
        return Target.objects.get(plan=self.life.plan, text__startswith=text)

    def enter(self, reference):
        new = Measure(reference=reference, title="Aside", kind="count", authority=self.authority)
        add_measure(new, by=self.editor)

    def change(self, reference, **changes):
        measure = self.measure(reference)
        change_measure(measure, seen=measure.version, changes=changes, by=self.editor)

    def aim(self, reference, text, value, **said):
        new = Target(series=self.series(reference), plan=self.life.plan, text=text, form="absolute", **YEAR)
        new.value = Decimal(value)
        baseline = said.pop("baseline", None)
        for name, one in said.items():
            setattr(new, name, one)
        goals.add_target(new, by=self.editor, baseline=baseline)

    def change_target(self, text, *, baseline=None, **changes):
        target = self.target(text)
        goals.change_target(target, seen=target.version, changes=changes, baseline=baseline, by=self.editor)

    def record(self, reference, quarter, value, **content):
        starts, ends = QUARTERS[quarter]
        said = {"value": Decimal(value), **content}
        results.record_result(self.series(reference), starts=starts, ends=ends, content=said, by=self.editor)

    def newest(self, reference, quarter):
        return results.newest_result(self.series(reference), *QUARTERS[quarter])

    def correct(self, reference, quarter, value):
        found = self.newest(reference, quarter)
        said = {"content": {"value": Decimal(value)}, "reason": "Counted again."}
        results.correct_result(found, **said, seen=results.place_of(found), by=self.editor)

    def judge(self, reference, quarter, status, reason=""):
        found = self.newest(reference, quarter)
        results.judge_otherwise(found, status=status, reason=reason, seen=results.place_of(found), by=self.editor)

    def tolerate(self, text, within, applies_from):
        target = self.target(text)
        said = {"set_by": "The committee", "set_on": clock.today(), "reason": "Small numbers."}
        new = Tolerance(target=target, amber_within=Decimal(within), applies_from=applies_from, **said)
        yardsticks.set_tolerance(new, seen=target.version, by=self.editor)

    def asked(self, reference):
        return Recommendation.objects.get(authority=self.authority, reference=reference)

    # --- The days ---------------------------------------------------------------------------------------------------

    def begin(self):
        self.life.draft()
        owner, committee = self.life.posts["Clerk"], self.life.committees["HR Committee"]
        of = {"authority": self.authority, "owner": owner}
        add_measure(Measure(reference="M 1", title="Satisfied", kind="percentage", **of), by=self.editor)
        crimes = Measure(reference="M 2", title="Crimes", kind="count", direction="down", gathering="sum", **of)
        crimes.committee = committee
        add_measure(crimes, by=self.editor)
        self.enter("M 3")

    def aim_first(self):
        keeping.add(Objective(plan=self.life.plan, title="Safer"), by=self.editor)
        self.aim("M 1", "Increase to 52%", 52, baseline={"text": "46.4%", "value": Decimal("46.4")})
        self.aim("M 2", "No more than 400", 400)
        self.tolerate("Increase", 2, YEAR["starts"])

    def report_first(self):
        self.record("M 1", 0, 51)
        self.record("M 2", 0, 90)

    def retarget(self):
        self.change_target("Increase", value=Decimal(50), baseline={"text": "45%", "value": Decimal(45)})
        self.change_target("No more", value=Decimal(340))

    def correct_first(self):
        self.correct("M 1", 0, 49)

    def judge_first(self):
        self.judge("M 1", 0, "red", "It will not last.")

    def judge_again(self):
        self.judge("M 1", 0, "green", "It lasts.")

    def profile(self):
        target = self.target("No more")
        steps = [
            yardsticks.Step(starts, ends, Decimal(value))
            for (starts, ends), value in zip(QUARTERS, (70, 90, 90, 90), strict=True)
        ]
        yardsticks.set_profile(target, steps=steps, seen=target.version, by=self.editor)

    def report_second(self):
        self.record("M 2", 1, 60)
        self.record("M 1", 1, 55)

    def close(self):
        results.close_results(self.authority.pk, until=QUARTERS[0][1], by=self.editor)

    def tolerate_more(self):
        self.tolerate("Increase", 4, QUARTERS[1][0])

    def rename(self):
        self.change("M 1", title="Content", owner=None)
        committee = self.life.now(self.life.committees, "HR Committee")
        amend(committee, seen=committee.version, changes={"name": "People Committee"}, by=self.editor)
        gone = self.measure("M 3")
        keeping.archive(gone, seen=gone.version, reason="Not counted.", by=self.editor)

    def define(self):
        measure = self.measure("M 2")
        said = Parts(definition="Recorded crimes.", applies_from=datetime.date(2009, 1, 1))
        change_measure(measure, seen=measure.version, changes={}, parts=said, by=self.editor)
        definition = measure.definitions.get()
        correct_definition(definition, seen=definition.version, changes={"text": "All crimes."}, by=self.editor)

    def split(self):
        measure = self.measure("M 1")
        change_measure(
            measure, seen=measure.version, changes={}, parts=Parts([SeriesWords({"name": "Medway"})]), by=self.editor
        )

    def drop_target(self):
        target = self.target("No more")
        goals.archive_target(target, seen=target.version, reason="No longer wanted.", by=self.editor)

    # --- What inspections ask for -----------------------------------------------------------------------------------

    def inspect(self):
        report = Inspection(
            authority=self.authority, title="A report", inspectorate="HMIC", published_on=datetime.date(2009, 3, 20)
        )
        self.report = inspections.add_inspection(report, by=self.editor)
        for reference in ("1", "2", "3"):
            new = Recommendation(
                authority=self.authority, inspection=self.report, reference=reference, text=f"Do {reference}"
            )
            recommendations.add_recommendation(new, by=self.editor)

    def allocate(self):
        owner = self.life.now(self.life.posts, "Treasurer")
        for reference in ("1", "2"):
            one = self.asked(reference)
            changes = {"owner": owner, "due": parse_partial_date("June 2009"), "remains": "All of it."}
            recommendations.change_recommendation(one, seen=one.version, changes=changes, by=self.editor)

    def answer(self):
        one, evidence = self.asked("1"), "The minutes of the committee, 5 May 2009, item 4."
        recommendations.ask_for_sign_off(one, seen=one.version, evidence=evidence, by=self.editor)
        other = self.asked("3")
        recommendations.reject_recommendation(other, seen=other.version, reason="It costs too much.", by=self.editor)

    def send_back(self):
        one = self.asked("1")
        recommendations.send_back_recommendation(one, seen=one.version, reason="Say which.", by=self.second)
        other = self.asked("2")
        recommendations.archive_recommendation(other, seen=other.version, reason="Twice.", by=self.editor)

    def sign_off(self):
        one, evidence = self.asked("1"), "The minutes of the committee, 5 June 2009, item 7."
        recommendations.ask_for_sign_off(one, seen=one.version, evidence=evidence, by=self.editor)
        one = self.asked("1")
        recommendations.sign_off(one, seen=one.version, by=self.second)
        other = self.asked("2")
        recommendations.restore_recommendation(other, seen=other.version, by=self.editor)

    def reopen(self):
        one = self.asked("3")
        recommendations.reopen_recommendation(one, seen=one.version, reason="There is money.", by=self.editor)


DAYS = tuple(
    (name, datetime.date(2009, month, day))
    for name, month, day in (
        ("begin", 3, 2),
        ("aim_first", 3, 16),
        ("inspect", 4, 1),
        ("allocate", 4, 20),
        ("answer", 5, 11),
        ("send_back", 5, 18),
        ("sign_off", 6, 8),
        ("report_first", 7, 6),
        ("retarget", 7, 13),
        ("correct_first", 7, 20),
        ("judge_first", 7, 27),
        ("reopen", 8, 3),
        ("judge_again", 8, 10),
        ("profile", 9, 1),
        ("report_second", 10, 5),
        ("close", 10, 12),
        ("tolerate_more", 10, 19),
        ("rename", 11, 2),
        ("define", 11, 9),
        ("split", 11, 16),
        ("drop_target", 12, 1),
    )
)


def live(life, days=DAYS, *, see=None):
    """Let days pass; return what lived, and what was seen on each of them and on the day after."""
    lived, seen = PerformanceLife(life), {}
    for name, day in days:
        with clock.at(noon(day)):
            getattr(lived, name)()
        for after in (day, day + datetime.timedelta(days=1)):
            with clock.at(noon(after)):
                seen[after] = see(lived) if see else None
    return lived, seen


def told(measure):
    """Return all that the list says of a measure, in plain values: now or as it stood."""
    return {
        "says": (measure.reference, measure.title, measure.direction),
        "owned": [str(one or "") for one in (measure.owner, measure.committee)],
        "worst": measure.worst,
        "series": [told_series(measure, one) for one in measure.series.all()],
        "definitions": [(one.text, one.applies_from) for one in measure.definitions.all()],
    }


def told_series(measure, series):
    series.measure = measure
    latest, found = series.latest, in_a_list(series)
    said = (found.figure, found.months, found.status)
    if latest is None:
        return series.name, said
    judged = (latest.judged_status, latest.judged_reason, latest.status, latest.rule, latest.is_closed)
    return series.name, said, judged, series.to_date, latest.target and latest.target.text


def told_now(lived):
    rows = Measure.objects.filter(authority=lived.authority).with_worst().for_list()
    return [told(one) for one in rows]


def told_asked(one):
    flags = (one.is_overdue, one.is_due_soon, one.came_back)
    says = (one.reference, one.text, one.state, one.due_text, one.remains, one.evidence, one.rejected_reason)
    return says, str(one.owner or ""), str(one.inspection), flags


def asked_now(lived):
    rows = Recommendation.objects.filter(authority=lived.authority).for_list()
    return [told_asked(one) for one in rows.order_by("inspection", "position", "pk")]
