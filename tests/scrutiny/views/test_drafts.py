"""Where members find a draft plan that is put to them: My work, their committee's page, the agenda."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from deliverables.actions.consultation import respond_to
from kpa_tracker.interfaces.scrutiny.models import AgendaItem
from tests.conftest import TODAY
from tests.factories.deliverables import CommentFactory, ConsultationFactory, DeliverableFactory
from tests.factories.people import CommitteeFactory
from tests.factories.plans import PlanFactory
from tests.factories.scrutiny import AgendaItemFactory

pytestmark = pytest.mark.django_db
HEADING = "Draft plans to comment on"


@pytest.fixture
def plan(authority):
    before = PlanFactory(authority=authority, title="Plan 2009/10", state="adopted")
    DeliverableFactory(plan=before, title="Count what was stolen", reference="1.1")
    made = PlanFactory(authority=authority, title="Plan 2010/11", state="consultation", previous=before)
    DeliverableFactory(plan=made, title="Visit every custody suite", reference="1.1")
    return made


@pytest.fixture
def consultation(work, plan):
    return ConsultationFactory(plan=plan, committee=work["committee"], note="What is missing?")


@pytest.fixture
def item(work, plan):
    return AgendaItemFactory(meeting=work["coming"], plan=plan, kind=AgendaItem.Kind.DRAFT_PLAN)


def page_of(client, record):
    answer = client.get(record if isinstance(record, str) else record.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


# --- My work ----------------------------------------------------------------------------------------------------------


def test_my_work_has_it_until_the_member_has_commented(consultation, work, as_person):
    client, way = as_person(work["member"]), reverse("comment-add", args=[consultation.pk])
    page = page_of(client, reverse("my-work"))
    assert (HEADING in page, way in page, "Nothing waits for you" in page) == (True, True, False)
    assert client.post(way, {"about": "plan", "text": "Say by when."}).status_code == 302
    assert HEADING not in page_of(client, reverse("my-work"))


def test_whoever_does_not_sit_on_it_has_nothing_of_it(consultation, work, as_person):
    assert HEADING not in page_of(as_person(work["owner"]), reverse("my-work"))


@pytest.mark.parametrize(
    "days", [{"closes_on": TODAY - datetime.timedelta(days=1)}, {"opens_on": TODAY.replace(day=13)}]
)
def test_my_work_has_only_what_takes_comments_today(days, work, plan, as_person):
    ConsultationFactory(plan=plan, committee=work["committee"], **days)
    assert HEADING not in page_of(as_person(work["member"]), reverse("my-work"))


# --- The committee ----------------------------------------------------------------------------------------------------


def test_a_committees_page_has_the_drafts_that_are_put_to_it(consultation, work, as_person):
    CommentFactory(consultation=consultation)
    client = as_person(work["member"])
    page = page_of(client, work["committee"])
    plan, committee = consultation.plan_id, work["committee"].pk
    listed = f"{reverse('comment-list')}?response=standing&plan={plan}&committee={committee}"
    assert (HEADING in page, listed.replace("&", "&amp;") in page, "until 30 April 2010" in page) == (True, True, True)
    assert len(client.get(listed).context["table"].rows) == 1


def test_another_committees_page_has_them_not(consultation, work, authority, as_person):
    ConsultationFactory(plan=consultation.plan)
    assert HEADING not in page_of(as_person(work["member"]), CommitteeFactory(authority=authority))


def test_an_auditor_reads_and_is_not_asked_to_comment(consultation, work, auditor, as_person):
    page = page_of(as_person(auditor), work["committee"])
    assert (HEADING in page, reverse("comment-add", args=[consultation.pk]) in page) == (True, False)


def test_an_adopted_plan_leaves_the_committees_page(consultation, work, as_person):
    type(consultation.plan).objects.filter(pk=consultation.plan_id).update(state="adopted")
    assert HEADING not in page_of(as_person(work["member"]), work["committee"])


# --- The agenda -------------------------------------------------------------------------------------------------------


def test_the_item_shows_in_the_order_of_a_panel_what_changed_what_was_said_and_what_was_asked(
    item, consultation, work, editor, as_person
):
    said = CommentFactory(consultation=consultation, text="Where are the numbers?", made_by=work["member"])
    respond_to(said, response="in_part", text="Half of them are back.", seen=1, by=editor)
    page = page_of(as_person(work["member"]), item)
    parts = ["What was presented", "What has changed", "What is missing?", "Where are the numbers?"]
    parts += ["Accepted in part.", "Half of them are back.", "Questions and answers", "Resolved"]
    places = [page.find(part) for part in parts]
    assert (-1 in places, places) == (False, sorted(places))


def test_the_numbers_of_what_changed_are_those_of_their_lists(item, work, as_person):
    client = as_person(work["member"])
    changes = {label: (number, url) for number, label, url in client.get(item.get_absolute_url()).context["changes"]}
    counted = {label: changes[label][0] for label in ("Added", "Dropped", "Not decided yet")}
    assert counted == {"Added": 3, "Dropped": 2, "Not decided yet": 1}
    for number, url in changes.values():
        assert len(client.get(url.partition("#")[0]).context["shown"]) == number


def test_comments_of_another_committee_and_those_withdrawn_are_not_under_it(item, consultation, work, plan, as_person):
    CommentFactory(consultation=ConsultationFactory(plan=plan), text="Somebody else's")
    moment = consultation.created_at
    CommentFactory(
        consultation=consultation,
        text="Sent twice",
        withdrawn_at=moment,
        withdrawn_by=work["member"],
        withdrawn_reason="Twice",
    )
    page = page_of(as_person(work["member"]), item)
    assert ("Somebody else" in page, "Sent twice" in page, "Nobody has said anything yet." in page) == (
        False,
        False,
        True,
    )


@pytest.mark.parametrize("values", [{"plan": None}, {"kind": "progress"}])
def test_an_item_on_something_else_compares_nothing(values, item, work, as_person):
    AgendaItem.objects.filter(pk=item.pk).update(**values)
    assert as_person(work["member"]).get(item.get_absolute_url()).context["changes"] == []


def test_a_plan_that_follows_none_has_nothing_to_be_compared_with(work, authority, as_person):
    item = AgendaItemFactory(
        meeting=work["coming"], plan=PlanFactory(authority=authority), kind=AgendaItem.Kind.DRAFT_PLAN
    )
    assert as_person(work["member"]).get(item.get_absolute_url()).context["changes"] == []


def test_the_page_costs_the_same_for_three_comments(item, consultation, work, as_person, django_assert_num_queries):
    client = as_person(work["member"])
    for number in (1, 2):
        CommentFactory.create_batch(number, consultation=consultation)
        with django_assert_num_queries(26):
            client.get(item.get_absolute_url())
