from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from kpa_tracker.base.toolkit import pdf
from kpa_tracker.base.toolkit.pdf import render_pdf
from kpa_tracker.base.toolkit.pdf.rows import print_again
from tests.base.toolkit.pdf.reading import failures_of_pdf_ua, pages_of

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>A title</title><link rel="stylesheet" href="css/document.css">
</head><body class="plan-document"><h1 data-run="A title">A title</h1><table class="deliverables">
<thead><tr><th scope="col">Ref</th><th scope="col">What</th><th scope="col">When</th></tr></thead>
<tbody>{}</tbody></table></body></html>"""
LONG, SHORT = "word " * 1500, "word " * 20


ROW = '<tr class="row row--long"><th scope="row">{}</th><td><p>{}</p></td><td><p>June 2010</p></td></tr>'


def row(reference, text):
    return ROW.format(reference, text)


def references_by_page(content):
    return [re.findall(r"\d\.\d\.\d", page) for page in pages_of(content)]


@pytest.fixture(scope="module")
def printed():
    return render_pdf(PAGE.format(row("1.1.1", SHORT) + row("1.1.2", LONG) + row("1.1.3", SHORT)))


def test_a_row_that_goes_on_over_the_page_says_again_which_it_is(printed):
    first, *between, last = references_by_page(printed)
    assert first == ["1.1.1", "1.1.2"]
    assert between == [["1.1.2"]] * len(between)
    assert last == ["1.1.2", "1.1.3"]
    assert failures_of_pdf_ua(printed) == []


def test_only_the_heading_is_printed_again(printed):
    assert sum(page.count("June 2010") for page in pages_of(printed)) == 3


def test_a_heading_higher_than_the_rest_of_its_row_is_not_printed_over_the_next():
    rest = SimpleNamespace(children=())
    print_again(SimpleNamespace(content_height=40), rest, SimpleNamespace(height=30))
    assert rest.children == ()


def test_without_it_the_rest_of_a_row_has_no_heading(monkeypatch):
    monkeypatch.setattr(pdf, "repeat_headings", lambda document: None)
    content = render_pdf(PAGE.format(row("1.1.2", LONG)))
    assert [found for found in references_by_page(content) if found] == [["1.1.2"]]
