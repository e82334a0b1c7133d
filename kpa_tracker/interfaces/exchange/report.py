"""What was read and what would happen, as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from kpa_tracker.interfaces.exchange.forms import choice_words
from kpa_tracker.interfaces.exchange.reading.headings import FIELDS
from kpa_tracker.interfaces.exchange.reading.plan import Counts, Question, ReadPlan, TableFound
from kpa_tracker.interfaces.exchange.steps import Proposal

MOST_LINES = 40


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


def _table(table: TableFound) -> Iterator[str]:
    yield f"Table at {', '.join(table.places[:8])}, {table.rows} rows" + ("" if table.used else " (not used)")
    for heading, field in zip(table.headings, table.fields, strict=True):
        name, *_ = heading.splitlines() or ["(no heading)"]
        yield f"  {name}: {FIELDS.get(field, 'not used')}"


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
    yield from _section("No longer in the file, left as they are", [str(one) for one in proposal.gone])
    yield from _section("Notes", [*proposal.notes, *(f"{one.title}: {one.note}" for one in proposal.steps if one.note)])


def _changes(proposal: Proposal) -> Iterator[str]:
    for step in proposal.changed:
        for label, old, new in step.shown_changes():
            yield f"{step.place}: {step.title}: {label}: {old} -> {new}"


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        yield from (f"  {line}" for line in lines[:MOST_LINES])
    if len(lines) > MOST_LINES:
        yield f"  ... and {len(lines) - MOST_LINES} more"
