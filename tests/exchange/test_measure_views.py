import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kpa_tracker.base.audit.models import Event
from kpa_tracker.interfaces.exchange.models import StagedImport
from plans.models import Plan
from targets.models import Result, Target
from tests.exchange.files import workbook
from tests.factories.exchange import StagedImportFactory
from tests.factories.plans import PlanFactory

TARGETS = [["Objective", "Indicator", "Target 2009/10", "Last"], ["Safer", "Number of thefts", "Reduce to 90", "100"]]
RESULTS = [["Ref", "Indicator", "2008/09", "June 2009"], ["K1", "Number of thefts", "100", "U/A"]]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT, title="The plan")


def upload(client, plan, rows=TARGETS, sort="targets", content=None):
    file = SimpleUploadedFile("table.xlsx", content if content is not None else workbook(rows))
    return client.post(reverse("import-measures"), {"plan": plan.pk, "sort": sort, "file": file})


def columns(client, staged, **said):
    page = client.get(reverse("import-measures-columns", args=[staged.pk]))
    fields = page.context["form"].fields
    answers = {name: field.initial or "" for name, field in fields.items()} | said
    return client.post(reverse("import-measures-columns", args=[staged.pk]), answers)


def test_targets_come_in_step_by_step(plan, as_person, editor):
    client = as_person(editor)
    assert client.get(reverse("import-measures")).status_code == 200
    response = upload(client, plan)
    staged = StagedImport.objects.get()
    assert response.url == reverse("import-measures-columns", args=[staged.pk])
    response = columns(client, staged, **{"column-0-3": "baseline"})
    assert response.url == reverse("import-measures-owners", args=[staged.pk])
    response = client.get(response.url)
    assert response.url == reverse("import-measures-preview", args=[staged.pk])
    page = client.get(response.url).content.decode()
    assert "Number of thefts" in page
    assert "Import it now" in page
    assert Target.objects.count() == 0
    response = client.post(response.url)
    assert response.url == reverse("import-result", args=[staged.pk])
    assert client.get(response.url).status_code == 200
    assert Target.objects.get().baseline.value == 100
    staged.refresh_from_db()
    assert staged.result["counts"] == {"made": 1, "changed": 0, "unchanged": 0}
    assert Event.objects.get(verb="targets imported").actor_id == editor.pk


def test_results_come_in_and_confirming_twice_does_nothing(plan, as_person, editor):
    client = as_person(editor)
    upload(client, plan, RESULTS, "results")
    staged = StagedImport.objects.get()
    address = reverse("import-measures-preview", args=[staged.pk])
    page = client.get(address).content.decode()
    assert "K1 Number of thefts" in page
    assert "U/A" in page
    client.post(address)
    events = Event.objects.count()
    assert client.post(address).url == reverse("import-result", args=[staged.pk])
    assert (Result.objects.count(), Event.objects.count()) == (1, events)


def test_a_period_that_is_none_is_refused(plan, as_person, editor):
    client = as_person(editor)
    upload(client, plan)
    response = columns(client, StagedImport.objects.get(), period="soon")
    assert response.status_code == 422
    assert "is not a period" in response.content.decode()


def test_without_its_column_nothing_can_be_read(plan, as_person, editor):
    client = as_person(editor)
    upload(client, plan)
    response = columns(client, StagedImport.objects.get(), **{"column-0-2": ""})
    assert "Say which column holds “Target”" in response.content.decode()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", workbook([["Dog"], ["a"]])])
def test_a_file_without_a_table_is_refused_in_words(plan, as_person, editor, content):
    response = upload(as_person(editor), plan, content=content)
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not StagedImport.objects.exists()


def test_nothing_understood_offers_no_button(plan, as_person, editor):
    client = as_person(editor)
    upload(client, plan, [["Indicator", "Target", "Baseline"], ["Number of thefts", "Reduce 7 of 9 by 3", "1"]])
    page = client.get(reverse("import-measures-preview", args=[StagedImport.objects.get().pk])).content.decode()
    assert "Nothing in the file can be imported as it is read now. The reason of each row stands below." in page
    assert "The target is not understood: “Reduce 7 of 9 by 3”" in page
    assert "Import it now" not in page


def test_it_is_thrown_away_like_any_other(plan, as_person, editor):
    client = as_person(editor)
    upload(client, plan)
    address = reverse("import-discard", args=[StagedImport.objects.get().pk])
    assert (
        reverse("import-measures-preview", args=[StagedImport.objects.get().pk]) in client.get(address).content.decode()
    )
    client.post(address)
    assert not StagedImport.objects.exists()


def test_each_sort_has_its_own_pages(plan, as_person, editor):
    client = as_person(editor)
    a_plan = StagedImportFactory(plan=plan, uploaded_by=editor)
    assert client.get(reverse("import-measures-preview", args=[a_plan.pk])).status_code == 404
    targets = StagedImportFactory(plan=plan, uploaded_by=editor, sort="targets")
    assert client.get(reverse("import-preview", args=[targets.pk])).status_code == 404


def test_who_may_not_import_finds_no_page(plan, as_person, officer, stranger, editor):
    staged = StagedImportFactory(plan=plan, uploaded_by=editor, sort="targets")
    assert as_person(officer).get(reverse("import-measures")).status_code == 404
    for person in (officer, stranger):
        client = as_person(person)
        assert client.get(reverse("import-measures-preview", args=[staged.pk])).status_code == 404
        assert client.get(reverse("import-measures-columns", args=[staged.pk])).status_code == 404


def test_it_says_where_there_is_no_plan(authority, as_person, editor):
    assert "There is no plan to import into" in as_person(editor).get(reverse("import-measures")).content.decode()
