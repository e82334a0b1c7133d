"""Each field of a plan's records has its column in the workbook, or a reason why it has none."""

from string import ascii_uppercase

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.interfaces.exchange.actions.book.sheets import SHEETS
from plans.models import Ambition, Descriptor, GlossaryEntry, Plan, Priority, ScalePoint, Section
from risks.models import Risk
from targets.models import Definition, Grade, Measure, MeasureSet, Objective, Series, Source, Target, Tolerance

MODELS = {
    "plan": Plan,
    "ratings": ScalePoint,
    "posts": Post,
    "committees": Committee,
    "grades": Grade,
    "sources": Source,
    "sets": MeasureSet,
    "priorities": Priority,
    "sections": Section,
    "glossary": GlossaryEntry,
    "ambitions": Ambition,
    "descriptors": Descriptor,
    "measures": Measure,
    "definitions": Definition,
    "series": Series,
    "objectives": Objective,
    "targets": Target,
    "tolerances": Tolerance,
    "deliverables": Deliverable,
}
KEPT_BY_THE_SITE = {"version", "created_at", "changed_at", "archived_at", "archived_by", "archived_reason"}
BY_PLACE = {"authority", "plan", "position"}
"""Said by where a row stands."""
LEFT_OUT = {
    "plan": {
        "state": "a plan that comes in is a draft",
        "previous": "another plan",
        "under": "another plan",
    },
    "ratings": {"scale": "its name stands with the plan"},
    "posts": {"answers_to": "the authority's own affair: who is who differs from site to site"},
    "committees": dict.fromkeys(("remit", "chair", "members"), "the authority's own affair"),
    "series": {"latest": "a result", "to_date": "worked out of results"},
    "targets": {"baseline": "in columns of its own"},
    "deliverables": {
        **{f"deadline_{part}": "said by the deadline as written" for part in ("text", "precision", "due")},
        **{f"first_deadline_{part}": "made when a plan is adopted here" for part in ("text", "precision", "due")},
        "deadline_moves": "what happened to it here",
        "made_on": "what happened to it here",
        "latest": "an update",
        "recommendations": "of inspections, which belong to other reports",
    },
}


def fields_of(model):
    return {field.name for field in model._meta.get_fields() if not field.auto_created}


def test_each_field_has_its_column_or_a_reason_why_it_has_none():
    for sheet in SHEETS:
        if sheet.name != "risks":
            known = {column.name for column in sheet.columns} | KEPT_BY_THE_SITE | BY_PLACE
            left = LEFT_OUT.get(sheet.name, {})
            assert (sheet.name, fields_of(MODELS[sheet.name]) - known) == (sheet.name, set(left))


def test_of_a_risk_only_its_name_is_carried():
    [risks] = [sheet for sheet in SHEETS if sheet.name == "risks"]
    assert [column.name for column in risks.columns] == ["reference", "title"]
    assert fields_of(Risk) >= {"reference", "title"}


def test_no_two_sheets_have_rows_of_one_letter():
    letters = [sheet.letter for sheet in SHEETS if not sheet.upright]
    assert len(set(letters)) == len(letters)
    assert set(letters) <= set(ascii_uppercase) - {"U", "Q", "V"}, "letters of a package's updates, periods and results"


def test_what_a_sheet_is_known_by_is_one_of_its_columns():
    for sheet in SHEETS:
        assert sheet.column(sheet.known_by).needed or sheet.name == "series"
