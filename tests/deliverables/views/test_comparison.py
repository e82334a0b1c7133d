"""Two plans of an authority side by side, as a page, as a file and as a PDF."""

from __future__ import annotations

import csv
import io
from itertools import pairwise

import pytest
from django.urls import reverse

from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from tests.answers import text
from tests.base.toolkit.pdf.reading import elements_of, failures_of_pdf_ua, heading_levels
from tests.factories.deliverables import DeliverableFactory, FateFactory, MeasurementFactory
from tests.factories.plans import PlanFactory, SectionFactory

WHY = "Something else matters more."


@pytest.fixture
def both(promised, follower, successor, plan):
    """The old plan and the one that follows, with every outcome but one and something new."""
    FateFactory(deliverable=promised["1.1"], outcome="completed", reason="")
    FateFactory(deliverable=promised["1.2"], outcome="dropped", reason=WHY)
    FateFactory(deliverable=promised["1.3"], outcome="carried", reason="", became=[successor])
    FateFactory(deliverable=promised["1.4"], outcome="merged", reason=WHY, became=[successor])
    DeliverableFactory(plan=follower, reference="3.1", title="Something that nobody thought of")
    for one in (plan, follower):
        SectionFactory(plan=one, title="Our area", body=f"Said in {one.starts_on}.")
    return plan, follower


@pytest.fixture
def page(both, member, as_person):
    client = as_person(member)

    def ask(plan=both[1], name="plan-compare", **asked):
        return client.get(reverse(name, args=[plan.pk]), asked)

    return ask


def test_the_counts_of_each_level_reconcile(page, both):
    shown = page()
    labels = shown.context["columns"]
    assert labels == [
        f"In {both[0]}",
        "Not decided yet",
        "Dropped",
        "Completed",
        "Merged into another",
        "Carried over, changed",
        "Carried over, unchanged",
        "Added",
        "In Business plan 2010/11",
    ]
    counts = {name: [one.number for one in numbers] for name, numbers in shown.context["counts"]}
    assert counts["Deliverables"] == [5, 1, 1, 1, 1, 1, 0, 1, 2]
    for before, *ended, changed, unchanged, added, now in counts.values():
        assert (before, now) == (sum(ended) + changed + unchanged, changed + unchanged + added)


def test_every_number_leads_to_as_many_parts_of_the_same_two_plans(page, both):
    for _, numbers in page().context["counts"]:
        for one in numbers:
            if one.url:
                asked = dict(pair.split("=") for pair in one.url[1:].removesuffix("#list").split("&"))
                assert asked["with"] == str(both[0].pk)
                assert len(page(**asked).context["shown"]) == one.number


def test_the_earlier_plan_is_on_the_left_whichever_was_asked_for(page, both):
    for plan, other in (both, both[::-1]):
        assert page(plan, **{"with": other.pk}).context["plans"] == list(both)


def test_each_side_shows_what_its_plan_says(page):
    shown = text(page(level="deliverable"))
    for words in ("Not in this plan", "Merged: Something else matters more.", "What follows", "Promise"):
        assert words in shown
    section = text(page(level="section"))
    assert '<del><span class="govuk-visually-hidden">[taken out:</span>' in section
    assert '<ins><span class="govuk-visually-hidden">[put in:</span>' in section


def test_any_other_plan_can_be_chosen(page, both, authority):
    third = PlanFactory(authority=authority, title="Plan of long ago", starts_on="2001-04-01", ends_on="2002-03-31")
    shown = page(**{"with": third.pk})
    assert shown.context["plans"] == [third, both[1]]
    assert set(shown.context["others"]) == {third, both[0]}


def test_of_two_plans_that_do_not_follow_one_another_nothing_is_called_dropped_or_added(page, both, authority):
    third = PlanFactory(authority=authority, title="Plan of long ago", starts_on="2001-04-01", ends_on="2002-03-31")
    SectionFactory(plan=third, title="Our area", body="Said long ago.")
    SectionFactory(plan=third, title="Old buildings", body="Sold since.")
    asked = {"with": third.pk}
    shown = page(**asked)
    after = both[1]
    assert shown.context["columns"] == [
        f"In {third}", f"Only in {third}", "In both, changed", "In both, the same", f"Only in {after}", f"In {after}"
    ]  # fmt: skip
    assert f"{after} does not follow {third}" in text(shown)
    assert page(fate="dropped", **asked).context["narrowed"] == [f"Only in {third}"]
    rows = list(csv.reader(io.StringIO(b"".join(page(level="section", export="csv", **asked)).decode("utf-8-sig"))))
    assert rows[0][1] == "Where it stands"
    assert {row[1] for row in rows[1:]} == {f"Only in {third}", "In both, changed"}
    counts = {name: [one.number for one in numbers] for name, numbers in shown.context["counts"]}
    assert counts["Sections"] == [2, 1, 1, 0, 0, 1]


def test_nothing_is_compared_with_what_is_not_there_or_elsewhere(page, both, stranger, as_person):
    elsewhere = PlanFactory()
    assert [page(**{"with": pk}).status_code for pk in (elsewhere.pk, 987654, "x")] == [404, 404, 404]
    assert page(**{"with": both[0].pk}).status_code == 200
    urls = [reverse(name, args=[both[0].pk]) for name in ("plan-compare", "plan-compare-pdf")]
    assert [as_person(stranger).get(url).status_code for url in urls] == [404, 404]


def test_a_plan_that_follows_none_asks_with_which(both, member, as_person):
    shown = as_person(member).get(reverse("plan-compare", args=[both[0].pk]))
    assert "Choose the plan to compare it with." in text(shown)
    assert as_person(member).get(reverse("plan-compare-pdf", args=[both[0].pk])).status_code == 302


def test_the_only_plan_of_an_authority_has_nothing_beside_it(plan, member, as_person):
    assert "no other plan yet" in text(as_person(member).get(reverse("plan-compare", args=[plan.pk])))


def test_the_file_holds_both_plans_in_two_columns(page, both):
    rows = list(csv.reader(io.StringIO(b"".join(page(level="deliverable", export="csv")).decode("utf-8-sig"))))
    assert rows[0] == ["Level", "What became of it", "What was recorded", "Of what", str(both[0]), str(both[1])]
    titles = [row[1:] for row in rows[1:] if row[3] == "Title"]
    assert titles[0] == ["Carried over, changed", "Carried forward", "Title", "Promise 3", "What follows"]
    assert ["Dropped", f"Dropped: {WHY}", "Title", "Promise 2", ""] in titles
    assert ["Added", "", "Title", "", "Something that nobody thought of"] in titles
    assert page(export="xlsx").headers["Content-Disposition"].startswith('attachment; filename="business-plan')


def test_the_pdf_holds_every_part_of_both_plans(page, both, monkeypatch):
    drawn = []
    monkeypatch.setattr("deliverables.views.comparison.render_pdf", lambda html: drawn.append(html) or b"%PDF-1.7")
    answer = page(name="plan-compare-pdf", fate="dropped")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    for line in page().context["shown"]:
        assert str(line.part) in drawn[0]
    assert 'href="/' not in drawn[0]


@pytest.mark.once
def test_the_pdf_is_drawn_for_everybody_to_read(page):
    drawn = page(name="plan-compare-pdf").content
    assert failures_of_pdf_ua(drawn) == []
    levels = heading_levels(drawn)
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    scopes = {attributes.get("/Scope") for kind, attributes in elements_of(drawn) if kind == "/TH"}
    assert scopes == {"/Column", "/Row"}


def test_where_no_pdf_can_be_drawn_the_page_says_so(page, monkeypatch):
    def missing(html):
        raise PdfUnavailable("A library is missing.")

    monkeypatch.setattr("deliverables.views.comparison.render_pdf", missing)
    answer = page(name="plan-compare-pdf")
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, answer.url.partition("?")[0])
    assert "cannot make PDF files yet" in text(page())


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_as_many_queries_for_three_as_for_one(
    number, plan, follower, member, as_person, django_assert_num_queries
):
    for at in range(number):
        old, new = (DeliverableFactory(plan=one, reference=f"7.{at}") for one in (plan, follower))
        FateFactory(deliverable=old, outcome="carried", became=[new])
        MeasurementFactory(deliverable=new)
    client = as_person(member)
    client.get("/plans/")
    with django_assert_num_queries(21):
        client.get(reverse("plan-compare", args=[follower.pk]))
