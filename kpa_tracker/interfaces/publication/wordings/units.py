"""What has to be approved: each text for the public as it reads now, with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.markdown import pictures_placed
from kpa_tracker.base.toolkit.marked import open_to_all
from kpa_tracker.interfaces.publication.models import Wording
from plans.models import Plan, Section
from risks.models import Risk
from risks.models.querysets import RiskQuerySet

Kind = Wording.Kind
Fields = dict[str, str]
PICTURES = "picture_files"
"""Under which name a section rests on the pictures that it places."""
LATEST_FIRST = ("-period__observed_from", "-number")


@dataclass(frozen=True)
class Unit:
    """One text for the public. `said` is what the public would read; `basis` is what an approver judges it by, which
    the public may never see. `writer` wrote it, where that is known; they do not approve it. `update` is the one that
    a text of progress comes from."""

    kind: str
    subject: int
    name: str
    url: str
    said: Fields
    basis: Fields = field(default_factory=dict)
    writer: int | None = None
    update: int | None = None

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.subject

    @property
    def kind_word(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What the public would read, each with its name."""
        return Wording.shown(self.said)

    @property
    def grounds(self) -> list[tuple[str, str]]:
        """What it is judged by, each with its name. Not public."""
        return Wording.shown(self.basis)


def units_of_plan(plan: Plan) -> list[Unit]:
    """Return what has to be approved of a plan, in its order, its risks last; not what its marking keeps from the
    public. Five queries, however much there
    is, and one for pictures."""
    deliverables = Deliverable.objects.current().filter(open_to_all(), plan=plan).in_plan_order()
    return [
        *_own_words(plan),
        *_sections(plan),
        *_deliverables(deliverables),
        *_progress(plan, deliverables),
        *_risks(_named_in(plan)),
    ]


def units_of_register(authority: Authority) -> list[Unit]:
    """Return what has to be approved of a register: the public wording of each live risk. One query."""
    return list(_risks(Risk.objects.live().filter(open_to_all(), authority=authority)))


def units_of_deliverable(deliverable: Deliverable) -> list[Unit]:
    """Return what the public would read of one deliverable: its wording and its progress. Three queries at
    most, however long its history is."""
    if not Deliverable.objects.current().filter(pk=deliverable.pk).exists():
        return []
    last = _accepted().filter(deliverable=deliverable).first()
    progress = [_progress_unit(last, _words(deliverable.plan))] if last and last.public_wording.strip() else []
    return [*_deliverables([deliverable]), *progress]


def units_of_risk(risk: Risk) -> list[Unit]:
    """Return what the public would read of one risk. One query."""
    return list(_risks(Risk.objects.live().filter(pk=risk.pk)))


def units_of(body: Plan | Authority) -> list[Unit]:
    """Return what has to be approved of a plan, or of the register of an authority."""
    return units_of_plan(body) if isinstance(body, Plan) else units_of_register(body)


def texts_url(body: Plan | Authority, step: str = "") -> str:
    """Return the address of the texts of a plan or of a register, or of a step with several of them."""
    kind = "plan" if isinstance(body, Plan) else "register"
    return reverse(f"{kind}-wordings{step}", args=[body.pk])


def unit_of(wording: Wording) -> Unit | None:
    """Return the text of a wording as it reads now; none where it is no longer there, or says nothing any more."""
    key, body = wording.key, wording.plan
    units = units_of_register(wording.authority) if wording.kind == Kind.RISK or body is None else units_of_plan(body)
    return next((unit for unit in units if unit.key == key), None)


def _own_words(plan: Plan) -> Iterator[Unit]:
    said = {name: getattr(plan, name) for name in ("vision", "values", "foreword")}
    if any(said.values()):
        yield Unit(Kind.PLAN, plan.pk, plan.title, plan.get_absolute_url(), said)


def _sections(plan: Plan) -> Iterator[Unit]:
    """A section is read with the pictures that it places: their words, and what they show, by their fingerprints."""
    sections = list(Section.objects.current().filter(open_to_all(), plan=plan, is_public=True))
    pictures = {one.name: one for one in plan.pictures.placed_in(one.body for one in sections)}
    for one in sections:
        shown = [pictures[name] for name in pictures_placed(one.body) if name in pictures]
        said = {"title": one.title, "body": one.body}
        basis: Fields = {}
        if shown:
            said["pictures"] = "\n".join(f"{picture}: {picture.in_words}" for picture in shown)
            basis[PICTURES] = "\n".join(picture.file.name for picture in shown)
        yield Unit(Kind.SECTION, one.pk, one.title, plan.get_absolute_url(), said, basis)


def _deliverables(deliverables: Any) -> Iterator[Unit]:
    for one in (one for one in deliverables if one.public_wording.strip()):
        basis = {"title": one.title, "description": one.description, "deadline": one.deadline_text}
        yield Unit(
            Kind.DELIVERABLE, one.pk, str(one), one.get_absolute_url(), {"public_wording": one.public_wording}, basis
        )


def _progress(plan: Plan, deliverables: Any) -> Iterator[Unit]:
    """Of each deliverable the last accepted update; one without a public wording says nothing, and ends what the one
    before it said."""
    words = _words(plan)
    seen: set[int] = set()
    in_order = {one.pk: place for place, one in enumerate(deliverables)}
    # By their numbers: how they are found is not joined again, of which a database without statistics makes minutes.
    found = _accepted().filter(deliverable__in=list(in_order))
    for one in sorted(found, key=lambda update: in_order[update.deliverable_id]):
        is_last = one.deliverable_id not in seen
        seen.add(one.deliverable_id)
        if is_last and one.public_wording.strip():
            yield _progress_unit(one, words)


def _accepted() -> Any:
    """The accepted updates, those of one deliverable beside one another, the latest first."""
    accepted = ProgressUpdate.objects.filter(state=ProgressUpdate.State.ACCEPTED)
    return accepted.select_related("deliverable", "period").order_by("deliverable", *LATEST_FIRST)


def _words(plan: Plan) -> dict[str, str]:
    return {point.code: point.word for point in plan.scale.points.all()}


def _progress_unit(update: ProgressUpdate, words: dict[str, str]) -> Unit:
    said = {
        "public_wording": update.public_wording,
        "stage": update.get_stage_display(),
        "rating": words.get(update.rating, ""),
        "period": str(update.period),
    }
    deliverable = update.deliverable
    return Unit(
        Kind.PROGRESS,
        deliverable.pk,
        str(deliverable),
        deliverable.get_absolute_url(),
        said,
        basis={"title": deliverable.title, "done": update.done},
        writer=update.submitted_by_id,
        update=update.pk,
    )


def _named_in(plan: Plan) -> RiskQuerySet:
    """The live risks that hang on an ambition of the plan or on a deliverable of it, each once."""
    live = Risk.objects.live().filter(open_to_all(), authority=plan.authority_id)
    return (
        live.filter(ambitions__plan=plan, ambitions__archived_at=None)
        | live.filter(deliverables__plan=plan, deliverables__archived_at=None)
    ).distinct()


def _risks(risks: RiskQuerySet) -> Iterator[Unit]:
    """A risk's wording speaks of how grave it is, so it rests on the score as well."""
    worded = risks.exclude(public_wording="").select_related("category", "current").order_by("reference")
    for one in (one for one in worded if one.public_wording.strip()):
        score = one.current
        basis = {
            "title": one.title,
            "category": str(one.category or ""),
            "score": f"{score.likelihood} × {score.impact}" if score else "",
        }
        yield Unit(Kind.RISK, one.pk, str(one), one.get_absolute_url(), {"public_wording": one.public_wording}, basis)
