"""Takes over what a workbook says of the plan itself, its ratings and names, its words, its upper levels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kpa_tracker.base.people.actions import enter
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit import ratings
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.book.making import Making
from kpa_tracker.interfaces.exchange.actions.book.steps import BookStep
from plans.actions import change_part, change_plan, create_part
from plans.actions.plans import put_on_scale
from plans.actions.scales import change_points, create_scale
from plans.models import Ambition, Descriptor, GlossaryEntry, Plan, Priority, Scale, Section
from risks.actions import add_risk
from risks.models import Risk

HANGING = ("priorities", "risks")
"""What hangs on an ambition or a deliverable by links; risks are linked at the end."""
OTHER_POINTS = "A scale of ratings keeps its points. Choose another scale on the plan's page, before it is adopted."
NO_SCALE = "This authority has no scale of ratings “{}”."
OTHER_COLOURS = "The scale “{}” of the file has colours that no scale has here."
BESIDE_IT = "{} of {}"


# --- Ratings ----------------------------------------------------------------------------------------------------------


def settle_scale(making: Making) -> None:
    """Let the plan rate as the file says. Its own workbook changes words; another's brings its whole scale."""
    steps = [step for step in making.proposal.of("ratings") if not step.is_left]
    plans = making.proposal.of("plan")
    name = plans[0].changes.pop("scale", ("", ""))[1] if plans else ""
    if not name and not any(step.is_new or step.changes for step in steps):
        return
    words = {step.values["code"]: {part: step.values[part] for part in ("word", "definition")} for step in steps}
    settle = _settle_own if making.proposal.is_own else _settle_brought
    making.plan = settle(making, name or making.plan.scale.name, words)


Points = Mapping[str, Mapping[str, str]]


def _settle_own(making: Making, name: str, words: Points) -> Plan:
    if not set(words) <= set(_points(making.plan.scale)):
        raise Refused(OTHER_POINTS)
    scale = _scale(making, name)
    if scale is None:
        raise Refused(NO_SCALE.format(name))
    return _rate_by(making, change_points(scale, seen=scale.version, words=words, by=making.by))


def _settle_brought(making: Making, name: str, words: Points) -> Plan:
    """Use the authority's scale of this name where it is the same or no other plan rates by it; else make one."""
    scale = _scale(making, name)
    if scale and _points(scale) == words:
        return _rate_by(making, scale)
    is_shared = scale is not None and scale.plans.exclude(pk=making.plan.pk).exists()
    if scale is None or is_shared or set(_points(scale)) != set(words):
        scale = _new_scale(making, name if scale is None else BESIDE_IT.format(name, making.plan)[:100], words)
    return _rate_by(making, change_points(scale, seen=scale.version, words=words, by=making.by))


def _new_scale(making: Making, name: str, words: Points) -> Scale:
    fitting = [scale.code for scale in ratings.SCALES.values() if {point.code for point in scale} == set(words)]
    if not fitting:
        raise Refused(OTHER_COLOURS.format(name))
    return create_scale(making.plan.authority, name=name, kind=fitting[0], by=making.by)


def _scale(making: Making, name: str) -> Scale | None:
    return Scale.objects.filter(authority=making.plan.authority_id, name=name).first()


def _points(scale: Scale) -> dict[str, dict[str, str]]:
    return {point.code: {"word": point.word, "definition": point.definition} for point in scale.points.all()}


def _rate_by(making: Making, scale: Scale) -> Plan:
    return put_on_scale(making.plan, scale=scale, seen=making.plan.version, by=making.by)


# --- Rows -------------------------------------------------------------------------------------------------------------


def _plan(making: Making, step: BookStep) -> Plan:
    making.plan = change_plan(making.plan, seen=making.plan.version, changes=making.columns(step), by=making.by)
    return making.plan


def _rating(making: Making, step: BookStep) -> Any:
    """The scale is settled as a whole, before the rows."""
    return step.record


def _post(making: Making, step: BookStep) -> Post:
    return enter(Post(authority=making.plan.authority, **making.columns(step)), by=making.by)


def _committee(making: Making, step: BookStep) -> Committee:
    return enter(Committee(authority=making.plan.authority, **making.columns(step)), by=making.by)


def _risk(making: Making, step: BookStep) -> Risk:
    """Enter a risk by its reference and title. What the register says of it comes with the register."""
    risk = Risk(authority=making.plan.authority, **making.columns(step))
    return add_risk(risk, ambitions=(), deliverables=(), by=making.by)


def _part(model: Any) -> Callable[[Making, BookStep], Any]:
    """Return what makes or changes a part of the plan."""

    def take(making: Making, step: BookStep) -> Any:
        values = making.columns(step, without=("risks",))
        if not step.is_new:
            return change_part(step.record, seen=step.record.version, changes=values, by=making.by)
        links = {name: values.pop(name) for name in HANGING if name in values}
        above = {} if model is Descriptor else {"plan": making.plan}
        return create_part(model(**above, **values), links=links, by=making.by)

    return take


PLAN_TAKERS: dict[str, Callable[[Making, BookStep], Any]] = {
    "plan": _plan,
    "ratings": _rating,
    "posts": _post,
    "committees": _committee,
    "risks": _risk,
    "priorities": _part(Priority),
    "sections": _part(Section),
    "glossary": _part(GlossaryEntry),
    "ambitions": _part(Ambition),
    "descriptors": _part(Descriptor),
}
