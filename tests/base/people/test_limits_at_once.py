"""Wrong passwords at one moment, in many processes' places: never more are looked at than one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse

from kpa_tracker.base.people import limits
from kpa_tracker.base.people.models import Person, Tries
from tests.deliverables.actions.test_races import on_disk  # noqa: F401
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)
TRIES, THREADS = 24, 8


def at_once(work):
    """Do something many times, each on a connection of its own."""

    def one(number):
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(TRIES)))


def wrong_passwords_looked_at(email, monkeypatch):
    looked = []
    monkeypatch.setattr(Person, "check_password", lambda self, typed: looked.append(typed) or False)
    cache.clear()
    at_once(lambda n: Client().post(reverse("account_login"), {"login": email, "password": f"wrong {n}"}))
    return len(looked)


def test_parallel_tries_are_never_more_than_the_limit(monkeypatch):
    person = PersonFactory()
    assert wrong_passwords_looked_at(person.email, monkeypatch) == limits.BOUNDS["password"].here


def test_a_count_that_is_read_and_then_written_would_let_more_through(monkeypatch):
    """The fault that the conditional UPDATE is for: all read the count before anybody writes it."""
    seen = []

    def careless(self, key, *, most, within):
        seen.append(self.filter(key=key, count__gte=most).exists())
        return not seen[-1]

    monkeypatch.setattr(type(Tries.objects.all()), "take", careless)
    person = PersonFactory()
    assert wrong_passwords_looked_at(person.email, monkeypatch) > limits.BOUNDS["password"].here


def test_a_code_is_good_for_one_of_many_who_show_it_at_once():
    key = limits.key_of("code used", "1", "123456")
    taken = at_once(lambda n: Tries.objects.take(key, most=1, within=limits.QUARTER))
    assert sum(taken) == 1
