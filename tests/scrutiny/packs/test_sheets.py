"""The workbook of a pack has the same parts, and every sheet's rows fit its heading."""

from __future__ import annotations

from kpa_tracker.interfaces.scrutiny.packs.contents import Asked, Beside, Covered, Measured, Minuted, Owed, PartOf, Sum
from kpa_tracker.interfaces.scrutiny.packs.document import PackDocument
from kpa_tracker.interfaces.scrutiny.packs.sheets import sheets
from tests.scrutiny.packs.made import OVERDUE, contents, coverage, exposure, head, item, returned


def whole(**values):
    made = {
        "coverage": coverage(came_late=(returned(1, is_late=True),)),
        "outstanding": (Minuted(1, "minuted action", "1/10", "Do it", "Clerk", "1 May 2010", is_overdue=True),),
        "measures": (Measured(1, "Crime", status="red"), Measured(2, "Fear")),
        "recommendations": (Asked(1, "R1", "Baseline", "Count again", "Open", "Clerk", "May 2010"),),
        "risks": (exposure(1),),
        "sums": (Sum("Ratings", "the table", (("red", 1), ("green", 1)), 2),),
    }
    now = [item(1, "red", flags=(OVERDUE,)), item(2)]
    return dict(sheets(PackDocument(contents(now, [item(1)], **{**made, **values}))))


def test_the_sheets_follow_the_parts():
    assert list(whole()) == [
        *("About", "Outstanding", "Summary", "Changes", "Exceptions", "Coverage", "Deliverables"),
        *("Measures", "Recommendations", "Risks", "Sums"),
    ]


def test_every_row_is_as_wide_as_its_heading():
    for title, rows in whole().items():
        if title != "Summary":
            assert {len(row) for row in rows} == {len(rows[0])}, title


def test_the_first_sheet_says_what_it_is_and_how_it_is_marked():
    about = {row[0]: row[1] for row in whole()["About"]}
    assert about["Protective marking"] == "OFFICIAL"
    assert about["Coverage"] == "1 of 2 reported."
    assert about["Compared with"] == "Nothing: no meeting before it"


def test_a_pack_without_a_period_has_no_sheet_of_coverage():
    found = whole(coverage=None)
    assert "Coverage" not in found
    assert ["Coverage", "No reporting period"] in found["About"]


def test_the_tables_of_sums_stand_below_one_another_with_their_totals():
    rows = whole()["Summary"]
    assert rows[:3] == [
        ["Ratings by ambition", "Total", "Red", "Amber", "Green", "Not rated"],
        ["1 First", 2, 1, 0, 1, 0],
        ["All", 2, 1, 0, 1, 0],
    ]
    assert ["How far the work has come", "Number"] in rows


def test_a_committees_own_rating_has_a_column_of_its_own():
    said = Beside("Audit Committee", "red", "Red", "16 March 2010, minute 10/3")
    heading, row = list(dict(sheets(PackDocument(contents([item(1, beside=(said,))]))))["Deliverables"])
    assert row[heading.index("A committee's rating")] == "Audit Committee: Red (16 March 2010, minute 10/3)"
    assert row[heading.index("Rating")] == "Green"


def test_items_and_exceptions_have_their_words():
    found = whole()
    assert [row[0] for row in found["Deliverables"]] == ["Reference", "1.1", "1.2"]
    assert [row[0] for row in found["Exceptions"]] == ["Reference", "1.1"]
    first = dict(zip(found["Deliverables"][0], found["Deliverables"][1], strict=True))
    assert (first["Rating"], first["Stage"], first["Worked out"]) == ("Red", "Not started", "Overdue")


def test_the_other_sheets_have_what_the_parts_have():
    found = whole()
    assert found["Changes"][1:] == [
        ["Deliverable", "1.2 Item 2", "New", "", "Added since"],
        ["Deliverable", "1.1 Item 1", "Rating", "Green", "Red"],
    ]
    assert [row[3] for row in found["Coverage"][1:]] == ["Not begun", "Submitted late"]
    assert [row[5] for row in found["Measures"][1:]] == ["Red", "No status"]
    assert found["Risks"][1][:5] == ["KPA 01", "Risk 1", "", "High", 12]
    assert found["Sums"][1] == ["Ratings", "1 + 1", 2, "Yes"]
    assert found["Outstanding"][1][5:7] == ["1 May 2010", "Yes"]
    assert found["Recommendations"][1][-1] == "No"


def test_the_sheet_of_items_is_called_what_the_plan_calls_them():
    assert "Activities" in whole(head=head(deliverable_words="Activities"))


def test_parts_have_a_sheet_of_their_own_and_what_has_not_come_stands_in_that_of_coverage():
    part = PartOf(1, "Fleet strategy", 9, "3.1 Strategies", "HR Committee", stage="complete", word="Green")
    owed = Covered("risks", 2, 1, (Owed(7, "KPA 07 Risk 7", "Clerk"),))
    found = whole(parts=(part,), coverage=coverage(covered=(owed,)))
    row = ["Fleet strategy", "3.1 Strategies", "HR Committee", "", "", "Complete", "Green"]
    assert found["Parts"][1:] == [row]
    assert found["Coverage"][-1] == ["", "KPA 07 Risk 7", "Clerk", "Risks: to review"]
