"""The public document: what ALLOWED names, of a plan that is no draft, and nothing else.

Of the texts that are written for the public only those whose approval holds (docs/decisions/0024); of what is marked
by itself only what its marking keeps from nobody (docs/decisions/0038).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q

from deliverables.models import Deliverable, Measurement, ProgressUpdate, SubItem
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.marked import open_to_all
from kpa_tracker.base.toolkit.markings import is_open
from kpa_tracker.interfaces.publication import content
from kpa_tracker.interfaces.publication.checklist import asked_of
from kpa_tracker.interfaces.publication.content import PlanDocument
from kpa_tracker.interfaces.publication.content.words import ENDED
from kpa_tracker.interfaces.publication.models import Look, Wording
from kpa_tracker.interfaces.publication.public.allowed import by, read
from kpa_tracker.interfaces.publication.public.targets import targets_in
from kpa_tracker.interfaces.publication.wordings import Fresh, fresh, units_of_plan
from plans.models import Ambition, Descriptor, GlossaryEntry, Plan, Priority, ScalePoint, Section
from risks.models import Risk

Kind = Wording.Kind


class NotForThePublic(Refused):
    """The plan has no public document: it is a draft or archived, or its protective marking forbids one."""


def public_document(plan: Plan) -> PlanDocument:
    """Select what the public may read of a plan. Refuses drafts, and markings that forbid it.

    Twenty-six queries, however many deliverables and targets there are; five more for those of the plan above.
    """
    check(plan)
    approved = fresh(units_of_plan(plan), plan.authority_id)
    head = read(Plan.objects.filter(pk=plan.pk))[0]
    if (Kind.PLAN, plan.pk) not in approved:
        head |= dict.fromkeys(("vision", "values", "foreword"), "")
    found = read(Section.objects.current().filter(open_to_all(), plan=plan, is_public=True), key=F("pk"))
    sections = [one for one in found if (Kind.SECTION, one["key"]) in approved]
    points = read(ScalePoint.objects.filter(scale=plan.scale_id))
    scale = content.worst_first(content.Point(**point) for point in points)
    return PlanDocument(
        is_public=True,
        authority=head.pop("authority__name"),
        contact=head.pop("authority__contact"),
        is_demonstration=head.pop("authority__is_demonstration"),
        period=content.span(head.pop("starts_on"), head.pop("ends_on")),
        state=state_in_public(plan),
        made_on=clock.today(),
        pictures=pictures(plan, (one["body"] for one in sections)),
        look=look(plan.authority_id),
        before=narratives(sections, Section.Place.BEFORE),
        after=narratives(sections, Section.Place.AFTER),
        priorities=tuple(one["title"] for one in read(Priority.objects.current().filter(plan=plan))),
        glossary=tuple(
            (one["term"], one["meaning"]) for one in read(GlossaryEntry.objects.current().filter(plan=plan))
        ),
        scale=scale,
        ambitions=ambitions(plan, {point.code: point.word for point in scale}, approved),
        targets=targets_in(plan),
        targets_above=targets_above(plan),
        requirements=asked_of(plan, ((one["key"], one["place"], one["body"]) for one in sections)),
        **head,
    )


def targets_above(plan: Plan) -> content.Targets | None:
    """Return what the plan above wants of this plan's years, where the public may read that plan too."""
    above = plan.under
    if above is None or above.authority_id != plan.authority_id or why_not(above):
        return None
    return targets_in(above, within=(plan.starts_on, plan.ends_on))


def check(plan: Plan) -> None:
    """Refuse where there is nothing that the public may read."""
    if reason := why_not(plan):
        raise NotForThePublic(reason)


def why_not(plan: Plan) -> str:
    """Say why the public may not read a plan; nothing where it may."""
    if plan.is_archived:
        return "This plan is archived, so it has no public document."
    if plan.state == Plan.State.DRAFT:
        return "This plan is a draft. It has a public document once it goes out to consultation."
    if not is_open(plan.marking):
        return f"This plan is marked {plan.marking}, so it has no public document."
    return ""


def state_in_public(plan: Plan) -> str:
    return {
        Plan.State.CONSULTATION: "Draft for consultation",
        Plan.State.ADOPTED: "Adopted",
        Plan.State.CLOSED: ENDED,
    }[Plan.State(plan.state)]


def look(authority_id: int) -> content.Appearance | None:
    found = read(Look.objects.of(authority_id), logo_name=F("logo__name"))
    return content.Appearance.of(found[0]) if found else None


def pictures(plan: Plan, texts: Iterable[str]) -> tuple[content.Picture, ...]:
    """Return the pictures that approved sections place. The words of one are approved with the section."""
    kept = {"file_name": F("file__name"), "width": F("file__width"), "height": F("file__height")}
    return tuple(content.Picture(**one) for one in read(plan.pictures.placed_in(texts), **kept))


def narratives(sections: list[dict[str, Any]], place: str) -> tuple[content.Narrative, ...]:
    return tuple(content.Narrative(one["title"], one["body"]) for one in sections if one["place"] == place)


def ambitions(plan: Plan, words: dict[str, str], approved: Fresh) -> tuple[content.Ambition, ...]:
    found = read(Ambition.objects.current().filter(plan=plan), key=F("pk"))
    rows = groups_by_ambition(plan, words, approved)
    priorities, risks = priorities_by_ambition(plan), risks_by_ambition(plan, approved)
    return tuple(
        content.Ambition(
            number=number,
            priorities=tuple(priorities.get(key, ())),
            risks=tuple(risks.get(key, ())),
            groups=tuple(rows.get(key, ())),
            **one,
        )
        for number, (key, one) in enumerate(((one.pop("key"), one) for one in found), start=1)
    )


def priorities_by_ambition(plan: Plan) -> dict[int, list[str]]:
    served = read(Priority.objects.current().filter(ambitions__plan=plan), ambition=F("ambitions"))
    return {key: [one["title"] for one in found] for key, found in by("ambition", served).items()}


def risks_by_ambition(plan: Plan, approved: Fresh) -> dict[int, list[content.Risk]]:
    """Return the risks linked to each ambition or to one of its deliverables, each once. What the register holds and
    nobody has approved for the public has no name there either."""
    current = Risk.objects.live().filter(open_to_all())
    links = read(current.filter(ambitions__plan=plan), ambition=F("ambitions"), key=F("pk"))
    used = Q(open_to_all("deliverables__"), deliverables__plan=plan, deliverables__archived_at=None)
    links += read(current.filter(used), ambition=F("deliverables__ambition"), key=F("pk"))
    told = [one for one in links if (Kind.RISK, one["key"]) in approved]
    found = {key: {named(one) for one in some} for key, some in by("ambition", told).items()}
    return {key: sorted(risks, key=lambda risk: risk.reference) for key, risks in found.items()}


def named(risk: dict[str, Any]) -> content.Risk:
    """A risk by its reference and what was approved for the public; its title is the register's own."""
    return content.Risk(risk["reference"], risk["public_wording"].strip())


def groups_by_ambition(plan: Plan, words: dict[str, str], approved: Fresh) -> dict[int, list[content.Group]]:
    titles = {one["key"]: one["title"] for one in read(Descriptor.objects.filter(ambition__plan=plan), key=F("pk"))}
    found: dict[int, dict[int | None, list[content.Row]]] = {}
    for ambition, descriptor, row in rows(plan, words, approved):
        found.setdefault(ambition, {}).setdefault(descriptor, []).append(row)
    return {
        ambition: [content.Group(titles.get(key, ""), tuple(some)) for key, some in groups.items()]
        for ambition, groups in found.items()
    }


def rows(plan: Plan, words: dict[str, str], approved: Fresh) -> list[tuple[int, int | None, content.Row]]:
    current = Deliverable.objects.current().filter(open_to_all(), plan=plan).in_plan_order()
    found = read(current, key=F("pk"), of_ambition=F("ambition"), of_descriptor=F("descriptor"))
    measurements = by("of", read(Measurement.objects.filter(deliverable__plan=plan), of=F("deliverable")))
    sub_items = by("of", read(SubItem.objects.filter(deliverable__plan=plan), of=F("deliverable")))
    updates = {key: one for key, one in accepted_updates(plan).items() if (Kind.PROGRESS, key) in approved}
    return [
        (
            one["of_ambition"],
            one["of_descriptor"],
            content.Row(
                reference=one["reference"],
                title=one["public_wording"].strip() or one["title"],
                sub_items=parts(one, sub_items.get(one["key"], [])),
                measurements=tuple(text["text"] for text in measurements.get(one["key"], ())),
                committee=one["committee__name"] or "",
                deadline=one["deadline_text"],
                progress=progress(updates.get(one["key"]), words),
            ),
        )
        for one in found
        if not one["public_wording"].strip() or (Kind.DELIVERABLE, one["key"]) in approved
    ]


def parts(deliverable: dict[str, Any], sub_items: list[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Return the sub-items; none where a public wording stands in for all that was written of the deliverable."""
    return () if deliverable["public_wording"] else tuple((one["text"], "") for one in sub_items)


def accepted_updates(plan: Plan) -> dict[int, dict[str, Any]]:
    """Return the last accepted update of each deliverable. What is only submitted is nobody's word yet."""
    accepted = ProgressUpdate.objects.filter(deliverable__plan=plan, state=ProgressUpdate.State.ACCEPTED)
    found: dict[int, dict[str, Any]] = {}
    for one in read(accepted, of=F("deliverable")):
        found.setdefault(one["of"], one)
    return found


def progress(update: dict[str, Any] | None, words: dict[str, str]) -> content.Progress | None:
    """Return what is said of a deliverable in public: nothing, and no rating, without a public wording."""
    if not update or not update["public_wording"].strip():
        return None
    return content.Progress(
        stage=update["stage"],
        rating=update["rating"],
        word=words.get(update["rating"], ""),
        as_at=update["period__observed_to"],
        said=(("", update["public_wording"]),),
    )
