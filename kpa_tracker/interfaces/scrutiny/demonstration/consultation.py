"""The demonstration's consultation on its draft plan: to whom it was put, what they said, what was answered."""

from __future__ import annotations

from functools import partial
from typing import Any

from deliverables.actions.consultation import make_comment, open_consultation, respond_to, withdraw_comment
from deliverables.models import Comment, Consultation
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.scrutiny.demonstration.bodies import Bodies
from kpa_tracker.interfaces.scrutiny.demonstration.reading import Facts, day
from kpa_tracker.interfaces.scrutiny.demonstration.timeline import Timeline
from plans.models import Plan


def plan_consultation(timeline: Timeline, facts: Facts, bodies: Bodies) -> None:
    """Put the opening, the comments and their answers on the timeline."""
    timeline.add(day(facts["consulted_on"]), partial(_open, facts["consultation"], bodies))
    for comment in facts["consultation"]["comments"]:
        timeline.add(day(comment["on"]), partial(_say, comment, bodies))
        if "answered_on" in comment:
            timeline.add(day(comment["answered_on"]), partial(_answer, comment, bodies))


def _open(facts: Facts, bodies: Bodies) -> None:
    said = {"bodies": facts["bodies"], "note": facts["note"], "committee": bodies.committees[facts["committee"]]}
    days = {"opens_on": clock.today(), "closes_on": day(facts["closes_on"])}
    open_consultation(Consultation(plan=bodies.plan, **said, **days), by=bodies.editor)


def _say(facts: Facts, bodies: Bodies) -> None:
    consultation = Consultation.objects.get(plan=bodies.plan)
    said = {"text": facts["text"], "comes_from": facts.get("comes_from", "")}
    make_comment(
        Comment(consultation=consultation, **said, **_about(facts, consultation.plan)), by=bodies.people[facts["by"]]
    )


def _about(facts: Facts, plan: Plan) -> dict[str, Any]:
    """Return the part that a comment of the files is about, which they name by its title or reference."""
    if "section" in facts:
        return {"section": plan.sections.get(title=facts["section"])}
    found = {name: facts[name] for name in ("ambition", "deliverable") if name in facts}
    return {name: getattr(plan, f"{name}s").get(reference=reference) for name, reference in found.items()}


def _answer(facts: Facts, bodies: Bodies) -> None:
    """Let the plan editor answer, or the administrator where the editor entered the comment."""
    said = Comment.objects.filter(consultation__plan=bodies.plan, text=facts["text"]).order_by("-made_at").first()
    if said is None:
        raise LookupError(f"Nobody has said “{facts['text']}”.")
    if "withdrawn" in facts:
        withdraw_comment(said, reason=facts["withdrawn"], seen=said.version, by=said.made_by)
        return
    by = bodies.administrator if said.made_by == bodies.editor else bodies.editor
    words = {"response": facts["response"], "text": facts["why"], "changed": facts.get("changed", "")}
    respond_to(said, **words, seen=said.version, by=by)
