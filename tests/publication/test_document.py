"""The PDF as its readers meet it: accessible, sound, and equal to the page of the same content."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from itertools import pairwise

import pytest
from django.urls import reverse

from deliverables.models import Deliverable
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.pdf import STATIC
from kpa_tracker.interfaces.publication.actions.exporting import as_html, export_plan
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.working import working_document
from plans.models import Plan
from tests.base.toolkit.pdf.reading import (
    bookmarks_of,
    elements_of,
    failures_of_pdf_ua,
    heading_levels,
    opened,
    pages_of,
    squeezed,
    text_of,
)
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import person_with
from tests.factories.plans import PlanFactory
from tests.factories.publication import approve_all
from tests.publication.sample import full_plan

pytestmark = pytest.mark.once  # how pages are drawn; what is selected for them is asked on every database elsewhere
ODD = "Bell \x07, bullet \uf0b7, emoji 👍🏽, arrow →, বাংলা, <b>&amp;</b> “quoted” and a_very_long_word_" + "x" * 300
SELECTIONS = {True: public_document, False: working_document}


@pytest.fixture(params=[False, True], ids=["working", "public"])
def is_public(request):
    return request.param


@pytest.fixture
def plan(db):
    return approve_all(loaded(full_plan(rows=8)))


@pytest.fixture(scope="module")
def printed_before():
    return {}


@pytest.fixture
def printed(plan, is_public, printed_before):
    """The PDF of the plan as it is, drawn once for all tests that only read it."""
    if is_public not in printed_before:
        printed_before[is_public] = drawn(plan, is_public)
    return printed_before[is_public]


def loaded(plan):
    return Plan.objects.for_page().get(pk=plan.pk)


def drawn(plan, is_public):
    return export_plan(plan, public=is_public, by=None).content


def test_the_document_passes_pdf_ua_and_is_in_order(plan, printed, tmp_path):
    assert failures_of_pdf_ua(printed) == []
    assert_headings_in_order(printed)
    assert_tables_have_headings(printed)
    assert_head_is_known(printed, plan)
    assert_sound(printed, tmp_path)


def assert_headings_in_order(content):
    levels = heading_levels(content)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def assert_tables_have_headings(content):
    elements = elements_of(content)
    scopes = [attributes.get("/Scope") for kind, attributes in elements if kind == "/TH"]
    assert {"/Column", "/Row"} == set(scopes)
    tables = [place for place, (kind, _) in enumerate(elements) if kind == "/Table"]
    assert tables
    for start, end in pairwise([*tables, len(elements)]):
        assert "/THead" in [kind for kind, _ in elements[start:end]], "each table, on each page, repeats its head"


def assert_head_is_known(content, plan):
    with opened(content) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]) == f"{plan.title}: 1 April 2009 to 31 March 2010"
        assert str(pdf.docinfo["/Author"]) == plan.authority.name
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


def assert_sound(content, tmp_path):
    if shutil.which("qpdf"):
        (tmp_path / "plan.pdf").write_bytes(content)
        assert subprocess.run(["qpdf", "--check", str(tmp_path / "plan.pdf")], capture_output=True).returncode == 0


def test_every_page_but_the_cover_has_its_number_and_the_marking(plan, is_public, printed):
    with opened(printed) as pdf:
        count = len(pdf.pages)
    text = text_of(printed)
    assert re.findall(r"Page (\d+) of (\d+)", text) == [(str(number), str(count)) for number in range(2, count + 1)]
    assert text.count(plan.marking) == 2 * (count - 1) + 1
    assert ("Working document: not for publication" in text) is not is_public


def test_the_contents_give_the_page_of_every_part(plan, is_public, printed):
    pages = pages_of(printed)
    for part in SELECTIONS[is_public](plan).parts:
        number = number_in_contents(pages[1], part.heading)
        shown = [
            place for place, page in enumerate(pages, start=1) if place > 2 and squeezed(part.heading) in squeezed(page)
        ]
        assert number in shown


def number_in_contents(page, title):
    """Return the page that the contents give behind a title, however the title is broken into lines."""
    broken = r"\s*".join(map(re.escape, squeezed(title)))
    return int(re.search(rf"{broken}\s*(\d+)\b", page)[1])


def test_the_contents_give_the_page_of_every_descriptor(plan, is_public, printed):
    pages = pages_of(printed)
    entries = [title for part in SELECTIONS[is_public](plan).parts for _, title in part.entries]
    assert len(entries) == 7 + 2 + 2, "descriptors, priorities with targets, headings in sections"
    for title in entries:
        assert squeezed(title) in squeezed(pages[number_in_contents(pages[1], title) - 1])


def test_a_short_list_of_contents_shares_its_page_with_the_foreword(authority, is_public):
    plan = PlanFactory(authority=authority, foreword="How the year begins.")
    assert "How the year begins." in pages_of(drawn(approve_all(loaded(plan)), is_public))[1]


def test_every_page_of_a_table_says_in_its_head_what_it_is_of(plan, is_public, printed):
    for part in SELECTIONS[is_public](plan).parts:
        if part.kind == "ambition":
            head = squeezed(f"{plan.title}: {part.heading}")[:40]
            assert any(head in squeezed(page) for page in pages_of(printed)[2:])


def test_every_part_has_its_bookmark(plan, is_public, printed):
    marks = bookmarks_of(printed)
    assert marks[0] == (0, plan.title)
    assert [title for depth, title in marks if depth == 1] == [
        part.heading for part in SELECTIONS[is_public](plan).parts
    ]
    below = [title for part in SELECTIONS[is_public](plan).parts for _, title in part.entries]
    assert [title for depth, title in marks if depth == 2 and title in below] == below


def test_odd_texts_everywhere_do_not_break_it(plan, is_public):
    marking = "" if is_public else ODD[:60]  # an odd one keeps a plan from the public
    Plan.objects.filter(pk=plan.pk).update(title=ODD[:200], foreword=ODD, vision=ODD, marking=marking)
    Deliverable.objects.filter(plan=plan).update(
        title=ODD[:400], description=ODD, public_wording="", deadline_text=ODD[:200]
    )
    content = drawn(loaded(plan), is_public)
    assert failures_of_pdf_ua(content) == []
    assert "(thumbs up sign)" in text_of(content).replace("\n", " ")


def test_a_text_longer_than_a_page_is_printed_to_its_end(plan):
    one = plan.deliverables.exclude(latest=None).first()
    one.latest.done = " ".join(f"word{number}" for number in range(2500))
    one.latest.save()
    content = drawn(plan, False)
    assert failures_of_pdf_ua(content) == []
    assert "word2499" in text_of(content)


def test_an_empty_plan_makes_a_document_that_says_so(authority, is_public):
    content = drawn(loaded(PlanFactory(authority=authority)), is_public)
    assert failures_of_pdf_ua(content) == []
    assert "no table to show" in text_of(content)
    assert "No address has been given yet" in text_of(content)


def test_gaps_are_said_in_words(plan):
    DeliverableFactory(plan=plan, descriptor=None, ambition=plan.ambitions.first())
    text = words_of(as_html(working_document(loaded(plan))))
    for gap in ("No lead post yet", "No deadline set", "Not set yet", "No update yet", "Not rated yet"):
        assert squeezed(gap) in text


def test_a_rating_is_a_word_beside_its_shape(plan):
    source = as_html(working_document(plan))
    assert '<span class="app-rating app-rating--red">Red</span>' in source
    assert "aria-hidden" not in source


def test_a_demonstration_says_so_on_its_cover(authority, is_public):
    authority.is_demonstration = True
    authority.save()
    assert "Demonstration" in text_of(drawn(loaded(PlanFactory(authority=authority)), is_public))


def test_the_page_and_the_pdf_have_the_same_content(plan, is_public, printed, as_person):
    reader = person_with(Role.OFFICER, authority=plan.authority)
    name = "plan-document-public" if is_public else "plan-document"
    source = as_person(reader).get(reverse(name, args=[plan.pk])).content.decode()
    page, paper = words_of(source), squeezed(text_of(printed))
    document = SELECTIONS[is_public](plan)
    for text in texts_of(document):
        assert squeezed(text) in page
        assert squeezed(text) in paper
    assert figures_in(as_html(document)) == figures_in(source)


def words_of(source):
    return squeezed(html.unescape(re.sub(r"<[^>]+>", "", source)))


def texts_of(document):
    """Yield what the document says of its head, its ambitions and each deliverable."""
    yield from (document.authority, document.title, document.period, document.contact.splitlines()[0])
    yield from (part.heading for part in document.parts)
    for ambition in document.ambitions:
        yield from (risk.reference for risk in ambition.risks)
        yield from (group.title for group in ambition.groups)
    for row in document.rows:
        yield from (row.reference, row.title.splitlines()[0], row.deadline, row.lead, *row.measurements)
        if row.progress:
            yield from (text for _, text in row.progress.said)


def figures_in(source):
    """Return the numbers of the table of figures, row by row."""
    table = re.search(r'<table class="figures">.*?</table>', source, re.S)[0]
    return [re.findall(r'<td class="number">(\d+)</td>', row) for row in table.split("<tr")[2:]]


def test_the_figures_of_the_table_add_up(plan):
    rows = [list(map(int, row)) for row in figures_in(as_html(working_document(plan)))]
    assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]
    assert all(row[0] == sum(row[1:5]) for row in rows), "three ratings and the unrated add up to all"


def test_a_long_table_is_cut_and_every_piece_has_its_head(plan, monkeypatch):
    monkeypatch.setattr("kpa_tracker.interfaces.publication.content.rows.ROWS_A_TABLE", 1)
    content = drawn(plan, False)
    assert failures_of_pdf_ua(content) == []
    assert_tables_have_headings(content)
    assert "(continued)" in text_of(content)


def test_the_colours_of_documents_are_those_of_the_pages():
    drawn = (STATIC.parent / "templates" / "components" / "line_chart.html").read_text()
    tokens = (STATIC / "css" / "_tokens.scss").read_text() + drawn
    own = {"#fff", "#edf4fb", "#f3effa"}
    colours = set(re.findall(r"#[0-9a-f]{3,6}\b", (STATIC / "css" / "document.css").read_text()))
    assert {colour for colour in colours - own if colour not in tokens} == set()
