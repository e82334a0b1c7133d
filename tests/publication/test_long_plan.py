"""A long plan of sections with tables among them: drawn, read as a page, written as a Word file, published."""

from __future__ import annotations

import html
import io
import re
from itertools import pairwise

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.publication.actions.exporting import as_html, export_plan, export_plan_to_word
from kpa_tracker.interfaces.publication.models import Wording
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.working import working_document
from plans.models import Plan, Section
from risks.models import Risk
from tests.base.toolkit.pdf.reading import failures_of_pdf_ua, heading_levels, pages_of, squeezed, text_of
from tests.factories.people import person_with
from tests.factories.plans import SectionFactory
from tests.factories.publication import RequirementFactory, approve_all
from tests.publication.sample import full_plan
from tests.publication.test_document import number_in_contents

SELECTIONS = {True: public_document, False: working_document}
PLACING = (
    ("What we promise", "before", "Asked for.\n\n[[targets]]\n\n## And how\n\n[[deliverables: 2]]\n\n[[risks]]"),
    ("What it costs", "after", "## Revenue\n\nSee [the promises](#section-what-we-promise).\n\n[[priorities]]"),
    ("What statutes ask", "after", "Resources are under [](#section-revenue).\n\n[[requirements]]\n\n[[glossary]]"),
)  # fmt: skip
TABLES = ("named_risks", "priorities", "requirements", "glossary", "targets", "ambition")


@pytest.fixture(params=[False, True], ids=["working", "public"])
def is_public(request):
    return request.param


@pytest.fixture
def plan(db):
    made = full_plan(rows=6)
    Risk.objects.filter(authority=made.authority).update(public_wording="Partners may leave what was agreed.")
    sections = {
        title: SectionFactory(plan=made, title=title, place=place, body=body, position=at)
        for at, (title, place, body) in enumerate(PLACING, start=10)
    }
    RequirementFactory(authority=made.authority, title="Priorities", seen_by="priorities")
    resources = RequirementFactory(authority=made.authority, title="Resources", source="An Act", seen_by="section")
    resources.sections.set([sections["What it costs"]])
    RequirementFactory(authority=made.authority, title="Adoption", seen_by="adopted")
    return approve_all(loaded(made))


def loaded(plan):
    return Plan.objects.for_page().get(pk=plan.pk)


def told(one):
    return {piece.kind: piece for part in one.telling.parts for piece in part.content.pieces if hasattr(piece, "kind")}


@pytest.mark.once
def test_the_pdf_is_accessible_and_its_references_say_the_page(plan, is_public):
    content = export_plan(plan, public=is_public, by=None).content
    assert failures_of_pdf_ua(content) == []
    levels = heading_levels(content)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    pages = [squeezed(page) for page in pages_of(content)]
    told = SELECTIONS[is_public](plan).telling.places
    revenue = told["section-revenue"].words
    for heading, reference in (
        ("2 What we promise", "the promises (section 2), page"),
        (f"{revenue.removeprefix('section ')} Revenue", f"Resources are under {revenue}, page"),
    ):
        number = number_in_contents(text_of(content), reference)
        assert squeezed(heading) in pages[number - 1]


def test_page_and_paper_have_the_same_tables_where_they_are_placed(plan, is_public, as_person):
    reader = person_with(Role.OFFICER, authority=plan.authority)
    name = "plan-document-public" if is_public else "plan-document"
    source = as_person(reader).get(reverse(name, args=[plan.pk])).content.decode()
    one = SELECTIONS[is_public](plan)
    assert sorted(told(one)) == sorted(TABLES)
    for drawn in (source, as_html(one)):
        said = squeezed(html.unescape(re.sub(r"<[^>]+>", "", drawn)))
        assert said.count(squeezed("Increase to 78%")) == 1
        assert said.count("WPA03") == 1
        for row in one.rows:
            assert drawn.count(f'<th scope="row">{row.reference}</th>') == 1
        for text in ("2.1 Targets", "2.2 And how", "2.3 Ambition 2:", "An Act", "the promises (section 2)"):
            assert squeezed(text) in said


def test_word_has_the_same_in_the_same_order(plan, is_public):
    one = SELECTIONS[is_public](plan)
    package = docx.Document(io.BytesIO(export_plan_to_word(plan, public=is_public, by=None).content))
    heads = [(p.style.name, p.text) for p in package.paragraphs if p.style.name.startswith("Heading")]
    assert [text for style, text in heads if style == "Heading 1"] == [part.heading for part in one.parts]
    below = [text for style, text in heads if style == "Heading 2"]
    for part in one.telling.parts:
        assert [title for _, title in part.entries if title not in below] == []
    assert [paragraph.text for paragraph in package.paragraphs if "the promises" in paragraph.text] == [
        "See the promises (section 2)."
    ]
    cells = [[cell.text for cell in row.cells] for table in package.tables for row in table.rows]
    number = one.telling.places["section-what-it-costs"].words.removeprefix("section ")
    assert ["Resources\nAn Act", f"{number} What it costs"] in cells
    assert ["Adoption", "The authority has adopted this plan"] in cells


def test_the_public_reads_of_what_is_asked_only_what_its_own_sections_answer(plan):
    def places():
        return {one.title: [place.words for place in one.places] for one in public_document(plan).telling.answers}

    assert places() == {"Priorities": ["4 What it costs"], "Resources": ["4 What it costs"], "Adoption": []}
    costs = Section.objects.get(title="What it costs")
    Wording.objects.filter(kind="section", subject=costs.pk).delete()
    assert places() == {
        "Priorities": ["The priorities that this plan serves"],
        "Resources": [],
        "Adoption": [],
    }


def test_of_a_section_that_nobody_approved_no_table_is_placed(plan):
    Wording.objects.filter(kind="section").delete()
    one = public_document(plan)
    assert one.telling.parts == []
    assert one.requirements == ()
    assert [part.kind for part in one.parts].count("targets") == 1


@pytest.mark.parametrize("select", [public_document, working_document])
def test_queries_do_not_grow_with_sections_and_requirements(plan, select):
    def count():
        with CaptureQueriesContext(connection) as made:
            assert select(loaded(plan)).telling.answers
        return len(made)

    before = count()
    for number in range(3):
        one = SectionFactory(plan=plan, title=f"More {number}", body="[[requirements]]\n\n[[glossary]]")
        RequirementFactory(authority=plan.authority, title=f"More {number}", seen_by="section").sections.add(one)
    approve_all(loaded(plan))
    assert count() == before
