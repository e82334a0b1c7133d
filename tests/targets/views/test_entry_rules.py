"""The grid prints beside each box the rule that judges its period, and once what is the same for all."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from kpa_tracker.base.people.roles import Role
from targets.actions.goals import change_target
from targets.actions.results import close_results, record_result
from targets.models import Target
from tests.factories.people import PostFactory, person_with
from tests.factories.targets import (
    FIRST_QUARTER,
    ExpectedValueFactory,
    MeasureFactory,
    SeriesFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
GRID = "/measures/mine/"
SHARE = (
    "17 per 1,000 population or less is green; anything else red; "
    "3 of the 12 months of a target of 68 per 1,000 population"
)


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def client(post, as_person):
    return as_person(person_with(Role.OFFICER, post=post))


@pytest.fixture
def add(authority, post):
    def added(target=None, **values):
        given = {"kind": "rate", "unit": "per 1,000 population", "direction": "down", "gathering": "sum", **values}
        series = SeriesFactory(measure=MeasureFactory(authority=authority, owner=post, **given), name="")
        if target:
            TargetFactory(series=series, value=Decimal(target), text=f"No more than {target}", form="ceiling")
        return series

    return added


def row_of(client):
    (grid,) = client.get(GRID).context["grids"]
    (row,) = grid.rows
    return row


RULES = [
    # how periods make the year, target, the words beside the measure
    ("sum", "68", f"No more than 68: {SHARE}"),
    ("last", "68", "No more than 68: 68 per 1,000 population or less is green; anything else red"),
    ("last", None, "No target for this year"),
]


@pytest.mark.parametrize(("gathering", "target", "words"), RULES)
def test_the_same_rule_for_every_period_is_printed_once(add, client, gathering, target, words):
    add(target, gathering=gathering)
    row = row_of(client)
    assert (row.note, {cell.rule for cell in row.cells}) == (words, {""})


def test_a_measure_for_information_has_neither_target_nor_rule(add, client):
    add(direction="none")
    assert row_of(client).note == ""


def test_each_period_has_its_own_rule_where_the_profile_differs(add, client):
    series = add("68", gathering="last")
    quarters = [("2009-06-30", "18"), ("2009-09-30", "17"), ("2009-12-31", "17"), ("2010-03-31", "16")]
    for ends, value in quarters:
        days = {"starts": FIRST_QUARTER["starts"], "ends": datetime.date.fromisoformat(ends)}
        ExpectedValueFactory(target=series.targets.get(), **days, value=Decimal(value))
    row = row_of(client)
    assert row.note == "No more than 68"
    assert [cell.rule.split(" or ")[0] for cell in row.cells] == [
        f"{value} per 1,000 population" for value in ("18", "17", "17", "68")
    ]
    assert "18 per 1,000 population or less is green" in client.get(GRID).content.decode()


def test_a_closed_period_keeps_the_rule_that_judged_it(add, client, editor):
    series = add("68")
    record_result(series, **FIRST_QUARTER, content={"value": Decimal("17.7")}, by=editor)
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    target = Target.objects.get()
    said = {"value": Decimal(72), "text": "No more than 72"}
    change_target(target, seen=target.version, changes=said, by=editor)
    first, second, *_ = row_of(client).cells
    assert (first.rule, second.rule[:38]) == (SHARE, "18 per 1,000 population or less is gre")
