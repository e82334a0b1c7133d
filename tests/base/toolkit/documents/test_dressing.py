"""Word documents in the look of an authority: in their styles, so that it stays while somebody goes on with them."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from kpa_tracker.base.toolkit.documents import Heading, NewPage, Sheet, Table, Text, write_document
from kpa_tracker.base.toolkit.typefaces import ALIKE, TYPEFACES, called
from kpa_tracker.base.toolkit.worn import OnPaper
from tests.factories.publication import picture

BLOCKS = [Heading("One"), Text("Said."), Heading("Two", 2), Table(["A"], [["1"]], "Sums"), NewPage(), Text("Last.")]
MAIN = "5B1236"


def written(typeface="source-serif-4", **said):
    look = OnPaper("#5b1236", "", typeface, **said)
    return docx.Document(io.BytesIO(write_document("Plan", BLOCKS, Sheet(look=look))))


def plain():
    return docx.Document(io.BytesIO(write_document("Plan", BLOCKS)))


@pytest.mark.parametrize("name", ["Title", "Heading 1", "Heading 2", "Heading 6", "Caption"])
def test_headings_have_the_main_colour(name):
    assert str(written().styles[name].font.color.rgb) == MAIN
    assert str(plain().styles[name].font.color.rgb) != MAIN


def test_what_is_no_heading_stays_black():
    assert [name for name in ("Normal", "List Bullet") if written().styles[name].font.color.rgb] == []


def test_the_line_below_the_title_has_it_too():
    (line,) = written().styles["Title"].element.iter(qn("w:bottom"))
    assert line.get(qn("w:color")) == MAIN
    assert line.get(qn("w:themeColor")) is None


@pytest.mark.parametrize("typeface", TYPEFACES)
def test_every_style_names_the_typeface_and_none_that_of_a_theme(typeface):
    package = written(typeface)
    said = [dict(fonts.attrib) for fonts in package.styles.element.iter(qn("w:rFonts"))]
    assert said
    assert {name for one in said for name in one} == {qn("w:ascii"), qn("w:hAnsi"), qn("w:cs")}
    assert {name for one in said for name in one.values()} == {called(typeface)}


@pytest.mark.parametrize("typeface", TYPEFACES)
def test_word_is_told_what_is_like_it(typeface):
    (table,) = [part for part in written(typeface).part.package.iter_parts() if part.partname == "/word/fontTable.xml"]
    assert f'w:name="{called(typeface)}"><w:altName w:val="{ALIKE[typeface]}"/>' in table.blob.decode()


def test_the_logo_stands_above_the_title_with_its_words():
    package = written(picture=picture(size=(600, 60)), logo_alt="White horse")
    (shape,) = package.inline_shapes
    assert shape._inline.docPr.get("descr") == "White horse"
    assert (shape.width, shape.height) == (Mm(60), Mm(6))
    assert [one.style.name for one in package.paragraphs[:2]] == ["Normal", "Title"]


def test_a_high_logo_is_no_higher_than_others():
    (shape,) = written(picture=picture(size=(200, 600)), logo_alt="Tower").inline_shapes
    assert (shape.height, round(shape.width / Mm(1), 1)) == (Mm(25), 8.3)


def test_without_a_logo_there_is_no_picture():
    assert len(written().inline_shapes) == 0


def test_what_it_says_is_the_same_in_every_look():
    assert [one.text for one in written().paragraphs] == [one.text for one in plain().paragraphs]


def test_a_new_page_begins_where_one_is_asked_for():
    breaks = [one for one in plain().element.iter(qn("w:br")) if one.get(qn("w:type")) == "page"]
    assert len(breaks) == 1
