"""Whoever may approve texts for the public is told of them; whoever can mend one that was sent back is told of that."""

from __future__ import annotations

import datetime

import pytest

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Appointment, Person
from kpa_tracker.base.people.owing import SOURCES
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.notifications.actions.writing import write_digests
from kpa_tracker.interfaces.notifications.owed import owed_by, owed_in
from kpa_tracker.interfaces.publication.actions.wordings import approve_as_it_reads, send_back_wording
from kpa_tracker.interfaces.publication.models import Wording
from kpa_tracker.interfaces.publication.wordings.owing import SOURCES as OURS
from kpa_tracker.interfaces.publication.wordings.owing import sent_back_to, waiting_for
from tests.conftest import TODAY
from tests.factories.people import AppointmentFactory, PostFactory, person_with
from tests.publication.desk import plan_to_publish, submitted

pytestmark = pytest.mark.django_db
MOMENT = datetime.datetime(2010, 4, 12, 8, tzinfo=datetime.timezone.utc)


@pytest.fixture
def plan(authority):
    return plan_to_publish(authority)


@pytest.fixture
def second(authority):
    return person_with(Role.EDITOR, authority=authority)


@pytest.fixture
def owner(plan, authority):
    """Whoever holds the post that leads the deliverable and owns the risk."""
    post = PostFactory(authority=authority)
    Deliverable.objects.filter(plan=plan).update(lead=post)
    plan.ambitions.get().risks.update(owner=post)
    return person_with(Role.OFFICER, post=post)


@pytest.fixture
def returned(plan, editor, second):
    """Return a function that submits the text of a kind and has it sent back."""

    def send_back(kind, of=plan):
        return send_back_wording(submitted(of, by=editor, kind=kind), reason="Too long.", seen=1, by=second)

    return send_back


def told(person):
    return [(one.sort, one.title) for one in owed_by(person) if one.sort.startswith("wording")]


def backs(person):
    return [one.wording for one in sent_back_to(person)]


def test_every_source_of_texts_is_known_to_reminders():
    assert {source.sort for source in OURS} <= set(SOURCES)


def test_whoever_may_approve_is_told_once_a_plan_since_its_oldest_text(plan, editor, second, officer):
    with clock.at(MOMENT - datetime.timedelta(days=3)):
        submitted(plan, by=editor, kind="section")
    submitted(plan, by=editor, kind="plan")
    assert told(second) == [("wording", "Annual plan: 2 texts")]
    assert [one.due for one in owed_by(second)] == [TODAY - datetime.timedelta(days=3)]
    assert (told(editor), told(officer)) == ([], [])


def test_an_approved_text_waits_for_nobody(plan, editor, second):
    one = submitted(plan, by=editor, kind="section")
    assert [waiting.url.partition("?")[2] for waiting in waiting_for(second)] == ["stands=waits"]
    approve_as_it_reads(one, seen=1, by=second)
    assert told(second) == []


def test_texts_of_a_register_are_told_of_beside_those_of_a_plan(plan, editor, second):
    submitted(plan, by=editor, kind="plan")
    submitted(plan.authority, by=editor)
    assert [title for _, title in told(second)] == ["Annual plan: 1 text", f"{plan.authority}: 1 text"]


@pytest.mark.parametrize("kind", ["deliverable", "progress", "risk"])
def test_an_owner_hears_that_a_text_was_sent_back(kind, returned, owner, officer):
    one = returned(kind)
    assert (backs(owner), backs(officer)) == ([one], [])
    assert told(owner) == [("wording_back", str(one))]


@pytest.mark.parametrize("kind", ["plan", "section", "risk"])
def test_whoever_submitted_it_hears_that_it_was_sent_back(kind, returned, editor, second):
    one = returned(kind)
    assert (backs(editor), backs(second)) == ([one], [])


def test_what_was_submitted_again_is_told_to_its_owner_no_more(returned, plan, editor, owner):
    returned("deliverable")
    submitted(plan, by=editor, kind="deliverable")
    assert backs(owner) == []


def test_what_was_mended_is_told_to_its_owner_no_more(returned, plan, editor, owner):
    returned("deliverable")
    Deliverable.objects.filter(plan=plan).update(public_wording="Shorter")
    assert (backs(owner), backs(editor)) == ([], [])


def test_what_is_no_longer_there_is_told_to_nobody(returned, plan, editor):
    returned("section")
    plan.sections.update(is_public=False)
    assert backs(editor) == []


def test_nobody_is_told_of_an_archived_plan(returned, plan, editor, second):
    returned("section")
    submitted(plan, by=editor, kind="plan")
    plan.archived_at, plan.archived_by, plan.archived_reason = clock.now(), editor, "A mistake."
    plan.save()
    assert (backs(editor), told(second)) == ([], [])


def test_who_has_left_an_authority_is_told_nothing_of_it(returned, editor):
    returned("section")
    Appointment.objects.filter(person=editor).update(ends_on=TODAY - datetime.timedelta(days=1))
    AppointmentFactory(person=editor, role=Role.EDITOR)
    assert backs(Person.objects.get(pk=editor.pk)) == []


def test_an_auditor_mends_nothing(returned, auditor):
    returned("risk")
    Wording.objects.update(submitted_by=auditor)
    assert backs(auditor) == []


def test_a_mail_names_both_and_no_post_above_is_told(returned, plan, editor, second, owner):
    returned("risk")
    submitted(plan, by=editor, kind="plan")
    [mail] = write_digests(owner)
    assert ("Texts for the public sent back to you" in mail.text, "Risk: " in mail.text) == (True, True)
    [mail] = write_digests(second)
    assert "Texts for the public to approve" in mail.text
    assert [one for one in owed_in(plan.authority) if one.sort.startswith("wording")] == []


def test_my_work_shows_why_a_text_was_sent_back(returned, owner, as_person):
    one = returned("risk")
    said = as_person(owner).get("/my-work/").content.decode()
    assert ("Too long." in said, one.get_absolute_url() in said) == (True, True)
    assert "Nothing waits for you" not in said


@pytest.mark.parametrize("kinds", [("plan",), ("plan", "section", "deliverable")])
def test_they_cost_the_same_queries_however_many(kinds, returned, editor, django_assert_num_queries):
    for kind in kinds:
        returned(kind)
    assert editor.standing
    with django_assert_num_queries(8):
        assert len(sent_back_to(editor)) == len(kinds)
