"""Making a plan public, from a time on, and taking it back."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.kept import fingerprint
from kpa_tracker.base.toolkit.pdf.bounded import render_pdf
from kpa_tracker.base.toolkit.plain import as_plain, from_plain
from kpa_tracker.interfaces.publication.actions.exporting import MOST_PUBLISHED, MOST_TOGETHER, as_html
from kpa_tracker.interfaces.publication.checklist import checked, missing
from kpa_tracker.interfaces.publication.content import Appearance, PlanDocument
from kpa_tracker.interfaces.publication.content.appearance import SHEET
from kpa_tracker.interfaces.publication.data import public_data_package
from kpa_tracker.interfaces.publication.look import logo_in
from kpa_tracker.interfaces.publication.look.placed import files_of
from kpa_tracker.interfaces.publication.models import (
    PublicAddress,
    Publication,
    PublicationFile,
    PublicationUse,
    Withdrawal,
)
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.wordings import fresh, units_of_plan
from plans.models import Plan

RESERVED = ("accessibility",)
"""Words that have a page of their own beside the plans of an authority."""

CHANGED = (
    "Something in this plan was changed while you looked at it. Below is how it would be published now. "
    "Publish again if this is still what you want."
)
TOO_LONG = f"A plan of more than {MOST_PUBLISHED:,} deliverables takes too long to draw, so it cannot be published."
TOO_LONG_A_PART = (
    f"One part of this plan has more than {MOST_TOGETHER:,} deliverables, which is more than can be drawn. Divide the "
    "ambition into several, or let no section place so many."
)
NO_DAY = datetime.date.min

Made = tuple[str, str, bytes]
"""A file as it was drawn: its kind, its name, its bytes."""


class ChangedMeanwhile(Refused):
    """Something that would be published was changed while its files were drawn."""


def publish(
    plan: Plan,
    *,
    by: Any,
    public_from: datetime.datetime | None = None,
    note: str = "",
    why: str = "",
    seen: int | None = None,
    read: str | None = None,
) -> Publication:
    """Make the plan public as it reads now, with what is approved and nothing else: at once, or from a time to come.

    `why` says why it is published although the checklist misses something. Refuses without it where something is
    missing; a time that has passed; a draft and a marking that forbids it; more deliverables than can be drawn; a plan
    that reads exactly as it was last published; what was changed while the files were drawn; and, where `seen` says how
    many publications there were when the plan was looked at, one that somebody made meanwhile, where `read` is the mark
    of what was looked at, a plan that reads otherwise. Draws before anything is locked, at 20 ms a row; then, with all
    writers of the authority waiting, selects again, compares and stores in one transaction.
    """
    document = public_document(plan)
    lacks = missing(checked(plan, document))
    check_none_since(plan, seen)
    refuse_where(
        (read is not None and read != mark_of(document), CHANGED),
        (public_from is not None and public_from < clock.now(), "This time has passed.", "public_from"),
        (bool(lacks) and not why.strip(), f"The plan lacks: {'; '.join(lacks)}. Say why it is published.", "why"),
        (len(document.rows) > MOST_PUBLISHED, TOO_LONG),
        (document.most_together > MOST_TOGETHER, TOO_LONG_A_PART),
    )
    files = drawn(document)
    with transaction.atomic():
        hold_chain(plan.authority_id)
        check_none_since(plan, seen)
        check_unchanged(plan, document, lacks)
        return keep(plan, document, files, by=by, public_from=public_from, note=note, why=why, lacks=lacks)


def drawn(document: PlanDocument) -> list[Made]:
    """Draw the files of a publication: the PDF, the data as a package, and what its pages show. Raises PdfUnavailable
    where the server cannot."""
    name = slugify(document.title)[:80] or "plan"
    return [
        (PublicationFile.Kind.PDF, f"{name}.pdf", render_pdf(as_html(document))),
        (PublicationFile.Kind.PACKAGE, f"{name}.zip", public_data_package(document)),
        *(dressed(document.look) if document.look else ()),
        *((PublicationFile.Kind.PICTURE, name, content) for name, content in files_of(document.pictures).items()),
    ]


def dressed(look: Appearance) -> Iterator[Made]:
    """Yield what the pages of a publication keep of its look: the colours, and the logo."""
    yield PublicationFile.Kind.SHEET, SHEET, look.sheet.encode()
    if look.logo_name:
        yield PublicationFile.Kind.LOGO, look.logo_name, logo_in(look)


def check_none_since(plan: Plan, seen: int | None) -> None:
    last = Publication.objects.filter(plan=plan).select_related("published_by").order_by("-number").first()
    if seen is not None and last and last.number > seen:
        raise Refused(
            f"{last.published_by} has published this plan while you looked at it: publication {last.number}. "
            "Below is what differs from that one. Publish again if this is still what you want."
        )


def check_unchanged(plan: Plan, document: PlanDocument, lacks: list[str]) -> None:
    now = Plan.objects.get(pk=plan.pk)
    if public_document(now) != document or missing(checked(now, document)) != lacks:
        raise ChangedMeanwhile("Something in this plan was changed while its files were made. Look, and try again.")
    last = Publication.objects.filter(plan=plan, withdrawal=None).order_by("-number").first()
    if last and replace(content_of(last), made_on=document.made_on) == document:
        raise Refused(f"Nothing reads otherwise than in publication {last.number}.")


def mark_of(document: PlanDocument) -> str:
    """Return a fingerprint of what a document says, on whatever day it is made."""
    return fingerprint(json.dumps(as_plain(replace(document, made_on=NO_DAY)), sort_keys=True).encode())


def content_of(publication: Publication) -> PlanDocument:
    """Return what a publication says, as the document that it was drawn from."""
    return from_plain(PlanDocument, publication.content)


def keep(
    plan: Plan,
    document: PlanDocument,
    files: list[Made],
    *,
    by: Any,
    public_from: datetime.datetime | None,
    note: str,
    why: str,
    lacks: list[str],
) -> Publication:
    """Store what was drawn and what it was drawn of, with one event that names the hashes."""
    now = clock.now()
    keep_address(plan)
    made = Publication.objects.create(
        plan=plan,
        number=1 + Publication.objects.filter(plan=plan).count(),
        content=as_plain(document),
        note=note,
        public_from=max(public_from or now, now),
        published_at=now,
        published_by=by,
        missing="\n".join(lacks),
        why_all_the_same=why if lacks else "",
    )
    stored = [
        PublicationFile.keep(publication=made, kind=kind, name=name, content=drawn) for kind, name, drawn in files
    ]
    keep_uses(made)
    said = {
        "number": [None, made.number],
        "public_from": [None, made.public_from],
        **({"missing": [None, made.missing]} if lacks else {}),
        **{f"{file.name}_hash": [None, file.sha256] for file in stored},
    }
    record("plan published", plan, by=by, authority_id=plan.authority_id, changes=said, reason=made.why_all_the_same)
    return made


def keep_uses(made: Publication) -> None:
    """Keep which updates the public is given: those with an approval that holds."""
    units = units_of_plan(made.plan)
    approved = fresh(units, made.plan.authority_id)
    PublicationUse.objects.bulk_create(
        PublicationUse(publication=made, deliverable_id=unit.subject, update_id=unit.update)
        for unit in units
        if unit.update and unit.key in approved
    )


def keep_address(plan: Plan) -> PublicAddress:
    """Return the words by which the public finds the plan; made at its first publication, kept ever after."""
    known = PublicAddress.objects.filter(plan=plan).first()
    return known or PublicAddress.objects.create(plan=plan, **free_words(plan))


def free_words(plan: Plan) -> dict[str, str]:
    """Return the word of the plan's authority, the one it was first published under, and a word for the plan that no
    other plan has below it. An authority that takes the old name of another gets a word of its own all the same."""
    own = PublicAddress.objects.filter(plan__authority=plan.authority_id).first()
    of_others = PublicAddress.objects.exclude(plan__authority=plan.authority_id)
    taken = set(of_others.values_list("authority_slug", flat=True))
    authority = own.authority_slug if own else free(plan.authority.slug, taken)
    beside = PublicAddress.objects.filter(authority_slug=authority)
    used = {*beside.values_list("plan_slug", flat=True), *RESERVED}
    wanted = slugify(plan.title)[:60] or f"plan-{plan.starts_on:%Y}"
    return {"authority_slug": authority, "plan_slug": free(wanted, used)}


def free(wanted: str, used: set[str]) -> str:
    """Return a word that is not in use: the wanted one, or it with the first number that is free."""
    return next(word for word in [wanted, *(f"{wanted}-{number}" for number in range(2, 1_000))] if word not in used)


@transaction.atomic
def withdraw(publication: Publication, *, reason: str, by: Any) -> Withdrawal:
    """Take a publication back: from this moment neither its pages nor its files are public; under embargo it never
    becomes so. Refuses without a reason, and what was withdrawn already. Where an earlier one of the plan was not
    withdrawn, that is the current one again."""
    hold_chain(publication.authority_id)
    refuse_where(
        (not reason.strip(), "Say why it is withdrawn. The public does not read it.", "reason"),
        (Withdrawal.objects.filter(publication=publication).exists(), "It was withdrawn already."),
    )
    taken_back = Withdrawal.objects.create(publication=publication, at=clock.now(), by=by, reason=reason)
    said = {"number": [None, publication.number]}
    record(
        "publication withdrawn",
        publication.plan,
        by=by,
        authority_id=publication.authority_id,
        changes=said,
        reason=reason,
    )
    return taken_back
