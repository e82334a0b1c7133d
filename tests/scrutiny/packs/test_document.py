"""The parts of a pack, in the order in which members read them."""

from __future__ import annotations

from kpa_tracker.interfaces.scrutiny.packs import tables
from kpa_tracker.interfaces.scrutiny.packs.contents import Covered, Minuted, Owed, PartOf
from kpa_tracker.interfaces.scrutiny.packs.document import ROWS_A_TABLE, PackDocument
from tests.scrutiny.packs.made import OVERDUE, contents, coverage, exposure, head, item


def document(now=(), before=None, **values):
    return PackDocument(contents(now, before, **values))


def test_what_earlier_meetings_left_open_leads_and_the_sums_come_last():
    titles = [part.title for part in document([item(1)], coverage=coverage()).parts]
    assert titles == [
        "Outstanding from earlier meetings",
        "Summary",
        "What has changed since the meeting before",
        "Exceptions",
        "Coverage",
        "Deliverables",
        "Measures",
        "What inspections ask for",
        "Risks",
        "How the sums agree",
    ]


def test_a_pack_without_a_period_has_no_coverage():
    assert "Coverage" not in [part.title for part in document().parts]


def test_a_part_with_lines_lies_on_its_side_and_one_without_is_a_sentence():
    made = document([item(1)], outstanding=(Minuted(1, "question", "", "Why?"),))
    found = {part.anchor: (part.is_wide, part.is_empty) for part in made.parts}
    assert (found["outstanding"], found["risks"], found["summary"]) == ((True, False), (False, True), (False, False))


def test_the_items_stand_under_their_ambitions_in_tables_that_are_not_too_long():
    many = [item(number) for number in range(ROWS_A_TABLE + 1)]
    made = document([*many, item(900, ambition="2 Second")])
    assert [(one.anchor, one.title) for one in made.sections] == [("ambition-1", "1 First"), ("ambition-2", "2 Second")]
    assert [len(rows) for rows in made.sections[0].tables] == [ROWS_A_TABLE, 1]
    assert [part.entries for part in made.parts if part.anchor == "items"] == [
        (("ambition-1", "1 First"), ("ambition-2", "2 Second"))
    ]


def test_changes_stand_under_what_changed():
    made = document([item(1, "red", deadline="June 2010"), item(2)], [item(1)])
    assert [(heading, len(some)) for heading, some in made.changes] == [("Added", 1), ("Ratings", 1), ("Deadlines", 1)]


def test_a_second_edition_says_so_in_its_title():
    titles = [document(head=head(number=number)).title for number in (1, 2)]
    assert titles == ["Pack for the Audit Committee", "Pack for the Audit Committee, edition 2"]


def test_each_table_of_sums_has_its_place():
    made = document([item(1)], [item(1)])
    assert [table.key for table in made.summary] == ["rating", "stage", "lead"]
    assert made.movement.key == "movement"
    assert (made.coverage_table, made.measures_table) == (None, None)
    assert (made.recommendations_table, made.risks_table) == (None, None)


def test_exceptions_are_open_work_that_is_not_green_or_is_overdue_the_worst_first():
    made = contents(
        [
            item(1),
            item(2, "amber"),
            item(3, "green", flags=(OVERDUE,)),
            item(4, "red"),
            item(5, "red", stage="complete"),
            item(6, "", flags=(OVERDUE,)),
        ]
    )
    assert [one.pk for one in made.exceptions] == [4, 2, 3, 6]


def test_an_exception_has_its_recovery_in_lines_or_lacks_it():
    said = {"cause": "Nobody wrote.", "recovery": "Write.", "recovery_by": "Clerk", "green_on": "30 June 2010"}
    whole, none, green = item(1, "red", **said), item(2, "red", cause="Nobody wrote."), item(3)
    assert [text for _, text in whole.recovery_lines] == list(said.values())
    assert [one.lacks_recovery for one in (whole, none, green)] == [False, True, False]


def test_coverage_is_a_sentence():
    covered = (Covered("measures", 23, 20), Covered("risks", 6, 5))
    found = [coverage(), coverage(asked=47, submitted=42, late=2, covered=covered)]
    assert [one.sentence for one in found] == [
        "1 of 2 reported.",
        "42 of 47 reported, 2 late. Results: 20 of 23 in. Risks: 5 of 6 reviewed.",
    ]


def test_nothing_at_all_still_has_every_part():
    assert [part.is_empty for part in document(risks=(exposure(1),)).parts if part.anchor in ("items", "risks")] == [
        True,
        False,
    ]


def test_parts_and_what_else_a_period_covers_have_their_places():
    part = PartOf(1, "Fleet strategy", 9, "3.1 Strategies", "HR Committee")
    found = Covered("risks", asked=2, came=1, missing=(Owed(7, "KPA 07 Risk 7"),))
    more = (tables.by_overseer([part]), tables.by_coming(found))
    made = document(parts=(part,), coverage=coverage(covered=(found,)), tables=more)
    assert [one.anchor for one in made.parts][4:7] == ["coverage", "items", "parts"]
    assert (made.covered, made.parts_table) == ([(found, more[1])], more[0])
    assert (document().covered, document(parts=()).parts_table) == ([], None)
    assert [row.numbers for row in more[1].rows] == [(1,), (1,)]
