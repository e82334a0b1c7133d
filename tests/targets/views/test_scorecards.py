"""Scorecards: every series once, numbers that add up and lead to their lists, exceptions first."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from targets.actions.results import judge_otherwise, place_of, record_result
from targets.models import Series
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import PlanFactory, PriorityFactory
from tests.factories.targets import (
    FIRST_QUARTER,
    MeasureFactory,
    ObjectiveFactory,
    SeriesFactory,
    TargetFactory,
    ToleranceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


@pytest.fixture
def committee(authority):
    return CommitteeFactory(authority=authority)


@pytest.fixture
def add(authority, plan, committee, editor):
    """Return a function that gives the plan a target with a first result."""
    owner = PostFactory(authority=authority)

    def added(value=None, *, objective=None, has_owner=True, **measure):
        values = {"authority": authority, "committee": committee, "owner": owner if has_owner else None, **measure}
        series = SeriesFactory(measure=MeasureFactory(**values), name="")
        ToleranceFactory(target=TargetFactory(series=series, plan=plan, objective=objective))
        if value:
            record_result(series, **FIRST_QUARTER, content={"value": Decimal(value)}, by=editor)
        return series

    return added


def page(client, of, query=""):
    name = "plan-scorecard" if type(of).__name__ == "Plan" else "committee-scorecard"
    return client.get(reverse(name, args=[of.pk]) + query)


def listed(response):
    return [row.standing.series for row in response.context["scorecard"].shown]


def test_every_series_is_counted_once_and_the_numbers_add_up(add, plan, officer, as_person):
    for value in ("40", "41", "51", "53", None):
        add(value)
    scorecard = page(as_person(officer), plan).context["scorecard"]
    assert [(stat.label, stat.number) for stat in scorecard.stats] == [
        ("Red", 2), ("Amber", 1), ("Green", 1), ("Not rated", 1),
    ]  # fmt: skip
    assert sum(stat.number for stat in scorecard.stats) == len(scorecard.rows) == 5


def test_each_number_leads_to_the_list_behind_it(add, plan, authority, officer, as_person):
    add("40", has_owner=False)
    add("51")
    add(None)
    no_target = add("53")
    no_target.targets.update(plan=PlanFactory(authority=authority))
    client = as_person(officer)
    scorecard = page(client, plan).context["scorecard"]
    for stat in [*scorecard.stats, *scorecard.questions]:
        found = page(client, plan, stat.url.removesuffix("#list"))
        assert len(listed(found)) == stat.number, stat.label
        assert found.context["scorecard"].is_narrowed


def test_the_exceptions_come_first_the_red_before_the_amber(add, plan, officer, as_person):
    amber, red, green = add("51"), add("40"), add("53")
    Series.objects.filter(pk=green.pk).update(latest=None)
    scorecard = page(as_person(officer), plan).context["scorecard"]
    assert [row.standing.series for row in scorecard.exceptions] == [red, amber, green]
    assert [row.standing.is_overdue for row in scorecard.exceptions] == [True] * 3


def test_it_is_grouped_by_priority_and_objective_with_a_chart_that_adds_up(add, plan, officer, as_person):
    calls, crime = (ObjectiveFactory(plan=plan, title=title, priority=PriorityFactory(plan=plan, title=title.upper()))
                    for title in ("calls", "crime"))  # fmt: skip
    second, first, loose = add("40", objective=crime), add("53", objective=calls), add("51")
    response = page(as_person(officer), plan)
    groups = [(title, [(name, [row.standing.series for row in rows]) for name, rows in within])
              for title, within in response.context["scorecard"].groups]  # fmt: skip
    assert groups == [
        (str(calls.priority), [("calls", [first])]), (str(crime.priority), [("crime", [second])]),
        ("Under no priority", [("Under no objective", [loose])]),
    ]  # fmt: skip
    chart = response.context["scorecard"].chart
    assert [cell.value for cell in chart.totals] == [1, 1, 1, 3]
    narrowed = page(as_person(officer), plan, f"?show=all&priority={calls.priority.pk}")
    assert listed(narrowed) == [first]


def test_measures_in_words_count_as_equals(add, plan, editor, officer, as_person):
    words = add(None, kind="qualitative")
    words.targets.update(form="words", value=None, text="Publish a charter")
    said = {"words": "Published.", "judged_status": "green"}
    record_result(words, **FIRST_QUARTER, content=said, by=editor)
    response = page(as_person(officer), plan)
    assert response.context["scorecard"].counts == {"green": 1}
    assert "Published." in response.content.decode()


def test_a_committee_sees_the_measures_that_it_oversees(add, committee, authority, officer, as_person):
    own = add("40")
    add("40", committee=CommitteeFactory(authority=authority))
    response = page(as_person(officer), committee)
    assert [row.standing.series for row in response.context["scorecard"].rows] == [own]


def test_an_empty_scorecard_says_so(plan, officer, as_person):
    assert "No measure is here yet" in page(as_person(officer), plan).content.decode()


def test_another_authoritys_scorecards_do_not_exist(plan, committee, stranger, officer, as_person):
    assert [page(as_person(stranger), of).status_code for of in (plan, committee)] == [404, 404]
    assert [page(as_person(officer), of).status_code for of in (plan, committee)] == [200, 200]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_scorecard_asks_the_same_however_long_it_is(add, plan, officer, as_person, django_assert_num_queries, rows):
    for _ in range(rows):
        add("40")
    client = as_person(officer)
    page(client, plan)
    with django_assert_num_queries(11):
        html = page(client, plan).content.decode()
    assert len(re.findall("app-table__main", html)) == 2


def test_both_judgements_stand_on_the_scorecard_with_the_owners_reason(add, plan, editor, as_person):
    result = add("40").results.get()
    judge_otherwise(result, status="green", reason="The survey changed.", seen=place_of(result), by=editor)
    html = " ".join(re.sub(r"<[^>]+>", " ", page(as_person(editor), plan).content.decode()).split())
    assert "Green Owner’s: The survey changed. By the rule Red" in html


def test_what_is_shown_is_taken_away_narrowed_as_it_is(add, plan, editor, as_person):
    result = add("40").results.get()
    judge_otherwise(result, status="green", reason="The survey changed.", seen=place_of(result), by=editor)
    add("51")
    client = as_person(editor)
    narrowed = page(client, plan, "?show=green")
    assert 'href="?show=green&amp;export=csv"' in narrowed.content.decode()
    answer = b"".join(page(client, plan, "?show=green&export=csv").streaming_content).decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(answer))
    (row,) = (dict(zip(heading, one, strict=True)) for one in rows)
    assert {name: row[name] for name in list(row) if name.startswith(("Owner", "Status", "How it"))} == {
        "Owner": str(result.series.measure.owner), "Status by the rule": "Red", "Owner's judgement": "Green",
        "Owner's reason": "The survey changed.",
        "How it is forecast": "None: there is one value, and a line takes two",
    }  # fmt: skip


def test_a_scorecard_of_another_authority_is_not_taken_away(add, plan, stranger, officer, as_person):
    add("40")
    assert page(as_person(stranger), plan, "?export=xlsx").status_code == 404
    assert page(as_person(officer), plan, "?export=xlsx").status_code == 200


UNRATED = [
    # what the measure is, what its target wants, the sentence in the place of a status
    ({"kind": "rank", "unit": "nationally, of the most similar group"}, {"form": "rank", "second": Decimal(2)},
     "Not judged: its place of the most similar group is not given"),
    ({"direction": "none"}, {}, "For information, without a status"),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "wanted", "words"), UNRATED)
def test_what_is_not_rated_says_why(add, plan, officer, editor, as_person, measure, wanted, words):
    series = add(**measure)
    series.targets.update(**wanted)
    assert words not in page(as_person(officer), plan).content.decode()
    record_result(series, **FIRST_QUARTER, content={"value": Decimal(9)}, by=editor)
    assert words in page(as_person(officer), plan).content.decode()


def test_what_is_rated_or_withheld_needs_no_reason(add, plan, officer, editor, as_person):
    rated, withheld = add("40"), add()
    record_result(withheld, **FIRST_QUARTER, content={"withheld_reason": "Too few"}, by=editor)
    rows = page(as_person(officer), plan).context["scorecard"].rows
    assert {row.standing.series: row.standing.why_not_rated for row in rows} == {rated: "", withheld: ""}
