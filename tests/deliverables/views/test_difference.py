"""The page that says how a plan differs from the one before it."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.exports import FORMATS
from plans.differences import Fate
from tests.answers import text
from tests.factories.deliverables import DeliverableFactory, FateFactory, MeasurementFactory
from tests.factories.people import PostFactory, person_with
from tests.factories.plans import AmbitionFactory, DescriptorFactory, PlanFactory, SectionFactory
from tests.factories.targets import MeasureFactory, SeriesFactory, TargetFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def previous(authority):
    return PlanFactory(authority=authority, title="Business plan 2009/10")


@pytest.fixture
def plan(authority, previous):
    return PlanFactory(authority=authority, title="Business plan 2010/11", state="draft", previous=previous)


def filled(plan, *titles, outcomes=(), **values):
    ambition = AmbitionFactory(plan=plan, title="Safe streets", reference="1")
    for at, outcome in enumerate(outcomes):
        DescriptorFactory(ambition=ambition, title=outcome, position=at)
    own = {"plan": plan, "ambition": ambition, "descriptor": None}
    return [DeliverableFactory(title=title, reference=f"1.{at}", **own, **values) for at, title in enumerate(titles)]


@pytest.fixture
def both(plan, previous, post):
    """Two plans: one deliverable reworded, one dropped, one added, and the target of a measure in words alone."""
    before = ("Fewer people are victims of crime", "Streets feel safe after dark", "Custody is visited")
    after = ("Streets feel safe after dark", "Fewer people become victims of crime", "The public trusts figures")
    titles = ("Agree the annual budget", "Visit custody suites")
    first = filled(previous, *titles, outcomes=before, lead=post, due="June 2009")
    titles = ("Agree the annual budget and precept", "Publish an equality scheme")
    filled(plan, *titles, outcomes=after, due="June 2010")
    MeasurementFactory(deliverable=first[0], text="Agreed in May")
    SectionFactory(plan=previous, title="Our area", body="Kent and Medway.")
    SectionFactory(plan=plan, title="Our area", body="Kent, Medway and the coast.")
    series = SeriesFactory(measure__authority=plan.authority)
    TargetFactory(plan=previous, series=series, text="Increase to 52%", form="absolute")
    TargetFactory(
        plan=plan, series=series, text="People feel safer", form="words", starts="2010-04-01", ends="2011-03-31"
    )
    TargetFactory(plan=previous, series=SeriesFactory(measure__authority=plan.authority), text="Reduce by 10%")
    return plan


@pytest.fixture
def page(both, member, as_person):
    client = as_person(member)
    return lambda **asked: client.get(reverse("plan-difference", args=[both.pk]), asked)


def test_the_numbers_of_each_level_add_up(page):
    counts = {name: [one.number for one in numbers] for name, numbers in page().context["counts"]}
    assert counts == {
        "Ambitions": [1, 0, 0, 0, 1, 0, 1],
        "Descriptors": [3, 0, 1, 1, 1, 1, 3],
        "Deliverables": [2, 1, 0, 1, 0, 1, 2],
        "Targets": [2, 0, 1, 1, 0, 0, 1],
        "Sections": [1, 0, 0, 1, 0, 0, 1],
    }
    for before, undecided, dropped, changed, unchanged, added, now in counts.values():
        assert (before, now) == (undecided + dropped + changed + unchanged, changed + unchanged + added)


def test_what_nobody_has_decided_is_not_called_dropped_before_somebody_drops_it(page, both, previous, editor):
    shown = " ".join(text(page(level="deliverable", fate="undecided")).split())
    assert "Not decided yet" in shown
    one = previous.deliverables.get(title="Visit custody suites")
    FateFactory(deliverable=one, outcome="dropped", decided_by=editor)
    assert [line.fate for line in page(level="deliverable").context["shown"] if line.new is None] == [Fate.DROPPED]
    assert "Not decided yet" not in page().context["columns"]


def test_of_a_plan_before_that_was_never_adopted_nothing_is_to_be_decided(page, previous):
    type(previous).objects.filter(pk=previous.pk).update(state="consultation")
    assert "Not decided yet" not in page().context["columns"]


def test_every_number_leads_to_as_many_parts(page):
    first = page()
    found = [one for _, numbers in first.context["counts"] for one in numbers if one.url]
    found += first.context["changes"]
    for one in found:
        asked = dict(pair.split("=") for pair in one.url[1:].removesuffix("#list").split("&"))
        assert len(page(**asked).context["shown"]) == one.number, one.label
    assert len(first.context["shown"]) == 11


def test_what_reads_otherwise_is_told_in_words_that_were_taken_out_and_put_in(page):
    shown = " ".join(text(page(level="deliverable")).split())
    assert "Agree the annual budget<ins>" in shown
    assert "[put in:</span> and precept" in shown
    assert '<del><span class="govuk-visually-hidden">[taken out:</span>Agreed in May' in shown
    assert "measurement dropped" in shown
    assert "Publish an equality scheme" in shown


def test_descriptors_are_compared_under_their_ambition(page):
    lines = page(level="descriptor").context["shown"]
    assert [(str(line.part), line.fate) for line in lines] == [
        ("Streets feel safe after dark", "unchanged"),
        ("Fewer people become victims of crime", "changed"),
        ("The public trusts figures", "added"),
        ("Custody is visited", "dropped"),
    ]
    assert "Descriptors" in page(level="descriptor").context["narrowed"]


def test_a_target_whose_measure_was_archived_since_was_dropped(plan, previous, member, as_person):
    archived = {"archived_at": clock.now(), "archived_by": member, "archived_reason": "Measured no longer."}
    for gone in ({"measure": MeasureFactory(authority=plan.authority, **archived)}, archived):
        series = SeriesFactory(**{"measure__authority": plan.authority, **gone})
        TargetFactory(plan=previous, series=series)
        TargetFactory(plan=plan, series=series, starts="2010-04-01", ends="2011-03-31")
    address = reverse("plan-difference", args=[plan.pk])
    lines = as_person(member).get(address, {"level": "target"}).context["shown"]
    assert [line.fate for line in lines] == ["dropped", "dropped"]
    assert [as_person(member).get(line.part.url).status_code for line in lines] == [200, 200]


def test_what_changed_is_counted_by_its_kind(page):
    changes = {one.label: one.number for one in page().context["changes"]}
    assert changes == {
        "Reworded": 3,
        "Stands elsewhere": 0,
        "Another lead post": 1,
        "Another deadline": 1,
        "Measurement dropped": 1,
        "Measurement added": 0,
        "Another target": 1,
        "Number taken out or put in": 1,
    }


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_shown_can_be_taken_away(format, page):
    answer = page(fate="dropped", export=format)
    assert answer.status_code == 200
    assert f".{format}" in answer.headers["Content-Disposition"]


def test_a_file_holds_what_the_page_shows(page):
    rows = list(csv.reader(io.StringIO(b"".join(page(level="deliverable", export="csv")).decode("utf-8-sig"))))
    assert rows[0][:4] == ["Level", "What became of it", "Reference", "Title"]
    assert [(row[1], row[3], row[4]) for row in rows[1:]] == [
        ("Carried over, changed", "Agree the annual budget and precept", "Reworded"),
        ("Carried over, changed", "Agree the annual budget and precept", "Another lead post"),
        ("Carried over, changed", "Agree the annual budget and precept", "Another deadline"),
        ("Carried over, changed", "Agree the annual budget and precept", "Measurement dropped"),
        ("Added", "Publish an equality scheme", ""),
        ("Not decided yet", "Visit custody suites", ""),
    ]


def test_an_address_that_asks_for_something_unknown_shows_all(page):
    assert len(page(fate="burnt", level="x").context["shown"]) == 11


def test_a_filter_that_leaves_nothing_says_so(page):
    assert "No part of either plan is so." in text(page(change="moved"))


def test_a_plan_that_follows_none_has_nothing_to_be_compared_with(previous, member, as_person):
    answer = as_person(member).get(reverse("plan-difference", args=[previous.pk]))
    assert "Nothing to compare it with" in text(answer)
    assert "/difference/" not in text(as_person(member).get(previous.get_absolute_url()))


def test_the_plan_leads_to_it(plan, member, as_person):
    assert f"/plans/{plan.pk}/difference/" in text(as_person(member).get(plan.get_absolute_url()))


def test_somebody_of_another_authority_finds_nothing(plan, stranger, member, as_person):
    address = reverse("plan-difference", args=[plan.pk])
    assert as_person(member).get(address).status_code == 200
    assert as_person(stranger).get(address).status_code == 404


def test_it_says_of_how_many_nobody_has_decided_what_became(plan, previous, editor, as_person):
    client, address = as_person(editor), reverse("plan-difference", args=[plan.pk])
    first, second = filled(previous, "Agree the annual budget", "Visit custody suites")
    assert "2 deliverables of Business plan 2009/10" in text(client.get(address))
    FateFactory(deliverable=first)
    assert "1 deliverable of Business plan 2009/10" in text(client.get(address))
    FateFactory(deliverable=second)
    assert "Nothing says yet what became" not in text(client.get(address))


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_as_many_queries_for_three_of_each_as_for_one(
    number, plan, previous, as_person, django_assert_num_queries, authority
):
    client = as_person(person_with(Role.MEMBER, authority=authority))
    for one in (plan, previous):
        titles = [f"Promise number {at}" for at in range(number)]
        made = filled(one, *titles, outcomes=titles, lead=PostFactory(authority=authority))
        for deliverable in made:
            MeasurementFactory(deliverable=deliverable)
            TargetFactory(plan=one, series__measure__authority=authority)
        SectionFactory.create_batch(number, plan=one)
    client.get("/plans/")
    with django_assert_num_queries(19):
        client.get(reverse("plan-difference", args=[plan.pk]))
