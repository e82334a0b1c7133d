"""The questions of an import: what each form asks, what it refuses beside which field, what it hands over."""

from __future__ import annotations

import pytest

from kpa_tracker.interfaces.exchange.directory import Directory, Register
from kpa_tracker.interfaces.exchange.forms import (
    ColumnsForm,
    HeadingsForm,
    QuestionsForm,
    UploadForm,
    choice_words,
    waiting_names,
)
from kpa_tracker.interfaces.exchange.reading.plan import Question, ReadPlan, TableFound
from plans.models import Plan
from tests.factories.people import PostFactory
from tests.factories.plans import PlanFactory


def table(*headings, samples=None, fields=None, signature="one", used=True, places=("Sheet",)):
    samples = samples or ["text"] * len(headings)
    return TableFound(signature, headings, tuple(fields or [""] * len(headings)), 3, places, used, tuple(samples))


def columns(*tables, **data):
    return ColumnsForm({key.replace("_", "-"): value for key, value in data.items()}, tables=list(tables))


def question(kind="owners", choices=(("Clerk", "Treasurer"), ("Clerk / Treasurer",)), key="q1", suggested=0):
    return Question(key, kind, "Who?", "row 2", "Clerk / Treasurer\n(both)", choices, suggested)


SAME = question("same-name", (("Sam Brown",), ("Sam B", "Sam Brown")), key="q2")


def questions(*asked, data=None, answers=None, posts=(), committees=(), known=None):
    directory = Directory(
        Register(wanted=dict.fromkeys(posts), by_pk=known or {}), Register(wanted=dict.fromkeys(committees))
    )
    read = ReadPlan(questions=list(asked))
    return QuestionsForm(data, read=read, directory=directory, answers=answers or {})


# --- The file ---


def test_a_file_goes_into_one_of_the_plans_that_were_offered(db):
    offered, other = PlanFactory.create_batch(2)
    form = UploadForm({"plan": other.pk}, {}, plans=Plan.objects.filter(pk=offered.pk))
    assert set(form.errors) == {"plan", "file"}


def test_neither_the_file_nor_the_pasted_table_is_called_optional(db):
    assert not UploadForm(plans=Plan.objects.none()).marks_optional


def test_one_of_the_rows_is_the_headings():
    rows = [("was | wer", "Was, Wer")]
    assert HeadingsForm({"heading": "was | wer"}, rows=rows).is_valid()
    assert set(HeadingsForm({"heading": "wie"}, rows=rows).errors) == {"heading"}
    assert set(HeadingsForm({}, rows=rows).errors) == {"heading"}


# --- The columns ---


def test_a_column_without_heading_and_without_text_is_not_asked_about():
    form = columns(table("Aim", "", "", samples=["Safe", "", "Yes"]))
    assert [name for name in form.fields if "column" in name] == ["column-0-0", "column-0-2"]
    assert form.fields["column-0-2"].label == "Column 3 (without a heading)"


@pytest.mark.parametrize(
    ("sample", "help_text"), [("Safe\nstreets", "For example: Safe streets"), ("", "This column is empty.")]
)
def test_a_column_shows_an_example_of_its_text(sample, help_text):
    assert columns(table("Aim", samples=[sample])).fields["column-0-0"].help_text == help_text


@pytest.mark.parametrize(("places", "legend"), [(("Sheet",), "Sheet: 3 rows"), (("",), "The table: 3 rows")])
def test_a_table_is_introduced_by_where_it_stands(places, legend):
    assert columns(table("Aim", places=places)).fieldsets[0][0] == legend


def test_the_only_table_is_used_and_several_can_be_left_out():
    one, two = table("Aim", "Action"), table("Theme", "Task", signature="two")
    alone = columns(one, column_0_1="deliverable")
    assert alone.is_valid()
    assert (alone.used, alone.mappings) == ({"one": True}, {"one": {1: "deliverable"}})
    both = columns(one, two, used_0="on", column_0_1="deliverable")
    assert both.is_valid()
    assert both.used == {"one": True, "two": False}


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, {"column-0-0"}),
        ({"column_0_0": "ambition"}, {"column-0-0"}),
        ({"column_0_0": "deliverable", "column_0_1": "deliverable"}, {"column-0-1"}),
        ({"column_0_0": "deliverable", "column_0_1": "nonsense"}, {"column-0-1"}),
        ({"column_0_0": "deliverable", "column_0_1": "measurement", "column_0_2": "measurement"}, set()),
        ({"column_0_0": "deliverable", "column_0_1": "", "column_0_2": ""}, set()),
    ],
)
def test_a_table_needs_one_column_of_deliverables_and_no_level_twice(data, errors):
    assert set(columns(table("A", "B", "C"), **data).errors) == errors


# --- What the file leaves open ---


@pytest.mark.parametrize(
    ("asked", "choice", "words"),
    [
        (SAME, 0, "Yes, both are “Sam Brown”"),
        (SAME, 1, "No, these are two"),
        (question(), 0, "Clerk leads; supporting: Treasurer"),
        (question(), 1, "Clerk / Treasurer leads, as one name"),
        (question("priorities", (("Trust", "Value"), ("Trust Value",))), 0, "2: Trust; Value"),
        (question("priorities", (("Trust", "Value"), ("Trust Value",))), 1, "One: Trust Value"),
    ],
)
def test_an_answer_is_said_in_words(asked, choice, words):
    assert choice_words(asked, asked.choices[choice]) == words


@pytest.mark.parametrize(
    ("answers", "initial"),
    [
        ({}, "1"),
        ({"q1": ["Clerk", "Treasurer"]}, "0"),
        ({"q1": ["Somebody"]}, "other"),
    ],
)
def test_what_is_chosen_at_first_is_the_answer_given_or_the_suggestion(answers, initial):
    assert questions(question(suggested=1), answers=answers).fields["q1"].initial == initial


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        ({"q1": "0"}, ["Clerk", "Treasurer"]),
        ({"q1": "1"}, ["Clerk / Treasurer"]),
        ({"q1": "other", "q1-other": " Clerk \n\n Sam \n"}, ["Clerk", "Sam"]),
    ],
)
def test_an_answer_is_one_of_those_offered_or_lines_of_ones_own(data, answer):
    form = questions(question(), data=data)
    assert form.is_valid()
    assert form.answers == {"q1": answer}


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, {"q1"}),
        ({"q1": "7"}, {"q1"}),
        ({"q1": "other"}, {"q1-other"}),
        ({"q1": "other", "q1-other": " \n "}, {"q1-other"}),
    ],
)
def test_an_answer_is_needed(data, errors):
    assert set(questions(question(), data=data).errors) == errors


def test_whether_two_names_are_one_has_no_third_answer():
    assert [value for value, _ in questions(SAME).fields["q2"].choices] == ["0", "1"]


@pytest.mark.parametrize(
    ("asked", "answers", "waiting"),
    [([SAME], {}, {"Sam B"}), ([SAME], {"q2": ["Sam Brown"]}, set()), ([question()], {}, set())],
)
def test_a_name_that_may_be_anothers_waits_for_that_answer(asked, answers, waiting):
    assert set(waiting_names(asked, answers)) == waiting
    asks = set(questions(*asked, answers=answers, posts=["Sam B", "Sam Brown"]).posts.values())
    assert asks == {"Sam B", "Sam Brown"} - waiting


def test_an_unknown_name_is_left_made_or_one_that_is_here(db):
    clerk = PostFactory(title="Clerk")
    names = ["Sam", "Ada", "Bo"]
    data = {"post-0": "leave", "post-1": "new", "post-2": str(clerk.pk)}
    form = questions(data=data, posts=names, known={str(clerk.pk): clerk})
    assert form.is_valid(), form.errors
    assert form.names == {"posts": {"Ada": "leave", "Bo": "new", "Sam": str(clerk.pk)}, "committees": {}}
    assert set(
        questions(data={**data, "post-2": str(clerk.pk + 1)}, posts=names, known={str(clerk.pk): clerk}).errors
    ) == {"post-2"}


@pytest.mark.parametrize(("names", "offered"), [(["Ada", "Bo"], False), (["Ada", "Bo", "Sam"], True)])
def test_from_three_unknown_names_on_one_answer_makes_all_that_are_left_open(names, offered):
    form = questions(committees=names)
    assert ("all-committees" in form.fields) == offered


def test_making_all_leaves_alone_what_was_answered(db):
    clerk = PostFactory(title="Clerk")
    data = {"post-0": "leave", "post-1": str(clerk.pk), "post-2": "leave", "all-posts": "on"}
    form = questions(data=data, posts=["Ada", "Bo", "Sam"], known={str(clerk.pk): clerk})
    assert form.is_valid()
    assert form.names["posts"] == {"Ada": "new", "Bo": str(clerk.pk), "Sam": "new"}


def test_parts_without_questions_have_no_legend():
    assert questions().fieldsets == []
    assert [legend for legend, _ in questions(SAME, committees=["Audit"]).fieldsets] == [
        "What the file leaves open",
        "Committees that are not among those here",
    ]
