"""A pack as sheets of a workbook: the same parts, in the same order, as rows. No Django."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kpa_tracker.base.toolkit.ratings import stage_of
from kpa_tracker.interfaces.scrutiny.packs.contents import Contents, Item, Minuted, Table
from kpa_tracker.interfaces.scrutiny.packs.document import PackDocument, level_word

Rows = list[list[Any]]
Sheet = tuple[str, Rows]


def sheets(document: PackDocument) -> Iterator[Sheet]:
    """Yield (title, rows) of each sheet; the first row is its heading."""
    contents = document.contents
    yield "About", about(document)
    yield "Outstanding", outstanding(contents)
    yield "Summary", [row for table in contents.tables for row in table_rows(table)]
    yield "Changes", changes(contents)
    yield "Exceptions", items(contents.exceptions)
    if contents.coverage:
        yield "Coverage", coverage(contents)
    yield contents.head.deliverable_words, items(contents.items)
    if contents.parts:
        yield "Parts", parts(contents)
    yield "Measures", measures(contents)
    yield "Recommendations", recommendations(contents)
    yield "Risks", risks(contents)
    yield "Sums", sums(contents)


def about(document: PackDocument) -> Rows:
    head = document.contents.head
    return [
        ["About this pack", document.title],
        ["Protective marking", head.marking],
        ["Authority", head.authority],
        ["Committee", head.committee],
        ["Meeting", head.meeting],
        ["Plan", head.plan],
        ["What is in it", head.scope],
        ["Made on", head.made_on],
        ["Edition", head.number],
        ["Why there is another edition", head.why],
        ["Compared with", document.contents.earlier or "Nothing: no meeting before it"],
        ["Coverage", document.contents.coverage.sentence if document.contents.coverage else "No reporting period"],
    ]


def outstanding(contents: Contents) -> Rows:
    names = ["What", "Minute", "Text", "Asked", "Owner", "Due", "Overdue", "Answer", "About"]
    return [names, *map(minuted, contents.outstanding)]


def minuted(one: Minuted) -> list[Any]:
    asked = [one.kind.capitalize(), one.reference, one.text, one.asked]
    return [*asked, one.owner, one.due, yes(one.is_overdue), one.answer, one.about]


def table_rows(table: Table) -> Iterator[list[Any]]:
    words = [point.word for point in table.columns]
    yield [table.title, "Total" if words else "Number", *words]
    yield from ([row.label, *row.numbers] for row in (*table.rows, table.total))
    yield []


def changes(contents: Contents) -> Rows:
    rows = [[one.of.capitalize(), one.name, one.what, one.before, one.after] for one in contents.changes]
    return [["Of", "Name", "What", "Then", "Now"], *rows]


def items(found: Any) -> Rows:
    names = ["Reference", "Title", "Under", "Lead", "Supporting", "Committee", "Deadline", "Slip", "Stage", "Rating"]
    names += [
        "A committee's rating",
        "Forecast",
        "Worked out",
        "Reported for",
        "Submitted",
        "Accepted",
        "What was done",
        "What comes next",
    ]
    names += ["Why it is not green", "What will bring it back", "Who will do it", "Green again by", "How we will know"]
    return [names, *map(item, found)]


def item(one: Item) -> list[Any]:
    flags = "; ".join(flag.word for flag in one.flags)
    owned = [one.lead, "; ".join(one.supporting), one.committee, one.deadline, one.slip]
    judged = [stage_of(one.stage).word, one.word, "; ".join(map(str, one.beside)), one.forecast_word, flags]
    said = [
        one.said_of,
        one.submitted_on,
        yes(one.is_accepted),
        one.done,
        one.next_steps,
        one.cause,
        one.recovery,
        one.recovery_by,
        one.green_on,
    ]
    return [one.reference, one.title, one.ambition, *owned, *judged, *said, "; ".join(one.measurements)]


def coverage(contents: Contents) -> Rows:
    found = contents.coverage
    if found is None:
        return []
    rows = [[one.reference, one.title, one.lead, one.word] for one in found.outstanding]
    late = [[one.reference, one.title, one.lead, "Submitted late"] for one in found.came_late]
    return [["Reference", "Title", "Lead", "Where it stands"], *rows, *late, *owed(contents)]


def owed(contents: Contents) -> Rows:
    """What else the period covers and has not come."""
    covered = contents.coverage.covered if contents.coverage else ()
    return [["", one.name, one.owner, f"{of.words[0]}: {of.words[2].lower()}"] for of in covered for one in of.missing]


def parts(contents: Contents) -> Rows:
    names = ["Part", "Part of", "Committee of the whole", "Lead", "Deadline", "Stage", "Rating"]
    rows = [
        [one.text, one.whole, one.overseer, one.lead, one.deadline, stage_of(one.stage).word, one.word]
        for one in contents.parts or ()
    ]
    return [names, *rows]


def measures(contents: Contents) -> Rows:
    rows = [
        [one.name, one.owner, one.target, one.figure, one.period, one.status.capitalize() or "No status", one.rule]
        for one in contents.measures
    ]
    return [["Measure", "Owner", "Target", "Latest", "Period", "Status", "By which rule"], *rows]


def recommendations(contents: Contents) -> Rows:
    names = ["Reference", "Inspection", "What is asked for", "State", "Owner", "Due", "Overdue"]
    rows = [
        [one.reference, one.inspection, one.text, one.state, one.owner, one.due, yes(one.is_overdue)]
        for one in contents.recommendations
    ]
    return [names, *rows]


def risks(contents: Contents) -> Rows:
    names = ["Reference", "Risk", "Owner", "Level", "Score", "Likelihood × impact", "Since the last review", "Status"]
    rows = [
        [one.reference, one.title, one.owner, level_word(one.level), one.points, one.score, one.moved, one.status]
        for one in contents.risks
    ]
    return [names, *rows]


def sums(contents: Contents) -> Rows:
    rows = [
        [one.name, " + ".join(str(number) for _, number in one.parts), one.total, yes(one.is_right)]
        for one in contents.sums
    ]
    return [["Sum", "Parts", "Total", "Agrees"], *rows]


def yes(is_so: bool) -> str:
    return "Yes" if is_so else "No"
