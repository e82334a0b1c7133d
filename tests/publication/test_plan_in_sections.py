"""A plan that is drawn in sections, beside the same plan drawn whole: nobody who reads either knows which it is."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from kpa_tracker.base.toolkit import pdf
from kpa_tracker.base.toolkit.pdf.apart import BROKE_OFF, NotDrawn
from kpa_tracker.base.toolkit.pdf.child import MERGED, NUMBERS, SECTION
from kpa_tracker.base.toolkit.pdf.sections import assembling, cutting
from kpa_tracker.base.toolkit.pdf.sections.assembling import render_sections
from kpa_tracker.interfaces.publication.actions.exporting import as_html
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.working import working_document
from plans.models import Plan
from risks.models import Risk
from tests.base.toolkit.pdf.reading import failures_of_pdf_ua, opened, strings_of, text_of
from tests.base.toolkit.pdf.sections import telling
from tests.base.toolkit.pdf.sections.here import Here
from tests.factories.plans import SectionFactory
from tests.factories.publication import RequirementFactory, approve_all
from tests.publication.sample import AMBITIONS, full_plan
from tests.publication.test_document import number_in_contents

pytestmark = pytest.mark.once  # how pages are drawn; what is selected for them is asked on every database elsewhere
SELECTIONS = {True: public_document, False: working_document}
TEXTS = (
    ("What we promise", "before", "Money: [](#section-what-it-costs).\n\n[[deliverables: 2]]\n\n## And how\n\nSo."),
    ("What it costs", "after", "## Revenue\n\nSee [the promises](#section-what-we-promise).\n\n[[requirements]]"),
)  # fmt: skip


@pytest.fixture(scope="module")
def drawn_before():
    return {}


@pytest.fixture(params=[False, True], ids=["working", "public"])
def html(request, db):
    """A plan whose sections refer to one another, before and after the ambitions."""
    plan = full_plan(rows=12)
    Risk.objects.filter(authority=plan.authority).update(public_wording="Partners may leave what was agreed.")
    for at, (title, place, body) in enumerate(TEXTS, start=10):
        SectionFactory(plan=plan, title=title, place=place, body=body, position=at)
    RequirementFactory(authority=plan.authority, title="Priorities", seen_by="priorities")
    RequirementFactory(authority=plan.authority, title="Objectives", seen_by="objectives")
    plan = Plan.objects.for_page().get(pk=plan.pk)
    return as_html(SELECTIONS[request.param](approve_all(plan)))


@pytest.fixture
def by_sections(monkeypatch):
    monkeypatch.setattr(cutting, "ROWS_TOGETHER", 2)
    here = Here()
    return here, lambda html: render_sections(html, here)


@pytest.fixture
def both(html, by_sections, request, drawn_before):
    """The same plan, drawn whole and by sections; once for all tests that only read it."""
    kind = "public" if "plan-document--public" in html else "working"
    if kind not in drawn_before:
        drawn_before[kind] = pdf.render_pdf(html), by_sections[1](html)
    return drawn_before[kind]


@pytest.mark.parametrize(
    "told",
    [
        telling.printed_on,
        telling.sizes_of,
        telling.links_of,
        telling.places_of,
        telling.bookmarks_of,
        telling.structure_of,
    ],
)
def test_whole_and_by_sections_are_the_same_to_readers(both, told):
    whole, merged = map(told, both)
    assert len(whole) > 4
    assert merged == whole


def test_it_is_accessible_and_sound(both, tmp_path):
    merged = both[1]
    assert failures_of_pdf_ua(merged) == []
    names, asked = telling.names_of_headings(merged)
    assert len(names) == len(set(names))
    assert asked <= set(names)
    assert cutting.SCHEME not in strings_of(merged)
    file = tmp_path / "plan.pdf"
    file.write_bytes(merged)
    if shutil.which("qpdf"):
        checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stdout


def test_the_file_says_the_same_of_itself(both):
    with opened(both[0]) as whole, opened(both[1]) as merged:
        assert dict(merged.docinfo) == dict(whole.docinfo)
        assert merged.Root.Metadata.read_bytes() == whole.Root.Metadata.read_bytes()
        assert (merged.Root.Lang, merged.pdf_version) == (whole.Root.Lang, whole.pdf_version)
        assert merged.Root.MarkInfo.Marked
        assert merged.Root.ViewerPreferences.DisplayDocTitle


def test_the_contents_and_references_say_the_page_on_which_what_they_name_is(both):
    merged = both[1]
    places, text = telling.places_of(merged), text_of(merged)
    for title, anchor in ((f"Ambition 4: {AMBITIONS[3][1]}", "ambition-4"), ("Where to write", "contact")):
        assert number_in_contents(text, title) == places[anchor][0] + 1
    assert places["ambition-4"][0] < places["contact"][0] == len(telling.sizes_of(merged)) - 1


def test_what_shows_other_pages_is_drawn_twice_and_the_rest_once(html, by_sections):
    here, draw = by_sections
    number = len(cutting.sections_of(html))
    assert number >= 4
    draw(html)
    assert here.done[:number] == [SECTION] * number
    assert sorted(here.done[number:-1]) == sorted(
        [NUMBERS, SECTION, SECTION]
    )  # the contents, and what the costs refer to
    assert here.done[-1] == MERGED


def test_the_same_document_is_the_same_file(html, by_sections):
    draw = by_sections[1]
    assert draw(html) == draw(html)


def test_where_numbers_never_come_right_nothing_is_drawn(html, by_sections, monkeypatch):
    monkeypatch.setattr(assembling, "ROUNDS", 1)
    with pytest.raises(NotDrawn, match=BROKE_OFF):
        by_sections[1](html)
