"""What was read and what would happen, as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from kpa_tracker.interfaces.exchange.actions.book import BookProposal
from kpa_tracker.interfaces.exchange.actions.measures import ResultProposal, ResultStep, TargetProposal
from kpa_tracker.interfaces.exchange.actions.register import RegisterProposal, RegisterStep
from kpa_tracker.interfaces.exchange.forms import choice_words
from kpa_tracker.interfaces.exchange.models import ImportMapping, Sort
from kpa_tracker.interfaces.exchange.reading.headings import FIELDS
from kpa_tracker.interfaces.exchange.reading.kept import BETWEEN
from kpa_tracker.interfaces.exchange.reading.measures.found import ReadMeasures
from kpa_tracker.interfaces.exchange.reading.measures.headings import FIELDS as MEASURE_FIELDS
from kpa_tracker.interfaces.exchange.reading.plan import Counts, Question, ReadPlan, TableFound
from kpa_tracker.interfaces.exchange.reading.registers.found import ReadRegister
from kpa_tracker.interfaces.exchange.reading.registers.headings import FIELDS as REGISTER_FIELDS
from kpa_tracker.interfaces.exchange.steps import Proposal
from targets.performance import Gathering

MOST_LINES = 40


FIELDS_OF = {
    Sort.PLAN: FIELDS,
    Sort.TARGETS: MEASURE_FIELDS,
    Sort.RESULTS: MEASURE_FIELDS,
    Sort.REGISTER: REGISTER_FIELDS,
}


def columns_in_words(reading: ImportMapping) -> list[tuple[str, str]]:
    """Return (heading, what it is read as) of every column of a kept reading."""
    words = FIELDS_OF[Sort(reading.sort)]
    headings = enumerate(reading.headings.split(BETWEEN))
    return [
        (heading or f"Column {index + 1}", words.get(reading.by_column.get(index, ""), "Not used"))
        for index, heading in headings
    ]


def count_words(counts: Counts) -> list[tuple[str, int]]:
    """Return the figures of a reading with what each counts, for pages and terminals alike."""
    return [
        ("ambitions", counts.ambitions),
        ("descriptors", counts.descriptors),
        ("deliverables", counts.deliverables),
        ("risk references", counts.risk_references),
        ("priorities", counts.priorities),
        ("deliverables without an owner", counts.without_owner),
        ("deliverables without a deadline", counts.without_deadline),
        ("deliverables without a measurement", counts.without_measurement),
        ("deliverables whose measurement is only a list marker", counts.only_a_marker),
    ]


def about_reading(read: ReadPlan) -> Iterator[str]:
    """Say what was found, what is open, and what was not understood."""
    yield _title(read)
    for table in read.tables:
        yield from _table(table)
    yield "Found:"
    yield from (f"  {number:5} {what}" for what, number in count_words(read.counts))
    yield from _section("Questions", list(chain.from_iterable(map(_question, read.questions))))
    yield from _section("Notes", read.notes)
    yield from _section("Rows to look at", [f"{one.place}: {one.text}" for one in read.problems if not one.is_gap])
    yield from _section("Not understood", [f"{one.place}, {one.heading}: {one.text}" for one in read.fragments])


def _title(read: ReadPlan) -> str:
    period = f" (period {read.period})" if read.period else ""
    return f"Title: {read.title or 'none found'}{period}"


def _table(table: TableFound, fields: Mapping[str, str] = FIELDS) -> Iterator[str]:
    yield f"Table at {', '.join(table.places[:8])}, {table.rows} rows" + ("" if table.used else " (not used)")
    for heading, field in zip(table.headings, table.fields, strict=True):
        name, *_ = heading.splitlines() or ["(no heading)"]
        yield f"  {name}: {fields.get(field, 'not used')}"


def _question(question: Question) -> Iterator[str]:
    yield f"{question.place}: {question.prompt} “{' / '.join(question.text.splitlines())}”"
    for number, choice in enumerate(question.choices):
        offered = " (suggested)" if number == question.suggested else ""
        yield f"    {choice_words(question, choice)}{offered}"


def about_proposal(proposal: Proposal) -> Iterator[str]:
    """Say what confirming would do to the plan."""
    yield f"Into “{proposal.plan}” of {proposal.plan.authority}:"
    for word, steps in (("new", proposal.new), ("changed", proposal.changed), ("unchanged", proposal.same)):
        yield f"  {len(steps):5} {word}"
    yield from _section("Changes", list(_changes(proposal)))
    yield from _section("New priorities", proposal.new_priorities)
    yield from _section("New risks", [step.reference for step in proposal.new_risks])
    yield from _section("Posts to be made", proposal.directory.posts.to_make)
    yield from _section("Committees to be made", proposal.directory.committees.to_make)
    yield from _section("Owners not known here, left open", proposal.directory.posts.left)
    yield from _section("Committees not known here, left open", proposal.directory.committees.left)
    yield from _section("No longer in the file, left as they are", list(map(str, proposal.gone)))
    yield from _section("Notes", [*proposal.notes, *(f"{one.title}: {one.note}" for one in proposal.steps if one.note)])


def _changes(proposal: Proposal) -> Iterator[str]:
    for step in proposal.changed:
        for label, old, new in step.shown_changes:
            yield f"{step.place}: {step.title}: {label}: {old} -> {new}"


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        yield from (f"  {line}" for line in lines[:MOST_LINES])
    if len(lines) > MOST_LINES:
        yield f"  ... and {len(lines) - MOST_LINES} more"


def about_book(proposal: BookProposal) -> Iterator[str]:
    """Say what importing a plan's own workbook would do, and what in it must be put right first."""
    yield f"Into “{proposal.plan}” of {proposal.plan.authority}:"
    for word, steps in (("new", proposal.new), ("changed", proposal.changed), ("unchanged", proposal.same)):
        yield f"  {len(steps):5} {word}"
    yield from _section("To put right first", [f"{one.place}: {one.text}" for one in proposal.problems])
    told = [(f"{step.place}: {step.title}", *change) for step in proposal.changed for change in step.shown_changes]
    yield from _section("Changes", [f"{row}: {what}: {old} -> {new}" for row, what, old, new in told])
    yield from _section("New", [f"{step.sheet.title}: {step.title}" for step in proposal.new])
    yield from _section("In the plan and not in the file, left as they are", [f"{a}: {b}" for a, b in proposal.gone])
    yield from _section("Notes", [*proposal.book.notes, *proposal.notes])


# --- Targets and results ----------------------------------------------------------------------------------------------


def about_measures(read: ReadMeasures) -> Iterator[str]:
    """Say what tables of targets or results were found, and all that was not understood or not used."""
    for table in read.tables:
        yield from _table(table, MEASURE_FIELDS)
    yield from _section("Notes", read.notes)
    yield from _section("Read as headings of the rows below", [f"{one.place}: {one.text}" for one in read.headings])
    yield from _section("Rows not understood", [one.line for one in read.problems])
    yield from _section("Rows without a figure", [f"{one.place}: {one.text}" for one in read.missing])
    yield from _section("Footnotes that no row refers to", [f"{one.place}: {one.text}" for one in read.notes_left])
    yield from _section("Not used", [f"{one.place}: {one.heading}: {one.text}" for one in read.fragments])


def about_targets(proposal: TargetProposal) -> Iterator[str]:
    """Say what importing targets would do."""
    yield "Found:"
    yield from (f"  {number:5} {what.lower()}" for what, number in proposal.counts)
    new, changed, same = len(proposal.new), len(proposal.changed), len(proposal.same)
    yield f"Into {proposal.plan}: {new} new, {changed} changed, {same} as they are"
    yield from _section("New", [f"{step.title}: {step.row.text}" for step in proposal.new])
    told = [
        f"{step.title}: {what.lower()}: {old} -> {new}"
        for step in proposal.changed
        for what, old, new in step.shown_changes
    ]
    yield from _section("Changed", told)
    yield from _section("Rows that cannot be taken", [f"{one.place}: {one.text}" for one in proposal.problems])
    yield from _section("To look at", [f"{place}: {text}" for place, text in proposal.remarks])
    yield from _section("Owners", proposal.owners.remarks)
    yield from _section("No longer in the file, and left as they are", [str(target) for target in proposal.gone])


def about_results(proposal: ResultProposal) -> Iterator[str]:
    """Say what importing results would do."""
    yield "Found:"
    yield from (f"  {number:5} {what.lower()}" for what, number in proposal.counts)
    new, changed, same = len(proposal.new), len(proposal.changed), len(proposal.same)
    yield f"For {proposal.authority}: {new} new, {changed} corrected, {same} as they are"
    yield from _section("New", [f"{step.title}: {step.row.text}" for step in proposal.new])
    told = [f"{step.title}: {step.row.text}, was {step.was}{_if_closed(step)}" for step in proposal.changed]
    yield from _section("Corrected", told)
    others = [f"{step.title}: {words}" for step in proposal.steps for words in step.beside_words]
    yield from _section("Fractions, and how others stood", others)
    kept = [f"{step.title}: {step.row.text}" for step in proposal.kept]
    yield from _section("Corrected here since, and left as they are", kept)
    yield from _section("Rows that cannot be taken", [f"{one.place}: {one.text}" for one in proposal.problems])
    yield from _section("New measures without a result in the file", proposal.bare_names)
    yield from _section("New measures: say which way they are better", proposal.new_measures)
    years = [f"{one.words}: {Gathering(one.gathering).word.lower()}" for one in proposal.made]
    yield from _section("New measures: how their periods are taken to make the year", years)
    yield from _section("To look at", [f"{place}: {text}" for place, text in proposal.remarks])
    yield from _section("Owners", proposal.owners.remarks)
    yield from _section("Owners of measures", [f"{measure}: {title}" for measure, title in proposal.new_owners])


def _if_closed(step: ResultStep) -> str:
    return ". The period is closed: a new version is made, which keeps its rule" if step.is_closed else ""


# --- Registers --------------------------------------------------------------------------------------------------------


def about_register(read: ReadRegister) -> Iterator[str]:
    """Say what tables of risks were found, and what of the file is not used."""
    for table in read.tables:
        yield from _table(table, REGISTER_FIELDS)
    yield from _section("Notes", read.notes)
    yield from _section("Rows not understood", [one.line for one in read.problems])
    yield from _section("Not used", [f"{one.place}: {one.heading}: {one.text}" for one in read.fragments])


def about_risks(proposal: RegisterProposal) -> Iterator[str]:
    """Say what importing a register would do."""
    yield "Found:"
    yield from (f"  {number:5} {what.lower()}" for what, number in proposal.counts)
    new, changed, same = len(proposal.new), len(proposal.changed), len(proposal.same)
    yield f"For {proposal.authority}: {new} new, {changed} changed, {same} as they are"
    for word, steps in (("New", proposal.new), ("Changed", proposal.changed)):
        yield from _section(word, list(chain.from_iterable(map(_risk, steps))))
    yield from _section("Left out", [f"{one.place}: {one.text}" for one in proposal.problems])
    yield from _section("To look at", [f"{place}: {text}" for place, text in proposal.remarks])
    yield from _section("To be made", proposal.names.to_make)
    yield from _section("Names not known here, left open", proposal.names.left)
    yield from _section("No longer in the file, and left as they are", [str(risk) for risk in proposal.gone])


def _risk(step: RegisterStep) -> Iterator[str]:
    yield step.named
    yield from (f"  {what}: {old} -> {new}" for what, old, new in step.shown_changes)
    yield from (f"  {what}: {words}" for what, words in step.shown_scores)
    yield from (f"  {what}: {one}" for what, found in step.shown_parts for one in found)
