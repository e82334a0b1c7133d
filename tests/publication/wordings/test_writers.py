"""A second person is neither who submitted a text nor who last wrote it since it was approved."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deliverables.actions.deliverables import change_deliverable
from kpa_tracker.base.audit.edits import change
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.publication.actions.wordings import approve_as_it_reads, submit_wordings, to_take_over
from kpa_tracker.interfaces.publication.models import Wording
from kpa_tracker.interfaces.publication.wordings import standings, units_of
from kpa_tracker.interfaces.publication.wordings.owing import waiting_for
from kpa_tracker.interfaces.publication.wordings.writers import writers_in, writers_of
from plans.actions import change_part, create_part
from plans.actions.plans import change_plan
from plans.models import Section
from tests.factories.people import person_with
from tests.factories.plans import SectionFactory
from tests.publication.desk import plan_to_publish, submitted

pytestmark = pytest.mark.django_db
KINDS = ("plan", "section", "deliverable", "risk")


@pytest.fixture
def plan(authority):
    return plan_to_publish(authority)


@pytest.fixture
def second(authority):
    return person_with(Role.EDITOR, authority=authority)


def reword(plan, kind, *, by, text="Put otherwise."):
    """Change the text of a kind as its own page does."""
    if kind == "plan":
        change_plan(plan, seen=plan.version, changes={"vision": text}, by=by)
    elif kind == "section":
        one = plan.sections.get()
        change_part(one, seen=one.version, changes={"body": text}, by=by)
    elif kind == "deliverable":
        one = plan.deliverables.get()
        change_deliverable(one, seen=one.version, changes={"public_wording": text}, by=by)
    else:
        one = plan.ambitions.get().risks.get()
        one.public_wording = text
        change(one, seen=one.version, fields=["public_wording"], by=by)


def approve(one, *, by):
    return approve_as_it_reads(Wording.objects.get(pk=one.pk), seen=one.version, by=by)


@pytest.mark.parametrize("kind", KINDS)
def test_who_last_wrote_a_text_does_not_approve_it_though_somebody_else_submitted_it(plan, editor, second, kind):
    reword(plan, kind, by=second)
    one = submitted(plan, by=editor, kind=kind)
    with pytest.raises(Refused, match="You wrote this"):
        approve(one, by=second)
    assert approve(one, by=person_with(Role.EDITOR, authority=plan.authority)).state == "approved"


@pytest.mark.parametrize("kind", KINDS)
def test_who_wrote_it_before_somebody_else_did_may_approve_what_the_other_made_of_it(plan, editor, second, kind):
    reword(plan, kind, by=second)
    reword(plan, kind, by=editor, text="And otherwise again.")
    assert approve(submitted(plan, by=editor, kind=kind), by=second).state == "approved"


def test_what_else_was_changed_in_the_record_makes_nobody_its_writer(plan, editor, second):
    one = plan.deliverables.get()
    change_deliverable(one, seen=one.version, changes={"title": "Another title"}, by=second)
    assert approve(submitted(plan, by=editor, kind="deliverable"), by=second).state == "approved"


def test_who_made_the_record_with_its_text_wrote_it(plan, editor, second):
    create_part(Section(plan=plan, title="New", body="New."), by=second)
    made = submitted(plan, by=editor)
    assert list(writers_of(made).values()) == [second.pk]


def test_what_was_approved_as_it_reads_may_be_approved_again_by_who_wrote_it(plan, editor, second):
    """The text has had its second person; only what it rests on has changed since."""
    reword(plan, "deliverable", by=second)
    approve(submitted(plan, by=editor, kind="deliverable"), by=person_with(Role.EDITOR, authority=plan.authority))
    plan.deliverables.update(deadline_text="May 2011")
    assert approve(submitted(plan, by=editor, kind="deliverable"), by=second).state == "approved"


def test_what_reads_as_it_was_approved_before_the_last_time_has_a_writer(plan, editor, second):
    third = person_with(Role.EDITOR, authority=plan.authority)
    for text in ("First.", "Second."):
        reword(plan, "section", by=second, text=text)
        approve(submitted(plan, by=editor, kind="section"), by=third)
    reword(plan, "section", by=second, text="First.")
    plan.sections.update(title="Money")
    assert list(writers_of([submitted(plan, by=editor, kind="section")]).values()) == [second.pk]


def test_what_a_command_wrote_has_no_writer(plan, editor, second):
    reword(plan, "section", by=None)
    assert approve(submitted(plan, by=editor, kind="section"), by=second).state == "approved"


# --- Two people -------------------------------------------------------------------------------------------------------


def test_of_two_people_whoever_wrote_it_submits_it_in_the_others_place_who_then_approves(plan, editor, second):
    reword(plan, "section", by=second)
    first = submitted(plan, by=editor, kind="section")
    taken = submitted(plan, by=second, kind="section")
    first.refresh_from_db()
    assert (first.state, taken.submitted_by) == ("replaced", second)
    assert approve(taken, by=editor).state == "approved"


def test_nobody_else_submits_what_waits_and_nobody_all_of_it(plan, editor, second):
    reword(plan, "section", by=second)
    submitted(plan, by=editor)
    third = person_with(Role.EDITOR, authority=plan.authority)
    for by, kind in ((third, "section"), (second, "risk"), (second, "")):
        with pytest.raises(Refused, match="nothing to submit"):
            submitted(plan, by=by, kind=kind)


def test_what_one_wrote_and_submitted_is_not_taken_over_from_oneself(plan, editor):
    reword(plan, "section", by=editor)
    submitted(plan, by=editor, kind="section")
    assert to_take_over(standings(units_of(plan), plan.authority_id), by=editor) == set()


def test_who_wrote_an_update_takes_it_over_as_well(plan, editor, second):
    plan.deliverables.get().updates.update(submitted_by=second)
    submitted(plan, by=editor, kind="progress")
    of = (plan.authority_id, plan)
    (taken,) = submit_wordings(units_of(plan), of=of, by=second, seen=[("progress", plan.deliverables.get().pk)])
    assert approve(taken, by=editor).state == "approved"


# --- Pages ------------------------------------------------------------------------------------------------------------


def text(response):
    return " ".join(response.content.decode().split())


def test_its_page_says_who_wrote_it_and_leads_to_the_way_out(plan, editor, second, as_person):
    reword(plan, "section", by=second)
    one = submitted(plan, by=editor, kind="section")
    page = text(as_person(second).get(one.get_absolute_url()))
    assert f"You wrote this and {editor} submitted it" in page
    assert "Approve it" not in page
    way = f"{reverse('plan-wordings-submit', args=[plan.pk])}?row=section-{one.subject}"
    assert way in page
    client = as_person(second)
    assert "What it costs" not in text(client.get(way))
    assert client.post(way, {"chosen": f"section-{one.subject}"}).status_code == 302
    assert "Approve it" in text(as_person(editor).get(Wording.objects.waiting().get().get_absolute_url()))


def test_somebody_else_is_not_told_so(plan, editor, second, as_person):
    reword(plan, "section", by=editor)
    page = text(as_person(second).get(submitted(plan, by=editor, kind="section").get_absolute_url()))
    assert ("You wrote this" in page, "Approve it" in page) == (False, True)


def test_of_several_nobody_is_offered_their_own(plan, editor, second, as_person):
    reword(plan, "section", by=second)
    submitted(plan, by=editor)
    found = as_person(second).get(reverse("plan-wordings-approve", args=[plan.pk]), {"all": "yes"})
    assert [one.unit.kind for one in found.context["chosen"]] == ["plan", "deliverable", "progress", "risk"]
    own = as_person(second).get(reverse("plan-wordings-submit", args=[plan.pk]), {"all": "yes"})
    assert own.context["chosen"] == []


def test_nobody_is_reminded_of_what_they_wrote(plan, editor, second):
    reword(plan, "section", by=second)
    submitted(plan, by=editor, kind="section")
    third = person_with(Role.EDITOR, authority=plan.authority)
    assert (waiting_for(second), [one.number for one in waiting_for(third)]) == ([], [1])


@pytest.mark.parametrize("more", [0, 2])
def test_how_many_texts_wait_costs_no_further_queries(plan, editor, django_assert_num_queries, more):
    for _ in range(more):
        SectionFactory(plan=plan)
    submitted(plan, by=editor)
    found = standings(units_of(plan), plan.authority_id)
    with django_assert_num_queries(2):
        assert [kind for kind, _ in writers_in(found)] == ["progress"]
    with django_assert_num_queries(0):
        assert writers_in(one for one in found if not one.waits) == {}
