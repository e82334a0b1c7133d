"""Taking back what was recorded."""

from __future__ import annotations

import pytest

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.interfaces.scrutiny.actions import withdraw
from tests.factories.scrutiny import (
    AgendaItemFactory,
    CommitteeRatingFactory,
    MinutedActionFactory,
    QuestionFactory,
    ResolutionFactory,
)

pytestmark = pytest.mark.django_db
FACTORIES = [AgendaItemFactory, CommitteeRatingFactory, MinutedActionFactory, QuestionFactory, ResolutionFactory]


@pytest.fixture(params=FACTORIES, ids=lambda factory: factory._meta.model.__name__)
def taken(request, db):
    return request.param()


def test_what_is_taken_back_stays_with_who_did_it_and_why(taken, editor):
    gone = withdraw(taken, reason="Entered twice.", seen=1, by=editor)
    assert (gone.is_withdrawn, gone.withdrawn_by, gone.withdrawn_reason) == (True, editor, "Entered twice.")
    assert type(taken).objects.count() == 1
    assert not type(taken).objects.standing().exists()


def test_taking_back_is_one_event(taken, editor):
    withdraw(taken, reason="Entered twice.", seen=1, by=editor)
    event = Event.objects.get()
    assert (event.verb, event.reason) == (f"{taken._meta.model_name} withdrawn", "Entered twice.")


def test_nothing_is_taken_back_without_a_reason(taken, editor):
    with pytest.raises(Refused, match="Say why"):
        withdraw(taken, reason=" ", seen=1, by=editor)


def test_nothing_is_taken_back_twice(taken, editor):
    gone = withdraw(taken, reason="Entered twice.", seen=1, by=editor)
    with pytest.raises(Refused, match="already"):
        withdraw(gone, reason="Again.", seen=2, by=editor)


def test_of_two_who_take_it_back_the_second_is_told(taken, editor):
    same = type(taken).objects.get(pk=taken.pk)
    withdraw(taken, reason="Entered twice.", seen=1, by=editor)
    with pytest.raises(Conflict):
        withdraw(same, reason="Again.", seen=1, by=editor)


@pytest.mark.parametrize("factory", FACTORIES[1:], ids=lambda factory: factory._meta.model.__name__)
def test_an_item_under_which_something_stands_is_not_taken_off(factory, editor):
    item = AgendaItemFactory()
    values = {"committee": item.committee} if factory is QuestionFactory else {}
    part = factory(item=item, meeting=item.meeting, **values)
    with pytest.raises(Refused, match="Take that back first"):
        withdraw(item, reason="Deferred.", seen=1, by=editor)
    withdraw(part, reason="Deferred.", seen=1, by=editor)
    assert withdraw(item, reason="Deferred.", seen=1, by=editor).is_withdrawn
