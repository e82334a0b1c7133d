from __future__ import annotations

import pytest

from kpa_tracker.base.toolkit.pdf.sections import cutting
from kpa_tracker.base.toolkit.pdf.sections.cutting import MARK, ROW, SCHEME, is_long, sections_of, starts_of

PAGE = '<html><head><title>A</title></head><body class="plan-document" data-run="A">{}</body></html>'
SEE = '<a class="see" href="#b">B</a>'


def page(*pieces):
    return PAGE.format(MARK.join(pieces))


def rows(number):
    return f'{ROW}">' * number


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (page("cover", rows(1_501)), True),
        (page("cover", rows(1_500)), False),
        (page("cover", rows(800), rows(701)), True),
        (page("cover" + rows(5_000)), False),
    ],
    ids=["a row too many", "as many as are drawn whole", "in several sections", "nowhere to cut"],
)
def test_a_document_is_cut_where_it_has_many_rows_and_a_place_for_it(html, expected):
    assert is_long(html) is expected


def test_no_document_that_somebody_waits_for_today_is_cut():
    """As many deliverables as are drawn while a browser waits are drawn as they were before there were sections."""
    from kpa_tracker.interfaces.publication.actions.exporting import MOST_ROWS

    assert cutting.MOST_ROWS_WHOLE >= MOST_ROWS


def test_the_pieces_of_a_document_are_in_its_sections_once_and_in_order():
    pieces = ["cover", f"one{rows(300)}", f"two{rows(300)}", f"three{rows(100)}", f"four{rows(101)}", "five"]
    sections = sections_of(page(*pieces))
    assert "".join(one.content.replace(cutting.CONTINUED, "") for one in sections) == "".join(pieces)
    assert [one.rows for one in sections] == [0, 300, 400, 101]


def test_nothing_between_two_marks_is_no_section():
    assert len(sections_of(page("cover", "\n ", rows(501), "", rows(501), " "))) == 3


def test_what_shows_page_numbers_is_joined_with_nothing():
    assert len(sections_of(page("cover", rows(10), SEE, rows(10)))) == 4


def test_the_first_section_opens_as_the_whole_and_the_others_go_on():
    first, other = sections_of(page("cover", rows(2)))
    assert first.html({}) == PAGE.format("cover")
    assert '<body class="plan-document--continued plan-document" data-run="A">' in other.html({})
    assert other.html({}).startswith("<html><head><title>A</title></head>")
    assert other.html({}).endswith("</body></html>")


def test_a_link_into_another_section_says_its_page_and_one_within_stays():
    section = sections_of(page('<a href="#b">B</a><div data-page="#b"><a class="see" href="#c">C</a><p id="c">', ""))[0]
    assert section.html({"b": "7", "c": "3"}) == PAGE.format(
        f'<a href="{SCHEME}b" data-number="7">B</a><div data-number="7"><a class="see" href="#c">C</a><p id="c">'
    )


def test_a_link_that_leads_nowhere_stays_as_it_is():
    section = sections_of(page(SEE, rows(1)))[0]
    assert section.html({}) == PAGE.format(SEE)


def test_a_document_without_a_body_is_an_error():
    with pytest.raises(ValueError, match="body"):
        sections_of("<p>Text</p>")


def test_where_sections_start():
    assert starts_of([3, 1, 4]) == [0, 3, 4]
