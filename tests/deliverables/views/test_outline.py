"""The whole plan as a tree, what was archived from it, and its way from draft to closed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deliverables.models import Deliverable
from plans.models import Plan
from tests.answers import text
from tests.factories.deliverables import DeliverableFactory, FateFactory, ReportingPeriodFactory
from tests.factories.people import PostFactory
from tests.factories.plans import AmbitionFactory, DescriptorFactory, PlanFactory


@pytest.fixture
def draft(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT)


def outline(plan):
    return reverse("plan-outline", args=[plan.pk])


def test_the_outline_shows_the_plan_in_its_order_with_its_gaps(draft, authority, editor, as_person):
    second, first = AmbitionFactory(plan=draft, position=2), AmbitionFactory(plan=draft, position=1)
    descriptor = DescriptorFactory(ambition=first)
    led = DeliverableFactory(
        plan=draft, ambition=first, descriptor=descriptor, lead=PostFactory(authority=authority, title="Treasurer"),
        due="June 2010",
    )  # fmt: skip
    gap = DeliverableFactory(plan=draft, ambition=second, descriptor=None)
    page = text(as_person(editor).get(outline(draft)))
    places = [page.index(f'id="{name}"') for name in (
        f"ambition-{first.pk}", f"descriptor-{descriptor.pk}", f"deliverable-{led.pk}", f"ambition-{second.pk}",
        f"deliverable-{gap.pk}",
    )]  # fmt: skip
    assert places == sorted(places)
    assert "Treasurer, June 2010" in page
    assert "No lead post, no deadline" in page


def test_the_first_does_not_move_up_nor_the_last_down(draft, editor, as_person):
    first, last = AmbitionFactory(plan=draft, position=1), AmbitionFactory(plan=draft, position=2)
    page = text(as_person(editor).get(outline(draft)))
    buttons = {
        (verb, one.pk): reverse(f"ambition-{verb}", args=[one.pk]) in page
        for verb in ("up", "down")
        for one in (first, last)
    }
    assert [key for key, shown in buttons.items() if shown] == [("up", last.pk), ("down", first.pk)]


def test_what_is_archived_is_elsewhere(draft, editor, as_person):
    gone = {"archived_at": "2010-01-01T00:00Z", "archived_by": editor, "archived_reason": "Merged into another."}
    kept = AmbitionFactory(plan=draft)
    AmbitionFactory(plan=draft, title="Gone ambition", **gone)
    DescriptorFactory(ambition=kept, title="Gone descriptor", **gone)
    DeliverableFactory(plan=draft, ambition=kept, descriptor=None, title="Gone deliverable", **gone)
    client = as_person(editor)
    assert "Gone" not in text(client.get(outline(draft)))
    archived = text(client.get(reverse("plan-outline-archived", args=[draft.pk])))
    assert [archived.count(name) > 0 for name in ("Gone ambition", "Gone descriptor", "Gone deliverable")] == [True] * 3
    assert archived.count("Merged into another.") == 3


def test_an_empty_plan_says_what_to_do(draft, editor, as_person):
    page = text(as_person(editor).get(outline(draft)))
    assert "The plan is empty" in page
    assert reverse("import-list") in page


def test_a_closed_plan_is_read(authority, editor, as_person):
    closed = PlanFactory(authority=authority, state=Plan.State.CLOSED)
    AmbitionFactory(plan=closed)
    page = text(as_person(editor).get(outline(closed)))
    assert "its outline can be read, not changed" in page
    assert "Move" not in page.split("<main")[1]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_outline_costs_the_same_at_one_row_and_at_three(
    rows, draft, authority, editor, as_person, django_assert_num_queries
):
    for _ in range(rows):
        descriptor = DescriptorFactory(ambition__plan=draft)
        for place in (descriptor, None):
            lead = PostFactory(authority=authority)
            DeliverableFactory(plan=draft, ambition=descriptor.ambition, descriptor=place, lead=lead)
    client = as_person(editor)
    with django_assert_num_queries(8):
        client.get(outline(draft))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_archive_costs_the_same_at_one_row_and_at_three(rows, draft, editor, as_person, django_assert_num_queries):
    AmbitionFactory.create_batch(rows, plan=draft, archived_at="2010-01-01T00:00Z", archived_by=editor)
    client = as_person(editor)
    with django_assert_num_queries(12):
        client.get(reverse("plan-outline-archived", args=[draft.pk]))


# --- From draft to closed ---------------------------------------------------------------------------------------------


def state(plan):
    return reverse("plan-state", args=[plan.pk])


def test_a_draft_goes_to_consultation_and_is_adopted(draft, editor, as_person):
    promised = DeliverableFactory(plan=draft, due="June 2010")
    unset = {"first_deadline_text": "", "first_deadline_precision": "none", "first_deadline_due": None}
    Deliverable.objects.filter(pk=promised.pk).update(**unset)
    client = as_person(editor)
    client.post(state(draft), {"to": "consultation", "version": 1})
    client.post(state(draft), {"to": "adopted", "version": 2})
    assert Plan.objects.get(pk=draft.pk).state == "adopted"
    assert Deliverable.objects.get(pk=promised.pk).first_deadline_text == "June 2010"


@pytest.mark.parametrize(
    ("before", "to", "said"),
    [
        ("draft", "consultation", "The plan is in consultation."),
        ("consultation", "draft", "The plan is a draft again."),
        ("consultation", "adopted", "The plan is adopted. Open a reporting period when officers are to report on it."),
        ("adopted", "closed", "The plan is closed."),
    ],
)
def test_a_plan_that_moved_says_where_it_is_now(authority, editor, as_person, before, to, said):
    plan = PlanFactory(authority=authority, state=before)
    page = as_person(editor).post(state(plan), {"to": to, "version": 1}, follow=True)
    assert said in text(page)


def test_only_the_next_steps_are_offered(draft, editor, as_person):
    client = as_person(editor)
    assert [key for key, _ in client.get(state(draft)).context["form"].fields["to"].choices] == ["consultation"]
    sent_back = client.post(state(draft), {"to": "adopted", "version": 1})
    assert (sent_back.status_code, Plan.objects.get(pk=draft.pk).state) == (422, "draft")


def test_a_plan_with_an_open_period_is_not_closed(authority, editor, as_person):
    plan = PlanFactory(authority=authority)
    ReportingPeriodFactory(plan=plan, name="Quarter 4")
    sent_back = as_person(editor).post(state(plan), {"to": "closed", "version": 1})
    assert "Close these reporting periods first: Quarter 4." in text(sent_back)


def test_the_page_on_which_a_plan_is_adopted_warns_of_what_nobody_has_decided(promised, follower, editor, as_person):
    FateFactory(deliverable=promised["1.1"], outcome="completed")
    client, url = as_person(editor), reverse("plan-state", args=[follower.pk])
    assert "Nothing says what became of 4 deliverables of" in text(client.get(url))
    for one in list(promised.values())[1:]:
        FateFactory(deliverable=one)
    assert "Nothing says what became" not in text(client.get(url))
