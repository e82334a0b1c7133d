"""What is held about people is written down, all of it, and kept no longer than is said."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.personal import HOLDINGS, KEPT_BY_NAME, trim
from kpa_tracker.base.people.personal.trimming import days_of
from kpa_tracker.interfaces.api.models import ApiToken
from kpa_tracker.interfaces.notifications.models import FeedToken, Message, Notice
from tests.factories.api import ApiTokenFactory
from tests.factories.notifications import MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.situations import meanwhile

DOCUMENT = (Path(settings.BASE_DIR) / "docs" / "data-protection.md").read_text()
THEIRS = {holding.model for holding in HOLDINGS}


def unaccounted(models):
    """Return the records that point at a person and of which nobody has said what becomes of them."""
    pointing = [one for one in models if any(field.related_model is Person for field in one._meta.concrete_fields)]
    labels = ((one._meta.label, one._meta.app_label) for one in pointing)
    return sorted(label for label, app in labels if label not in THEIRS and app not in KEPT_BY_NAME)


def test_of_every_record_that_points_at_a_person_it_is_said_what_becomes_of_it():
    assert unaccounted(apps.get_models()) == []


def test_a_record_of_another_library_that_points_at_a_person_would_be_found(monkeypatch):
    monkeypatch.setattr("tests.base.people.personal.test_holdings.THEIRS", THEIRS - {"mfa.Authenticator"})
    assert unaccounted(apps.get_models()) == ["mfa.Authenticator"]


def test_every_holding_leads_to_a_person_and_shows_columns_that_there_are():
    for holding in HOLDINGS:
        columns = {field.name: field for field in apps.get_model(holding.model)._meta.concrete_fields}
        assert columns[holding.by].related_model is Person
        assert set(holding.shown) <= set(columns)


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda one: one.model)
def test_the_document_says_the_same_of_it(holding):
    (row,) = [line for line in DOCUMENT.splitlines() if line.startswith(f"| {holding.what} ")]
    days = re.search(r"(\d+) days", row)
    assert (int(days[1]) if days else 0) == holding.days
    assert row.endswith(f"| `{holding.setting}` |" if holding.setting else "| |")


# --- Trimming ---------------------------------------------------------------------------------------------------------


def ago(days):
    return timezone.now() - datetime.timedelta(days=days)


@pytest.fixture
def kept(authority):
    """One of each kind that is old enough to go, and one that is not."""
    person = PersonFactory()
    for days in (401, 300):
        message = MessageFactory(authority=authority, person=person)
        meanwhile(message, day=ago(days).date())
        Notice.objects.create(message=message, person=person, thing=f"update {days}", occasion=ago(days).date())
    for days in (91, 30):
        meanwhile(ApiTokenFactory(person=person), expires_on=ago(days).date())
        token = FeedToken.objects.create(person=person, digest=f"{days:064}", revoked_at=ago(days))
        assert token.pk
    FeedToken.objects.create(person=person, digest="f" * 64)
    return person


def left():
    return [model.objects.count() for model in (Notice, Message, ApiToken, FeedToken)]


def test_what_was_kept_long_enough_goes_and_nothing_else(kept):
    assert left() == [2, 2, 2, 3]
    found = trim()
    assert (left(), sum(found.values())) == ([1, 1, 1, 2], 4)
    assert (sum(trim().values()), left()) == (0, [1, 1, 1, 2]), "a second run finds nothing"


def test_a_dry_run_says_what_would_go_and_leaves_it(kept, capsys):
    call_command("trim_personal_data", "--dry-run")
    assert "Would go: mails to them: 1.\n" in capsys.readouterr().out
    assert left() == [2, 2, 2, 3]
    call_command("trim_personal_data")
    assert "Gone: mails to them: 1.\n" in capsys.readouterr().out


def test_the_installation_says_how_long(kept, settings):
    settings.KEEP_MESSAGES_DAYS = 500
    assert {days_of(one) for one in HOLDINGS if one.setting == "KEEP_MESSAGES_DAYS"} == {500}
    trim()
    assert left() == [2, 2, 1, 2]
