"""A person's own reminders, their calendar feed, and an authority's days of reminding."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.people.models import Appointment
from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.notifications.models import FeedToken, Preference, Schedule
from tests.factories.notifications import FeedTokenFactory, ScheduleFactory
from tests.factories.people import AppointmentFactory, PostFactory
from tests.factories.situations import meanwhile

OWN = "/reminders/"
MAKE, REVOKE = "/reminders/calendar/make/", "/reminders/calendar/revoke/"
STANDARD = {"days_before": "7", "on_the_day": "on", "days_after": "7", "must_after": "on", "days_to_escalation": "14"}


# --- What a person wishes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["administrator", "editor", "officer", "member", "auditor"])
def test_everybody_with_a_role_has_reminders_of_their_own(who, as_person, request):
    assert as_person(request.getfixturevalue(who)).get(OWN).status_code == 200


def test_somebody_without_a_role_has_none(officer, as_person):
    Appointment.objects.all().delete()
    assert as_person(officer).get(OWN).status_code == 404


def test_my_work_leads_to_it(officer, as_person):
    assert f'href="{OWN}"' in as_person(officer).get("/my-work/").content.decode()


def test_wishes_are_kept_and_shown_again(officer, as_person):
    client = as_person(officer)
    client.post(OWN, {"days_before": "3", "on_the_day": "no", "days_after": ""})
    client.post(OWN, {"days_before": "0", "on_the_day": "yes", "days_after": "2"})
    kept = Preference.objects.get()
    assert (kept.person, kept.days_before, kept.on_the_day, kept.days_after) == (officer, 0, True, 2)
    form = client.get(OWN).context["form"]
    assert [form[name].value() for name in ("days_before", "on_the_day", "days_after")] == [0, "yes", 2]
    assert history_of(kept).count() == 2


def test_what_is_left_empty_is_as_it_is_set(officer, as_person):
    as_person(officer).post(OWN, {"days_before": "", "on_the_day": "", "days_after": ""})
    kept = Preference.objects.get()
    assert (kept.days_before, kept.on_the_day, kept.days_after) == (None, None, None)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("days_before", "6", "reminds everybody 7 days before. Choose that or more days."),
        ("on_the_day", "no", "reminds everybody on the day itself. It cannot be turned off."),
        ("days_after", "0", "reminds everybody every 7 days. Choose that or fewer days."),
        ("days_after", "8", "reminds everybody every 7 days. Choose that or fewer days."),
        ("days_after", "91", "At most 90 days."),
        ("days_before", "soon", "Enter a whole number."),
        ("days_before", "-1", "greater than or equal to 0"),
        ("on_the_day", "perhaps", "that are offered"),
    ],
)
def test_what_nobody_may_turn_off_is_refused_beside_its_field(field, value, words, authority, officer, as_person):
    ScheduleFactory(authority=authority, must_before=True, must_on_the_day=True)
    answer = as_person(officer).post(OWN, {"days_before": "", "on_the_day": "", "days_after": "", field: value})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert field in answer.context["form"].errors
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("days_before", "7"), ("on_the_day", "yes"), ("days_after", "1"), ("days_after", "7")]
)
def test_more_than_one_must_have_is_allowed(field, value, authority, officer, as_person):
    ScheduleFactory(authority=authority, must_before=True, must_on_the_day=True)
    sent = {"days_before": "", "on_the_day": "", "days_after": "", field: value}
    assert as_person(officer).post(OWN, sent).status_code == 302


def test_a_must_of_any_of_ones_authorities_counts(officer, as_person):
    post = PostFactory()
    AppointmentFactory(person=officer, post=post)
    ScheduleFactory(authority=post.authority, must_before=True, days_before=20)
    client = as_person(officer)
    answer = client.post(OWN, {"days_before": "10", "on_the_day": "", "days_after": ""})
    assert f"{post.authority.short_name} reminds everybody 20 days before." in answer.content.decode()
    assert f"{post.authority.short_name} has set: 20 days, which nobody may turn off." in answer.content.decode()


def test_the_page_asks_the_same_number_of_queries(officer, as_person, django_assert_num_queries):
    client = as_person(officer)
    with django_assert_num_queries(8):
        client.get(OWN)


# --- What an authority sets -------------------------------------------------------------------------------------------


def schedule(authority):
    return reverse("schedule", args=[authority.pk])


@pytest.mark.parametrize(
    ("who", "answer"), [("administrator", 200), ("editor", 200), ("officer", 404), ("auditor", 404), ("stranger", 404)]
)
def test_editors_of_the_authority_set_its_days(who, answer, authority, as_person, request):
    client = as_person(request.getfixturevalue(who))
    assert client.get(schedule(authority)).status_code == answer
    assert (schedule(authority) in client.get(OWN).content.decode()) == (answer == 200)


def test_days_are_set_and_changed_with_an_event_each(authority, editor, as_person):
    client = as_person(editor)
    client.post(schedule(authority), STANDARD)
    client.post(schedule(authority), {**STANDARD, "days_before": "10", "version": "1"})
    kept = Schedule.objects.get()
    assert (kept.days_before, kept.must_after, kept.must_before) == (10, True, False)
    last = history_of(kept).first()
    assert str(tell(last)) == f"{editor} changed the days of reminding beforehand from 7 to 10."
    assert last.authority_id == authority.pk


def test_days_out_of_reason_are_refused(authority, editor, as_person):
    answer = as_person(editor).post(schedule(authority), {**STANDARD, "days_to_escalation": "400"})
    assert (answer.status_code, Schedule.objects.count()) == (422, 0)
    assert "At most 90 days." in answer.content.decode()


@pytest.mark.parametrize("seen", ["", "1"])
def test_the_slower_of_two_editors_sees_both(seen, authority, editor, as_person):
    """One opened the page before anything was set, or before the other changed it."""
    meanwhile(ScheduleFactory(authority=authority, days_before=3), version=2)
    answer = as_person(editor).post(schedule(authority), {**STANDARD, "version": seen})
    assert answer.status_code == 422
    assert "Somebody else" in answer.content.decode()
    assert Schedule.objects.get().days_before == 3
    again = as_person(editor).post(schedule(authority), {**STANDARD, "version": "2"})
    assert (again.status_code, Schedule.objects.get().days_before) == (302, 7)


# --- The calendar feed ------------------------------------------------------------------------------------------------


def made(client):
    """Make a feed; return the address that the page shows."""
    page = client.post(MAKE).content.decode()
    return re.search(r"<code>http://localhost:8000(.*?)</code>", page).group(1)


def test_a_feed_is_made_shown_once_and_only_its_hash_is_kept(officer, as_person):
    client = as_person(officer)
    address = made(client)
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    assert token not in client.get(OWN).content.decode()
    assert token not in str(list(FeedToken.objects.values())) + str(list(Event.objects.values()))
    assert len(token) > 40


def test_a_feed_needs_no_session_and_is_kept_by_nobody(officer, as_person, client):
    address = made(as_person(officer))
    client.logout()
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"BEGIN:VCALENDAR")


def test_a_wrong_secret_is_not_there(officer, as_person, client):
    made(as_person(officer))
    client.logout()
    assert [client.get(f"/calendar/{token}.ics").status_code for token in ("x", "", "a" * 300)] == [404] * 3


def test_a_revoked_or_replaced_secret_is_not_there(officer, as_person):
    client = as_person(officer)
    first, second = made(client), made(client)
    assert [client.get(address).status_code for address in (first, second)] == [404, 200]
    client.post(REVOKE)
    assert client.get(second).status_code == 404
    assert [event.verb for event in Event.objects.order_by("pk")] == [
        *["feedtoken made"] * 2,
        "feedtoken revoked",
    ]


@pytest.mark.parametrize(
    "change",
    [lambda officer: meanwhile(officer, is_active=False), lambda officer: Appointment.objects.all().delete()],
)
def test_the_feed_of_somebody_who_has_left_is_not_there(change, officer, as_person, client):
    address = made(as_person(officer))
    client.logout()
    change(officer)
    assert client.get(address).status_code == 404


def test_revoking_what_is_not_there_is_refused(officer, as_person):
    FeedTokenFactory()
    answer = as_person(officer).post(REVOKE)
    assert answer.status_code == 422
    assert "There is no calendar feed to revoke." in answer.content.decode()


def test_a_feed_is_offered_to_be_revoked_where_there_is_one(officer, as_person):
    client = as_person(officer)
    assert REVOKE not in client.get(OWN).content.decode()
    made(client)
    assert REVOKE in client.get(OWN).content.decode()


@pytest.mark.parametrize("address", [MAKE, REVOKE])
def test_the_buttons_are_only_pressed(address, officer, as_person):
    assert as_person(officer).get(address).status_code == 405


def test_an_auditor_has_a_feed_too(auditor, as_person):
    assert auditor.has_role(Role.AUDITOR)
    assert as_person(auditor).get(made(as_person(auditor))).status_code == 200
