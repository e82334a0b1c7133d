"""The demonstration's inspections: what was judged, what is asked for, how far the office is with it."""

from __future__ import annotations

from functools import partial

from deliverables.models import Deliverable
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import parse_partial_date
from kpa_tracker.interfaces.scrutiny.demonstration.bodies import Bodies
from kpa_tracker.interfaces.scrutiny.demonstration.reading import Demonstration, Facts, day
from kpa_tracker.interfaces.scrutiny.demonstration.timeline import Timeline
from targets.actions import inspections, lists, recommendations
from targets.models import GradeScale, Inspection, Judgement, Recommendation


class Inspected:
    """Inspections of the demonstration's force."""

    def __init__(self, timeline: Timeline, demonstration: Demonstration, bodies: Bodies) -> None:
        self.timeline, self.facts, self.bodies = timeline, demonstration.inspections, bodies

    def plan(self) -> None:
        """Let each report be entered on its day, and its recommendations take their steps on theirs."""
        for facts in self.facts.get("inspections", ()):
            self.timeline.add(day(facts["entered_on"]), partial(self._enter, facts))
            for row in facts["recommendations"]:
                for on, step, words in row["steps"]:
                    self.timeline.add(day(on), partial(self._step, facts["title"], row, step, words))

    def _enter(self, facts: Facts) -> None:
        by, authority = self.bodies.editor, self.bodies.authority
        plain = {name: facts[name] for name in ("title", "inspectorate", "forces", "needs_comments", "summary")}
        days = {name: day(facts[name]) for name in ("published_on", "looked_from", "looked_to")}
        scale = self._scale() if facts["graded"] else None
        report = inspections.add_inspection(Inspection(authority=authority, scale=scale, **plain, **days), by=by)
        grades = {grade.word: grade for grade in scale.grades.all()} if scale else {}
        for row in facts["judgements"]:
            told = {name: row[name] for name in ("reference", "domain", "area", "travel")}
            judgement = Judgement(inspection=report, grade=grades[row["grade"]], **told)
            counts = dict(zip(grades.values(), row["distribution"], strict=True))
            inspections.add_judgement(judgement, distribution=counts, by=by)
        for row in facts["recommendations"]:
            self._recommend(report, row)

    def _scale(self) -> GradeScale:
        facts = self.facts["scale"]
        scale = GradeScale(authority=self.bodies.authority, name=facts["name"], era=facts["era"])
        return lists.add_scale(scale, grades=[tuple(row) for row in facts["grades"]], by=self.bodies.editor)

    def _recommend(self, report: Inspection, facts: Facts) -> None:
        plain = {name: facts[name] for name in ("reference", "kind", "text", "comment", "remains")}
        new = Recommendation(
            authority=report.authority,
            inspection=report,
            judgement=report.judgements.filter(area=facts["area"]).first() if facts["area"] else None,
            owner=self.bodies.posts.get(facts["owner"] or ""),
            committee=self.bodies.committees.get(facts["committee"] or ""),
            **plain,
        )
        new.due = parse_partial_date(facts["due"])
        recommendations.add_recommendation(new, by=self.bodies.editor)
        for one in Deliverable.objects.filter(
            plan__authority=self.bodies.authority, reference__in=facts["deliverables"]
        ):
            one.recommendations.add(new)

    def _step(self, title: str, facts: Facts, step: str, words: str) -> None:
        """Take a step: its owner asks for sign-off, the plan editor decides."""
        one = Recommendation.objects.select_related("owner").get(
            inspection__title=title, reference=facts["reference"], authority=self.bodies.authority
        )
        if step == "ask":
            owner = self.bodies.holder(one.owner, on=clock.today())
            recommendations.ask_for_sign_off(one, seen=one.version, evidence=words, by=owner)
        elif step == "sign_off":
            recommendations.sign_off(one, seen=one.version, by=self.bodies.editor)
        else:
            recommendations.reject_recommendation(one, seen=one.version, reason=words, by=self.bodies.editor)
