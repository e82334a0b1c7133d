from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from deliverables.actions.deadlines import request_new_deadline
from deliverables.actions.reviews import accept_update, send_back_update
from deliverables.actions.updates import NOTHING_SEEN, save_draft, submit_update
from kpa_tracker.base.people.models import Appointment
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.dates import parse_partial_date
from kpa_tracker.interfaces.dashboards.my_work import work_of
from plans.models import Plan
from tests.factories.deliverables import (
    DeadlineRequestFactory,
    DeliverableFactory,
    EvidenceFactory,
    ProgressUpdateFactory,
    ReportingPeriodFactory,
)
from tests.factories.people import PostFactory, person_with
from tests.factories.situations import GREEN, close

MY_WORK = "/my-work/"


def groups_of(person):
    """Return {heading: references of what stands under it}."""
    sections = work_of(person).grouped()
    return {section.group.key: [item.deliverable.reference for item in section.items] for section in sections}


def counts_of(person):
    return {group.key: count for group, count in work_of(person).counts() if count}


def reported(of, period, owner, **content):
    return submit_update(of, period=period, content={**GREEN, **content}, seen=NOTHING_SEEN, by=owner)


# --- What is mine -----------------------------------------------------------------------------------------------------


def test_what_a_persons_posts_lead_or_support_is_theirs_and_nothing_else(plan, post, owner, authority):
    other = PostFactory(authority=authority)
    DeliverableFactory(plan=plan, reference="1.1", lead=post)
    DeliverableFactory(plan=plan, reference="1.2", lead=other).supporting.add(post)
    DeliverableFactory(plan=plan, reference="1.3", lead=other)
    DeliverableFactory(plan=plan, reference="1.4")
    assert groups_of(owner) == {"rest": ["1.1", "1.2"]}


def test_what_one_leads_and_supports_at_once_stands_there_once(plan, post, owner):
    DeliverableFactory(plan=plan, reference="1.1", lead=post).supporting.add(post)
    assert groups_of(owner) == {"rest": ["1.1"]}


def test_what_everybody_supports_is_everybodys(plan, authority, officer, stranger):
    everyone = PostFactory(authority=authority, kind="everyone", title="ALL")
    DeliverableFactory(plan=plan, reference="1.1").supporting.add(everyone)
    assert (groups_of(officer), groups_of(stranger)) == ({"rest": ["1.1"]}, {})


def test_work_stays_with_the_post_when_the_person_goes(deliverable, owner, post, today):
    Appointment.objects.filter(person=owner).update(ends_on=today - datetime.timedelta(days=1))
    successor = person_with(Role.OFFICER, post=post)
    assert (groups_of(owner), groups_of(successor)) == ({}, {"rest": ["1.1"]})


@pytest.mark.parametrize("state", [Plan.State.DRAFT, Plan.State.CONSULTATION, Plan.State.CLOSED])
def test_only_adopted_plans_ask_for_work(state, deliverable, plan, owner):
    Plan.objects.filter(pk=plan.pk).update(state=state)
    assert groups_of(owner) == {}


def test_an_archived_deliverable_asks_for_nothing(deliverable, owner, editor):
    deliverable.archived_at, deliverable.archived_by = datetime.datetime.now(datetime.timezone.utc), editor
    deliverable.save()
    assert groups_of(owner) == {}


# --- Under which heading ----------------------------------------------------------------------------------------------


def test_an_update_is_due_while_an_open_period_has_none(deliverable, period, owner):
    assert groups_of(owner) == {"due": ["1.1"]}
    reported(deliverable, period, owner)
    assert groups_of(owner) == {"rest": ["1.1"]}


def test_nothing_is_due_once_the_period_is_closed(deliverable, period, owner):
    close(period)
    assert groups_of(owner) == {"rest": ["1.1"]}


def test_nothing_is_due_before_the_period_opens(deliverable, period, owner, today):
    period.opens_on = today + datetime.timedelta(days=1)
    period.save()
    assert groups_of(owner) == {"rest": ["1.1"]}


def test_complete_work_asks_for_no_more_updates(deliverable, earlier_period, owner):
    EvidenceFactory(deliverable=deliverable)
    reported(deliverable, earlier_period, owner, stage="complete")
    ReportingPeriodFactory(
        plan=deliverable.plan, observed_from=datetime.date(2010, 1, 1), observed_to=datetime.date(2010, 3, 31)
    )
    assert groups_of(owner) == {"rest": ["1.1"]}


def test_a_draft_is_still_due(deliverable, period, owner):
    save_draft(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    (item,) = work_of(owner).items
    assert (item.is_due, item.has_draft, item.may_be_unchanged) == (True, True, False)


def test_what_was_sent_back_comes_first(deliverable, period, owner, editor, submitted):
    send_back_update(submitted, reason="Which draft?", seen=submitted.version, by=editor)
    assert groups_of(owner) == {"sent_back": ["1.1"]}
    assert counts_of(owner) == {"sent_back": 1}


def test_overdue_work_that_is_reported_is_overdue(late_deliverable, period, owner):
    told = {"cause": "c", "recovery": "r", "recovery_by": late_deliverable.lead, "green_on": datetime.date(2010, 5, 1)}
    reported(late_deliverable, period, owner, rating="red", **told)
    assert groups_of(owner) == {"overdue": ["1.2"]}


def test_a_contradiction_is_pointed_out(deliverable, period, owner, post):
    content = {
        "rating": "red",
        "cause": "c",
        "recovery": "r",
        "recovery_by": post,
        "green_on": datetime.date(2010, 12, 1),
    }
    reported(deliverable, period, owner, **content)
    assert groups_of(owner) == {"contradiction": ["1.1"]}


def test_what_is_due_within_thirty_days_is_due_soon(plan, post, owner, period):
    soon = DeliverableFactory(plan=plan, lead=post, reference="1.1", due="30 April 2010")
    reported(soon, period, owner)
    assert groups_of(owner) == {"soon": ["1.1"]}


def test_an_item_stands_under_one_heading_and_counts_under_every_one_that_is_true_of_it(
    late_deliverable, earlier_period, owner, period
):
    reported(late_deliverable, earlier_period, owner, late_reason="Almost done.")
    assert groups_of(owner) == {"due": ["1.2"]}
    assert counts_of(owner) == {"due": 1, "overdue": 1, "contradiction": 1}


def test_a_heading_says_how_many_more_of_its_kind_stand_above(plan, post, owner, late_deliverable, period, as_person):
    reported(late_deliverable, period, owner, late_reason="Almost done.")
    DeliverableFactory(plan=plan, lead=post, reference="1.3", due="March 2010")
    due, overdue = work_of(owner).grouped()
    assert (due.group.key, len(due.items), due.above) == ("due", 1, 0)
    assert (overdue.group.key, len(overdue.items), overdue.above) == ("overdue", 1, 1)
    assert "1 more stands above." in as_person(owner).get(MY_WORK).content.decode()


def test_the_overdue_come_first_under_a_heading(deliverable, late_deliverable, period, owner):
    assert groups_of(owner) == {"due": ["1.2", "1.1"]}


def test_the_oldest_open_period_is_answered_first(deliverable, period, earlier_period, owner):
    assert work_of(owner).items[0].period == earlier_period
    reported(deliverable, earlier_period, owner)
    assert work_of(owner).items[0].period == period


def test_progress_is_counted_by_period(deliverable, late_deliverable, period, earlier_period, owner):
    reported(deliverable, earlier_period, owner)
    assert work_of(owner).progress == [(earlier_period, 1, 1), (period, 0, 1)]


def test_only_what_was_green_and_in_time_can_be_taken_over_in_one_click(
    deliverable, late_deliverable, earlier_period, period, owner
):
    reported(deliverable, earlier_period, owner)
    reported(late_deliverable, earlier_period, owner, late_reason="Almost done.")
    assert [item.may_be_unchanged for item in work_of(owner).items] == [True, False]


# --- What waits for an editor -----------------------------------------------------------------------------------------


def test_an_editor_reviews_what_others_submitted(deliverable, period, editor, submitted):
    assert work_of(editor).to_review == [submitted]
    accept_update(submitted, seen=submitted.version, by=editor)
    assert work_of(editor).to_review == []


def test_nobody_is_asked_to_review_their_own(deliverable, period, editor, administrator):
    own = reported(deliverable, period, editor)
    assert (work_of(editor).to_review, work_of(administrator).to_review) == ([], [own])


def test_an_editor_decides_on_the_deadlines_of_others(deliverable, editor, owner):
    asked = request_new_deadline(deliverable, new=parse_partial_date("2011"), reason="Late advice.", by=owner)
    own = DeadlineRequestFactory(deliverable=DeliverableFactory(plan=deliverable.plan), requested_by=editor)
    assert work_of(editor).to_decide == [asked]
    assert own.decision == ""


@pytest.mark.parametrize("who", ["officer", "member", "auditor", "stranger"])
def test_nobody_else_is_asked_to_review_or_decide(who, deliverable, submitted, request):
    DeadlineRequestFactory(deliverable=deliverable)
    work = work_of(request.getfixturevalue(who))
    assert (work.to_review, work.to_decide) == ([], [])


# --- The page ---------------------------------------------------------------------------------------------------------


def test_each_item_is_one_click_from_its_form(as_person, owner, deliverable, period, earlier_period):
    reported(deliverable, earlier_period, owner)
    page = as_person(owner).get(MY_WORK).content.decode()
    form = reverse("update-write", args=[deliverable.pk, period.pk])
    assert [f'href="{form}"' in page, f'href="{form}?same=1"' in page] == [True, True]


def test_the_reason_why_something_came_back_stands_beside_it(as_person, owner, editor, submitted):
    send_back_update(submitted, reason="Which draft?", seen=submitted.version, by=editor)
    assert "Which draft?" in as_person(owner).get(MY_WORK).content.decode()


def test_a_number_leads_to_what_it_counts(as_person, owner, deliverable, late_deliverable, period):
    page = as_person(owner).get(MY_WORK, {"show": "overdue"})
    (section,) = page.context["sections"]
    assert (section.group.key, [item.deliverable for item in section.items]) == ("overdue", [late_deliverable])


def test_an_unknown_choice_shows_everything(as_person, owner, deliverable):
    page = as_person(owner).get(MY_WORK, {"show": "everything"})
    assert (page.context["show"], len(page.context["sections"])) == ("", 1)


def test_a_choice_that_has_become_empty_says_so(as_person, owner, deliverable):
    assert "Nothing here any more" in as_person(owner).get(MY_WORK, {"show": "sent_back"}).content.decode()


def test_the_editors_page_leads_to_review_and_decision(as_person, editor, deliverable, submitted):
    asked = DeadlineRequestFactory(deliverable=deliverable)
    page = as_person(editor).get(MY_WORK).content.decode()
    assert reverse("update-review", args=[submitted.pk]) in page
    assert reverse("deadline-decide", args=[asked.pk]) in page


@pytest.mark.parametrize(
    ("who", "words"),
    [("officer", "None of your posts leads or supports"), ("auditor", "You read this plan; you do not report on it.")],
)
def test_an_empty_page_says_why(who, words, as_person, request):
    assert words in as_person(request.getfixturevalue(who)).get(MY_WORK).content.decode()


def test_overdue_work_offers_to_ask_for_a_new_deadline(as_person, owner, late_deliverable):
    page = as_person(owner).get(MY_WORK).content.decode()
    assert reverse("deadline-request", args=[late_deliverable.pk]) in page


def test_while_a_request_waits_it_is_shown_and_not_offered_again(as_person, owner, late_deliverable):
    request_new_deadline(late_deliverable, new=parse_partial_date("May 2010"), reason="Late advice.", by=owner)
    page = as_person(owner).get(MY_WORK).content.decode()
    assert f"{owner} asked for May 2010, not decided yet" in page
    assert reverse("deadline-request", args=[late_deliverable.pk]) not in page


def test_nobody_sees_work_without_a_role(as_person, owner):
    Appointment.objects.all().delete()
    assert as_person(owner).get(MY_WORK).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries_however_much_there_is(
    count, as_person, plan, post, period, earlier_period, django_assert_num_queries
):
    person = person_with(Role.EDITOR, post=post)
    for _ in range(count):
        made = DeliverableFactory(plan=plan, lead=post, due="March 2010")
        ProgressUpdateFactory(deliverable=made, period=earlier_period, latest=True)
        DeadlineRequestFactory(deliverable=made)
    client = as_person(person)
    with django_assert_num_queries(24):
        client.get(MY_WORK)


def test_nothing_of_a_closed_period_waits_for_a_review(submitted, period, editor):
    assert work_of(editor).to_review == [submitted]
    close(period)
    assert work_of(editor).to_review == []


def test_whoever_submitted_an_update_is_led_to_pull_it_back_until_it_is_reviewed(submitted, owner, editor, as_person):
    way = reverse("update-pull-back", args=[submitted.pk])
    assert way in as_person(owner).get(MY_WORK).content.decode()
    accept_update(submitted, seen=submitted.version, by=editor)
    assert way not in as_person(owner).get(MY_WORK).content.decode()
