"""The pages of kept readings of columns, and choosing one at an upload."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.exchange.models import ImportMapping, StagedImport
from plans.models import Plan
from tests.exchange.files import workbook
from tests.factories.exchange import ImportMappingFactory, RegisterImportFactory, StagedImportFactory
from tests.factories.people import person_with
from tests.factories.plans import PlanFactory

OTHER_ORDER = [["Lead", "Action", "Aim"], ["Clerk", "Patrol", "Safe"]]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT)


@pytest.fixture
def reading(authority):
    return ImportMappingFactory(authority=authority, name="Traffic")


@pytest.fixture
def editing(as_person, editor):
    return as_person(editor)


def page(name, *arguments):
    return reverse(f"import-{name}", args=arguments)


def test_all_are_listed_and_taken_out(editing, reading):
    ImportMappingFactory(name="Theirs")
    assert f'href="{page("readings")}"' in editing.get(page("list")).content.decode()
    text = editing.get(page("readings")).content.decode()
    assert f'href="{page("reading", reading.pk)}"' in text
    assert "Theirs" not in text
    exported = editing.get(page("readings"), {"export": "csv"}).getvalue().decode()
    assert exported.splitlines()[1].split(",")[:3] == ["Traffic", str(reading.authority), "A plan"]


def test_the_day_is_that_of_the_place_and_not_of_greenwich(editing, reading):
    late = datetime.datetime(2010, 4, 11, 23, 30, tzinfo=datetime.timezone.utc)
    ImportMapping.objects.update(changed_at=late)
    assert "12 April 2010" in editing.get(page("readings")).content.decode()
    assert "2010-04-12" in editing.get(page("readings"), {"export": "csv"}).getvalue().decode()


def test_the_list_is_narrowed(editing, reading, authority):
    ImportMappingFactory(authority=authority, name="Council", sort="targets", headings="what | value")
    for query, name in (
        ({"holds": "targets"}, "Council"),
        ({"words": "aim"}, "Traffic"),
        ({"words": "coun"}, "Council"),
    ):
        assert [str(row.record) for row in editing.get(page("readings"), query).context["table"].rows] == [name]


def test_the_list_is_put_in_order_by_a_columns_heading(editing, reading, authority):
    ImportMappingFactory(authority=authority, name="Council", headings="what | value")
    named = [
        [str(row.record) for row in editing.get(page("readings"), {"sort": order}).context["table"].rows]
        for order in ("name", "-name")
    ]
    assert named == [["Council", "Traffic"], ["Traffic", "Council"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_queries_however_long_it_is(editing, authority, rows, django_assert_num_queries):
    ImportMappingFactory.create_batch(rows, authority=authority)
    editing.get(page("readings"))
    with django_assert_num_queries(7):
        editing.get(page("readings"))


@pytest.mark.parametrize("name", ["reading", "reading-drop"])
def test_one_is_for_those_who_import_there_and_for_others_it_is_not_there(as_person, reading, editor, stranger, name):
    address = page(name, reading.pk)
    assert as_person(editor).get(address).status_code == 200
    elsewhere = person_with(Role.EDITOR)
    for person in (stranger, elsewhere, person_with(Role.AUDITOR, authority=reading.authority)):
        assert as_person(person).get(address).status_code == 404
        assert as_person(person).post(address, {"name": "Mine", "version": 1}).status_code == 404
    assert ImportMapping.objects.get().name == "Traffic"


def test_its_page_shows_its_columns_and_changes_its_name(editing, reading):
    text = editing.get(page("reading", reading.pk)).content.decode()
    assert "aim" in text
    assert "Not used" not in text
    said = {"name": "Roads", "version": reading.version}
    assert editing.post(page("reading", reading.pk), said).url == page("readings")
    assert ImportMapping.objects.get().name == "Roads"
    assert editing.post(page("reading", reading.pk), said).status_code == 422


def test_a_column_that_is_not_used_or_has_no_heading_is_shown(editing, authority):
    one = ImportMappingFactory(
        authority=authority, headings="aim |  | notes", columns={"0": "deliverable", "1": "owner"}
    )
    assert editing.get(page("reading", one.pk)).context["columns"][1][0] == "Column 2"
    assert editing.get(page("reading", one.pk)).context["columns"][2] == ("notes", "Not used")


def test_it_is_dropped(editing, reading):
    assert "What was imported by it stays" in editing.get(page("reading-drop", reading.pk)).content.decode()
    assert editing.post(page("reading-drop", reading.pk)).url == page("readings")
    assert not ImportMapping.objects.exists()


def test_one_is_chosen_for_a_file(editing, plan, reading):
    field = editing.get(page("list")).context["form"].fields["reading"]
    assert [label for _, label in field.choices][1:] == ["Traffic (a plan)"]
    file = SimpleUploadedFile("plan.xlsx", workbook(OTHER_ORDER))
    editing.post(page("list"), {"plan": plan.pk, "file": file, "reading": reading.pk})
    staged = StagedImport.objects.get()
    assert staged.choices["mappings"] == {"lead | action | aim": {"0": "owner", "1": "deliverable", "2": "ambition"}}


def test_one_that_does_not_fit_is_said_beside_it(editing, plan, reading):
    file = SimpleUploadedFile("plan.xlsx", workbook([["Name", "Telephone"], ["Clerk", "1"]]))
    response = editing.post(page("list"), {"plan": plan.pk, "file": file, "reading": reading.pk})
    assert "No table in the file" in response.context["form"].errors["reading"][0]


@pytest.mark.parametrize("name", ["list", "measures", "register"])
def test_where_none_is_kept_none_is_asked_for(editing, plan, name):
    assert "reading" not in editing.get(page(name)).context["form"].fields


def test_the_columns_page_offers_a_name_and_keeps_it(editing, plan, authority):
    staged = StagedImportFactory(plan=plan, filename="Traffic plan.xlsx")
    form = editing.get(page("columns", staged.pk)).context["form"]
    assert form["called"].value() == "Traffic plan"
    said = {name: form[name].value() for name in form.fields}
    editing.post(page("columns", staged.pk), {**said, "called": "Roads"})
    assert ImportMapping.objects.get().name == "Roads"


def test_a_register_is_kept_by_its_name_too(editing, authority):
    staged = RegisterImportFactory(register_of=authority)
    form = editing.get(page("register-columns", staged.pk)).context["form"]
    said = {name: form[name].value() for name in form.fields}
    editing.post(page("register-columns", staged.pk), {**said, "called": "Risks of the force"})
    assert ImportMapping.objects.get().name == "Risks of the force"
