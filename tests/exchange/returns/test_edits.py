"""What spreadsheets and people do to a workbook between taking it out and sending it in."""

import datetime
import io
import zipfile

import pytest

from deliverables.models import ProgressUpdate
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.book import export_book
from kpa_tracker.interfaces.exchange.actions.returns import marked
from tests.exchange.files import repacked, saved, workbook
from tests.exchange.returns.filling import (
    AMBER,
    ANSWER,
    cell_of,
    columns_of,
    filled,
    opened,
    row_of,
    sent_in,
    sent_out,
    taken,
    wrong_in,
)
from tests.factories.situations import close, meanwhile


def rewritten(content, rearrange):
    """Return the workbook with the rows of its sheet rearranged, as after sorting or moving columns."""
    book = opened(content)
    sheet = book["Return"]
    rows = rearrange([[cell.value for cell in row] for row in sheet.iter_rows()])
    sheet.delete_rows(1, sheet.max_row)
    for row in rows:
        sheet.append(row)
    return saved(book)


def test_a_spreadsheet_may_turn_a_day_into_its_own(deliverable, period, owner):
    content = filled(sent_out(period, owner), {"1.1": {**AMBER, "green_on": datetime.datetime(2010, 5, 31)}})
    book = opened(content)
    cell_of(book["Return"], "1.1", "green_on").number_format = "dd/mm/yyyy"
    taken(period, saved(book), owner)
    assert ProgressUpdate.objects.get().green_on == datetime.date(2010, 5, 31)


def test_rows_may_be_sorted_and_columns_moved(green, period, owner):
    content = filled(sent_out(period, owner), {"2.0": ANSWER, "2.2": AMBER})
    turned = rewritten(content, lambda rows: [row[::-1] for row in [rows[0], *rows[:0:-1]]])
    staged = sent_in(period, turned, owner)
    assert wrong_in(staged) == {}
    assert sorted(row["title"][:3] for row in staged.outcome) == ["2.0", "2.2"]
    taken(period, turned, owner)
    assert ProgressUpdate.objects.get(deliverable__reference="2.2", period=period).rating == "amber"


def test_lines_above_the_headings_and_empty_rows_do_no_harm(green, period, owner):
    content = filled(sent_out(period, owner), {"2.1": ANSWER})
    moved = rewritten(content, lambda rows: [["My notes"], [], rows[0], rows[1], [], *rows[2:]])
    assert [row["number"] for row in sent_in(period, moved, owner).outcome] == [6]


def test_what_is_wrong_is_marked_where_the_cell_stands_now(green, period, owner):
    content = filled(sent_out(period, owner), {"2.2": {**ANSWER, "rating": "Purple"}})
    turned = rewritten(content, lambda rows: [["Notes"], *(["mine", *row[::-1]] for row in [rows[0], *rows[:0:-1]])])
    sheet = opened(marked(sent_in(period, turned, owner)).content)["Return"]
    assert sheet["A2"].value == "mine"
    assert cell_of(sheet, "2.2", "rating").comment.text.startswith("“Purple”")
    assert [cell.comment for row in sheet.iter_rows() for cell in row if cell.comment] == [
        cell_of(sheet, "2.2", "rating").comment
    ]


def test_a_row_that_was_added_is_named(deliverable, period, owner):
    def add(book):
        book["Return"].append([None, "9.9", "New work"] + [None] * 7 + ["Done."])
        book["Return"].append([None, "9.8", "Only noted"])

    staged = sent_in(period, filled(sent_out(period, owner), {"1.1": ANSWER}, change=add), owner)
    assert wrong_in(staged) == {"9.9": {"reference": "This row was not in the return. Write this update on the site."}}


def test_a_row_that_stands_twice_is_named_on_both(deliverable, period, owner):
    content = filled(sent_out(period, owner), {"1.1": ANSWER})
    staged = sent_in(period, rewritten(content, lambda rows: [*rows, rows[1]]), owner)
    assert [row["wrong"] for row in staged.outcome] == [
        {"reference": "This row stands twice. Leave one of them."},
    ] * 2


def test_sorting_one_column_alone_is_found_out(green, period, owner):
    def swap(book):
        sheet = book["Return"]
        first, second = cell_of(sheet, "2.0", "reference"), cell_of(sheet, "2.1", "reference")
        first.value, second.value = "2.1", "2.0"

    content = filled(sent_out(period, owner), {"2.0": ANSWER, "2.1": ANSWER}, change=swap)
    assert [row["wrong"]["reference"] for row in sent_in(period, content, owner).outcome] == [
        "This row is of 2.0. Sort whole rows, not single columns.",
        "This row is of 2.1. Sort whole rows, not single columns.",
    ]


def test_a_row_may_be_deleted(green, period, owner):
    def drop(book):
        book["Return"].delete_rows(row_of(book["Return"], "2.1"))

    content = filled(sent_out(period, owner), {"2.0": ANSWER}, change=drop)
    assert wrong_in(sent_in(period, content, owner)) == {}


def test_capitals_and_spaces_in_a_choice_do_not_matter(deliverable, period, owner):
    taken(
        period,
        filled(sent_out(period, owner), {"1.1": {**ANSWER, "rating": " green ", "stage": "IN  progress"}}),
        owner,
    )
    assert ProgressUpdate.objects.get().stage == "in_progress"


def column_gone(book):
    book["Return"].delete_cols(columns_of(book["Return"])["Rating now"])


def heading_twice(book):
    book["Return"].cell(1, 30).value = "Rating now"


def sheet_gone(book):
    del book["Return"]


def known_gone(book):
    del book["About this return"]


def other_version(book):
    book["About this return"]["B2"].value = "2"


def other_site(book):
    book["About this return"]["B5"].value = "0" * 20


REFUSED = [
    (column_gone, "The column “Rating now” is missing"),
    (heading_twice, "The heading “Rating now” stands twice"),
    (sheet_gone, "The sheet “Return” or its row of headings is missing"),
    (known_gone, "This is not a return that was taken out here"),
    (other_version, "another version of this site"),
    (other_site, "This return was taken out for "),
]


@pytest.mark.parametrize(("change", "said"), REFUSED, ids=lambda one: getattr(one, "__name__", ""))
def test_a_file_that_is_no_longer_this_return_is_refused(deliverable, period, owner, change, said):
    with pytest.raises(Refused, match=said):
        sent_in(period, filled(sent_out(period, owner), {}, change=change), owner)


def test_another_periods_return_is_refused_by_name(deliverable, period, earlier_period, owner):
    with pytest.raises(Refused, match=r"Quarter 3, October to December 2009, and this page is for .*Quarter 4"):
        sent_in(period, sent_out(earlier_period, owner), owner)


def test_other_files_are_refused(deliverable, period, owner, editor, plan):
    for other in (workbook([["Reference", "Rating"]]), export_book(plan, by=editor).content):
        with pytest.raises(Refused, match="not a return that was taken out here"):
            sent_in(period, other, owner)
    for damaged in (b"", b"%PDF-1.7", b"PK\x03\x04 cut short"):
        with pytest.raises(Refused):
            sent_in(period, damaged, owner)


def test_a_period_that_closed_meanwhile_takes_nothing(deliverable, period, owner):
    content = filled(sent_out(period, owner), {"1.1": ANSWER})
    close(period)
    with pytest.raises(Refused, match="is closed"):
        sent_in(period, content, owner)


def test_a_period_that_is_not_open_yet_hands_nothing_out(deliverable, period, owner):
    meanwhile(period, opens_on=datetime.date(2010, 4, 20))
    period.refresh_from_db()
    with pytest.raises(Refused, match=r"does not take updates yet\. It does from 20 April 2010"):
        sent_out(period, owner)


def test_a_return_that_unpacks_to_too_much_is_refused(deliverable, period, owner):
    bomb = repacked(sent_out(period, owner), {"xl/media/image1.png": b"0" * 30_000_000})
    with pytest.raises(Refused, match="unpacks to far more"):
        sent_in(period, bomb, owner)


def test_more_rows_than_a_return_has_are_not_read(deliverable, period, owner):
    def add(book):
        for number in range(2_100):
            book["Return"].append([None, f"9.{number}"])

    with pytest.raises(Refused, match="more than 2,000 rows"):
        sent_in(period, filled(sent_out(period, owner), {}, change=add), owner)


def test_keys_and_versions_that_somebody_made_up_reach_nothing(deliverable, period, owner):
    def forge(book):
        about = book["About this return"]
        about.append(["D999999999999999999", "9.9", "1.1", "x"])
        about.append(["DROP", "9.9", "x", "x"])
        book["Return"].append(["D999999999999999999", "9.9", "Forged"] + [None] * 7 + ["Done."])

    staged = sent_in(period, filled(sent_out(period, owner), {}, change=forge), owner)
    assert wrong_in(staged) == {"9.9": {"reference": "This is not among what you may report on."}}


def test_a_formula_is_read_as_its_result_and_one_without_is_no_answer(deliverable, period, owner):
    content = filled(sent_out(period, owner), {"1.1": {**ANSWER, "rating": '=IF(1,"Green","Red")'}})
    assert wrong_in(sent_in(period, content, owner))["1.1"]["rating"].startswith("This cell shows an error.")


def test_a_cell_that_shows_an_error_is_no_text(deliverable, period, owner):
    content = filled(sent_out(period, owner), {"1.1": {**ANSWER, "done": "=1+1"}})
    wrong = wrong_in(sent_in(period, content, owner))["1.1"]
    assert wrong["done"] == "This cell shows an error. Type what it should say."


def test_a_document_type_in_its_parts_is_refused(deliverable, period, owner):
    content = sent_out(period, owner)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    hostile = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + sheet.partition(b"?>")[2]
    with pytest.raises(Refused, match="instructions that no Word or Excel file should"):
        sent_in(period, repacked(content, {"xl/worksheets/sheet1.xml": hostile}), owner)
