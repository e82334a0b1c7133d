"""The plan as a Word document: everything that the PDF's dataclasses hold, in real styles."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace

import docx
import pytest
from django.urls import reverse
from docx.oxml.ns import qn

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.roles import GRANTS, Role
from kpa_tracker.base.toolkit.documents import Bullets, Heading, Table, Text
from kpa_tracker.interfaces.publication.actions.exporting import export_plan_to_word
from kpa_tracker.interfaces.publication.actions.word.plan import plan_blocks
from kpa_tracker.interfaces.publication.actions.word.prose import prose
from kpa_tracker.interfaces.publication.content import Goal, Narrative, Note, Progress, Risk, Targets
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.working import working_document
from plans.models import Plan
from tests.base.toolkit.pdf.reading import squeezed
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory, ReportingPeriodFactory
from tests.factories.people import person_with
from tests.factories.plans import PlanFactory
from tests.factories.publication import LookFactory, approve_all
from tests.publication.documents.made import document
from tests.publication.sample import full_plan, wanted
from tests.publication.test_document import texts_of

SELECTIONS = {"plan-word": working_document, "plan-word-public": public_document}
NAMES = tuple(SELECTIONS)


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, title="The plan")


def address(name, plan):
    return reverse(name, args=[plan.pk])


def package_of(content):
    return docx.Document(io.BytesIO(content))


def words_of(package):
    """Return all that a file says, in its tables too."""
    cells = [cell.text for table in package.tables for row in table.rows for cell in row.cells]
    return squeezed("\n".join([*(one.text for one in package.paragraphs), *cells]))


@pytest.mark.parametrize("name", NAMES)
def test_the_file_has_what_the_page_and_the_pdf_have(db, as_person, name):
    plan = approve_all(Plan.objects.for_page().get(pk=full_plan(rows=12).pk))
    officer = person_with(Role.OFFICER, authority=plan.authority)
    selected = SELECTIONS[name](plan)
    package = package_of(as_person(officer).get(address(name, plan)).content)
    said = words_of(package)
    for text in texts_of(selected):
        assert squeezed(text) in said, text
    assert figures_in(package) == figures_of(selected)
    assert [one.text for one in package.paragraphs if one.style.name == "Heading 1"] == [
        part.heading for part in selected.parts
    ]


def figures_in(package):
    table = next(one for one in package.tables if one.rows[-1].cells[0].text == "The whole plan")
    return [[int(cell.text) for cell in row.cells[1:]] for row in table.rows[1:]]


def figures_of(selected):
    """The figures of the plan at a glance, from the dataclasses."""
    found = [figures for _, figures in (*selected.glance, (None, selected.totals))]
    gaps = ("overdue", "without_lead", "without_deadline", "without_measurement")
    return [
        [
            one.total,
            *([*one.by_rating, one.unrated] if selected.shows_ratings else []),
            *([] if selected.is_public else [getattr(one, gap) for gap in gaps]),
        ]
        for one in found
    ]


def test_every_table_repeats_its_head_and_says_what_it_is_of(plan):
    wanted(plan)
    DeliverableFactory(plan=plan)
    package = package_of(export_plan_to_word(plan, public=False, by=None).content)
    assert package.tables
    for table in package.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    captions = [one for one in package.paragraphs if one.style.name == "Caption"]
    assert len(captions) == len(package.tables)


def test_every_page_has_the_marking_and_its_number(authority):
    plan = PlanFactory(authority=authority, title="The plan", marking="OFFICIAL")
    (section,) = package_of(export_plan_to_word(plan, public=False, by=None).content).sections
    assert section.header.paragraphs[0].text == "OFFICIAL"
    foot = section.footer.paragraphs[0]
    assert foot.text.startswith("OFFICIAL. Working document: not for publication")
    assert foot._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
    assert section.page_width > section.page_height


def test_the_file_says_its_title_author_and_language(plan):
    said = package_of(export_plan_to_word(plan, public=True, by=None).content).core_properties
    assert (said.title, said.author, said.language) == ("The plan", plan.authority.name, "en-GB")


def test_the_public_file_has_nothing_internal(plan, officer, as_person):
    one = DeliverableFactory(plan=plan, description="An internal description", lead=None)
    ProgressUpdateFactory(deliverable=one, state="accepted", done="Said within", latest=True)
    said = words_of(package_of(as_person(officer).get(address("plan-word-public", plan)).content))
    assert not [text for text in ("Aninternal", "Saidwithin", "notforpublication", "Noleadpost") if text in said]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER, Role.AUDITOR, Role.EDITOR])
def test_whoever_has_a_role_takes_the_file(plan, as_person, name, role):
    response = as_person(person_with(role, authority=plan.authority)).get(address(name, plan))
    assert response.headers["Content-Type"].endswith("wordprocessingml.document")


@pytest.mark.parametrize("name", NAMES)
def test_another_authority_does_not_learn_that_the_plan_exists(plan, as_person, stranger, name):
    assert as_person(stranger).get(address(name, plan)).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("plan-word", 404), ("plan-word-public", 200)])
def test_who_may_not_read_deliverables_takes_only_what_is_public(plan, as_person, monkeypatch, name, status):
    monkeypatch.setitem(GRANTS, Role.MEMBER, GRANTS[Role.MEMBER] - {"deliverables.view_deliverable"})
    assert as_person(person_with(Role.MEMBER, authority=plan.authority)).get(address(name, plan)).status_code == status


@pytest.mark.parametrize(("name", "word"), [("plan-word", "working"), ("plan-word-public", "public")])
def test_the_file_has_a_name_and_the_history_who_took_it(plan, officer, as_person, name, word):
    response = as_person(officer).get(address(name, plan))
    named = f'attachment; filename="the-plan-{word}-2010-04-12.docx"'
    assert response.headers["Content-Disposition"] == named
    assert history_of(plan).get().changes == {"as": [None, f"the {word} document in Word"]}


def test_a_plan_that_is_too_long_for_word_sends_the_reader_back(plan, officer, as_person, monkeypatch):
    monkeypatch.setattr("kpa_tracker.base.toolkit.documents.writing.MOST_LINES", 1)
    response = as_person(officer).get(address("plan-word", plan))
    assert response.headers["Location"] == plan.get_absolute_url()
    assert not history_of(plan).exists()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("plan-word", 35), ("plan-word-public", 39)])
def test_queries_do_not_grow_with_the_plan(plan, officer, as_person, name, queries, count, django_assert_num_queries):
    period = ReportingPeriodFactory(plan=plan)
    for _ in range(count):
        ProgressUpdateFactory(deliverable=DeliverableFactory(plan=plan), period=period, state="accepted", latest=True)
        wanted(plan)
    client = as_person(officer)
    with django_assert_num_queries(queries):
        client.get(address(name, plan))


# --- The blocks, of dataclasses alone


def test_markdown_becomes_headings_lists_and_tables():
    text = (
        "# How we work\n\nWe *meet* in public.\nSee [papers](https://a.example/x) and <https://b.example/>.\n\n"
        "- one\n- two\n  - three\n\n3. third\n4. fourth\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n> quoted\n\n---\n\n"
        "```\ncode\n```\n\n![A map](https://a.example/map.png)"
    )
    assert list(prose(text)) == [
        Heading("How we work", 2),
        Text("We meet in public.\nSee papers (https://a.example/x) and https://b.example/."),
        Bullets(["one", "two", "three"]),
        Text("third", "3."),
        Text("fourth", "4."),
        Table(["A", "B"], [["1", "2"]]),
        Text("quoted"),
        Text("code"),
        Text("A map"),
    ]


def test_a_text_without_words_has_no_blocks():
    assert list(prose(" \n\n ")) == []


def test_gaps_are_said_in_words():
    plan = document(1)
    bare = replace(plan.rows[0], progress=None, deadline="")
    ((one,), ambition) = [bare], plan.ambitions[0]
    bare_plan = replace(plan, ambitions=(replace(ambition, groups=(replace(ambition.groups[0], rows=(one,)),)),))
    cells = next(block.rows[0] for block in plan_blocks(bare_plan) if isinstance(block, Table) and "Ref" in block.head)
    assert cells[2:] == ["Not set yet", "No lead post yet", "No deadline set", "Not rated yet", "No update yet"]


def test_a_working_row_tells_all_that_is_known():
    told = Progress("in_progress", "amber", "Amber", datetime.date(2010, 3, 31), (("Done", "Much."),), "green", "Green")
    plan = document(1)
    row = replace(
        plan.rows[0],
        description="In full.",
        sub_items=(("Estates", "Audit"), ("People", "")),
        lead="Treasurer",
        supporting=("Chief Executive",),
        committee="Finance",
        slip="Moved by a month.",
        progress=replace(told, note="Submitted, not yet accepted"),
    )
    ambition = replace(plan.ambitions[0], groups=(replace(plan.ambitions[0].groups[0], rows=(row,)),))
    cells = next(
        block.rows[0]
        for block in plan_blocks(replace(plan, ambitions=(ambition,)))
        if isinstance(block, Table) and "Ref" in block.head
    )
    assert cells[1].splitlines()[1:] == ["In full.", "• Estates (Audit)", "• People"]
    assert cells[3] == "Treasurer\nWith Chief Executive\nOverseen by Finance"
    assert cells[4].endswith("\nMoved by a month.")
    assert cells[5] == "Amber\nIn progress\nYear end: Green"
    assert cells[6] == "Position at 31 March 2010. Submitted, not yet accepted\nDone: Much."


def test_targets_carry_their_footnotes():
    goal = Goal("78%", "Satisfaction", 1, "Trust", "Be heard", year="2009/10", target_notes=(Note("Of those asked."),))
    blocks = list(plan_blocks(document(1, targets=Targets((goal,)))))
    (table,) = [block for block in blocks if isinstance(block, Table) and "Objective" in block.head]
    assert table.rows[0][:5] == ["Be heard", "Satisfaction", "", "78% [1] (2009/10)", "No baseline"]
    assert Text("Of those asked.", "1") in blocks


def test_an_ambition_names_its_priorities_and_risks():
    plan = document(1)
    one = replace(plan.ambitions[0], priorities=("Trust",), risks=(Risk("KPA 1", "Partners leave"),), groups=())
    blocks = list(plan_blocks(replace(plan, ambitions=(one,))))
    for block in (Bullets(["Trust"]), Bullets(["KPA 1 Partners leave"]), Text("Nothing is planned under this yet.")):
        assert block in blocks


def test_an_empty_plan_is_a_document_that_says_so():
    empty = document(0, ambitions=(), goals=0, contact="", is_demonstration=True)
    said = [block.text for block in plan_blocks(empty) if isinstance(block, Text)]
    assert "Nothing is planned yet, so there is no table to show." in said
    assert "No address has been given yet." in said
    assert empty.notice in said


def test_foreword_values_and_sections_stand_in_their_order():
    plan = document(
        1,
        foreword="We begin.",
        values="- thrift",
        before=(Narrative("Who we are", "# Members"),),
        priorities=("Trust",),
        glossary=(("BCS", ""),),
    )
    found = [(block.text, block.level) for block in plan_blocks(plan) if isinstance(block, Heading)]
    assert found[:6] == [
        ("Foreword", 1),
        ("Vision and values", 1),
        ("Our vision", 2),
        ("Our values", 2),
        ("The priorities that this plan serves", 1),
        ("1 Who we are", 1),
    ]
    assert ("1.1 Members", 2) in found


# --- In the look of the authority -------------------------------------------------------------------------------------


@pytest.mark.parametrize("public", [True, False], ids=["public", "working"])
def test_the_file_is_in_the_look_of_its_authority(db, administrator, public):
    plan = approve_all(full_plan(rows=2))
    LookFactory(authority=plan.authority, with_logo=True, typeface="atkinson-hyperlegible-next")
    package = package_of(export_plan_to_word(plan, public=public, by=administrator).content)
    assert str(package.styles["Heading 1"].font.color.rgb) == "5B1236"
    assert package.styles["Normal"].font.name == "Atkinson Hyperlegible Next"
    assert package.inline_shapes[0]._inline.docPr.get("descr") == "White horse"
    assert [one.text for one in package.paragraphs[-2:]] == ["Where to write", "Gateway House"]


def test_without_a_look_the_file_is_as_word_has_it(db, administrator):
    package = package_of(export_plan_to_word(full_plan(rows=2), public=False, by=administrator).content)
    assert len(package.inline_shapes) == 0
    assert package.paragraphs[0].style.name == "Title"
    assert package.paragraphs[-1].text != "Gateway House"
