"""Looking at a file of targets or results before anything is imported, and confirming it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.interfaces.exchange.actions.confirming import keep_result
from kpa_tracker.interfaces.exchange.actions.measures.made import Gatherings
from kpa_tracker.interfaces.exchange.actions.measures.proposing import propose_targets
from kpa_tracker.interfaces.exchange.actions.measures.proposing_results import propose_results
from kpa_tracker.interfaces.exchange.actions.measures.result_steps import ResultProposal
from kpa_tracker.interfaces.exchange.actions.measures.results import take_over_results
from kpa_tracker.interfaces.exchange.actions.measures.target_steps import TargetProposal
from kpa_tracker.interfaces.exchange.actions.measures.targets import take_over_targets
from kpa_tracker.interfaces.exchange.actions.readings import keep_used_readings, mappings_for
from kpa_tracker.interfaces.exchange.actions.rows import counts_of
from kpa_tracker.interfaces.exchange.actions.staging import (
    keep_choices,
    keep_upload,
    open_choices,
    read_upload,
    refuse_elsewhere,
    refuse_unseen,
)
from kpa_tracker.interfaces.exchange.models import ImportMapping, StagedImport
from kpa_tracker.interfaces.exchange.reading.measures.found import Choices, ReadMeasures
from kpa_tracker.interfaces.exchange.reading.measures.results import read_results
from kpa_tracker.interfaces.exchange.reading.measures.tables import candidates
from kpa_tracker.interfaces.exchange.reading.measures.targets import read_targets
from plans.models import Plan

MeasureProposal = TargetProposal | ResultProposal

NO_TABLE = (
    "No table with {} was found in the file. It needs a heading over each column: what is measured, and beside it {}."
)
NEEDS = {"targets": "the target", "results": "the result or its period"}


def stage_measures(
    plan: Plan, *, sort: str, name: str, content: bytes, by: Any, reading: ImportMapping | None = None
) -> StagedImport:
    """Read a file of targets or results and keep what was read, for the person to look at. Columns are read by
    `reading`, else as the authority read the same headings last time. Refuses a file that cannot be read or has no rows
    that could be a table, and a closed plan."""
    document = read_upload(plan, content=content, name=name)
    refuse_elsewhere(document)
    if not candidates(document):
        raise Refused(NO_TABLE.format(sort, NEEDS[sort]), field="file")
    kept = mappings_for(plan.authority_id, sort, document, reading)
    read = _read(sort, document, Choices(kept))
    own = {table.signature: kept[table.signature] for table in read.tables if table.signature in kept}
    return keep_upload(document, plan=plan, name=name, by=by, sort=sort, choices=Choices(own).to_json())


def read_measures_of(staged: StagedImport) -> ReadMeasures:
    """Return what the file says under the answers so far."""
    return _read(staged.sort, SourceDocument.from_json(staged.document), Choices.from_json(staged.choices))


def _read(sort: str, document: SourceDocument, choices: Choices) -> ReadMeasures:
    return read_targets(document, choices) if sort == StagedImport.Sort.TARGETS else read_results(document, choices)


def heading_rows_of(staged: StagedImport) -> list[tuple[str, str]]:
    """Return (signature, words) of the rows that may hold the headings."""
    return candidates(SourceDocument.from_json(staged.document))


def measure_proposal_of(staged: StagedImport) -> MeasureProposal:
    """Return what confirming would do, under the answers so far."""
    read = read_measures_of(staged)
    if staged.sort == StagedImport.Sort.TARGETS:
        return propose_targets(staged.plan, read, staged.names)
    return propose_results(staged.plan.authority, read, staged.names)


@transaction.atomic
def settle_columns(
    staged: StagedImport,
    *,
    mappings: Mapping[str, dict[int, str]],
    used: Mapping[str, bool],
    period: str,
    keep: bool = False,
    called: str = "",
    left_out: Collection[str] = (),
    by: Any = None,
) -> StagedImport:
    """Settle what each column is, the period where no heading names one, and which sheets are left out; `keep`
    remembers the columns for the authority's next file with the same headings."""
    choices = open_choices(staged, Choices.from_json)
    choices.mappings, choices.used, choices.period = dict(mappings), dict(used), period
    choices.left_out = list(left_out)
    if keep:
        keep_used_readings(staged, mappings, used, called=called, by=by)
    return keep_choices(staged, choices)


def confirm_measures(
    staged: StagedImport, *, by: Any, seen: int | None = None, gatherings: Gatherings | None = None
) -> StagedImport:
    """Take over what the preview showed, once; `gatherings` says how the year of new measures is made. Refuses an
    import that is done, another reading than the one seen, and what taking over refuses."""
    with transaction.atomic():
        hold_chain(staged.plan.authority_id)
        refuse_unseen(staged, seen)
        read, names = read_measures_of(staged), staged.names
        before = counts_of(measure_proposal_of(staged))
        done: MeasureProposal
        if staged.sort == StagedImport.Sort.TARGETS:
            done = take_over_targets(staged.plan, read, by=by, names=names, gatherings=gatherings)
        else:
            said = {"name": staged.filename, "names": names, "gatherings": gatherings}
            done = take_over_results(staged.plan.authority, read, by=by, **said)
        return keep_result(staged, {"counts": before, "notes": _left(done)}, by=by)


def _left(proposal: MeasureProposal) -> list[str]:
    """What was not taken, in words that outlive the file."""
    return [one.line for one in (*proposal.read.problems, *proposal.problems)]
