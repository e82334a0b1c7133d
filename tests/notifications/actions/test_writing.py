"""Who is told of what: everything once, to whom it concerns, and to nobody of another authority."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from deliverables.actions.reviews import send_back_update
from deliverables.actions.updates import NOTHING_SEEN, submit_update
from kpa_tracker.base.people.models import Appointment, Person, Post
from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.notifications.actions.writing import due_now, write_all
from kpa_tracker.interfaces.notifications.models import Message, Notice
from tests.factories.deliverables import DeadlineRequestFactory, DeliverableFactory
from tests.factories.notifications import NoticeFactory, PreferenceFactory, ScheduleFactory
from tests.factories.people import AppointmentFactory, PostFactory, person_with
from tests.factories.plans import PlanFactory
from tests.factories.situations import GREEN, meanwhile
from tests.notifications.conftest import DUE as DAY
from tests.notifications.conftest import on

Kind = Message.Kind
pytestmark = pytest.mark.django_db


def told(kind=Kind.DIGEST):
    """Write what is due, and return {address: things} of it."""
    return {one.address: one.things for one in write_all() if one.kind == kind}


def texts(person):
    return "\n".join(Message.objects.filter(person=person).values_list("text", flat=True))


def days_on_which(person, *, first, days):
    """Return the numbers of the days, from the first, on which a run writes to a person."""
    found = []
    for number in range(days):
        with on(first + datetime.timedelta(days=number)):
            found += [number for one in write_all() if one.person == person and one.kind == Kind.DIGEST]
    return found


# --- The digest -------------------------------------------------------------------------------------------------------


def test_nothing_owed_is_no_message(owner, editor, member, auditor):
    assert told() == {}


def test_an_update_is_reminded_of_before_on_and_after_its_day(deliverable, period, owner):
    first = DAY - datetime.timedelta(days=10)
    assert days_on_which(owner, first=first, days=27) == [3, 10, 17, 24]


def test_a_second_run_of_the_day_writes_nothing(deliverable, late_deliverable, period, owner):
    with on(DAY):
        assert told() == {owner.email: 3}
        assert told() == {}
    assert Notice.objects.count() == 3


def test_what_is_written_is_reminded_of_no_more(deliverable, period, owner):
    submit_update(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    with on(DAY):
        assert told() == {}


def test_a_run_that_did_not_take_place_is_made_up_for(deliverable, period, owner):
    with on(DAY + datetime.timedelta(days=2)):
        assert told() == {owner.email: 1}


def test_the_digest_says_what_and_where(deliverable, late_deliverable, period, owner, settings):
    settings.SITE_URL = "https://plan.example.police.uk/"
    meanwhile(late_deliverable, deadline_due=datetime.date(2010, 4, 14))
    with on(DAY):
        (message,) = write_all()
    assert message.subject == f"{deliverable.plan.authority.short_name}: 3 things to do, 1 late"
    for words in ("Due today, 21 April 2010.", "1.2 Publish the review", "Was due on 14 April 2010, 7 days ago."):
        assert words in message.text
        assert words in message.html
    url = f"https://plan.example.police.uk/deliverables/{deliverable.pk}/update/{period.pk}/"
    assert [url in part for part in (message.text, message.html)] == [True, True]


def test_words_of_the_plan_are_text_in_the_html_and_one_line_in_the_mail(plan, post, period, owner, authority):
    DeliverableFactory(plan=plan, lead=post, reference="1.1", title="Write <b>\r\nBcc: x@y.example & more")
    authority.short_name = "KPA\nX: y"
    authority.save()
    with on(DAY):
        (message,) = write_all()
    assert "\n" not in message.subject
    assert "&lt;b&gt; Bcc: x@y.example &amp; more" in message.html
    assert "1.1 Write <b> Bcc: x@y.example & more\n" in message.text


def test_what_came_back_is_told_as_such(deliverable, period, owner, editor, submitted):
    send_back_update(submitted, reason="Which draft?", seen=submitted.version, by=editor)
    assert told()[owner.email] == 1
    assert "Sent back to you" in texts(owner)
    assert "Updates to write" not in texts(owner)


def test_reviews_and_decisions_wait_for_an_editor(deliverable, period, editor, submitted):
    DeadlineRequestFactory(deliverable=deliverable, requested_at="2010-04-12T08:00Z")
    assert told()[editor.email] == 2
    assert [heading in texts(editor) for heading in ("Updates to review", "Deadlines to decide")] == [True, True]


def test_everybody_who_holds_the_post_is_told(deliverable, post, period, owner):
    second = person_with(Role.OFFICER, post=post)
    with on(DAY):
        assert told() == {owner.email: 1, second.email: 1}


@pytest.mark.parametrize(
    "change",
    [
        lambda owner: meanwhile(owner, is_active=False),
        lambda owner: meanwhile(owner, email=""),
        lambda owner: Appointment.objects.filter(person=owner).update(ends_on="2010-04-20"),
        lambda owner: Appointment.objects.filter(person=owner).update(starts_on="2010-04-22"),
        lambda owner: Appointment.objects.filter(person=owner).update(role=Role.AUDITOR),
        lambda owner: Post.objects.update(archived_at="2010-01-01T00:00Z", archived_by=owner),
    ],
)
def test_nobody_is_written_to_who_has_left_or_has_no_address(change, deliverable, period, owner):
    change(owner)
    with on(DAY):
        assert told() == {}


def test_who_works_for_two_authorities_gets_a_message_of_each(deliverable, post, period, owner):
    elsewhere = PostFactory()
    AppointmentFactory(person=owner, post=elsewhere)
    DeliverableFactory(plan=PlanFactory(authority=elsewhere.authority), lead=elsewhere, title="Secret", due="21/4/2010")
    with on(DAY):
        messages = write_all()
    assert sorted((one.authority_id, "Secret" in one.text) for one in messages) == sorted(
        [(post.authority_id, False), (elsewhere.authority_id, True)]
    )


# --- What was set, and what is wished ---------------------------------------------------------------------------------


def test_an_authority_sets_the_days(deliverable, period, owner, authority):
    ScheduleFactory(authority=authority, days_before=2, on_the_day=False, days_after=5)
    assert days_on_which(owner, first=DAY, days=11) == [5, 10]


def test_a_person_may_turn_off_what_is_no_must(deliverable, period, owner):
    PreferenceFactory(person=owner, days_before=0, on_the_day=False, days_after=0)
    assert days_on_which(owner, first=DAY - datetime.timedelta(days=10), days=20) == [17]


def test_other_days_tell_nobody_of_the_same_day_again(deliverable, period, owner):
    """Told by the week until the 28th, then by every two weeks: the 28th is over, the next is the 5th of May."""
    assert days_on_which(owner, first=DAY, days=8) == [0, 7]
    PreferenceFactory(person=owner, days_after=3)
    assert days_on_which(owner, first=DAY + datetime.timedelta(days=7), days=6) == [2, 5]


# --- Brought to the post above ----------------------------------------------------------------------------------------

LATE = DAY + datetime.timedelta(days=14)


@pytest.fixture
def chief(authority, post):
    """Whoever holds the post above that of the owner."""
    above = PostFactory(authority=authority, title="Chair")
    meanwhile(post, answers_to=above)
    return person_with(Role.MEMBER, post=above)


def test_after_the_set_days_the_post_above_is_told_once(deliverable, period, owner, chief):
    assert escalated(LATE - datetime.timedelta(days=1)) == {}
    assert escalated(LATE) == {chief.email: 1}
    assert escalated(LATE) == {}
    assert escalated(datetime.date(2010, 7, 13)) == {}
    assert escalated(datetime.date(2010, 7, 14)) == {chief.email: 1}, "its own deadline passed at the end of June"
    assert "Chief Executive: was due on 21 April 2010, 14 days ago." in texts(chief)
    assert f"{deliverable.get_absolute_url()}\n" in texts(chief), "the form for the update is not theirs"


def escalated(day):
    with on(day):
        return told(Kind.ESCALATION)


def test_where_there_is_no_post_above_the_editors_are_told(deliverable, period, owner, editor, administrator):
    assert escalated(LATE) == {editor.email: 1}


def test_without_an_editor_the_administrators_are_told(deliverable, period, owner, administrator):
    assert escalated(LATE) == {administrator.email: 1}


def test_a_vacant_post_above_is_passed_over(deliverable, period, owner, chief):
    top = PostFactory(authority=deliverable.plan.authority)
    Post.objects.filter(title="Chair").update(answers_to=top)
    Appointment.objects.filter(person=chief).update(ends_on="2010-04-30")
    assert escalated(LATE) == {}
    head = person_with(Role.OFFICER, post=top)
    assert escalated(LATE) == {head.email: 1}


def test_a_vacant_post_is_told_of_to_the_post_above(deliverable, period, owner, chief):
    Person.objects.filter(pk=owner.pk).update(is_active=False)
    assert escalated(LATE) == {chief.email: 1}


def test_whoever_is_late_is_never_told_of_it_as_the_post_above(deliverable, period, owner, chief, editor):
    AppointmentFactory(person=owner, post=Post.objects.get(title="Chair"))
    assert escalated(LATE) == {chief.email: 1}
    Appointment.objects.filter(person=chief).delete()
    AppointmentFactory(person=owner, post=editor.appointments.get().post, role=Role.EDITOR)
    DeliverableFactory(plan=deliverable.plan, lead=deliverable.lead, due="22 April 2010", reference="1.9")
    assert escalated(LATE + datetime.timedelta(days=2)) == {editor.email: 3}


def test_a_circle_of_posts_ends_with_the_editors(deliverable, period, owner, post, editor):
    other = PostFactory(authority=post.authority, answers_to=post)
    meanwhile(post, answers_to=other)
    assert escalated(LATE) == {editor.email: 1}


def test_nothing_is_escalated_where_it_is_turned_off(deliverable, period, owner, chief, authority):
    ScheduleFactory(authority=authority, days_to_escalation=0)
    assert escalated(LATE) == {}


def test_what_no_post_leads_is_brought_to_nobody(plan, period, editor):
    DeliverableFactory(plan=plan, due="March 2010")
    assert escalated(LATE) == {}


# --- Once and no more -------------------------------------------------------------------------------------------------


def test_the_database_refuses_to_tell_somebody_twice():
    notice = NoticeFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeFactory(message=notice.message, thing=notice.thing, occasion=notice.occasion)


def test_a_message_stands_with_all_that_it_tells_or_not_at_all(
    deliverable, late_deliverable, period, owner, monkeypatch
):
    def broken(*args, **kwargs):
        raise SystemExit

    with on(DAY):
        with monkeypatch.context() as planted:
            planted.setattr(Notice.objects, "bulk_create", broken)
            with pytest.raises(SystemExit):
                write_all()
        assert not Message.objects.exists()
        assert told() == {owner.email: 3}


def test_a_rehearsal_writes_nothing(deliverable, period, owner, chief):
    with on(LATE):
        rehearsed = [(person.email, kind, len(what)) for person, kind, _, what in due_now()]
        assert not Message.objects.exists()
        written = [(one.address, one.kind, one.things) for one in write_all()]
    assert rehearsed == written
    with on(LATE):
        assert list(due_now()) == []


@pytest.mark.parametrize("count", [1, 3])
def test_writing_costs_the_same_queries_however_much_is_owed(
    count, plan, post, period, owner, django_assert_num_queries
):
    for _ in range(count):
        DeliverableFactory(plan=plan, lead=post, due="21 April 2010")
    with on(DAY), django_assert_num_queries(QUERIES):
        write_all()


QUERIES = 40
