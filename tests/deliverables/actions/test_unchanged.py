"""Several items are said to be unchanged: each gets an update of its own, all of them or none."""

from __future__ import annotations

import pytest

from deliverables.actions.unchanged import report_unchanged
from deliverables.actions.updates import NOTHING_SEEN, submit_update
from deliverables.models import ProgressUpdate
from deliverables.models.work import work_of
from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.errors import Refused
from tests.factories.people import PostFactory
from tests.factories.situations import GREEN, close


def items_of(person):
    return [item for item in work_of(person).items if item.may_be_unchanged]


def now(period):
    return ProgressUpdate.objects.filter(period=period).order_by("deliverable__reference")


def test_each_gets_an_update_of_its_own(green, period, owner):
    report_unchanged(items_of(owner)[:2], by=owner)
    found = list(now(period))
    assert [update.deliverable for update in found] == green[:2]
    assert {update.state for update in found} == {"submitted"}
    assert {update.done for update in found} == {"No change since Quarter 3, October to December 2009."}
    assert {(u.rating, u.next_steps, u.public_wording) for u in found} == {
        ("green", "The draft goes to committee.", "All is well."),
    }  # fmt: skip


def test_each_is_on_behalf_of_a_post_that_answers_for_it_now(green, period, post, owner):
    before, beside = PostFactory.create_batch(2, authority=post.authority)
    for deliverable, spoke in zip(green, (before, beside), strict=False):
        deliverable.updates.update(on_behalf_of=spoke)
    green[1].supporting.add(beside)
    report_unchanged(items_of(owner)[:2], by=owner)
    assert [update.on_behalf_of for update in now(period)] == [post, beside]


def test_each_leaves_an_event_by_the_door_of_bulk_changes(green, owner):
    report_unchanged(items_of(owner), by=owner)
    told = [history_of(one).get() for one in green]
    assert {(event.verb, event.door) for event in told} == {("progressupdate submitted", "bulk")}


def test_nothing_chosen_is_refused(owner):
    with pytest.raises(Refused, match="Choose at least one") as refused:
        report_unchanged([], by=owner)
    assert refused.value.field == "items"


def test_what_asks_for_more_is_refused_and_so_are_the_others(green, period, earlier_period, owner):
    items = items_of(owner)
    items[2].deliverable.latest.rating = "amber"
    with pytest.raises(Refused, match=r"2\.2 asks for an update in your own words"):
        report_unchanged(items, by=owner)
    assert not now(period).exists()


def test_what_somebody_reported_meanwhile_is_refused_and_so_are_the_others(green, period, owner, editor):
    items = items_of(owner)
    submit_update(green[1], period=period, content=GREEN, seen=NOTHING_SEEN, by=editor)
    with pytest.raises(Refused, match=r"2\.1: .* Nothing was submitted"):
        report_unchanged(items, by=owner)
    assert now(period).count() == 1


def test_a_period_that_closed_meanwhile_takes_none(green, period, owner):
    items = items_of(owner)
    close(period)
    with pytest.raises(Refused, match="is closed"):
        report_unchanged(items, by=owner)


def test_who_may_not_report_on_one_reports_on_none(green, period, owner, officer):
    with pytest.raises(Refused, match=r"You may not report on 2\.0"):
        report_unchanged(items_of(owner), by=officer)
    assert not now(period).exists()
