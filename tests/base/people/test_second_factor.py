"""A second factor: who has to have one, setting it up, showing it, losing it; and what the history says of it."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of, verify_history
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.people import factors, limits, sessions
from kpa_tracker.base.people.middleware import TO_SET_UP, TO_SHOW
from kpa_tracker.base.people.models import Tries
from kpa_tracker.base.people.roles import GRANTS, READING, Role
from kpa_tracker.base.toolkit.errors import Refused
from tests.factories.api import ApiTokenFactory, text_of
from tests.factories.people import PASSWORD, AppointmentFactory, PersonFactory, PostFactory, person_with
from tests.factories.sign_in import SECRET, AuthenticatorFactory

pytestmark = pytest.mark.django_db
STAFF = ["administrator", "editor", "auditor"]


@pytest.fixture(autouse=True)
def real_use(settings):
    """As in real use: the roles that change or read a great deal have a second factor."""
    cache.clear()
    settings.SECOND_FACTOR = STAFF


def code_of(secret=SECRET, ahead=0):
    """Return the code that an app shows."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def sign_in(client, person):
    return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})


def show(client, code, page="mfa_authenticate"):
    return client.post(reverse(page), {"code": code})


def set_up(client):
    """Set an authenticator app up, as the pages lead; return its secret."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    answer = show(client, code_of(secret), "mfa_activate_totp")
    assert answer.url == reverse("mfa_view_recovery_codes"), answer
    return secret


def codes_on(page):
    return re.findall(r"<code>(\d{8})</code>", page.content.decode())


def told(person):
    return [tell(event).sentence for event in history_of(person)]


# --- Who has to have one ----------------------------------------------------------------------------------------------


def test_the_roles_that_do_more_than_read_are_those_that_are_asked():
    assert {role.value for role in Role if GRANTS[role] > READING} == set(STAFF)


@pytest.mark.parametrize("who", STAFF)
def test_whose_role_asks_for_it_is_led_to_set_one_up_before_anything_else(who, request, client):
    person = request.getfixturevalue(who)
    sign_in(client, person)
    for address in ("/", "/my-work/", "/plans/", "/history/", "/admin/", reverse("usersessions_list")):
        assert (client.get(address).status_code, client.get(address).url) == (302, reverse("mfa_index"))
    assert client.post(reverse("view-keep"), {"name": "x", "page": "plan-list"}).url == reverse("mfa_index")
    page = client.get(reverse("mfa_index")).content.decode()
    assert "Set up a second factor first" in page


@pytest.mark.parametrize("who", ["officer", "member"])
def test_others_go_on_without_one(who, request, client):
    sign_in(client, request.getfixturevalue(who))
    assert client.get("/my-work/").status_code == 200
    assert "Set up a second factor first" not in client.get(reverse("mfa_index")).content.decode()


@pytest.mark.parametrize(("asked", "status"), [(["everybody"], 302), (["nobody"], 200), (["officer"], 302)])
def test_the_environment_says_who_is_asked(asked, status, settings, client, officer):
    settings.SECOND_FACTOR = asked
    sign_in(client, officer)
    assert client.get("/my-work/").status_code == status


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("SECOND_FACTOR", ["adminstrator"], "names no role: adminstrator"), ("TRUSTED_PROXIES", ["nginx"], "nginx")],
)
def test_an_environment_that_is_misspelt_is_refused_at_the_start(name, value, said, settings):
    sessions.refuse_misspelt()
    setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured, match=said):
        sessions.refuse_misspelt()


def test_who_is_given_such_a_role_while_signed_in_is_asked_from_then_on(client, officer, authority):
    sign_in(client, officer)
    assert client.get("/my-work/").status_code == 200
    AppointmentFactory(person=officer, post=PostFactory(authority=authority), role=Role.EDITOR)
    assert client.get("/my-work/").url == reverse("mfa_index")


def test_what_everybody_reads_and_what_a_token_opens_is_not_touched(client, editor):
    sign_in(client, editor)
    token = ApiTokenFactory(person=editor)
    answer = client.get(reverse("api-list", args=["plans"]), HTTP_AUTHORIZATION=f"Bearer {text_of(token)}")
    assert (answer.status_code, client.get("/public/").status_code) == (200, 200)


# --- Setting it up ----------------------------------------------------------------------------------------------------


def test_an_app_is_set_up_and_recovery_codes_are_shown(client, editor):
    sign_in(client, editor)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert re.search(r'<figure[^>]*role="img" aria-label="[^"]+"><svg|<figure[^>]*>\s*<svg', page)
    assert "style=" not in page
    set_up(client)
    assert len(codes_on(client.get(reverse("mfa_view_recovery_codes")))) == 10
    assert client.get("/my-work/").status_code == 200
    assert told(editor) == [f"{editor} set the authenticator app of the person."]
    assert list(verify_history()) == []


def test_a_wrong_first_code_sets_nothing_up(client, editor):
    sign_in(client, editor)
    client.get(reverse("mfa_activate_totp"))
    assert show(client, "000000", "mfa_activate_totp").status_code == 200
    assert (Authenticator.objects.count(), told(editor)) == (0, [])


def test_the_secret_and_the_codes_are_not_to_be_read_in_the_database_or_the_history(client, editor):
    sign_in(client, editor)
    secret = set_up(client)
    codes = codes_on(client.get(reverse("mfa_view_recovery_codes")))
    kept = str([one.data for one in Authenticator.objects.all()]) + str([e.content() for e in Event.objects.all()])
    assert not [word for word in (secret, *codes) if word in kept]


def test_who_signed_in_a_while_ago_says_again_who_they_are(client, officer):
    sign_in(client, officer)
    session = client.session
    session["account_authentication_methods"] = [{**one, "at": 0} for one in session["account_authentication_methods"]]
    session.save()
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))
    wrong = client.post(reverse("account_reauthenticate"), {"password": "not mine", "next": "/"})
    assert wrong.status_code == 200
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": "/"})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


# --- Showing it -------------------------------------------------------------------------------------------------------


@pytest.fixture
def paired(editor):
    AuthenticatorFactory(user=editor)
    return editor


def test_the_password_alone_no_longer_opens(client, paired):
    assert sign_in(client, paired).url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get("/my-work/").url.startswith("/accounts/login/")


@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_the_code_of_now_opens_and_that_of_a_clock_half_a_minute_out(ahead, client, paired):
    sign_in(client, paired)
    show(client, code_of(ahead=ahead))
    assert client.get("/my-work/").status_code == 200


def test_a_code_opens_once(client, paired):
    code = code_of()
    for browser in (client, other := Client()):
        sign_in(browser, paired)
        cache.clear()
        show(browser, code)
    assert (client.get("/my-work/").status_code, other.get("/my-work/").status_code) == (200, 302)


def test_after_five_wrong_codes_the_right_one_does_not_open(client, paired):
    for _ in range(limits.BOUNDS["code"].here):
        cache.clear()
        sign_in(client, paired)
        show(client, "000000")
    answer = show(client, code_of())
    assert "Too many wrong tries" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_opens_once_and_is_gone(client, paired):
    factors.make_recovery_codes(paired)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[3]
    for browser in (client, other := Client()):
        sign_in(browser, paired)
        show(browser, code)
    assert (client.get("/my-work/").status_code, other.get("/my-work/").status_code) == (200, 302)
    assert "9 left" in client.get(reverse("mfa_index")).content.decode()


def test_a_session_that_has_not_shown_it_shows_it_first(as_person, paired):
    client = as_person(paired)
    assert client.get("/my-work/?q=1").url == f"{reverse('mfa_reauthenticate')}?next=%2Fmy-work%2F%3Fq%3D1"
    answer = client.post(reverse("mfa_reauthenticate"), {"code": code_of(), "next": "/my-work/"})
    assert (answer.url, client.get("/my-work/").status_code) == ("/my-work/", 200)


@pytest.mark.parametrize("name", sorted(TO_SET_UP - TO_SHOW))
def test_who_knows_the_password_alone_changes_nothing_and_reads_no_recovery_codes(name, as_person, paired):
    """A session from before the role, or one that was taken over: it shows the factor first."""
    factors.make_recovery_codes(paired)
    client, address = as_person(paired), reverse(name)
    for answer in (client.get(address), client.post(address, {"password": PASSWORD})):
        assert answer.url.startswith(reverse("mfa_reauthenticate")), name


def test_under_another_secret_key_no_code_goes_with_what_was_kept(client, paired, settings):
    settings.SECRET_KEY = "another installation's key, longer than fifty characters, as it has to be"
    sign_in(client, paired)
    show(client, code_of())
    show(client, code_of(secret=""))
    assert "_auth_user_id" not in client.session
    settings.SECRET_KEY_FALLBACKS = []


def test_a_key_that_was_changed_with_care_still_reads_it(client, paired, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of the same installation, longer than fifty characters as well"
    sign_in(client, paired)
    show(client, code_of())
    assert client.get("/my-work/").status_code == 200


# --- Taking it away ---------------------------------------------------------------------------------------------------


@pytest.fixture
def signed_in(client, paired):
    sign_in(client, paired)
    show(client, code_of())
    return client


def remove(client, factor):
    return client.post(reverse("factor-remove", args=[factor.pk]))


def test_the_only_one_stays_where_a_role_asks_for_it(signed_in, paired):
    answer = remove(signed_in, Authenticator.objects.get())
    assert (answer.status_code, "this is your only one" in answer.content.decode()) == (422, True)
    assert (Authenticator.objects.count(), told(paired)) == (1, [])


def test_one_of_two_goes_and_the_recovery_codes_stay(signed_in, paired):
    AuthenticatorFactory(user=paired, type="webauthn", data={"name": "Key ring"})
    factors.make_recovery_codes(paired)
    assert remove(signed_in, Authenticator.objects.get(type="totp")).status_code == 302
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"webauthn", "recovery_codes"}
    assert told(paired)[0] == f"{paired} removed the authenticator app of the person."


def test_the_last_one_goes_with_its_recovery_codes_where_no_role_asks(client, officer):
    factor = AuthenticatorFactory(user=officer)
    factors.make_recovery_codes(officer)
    sign_in(client, officer)
    show(client, code_of())
    assert remove(client, factor).status_code == 302
    assert Authenticator.objects.count() == 0


def test_what_is_another_persons_is_not_there(signed_in):
    theirs = AuthenticatorFactory(user=PersonFactory())
    assert remove(signed_in, theirs).status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_new_recovery_codes_take_the_place_of_the_old_ones(signed_in, paired):
    factors.make_recovery_codes(paired)
    before = codes_on(signed_in.get(reverse("mfa_view_recovery_codes")))
    answer = signed_in.post(reverse("mfa_generate_recovery_codes"), follow=True)
    assert len(codes_on(answer)) == 10
    assert not set(before) & set(codes_on(answer))
    assert told(paired)[0] == f"{paired} set the recovery codes of the person."


def test_recovery_codes_are_for_those_who_have_a_factor(officer):
    with pytest.raises(Refused, match="Set up an authenticator app"):
        factors.make_recovery_codes(officer)


# --- Losing it --------------------------------------------------------------------------------------------------------


@pytest.fixture
def reset_page(as_person, administrator, settings):
    """The administrator's page for it; they have shown their own factor."""
    settings.SECOND_FACTOR = ["nobody"]

    def reset(person):
        browser = Client()
        browser.force_login(administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser.post(reverse("admin:people_person_second_factor", args=[person.pk]), follow=True)

    return reset


def test_an_administrator_resets_somebodys_who_is_signed_out_everywhere(signed_in, paired, administrator, reset_page):
    factors.make_recovery_codes(paired)
    assert "has no second factor any more" in reset_page(paired).content.decode()
    assert Authenticator.objects.filter(user=paired).count() == 0
    assert signed_in.get("/my-work/").url.startswith("/accounts/login/")
    event = history_of(paired)[0]
    assert tell(event).sentence == f"{administrator} reset the second factor of the person."
    assert event.authority_id == administrator.standing[0][0]
    assert list(verify_history()) == []


def test_nobody_resets_their_own_or_that_of_somebody_of_another_authority(administrator, reset_page):
    AuthenticatorFactory(user=administrator)
    assert "Another administrator resets yours" in reset_page(administrator).content.decode()
    assert Authenticator.objects.count() == 1
    shared = person_with(Role.EDITOR)
    AppointmentFactory(person=shared, post=PostFactory(authority_id=administrator.standing[0][0]))
    AuthenticatorFactory(user=shared)
    assert "not yours to change" in reset_page(shared).content.decode()
    assert Authenticator.objects.count() == 2


def test_a_stranger_and_an_officer_reset_nobodys(paired, stranger, officer, as_person):
    for who in (stranger, officer):
        answer = as_person(who).post(reverse("admin:people_person_second_factor", args=[paired.pk]))
        assert answer.status_code in {302, 403, 404}
    assert Authenticator.objects.filter(user=paired).exists()


def test_the_command_resets_the_only_administrators(administrator, capsys):
    AuthenticatorFactory(user=administrator)
    call_command("reset_second_factor", administrator.email.upper())
    assert Authenticator.objects.count() == 0
    assert "At the next sign-in the password is enough once" in capsys.readouterr().out
    assert told(administrator) == ["The system reset the second factor of the person."]


def test_the_command_says_that_nobody_has_an_address():
    with pytest.raises(CommandError, match="Nobody here has the address"):
        call_command("reset_second_factor", "nobody@authority.example")


def test_a_used_code_is_kept_as_a_digest_for_a_while(client, paired):
    sign_in(client, paired)
    code = code_of()
    show(client, code)
    assert Tries.objects.filter(key=limits.key_of("code used", str(paired.pk), code)).count() == 1
