"""The demonstration's plan, entered as a plan editor would."""

from __future__ import annotations

import io
from functools import partial

from deliverables.actions.adoption import move_plan
from deliverables.actions.deliverables import create_deliverable
from deliverables.actions.parts import Item
from deliverables.models import Deliverable
from kpa_tracker.base.audit.doors import through
from kpa_tracker.base.toolkit.dates import parse_partial_date
from kpa_tracker.base.toolkit.pictures import read_picture
from kpa_tracker.interfaces.scrutiny.demonstration.bodies import Bodies
from kpa_tracker.interfaces.scrutiny.demonstration.consultation import plan_consultation
from kpa_tracker.interfaces.scrutiny.demonstration.reading import Demonstration, Facts, day
from kpa_tracker.interfaces.scrutiny.demonstration.timeline import Timeline
from plans.actions import add_picture, create_part, create_plan, create_scale
from plans.models import Ambition, Descriptor, GlossaryEntry, Picture, Plan, Priority, Section

WORDS = ("title", "vision", "values", "foreword", "marking", "ambition_word", "descriptor_word", "deliverable_word")
SCALES = {"three": "Red, amber, green", "five": "Delivery confidence"}
STATES = {"consulted_on": Plan.State.CONSULTATION, "adopted_on": Plan.State.ADOPTED}


def plan_planning(timeline: Timeline, demonstration: Demonstration, bodies: Bodies) -> None:
    """Let the plan be drafted, consulted on and adopted on the days that the files name."""
    facts = demonstration.plan
    timeline.add(day(facts["drafted_on"]), lambda: _import(demonstration, bodies))
    consulted = "consultation" in facts
    if consulted:
        plan_consultation(timeline, facts, bodies)
    for name, state in STATES.items():
        if name in facts and not (consulted and state == Plan.State.CONSULTATION):
            timeline.add(day(facts[name]), partial(_move, bodies, state))


def plan_of(bodies: Bodies) -> Plan:
    """Return the year's own plan."""
    return bodies.plan


def _move(bodies: Bodies, to: str) -> None:
    plan = plan_of(bodies)
    move_plan(plan, to=to, seen=plan.version, knowing=True, by=bodies.editor)


def _import(demonstration: Demonstration, bodies: Bodies) -> None:
    """Let the plan come in as last year's document does, through the import; its pictures are brought on the page."""
    with through("import"):
        plan = _draft(demonstration.plan, bodies)
    for said in demonstration.plan.get("pictures", []):
        words = {name: said[name] for name in ("name", "alt", "caption")}
        drawn = read_picture(io.BytesIO(demonstration.file(said["file"])))
        add_picture(Picture(plan=plan, **words), drawn=drawn, by=bodies.editor)


def _draft(facts: Facts, bodies: Bodies) -> Plan:
    scale = create_scale(bodies.authority, name=SCALES[facts["scale"]], kind=facts["scale"], by=bodies.administrator)
    words = {name: facts[name] for name in WORDS if name in facts}
    dates = {"starts_on": day(facts["starts_on"]), "ends_on": day(facts["ends_on"])}
    plan = create_plan(Plan(authority=bodies.authority, scale=scale, **words, **dates), by=bodies.editor)
    priorities = [create_part(Priority(plan=plan, title=title), by=bodies.editor) for title in facts["priorities"]]
    for section in facts["sections"]:
        create_part(Section(plan=plan, **section), by=bodies.editor)
    for entry in facts["glossary"]:
        create_part(GlossaryEntry(plan=plan, **entry), by=bodies.editor)
    for ambition in facts["ambitions"]:
        _enter_ambition(plan, ambition, {one.title: one for one in priorities}, bodies)
    return plan


def _enter_ambition(plan: Plan, facts: Facts, priorities: dict[str, Priority], bodies: Bodies) -> None:
    ambition = Ambition(
        plan=plan, reference=facts["reference"], title=facts["title"], description=facts.get("description", "")
    )
    links = {"priorities": [priorities[title] for title in facts["priorities"]]}
    create_part(ambition, links=links, by=bodies.editor)
    for row in facts["descriptors"]:
        descriptor = create_part(Descriptor(ambition=ambition, title=row["title"]), by=bodies.editor)
        for deliverable in row["deliverables"]:
            _enter_deliverable(descriptor, deliverable, bodies)


def _enter_deliverable(descriptor: Descriptor, facts: Facts, bodies: Bodies) -> Deliverable:
    plain = ("reference", "title", "description", "source_owner", "public_wording")
    deliverable = Deliverable(
        plan=descriptor.ambition.plan,
        ambition=descriptor.ambition,
        descriptor=descriptor,
        lead=bodies.posts.get(facts.get("lead", "")),
        committee=bodies.committees.get(facts.get("committee", "")),
        **{name: facts[name] for name in plain if name in facts},
    )
    deliverable.deadline = parse_partial_date(facts.get("deadline", ""))
    return create_deliverable(
        deliverable,
        links={"supporting": [bodies.posts[title] for title in facts.get("supporting", [])]},
        measurements=facts.get("measurements", []),
        sub_items=[_item(row, bodies) for row in facts.get("sub_items", [])],
        by=bodies.editor,
    )


def _item(facts: Facts, bodies: Bodies) -> Item:
    committee = bodies.committees.get(facts.get("committee", ""))
    return Item(facts["text"], committee, facts.get("committee_text", ""))
