from __future__ import annotations

import pytest

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.interfaces.publication.actions.wordings import (
    approve_as_it_reads,
    approve_wording,
    approve_wordings,
    send_back_wording,
    submit_wordings,
)
from kpa_tracker.interfaces.publication.models import Wording
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.wordings import units_of
from tests.factories.people import person_with
from tests.publication.desk import KINDS, plan_to_publish, submitted, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(authority):
    return plan_to_publish(authority)


@pytest.fixture
def second(authority):
    """Another editor: whoever submits does not approve."""
    return person_with(Role.EDITOR, authority=authority)


def verbs(wording):
    return list(history_of(wording).order_by("pk").values_list("verb", flat=True))


def test_all_texts_of_a_plan_are_submitted_each_with_an_event_of_its_own(plan, editor):
    made = submitted(plan, by=editor)
    assert [one.kind for one in made] == list(KINDS)
    assert [verbs(one) for one in made] == [["wording submitted"]] * 5


def test_a_wording_keeps_the_text_what_it_rests_on_and_who_submitted_it(plan, editor):
    one = submitted(plan, by=editor, kind="deliverable")
    assert one.said == {"public_wording": "Publish a newsletter"}
    assert one.basis["title"] == "Newsletter, internally"
    assert (one.submitted_by, one.plan, one.state) == (editor, plan, "submitted")


def test_those_that_were_chosen_are_submitted_and_no_others(plan, editor):
    submitted(plan, by=editor, kind="risk")
    assert list(Wording.objects.values_list("kind", flat=True)) == ["risk"]


def test_what_waits_as_it_reads_is_not_submitted_again(plan, editor):
    submitted(plan, by=editor, kind="risk")
    with pytest.raises(Refused, match="nothing to submit"):
        submitted(plan, by=editor, kind="risk")


def test_a_text_that_was_reworded_while_it_waited_takes_the_place_of_the_older_reading(plan, editor):
    first = submitted(plan, by=editor, kind="section")
    plan.sections.update(body="What it will cost.")
    second = submitted(plan, by=editor, kind="section")
    first.refresh_from_db()
    assert (first.state, second.state, second.said["body"]) == ("replaced", "submitted", "What it will cost.")


def test_a_register_submits_the_wordings_of_its_risks_under_no_plan(plan, editor):
    (one,) = submitted(plan.authority, by=editor)
    assert (one.kind, one.plan) == ("risk", None)


def test_somebody_else_approves_and_the_history_says_so(plan, editor, second):
    one = submitted(plan, by=editor, kind="risk")
    done = approve_as_it_reads(one, seen=one.version, by=second)
    assert (done.state, done.decided_by) == ("approved", second)
    assert verbs(one) == ["wording submitted", "wording approved"]
    assert tell(history_of(one).order_by("pk").last()).sentence == f"{second} approved the public wording."


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR])
def test_who_submitted_does_not_approve_whatever_their_role(plan, role):
    person = person_with(role, authority=plan.authority)
    one = submitted(plan, by=person, kind="risk")
    for decide in (approve_as_it_reads, lambda *args, **kwargs: send_back_wording(*args, reason="No.", **kwargs)):
        with pytest.raises(Refused, match="Somebody else decides"):
            decide(one, seen=one.version, by=person)


def test_who_wrote_an_update_does_not_approve_it_though_somebody_else_submitted_it(plan, editor, second):
    one = submitted(plan, by=editor, kind="progress")
    update = plan.deliverables.get().updates.get()
    type(update).objects.filter(pk=update.pk).update(submitted_by=second)
    with pytest.raises(Refused, match="You wrote this"):
        approve_as_it_reads(one, seen=one.version, by=second)
    third = person_with(Role.EDITOR, authority=plan.authority)
    assert approve_as_it_reads(one, seen=one.version, by=third).state == "approved"


def test_what_was_decided_is_not_decided_again(plan, editor, second):
    one = submitted(plan, by=editor, kind="risk")
    approve_as_it_reads(one, seen=one.version, by=second)
    with pytest.raises(Refused, match="does not wait"):
        send_back_wording(one, reason="No.", seen=one.version, by=second)


def test_whoever_was_slower_is_told(plan, editor, second):
    one = submitted(plan, by=editor, kind="risk")
    send_back_wording(Wording.objects.get(pk=one.pk), reason="Too long.", seen=one.version, by=second)
    with pytest.raises(Conflict):
        approve_as_it_reads(one, seen=1, by=second)


def test_a_text_goes_back_with_what_is_wrong_with_it(plan, editor, second):
    one = submitted(plan, by=editor, kind="risk")
    done = send_back_wording(one, reason="Too long.", seen=one.version, by=second)
    assert (done.state, done.reason) == ("sent_back", "Too long.")
    assert history_of(one).order_by("pk").last().reason == "Too long."


def test_nothing_goes_back_without_a_reason(plan, editor, second):
    one = submitted(plan, by=editor, kind="risk")
    with pytest.raises(Refused, match="has to be different"):
        send_back_wording(one, reason="  ", seen=one.version, by=second)


CHANGES = {
    "vision": ("plan", lambda plan: type(plan).objects.filter(pk=plan.pk).update(vision="Safe streets.")),
    "values": ("plan", lambda plan: type(plan).objects.filter(pk=plan.pk).update(values="Honesty")),
    "foreword": ("plan", lambda plan: type(plan).objects.filter(pk=plan.pk).update(foreword="By the chair")),
    "section's title": ("section", lambda plan: plan.sections.update(title="Money")),
    "text": ("section", lambda plan: plan.sections.update(body="Otherwise")),
    "public wording": ("deliverable", lambda plan: plan.deliverables.update(public_wording="Otherwise")),
    "title": ("deliverable", lambda plan: plan.deliverables.update(title="Otherwise")),
    "description": ("deliverable", lambda plan: plan.deliverables.update(description="Otherwise")),
    "deadline": ("deliverable", lambda plan: plan.deliverables.update(deadline_text="May 2011")),
    "progress": ("progress", lambda plan: updates(plan).update(public_wording="Otherwise")),
    "stage": ("progress", lambda plan: updates(plan).update(stage="cancelled")),
    "rating": ("progress", lambda plan: updates(plan).update(rating="red")),
    "title under progress": ("progress", lambda plan: plan.deliverables.update(title="Otherwise")),
    "risk's wording": ("risk", lambda plan: risks(plan).update(public_wording="Otherwise")),
    "risk's title": ("risk", lambda plan: risks(plan).update(title="Otherwise")),
}
NAMES = {
    "section's title": "title",
    "progress": "public wording",
    "title under progress": "title",
    "risk's wording": "public wording",
    "risk's title": "title",
}


def updates(plan):
    return plan.deliverables.get().updates


def risks(plan):
    return plan.ambitions.get().risks


@pytest.mark.parametrize("field", CHANGES)
def test_what_reads_otherwise_since_it_was_submitted_is_not_approved_and_the_field_is_named(
    plan, editor, second, field
):
    kind, change = CHANGES[field]
    one = submitted(plan, by=editor, kind=kind)
    change(plan)
    plan.refresh_from_db()
    with pytest.raises(Refused, match=f"changed since it was submitted: {NAMES.get(field, field)}"):
        approve_as_it_reads(Wording.objects.get(pk=one.pk), seen=one.version, by=second)


def test_what_is_no_longer_there_is_not_approved(plan, editor, second):
    one = submitted(plan, by=editor, kind="section")
    plan.sections.update(is_public=False)
    with pytest.raises(Refused, match="not there any more"):
        approve_wording(one, now=None, seen=one.version, by=second)
    with pytest.raises(Refused, match="not there any more"):
        approve_as_it_reads(Wording.objects.get(pk=one.pk), seen=one.version, by=second)


def test_of_several_each_is_approved_and_what_is_refused_is_named(plan, editor, second):
    made = submitted(plan, by=editor)
    plan.sections.update(body="Otherwise")
    found = approve_wordings(Wording.objects.order_by("pk"), seen={one.pk: one.version for one in made}, by=second)
    assert [one.kind for one in found.done] == ["plan", "deliverable", "progress", "risk"]
    assert [(one.kind, "text" in why) for one, why in found.refused] == [("section", True)]
    assert [verbs(one)[1:] for one in found.done] == [["wording approved"]] * 4


def test_the_public_document_has_a_text_once_it_is_approved_and_not_before(plan, editor, second):
    one = submitted(plan, by=editor, kind="progress")
    assert public_document(plan).rows == []
    approve_as_it_reads(one, seen=one.version, by=second)
    approve_as_it_reads(submitted(plan, by=editor, kind="deliverable"), seen=1, by=second)
    (row,) = public_document(plan).rows
    assert (row.title, row.progress.said) == ("Publish a newsletter", (("", "Two issues are out."),))


def test_a_plan_without_texts_has_nothing_to_submit(authority, editor):
    with pytest.raises(Refused, match="nothing to submit"):
        submit_wordings(units_of(authority), of=(authority.pk, None), by=editor)


def test_a_risk_of_the_plan_is_the_same_text_as_in_the_register(plan):
    assert unit(plan, "risk") == unit(plan.authority, "risk")
