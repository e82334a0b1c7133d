"""A real installation starts with an authority and somebody who administers it."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from kpa_tracker.base.people.models import Authority, Person
from tests.factories.people import AuthorityFactory, PersonFactory

GIVEN = {
    "authority": "Kent Police Authority",
    "short_name": "KPA",
    "name": "A. Person",
    "email": "first@authority.example",
}
COMMAND = "kpa_tracker.base.people.management.commands.first_administrator"


def run(**options):
    out = io.StringIO()
    call_command("first_administrator", stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.fixture
def nobody_there(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())


@pytest.fixture
def password(monkeypatch):
    monkeypatch.setenv("KPA_ADMIN_PASSWORD", "correct horse battery")


@pytest.fixture
def keyboard(monkeypatch):
    """Return a function that says what is typed: answers to questions, and passwords."""

    def types(answers=(), passwords=()):
        typed, secret = iter(answers), iter(passwords)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda question: next(typed))
        monkeypatch.setattr(f"{COMMAND}.getpass", lambda question: next(secret))

    monkeypatch.setattr("sys.stdin", io.StringIO())
    return types


def test_options_and_a_password_from_the_environment_are_enough(db, nobody_there, password):
    assert "Kent Police Authority is set up. Sign in as first@authority.example." in run(**GIVEN)
    person = Person.objects.get()
    assert (person.is_staff, person.check_password("correct horse battery")) == (True, True)
    assert Authority.objects.get().slug == "kpa"


def test_it_steps_back_from_a_database_that_is_behind(behind, nobody_there, password):
    with pytest.raises(SystemExit) as ended:
        run(**GIVEN, if_up_to_date=True)
    assert ended.value.code == 3
    assert not Authority.objects.exists()


def test_everything_may_come_from_the_environment(db, nobody_there, password, monkeypatch):
    for name, value in GIVEN.items():
        monkeypatch.setenv(f"KPA_ADMIN_{name.upper()}", value)
    run()
    assert Person.objects.get().email == "first@authority.example"


def test_at_the_keyboard_it_asks_until_it_is_answered(db, keyboard):
    keyboard(
        answers=["", "Kent Police Authority", "KPA", "A. Person", "first@authority.example"],
        passwords=["short", "correct horse battery", "another", "correct horse battery", "correct horse battery"],
    )
    said = run()
    assert "too short" in said
    assert "They differ." in said
    assert Person.objects.get().check_password("correct horse battery")


def test_who_stops_in_the_middle_leaves_nothing(db, keyboard, monkeypatch):
    keyboard()

    def leaves(question):
        raise EOFError

    monkeypatch.setattr("builtins.input", leaves)
    with pytest.raises(CommandError, match="Nothing is set up"):
        run()


def test_a_second_start_changes_nothing(db, nobody_there):
    AuthorityFactory(name="Downs Police Authority")
    said = run()
    assert said.splitlines() == [
        "Set up already: Downs Police Authority.",
        "One more authority: bin/manage first_administrator --another",
    ]
    assert Person.objects.count() == 0


def test_another_authority_gets_a_web_name_of_its_own(db, nobody_there, password):
    AuthorityFactory(slug="kpa")
    AuthorityFactory(slug="kpa-2")
    run(another=True, **GIVEN)
    assert Authority.objects.get(name=GIVEN["authority"]).slug == "kpa-3"


@pytest.mark.parametrize(
    ("changed", "secret", "sentence"),
    [
        ({"email": ""}, "correct horse battery", "Say --email, or set KPA_ADMIN_EMAIL"),
        ({"short_name": " "}, "correct horse battery", "Say --short-name, or set KPA_ADMIN_SHORT_NAME"),
        ({"email": "nobody"}, "correct horse battery", "“nobody” is not an e-mail address"),
        ({"email": "Taken@authority.example"}, "correct horse battery", "is already here"),
        ({}, "", "Set KPA_ADMIN_PASSWORD"),
        ({}, "short", "too short"),
        ({}, "first@authority.example", "too similar"),
        ({"authority": "x" * 201}, "correct horse battery", "at most 200 characters"),
    ],
)
def test_what_will_not_do_is_refused_in_a_sentence_and_leaves_nothing(
    db, nobody_there, monkeypatch, changed, secret, sentence
):
    PersonFactory(email="taken@authority.example")
    monkeypatch.setenv("KPA_ADMIN_PASSWORD", secret)
    with pytest.raises(CommandError, match=sentence):
        run(**{**GIVEN, **changed})
    assert Authority.objects.count() == 0


@pytest.mark.parametrize(("roles", "is_told"), [(["administrator"], True), (["nobody"], False)])
def test_who_needs_a_second_factor_is_told_before_the_first_sign_in(roles, is_told, db, password, settings):
    settings.SECOND_FACTOR = roles
    out = run(authority="Police Authority", short_name="PA", name="Somebody", email="a@authority.example")
    assert ("have your telephone or a security key at hand" in out) is is_told
