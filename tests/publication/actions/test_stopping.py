"""What waits for its time never becomes public once the plan may not."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from deliverables.actions.deliverables import change_deliverable
from kpa_tracker.base.audit import marking as markings
from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.publication.actions import publishing
from kpa_tracker.interfaces.publication.actions.publishing import publish
from kpa_tracker.interfaces.publication.actions.stopping import stop_waiting
from kpa_tracker.interfaces.publication.models import Publication, Withdrawal
from plans.actions import archive, change_plan, move_plan_state, restore
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import PersonFactory, person_with
from tests.factories.plans import PlanFactory
from tests.factories.publication import RequirementFactory, approve_all
from tests.publication.desk import plan_to_publish

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def drawn(monkeypatch):
    monkeypatch.setattr(publishing, "render_pdf", lambda html: b"%PDF-1.7")


@pytest.fixture
def plan(authority):
    RequirementFactory(authority=authority, title="Adoption", seen_by="adopted")
    return approve_all(plan_to_publish(authority))


@pytest.fixture
def waiting(plan, editor):
    """A publication whose time comes in an hour."""
    return publish(plan, by=editor, public_from=clock.now() + HOUR)


def mark(plan, marking, *, by):
    plan.refresh_from_db()
    return change_plan(plan, seen=plan.version, changes={"marking": marking}, by=by)


def is_public_in_time():
    with clock.at(clock.now() + 2 * HOUR):
        return Publication.objects.public().exists()


@pytest.mark.parametrize("marking", ["OFFICIAL-SENSITIVE", "SECRET", "PROTECT"])
def test_a_marking_that_is_raised_stops_it_with_the_reason(plan, waiting, editor, marking):
    by = PersonFactory()
    mark(plan, marking, by=by)
    taken = Withdrawal.objects.get(publication=waiting)
    assert (taken.by, taken.reason) == (
        by,
        f"Its time had not come. This plan is marked {marking}, so it has no public document.",
    )
    assert not is_public_in_time()
    assert tell(history_of(plan).order_by("pk").last()).sentence.startswith(f"{by} withdrew the publication: number 1")


def test_so_does_archiving_the_plan_and_bringing_it_back_brings_back_nothing(plan, waiting, editor):
    archive(plan, seen=plan.version, reason="No longer needed.", by=editor)
    plan.refresh_from_db()
    restore(plan, seen=plan.version, by=editor)
    assert not is_public_in_time()


def test_so_does_taking_it_back_to_draft(authority, editor):
    plan = PlanFactory(authority=authority, state="consultation", vision="Safer streets.")
    publish(approve_all(plan), by=editor, public_from=clock.now() + HOUR, why="It is a draft.")
    move_plan_state(plan, to="draft", seen=plan.version, by=editor)
    assert not is_public_in_time()


def test_any_other_change_leaves_it(plan, waiting, editor):
    mark(plan, "OFFICIAL", by=editor)
    assert is_public_in_time()


def test_what_is_public_already_stays_and_another_plans_does_too(plan, waiting, editor, authority):
    other = PlanFactory(authority=authority, state="adopted", title="Another", vision="Safer streets.")
    publish(approve_all(other), by=editor, public_from=clock.now() + HOUR)
    with clock.at(clock.now() + 2 * HOUR):
        mark(plan, "SECRET", by=editor)
        assert Publication.objects.public().count() == 2
    assert not Withdrawal.objects.exists()


def test_every_one_that_waits_is_stopped_once(plan, waiting, editor):
    plan.refresh_from_db()
    change_plan(plan, seen=plan.version, changes={"vision": "Safe streets."}, by=editor)
    publish(approve_all(plan), by=editor, public_from=clock.now() + 2 * HOUR)
    mark(plan, "SECRET", by=editor)
    mark(plan, "TOP SECRET", by=editor)
    assert list(Withdrawal.objects.order_by("pk").values_list("publication__number", flat=True)) == [1, 2]


def test_a_plan_that_may_be_public_costs_no_query(plan, editor, django_assert_num_queries):
    with django_assert_num_queries(0):
        stop_waiting(plan, editor)


def test_a_change_that_is_refused_stops_nothing(plan, waiting, editor):
    with pytest.raises(publishing.Refused):
        change_plan(plan, seen=plan.version, changes={"marking": "SECRET", "previous": plan}, by=editor)
    assert is_public_in_time()


# --- Pages ------------------------------------------------------------------------------------------------------------


def text(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("page", ["plan-edit", "plan-archive"])
def test_the_page_says_beforehand_what_would_be_stopped(plan, waiting, editor, as_person, page):
    address = reverse(page, args=[plan.pk])
    assert "it never becomes public" in text(as_person(editor).get(address))
    with clock.at(clock.now() + 2 * HOUR):
        assert "becomes public" not in text(as_person(editor).get(address))


def test_the_desk_says_afterwards_why(plan, waiting, editor, as_person):
    mark(plan, "SECRET", by=editor)
    page = text(as_person(editor).get(reverse("publication-desk", args=[plan.pk])))
    assert "Withdrawn before its time" in page
    assert "Its time had not come. This plan is marked SECRET" in page


def test_nothing_is_said_of_a_new_plan_and_of_parts(editor, as_person):
    assert "becomes public" not in text(as_person(editor).get(reverse("plan-add")))


def test_who_may_not_change_a_plan_stops_nothing(plan, waiting, as_person):
    client = as_person(person_with(Role.OFFICER, authority=plan.authority))
    assert client.post(reverse("plan-archive", args=[plan.pk]), {"reason": "Why."}).status_code == 404
    assert is_public_in_time()


def by_its_form(one, editor):
    change_deliverable(one, seen=one.version, changes={"marking": "OFFICIAL-SENSITIVE"}, by=editor)


def by_its_marking(one, editor):
    markings.mark(one, to="OFFICIAL-SENSITIVE", seen=one.version, by=editor)


@pytest.mark.parametrize("raised", [by_its_form, by_its_marking])
def test_so_does_marking_what_stands_in_it_by_whichever_door(raised, plan, waiting, editor):
    raised(plan.deliverables.first(), editor)
    assert Withdrawal.objects.filter(publication=waiting).exists()
    assert not is_public_in_time()


def test_marking_what_stands_in_another_plan_leaves_it(plan, waiting, editor, authority):
    by_its_form(DeliverableFactory(plan=PlanFactory(authority=authority)), editor)
    assert is_public_in_time()
