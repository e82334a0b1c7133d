"""What is confirmed is what was looked at: columns that somebody corrected in between are looked at first."""

import pytest
from django.urls import reverse

from kpa_tracker.interfaces.exchange.models import StagedImport
from plans.models import Plan
from targets.models import Measure
from tests.factories.exchange import ROWS, RegisterImportFactory, StagedImportFactory

TARGETS = [["Objective", "Indicator", "Target 2009/10", "Last"], ["Safer", "Number of thefts", "Reduce to 90", "100"]]


@pytest.fixture
def staged(request, authority, editor):
    if request.param == "register":
        return RegisterImportFactory(register_of=authority, uploaded_by=editor)
    rows = ROWS if request.param == "plan" else TARGETS
    options = {"plan__authority": authority, "plan__state": Plan.State.DRAFT, "sort": request.param, "rows": rows}
    return StagedImportFactory(uploaded_by=editor, **options)


every_sort = pytest.mark.parametrize("staged", ["plan", "targets", "register"], indirect=True)


@every_sort
def test_what_was_changed_since_is_looked_at_first(staged, as_person, editor):
    client = as_person(editor)
    address = staged.get_absolute_url()
    seen = client.get(address).context["form"]["seen"].value()
    StagedImport.objects.filter(pk=staged.pk).update(version=seen + 1)
    answer = client.post(address, {"seen": seen})
    assert answer.status_code == 422
    assert "This is how it is read now: look again." in answer.content.decode()
    assert StagedImport.objects.get().confirmed_at is None
    assert answer.context["form"]["seen"].value() == seen + 1
    assert client.post(address, {"seen": seen + 1}).url == reverse("import-result", args=[staged.pk])


@every_sort
def test_what_was_looked_at_is_taken(staged, as_person, editor):
    client = as_person(editor)
    address = staged.get_absolute_url()
    seen = client.get(address).context["form"]["seen"].value()
    assert client.post(address, {"seen": seen}).url == reverse("import-result", args=[staged.pk])


TWO = [
    ["Indicator", "Target 2009/10", "Last"],
    ["Number of thefts", "Reduce to 90", "100"],
    ["Number of officers", "Increase to 90", "80"],
]
RESULTS = [["Indicator", "2008/09"], ["Number of thefts", "100"], ["Number of officers", "80"]]


@pytest.mark.parametrize(("sort", "rows"), [("targets", TWO), ("results", RESULTS)])
def test_how_a_new_measure_makes_its_year_is_asked_beside_what_was_guessed(sort, rows, authority, as_person, editor):
    client = as_person(editor)
    options = {"plan__authority": authority, "plan__state": Plan.State.DRAFT, "sort": sort, "rows": rows}
    staged = StagedImportFactory(uploaded_by=editor, **options)
    asked = client.get(staged.get_absolute_url()).context["form"].fields
    guessed = {field.label: field.initial for name, field in asked.items() if name.startswith("gathering")}
    assert guessed == {"Number of thefts": "sum", "Number of officers": "last"}
    client.post(staged.get_absolute_url(), {"gathering-0": "average"})
    made = dict(Measure.objects.values_list("title", "gathering"))
    assert made == {"Number of thefts": "average", "Number of officers": "last"}
