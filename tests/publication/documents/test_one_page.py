"""A plan on one sheet: never a second page, nothing left out in silence, the page as complete as the paper."""

from __future__ import annotations

import functools
import html
import itertools
import re
from dataclasses import replace

import pytest

from kpa_tracker.base.toolkit.pdf import render_pdf
from kpa_tracker.interfaces.publication.actions.exporting import as_html
from kpa_tracker.interfaces.publication.content import Goal, Targets, fitting, one_page
from kpa_tracker.interfaces.publication.content.fitting import DETAILS, HEIGHT, height_of, laid_out, may_fit
from kpa_tracker.interfaces.publication.content.on_a_page import cut_evenly, shortened
from tests.base.toolkit.pdf.reading import (
    elements_of,
    failures_of_pdf_ua,
    heading_levels,
    opened,
    squeezed,
    text_of,
)
from tests.publication.documents.made import TITLE, document

ODD = "Bell \x07, emoji 👍🏽, arrow →, বাংলা, <b>&amp;</b> “quoted” and a_very_long_word_" + "x" * 200
SIZES = {5: 4, 57: 4, 200: 4, 1000: 12}


def drawn(page):
    return render_pdf(as_html(page))


@functools.cache
def drawn_of(rows, ambitions=4):
    """The sheet of a usual plan of this size, drawn once for all tests that only read it."""
    return drawn(one_page(document(rows, ambitions)))


def pages_in(content):
    with opened(content) as pdf:
        return [tuple(map(float, page.mediabox)) for page in pdf.pages]


@pytest.mark.once
@pytest.mark.parametrize(("rows", "ambitions"), SIZES.items())
def test_the_sheet_is_one_accessible_page_that_lies_on_its_side(rows, ambitions):
    content = drawn_of(rows, ambitions)
    ((_, _, width, height),) = pages_in(content)
    assert (round(width), round(height)) == (1191, 842), "A3 across"
    assert failures_of_pdf_ua(content) == []
    assert heading_levels(content)[0] == 1
    assert heading_levels(content).count(1) == 1


@pytest.mark.once
@pytest.mark.parametrize("rows", [5, 57])
def test_every_deliverable_stands_whole_on_the_sheet_of_a_usual_plan(rows):
    plan = document(rows)
    paper = squeezed(text_of(drawn_of(rows)))
    for row in plan.rows:
        assert squeezed(f"{row.reference}{row.title}") in paper
    assert "Left out" not in paper
    assert "Shortened" not in paper


@pytest.mark.once
@pytest.mark.parametrize(("rows", "ambitions"), SIZES.items())
def test_the_paper_has_all_that_the_sheet_says(rows, ambitions):
    page = one_page(document(rows, ambitions))
    paper = squeezed(text_of(drawn_of(rows, ambitions)))
    for text in texts_of(page):
        assert squeezed(text) in paper


def texts_of(page):
    """Yield everything that a sheet says, from its dataclasses."""
    yield from (page.authority, page.title, page.standing, page.vision, *page.left_out)
    for band in page.bands:
        for column in band:
            yield from (column.heading, column.counted)
            for entry in column.entries:
                yield f"{entry.reference}{entry.title}{entry.deadline or 'No deadline set'}{entry.word}"
    yield from (f"{name}: {target}" for name, target in page.targets)
    yield from (point.word for point in page.key)


@pytest.mark.once
@pytest.mark.parametrize("ambitions", [1, 2, 7, 30])
def test_any_number_of_ambitions_stays_on_one_page(ambitions):
    assert len(pages_in(drawn_of(60, ambitions))) == 1


@pytest.mark.once
@pytest.mark.parametrize("rows", [12, 200])
def test_odd_texts_neither_break_the_sheet_nor_run_over_it(rows):
    goals = tuple(Goal(ODD, ODD, number) for number in range(20))
    plan = document(rows, title=ODD, vision=ODD, authority=ODD[:200], marking=ODD[:40], targets=Targets(goals))
    content = drawn(one_page(plan))
    assert len(pages_in(content)) == 1
    assert failures_of_pdf_ua(content) == []


@pytest.mark.once
@pytest.mark.parametrize("place", [2, 4, 9])
def test_a_sheet_that_is_nearly_full_is_still_one_page(place):
    """The longest plan that a detail has room for."""
    pages = (laid_out(document(rows), DETAILS[place]) for rows in range(8, 480, 4))
    *_, page = itertools.takewhile(lambda page: height_of(page) <= HEIGHT, pages)
    assert height_of(page) > HEIGHT * 0.8
    assert len(pages_in(drawn(page))) == 1


@pytest.mark.parametrize(
    ("rows", "ambitions", "said"),
    [
        (100, 4, ["Shortened, as … shows: 100 titles of deliverables."]),
        (200, 4, ["Left out for want of room: the titles of deliverables."]),
        (1000, 12, ["Left out for want of room: 1000 deliverables one by one."]),
        (1000, 100, ["Left out for want of room: 76 ambitions more, with 760 deliverables."]),
    ],
)
def test_what_has_no_room_is_named_with_its_number(rows, ambitions, said):
    found = one_page(document(rows, ambitions)).left_out
    for sentence in said:
        assert sentence in found


def test_targets_that_have_no_room_are_counted():
    page = one_page(document(90, goals=150))
    assert f"Left out for want of room: {150 - len(page.targets)} of 150 targets." in page.left_out
    assert len(page.targets) < 150


def test_a_vision_that_is_cut_says_so():
    page = one_page(document(200, vision="We keep our word. " * 80))
    assert page.vision.endswith("…")
    assert "Shortened, as … shows: the vision." in page.left_out


def test_a_shortened_title_ends_in_the_mark_that_the_note_names():
    page = one_page(document(100))
    titles = [entry.title for band in page.bands for column in band for entry in column.entries]
    assert all(title.endswith("…") for title in titles)


def test_what_is_short_enough_stays_as_it_is():
    assert shortened("A short title", 13) == "A short title"
    assert shortened("A longer title of several words", 16) == "A longer title…"
    assert shortened("x" * 30, 10) == "x" * 9 + "…"
    assert shortened("Anything", 0) == ""


def test_things_are_shared_out_in_order_and_evenly():
    assert cut_evenly(list(range(7)), 3) == [[0, 1, 2], [3, 4, 5], [6]]
    assert cut_evenly([], 0) == []


def test_an_ambition_with_more_to_say_is_wider():
    few, many = document(5, 1).ambitions[0], document(30, 1).ambitions[0]
    ((narrow, wide),) = one_page(document(0, ambitions=(few, many))).bands
    assert narrow.units < wide.units
    assert narrow.units + wide.units == 24


def test_the_words_of_counts_add_up():
    page = one_page(document(1000, 12))
    for band in page.bands:
        for column in band:
            total, *rated = map(int, re.findall(r"\d+", column.counted))
            assert sum(rated) <= total
    assert sum(int(column.counted.split()[0]) for band in page.bands for column in band) == 1000


def test_a_rating_is_a_word_beside_its_shape():
    source = as_html(one_page(document(16)))
    assert '<span class="app-rating app-rating--red">Red</span>' in source
    assert '<span class="app-rating app-rating--none">Not rated</span>' in source


def test_a_public_sheet_without_progress_has_no_column_of_ratings():
    plan = document(5, is_public=True)
    bare = replace(plan, ambitions=tuple(without_progress(one) for one in plan.ambitions))
    source = as_html(one_page(bare))
    assert "app-rating" not in source
    assert "not for publication" not in source


def without_progress(ambition):
    rows = tuple(replace(row, progress=None) for row in ambition.rows)
    return replace(ambition, groups=(replace(ambition.groups[0], rows=rows),))


def test_an_empty_plan_makes_a_sheet():
    page = one_page(document(0, ambitions=()))
    assert page.bands == ()
    assert height_of(page) < HEIGHT


def test_words_stand_on_the_sheet_as_they_were_typed():
    source = html.unescape(as_html(one_page(document(3, title="<b>Bold</b> & plain"))))
    assert "<b>Bold</b> & plain" in source
    assert "&lt;b&gt;" in as_html(one_page(document(3, title="<b>Bold</b> & plain")))


@pytest.mark.once
def test_the_tables_have_headings_of_rows_and_columns():
    scopes = [attributes.get("/Scope") for kind, attributes in elements_of(drawn_of(5)) if kind == "/TH"]
    assert set(scopes) == {"/Column", "/Row"}


def test_a_title_is_never_cut_where_there_is_room():
    page = one_page(document(5))
    assert next(entry.title for band in page.bands for column in band for entry in column.entries).startswith(TITLE)


@pytest.mark.parametrize("place", range(len(DETAILS)))
def test_no_detail_is_passed_over_that_would_have_fitted(place):
    detail = DETAILS[place]
    for rows in (48, 184, 264, 528):
        plan = document(rows, 4, goals=0, title="A", vision="", scale=())
        assert may_fit(plan, detail) or height_of(laid_out(plan, detail)) > HEIGHT


def test_a_plan_of_thousands_is_laid_out_by_its_numbers_at_once(monkeypatch):
    laid = []
    monkeypatch.setattr(fitting, "laid_out", lambda plan, detail: laid.append(detail) or laid_out(plan, detail))
    assert not one_page(document(2000, 12)).detail.deliverables
    assert not [detail for detail in laid if detail.deliverables]


@pytest.mark.parametrize(
    ("is_public", "said"), [(True, "will know stands in"), (False, "who leads and what was done stand in")]
)
def test_the_foot_promises_of_the_whole_plan_what_its_reader_finds_there(is_public, said):
    assert said in one_page(document(5, is_public=is_public)).left_out[0]
