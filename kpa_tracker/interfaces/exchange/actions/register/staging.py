"""Looking at a register before anything is imported, and confirming it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.interfaces.exchange.actions.confirming import keep_result
from kpa_tracker.interfaces.exchange.actions.readings import keep_used_readings, mappings_for
from kpa_tracker.interfaces.exchange.actions.register.proposing import propose_register
from kpa_tracker.interfaces.exchange.actions.register.steps import RegisterProposal
from kpa_tracker.interfaces.exchange.actions.register.taking import take_over_register
from kpa_tracker.interfaces.exchange.actions.rows import counts_of
from kpa_tracker.interfaces.exchange.actions.staging import (
    keep_choices,
    keep_upload,
    open_choices,
    read_content,
    refuse_elsewhere,
    refuse_unseen,
)
from kpa_tracker.interfaces.exchange.models import ImportMapping, StagedImport
from kpa_tracker.interfaces.exchange.reading.measures.tables import candidates
from kpa_tracker.interfaces.exchange.reading.registers.found import ReadRegister, RegisterChoices
from kpa_tracker.interfaces.exchange.reading.registers.register import NO_TABLE, read_register

SORT = StagedImport.Sort.REGISTER


def stage_register(
    authority: Authority, *, name: str, content: bytes, by: Any, reading: ImportMapping | None = None
) -> StagedImport:
    """Read the file of a register and keep what was read, for the person to look at. Columns are read as the authority
    read the same headings last time. Refuses a file that cannot be read or has no rows that could be a table."""
    document = read_content(name=name, content=content)
    refuse_elsewhere(document)
    if not candidates(document):
        raise Refused(NO_TABLE, field="file")
    kept = mappings_for(authority.pk, SORT, document, reading)
    read = read_register(document, RegisterChoices(kept))
    own = {table.signature: kept[table.signature] for table in read.tables if table.signature in kept}
    choices = RegisterChoices(own).to_json()
    return keep_upload(document, register_of=authority, name=name, by=by, sort=SORT, choices=choices)


def read_register_of(staged: StagedImport) -> ReadRegister:
    """Return what the file says under the answers so far."""
    return read_register(SourceDocument.from_json(staged.document), RegisterChoices.from_json(staged.choices))


def register_proposal_of(staged: StagedImport) -> RegisterProposal:
    """Return what confirming would do, under the answers so far."""
    return propose_register(staged.register_of, read_register_of(staged), staged.names)


@transaction.atomic
def settle_register(
    staged: StagedImport,
    *,
    mappings: Mapping[str, dict[int, str]],
    used: Mapping[str, bool],
    keep: bool,
    impact_kind: str,
    control_type: str,
    called: str = "",
    left_out: Collection[str] = (),
    by: Any = None,
) -> StagedImport:
    """Settle what each column is, what the file cannot say (`impact_kind`, `control_type`), and which sheets are left
    out; `keep` remembers the columns for the authority's next file with the same headings."""
    choices = open_choices(staged, RegisterChoices.from_json)
    choices.mappings, choices.used = dict(mappings), dict(used)
    choices.impact_kind, choices.control_type = impact_kind, control_type
    choices.left_out = list(left_out)
    if keep:
        keep_used_readings(staged, mappings, used, called=called, by=by)
    return keep_choices(staged, choices)


def confirm_register(staged: StagedImport, *, by: Any, seen: int | None = None) -> StagedImport:
    """Take over what the preview showed, once. Refuses an import that is done, another reading than the one seen, and
    what taking over refuses."""
    with transaction.atomic():
        hold_chain(staged.authority_id)
        refuse_unseen(staged, seen)
        authority, read = staged.register_of, read_register_of(staged)
        done = take_over_register(authority, read, by=by, name=staged.filename, names=staged.names)
        return keep_result(staged, summary(done), by=by)


def summary(done: RegisterProposal) -> dict[str, Any]:
    """Return what was made, changed and left, in words that outlive the file."""
    left = [one.line for one in done.all_problems]
    looked_at = [f"{place}: {text}" for place, text in done.remarks]
    gone = [str(risk) for risk in done.gone]
    return {"counts": counts_of(done), "notes": [*left, *looked_at], "posts_left": done.names.left, "gone": gone}
