"""Every form, answered as people would and spoilt as nobody would: no answer is a failure, and what was taken opens."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.base.toolkit.forms import DayField
from tests.hostile.campaign.conftest import SHARES, all_are_sent, of_the_campaign
from tests.hostile.campaign.filling import spoilt
from tests.hostile.campaign.targets import Target
from tests.hostile.sending import listening, undone, whole

pytestmark = pytest.mark.django_db
PARTS = 3
SHARE = SHARES["forms"] / PARTS


def drawn_for(targets: list[Target]) -> st.SearchStrategy[tuple[Target, dict[str, Any]]]:
    return st.sampled_from(targets).flatmap(lambda one: st.tuples(st.just(one), spoilt(one.fields)))


def answers(scene: Any, target: Target, instead: dict[str, Any]) -> list[int]:
    """Return what a form answers, and the page that it leads to."""
    answer = target.send(scene, instead)
    found = [answer.status_code]
    if answer.status_code == 302 and answer.url.startswith("/"):
        page = scene.senders[target.who].get(answer.url)
        whole(page)
        found.append(page.status_code)
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_every_form_answers_and_what_it_takes_can_be_opened(part, scene, targets):
    found: Counter[int] = Counter()

    @of_the_campaign(SHARE)
    @given(drawn_for(targets[part::PARTS]))
    def sends(drawn: tuple[Target, dict[str, Any]]) -> None:
        target, instead = drawn
        with listening() as broken, undone():
            found.update(answers(scene, target, instead))
        assert (target.url, instead, broken) == (target.url, instead, [])

    with all_are_sent(SHARE):
        sends()
    assert max(found) < 500
    assert {302, 422} <= set(found)


def read_as_if_it_were_one(field: Any, value: str) -> datetime.date | None:
    """Take whatever is typed for a day."""
    return datetime.date(*[int(part) for part in value.split("/")][::-1]) if value else None


def test_a_form_that_takes_a_day_for_granted_would_be_found(scene, targets):
    some = [one for one in targets if any(isinstance(field, DayField) for field in one.fields.values())]
    failed = []

    @of_the_campaign(0.01)
    @given(drawn_for(some))
    def sends(drawn: tuple[Target, dict[str, Any]]) -> None:
        with listening() as broken, undone():
            answers(scene, *drawn)
        failed.extend(broken)

    with mock.patch.object(DayField, "clean", read_as_if_it_were_one):
        sends()
    assert failed
