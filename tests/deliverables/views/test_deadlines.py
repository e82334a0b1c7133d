from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from deliverables.actions.deadlines import request_new_deadline
from deliverables.models import DeadlineRequest, Deliverable
from kpa_tracker.base.toolkit.dates import parse_partial_date
from tests.factories.deliverables import DeadlineRequestFactory, ProgressUpdateFactory

ASKED = {"new": "September 2010", "reason": "The partner's report is late."}


@pytest.fixture
def ask_url(deliverable):
    return reverse("deadline-request", args=[deliverable.pk])


@pytest.fixture
def waiting(deliverable, owner):
    return request_new_deadline(deliverable, new=parse_partial_date(ASKED["new"]), reason=ASKED["reason"], by=owner)


def decide(client, waiting, **data):
    return client.post(reverse("deadline-decide", args=[waiting.pk]), {"seen": waiting.version, **data})


def errors_of(response):
    return list(response.context["form"].errors)


# --- Asking -----------------------------------------------------------------------------------------------------------


def test_the_owner_asks(as_person, owner, deliverable, ask_url):
    response = as_person(owner).post(ask_url, ASKED)
    assert (response.status_code, response.url) == (302, deliverable.get_absolute_url())
    assert DeadlineRequest.objects.values_list("new_text", "new_due", "requested_by").get() == (
        "September 2010",
        datetime.date(2010, 9, 30),
        owner.pk,
    )


@pytest.mark.parametrize("who", ["officer", "member", "auditor", "stranger"])
def test_who_does_not_answer_for_it_does_not_ask(who, as_person, ask_url, request):
    client = as_person(request.getfixturevalue(who))
    assert (client.get(ask_url).status_code, client.post(ask_url, ASKED).status_code) == (404, 404)


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({}, ["new", "reason"]),
        ({**ASKED, "reason": ""}, ["reason"]),
        ({**ASKED, "new": "TBC"}, ["new"]),
        ({**ASKED, "new": "31 June 2010"}, ["new"]),
        ({**ASKED, "new": "June 2010"}, ["new"]),
    ],
    ids=["nothing", "no reason", "no date", "an impossible date", "the same deadline"],
)
def test_what_is_no_request_is_refused_beside_its_field(data, fields, as_person, owner, ask_url):
    response = as_person(owner).post(ask_url, data)
    assert (response.status_code, errors_of(response)) == (422, fields)
    assert not DeadlineRequest.objects.exists()


def test_while_one_waits_the_page_says_so_and_offers_no_form(as_person, owner, ask_url, waiting):
    page = as_person(owner).get(ask_url).content.decode()
    assert "has asked for September 2010 already" in page
    assert 'name="new"' not in page
    assert reverse("deadline-withdraw", args=[waiting.pk]) in page


def test_the_page_shows_the_first_deadline_the_current_one_the_slip_and_the_moves(
    as_person, owner, deliverable, ask_url
):
    deliverable.deadline, deliverable.deadline_moves = parse_partial_date("Dec 2010"), 2
    deliverable.save()
    page = as_person(owner).get(ask_url).content.decode()
    assert "First adopted: June 2010. Moved 2 times, 184 days later than first adopted (30 June 2010)." in page


# --- Deciding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_an_editor_moves_the_deadline(who, as_person, deliverable, waiting, request):
    person = request.getfixturevalue(who)
    assert decide(as_person(person), waiting, decision="approve").status_code == 302
    moved = Deliverable.objects.get(pk=deliverable.pk)
    assert (moved.deadline_text, moved.first_deadline_text, moved.deadline_moves) == ("September 2010", "June 2010", 1)


def test_an_editor_leaves_the_deadline_where_it_is(as_person, editor, deliverable, waiting):
    assert decide(as_person(editor), waiting, decision="refuse", reason="Ask for help first.").status_code == 302
    waiting.refresh_from_db()
    assert (waiting.decision, Deliverable.objects.get(pk=deliverable.pk).deadline_text) == ("refused", "June 2010")


@pytest.mark.parametrize(("data", "fields"), [({}, ["decision"]), ({"decision": "refuse"}, ["reason"])])
def test_an_incomplete_decision_is_refused_beside_its_field(data, fields, as_person, editor, waiting):
    response = decide(as_person(editor), waiting, **data)
    assert (response.status_code, errors_of(response)) == (422, fields)


def test_whoever_decides_sees_what_the_slip_would_be(as_person, editor, waiting):
    page = as_person(editor).get(reverse("deadline-decide", args=[waiting.pk])).content.decode()
    assert "Moved once, 92 days later than first adopted (30 June 2010)." in page


@pytest.mark.parametrize("who", ["owner", "officer", "member", "auditor", "stranger"])
def test_nobody_else_decides(who, as_person, deliverable, waiting, request):
    client = as_person(request.getfixturevalue(who))
    answers = client.get(reverse("deadline-decide", args=[waiting.pk])), decide(client, waiting, decision="approve")
    assert [answer.status_code for answer in answers] == [404, 404]
    assert Deliverable.objects.get(pk=deliverable.pk).deadline_text == "June 2010"


def test_an_editor_does_not_decide_their_own_request(as_person, editor, administrator, deliverable):
    own = DeadlineRequestFactory(deliverable=deliverable, requested_by=editor)
    url = reverse("deadline-decide", args=[own.pk])
    assert [as_person(who).get(url).status_code for who in (editor, administrator)] == [404, 200]


def test_what_is_decided_is_not_decided_again(as_person, editor, waiting):
    decide(as_person(editor), waiting, decision="approve")
    assert decide(as_person(editor), waiting, decision="approve").status_code == 404


# --- Queries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries_however_much_there_is(
    count, as_person, owner, editor, deliverable, ask_url, django_assert_num_queries
):
    decided = {"decision": "refused", "decided_by": editor, "decided_at": datetime.datetime.now(datetime.timezone.utc)}
    DeadlineRequestFactory.create_batch(count, deliverable=deliverable, **decided)
    client = as_person(owner)
    with django_assert_num_queries(6):
        client.get(ask_url)


@pytest.mark.parametrize("count", [1, 3])
def test_the_decision_asks_the_same_number_of_queries_however_much_there_is(
    count, as_person, editor, waiting, deliverable, earlier_period, django_assert_num_queries
):
    for number in range(1, count + 1):
        state = "submitted" if number == count else "corrected"
        ProgressUpdateFactory(
            deliverable=deliverable, period=earlier_period, number=number, state=state, latest=number == count
        )
    client = as_person(editor)
    with django_assert_num_queries(7):
        client.get(reverse("deadline-decide", args=[waiting.pk]))


def test_the_third_move_asks_for_the_minute(as_person, editor, deliverable, waiting):
    client, page = as_person(editor), reverse("deadline-decide", args=[waiting.pk])
    assert "minute" not in client.get(page).context["form"].fields
    type(deliverable).objects.filter(pk=deliverable.pk).update(deadline_moves=2)
    assert "minute" in client.get(page).context["form"].fields
    refused = decide(client, waiting, decision="approve")
    assert list(errors_of(refused)) == ["minute"]
    assert decide(client, waiting, decision="approve", minute="Resources Committee 12/10").status_code == 302
    assert "Resources Committee 12/10" in client.get(deliverable.get_absolute_url()).content.decode()


def test_whoever_decides_reads_what_it_means_for_others(as_person, owner, editor, deliverable, ask_url):
    asked = {"new": "September 2010", "reason": "Late.", "effect": "The printers wait for it."}
    assert as_person(owner).post(ask_url, asked).status_code == 302
    waiting = deliverable.deadline_requests.get()
    page = as_person(editor).get(reverse("deadline-decide", args=[waiting.pk])).content.decode()
    assert "The printers wait for it." in page
    assert "The printers wait for it." in as_person(editor).get(deliverable.get_absolute_url()).content.decode()
