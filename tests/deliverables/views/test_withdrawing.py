"""Evidence and requests are taken back by whoever put them there, and both pages lead back to their deliverable."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deliverables.actions.deadlines import request_new_deadline
from deliverables.actions.evidence import NewEvidence, add_evidence, withdraw_evidence
from kpa_tracker.base.toolkit.dates import parse_partial_date
from tests.factories.situations import close


@pytest.fixture
def kept(deliverable, owner):
    link = NewEvidence(title="Minutes", link="https://authority.example/minutes")
    return add_evidence(deliverable, evidence=link, by=owner)


@pytest.fixture
def waiting(deliverable, owner):
    new = parse_partial_date("September 2010")
    return request_new_deadline(deliverable, new=new, reason="The partner's report is late.", by=owner)


@pytest.mark.parametrize(("name", "made"), [("evidence-withdraw", "kept"), ("deadline-withdraw", "waiting")])
def test_both_pages_say_what_follows_and_lead_back(name, made, as_person, owner, deliverable, request):
    url = reverse(name, args=[request.getfixturevalue(made).pk])
    page = as_person(owner).get(url)
    back = deliverable.get_absolute_url()
    assert (page.context["cancel_url"], page.context["breadcrumbs"][0]) == (back, (str(deliverable), back))
    assert page.context["consequences"] in page.content.decode()


# --- Requests for a new deadline --------------------------------------------------------------------------------------


def test_whoever_asked_withdraws_the_request(as_person, owner, waiting):
    url = reverse("deadline-withdraw", args=[waiting.pk])
    assert as_person(owner).get(url).status_code == 200
    assert as_person(owner).post(url, {"seen": waiting.version}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.decision == "withdrawn"


@pytest.mark.parametrize("who", ["editor", "administrator", "member", "auditor", "stranger"])
def test_nobody_withdraws_anothers_request(who, as_person, waiting, request):
    url = reverse("deadline-withdraw", args=[waiting.pk])
    assert as_person(request.getfixturevalue(who)).post(url, {"seen": waiting.version}).status_code == 404


# --- Evidence ---------------------------------------------------------------------------------------------------------


def withdraw(client, kept, **data):
    return client.post(reverse("evidence-withdraw", args=[kept.pk]), {"seen": kept.version, **data})


@pytest.mark.parametrize("who", ["owner", "editor"])
def test_who_added_it_or_edits_the_plan_withdraws_it(who, as_person, kept, request):
    person = request.getfixturevalue(who)
    assert withdraw(as_person(person), kept, reason="Wrong file.").status_code == 302
    kept.refresh_from_db()
    assert (kept.withdrawn_by, kept.withdrawn_reason) == (person, "Wrong file.")


@pytest.mark.parametrize("who", ["officer", "member", "auditor", "stranger"])
def test_nobody_else_withdraws_it(who, as_person, kept, request):
    client = as_person(request.getfixturevalue(who))
    answers = client.get(reverse("evidence-withdraw", args=[kept.pk])), withdraw(client, kept, reason="Mine now.")
    assert [answer.status_code for answer in answers] == [404, 404]


def test_it_is_not_withdrawn_without_a_reason(as_person, owner, kept):
    response = withdraw(as_person(owner), kept)
    assert (response.status_code, response.context["form"].errors["reason"]) == (422, ["Say why it is withdrawn."])


def test_it_is_not_withdrawn_twice(as_person, owner, kept):
    withdraw_evidence(kept, reason="Wrong file.", seen=kept.version, by=owner)
    assert withdraw(as_person(owner), kept, reason="Again.").status_code == 404


# --- An update --------------------------------------------------------------------------------------------------------


@pytest.fixture
def way_back(submitted):
    return reverse("update-pull-back", args=[submitted.pk])


def test_the_writer_is_led_to_pull_the_update_back_and_does(as_person, owner, deliverable, submitted, way_back):
    client = as_person(owner)
    assert way_back in client.get(deliverable.get_absolute_url()).content.decode()
    assert client.get(way_back).status_code == 200
    sent = client.post(way_back, {"seen": submitted.version, "reason": "A figure is wrong."})
    assert sent.url == deliverable.get_absolute_url()
    submitted.refresh_from_db()
    assert submitted.state == "draft"


def test_it_is_not_pulled_back_without_a_reason(as_person, owner, submitted, way_back):
    refused = as_person(owner).post(way_back, {"seen": submitted.version, "reason": ""})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])


@pytest.mark.parametrize("who", ["editor", "officer", "auditor", "stranger"])
def test_nobody_else_pulls_it_back_or_is_led_there(who, as_person, deliverable, submitted, way_back, request):
    client = as_person(request.getfixturevalue(who))
    assert client.post(way_back, {"seen": submitted.version, "reason": "Mine now."}).status_code == 404
    assert way_back not in client.get(deliverable.get_absolute_url()).content.decode()
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_in_a_closed_period_no_way_leads_back(as_person, owner, editor, deliverable, submitted, period, way_back):
    close(period)
    assert as_person(owner).get(way_back).status_code == 404
    assert way_back not in as_person(owner).get(deliverable.get_absolute_url()).content.decode()
    assert "/review/" not in as_person(editor).get(deliverable.get_absolute_url()).content.decode()
