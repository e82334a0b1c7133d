"""Sessions end on the next request when what they rested on has ended; each person sees and ends their own."""

from __future__ import annotations

import datetime
import time

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kpa_tracker.base.people import actions, sessions
from kpa_tracker.base.people.models import Appointment
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from tests.factories.people import PASSWORD, AppointmentFactory, PostFactory
from tests.factories.sign_in import UserSessionFactory

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def unhurried():
    cache.clear()


def signed_in(person, agent=FIREFOX):
    browser = Client(HTTP_USER_AGENT=agent)
    browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert browser.get("/my-work/").status_code == 200
    return browser


def is_out(browser):
    answer = browser.get("/my-work/")
    return answer.status_code == 302 and answer.url.startswith("/accounts/login/")


def end_a_role(person, by):
    actions.end_appointment(person.appointments.get(), on=clock.today() - datetime.timedelta(days=1), by=by)


def end_one_of_two_roles(person, by):
    Appointment.objects.filter(person=person, role=Role.EDITOR).update(ends_on=clock.today() - datetime.timedelta(1))


def archive_the_post(person, by):
    post = person.appointments.get().post
    type(post).objects.filter(pk=post.pk).update(archived_at=clock.now(), archived_by=by)


def change_the_role(person, by):
    person.appointments.update(role=Role.MEMBER)


ENDINGS = {
    "deactivated": lambda person, by: actions.deactivate(person, seen=person.version, knowing=True, by=by),
    "role ended": end_a_role,
    "another role": change_the_role,
    "post archived": archive_the_post,
    "password set": lambda person, by: actions.set_password(person, password="another correct horse", by=by),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_session_ends_on_the_next_request(ending, officer, administrator):
    browsers = [signed_in(officer), signed_in(officer)]
    ENDINGS[ending](officer, administrator)
    assert [is_out(browser) for browser in browsers] == [True, True]


def test_a_session_whose_person_has_all_they_had_goes_on(officer, authority):
    browser = signed_in(officer)
    AppointmentFactory(person=officer, post=PostFactory(authority=authority), role=Role.EDITOR)
    assert not is_out(browser)


def test_a_role_that_was_given_in_between_ends_the_session_too_when_it_ends(officer, authority, administrator):
    browser = signed_in(officer)
    AppointmentFactory(person=officer, post=PostFactory(authority=authority), role=Role.EDITOR)
    assert not is_out(browser)
    end_one_of_two_roles(officer, administrator)
    assert is_out(browser)
    assert "what you may do here has changed" in browser.get("/accounts/login/").content.decode()


def test_who_signs_in_again_has_what_is_left(officer, authority, administrator):
    AppointmentFactory(person=officer, post=PostFactory(authority=authority), role=Role.EDITOR)
    browser = signed_in(officer)
    end_one_of_two_roles(officer, administrator)
    assert is_out(browser)
    assert not is_out(signed_in(officer))


def test_a_session_ends_after_half_a_day_however_it_is_used(officer, settings):
    browser = signed_in(officer)
    session = browser.session
    session[sessions.BEGAN] = time.time() - settings.SESSION_COOKIE_AGE - 1
    session.save()
    assert is_out(browser)


def test_the_last_use_is_written_down_every_ten_minutes_and_not_at_every_page(officer, django_assert_num_queries):
    browser = signed_in(officer)
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    UserSession.objects.update(last_seen_at=long_ago)
    browser.get("/my-work/")
    assert UserSession.objects.get().last_seen_at == long_ago
    session = browser.session
    session[sessions.SEEN] -= sessions.SEEN_EVERY + 1
    session.save()
    browser.get("/my-work/")
    assert UserSession.objects.get().last_seen_at > long_ago


# --- One's own --------------------------------------------------------------------------------------------------------


def test_the_page_lists_ones_own_browsers_in_plain_words(officer, editor):
    here = signed_in(officer)
    signed_in(officer, agent="curl/8.0")
    signed_in(editor)
    page = here.get(reverse("usersessions_list"))
    rows = [(browser, is_here) for _, browser, is_here in page.context["rows"]]
    assert sorted(rows) == [("Another program", False), ("Firefox on Windows", True)]
    assert FIREFOX not in page.content.decode()


def test_one_other_browser_is_signed_out(officer):
    here, there, third = (signed_in(officer) for _ in range(3))
    there_row = UserSession.objects.get(session_key=there.session.session_key)
    here.post(reverse("session-end", args=[there_row.pk]))
    assert [is_out(one) for one in (here, there, third)] == [False, True, False]


def test_all_others_are_signed_out(officer, editor):
    here, there, third, theirs = signed_in(officer), signed_in(officer), signed_in(officer), signed_in(editor)
    here.post(reverse("sessions-end-others"))
    assert [is_out(one) for one in (here, there, third, theirs)] == [False, True, True, False]


def test_the_browser_in_use_is_left_by_signing_out(officer):
    here = signed_in(officer)
    answer = here.post(reverse("session-end", args=[UserSession.objects.get().pk]))
    assert (answer.status_code, is_out(here)) == (422, False)


def test_another_persons_session_is_not_there(officer, editor):
    here, theirs = signed_in(officer), signed_in(editor)
    row = UserSession.objects.get(session_key=theirs.session.session_key)
    assert here.post(reverse("session-end", args=[row.pk])).status_code == 404
    assert not is_out(theirs)


def test_a_session_that_has_ended_is_not_listed(officer):
    here = signed_in(officer)
    UserSessionFactory(user=officer)
    assert len(here.get(reverse("usersessions_list")).context["rows"]) == 1


def test_the_way_there_stands_on_every_page(officer):
    page = signed_in(officer).get("/my-work/").content.decode()
    assert reverse("mfa_index") in page
    own = signed_in(officer).get(reverse("mfa_index")).content.decode()
    assert [reverse(name) in own for name in ("usersessions_list", "account_change_password")] == [True, True]
