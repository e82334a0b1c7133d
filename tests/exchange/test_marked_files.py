"""The marking that somebody's file says it has: of 2014 and before. A file marks a plan higher, and never lower."""

from __future__ import annotations

import docx
import pytest

from kpa_tracker.base.toolkit.documents import read_document
from kpa_tracker.base.toolkit.grids import Paragraph, SourceDocument
from kpa_tracker.interfaces.exchange.actions import take_over
from kpa_tracker.interfaces.exchange.proposals import propose
from kpa_tracker.interfaces.exchange.reading.interpret import interpret
from tests.exchange.files import add_table, saved
from tests.factories.exchange import ROWS, document_of
from tests.factories.plans import PlanFactory

NOT_MARKED = "NOT PROTECTIVELY MARKED"


def file_with(*lines, rows=()):
    """A plan's table under some lines, and under rows that hold one cell each."""
    table = document_of([*([row] for row in rows), *ROWS])
    return interpret(SourceDocument([*map(Paragraph, lines), *table.blocks]))


def imported(plan, read, by):
    proposal = propose(plan, read, {})
    take_over(plan, read, proposal.directory.decisions, by=by)
    plan.refresh_from_db()
    return plan.marking


@pytest.mark.parametrize(
    ("lines", "rows", "marking"),
    [
        (["Not protectively marked", "Plan of 2015/16"], [], NOT_MARKED),
        (["Plan of 2015/16", "Protective marking: RESTRICTED"], [], "RESTRICTED"),
        (["Plan of 2015/16"], ["PROTECT"], "PROTECT"),
        (["OFFICIAL", "Plan of 2015/16", "OFFICIAL - SENSITIVE"], [], "OFFICIAL-SENSITIVE"),
        (["Plan of 2015/16", "Numbers are restricted to Kent"], [], ""),
    ],
)
def test_a_line_of_its_own_says_it_and_is_no_title(lines, rows, marking):
    read = file_with(*lines, rows=rows)
    assert (read.marking, read.title) == (marking, "Plan of 2015/16")
    assert [one.text for one in read.fragments if one.text.upper() == marking] == []
    assert read.counts.deliverables == file_with("Plan of 2015/16").counts.deliverables > 0


@pytest.mark.parametrize("edge", ["header", "footer"])
def test_it_is_found_at_the_edge_of_a_word_documents_pages(edge):
    document = docx.Document()
    getattr(document.sections[0], edge).paragraphs[0].text = "Not Protectively Marked"
    document.add_paragraph("Plan of 2015/16")
    add_table(document, ROWS)
    read = interpret(read_document(saved(document)))
    assert (read.marking, read.title) == (NOT_MARKED, "Plan of 2015/16")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("held", "found", "afterwards"),
    [
        ("OFFICIAL", NOT_MARKED, NOT_MARKED),
        ("OFFICIAL", "RESTRICTED", "RESTRICTED"),
        ("OFFICIAL-SENSITIVE", NOT_MARKED, "OFFICIAL-SENSITIVE"),
        ("SECRET", "RESTRICTED", "SECRET"),
    ],
)
def test_an_import_takes_it_over_into_an_empty_plan_unless_that_is_higher(authority, editor, held, found, afterwards):
    plan = PlanFactory(authority=authority, marking=held)
    assert imported(plan, file_with(found, "Plan"), editor) == afterwards


@pytest.mark.django_db
def test_a_plan_with_content_keeps_its_words_and_is_marked_higher_alone(authority, editor):
    plan = PlanFactory(authority=authority)
    assert imported(plan, file_with("OFFICIAL", "Plan"), editor) == "OFFICIAL"
    assert imported(plan, file_with(NOT_MARKED, "Plan"), editor) == "OFFICIAL"
    assert imported(plan, file_with("RESTRICTED", "Plan"), editor) == "RESTRICTED"


@pytest.mark.django_db
def test_the_preview_says_so(authority):
    proposal = propose(PlanFactory(authority=authority), file_with("RESTRICTED", "Plan"), {})
    assert ("Protective marking", "RESTRICTED") in proposal.text_changes


def test_a_row_within_the_table_marks_nothing():
    assert interpret(document_of([*ROWS, ["SECRET", "", ""]])).marking == ""
