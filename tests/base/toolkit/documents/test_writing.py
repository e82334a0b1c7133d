"""Word documents of our own, read back with our own reader."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn

from kpa_tracker.base.toolkit.documents import Bullets, Heading, Sheet, Table, Text, read_document, write_document
from kpa_tracker.base.toolkit.documents.writing import MOST_LINES
from kpa_tracker.base.toolkit.errors import Refused

BLOCKS = [
    Heading("Present"),
    Bullets(["The Chair", "The Treasurer"]),
    Heading("Draft plan", 2),
    Text("the plan is noted.", "Resolved that"),
    Table(["Action", "Owner"], [["Report back.", "Treasurer"], ["Look again.", "Chair"]]),
]


@pytest.fixture(scope="module")
def written():
    return write_document("Draft minutes", BLOCKS)


@pytest.fixture
def package(written):
    return docx.Document(io.BytesIO(written))


def test_what_was_written_is_read_back(written):
    blocks = read_document(written).blocks
    lines = [(one.text, one.heading) for one in blocks[:-1]]
    assert lines == [
        ("Draft minutes", 1),
        ("Present", 1),
        ("• The Chair", 0),
        ("• The Treasurer", 0),
        ("Draft plan", 2),
        ("Resolved that the plan is noted.", 0),
    ]


def test_tables_are_read_back(written):
    rows = read_document(written).blocks[-1].rows
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["Action", "Owner"],
        ["Report back.", "Treasurer"],
        ["Look again.", "Chair"],
    ]


def test_headings_and_lists_are_styles_and_not_looks(package):
    assert [one.style.name for one in package.paragraphs] == [
        "Title",
        "Heading 1",
        "List Bullet",
        "List Bullet",
        "Heading 2",
        "Normal",
    ]


def test_the_head_of_a_table_repeats_and_no_row_is_divided(package):
    marks = [[child.tag for child in row._tr.trPr] for row in package.tables[0].rows]
    assert marks == [[qn("w:tblHeader")], [qn("w:cantSplit")], [qn("w:cantSplit")]]


def test_it_says_what_it_is_and_in_which_language(package):
    spoken = package.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    said = package.core_properties
    assert (said.title, said.language, said.author, spoken.get(qn("w:val"))) == ("Draft minutes", "en-GB", "", "en-GB")


def test_what_no_file_can_hold_is_left_out():
    found = read_document(write_document("A\x00B", [Text("bell\x07"), Text("<w:b/> & more")])).blocks
    assert [one.text for one in found] == ["AB", "bell", "<w:b/> & more"]


def test_a_document_of_hundreds_of_pages_is_refused():
    with pytest.raises(Refused, match="hundreds of pages"):
        write_document("Long", [Bullets(["x"] * MOST_LINES), Text("one more")])


def test_a_caption_stands_above_its_table_and_is_its_alternative_text():
    package = docx.Document(io.BytesIO(write_document("Sums", [Table(["A"], [["1"]], "What adds up")])))
    (caption,) = [one for one in package.paragraphs if one.style.name == "Caption"]
    assert caption.text == "What adds up"
    assert caption.paragraph_format.keep_with_next
    said = package.tables[0]._tbl.tblPr.find(qn("w:tblCaption"))
    assert said.get(qn("w:val")) == "What adds up"


def test_a_sheet_that_lies_on_its_side_has_its_marking_above_and_below_and_its_number():
    sheet = Sheet("OFFICIAL \x07", "Working document", "The Authority", is_wide=True)
    package = docx.Document(io.BytesIO(write_document("Plan", [], sheet)))
    (section,) = package.sections
    assert section.page_width > section.page_height
    assert section.header.paragraphs[0].text == "OFFICIAL "
    assert section.footer.paragraphs[0].text.startswith("OFFICIAL. Working document. Page ")
    assert package.core_properties.author == "The Authority"
