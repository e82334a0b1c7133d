"""Assembling a pack, freezing it, and handing out what was frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.text import slugify

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.audit.edits import change, create
from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.errors import Conflict, Refused, refuse_where
from kpa_tracker.base.toolkit.exports import native
from kpa_tracker.base.toolkit.models import compare_and_set
from kpa_tracker.base.toolkit.pdf.bounded import render_pdf
from kpa_tracker.base.toolkit.plain import as_plain
from kpa_tracker.base.toolkit.workbooks.writing import write_sheets
from kpa_tracker.base.toolkit.worn import look_on_paper
from kpa_tracker.interfaces.scrutiny.assembling import assemble
from kpa_tracker.interfaces.scrutiny.models import Pack, PackFile, PackUse
from kpa_tracker.interfaces.scrutiny.models.packs import STAYS
from kpa_tracker.interfaces.scrutiny.packs.contents import Contents
from kpa_tracker.interfaces.scrutiny.packs.document import PackDocument
from kpa_tracker.interfaces.scrutiny.packs.sheets import sheets

MOST_ITEMS = 1_500
"""Items of a pack whose files are drawn while a browser waits: more take longer than the server lets a page take."""


class DoesNotAddUp(Refused):
    """A sum of the pack does not agree with its parts or with a second count."""


class ChangedMeanwhile(Refused):
    """Something in the pack was changed while its files were drawn."""


@dataclass(frozen=True)
class Made:
    """A file as it was drawn."""

    kind: str
    name: str
    content: bytes


@transaction.atomic
def assemble_pack(new: Pack, *, by: Any) -> Pack:
    """Begin a pack for a meeting: from now on its page shows what would be in it.

    Refuses a plan of another authority, a period of another plan, a meeting that was held already, and a further
    edition without the reason for it: members who hold the first one will ask.
    """
    hold_chain(new.authority_id)
    check_place(new)
    editions = Pack.objects.filter(meeting=new.meeting, plan=new.plan, scope=new.scope)
    new.number = 1 + editions.count()
    needs_why = new.number > 1 and not editions.assembling().exists()
    refuse_where((needs_why and not new.why.strip(), "Say why there is another edition.", "why"))
    return create(new, by=by)


def check_place(pack: Pack) -> None:
    meeting, plan, period = pack.meeting, pack.plan, pack.period
    refuse_where(
        (plan.authority_id != meeting.authority_id, "This plan belongs to another authority.", "plan"),
        (plan.is_archived, "This plan is archived.", "plan"),
        (period is not None and period.plan_id != plan.pk, "This period belongs to another plan.", "period"),
        (is_held(meeting), held_already(meeting)),
    )


def is_held(meeting: Meeting) -> bool:
    """Whether a meeting was before today: what is frozen on its day its members may still be given."""
    return meeting.held_on < clock.today()


def held_already(meeting: Meeting) -> str:
    held = format_date(meeting.held_on)
    return f"The meeting was held on {held}: what is put together now, its members have not seen."


@transaction.atomic
def change_pack(pack: Pack, *, seen: int, by: Any) -> Pack:
    """Say otherwise which period a pack covers, or why there is another edition. Refuses a frozen pack."""
    refuse_where((pack.is_frozen, STAYS))
    check_place(pack)
    return change(pack, seen=seen, fields=["period", "why"], by=by)


def freeze_pack(pack: Pack, *, seen: int, by: Any) -> Pack:
    """Keep everything that the pack shows now, and the PDF and the workbook made of it, as they are for ever.

    Refuses a frozen pack, a meeting that was held already, sums that do not agree (naming them), more than a browser
    waits for, and what changed while the files were drawn. The files are drawn before anything is locked; then, with
    all writers of the authority waiting, it is selected again, compared and stored in one transaction: killed half-way
    it leaves an unfrozen pack. Costs 20 ms a row of its tables.
    """
    if pack.version != seen:  # sooner than after the drawing; what decides is the comparison below
        raise Conflict(pack)
    contents = contents_to_freeze(pack)
    files = list(drawn(pack, contents))
    with transaction.atomic():
        hold_chain(pack.authority_id)
        now = Pack.objects.for_page().get(pk=pack.pk)
        if assemble(now) != contents:
            raise ChangedMeanwhile("Something in this pack was changed while its files were made. Look, and try again.")
        return keep(pack, contents, files, seen=seen, by=by)


def contents_to_freeze(pack: Pack) -> Contents:
    refuse_where((pack.is_frozen, STAYS), (is_held(pack.meeting), held_already(pack.meeting)))
    contents = assemble(pack)
    if contents.faults:
        raise DoesNotAddUp(f"Sums of this pack do not agree, so it is not frozen. {' '.join(contents.faults)}")
    if len(contents.items) > MOST_ITEMS:
        raise Refused(
            f"This pack has {len(contents.items)} items, and files are made of {MOST_ITEMS} at most. "
            "Assemble one for what a committee oversees instead."
        )
    return contents


def drawn(pack: Pack, contents: Contents) -> Iterator[Made]:
    """Yield the files of a pack. Raises PdfUnavailable where the server cannot draw."""
    document, name = PackDocument(contents), file_name(pack)
    look = look_on_paper(pack.authority_id)
    html = render_to_string("scrutiny/pack/document.html", {"document": document, "contents": contents, "look": look})
    yield Made(PackFile.Kind.PDF, f"{name}.pdf", render_pdf(html))
    rows = ((title, ([native(value) for value in row] for row in found)) for title, found in sheets(document))
    yield Made(PackFile.Kind.XLSX, f"{name}.xlsx", write_sheets(rows, foot=contents.head.marking))


def keep_uses(pack: Pack, contents: Contents) -> None:
    """Keep which deliverables the pack shows, those of which it shows a part among them, each with its update."""
    used = {item.pk: item.update for item in contents.items}
    used |= {part.of: part.update for part in contents.parts or ()}
    PackUse.objects.bulk_create(PackUse(pack=pack, deliverable_id=pk, update_id=update) for pk, update in used.items())


def file_name(pack: Pack) -> str:
    return f"pack-{slugify(str(pack.meeting.committee))}-{pack.meeting.held_on:%Y-%m-%d}-edition-{pack.number}"


def keep(pack: Pack, contents: Contents, files: list[Made], *, seen: int, by: Any) -> Pack:
    """Store what was drawn, what it was drawn of and where each update went, with one event that names the hashes."""
    pack.content, pack.frozen_at, pack.frozen_by = as_plain(contents), clock.now(), by
    compare_and_set(pack, seen=seen, fields=["content", "frozen_at", "frozen_by"])
    stored = [PackFile.keep(pack=pack, kind=file.kind, name=file.name, content=file.content) for file in files]
    keep_uses(pack, contents)
    hashes = {f"{file.kind}_hash": [None, file.sha256] for file in stored}
    said = {"items": [None, len(contents.items)], **hashes}
    record("pack frozen", pack, by=by, authority_id=pack.authority_id, changes=said)
    return pack
