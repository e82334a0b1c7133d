"""The working document: the plan with everything that a person with a role in the authority may read."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from deliverables.models import Deliverable
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.interfaces.publication.checklist import asked_of
from kpa_tracker.interfaces.publication.content import (
    Ambition,
    Group,
    Narrative,
    PlanDocument,
    Point,
    Progress,
    Risk,
    Row,
    span,
    worst_first,
)
from kpa_tracker.interfaces.publication.look import look_of
from kpa_tracker.interfaces.publication.look.placed import pictures_of
from kpa_tracker.interfaces.publication.working.targets import targets_above, targets_of
from plans.models import Plan, Section
from risks import models as register
from risks.models.markings import marking_of_plan

Words = dict[str, str]
"""What the plan's scale calls each rating."""


def working_document(plan: Plan) -> PlanDocument:
    """Select everything of a plan that is not archived.

    Twenty-two queries, however many deliverables and targets there are; one more for pictures, seven more for the
    targets of the plan above.
    """
    scale = worst_first(Point(point.code, point.word, point.definition) for point in plan.scale.points.all())
    sections = list(plan.sections.current())
    return PlanDocument(
        is_public=False,
        authority=plan.authority.name,
        title=plan.title,
        period=span(plan.starts_on, plan.ends_on),
        state=plan.get_state_display(),
        marking=marking_of_plan(plan),
        made_on=clock.today(),
        is_demonstration=plan.authority.is_demonstration,
        ambition_word=plan.ambition_word,
        descriptor_word=plan.descriptor_word,
        deliverable_word=plan.deliverable_word,
        vision=plan.vision,
        values=plan.values,
        foreword=plan.foreword,
        contact=plan.authority.contact,
        look=look_of(plan.authority_id),
        pictures=pictures_of(plan, (one.body for one in sections)),
        before=narratives(sections, Section.Place.BEFORE),
        after=narratives(sections, Section.Place.AFTER),
        priorities=tuple(one.title for one in plan.priorities.current()),
        glossary=tuple((entry.term, entry.meaning) for entry in plan.glossary.current()),
        scale=scale,
        ambitions=ambitions(plan, {point.code: point.word for point in scale}),
        targets=targets_of(plan),
        targets_above=targets_above(plan),
        requirements=asked_of(plan, ((one.pk, one.place, one.body) for one in sections)),
    )


def narratives(sections: list[Section], place: str) -> tuple[Narrative, ...]:
    return tuple(Narrative(section.title, section.body) for section in sections if section.place == place)


def ambitions(plan: Plan, words: Words) -> tuple[Ambition, ...]:
    current = list(plan.ambitions.current().prefetch_related("priorities"))
    rows = deliverables_by_ambition(plan)
    risks = risks_by_ambition(plan)
    return tuple(
        Ambition(
            number=number,
            reference=one.reference,
            title=one.title,
            description=one.description,
            priorities=tuple(priority.title for priority in one.priorities.all() if not priority.is_archived),
            risks=risks.get(one.pk, ()),
            groups=groups(rows.get(one.pk, []), words),
        )
        for number, one in enumerate(current, start=1)
    )


def deliverables_by_ambition(plan: Plan) -> dict[int, list[Deliverable]]:
    found = plan.deliverables.for_list().select_related("latest__recovery_by")
    found = found.prefetch_related("supporting", "measurements", "sub_items__committee")
    sorted_out: dict[int, list[Deliverable]] = {}
    for deliverable in found:
        sorted_out.setdefault(deliverable.ambition_id, []).append(deliverable)
    return sorted_out


def risks_by_ambition(plan: Plan) -> dict[int, tuple[Risk, ...]]:
    """Return the risks linked to each ambition or to one of its deliverables, each once."""
    current = register.Risk.objects.live()
    used = Q(deliverables__plan=plan, deliverables__archived_at=None)
    links = [
        *current.filter(ambitions__plan=plan).values_list("ambitions", "reference", "title"),
        *current.filter(used).values_list("deliverables__ambition", "reference", "title"),
    ]
    found: dict[int, set[Risk]] = {}
    for ambition, reference, title in links:
        found.setdefault(ambition, set()).add(Risk(reference, title))
    return {ambition: tuple(sorted(risks, key=lambda risk: risk.reference)) for ambition, risks in found.items()}


def groups(deliverables: list[Deliverable], words: Words) -> tuple[Group, ...]:
    found: dict[int | None, tuple[str, list[Row]]] = {}
    for one in deliverables:
        title = one.descriptor.title if one.descriptor else ""
        found.setdefault(one.descriptor_id, (title, []))[1].append(row(one, words))
    return tuple(Group(title, tuple(rows)) for title, rows in found.values())


def row(one: Deliverable, words: Words) -> Row:
    return Row(
        reference=one.reference,
        title=one.title,
        description=one.description,
        sub_items=tuple((part.text, str(part.committee or part.committee_text)) for part in one.sub_items.all()),
        measurements=tuple(measurement.text for measurement in one.measurements.all()),
        deadline=one.deadline_text,
        progress=progress(one.latest, words) if one.latest else None,
        **owners(one),
        **what_is_computed(one),
    )


def owners(one: Deliverable) -> dict[str, Any]:
    return {
        "lead": str(one.lead or ""),
        "supporting": tuple(str(post) for post in one.supporting.all()),
        "committee": one.committee.name if one.committee else "",
    }


def what_is_computed(one: Deliverable) -> dict[str, Any]:
    computed = one.computed
    return {"flags": tuple(computed), "slip": computed.slip.sentence if computed.slip else ""}


def progress(update: Any, words: Words) -> Progress:
    return Progress(
        stage=update.stage,
        rating=update.rating,
        word=words.get(update.rating, ""),
        forecast=update.forecast,
        forecast_word=words.get(update.forecast, ""),
        as_at=update.period.observed_to,
        said=tuple((heading, text) for heading, text in said(update) if text),
        note="" if update.state == update.State.ACCEPTED else "Submitted, not yet accepted",
    )


def said(update: Any) -> list[tuple[str, str]]:
    back = f"Back to green by {format_date(update.green_on)}." if update.green_on else ""
    return [
        ("Done", update.done),
        ("Next", update.next_steps),
        ("Why it is not green", update.cause),
        ("What will bring it back", " ".join(filter(None, [update.recovery, back]))),
        ("Who will do it", str(update.recovery_by or "")),
        ("Why it is green though overdue", update.late_reason),
    ]
