"""A deliverable's page and a plan's page as of a day."""

import datetime

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from plans.actions import parts
from plans.models import GlossaryEntry, Priority, Section
from tests.factories.lives import DAYS, begun, live, noon
from tests.factories.people import person_with
from tests.factories.plans import SectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def life(past, db):
    return past


@pytest.fixture
def pages(life, as_person):
    """Return a function that opens a page as an editor; much was recorded since July 2009."""
    client = as_person(life.editor)
    return lambda url, day="2009-07-07": client.get(url, {"as_of": day})


def text(response):
    return " ".join(response.content.decode().split())


def test_a_deliverable_stands_as_it_stood(pages, life):
    url = life.one("1.1").get_absolute_url()
    then = text(pages(url))
    for said in (
        "As it stood on 7 July 2009.",
        "Amber",
        "June 2009",
        "Submitted by",
        "on 6 July 2009",
        "Under a month",
    ):
        assert (said in then) == (said != "Under a month"), said
    assert "T1 Confidence" in then  # it has moved to the other ambition since
    assert "30 November 2009" not in then
    assert "30 November 2009" in text(pages(url, ""))


def test_an_update_that_was_rewritten_since_is_read_as_it_was(pages, life):
    url = life.one("1.1").get_absolute_url()
    assert "Two are ill." in text(pages(url, "2009-07-09"))
    assert "Two are ill." not in text(pages(url))
    assert "Why it was sent back before" in text(pages(url, "2009-07-09"))


def test_who_accepted_it_is_said_from_the_day_on_which_they_did(pages, life):
    url = life.one("1.1").get_absolute_url()
    assert "Accepted by" in text(pages(url, "2009-07-14"))
    assert "Accepted by" not in text(pages(url, "2009-07-13"))


def test_nothing_can_be_done_in_the_past(pages, life):
    url = life.one("2.1").get_absolute_url()
    assert pages(url).context["page_actions"] == []
    assert pages(url, "").context["page_actions"] != []


def test_before_it_was_added_it_was_not_in_the_plan(pages, life):
    assert "It was not in the plan on that day" in text(pages(life.one("1.1").get_absolute_url(), "2009-02-01"))


def test_what_is_archived_today_was_there(pages, life):
    url = life.one("1.3").get_absolute_url()
    assert "It was not in the plan on that day" in text(pages(url, "2009-08-11"))
    assert "It was not in the plan on that day" not in text(pages(url))


def test_a_plan_is_read_whole_as_it_stood(pages, life):
    url = life.plan.get_absolute_url()
    then = text(pages(url, "2009-04-01"))
    for said in ("T Trust", "V Value", "Print it", "Adopted", "Treasurer", "Nothing stood under it."):
        assert said in then, said
    assert "Confidence</h2>" not in then
    assert "T1 Confidence</h2>" in text(pages(url))
    assert "Draft" in text(pages(url, "2009-03-10"))
    assert "This plan had not been begun" in text(pages(url, "2009-02-01"))


def test_what_is_not_read_back_of_a_plan_is_said(pages, life):
    url = life.plan.get_absolute_url()
    SectionFactory(plan=life.plan, title="Our area")
    left_out = "Its targets, its pictures, and which priorities each part of it serves, are read as of today alone"
    assert [left_out in text(pages(url, day)) for day in ("2009-07-07", "")] == [True, False]
    assert "Our area" not in text(pages(url))  # it was written today
    assert "its words, its sections, its whole table and its glossary" in text(pages(url))


WORDED = (
    ("2009-06-01", ["Begin", "Area", "Safety", "End", "KPA", "An aim"], ["The place"]),
    ("2009-06-02", ["Begin", "The place", "Safety", "End", "KPA", "A promise"], ["Area", "An aim"]),
    ("2009-06-03", ["The place", "Begin", "End", "KPA"], ["Safety"]),
)


def test_the_words_around_a_plan_are_those_of_the_day(pages, life):
    word_by_word(life)
    for day, said, unsaid in WORDED:
        page = text(pages(life.plan.get_absolute_url(), day))
        places = [page.index(f">{words}<") for words in said]
        assert places == sorted(places), day
        assert not [words for words in unsaid if f">{words}<" in page], day


def word_by_word(life):
    """Sections, a priority and a term are written, reworded, moved and archived, each on its day."""
    made = {}
    with clock.at(noon(datetime.date(2009, 6, 1))):
        for name, place in (("Begin", "before"), ("Area", "before"), ("End", "after")):
            new = Section(plan=life.plan, title=name, body="Words.", place=place)
            made[name] = parts.create_part(new, by=life.editor)
        made["Safety"] = parts.create_part(Priority(plan=life.plan, title="Safety"), by=life.editor)
        new = GlossaryEntry(plan=life.plan, term="KPA", meaning="An aim")
        made["KPA"] = parts.create_part(new, by=life.editor)
    with clock.at(noon(datetime.date(2009, 6, 2))):
        life.part(made["Area"], title="The place")
        life.part(made["KPA"], meaning="A promise")
    with clock.at(noon(datetime.date(2009, 6, 3))):
        life.move_part(made["Area"], up=True)
        gone = life.fresh(made["Safety"])
        parts.archive(gone, seen=gone.version, reason="Merged.", by=life.editor)


def test_the_pages_on_which_a_plan_is_changed_lead_to_the_plan_as_of_the_day(pages, life):
    for name in ("plan-outline", "plan-words"):
        response = pages(reverse(name, args=[life.plan.pk]))
        assert (response.status_code, response["Location"]) == (302, f"{life.plan.get_absolute_url()}?as_of=2009-07-07")
        assert pages(reverse(name, args=[life.plan.pk]), "").status_code == 200
        wrong = pages(reverse(name, args=[life.plan.pk]), "soon")
        assert wrong["Location"].endswith("?as_of=soon")


def test_strangers_are_led_nowhere(pages, life, as_person):
    stranger = person_with(Role.EDITOR)
    for name in ("plan-outline", "plan-words"):
        url = reverse(name, args=[life.plan.pk])
        assert as_person(stranger).get(url, {"as_of": "2009-07-07"}).status_code == 404


def test_its_links_keep_the_day(pages, life):
    page = text(pages(life.plan.get_absolute_url()))
    assert f'href="/deliverables/?plan={life.plan.pk}&amp;as_of=2009-07-07"' in page
    assert f'href="/deliverables/{life.one("1.1").pk}/?as_of=2009-07-07"' in page
    assert "Change the plan" not in page


@pytest.mark.parametrize("day", ["2010-04-13", "soon"])
def test_a_day_that_is_none_asks_again_and_shows_nothing(pages, life, day):
    for record in (life.plan, life.one("1.1")):
        response = pages(record.get_absolute_url(), day)
        assert response.status_code == 422
        assert "There is a problem" in text(response)
        assert "Lead post" not in text(response)


def test_strangers_find_nothing_in_the_past_either(pages, life, as_person):
    urls = [life.plan.get_absolute_url(), life.one("1.1").get_absolute_url()]
    member, stranger = person_with(Role.MEMBER, authority=life.authority), person_with(Role.MEMBER)
    for url in urls:
        assert as_person(member).get(url, {"as_of": "2009-07-07"}).status_code == 200
        assert as_person(stranger).get(url, {"as_of": "2009-07-07"}).status_code == 404


@pytest.mark.parametrize("days", [11, 20])
def test_reading_the_past_takes_the_same_queries_of_any_plan(authority, as_person, days, django_assert_num_queries):
    life = begun(authority)
    live(life, DAYS[:days])
    client = as_person(life.editor)
    url = life.plan.get_absolute_url()
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url, {"as_of": "2009-07-07"})


QUERIES = 28
