import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from kpa_tracker.base.audit.models import Event
from kpa_tracker.interfaces.exchange.models import StagedImport
from tests.exchange.actions.book.plans import edited, sent_out, whole_plan
from tests.factories.deliverables import DeliverableFactory


@pytest.fixture
def plan(authority):
    return whole_plan(authority)


@pytest.fixture
def editing(as_person, editor):
    return as_person(editor)


def upload(client, plan, content):
    return client.post(reverse("import-list"), {"plan": plan.pk, "file": SimpleUploadedFile("plan.xlsx", content)})


def test_the_plans_page_hands_out_its_workbook_and_its_data(editing, plan, editor):
    page = editing.get(plan.get_absolute_url()).content.decode()
    book, data = (reverse(name, args=[plan.pk]) for name in ("plan-workbook", "plan-data"))
    assert f'href="{book}"' in page
    assert f'href="{data}"' in page
    response = editing.get(book)
    assert response.headers["Content-Disposition"] == 'attachment; filename="plan-200910-workbook-2010-04-12.xlsx"'
    assert load_workbook(io.BytesIO(response.content)).sheetnames[:2] == ["Read me", "Plan"]
    assert "datapackage.json" in zipfile.ZipFile(io.BytesIO(editing.get(data).content)).namelist()
    taken = Event.objects.filter(verb="plan exported").order_by("id").values_list("actor_id", "changes")
    assert list(taken) == [(editor.pk, {"as": [None, "a workbook"]}), (editor.pk, {"as": [None, "a data package"]})]


@pytest.mark.parametrize("name", ["plan-workbook", "plan-data"])
def test_it_is_for_those_who_may_take_the_working_document(as_person, plan, name, editor, stranger, officer):
    address = reverse(name, args=[plan.pk])
    assert as_person(editor).get(address).status_code == 200
    assert as_person(stranger).get(address).status_code == 404
    assert (
        as_person(officer).get(address).status_code
        == as_person(officer).get(reverse("plan-document", args=[plan.pk])).status_code
    )


@pytest.mark.parametrize("name", ["plan-workbook", "plan-data"])
def test_it_costs_the_same_number_of_queries_for_one_deliverable_and_three(
    editing, plan, name, django_assert_num_queries
):
    address = reverse(name, args=[plan.pk])
    editing.get(address)
    expected = {"plan-workbook": 37, "plan-data": 40}[name]
    with django_assert_num_queries(expected):
        editing.get(address)
    DeliverableFactory.create_batch(3, plan=plan, ambition=plan.ambitions.first(), descriptor=None)
    with django_assert_num_queries(expected):
        editing.get(address)


def test_a_workbook_goes_from_upload_to_the_plan(editing, plan):
    response = upload(editing, plan, edited(sent_out(plan), ("Plan", "Vision", "What it says", "Safer streets.")))
    staged = StagedImport.objects.get()
    assert response.url == reverse("import-book-preview", args=[staged.pk]) == staged.get_absolute_url()
    page = editing.get(response.url)
    assert "Only cells that were edited since change anything" in page.content.decode()
    assert "Safer streets." in page.content.decode()
    response = editing.post(response.url, {"seen": page.context["form"]["seen"].value()})
    assert response.url == reverse("import-result", args=[staged.pk])
    plan.refresh_from_db()
    assert plan.vision == "Safer streets."
    assert "Left as they were" in editing.get(response.url).content.decode()


def test_what_was_confirmed_is_done_once(editing, plan):
    address = upload(editing, plan, edited(sent_out(plan), ("Plan", "Vision", "What it says", "Safer streets."))).url
    first, second = (editing.post(address, {}) for _ in range(2))
    assert first.url == second.url == reverse("import-result", args=[StagedImport.objects.get().pk])
    assert Event.objects.filter(verb="plan imported").count() == 1


def test_a_workbook_that_says_nothing_new_has_no_button(editing, plan):
    page = editing.get(upload(editing, plan, sent_out(plan)).url).content.decode()
    assert "There is nothing to import" in page
    assert "Import it now" not in page


def test_problems_are_shown_with_their_rows_and_cannot_be_confirmed(editing, plan):
    address = upload(editing, plan, edited(sent_out(plan), ("Plan", "Title", "What it says", None))).url
    page = editing.get(address).content.decode()
    assert "“Title” is empty." in page
    assert "Import it now" not in page
    response = editing.post(address, {})
    assert response.status_code == 422
    assert "must be put right first" in response.content.decode()


def test_a_workbook_of_another_version_is_refused_beside_the_field(editing, plan):
    other = edited(sent_out(plan), save=lambda book: book["Read me"].__setitem__("B3", "3"))
    response = upload(editing, plan, other)
    assert response.status_code == 422
    assert "another version of this site" in response.context["form"].errors["file"][0]


def test_only_a_workbooks_import_has_the_page(editing, plan, as_person, stranger):
    address = upload(editing, plan, sent_out(plan)).url
    assert as_person(stranger).get(address).status_code == 404
    StagedImport.objects.update(sort="plan")
    assert editing.get(address).status_code == 404
