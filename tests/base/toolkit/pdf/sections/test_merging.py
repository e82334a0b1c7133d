"""Sections that lack what most have: bookmarks, places, links."""

from __future__ import annotations

import pytest

from kpa_tracker.base.toolkit.pdf import render_pdf
from kpa_tracker.base.toolkit.pdf.sections import cutting
from kpa_tracker.base.toolkit.pdf.sections.assembling import render_sections
from tests.base.toolkit.pdf.reading import failures_of_pdf_ua
from tests.base.toolkit.pdf.sections import telling
from tests.base.toolkit.pdf.sections.here import Here

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>A title</title><link rel="stylesheet" href="css/document.css">
</head><body class="plan-document" data-run="A title"><section class="cover"><h1 data-run="A title">A title</h1>
<p><a href="#a">A</a></p></section>{}</body></html>"""
WIDE = '<section class="part part--wide">{}</section>'
NARROW = '<section class="part">{}</section>'
FIRST = WIDE.format('<h2 data-run="A" id="a">A</h2><p>Text</p>')


@pytest.fixture(autouse=True)
def each_by_itself(monkeypatch):
    monkeypatch.setattr(cutting, "ROWS_TOGETHER", -1)


@pytest.mark.parametrize(
    "pieces",
    [
        ("", FIRST),
        (NARROW.format("<h2>Before</h2>"), FIRST, WIDE.format('<h2 data-run="B">B</h2><h3>C</h3>')),
        ("", FIRST, NARROW.format("<p>Without a heading, a place or a link.</p>")),
        ("", FIRST, NARROW.format('<h2 id="é">É</h2><p><a href="https://a.example/">Out</a> <a href="#a">A</a></p>')),
        ("", FIRST, '<section class="part part--text"><h2 id="b">B</h2></section>'),
    ],
    ids=[
        "a title with nothing below",
        "bookmarks in bookmarks",
        "nothing but words",
        "links out and within",
        "a short text after a wide table",
    ],
)
def test_whatever_sections_have_is_as_in_the_whole(pieces):
    html = PAGE.format(cutting.MARK.join(pieces))
    assert len(cutting.sections_of(html)) == len(pieces)
    whole, merged = render_pdf(html), render_sections(html, Here())
    assert failures_of_pdf_ua(merged) == []
    for told in (telling.printed_on, telling.links_of, telling.places_of, telling.bookmarks_of, telling.structure_of):
        assert told(merged) == told(whole)


def test_headings_of_tables_that_are_alike_have_names_of_their_own():
    table = '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
    pieces = ("", WIDE.format(f'<h2 data-run="A">A</h2>{table}'), WIDE.format(f'<h2 data-run="A">A</h2>{table}'))
    names, asked = telling.names_of_headings(render_sections(PAGE.format(cutting.MARK.join(pieces)), Here()))
    assert len(set(names)) == 2
    assert asked == set(names)
