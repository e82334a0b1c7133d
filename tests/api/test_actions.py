"""Making and revoking tokens: what the actions refuse whatever page calls them, and two at once."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.api.actions import make_token, revoke_token
from kpa_tracker.interfaces.api.models import ApiToken
from tests.factories.api import ApiTokenFactory
from tests.factories.people import PersonFactory

DAY = datetime.date(2010, 7, 11)
ALONE = "in memory a second writer fails instead of waiting its turn"
IN_TURN = pytest.mark.skipif(connection.vendor == "sqlite", reason=ALONE)


@pytest.mark.parametrize("day", [datetime.date(2010, 4, 11), datetime.date(2011, 4, 14)])
def test_a_day_that_has_passed_or_lies_far_ahead_is_refused(day, officer):
    with pytest.raises(Refused):
        make_token(officer, name="Report", expires_on=day)
    assert not ApiToken.objects.exists()
    assert make_token(officer, name="Report", expires_on=DAY)


def test_a_token_without_a_name_is_refused(officer):
    with pytest.raises(ValidationError):
        make_token(officer, name="", expires_on=DAY)
    assert (ApiToken.objects.exists(), Event.objects.exists()) == (False, False)


def test_no_two_tokens_are_alike(officer):
    texts = [make_token(officer, name=f"Report {n}", expires_on=DAY) for n in range(5)]
    assert len({text[4:20] for text in texts}) == len({text[21:] for text in texts}) == 5


def test_revoking_says_when(officer):
    token = ApiTokenFactory(person=officer)
    revoke_token(token, by=officer)
    token.refresh_from_db()
    assert token.revoked_at is not None


def at_once(work, many=6):
    """Do something in several threads, each on a connection of its own; return what each came to."""

    def one(number):
        try:
            return work(number)
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(one, range(many)))


@pytest.mark.django_db(transaction=True)
@IN_TURN
def test_of_several_who_revoke_a_token_at_once_one_does():
    token = ApiTokenFactory(person=PersonFactory())
    answers = at_once(lambda number: revoke_token(token, by=token.person))
    assert sorted(map(str, answers)) == ["None"] + ["refused"] * 5
    assert Event.objects.filter(verb="apitoken revoked").count() == 1
    assert list(verify_history()) == []


@pytest.mark.django_db(transaction=True)
@IN_TURN
def test_of_several_made_at_once_no_more_stand_than_may():
    person = PersonFactory()
    ApiTokenFactory.create_batch(8, person=person)
    answers = at_once(lambda number: make_token(person, name=f"New {number}", expires_on=DAY))
    assert answers.count("refused") == 4
    assert ApiToken.objects.standing().count() == 10
