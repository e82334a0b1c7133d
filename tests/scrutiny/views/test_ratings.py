"""The list of committees' ratings, and where the list of deliverables says that a committee rates otherwise."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from deliverables.models import Deliverable
from deliverables.models.judged import OTHERWISE
from deliverables.models.selections import RATED_OTHERWISE
from kpa_tracker.interfaces.scrutiny.actions import answer, withdraw
from tests.conftest import TODAY
from tests.factories.deliverables import DeliverableFactory
from tests.factories.scrutiny import CommitteeRatingFactory, HeldMeetingFactory, committee_at_work

pytestmark = pytest.mark.django_db
LIST = "committee-rating-list"
WORD = "Committee rates otherwise"


@pytest.fixture
def adopted(work):
    plan = work["deliverable"].plan
    plan.state = "adopted"
    plan.save()
    return plan


@pytest.fixture
def rating(work, adopted):
    return CommitteeRatingFactory(meeting=work["held"], deliverable=work["deliverable"], reason="Nobody has seen it.")


@pytest.fixture
def agreeing(work, rating):
    other = DeliverableFactory(plan=work["deliverable"].plan, lead=work["lead"])
    return CommitteeRatingFactory(meeting=work["held"], deliverable=other, rating="green", owner_rating="green")


def listed(client, name=LIST, **query):
    page = client.get(reverse(name), query)
    assert page.status_code == 200
    return {row.record for row in page.context["table"].rows}


# --- The list of ratings ----------------------------------------------------------------------------------------------


def test_everybody_with_a_role_reads_their_own_authoritys(rating, work, auditor, stranger, as_person):
    assert [listed(as_person(one)) for one in (work["member"], auditor, stranger)] == [{rating}, {rating}, set()]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"rating", "agreeing"}),
        ({"state": "disputed"}, {"rating"}),
        ({"state": "in_force"}, {"rating", "agreeing"}),
        ({"state": "answered"}, set()),
        ({"state": "withdrawn"}, set()),
        ({"differs": "differing"}, {"rating"}),
        ({"differs": "agreeing"}, {"agreeing"}),
        ({"words": "nobody seen"}, {"rating"}),
        ({"committee": "committee"}, {"rating", "agreeing"}),
        ({"meeting": "held"}, {"rating", "agreeing"}),
        ({"meeting": "coming"}, set()),
        ({"deliverable": "deliverable"}, {"rating"}),
    ],
)
def test_it_is_narrowed(query, found, rating, agreeing, work, as_person):
    made = {"rating": rating, "agreeing": agreeing}
    asked = {key: work[value].pk if value in work else value for key, value in query.items()}
    assert listed(as_person(work["member"]), **asked) == {made[name] for name in found}


def test_an_answered_one_is_beside_the_owners_no_more(rating, work, as_person):
    answer(rating, text="It is put right.", seen=1, by=work["owner"])
    client = as_person(work["member"])
    assert [listed(client, state=state) for state in ("disputed", "answered")] == [set(), {rating}]


def test_one_that_was_taken_back_is_listed_where_it_is_asked_for(rating, work, editor, as_person):
    withdraw(rating, reason="Another item.", seen=1, by=editor)
    client = as_person(work["member"])
    assert [listed(client), listed(client, state="withdrawn")] == [set(), {rating}]


def test_an_unknown_choice_is_an_error_and_no_list(rating, work, as_person):
    page = as_person(work["member"]).get(reverse(LIST), {"differs": "all_of_them"})
    assert (len(page.context["table"].rows), "govuk-error-summary" in page.content.decode()) == (0, True)


def test_it_is_taken_away_as_it_is_shown(rating, agreeing, work, as_person):
    file = as_person(work["member"]).get(reverse(LIST), {"export": "csv", "differs": "differing"})
    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))
    head = next(row for row in rows if row[0] == "Deliverable")
    (row,) = rows[rows.index(head) + 1 :]
    said = dict(zip(head, row, strict=True))
    assert (said["The committee"], said["The owner then"], said["Why"]) == ("Red", "Green", "Nobody has seen it.")
    assert (said["Meeting"], said["Where it stands"]) == ("2010-03-16", "Waits for an answer")


def test_it_costs_the_same_queries_for_three_rows(rating, work, as_person, django_assert_num_queries):
    client = as_person(work["member"])
    for _ in range(2):
        with django_assert_num_queries(11):
            client.get(reverse(LIST))
        for _ in range(2):
            other = committee_at_work(work["committee"].authority)
            CommitteeRatingFactory(meeting=other["held"], deliverable=work["deliverable"])


def test_the_committees_number_is_that_of_its_list(rating, agreeing, work, as_person):
    client, address = as_person(work["member"]), f"{reverse(LIST)}?state=disputed&committee={work['committee'].pk}"
    page = client.get(work["committee"].get_absolute_url()).content.decode()
    assert address.replace("&", "&amp;") in page
    assert len(client.get(address).context["table"].rows) == 1


# --- The list of deliverables -----------------------------------------------------------------------------------------


def flagged():
    return {one for one in Deliverable.objects.for_list() if RATED_OTHERWISE in one.computed}


def test_a_deliverable_that_a_committee_rates_otherwise_is_flagged_and_found(rating, agreeing, work):
    assert flagged() == set(Deliverable.objects.selected(RATED_OTHERWISE)) == {work["deliverable"]}


def test_what_is_answered_taken_back_or_rated_anew_is_flagged_no_more(rating, work, editor):
    again = HeldMeetingFactory(committee=work["committee"], held_on=TODAY)
    CommitteeRatingFactory(meeting=again, deliverable=work["deliverable"], rating="green", owner_rating="green")
    assert flagged() == set(Deliverable.objects.selected(RATED_OTHERWISE)) == set()


@pytest.mark.parametrize("end", [answer, withdraw])
def test_one_that_ended_leaves_no_flag(end, rating, work, editor):
    end(rating, **{"text" if end is answer else "reason": "It is put right."}, seen=1, by=editor)
    assert flagged() == set(Deliverable.objects.selected(RATED_OTHERWISE)) == set()


def test_two_committees_flag_it_once(rating, work):
    other = committee_at_work(work["committee"].authority)
    CommitteeRatingFactory(meeting=other["held"], deliverable=work["deliverable"])
    assert list(Deliverable.objects.selected(RATED_OTHERWISE)) == [work["deliverable"]]


def test_without_committees_nothing_is_flagged(rating, monkeypatch):
    monkeypatch.delitem(OTHERWISE, "scrutiny")
    assert (flagged(), list(Deliverable.objects.selected(RATED_OTHERWISE))) == (set(), [])


def test_the_list_narrows_to_it_and_its_file_says_it(rating, agreeing, work, as_person):
    client = as_person(work["member"])
    assert listed(client, "deliverable-list", flag=RATED_OTHERWISE) == {work["deliverable"]}
    assert WORD in client.get(reverse("deliverable-list"), {"plan": work["deliverable"].plan_id}).content.decode()
    file = client.get(reverse("deliverable-list"), {"export": "csv", "flag": RATED_OTHERWISE})
    assert WORD in file.getvalue().decode("utf-8-sig")


def test_a_day_that_has_passed_offers_no_such_choice(rating, work, as_person):
    asked = {"flag": RATED_OTHERWISE, "as_of": "2010-03-20"}
    page = as_person(work["member"]).get(reverse("deliverable-list"), asked)
    assert "choose one from the list" in page.content.decode()


def test_the_dashboards_number_is_that_of_its_list(rating, agreeing, work, as_person):
    client = as_person(work["member"])
    page = client.get(work["committee"].get_absolute_url())
    (figure,) = [one for one in page.context["time_figures"] if one.label == WORD]
    assert (figure.number, len(client.get(figure.url).context["table"].rows)) == (1, 1)


def test_no_day_that_has_passed_counts_it(rating, work, as_person):
    page = as_person(work["member"]).get(work["committee"].get_absolute_url(), {"as_of": "2010-03-20"})
    assert [one for one in page.context["time_figures"] if one.label == WORD] == []
