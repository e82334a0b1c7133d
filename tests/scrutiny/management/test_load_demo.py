"""manage.py load_demo."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Authority, Person
from kpa_tracker.interfaces.scrutiny.demonstration import PASSWORD, loading
from tests.factories.people import AuthorityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def small(monkeypatch):
    """Leave the large authority out: these tests are about the command."""
    monkeypatch.setattr(loading, "read_all", lambda whole=loading.read_all: whole()[1:])


def said(**options):
    out = io.StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def test_it_loads_and_prints_who_can_sign_in_and_how(small, var):
    text = said()
    assert "In it, today is 12 April 2010." in text
    for part in ("Medway Commissioner's Office (demonstration)", "editor.medway@demo.example", "Plan editor", PASSWORD):
        assert part in text
    assert (var / "demonstration-date").exists()


def test_a_second_loading_is_refused_and_changes_nothing(small):
    said()
    events = Event.objects.count()
    with pytest.raises(CommandError, match="holds an authority already"):
        said()
    assert Event.objects.count() == events


def test_it_steps_back_from_a_database_that_is_behind(small, behind):
    with pytest.raises(SystemExit) as ended:
        said(if_empty=True, if_up_to_date=True)
    assert ended.value.code == 3
    assert not Authority.objects.exists()


def test_it_loads_where_nothing_is_left_to_migrate(small):
    assert "The demonstration is loaded." in said(if_empty=True, if_up_to_date=True)


def test_with_if_empty_a_second_start_only_prints_the_accounts_again(small):
    said(if_empty=True)
    events = Event.objects.count()
    text = said(if_empty=True)
    assert "Loading" not in text
    assert "editor.medway@demo.example" in text
    assert Event.objects.count() == events


def test_in_real_use_nothing_is_loaded_and_nothing_printed(var):
    AuthorityFactory()
    assert said(if_empty=True) == ""
    assert Authority.objects.count() == 1
    assert not (var / "demonstration-date").exists()


def test_a_loading_that_fails_leaves_nothing_behind(small, var, monkeypatch):
    def fails(*args):
        raise LookupError("planted")

    monkeypatch.setattr(loading, "plan_planning", fails)
    with pytest.raises(LookupError, match="planted"):
        said()
    assert (Authority.objects.count(), Person.objects.count(), Event.objects.count()) == (0, 0, 0)
    assert not (var / "demonstration-date").exists()
