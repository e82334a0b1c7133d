"""What an address asks of a list: facets, pages, a day; and what is refused by its name."""

from __future__ import annotations

import datetime

import pytest

from kpa_tracker.interfaces.api.asking import MOST
from kpa_tracker.interfaces.api.resources import RESOURCES
from tests.api.records import MAKE, NAMES, list_url, numbers, record_url
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import AmbitionFactory, DescriptorFactory, PlanFactory
from tests.factories.progress import rated
from tests.factories.risks import AssessmentFactory, RiskFactory
from tests.factories.situations import meanwhile
from tests.factories.targets import ResultFactory, SeriesFactory, TargetFactory


def refused(answer):
    """Return the parameters that an answer of 400 names."""
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    return [fault["parameter"] for fault in answer.json()["errors"]]


# --- Facets -----------------------------------------------------------------------------------------------------------


def test_a_list_is_narrowed_as_its_page_is(authority, program):
    plan, lead = PlanFactory(authority=authority), PostFactory(authority=authority)
    one = DeliverableFactory(plan=plan, lead=lead, title="Estates strategy", due="31 March 2010")
    DeliverableFactory(plan=plan)
    url = list_url("deliverables")
    asked = [{"words": "estates"}, {"lead": lead.pk}, {"flag": "overdue"}, {"flag": "overdue", "lead": lead.pk}]
    assert [numbers(program.get(url, query)) for query in asked] == [[one.pk]] * 4
    assert len(numbers(program.get(url, {"plan": plan.pk}))) == 2


def narrowed(authority):
    """Yield (list, facet, value, record that it finds) of the lists that have facets of their own; of each there is
    another that it does not find."""
    descriptor, _ = (DescriptorFactory(ambition__plan__authority=authority) for _ in range(2))
    update, _ = (MAKE["updates"](authority) for _ in range(2))
    target, _ = (TargetFactory(series__measure__authority=authority) for _ in range(2))
    result, _ = (ResultFactory(series__measure__authority=authority) for _ in range(2))
    period, ambition = update.period, descriptor.ambition
    yield from (("ambitions", "plan", ambition.plan_id, ambition), ("descriptors", "ambition", ambition.pk, descriptor))
    yield from (("descriptors", "plan", ambition.plan_id, descriptor), ("periods", "plan", period.plan_id, period))
    yield from (("updates", "plan", period.plan_id, update), ("updates", "period", period.pk, update))
    yield from (("updates", "deliverable", update.deliverable_id, update), ("targets", "plan", target.plan_id, target))
    yield from (
        ("targets", "measure", target.series.measure_id, target),
        ("targets", "series", target.series_id, target),
    )
    yield from (
        ("results", "measure", result.series.measure_id, result),
        ("results", "series", result.series_id, result),
    )


def test_lists_without_a_page_are_narrowed_by_what_their_records_belong_to(authority, program):
    for name, facet, value, record in narrowed(authority):
        assert numbers(program.get(list_url(name), {facet: value})) == [record.pk], (name, facet)
        assert len(numbers(program.get(list_url(name)))) > 1


def test_updates_are_narrowed_by_how_far_they_have_come(authority, program):
    one, _ = (MAKE["updates"](authority) for _ in range(2))
    accepted = ProgressUpdateFactory(deliverable__plan__authority=authority, state="accepted")
    assert numbers(program.get(list_url("updates"), {"state": "accepted"})) == [accepted.pk]
    assert one.pk in numbers(program.get(list_url("updates"), {"state": "submitted"}))
    assert refused(program.get(list_url("updates"), {"state": "draft"})) == ["state"]


@pytest.mark.parametrize("value", ["987654", "x", "1.5", "-1", "9" * 30, "9" * 5000, "\x00", "1\x00", "\u200b1"])
def test_the_number_of_no_record_is_refused_and_never_the_whole_list(value, authority, program):
    DeliverableFactory(plan__authority=authority)
    assert refused(program.get(list_url("deliverables"), {"plan": value})) == ["plan"]


def test_the_number_of_anothers_record_is_refused_as_one_that_does_not_exist(authority, program):
    theirs = PlanFactory()
    answers = [program.get(list_url("deliverables"), {"plan": pk}) for pk in (theirs.pk, 987654)]
    assert answers[0].content == answers[1].content
    assert refused(answers[0]) == ["plan"]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("deliverables", {"rating": "purple"}),
        ("deliverables", {"flag": "late"}),
        ("measures", {"kind": "colour"}),
        ("risks", {"cell": "current.9.9"}),
        ("risks", {"level": "5"}),
        ("recommendations", {"show": "delete"}),
        ("plans", {"state": "gone"}),
        ("meetings", {"when": "then"}),
        ("committees", {"state": "all"}),
        ("deliverables", {"words": "a\x00b"}),
        ("deliverables", {"words": "x" * 201}),
    ],
)
def test_a_value_that_a_facet_does_not_offer_is_refused(name, query, authority, program):
    MAKE[name](authority)
    assert refused(program.get(list_url(name), query)) == list(query)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("query", [{"nothing": "1"}, {"sort": "title"}, {"export": "csv"}, {"token": "kpa_x"}])
def test_a_parameter_that_a_list_does_not_have_is_refused(query, name, program):
    assert refused(program.get(list_url(name), query)) == list(query)


@pytest.mark.parametrize("value", ["", " ", "\t", "\u200b"])
def test_an_empty_value_is_refused(value, program):
    assert refused(program.get(list_url("deliverables"), {"plan": value})) == ["plan"]


def test_a_value_that_is_given_twice_is_refused(authority, program):
    first, second = PlanFactory.create_batch(2, authority=authority)
    answer = program.get(f"{list_url('deliverables')}?plan={first.pk}&plan={second.pk}")
    assert refused(answer) == ["plan"]
    assert answer.json()["errors"][0]["detail"] == "This is given twice."


def test_all_that_is_wrong_is_named_at_once(program):
    answer = program.get(list_url("deliverables"), {"plan": "x", "nothing": "1", "page": "0"})
    assert sorted(refused(answer)) == ["nothing", "page", "plan"]
    assert answer.json()["status"] == 400


def test_more_parameters_than_anybody_sends_are_refused(program):
    query = "&".join(f"a{number}=1" for number in range(7000))
    answer = program.get(f"{list_url('plans')}?{query}")
    assert (answer.status_code, answer.json()["detail"]) == (400, "The address has too many parameters.")


def test_a_single_record_takes_no_parameters(authority, program):
    one = PlanFactory(authority=authority)
    assert refused(program.get(record_url("plans", one.pk), {"as_of": "2010-01-31"})) == ["as_of"]


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_a_list_comes_page_by_page_and_each_record_once(authority, program):
    made = [one.pk for one in PlanFactory.create_batch(5, authority=authority)]
    address, found = f"{list_url('plans')}?per_page=2&state=adopted", []
    while address:
        answer = program.get(address)
        found += numbers(answer)
        address = answer.json()["next"]
    assert found == made


def test_a_page_says_where_it_stands(authority, program):
    PlanFactory.create_batch(5, authority=authority)
    said = program.get(list_url("plans"), {"per_page": "2", "page": "2", "state": "adopted"}).json()
    assert [said[name] for name in ("count", "page", "pages", "per_page", "as_of")] == [5, 2, 3, 2, None]
    base = f"http://testserver{list_url('plans')}?per_page=2&page="
    assert (said["next"], said["previous"]) == (f"{base}3&state=adopted", f"{base}1&state=adopted")


def test_an_empty_list_is_one_empty_page(program):
    said = program.get(list_url("risks")).json()
    assert (said["count"], said["pages"], said["results"], said["next"], said["previous"]) == (0, 1, [], None, None)


@pytest.mark.parametrize("query", [{"page": "2"}, {"page": "0"}, {"page": "x"}, {"page": "9" * 5000}, {"page": "1.5"}])
def test_a_page_that_there_is_not_is_refused(query, authority, program):
    PlanFactory(authority=authority)
    assert refused(program.get(list_url("plans"), query)) == ["page"]


@pytest.mark.parametrize("most", ["0", "-5", str(MOST + 1), "all", "\x00", "1e9"])
def test_a_page_has_no_more_rows_than_it_may(most, program):
    assert refused(program.get(list_url("plans"), {"per_page": most})) == ["per_page"]


def test_a_page_may_have_as_many_as_it_may(program):
    assert program.get(list_url("plans"), {"per_page": str(MOST)}).json()["per_page"] == MOST


def test_records_come_in_the_order_in_which_they_were_made(authority, program):
    """Whatever order its page has: what is made while somebody reads page by page comes at the end."""
    plan = PlanFactory(authority=authority)
    made = [AmbitionFactory(plan=plan, position=10 - number).pk for number in range(3)]
    assert numbers(program.get(list_url("ambitions"))) == made
    committees = [CommitteeFactory(authority=authority, position=9 - number).pk for number in range(3)]
    assert numbers(program.get(list_url("committees"))) == committees


def test_a_record_that_is_found_twice_is_given_once(authority, program):
    plan, risk = PlanFactory(authority=authority), RiskFactory(authority=authority)
    risk.deliverables.set([rated(plan, "red"), rated(plan, "red")])
    said = program.get(list_url("risks"), {"state": "resting_on_red"}).json()
    assert (said["count"], len(said["results"])) == (1, 1)


# --- As of a day ------------------------------------------------------------------------------------------------------


def test_deliverables_are_read_as_of_a_day(authority, program):
    made = DeliverableFactory(plan__authority=authority)
    said = program.get(list_url("deliverables"), {"as_of": "2010-04-12"}).json()
    assert (said["as_of"], said["count"]) == ("2010-04-12", 1)
    assert said["results"][0]["id"] == made.pk
    assert said["results"][0]["priorities"] is None
    assert program.get(list_url("deliverables"), {"as_of": "2010-04-11"}).json()["count"] == 0


@pytest.mark.parametrize("day", ["2010-04-13", "soon", "June 2010", "2010-02-30"])
def test_a_day_that_is_none_or_has_not_come_is_refused(day, program):
    assert refused(program.get(list_url("deliverables"), {"as_of": day})) == ["as_of"]


def test_risks_are_read_as_of_a_day(authority, program):
    risk = AssessmentFactory(risk__authority=authority, assessed_on=datetime.date(2010, 4, 1)).risk
    meanwhile(risk, created_at=datetime.datetime(2010, 3, 1, tzinfo=datetime.timezone.utc))
    url = list_url("risks")
    said = [program.get(url, {"as_of": day}).json()["results"] for day in ("2010-04-12", "2010-03-31", "2010-02-28")]
    assert [[one["id"] for one in some] for some in said] == [[risk.pk], [risk.pk], []]
    assert [len(one["assessments"]) for some in said for one in some] == [1, 0]
    assert [one["current"] and one["current"]["score"] for some in said for one in some] == [12, None]


def test_four_lists_are_read_as_of_a_day():
    found = [name for name in NAMES if RESOURCES[name].reads_the_past]
    assert found == ["deliverables", "measures", "recommendations", "risks"]


@pytest.mark.parametrize("name", [name for name in NAMES if not RESOURCES[name].reads_the_past])
def test_the_other_lists_are_read_as_of_today_alone(name, program):
    answer = program.get(list_url(name), {"as_of": "2010-01-31"})
    assert refused(answer) == ["as_of"]
    assert answer.json()["errors"][0]["detail"] == "This list is read as of today alone."


def test_a_series_says_its_latest_result(authority, program):
    series = SeriesFactory(measure__authority=authority)
    result = ResultFactory(series=series, status="amber")
    series.latest = result
    series.save()
    said = program.get(record_url("measures", series.measure_id)).json()["series"][0]["latest"]
    assert (said["result"], said["value"], said["status"]) == (result.pk, 47.2, "amber")
