"""The gravest risks on the site and in a file."""

from __future__ import annotations

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kpa_tracker.base.people.roles import GRANTS, Role
from risks.models import Risk
from risks.scoring import Level
from risks.tables.top import TopRiskTable
from risks.views import top
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import AppointmentFactory, CommitteeFactory, PostFactory, person_with
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.risks import AcceptanceFactory, AssessmentFactory, CategoryFactory, RiskFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/risks/top/"
SPRING = datetime.date(2010, 3, 1)
READERS = [Role.OFFICER, Role.MEMBER, Role.AUDITOR, Role.EDITOR, Role.ADMINISTRATOR]


def scored(authority, reference, likelihood, impact, **values):
    risk = RiskFactory(authority=authority, reference=reference, **values)
    return AssessmentFactory(risk=risk, likelihood=likelihood, impact=impact).risk


def references(response):
    return [row.record.reference for row in response.context["table"].rows]


def test_the_address_is_that_of_the_top_risks():
    assert reverse("risk-top") == ADDRESS


@pytest.mark.parametrize("role", READERS)
def test_everybody_of_the_authority_reads_them(as_person, authority, role):
    scored(authority, "KPA 01", 4, 4, title="Money runs out")
    response = as_person(person_with(role, authority=authority)).get(ADDRESS)
    assert (response.status_code, "Money runs out" in response.content.decode()) == (200, True)


def test_another_authoritys_are_not_among_them(as_person, stranger, authority):
    scored(authority, "KPA 01", 4, 4)
    assert references(as_person(stranger).get(ADDRESS)) == []


def test_whoever_may_not_read_the_register_does_not_find_the_page(as_person, authority, monkeypatch):
    monkeypatch.setitem(GRANTS, Role.MEMBER, GRANTS[Role.MEMBER] - {"risks.view_risk"})
    assert as_person(person_with(Role.MEMBER, authority=authority)).get(ADDRESS).status_code == 404


def test_they_stand_by_level_then_score_then_reference(as_person, member, authority):
    for reference, likelihood, impact in (("B", 3, 3), ("C", 5, 5), ("A", 3, 3), ("D", 2, 5), ("E", 1, 1)):
        scored(authority, reference, likelihood, impact)
    assert references(as_person(member).get(ADDRESS)) == ["C", "D", "A", "B", "E"]


def test_a_level_goes_before_a_score(as_person, member, authority):
    low, high = scored(authority, "A", 4, 3), scored(authority, "B", 2, 5)
    authority.risk_scheme.cells.filter(likelihood=2, impact=5).update(level=Level.VERY_HIGH)
    assert (low.current.score, high.current.score) == (12, 10)
    assert references(as_person(member).get(ADDRESS)) == ["B", "A"]


def test_ended_archived_and_unscored_risks_are_not_among_them(as_person, member, editor, authority):
    scored(authority, "A", 4, 4)
    scored(authority, "B", 5, 5, status="closed", status_reason="Over.")
    scored(authority, "C", 5, 5, archived_at="2010-01-01T00:00Z", archived_by=editor)
    RiskFactory(authority=authority, reference="D")
    assert references(as_person(member).get(ADDRESS)) == ["A"]


def test_there_are_ten_of_them_and_the_page_says_of_how_many(as_person, member, authority):
    for number in range(12):
        scored(authority, f"R{number:02}", 3, 4)
    response = as_person(member).get(ADDRESS)
    assert references(response) == [f"R{number:02}" for number in range(top.TOP)]
    assert "10 of the 12 risks that are scored" in response.content.decode()


def test_a_committee_has_its_own(as_person, member, authority):
    committee = CommitteeFactory(authority=authority)
    scored(authority, "A", 5, 5)
    scored(authority, "B", 2, 2, committee=committee)
    client = as_person(member)
    assert references(client.get(ADDRESS, {"committee": committee.pk})) == ["B"]
    page = client.get(ADDRESS, {"committee": committee.pk}).content.decode()
    assert f"{reverse('register-document', args=[authority.pk])}?committee={committee.pk}" in page


@pytest.mark.parametrize("facet", ["committee", "category", "authority"])
def test_a_facet_that_does_not_exist_shows_nothing_and_says_so(as_person, member, authority, facet):
    scored(authority, "A", 5, 5)
    response = as_person(member).get(ADDRESS, {facet: 999})
    assert references(response) == []
    assert "choose one from the list" in response.content.decode()


def test_without_a_scored_risk_the_page_says_so(as_person, member, authority):
    RiskFactory(authority=authority)
    page = as_person(member).get(ADDRESS).content.decode()
    assert "No risk has been scored yet" in page
    assert "that are scored" not in page


def test_each_authority_has_its_own_where_somebody_belongs_to_several(as_person, member, authority):
    scored(authority, "A", 5, 5)
    other = scored(PostFactory().authority, "B", 2, 2).authority
    AppointmentFactory(person=member, post=PostFactory(authority=other), role=Role.MEMBER)
    client = as_person(member)
    assert references(client.get(ADDRESS, {"authority": other.pk})) == ["B"]
    page = client.get(ADDRESS, {"authority": other.pk}).content.decode()
    assert reverse("register-document", args=[other.pk]) in page
    assert reverse("register-document", args=[authority.pk]) not in page
    assert "/publication/registers/" not in client.get(ADDRESS).content.decode()


def cells(risk):
    (row,) = TopRiskTable(loaded(risk)).rows
    return {column.name: str(row.get_cell(column.name)) for column in row.table.columns.iterall()}


def loaded(risk):
    page = top.TopRisks()
    page.model = Risk
    page.request = type("Request", (), {"user": person_with(Role.MEMBER, authority=risk.authority)})()
    return page.get_queryset().filter(pk=risk.pk)


def test_a_row_says_how_the_score_moved_since_the_last_review_and_over_four_quarters(authority):
    risk = RiskFactory(authority=authority)
    for day, likelihood in ((datetime.date(2009, 5, 1), 2), (datetime.date(2009, 11, 1), 5), (SPRING, 4)):
        AssessmentFactory(risk=risk, likelihood=likelihood, impact=4, assessed_on=day)
    found = cells(risk)
    assert (found["moved"], found["over_year"]) == ("↓\N{NO-BREAK SPACE}Fallen", "↑\N{NO-BREAK SPACE}Risen from 8")


def test_what_was_not_scored_a_year_ago_says_so(authority):
    assert cells(scored(authority, "A", 4, 4))["over_year"] == "Not scored by 30 June 2009"


@pytest.mark.parametrize(("appetite", "shown"), [(Level.MEDIUM, "Up to medium"), (None, "None set")])
def test_a_row_says_how_much_is_borne(authority, appetite, shown):
    category = CategoryFactory(authority=authority, appetite=appetite)
    assert cells(scored(authority, "A", 4, 4, category=category))["appetite"] == shown


def test_a_row_says_how_the_risk_is_answered_and_until_when(authority):
    risk = scored(authority, "A", 3, 4, category=CategoryFactory(authority=authority))
    AcceptanceFactory(risk=risk)
    found = cells(risk)["stance"]
    assert "Beyond appetite, accepted" in found
    assert "Accepted at high until 30 September 2010" in found
    assert "<strong>" not in found


def test_what_waits_for_a_decision_stands_out(authority):
    found = cells(scored(authority, "A", 3, 4, category=CategoryFactory(authority=authority)))["stance"]
    assert "<strong>Beyond appetite, neither treated nor accepted</strong>" in found
    assert "until" not in found


def test_a_row_says_what_rests_on_the_risk(authority):
    risk = scored(authority, "A", 4, 4)
    plan = PlanFactory(authority=authority)
    deliverable = DeliverableFactory(plan=plan)
    ProgressUpdateFactory(deliverable=deliverable, rating="red", latest=True)
    risk.ambitions.add(AmbitionFactory(plan=plan, reference="7"))
    risk.deliverables.add(deliverable)
    found = cells(risk)
    assert "Ambition 7" in found["title"]
    assert "Red" in found["worst"]


def test_the_file_holds_what_the_page_shows(as_person, member, authority):
    category = CategoryFactory(authority=authority, name="=Money")
    for number in range(12):
        risk = scored(authority, f"R{number:02}", 3, 4, category=category, next_review=datetime.date(2010, 6, 30))
        AcceptanceFactory(risk=risk)
    content = as_person(member).get(ADDRESS, {"export": "xlsx"}).content
    head, *rows = load_workbook(io.BytesIO(content)).active.iter_rows()
    named = [dict(zip([cell.value for cell in head], row, strict=True)) for row in rows]
    assert [row["Reference"].value for row in named] == [f"R{number:02}" for number in range(10)]
    first = named[0]
    assert (first["Score now"].value, first["Score now"].data_type) == (12, "n")
    assert (first["Next review by"].value.date(), first["Next review by"].is_date) == (datetime.date(2010, 6, 30), True)
    assert first["Accepted until"].value.date() == datetime.date(2010, 9, 30)
    assert (first["Category"].value, first["Category"].data_type) == ("=Money", "s")


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_risk_and_three(
    as_person, member, authority, number, django_assert_max_num_queries
):
    plan = PlanFactory(authority=authority)
    for place in range(number):
        risk = scored(authority, f"R{place}", 4, 4, owner=PostFactory(authority=authority),
                      category=CategoryFactory(authority=authority))  # fmt: skip
        risk.ambitions.add(AmbitionFactory(plan=plan))
        risk.deliverables.add(DeliverableFactory(plan=plan))
        AcceptanceFactory(risk=risk)
    client = as_person(member)
    with django_assert_max_num_queries(18):
        client.get(ADDRESS)


@pytest.mark.parametrize("marking", ["", "OFFICIAL-SENSITIVE"])
def test_a_file_of_them_is_marked_as_they_are(marking, authority, member, as_person):
    """They are cut off in the database, where nothing more can be asked of the first few."""
    scored(authority, "A", 4, 4, title="Money runs out", marking=marking)
    file = as_person(member).get(ADDRESS, {"export": "csv"})
    assert "Money runs out" in b"".join(file).decode()
    assert ("official-sensitive" in file["Content-Disposition"]) is bool(marking)
