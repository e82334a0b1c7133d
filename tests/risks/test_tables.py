"""The cells of the register."""

from __future__ import annotations

import pytest

from risks.models import Risk
from risks.tables.register import ArchivedRiskTable, RiskTable, current_of, worst_among
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import CommitteeFactory, PersonFactory
from tests.factories.plans import AmbitionFactory
from tests.factories.risks import RiskFactory

pytestmark = pytest.mark.django_db


def rated(*ratings):
    risk = RiskFactory()
    for rating in ratings:
        deliverable = DeliverableFactory()
        if rating:
            ProgressUpdateFactory(deliverable=deliverable, rating=rating, latest=True)
        risk.deliverables.add(deliverable)
    return risk


def cells(table_class, records):
    (row,) = table_class(records).rows
    return {column.name: str(row.get_cell(column.name)) for column in row.table.columns.iterall()}


@pytest.mark.parametrize(
    ("ratings", "worst"),
    [
        ((), ""),
        ((None,), ""),
        (("green",), "green"),
        (("green", None, "red", "amber"), "red"),
        (("amber_red", "amber"), "amber_red"),
    ],
)
def test_the_worst_rating_counts_and_what_is_not_rated_does_not(ratings, worst):
    loaded = Risk.objects.all().for_list().get(pk=rated(*ratings).pk)
    assert worst_among(current_of(loaded.deliverables))[0] == worst


def test_the_worst_rating_is_in_the_word_of_its_own_plan():
    risk = rated("red", "amber")
    plan = risk.deliverables.get(latest__rating="red").plan
    plan.scale.points.filter(code="red").update(word="Off course")
    assert "Off course" in cells(RiskTable, Risk.objects.filter(pk=risk.pk).for_list())["worst"]
    exported = list(RiskTable(Risk.objects.filter(pk=risk.pk).for_list()).as_values())[1]
    assert "Off course" in exported


def test_an_archived_deliverable_counts_no_more():
    risk = rated("red")
    risk.deliverables.update(archived_at="2010-01-01T00:00Z", archived_by=PersonFactory())
    loaded = Risk.objects.all().for_list().get(pk=risk.pk)
    assert worst_among(current_of(loaded.deliverables)) == ("", "")
    assert cells(RiskTable, [loaded])["treated_by"] == "None"


def test_the_page_shows_in_small_what_a_file_has_in_columns_of_their_own():
    risk = rated("red")
    risk.ambitions.add(AmbitionFactory(reference="2", title="Money"), AmbitionFactory(reference="4", title="People"))
    Risk.objects.filter(pk=risk.pk).update(committee=CommitteeFactory(name="HR Committee"))
    shown = cells(RiskTable, Risk.objects.filter(pk=risk.pk).for_list())
    assert "HR Committee · Ambitions 2, 4" in shown["title"]
    assert risk.deliverables.get().reference in shown["worst"]


def test_a_risk_without_owner_committee_and_links_says_so():
    found = cells(RiskTable, Risk.objects.filter(pk=RiskFactory().pk).for_list())
    assert "No owner" in found["owner"]
    assert "No committee" in found["committee"]
    assert (found["hangs_on"], found["treated_by"]) == ("None", "None")
    assert "Not rated" in found["worst"]


def test_an_archived_risk_names_the_day_in_london_and_the_reason():
    risk = RiskFactory(
        archived_at="2010-06-30T23:30Z", archived_by=PersonFactory(name="Jane Smith"), archived_reason="Passed."
    )
    risk.ambitions.add(AmbitionFactory())
    found = cells(ArchivedRiskTable, Risk.objects.all().archived())
    assert (found["archived_at"], found["archived_by"], found["archived_reason"]) == (
        "1 July 2010",
        "Jane Smith",
        "Passed.",
    )
