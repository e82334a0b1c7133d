"""A plan that is imported with its rows together is the plan that is imported row by row, and so is its history."""

from __future__ import annotations

import datetime

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from deliverables.actions.deliverables import LEAD_SUPPORTS
from deliverables.models import Deliverable, Measurement, ProgressUpdate, SubItem
from kpa_tracker.base.audit.actions import in_one_run, verify_history
from kpa_tracker.base.audit.models import ChainHead, Event
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions import answer_questions, confirm_import, confirming, proposal_of
from kpa_tracker.interfaces.exchange.actions.applying import Application
from kpa_tracker.interfaces.exchange.models import Origin
from plans.models import Ambition, Descriptor, GlossaryEntry, Plan, Priority, Section
from risks.models import Risk
from tests.exchange.real_plans import NEEDED, take_in
from tests.factories.deliverables import ReportingPeriodFactory
from tests.factories.exchange import StagedImportFactory
from tests.factories.plans import PlanFactory
from tests.factories.risks import RiskFactory

MADE = [
    *(Post, Committee, Plan, Ambition, Descriptor, Priority, Deliverable, Measurement, SubItem, ProgressUpdate),
    *(Section, GlossaryEntry, Risk, Origin, Event, ChainHead),
]
LINKS = [
    *(Deliverable.supporting.through, Deliverable.priorities.through, Ambition.priorities.through),
    *(Risk.deliverables.through, Risk.ambitions.through),
]
NOON = datetime.datetime(2010, 4, 12, 12, tzinfo=datetime.timezone.utc)
HEADINGS = [
    *("No", "Ambition", "Objective", "Action", "Lead", "By when", "Measure", "Committee", "Risk", "Linked priority"),
    *("RAG", "Update"),
]
FIRST = [
    ["", "Safe", "Less violence", "Patrol", "Clerk", "June 2010", "1. Hours\n2. Days", "Audit", "R1", "Trust", "", ""],
    ["7", "Safe", "Less violence", "Light the lanes", "", "", "", "", "R1", "", "Amber", "Begun"],
    ["7", "Safe", "Less theft", "Mark bicycles", "Clerk / Treasurer", "Q2 2009/10", "Marked", "", "R2", "", "", ""],
    ["", "Value", "Lower cost", "Share: • Cars (Audit) • Vans", "ALL", "ongoing", "Cars", "", "", "Trust", "", ""],
]
SECOND = [
    [*FIRST[0][:3], "Patrol the park", *FIRST[0][4:]],
    [*FIRST[2][:2], "Less violence", *FIRST[2][3:]],
    ["", "Safe", "Less fear", "Visit schools", "Clerk", "", "", "", "", "", "", ""],
    [*FIRST[3][:5], "May 2010", *FIRST[3][6:]],
    ["", "New", "Begin", "Begin anew", "Chair", "", "Done", "", "R9", "Speed", "Green", "On course"],
    ["", "Safe", "Less violence", "Train wardens", "", "", "Trained", "", "", "", "", ""],
]


def told(model):
    """Return the rows of a table in the order of their keys, which differ from one time to the next on PostgreSQL: a
    key is its place among them."""
    names = [one.attname for one in model._meta.concrete_fields if not one.primary_key]
    return [{name: _said(row, name) for name in names} for row in model._base_manager.order_by("pk")]


def _said(row, name):
    value, model = getattr(row, name), _named_by(row, name)
    if not model or value is None:
        return value
    return model.__name__, list(model._base_manager.order_by("pk").values_list("pk", flat=True)).index(value)


def _named_by(row, name):
    """Return the model to whose rows a column points."""
    if name == "subject_id":
        return apps.get_model(row.subject_type)
    if name == "record_id":
        return {"ambition": Ambition, "descriptor": Descriptor, "deliverable": Deliverable}[row.kind]
    return {one.attname: one.related_model for one in row._meta.concrete_fields if one.is_relation}.get(name)


def singly(do, *, authority_id):
    with transaction.atomic(), in_one_run(authority_id):
        return do()


def left_by(road, take, monkeypatch):
    """Take something over by one road; return all that it leaves, and how it was answered, and undo it."""
    monkeypatch.setattr(confirming, "together_or_singly", road)
    with transaction.atomic(), clock.at(NOON):
        try:
            answered = take()
        except Refused as refused:
            answered = refused.message
        assert list(verify_history()) == []
        left = {model.__name__: told(model) for model in MADE}
        left |= {model.__name__: sorted(map(str, told(model))) for model in LINKS}
        transaction.set_rollback(True)
    return answered, left


def same_by_both(take, monkeypatch, tries=(1, 1)):
    """Hold the two roads together, each of which tries so many times; return what was answered and left."""
    began, real = [], confirming.refuse_fixed
    monkeypatch.setattr(confirming, "refuse_fixed", lambda plan: began.append(plan) or real(plan))
    together, after, one_by_one = (
        left_by(confirming.together_or_singly, take, monkeypatch),
        len(began),
        left_by(singly, take, monkeypatch),
    )
    assert [after, len(began) - after] == list(tries)
    hashes = ("hash", "previous_hash") if connection.vendor == "postgresql" else ()  # of keys that differ
    for _, left in (together, one_by_one):
        for row in [*left["Event"], *left["ChainHead"]]:
            for name in hashes:
                row.pop(name, None)
    assert together == one_by_one
    return together


def take(plan, rows, by):
    one = StagedImportFactory(plan=plan, rows=[HEADINGS, *rows], uploaded_by=by)
    posts = dict.fromkeys(proposal_of(one).directory.posts.wanted, "new")
    answer_questions(one, answers={}, names={"posts": posts, "committees": {"Audit": "new"}})
    return confirm_import(one, by=by).result


@pytest.fixture
def plan(authority):
    RiskFactory(authority=authority, reference="R1")
    return PlanFactory(authority=authority, state=Plan.State.DRAFT)


@pytest.fixture
def adopted(authority):
    plan = PlanFactory(authority=authority, state=Plan.State.ADOPTED)
    ReportingPeriodFactory(plan=plan)
    return plan


@pytest.mark.parametrize("kind", ["plan", "adopted"])
def test_an_empty_plan_becomes_the_same(request, kind, editor, monkeypatch):
    plan = request.getfixturevalue(kind)
    result, left = same_by_both(lambda: take(plan, FIRST, editor), monkeypatch)
    assert result["counts"] == {"made": 9, "changed": 0, "unchanged": 0}
    assert [len(left[name]) for name in ("Deliverable", "Measurement", "SubItem", "Origin")] == [4, 4, 2, 9]
    assert [len(left[model.__name__]) for model in LINKS[:2]] == [1, 2]
    assert len(left["ProgressUpdate"]) == (kind == "adopted")


@pytest.mark.parametrize("kind", ["plan", "adopted"])
def test_a_plan_that_has_rows_is_changed_in_the_same_way(request, kind, editor, monkeypatch):
    plan = request.getfixturevalue(kind)
    with clock.at(NOON):
        take(plan, FIRST, editor)
    result, left = same_by_both(lambda: take(plan, SECOND, editor), monkeypatch)
    assert result["counts"]["changed"] >= 2
    assert [one["title"] for one in left["Deliverable"]][-3:] == ["Train wardens", "Visit schools", "Begin anew"]
    verbs = [one["verb"] for one in left["Event"]]
    assert {"deliverable created", "deliverable changed", "descriptor created", "risk created"} <= set(verbs)


def test_the_events_stand_in_the_order_of_the_file(plan, editor, monkeypatch):
    _, left = same_by_both(lambda: take(plan, FIRST, editor), monkeypatch)
    kinds = ("ambition created", "descriptor created", "deliverable created")
    assert [one["subject_name"] for one in left["Event"] if one["verb"] in kinds] == [
        *("Safe", "Less violence", "1.1.1 Patrol", "7 Light the lanes", "Less theft", "1.2.1 Mark bicycles"),
        *("Value", "Lower cost", "2.1.1 Share"),
    ]


def spoil(monkeypatch, what, spoilt):
    """Let something of the application say otherwise of one row."""
    real = getattr(Application, what)

    def other(one, step, *rest):
        answer = real(one, step, *rest)
        title = step.get("title") if isinstance(step, dict) else step.title
        return spoilt(answer) if title == "Mark bicycles" else answer

    monkeypatch.setattr(Application, what, other)


def with_values(**changed):
    return lambda columns: ({**columns[0], **changed}, columns[1])


REFUSALS = [
    ("_columns", with_values(title=""), "This field cannot be blank."),
    ("_columns", with_values(source_owner="x" * 301), "Ensure this value has at most 300 characters (it has 301)."),
    ("_columns", lambda columns: (columns[0], {"supporting": [columns[0]["lead"]]}), LEAD_SUPPORTS),
    ("_free_reference", lambda reference: "7", "This plan already has a deliverable with this reference."),
]


@pytest.mark.parametrize(("what", "spoilt", "said"), REFUSALS)
def test_what_is_refused_is_refused_at_the_same_row_in_the_same_words(plan, editor, monkeypatch, what, spoilt, said):
    spoil(monkeypatch, what, spoilt)
    message, left = same_by_both(lambda: take(plan, FIRST, editor), monkeypatch, tries=[2, 1])
    assert message == f"Plan, row 4, “Mark bicycles”: {said}"
    assert (left["Deliverable"], left["Descriptor"], left["Origin"]) == ([], [], [])


def queries_of(plan, rows, by):
    """Return what an import asks of the database: of so many rows under each of two objectives."""
    table = [["Aim", "Objective", "Action", "Measure"]]
    table += [["Safe", f"Objective {of}", f"Task {of} {row}", f"{row}"] for of in range(2) for row in range(rows)]
    staged = StagedImportFactory(plan=plan, rows=table)
    with CaptureQueriesContext(connection) as asked:
        confirm_import(staged, by=by)
    return len(asked)


def test_more_rows_ask_no_more_of_the_database(authority, editor):
    first, few, many = (PlanFactory(authority=authority, state=Plan.State.DRAFT) for _ in range(3))
    queries_of(first, 1, editor)
    assert queries_of(few, 2, editor) == queries_of(many, 12, editor)


@NEEDED
@pytest.mark.parametrize("file", ["kpa-business-plan-2009-10.docx"])
def test_a_real_plan_becomes_the_same(plan, editor, monkeypatch, file):
    same_by_both(lambda: take_in(plan, file, by=editor).result, monkeypatch)
