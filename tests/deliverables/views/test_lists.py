"""The list of deliverables: what is shown is what was asked for, and what is taken away is what is shown."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from kpa_tracker.base.people.roles import Role
from tests.factories.deliverables import DeliverableFactory, MeasurementFactory
from tests.factories.people import CommitteeFactory, PostFactory, person_with
from tests.factories.plans import AmbitionFactory, DescriptorFactory, PlanFactory, PriorityFactory, ScaleFactory
from tests.factories.progress import rated

pytestmark = pytest.mark.django_db
URL = "/deliverables/"
IN_FILES = ("Due by", "First adopted deadline", "Days moved", "Moves")


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, scale__authority=authority)


@pytest.fixture
def listed(editor, as_person):
    """Return a function that opens the list with some parameters and returns the response."""
    client = as_person(editor)
    return lambda **asked: client.get(URL, asked)


def titles(response):
    return [row.record.title for row in response.context["table"].page.object_list]


def in_order(plan, *names, **values):
    """Deliverables of one ambition in this order."""
    ambition = AmbitionFactory(plan=plan)
    descriptor = DescriptorFactory(ambition=ambition)
    return [
        DeliverableFactory(plan=plan, ambition=ambition, descriptor=descriptor, title=name, **values) for name in names
    ]


def test_a_list_of_many_columns_becomes_blocks_before_it_is_wider_than_the_page(plan, editor, as_person):
    rated(plan, "red")
    client = as_person(editor)
    assert "app-table--wide" in client.get(URL).content.decode()
    assert "app-table--wide" not in client.get("/plans/").content.decode()


# --- Ratings ----------------------------------------------------------------------------------------------------------


def test_only_the_ratings_of_the_plans_in_sight_are_offered(plan, authority, listed):
    def offered(name):
        return [code for code, _ in listed().context["filter"].form.fields[name].choices]

    PlanFactory(scale__points=["red", "amber_red", "amber", "amber_green", "green"])
    three = ["", "red", "amber", "green", "none"]
    assert (offered("rating"), offered("forecast")) == (three, three)
    five = ScaleFactory(authority=authority, points=["red", "amber_red", "amber", "amber_green", "green"])
    PlanFactory(authority=authority, scale=five)
    assert offered("rating") == ["", "red", "amber_red", "amber", "amber_green", "green", "none"]


# --- Facets -----------------------------------------------------------------------------------------------------------


def test_each_facet_finds_its_own_and_not_the_others(plan, authority, listed):
    committee, lead, helper = CommitteeFactory(authority=authority), *PostFactory.create_batch(2, authority=authority)
    priority, ambition = PriorityFactory(plan=plan), AmbitionFactory(plan=plan)
    update = {"forecast": "amber"}
    one = rated(
        plan, "red", stage="complete", before="green", update=update,
        title="Estates strategy", committee=committee, lead=lead, ambition=ambition,
    )  # fmt: skip
    one.supporting.add(helper)
    one.priorities.add(priority)
    MeasurementFactory(deliverable=one)
    rated(plan, "green", before="red", title="Another", due="March 2010")
    asked = {
        "plan": plan.pk, "ambition": ambition.pk, "committee": committee.pk, "lead": lead.pk, "supporting": helper.pk,
        "priority": priority.pk, "rating": "red", "stage": "complete", "forecast": "amber", "movement": "worsened",
        "flag": "without_deadline", "words": "strategy estates",
    }  # fmt: skip
    for name, value in asked.items():
        expected = ["Estates strategy", "Another"] if name == "plan" else ["Estates strategy"]
        assert titles(listed(**{name: value})) == expected, name
    assert titles(listed(**asked)) == ["Estates strategy"]
    assert titles(listed(flag="green_but_late")) == ["Another"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rating", "purple"), ("stage", "done"), ("flag", "everything"), ("movement", "sideways"), ("plan", "x"),
        ("lead", "999999"), ("words", "x" * 201), ("forecast", "\x00red"),
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_used_shows_its_error_and_no_rows(plan, listed, name, value):
    in_order(plan, "Only")
    response = listed(**{name: value})
    if value.startswith("\x00"):
        assert response.context["filter"].is_valid(), "a control character is taken out of what was typed"
        return
    assert titles(response) == []
    page = response.content.decode()
    assert "There is a problem" in page
    assert "The filters above cannot be used as they are" in page
    assert listed(**{name: value, "export": "csv"})["Content-Type"].startswith("text/html")


def test_a_nul_in_the_search_finds_what_the_words_find(plan, listed):
    in_order(plan, "Only")
    assert titles(listed(words="On\x00ly")) == ["Only"]


def test_choices_are_only_what_the_person_may_see(plan, authority, listed):
    elsewhere = DeliverableFactory(lead=PostFactory(title="Foreign post"))
    page = listed().content.decode()
    for foreign in (elsewhere.plan.title, elsewhere.ambition.title, "Foreign post"):
        assert foreign not in page
    assert "There is a problem" in listed(plan=elsewhere.plan_id).content.decode()


def test_an_empty_list_says_why(plan, listed):
    assert "No plan that you may see has deliverables yet" in listed().content.decode()
    in_order(plan, "Only")
    assert "Nothing matches all of these filters" in listed(rating="red").content.decode()


# --- Cells and order --------------------------------------------------------------------------------------------------


def test_the_cells_of_a_row(plan, authority, listed):
    committee, lead = CommitteeFactory(authority=authority, name="HR Committee"), PostFactory(authority=authority)
    full = rated(
        plan, "amber", title="Full", lead=lead, committee=committee, due="March 2010",
        first_deadline_due=datetime.date(2010, 1, 31), deadline_moves=1,
    )  # fmt: skip
    bare = DeliverableFactory(plan=plan, title="Bare", ambition=full.ambition, descriptor=full.descriptor)
    rows = {row.record.pk: row for row in listed().context["table"].rows}
    values = {name: rows[full.pk].get_cell_value(name) for name in ("reference", "title", "lead", "committee", "stage")}
    assert values == {
        "reference": full.reference, "title": "Full", "lead": str(lead), "committee": "HR Committee",
        "stage": "In progress",
    }  # fmt: skip
    assert rows[full.pk].get_cell_value("deadline_text") == "March 2010"
    slipped = "Moved once, 59 days later than first adopted (31 January 2010)."
    assert slipped in str(rows[full.pk].get_cell("deadline_text"))
    assert rows[full.pk].get_cell_value("rating") == "Amber"
    assert rows[full.pk].get_cell_value("computed") == "Overdue; Slipped; Forecast without a date"
    assert rows[full.pk].get_cell_value("latest__submitted_at") == "2009-07-10"
    assert "10 July 2009" in str(rows[full.pk].get_cell("latest__submitted_at"))
    gaps = {
        name: str(rows[bare.pk].get_cell(name)) for name in ("lead", "committee", "deadline_text", "rating", "stage")
    }
    assert ["No lead post" in gaps["lead"], "No committee" in gaps["committee"]] == [True, True]
    assert ["Not set" in gaps["deadline_text"], "Not rated" in gaps["rating"]] == [True, True]
    assert "Not started" in gaps["stage"]
    assert "None yet" in str(rows[bare.pk].get_cell("latest__submitted_at"))
    exported = [rows[bare.pk].get_cell_value(name) for name in ("lead", "committee", "deadline_text", "rating")]
    assert exported == ["", "", "", "Not rated"]


def test_reference_sorts_as_the_plan_does(plan, listed):
    in_order(plan, "First", "Second", "Third")
    assert titles(listed()) == titles(listed(sort="reference")) == ["First", "Second", "Third"]
    assert titles(listed(sort="-reference")) == ["Third", "Second", "First"]


def test_deadlines_sort_by_their_last_day_and_the_undated_come_last_both_ways(plan, listed):
    for due in ("June 2010", "", "12 June 2010", "ongoing", "Q1 2009/10"):
        in_order(plan, due or "none", due=due)
    assert titles(listed(sort="deadline_text")) == ["Q1 2009/10", "12 June 2010", "June 2010", "none", "ongoing"]
    assert titles(listed(sort="-deadline_text")) == ["June 2010", "12 June 2010", "Q1 2009/10", "none", "ongoing"]


def test_ratings_sort_by_severity_and_stages_by_progress(plan, listed):
    for code, stage in (("green", "complete"), ("", "not_started"), ("red", "cancelled"), ("amber", "in_progress")):
        rated(plan, code, stage=stage, title=code or "none")
    assert titles(listed(sort="rating")) == ["red", "amber", "green", "none"]
    assert titles(listed(sort="-rating")) == ["none", "green", "amber", "red"]
    assert titles(listed(sort="stage")) == ["none", "amber", "green", "red"]


@pytest.mark.parametrize("column", ["lead", "committee", "latest__submitted_at", "title", "plan"])
def test_every_other_column_sorts_with_its_gaps_last(plan, authority, listed, column):
    rated(
        plan,
        "green",
        title="B",
        lead=PostFactory(authority=authority, title="Z"),
        committee=CommitteeFactory(authority=authority),
    )
    DeliverableFactory(plan=plan, title="C")
    assert titles(listed(sort=column))[-1] == "C"


def test_an_unknown_sorting_and_a_page_that_is_not_there_are_no_error(plan, listed):
    in_order(plan, "Only")
    assert titles(listed(sort="password", page="99")) == ["Only"]


def test_the_plan_is_named_where_there_are_several_and_none_is_chosen(plan, authority, listed):
    in_order(plan, "Only")
    assert "plan" not in listed().context["table"].columns.names()
    PlanFactory(authority=authority)
    assert "plan" in listed().context["table"].columns.names()
    assert "plan" not in listed(plan=plan.pk).context["table"].columns.names()


def test_fifty_rows_make_a_page(plan, listed):
    in_order(plan, *[f"Number {number}" for number in range(51)])
    assert len(titles(listed())) == 50
    assert titles(listed(page="2")) == ["Number 50"]


# --- Taking it away ---------------------------------------------------------------------------------------------------


def csv_rows(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def xlsx_rows(response):
    sheet = load_workbook(io.BytesIO(response.content)).active
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows()]


def shown(response):
    """The header and values of the page's table, without the ticks."""
    table = response.context["table"]
    columns = [column for column in table.columns if column.name != "row"]
    return [[str(column.header) for column in columns]] + [
        [str(row.get_cell_value(column.name) or "") for column in columns] for row in table.rows
    ]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_export_is_what_the_page_shows_filtered_and_sorted(plan, listed, format):
    for code, name in (("red", "B"), ("red", "A"), ("green", "C")):
        rated(plan, code, title=name, due="March 2010")
    asked = {"rating": "red", "sort": "-title"}
    rows = (csv_rows if format == "csv" else xlsx_rows)(listed(**asked, export=format))
    in_files = [place for place, heading in enumerate(rows[0]) if heading in IN_FILES]
    of_the_page = [[cell for place, cell in enumerate(row) if place not in in_files] for row in rows]
    assert of_the_page == shown(listed(**asked))
    assert [row[1] for row in rows[1:]] == ["B", "A"]


def moved(plan):
    """Three deliverables: of one the deadline moved later, of one earlier, one was never given a day."""
    first = {"first_deadline_text": "January 2010", "first_deadline_due": datetime.date(2010, 1, 31)}
    later, *_ = in_order(plan, "Later", due="March 2010", deadline_moves=2, **first)
    DeliverableFactory(
        plan=plan, ambition=later.ambition, descriptor=later.descriptor, title="Sooner", due="1 January 2010",
        deadline_moves=1, **first,
    )  # fmt: skip
    DeliverableFactory(plan=plan, ambition=later.ambition, descriptor=later.descriptor, title="Never", due="ongoing")


def deadlines(rows):
    heading, *rest = rows
    return [[row[heading.index(name)] for name in ("Title", "Deadline", *IN_FILES)] for row in rest]


def test_a_workbook_gives_a_deadline_its_days_and_its_moves_as_such(plan, listed):
    moved(plan)
    sheet = load_workbook(io.BytesIO(listed(export="xlsx", sort="reference").content)).active
    day = datetime.datetime
    assert deadlines([[cell.value for cell in row] for row in sheet.iter_rows()]) == [
        ["Later", "March 2010", day(2010, 3, 31), "January 2010", 59, 2],
        ["Sooner", "1 January 2010", day(2010, 1, 1), "January 2010", -30, 1],
        ["Never", "ongoing", None, "ongoing", None, 0],
    ]


def test_a_csv_file_gives_the_same_and_a_number_below_nought_stays_one(plan, listed):
    moved(plan)
    assert deadlines(csv_rows(listed(export="csv", sort="reference"))) == [
        ["Later", "March 2010", "2010-03-31", "January 2010", "59", "2"],
        ["Sooner", "1 January 2010", "2010-01-01", "January 2010", "-30", "1"],
        ["Never", "ongoing", "", "ongoing", "", "0"],
    ]


def test_what_a_file_says_of_a_deadline_in_cells_of_their_own_is_no_column_of_the_page(plan, listed):
    moved(plan)
    page = listed(sort="days_moved").content.decode()
    assert [name for name in IN_FILES if f'data-label="{name}"' in page] == []


def test_an_export_holds_every_page(plan, listed):
    in_order(plan, *[f"Number {number}" for number in range(51)])
    assert len(csv_rows(listed(export="csv"))) == 52


def asks(file):
    """Return how many queries it takes to read a file to its end."""
    with CaptureQueriesContext(connection) as asked:
        response = file()
        b"".join(response.streaming_content if response.streaming else [response.content])
    return len(asked)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("marking", ["", "OFFICIAL-SENSITIVE"])
def test_a_file_of_many_asks_for_no_more_than_one_of_a_single_row(plan, listed, format, marking):
    def complete(code):
        lead, committee = PostFactory(authority=plan.authority), CommitteeFactory(authority=plan.authority)
        full = {"lead": lead, "committee": committee, "due": "March 2010", "marking": marking}
        rated(plan, code, update={"green_on": datetime.date(2010, 6, 30)}, **full)

    complete("red")
    of_one = asks(lambda: listed(export=format))
    for code in ("amber", "green", "red"):
        complete(code)
    assert asks(lambda: listed(export=format)) == of_one


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " ="])
def test_nothing_that_somebody_typed_is_a_formula_in_a_file(plan, listed, start):
    in_order(plan, f"{start}cmd|calc")
    book = load_workbook(io.BytesIO(listed(export="xlsx").content)).active
    assert {cell.data_type for row in book.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
    assert [cell.value for cell in book[2]][1].strip() == f"{start}cmd|calc".strip()
    assert csv_rows(listed(export="csv"))[1][1].startswith("'")


def test_control_characters_survive_an_export(plan, listed):
    in_order(plan, "Before\x0bafter\x1f\ufffe")
    assert xlsx_rows(listed(export="xlsx"))[1][1] == "Beforeafter"
    assert csv_rows(listed(export="csv"))[1][1] == "Beforeafter"


def test_a_file_is_named_for_its_list_and_day(plan, listed):
    in_order(plan, "Only")
    assert listed(export="csv")["Content-Disposition"] == 'attachment; filename="deliverables-2010-04-12.csv"'


# --- Who may ----------------------------------------------------------------------------------------------------------


def test_nobody_sees_rows_of_another_authority(plan, stranger, as_person):
    in_order(plan, "Secret")
    assert titles(as_person(stranger).get(URL)) == []


def test_everybody_with_a_role_sees_the_list_and_only_editors_can_choose_rows(plan, authority, as_person):
    in_order(plan, "Only")
    for role in Role.values:
        response = as_person(person_with(role, authority=authority)).get(URL)
        assert titles(response) == ["Only"]
        may_edit = role in (Role.EDITOR, Role.ADMINISTRATOR)
        assert ("row" in response.context["table"].columns.names()) is may_edit
        assert (b"Change the chosen ones" in response.content) is may_edit


def test_somebody_without_a_post_sees_no_list(as_person):
    from tests.factories.people import PersonFactory

    assert as_person(PersonFactory()).get(URL).status_code == 404


# --- Cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_whatever_its_size(
    plan, authority, editor, as_person, django_assert_num_queries, rows
):
    for _ in range(rows):
        rated(plan, "red", lead=PostFactory(authority=authority), committee=CommitteeFactory(authority=authority))
    client = as_person(editor)
    with django_assert_num_queries(15):
        client.get(URL)


@pytest.mark.parametrize("rows", [1, 3])
def test_an_export_costs_the_same_queries_whatever_its_size(plan, editor, as_person, django_assert_num_queries, rows):
    for _ in range(rows):
        rated(plan, "red")
    client = as_person(editor)
    with django_assert_num_queries(10):
        client.get(URL, {"export": "xlsx"})
