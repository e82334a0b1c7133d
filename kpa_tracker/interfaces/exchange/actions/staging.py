"""Looking at a file before anything is imported. Nothing here changes the plan; the history begins at confirming."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.db import transaction

from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.grids import SourceDocument, UnreadableFile
from kpa_tracker.base.toolkit.models import compare_and_set
from kpa_tracker.base.toolkit.uploads import in_megabytes, safe_name
from kpa_tracker.interfaces.exchange.actions.readings import keep_readings, mappings_for
from kpa_tracker.interfaces.exchange.models import ImportMapping, Sort, StagedImport
from kpa_tracker.interfaces.exchange.proposals import propose
from kpa_tracker.interfaces.exchange.reading.belonging import belongs_elsewhere
from kpa_tracker.interfaces.exchange.reading.book import fault_of, is_book
from kpa_tracker.interfaces.exchange.reading.bounded import read_bounded
from kpa_tracker.interfaces.exchange.reading.interpret import Choices, interpret, suggested_answers
from kpa_tracker.interfaces.exchange.reading.plan import ReadPlan
from kpa_tracker.interfaces.exchange.reading.sheets import sheets_of
from kpa_tracker.interfaces.exchange.reading.tables import find_tables
from kpa_tracker.interfaces.exchange.steps import Proposal
from plans.actions.plans import refuse_fixed
from plans.models import Plan


class Settled(Protocol):
    """What a person has settled about a file, as it is kept between two pages."""

    def to_json(self) -> dict[str, Any]: ...


S = TypeVar("S", bound=Settled)

DONE = "This import is done. To import the file again, upload it again."

READ_OTHERWISE = "Its columns or answers were changed since you looked. This is how it is read now: look again."


def stage_import(
    plan: Plan, *, name: str, content: bytes, by: Any, reading: ImportMapping | None = None
) -> StagedImport:
    """Read a file and keep what was read, for the person to look at. Its columns are read by `reading`, where one is
    chosen. Refuses a file that cannot be read, a return, and a closed plan. A plan's own workbook asks nothing. Throws
    away what lay unconfirmed too long. Costs one child process; the file itself is not kept."""
    document = read_upload(plan, name=name, content=content)
    refuse_elsewhere(document, takes_books=True)
    if is_book(document):
        fault = fault_of(document)
        refuse_where((fault, fault, "file"))
        return keep_upload(document, plan=plan, name=name, by=by, sort=Sort.BOOK, choices={})
    kept = mappings_for(plan.authority_id, Sort.PLAN, document, reading)
    choices = Choices(mappings=_of_its_tables(document, kept))
    return keep_upload(document, plan=plan, name=name, by=by, sort=StagedImport.Sort.PLAN, choices=choices.to_json())


def read_upload(plan: Plan, *, name: str, content: bytes) -> SourceDocument:
    """Read a file that somebody chose for a plan."""
    with transaction.atomic():
        refuse_fixed(plan)
    return read_content(name=name, content=content)


def refuse_elsewhere(document: SourceDocument, *, takes_books: bool = False) -> None:
    """Refuse a workbook that was taken out here and belongs on another page."""
    elsewhere = belongs_elsewhere(document, takes_books=takes_books)
    refuse_where((elsewhere, elsewhere, "file"))


def read_content(*, name: str, content: bytes) -> SourceDocument:
    """Read a file that somebody chose. Refuses one that is too large or cannot be read."""
    if len(content) > settings.IMPORT_MAX_BYTES:
        limit = in_megabytes(settings.IMPORT_MAX_BYTES)
        raise Refused(
            f"The file is larger than {limit}. Remove pictures, or copy the table into a new file.", field="file"
        )
    try:
        return read_bounded(name, content)
    except UnreadableFile as error:
        raise Refused(str(error), field="file") from error


def keep_upload(
    document: SourceDocument, *, name: str, by: Any, sort: str, choices: dict[str, Any], **into: Any
) -> StagedImport:
    """Keep what was read, and throw away what lay unconfirmed too long. `into` is a plan, or whose register it is."""
    StagedImport.objects.out_of_date().delete()
    return StagedImport.objects.create(
        **into,
        sort=sort,
        filename=safe_name(name) or "file",
        document=document.to_json(),
        choices=choices,
        uploaded_by=by,
    )


def read_plan_of(staged: StagedImport) -> ReadPlan:
    """Return what the file says under the answers so far."""
    return interpret(SourceDocument.from_json(staged.document), Choices.from_json(staged.choices))


def proposal_of(staged: StagedImport) -> Proposal:
    """Return what confirming would do, under the answers so far."""
    return propose(staged.plan, read_plan_of(staged), staged.names)


def proposal_to_ask(staged: StagedImport) -> Proposal:
    """Return what confirming would do if every suggestion were taken, with all the questions that this opens: names
    that come out of a suggestion are asked about beside it, not on a second page."""
    written = read_plan_of(staged)
    choices = Choices.from_json(staged.choices)
    suggested = suggested_answers(written)
    if suggested.keys() <= choices.answers.keys():  # all is answered: what is written is what is asked about
        return propose(staged.plan, written, staged.names)
    choices.answers = suggested | choices.answers
    read = interpret(SourceDocument.from_json(staged.document), choices)
    asked = {question.key for question in written.questions}
    read.questions = [*written.questions, *(question for question in read.questions if question.key not in asked)]
    return propose(staged.plan, read, staged.names)


def sheets_asked(staged: StagedImport) -> dict[str, Any]:
    """Return the sheets that a person may leave out, and those that they have."""
    sheets = sheets_of(SourceDocument.from_json(staged.document))
    return {"sheets": sheets, "left_out": staged.choices.get("left_out", [])}


@transaction.atomic
def name_headings(staged: StagedImport, *, signature: str) -> StagedImport:
    """Say which row holds the headings, where none was recognised."""
    choices = open_choices(staged, Choices.from_json)
    choices.mappings.setdefault(signature, {})
    return keep_choices(staged, choices)


@transaction.atomic
def map_columns(
    staged: StagedImport,
    *,
    mappings: Mapping[str, dict[int, str]],
    used: Mapping[str, bool],
    keep: bool,
    called: str = "",
    left_out: Collection[str] = (),
    by: Any = None,
) -> StagedImport:
    """Settle what each column is, and which sheets are left out; `keep` remembers the columns under a name for the
    authority's next files."""
    choices = open_choices(staged, Choices.from_json)
    choices.mappings.update(mappings)
    choices.used.update(used)
    choices.left_out = list(left_out)
    if keep:
        keep_readings(staged.authority_id, Sort.PLAN, mappings, called=called, by=by)
    return keep_choices(staged, choices)


@transaction.atomic
def name_heading_row(staged: StagedImport, *, signature: str) -> StagedImport:
    """Say which row of measures or of a register holds the headings, where another one or none was taken for them."""
    refuse_done(staged)
    staged.choices = {**staged.choices, "headings": [signature]}
    return compare_and_set(staged, seen=staged.version, fields=["choices"])


@transaction.atomic
def settle_names(staged: StagedImport, *, names: Mapping[str, Mapping[str, str]]) -> StagedImport:
    """Keep what to do with each name that is not known here."""
    refuse_done(staged)
    staged.names = with_names(staged, names)
    return compare_and_set(staged, seen=staged.version, fields=["names"])


@transaction.atomic
def answer_questions(
    staged: StagedImport, *, answers: Mapping[str, list[str]], names: Mapping[str, Mapping[str, str]]
) -> StagedImport:
    """Keep the answers to what the file leaves open, and what to do with each name that is not known here."""
    choices = open_choices(staged, Choices.from_json)
    choices.answers.update(answers)
    staged.choices, staged.names = choices.to_json(), with_names(staged, names)
    return compare_and_set(staged, seen=staged.version, fields=["choices", "names"])


@transaction.atomic
def discard_import(staged: StagedImport) -> None:
    """Throw away what was read. Refuses an import that is done: its result stays as a record."""
    refuse_done(staged)
    staged.delete()


def refuse_unseen(staged: StagedImport, seen: int | None) -> None:
    """Refuse to confirm what is done, and what is read otherwise than the person saw it: somebody may have corrected
    its columns or answers since. `seen` is the version that was looked at; a script looks at none."""
    if not StagedImport.objects.filter(pk=staged.pk, confirmed_at=None).exists():
        raise Refused(DONE)
    if seen is not None and seen != staged.version:
        raise Refused(READ_OTHERWISE)


def refuse_done(staged: StagedImport) -> None:
    if staged.confirmed_at is not None:
        raise Refused(DONE)


def open_choices(staged: StagedImport, read: Callable[[Mapping[str, Any]], S]) -> S:
    """Return what was settled so far, to settle more. Refuses an import that is done."""
    refuse_done(staged)
    return read(staged.choices)


def keep_choices(staged: StagedImport, choices: Settled) -> StagedImport:
    staged.choices = choices.to_json()
    return compare_and_set(staged, seen=staged.version, fields=["choices"])


def with_names(staged: StagedImport, names: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    kinds = {*staged.names, *names}
    return {kind: {**staged.names.get(kind, {}), **names.get(kind, {})} for kind in kinds}


def _of_its_tables(document: SourceDocument, kept: Mapping[str, dict[int, str]]) -> dict[str, dict[int, str]]:
    """Return the kept readings of the tables that are in this file, the remembered headings included."""
    if not kept:
        return {}
    tables = {table.signature for table in find_tables(document, kept)}
    return {headings: columns for headings, columns in kept.items() if headings in tables}
