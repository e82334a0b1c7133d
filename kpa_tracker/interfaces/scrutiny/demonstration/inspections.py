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
        """Let each report be entered on its day, its recommendations take their steps on theirs, and the office's
        comments be published on theirs."""
        for facts in self.facts.get("inspections", ()):
            self.timeline.add(day(facts["entered_on"]), partial(self._enter, facts))
            for row in facts["recommendations"]:
                for on, step, words in row["steps"]:
                    self.timeline.add(day(on), partial(self._step, facts["title"], row, step, words))
            if "comments" in facts:
                self.timeline.add(day(facts["comments"]["on"]), partial(self._publish, facts))

    def _enter(self, facts: Facts) -> None:
        by, authority = self.bodies.editor, self.bodies.authority
        plain = {name: facts[name] for name in ("title", "inspectorate", "forces", "needs_comments", "summary")}
        days = {name: day(facts[name]) for name in ("published_on", "looked_from", "looked_to")}
        scale = self._scale(facts["scale"]) if facts["graded"] else None
        report = inspections.add_inspection(Inspection(authority=authority, scale=scale, **plain, **days), by=by)
        for row in facts["judgements"]:
            self._judge(report, row)
        for row in facts["recommendations"]:
            self._recommend(report, row)

    def _judge(self, report: Inspection, facts: Facts) -> None:
        """Enter one judgement. Where the report gives no national distribution, there is none."""
        grades = {grade.word: grade for grade in report.scale.grades.order_by("rank")} if report.scale else {}
        names = ("reference", "domain", "area", "travel", "strengths", "in_progress")
        judgement = Judgement(inspection=report, grade=grades[facts["grade"]], **{name: facts[name] for name in names})
        counts = dict(zip(grades.values(), facts["distribution"], strict=True)) if facts["distribution"] else {}
        inspections.add_judgement(judgement, distribution=counts, by=self.bodies.editor)

    def _scale(self, name: str) -> GradeScale:
        facts = self.facts["scales"][name]
        scale = GradeScale(authority=self.bodies.authority, name=facts["name"], era=facts["era"])
        return lists.add_scale(scale, grades=[tuple(row) for row in facts["grades"]], by=self.bodies.editor)

    def _publish(self, facts: Facts) -> None:
        report = Inspection.objects.get(authority=self.bodies.authority, title=facts["title"])
        said = facts["comments"]
        inspections.publish_comments(
            report, seen=report.version, on=day(said["on"]), comments=said["text"], by=self.bodies.editor
        )

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
        """Take a step: its owner comments and asks for sign-off, the plan editor decides."""
        one = Recommendation.objects.select_related("owner").get(
            inspection__title=title, reference=facts["reference"], authority=self.bodies.authority
        )
        owner, editor = self.bodies.holder(one.owner, on=clock.today()), self.bodies.editor
        if step == "comment":
            recommendations.change_recommendation(one, seen=one.version, changes={"comment": words}, by=owner)
        elif step == "ask":
            recommendations.ask_for_sign_off(one, seen=one.version, evidence=words, by=owner)
        elif step == "sign_off":
            recommendations.sign_off(one, seen=one.version, by=editor)
        elif step == "send_back":
            recommendations.send_back_recommendation(one, seen=one.version, reason=words, by=editor)
        else:
            recommendations.reject_recommendation(one, seen=one.version, reason=words, by=editor)
