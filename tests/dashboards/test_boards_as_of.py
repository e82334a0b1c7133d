"""Dashboards as of a day: every number is that of the list as of the same day, whatever was recorded since."""

import re
from html import unescape

import pytest

from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from tests.deliverables.views.test_lists import titles
from tests.factories import performance
from tests.factories.lives import DAYS, noon
from tests.factories.people import person_with
from tests.factories.registers import DAYS as LIVED
from tests.factories.registers import live
from tests.factories.risks import RiskFactory

pytestmark = pytest.mark.django_db
REPORTED = "2009-07-07"


@pytest.fixture
def boards(lived, life, as_person):
    """Return the client of an editor, and the dashboards of a plan of which much was recorded since July 2009."""
    lived(DAYS[:20])
    bodies = [life.authority, life.committees["HR Committee"], life.posts["Clerk"], life.parts["Trust"]]
    return as_person(life.editor), [body.get_absolute_url() for body in bodies]


def text(response):
    return " ".join(response.content.decode().split())


def numbers(response):
    """Return (number, the list behind it) of everything that the page counts."""
    drawn = [chart for chart, _ in response.context["charts"]] + [response.context["stage_chart"]]
    figures = [response.context[f"{name}_figures"] for name in ("rating", "movement", "time", "gap")]
    counted = [(one.number, one.url) for some in figures for one in some]
    counted += [(cell.value, cell.url) for chart in drawn for _, row in chart.rows for cell in row if cell.url]
    return [*counted, (response.context["total"], response.context["all_url"])]


def test_every_number_is_that_of_the_list_that_it_leads_to(boards):
    client, urls = boards
    seen = set()
    for board in urls:
        for number, url in numbers(client.get(board, {"as_of": REPORTED})):
            if url not in seen:
                seen.add(url)
                assert f"as_of={REPORTED}" in url
                assert len(titles(client.get(url))) == number, url
    assert len(seen) > 50


def test_the_picture_is_that_of_the_day_and_its_sums_agree(boards):
    client, (authority, committee, post, ambition) = boards
    totals = {
        url: client.get(url, {"as_of": REPORTED}).context["total"] for url in (authority, committee, post, ambition)
    }
    assert totals == {authority: 5, committee: 1, post: 1, ambition: 3}
    page = client.get(authority, {"as_of": REPORTED})
    for name in ("rating", "movement"):
        assert sum(one.number for one in page.context[f"{name}_figures"]) == 5
    assert [one.title for one in page.context["worst"]] == ["Publish"]
    assert [str(one) for one in page.context["periods"]] == ["Quarter 1"]


def test_today_and_a_day_count_alike_when_the_day_is_today(boards):
    client, urls = boards
    for board in urls:
        now, then = client.get(board), client.get(board, {"as_of": "2010-04-12"})
        for name in ("rating", "movement", "time", "gap"):
            figures = [[(one.number, one.label) for one in page.context[f"{name}_figures"]] for page in (now, then)]
            known = [one for one in figures[0] if one[1] != "Committee rates otherwise"]  # that is of today alone
            assert known == figures[1], (board, name)
        assert now.context["worst"] == then.context["worst"]


def test_it_says_the_day_and_what_it_leaves_out_and_leads_back_to_today(boards, life):
    client, (authority, *_) = boards
    RiskFactory(authority=life.authority)
    page = text(client.get(authority, {"as_of": REPORTED}))
    assert "As it stood on 7 July 2009." in page
    assert "Meetings, how committees rate, and who held a post are read as of today alone." in page
    assert f'href="{authority}">Back to today' in page
    assert "The risk register" not in page
    assert "The risk register" in text(client.get(authority))


def test_a_plan_that_was_not_adopted_says_so(boards):
    client, (authority, *_) = boards
    assert "The plan was not adopted yet." in text(client.get(authority, {"as_of": "2009-03-10"}))
    assert "The plan was not adopted yet." not in text(client.get(authority, {"as_of": "2009-04-01"}))


def test_before_anything_was_recorded_there_is_nothing(boards):
    client, (authority, *_) = boards
    assert "Nothing of this plan was here on that day" in text(client.get(authority, {"as_of": "2009-02-01"}))


def test_links_on_it_keep_the_day(boards, life):
    client, (authority, *_) = boards
    page = unescape(text(client.get(authority, {"as_of": REPORTED})))
    assert f'href="/plans/{life.plan.pk}/?as_of={REPORTED}"' in page
    assert f'href="/ambitions/{life.parts["Trust"].pk}/?as_of={REPORTED}&plan={life.plan.pk}"' in page
    assert re.search(rf'href="/deliverables/\d+/\?as_of={REPORTED}"', page)


@pytest.mark.parametrize("day", ["2010-04-13", "soon"])
def test_a_day_that_is_none_asks_again_and_counts_nothing(boards, day):
    client, (authority, *_) = boards
    response = client.get(authority, {"as_of": day})
    assert response.status_code == 422
    assert "There is a problem" in text(response)
    assert "How it stands" not in text(response)


def test_an_empty_day_is_today(boards):
    client, (authority, *_) = boards
    assert "Back to today" not in text(client.get(authority, {"as_of": ""}))


def test_strangers_find_nothing_in_the_past_either(boards, life, as_person):
    _, urls = boards
    member, stranger = person_with(Role.MEMBER, authority=life.authority), person_with(Role.MEMBER)
    for board in urls:
        assert as_person(member).get(board, {"as_of": REPORTED}).status_code == 200
        assert as_person(stranger).get(board, {"as_of": REPORTED}).status_code == 404


def test_it_costs_the_same_queries_however_much_there_is(boards, life, django_assert_num_queries):
    client, (authority, *_) = boards
    client.get(authority, {"as_of": REPORTED})
    with django_assert_num_queries(QUERIES):
        client.get(authority, {"as_of": REPORTED})
    with clock.at(noon(DAYS[19][1])):
        for number in range(5):
            life.add(f"9.{number}", "More", ambition="Trust", deadline="May 2010")
    with django_assert_num_queries(QUERIES - 1):  # no update was touched since
        client.get(authority, {"as_of": "2009-08-10"})


def test_the_register_is_counted_as_of_the_day_and_every_number_leads_to_its_list(life, as_person):
    live(life, LIVED[:13])
    client, day = as_person(life.editor), "2009-05-12"
    bodies = (life.authority, life.committees["HR Committee"], life.posts["Chief Executive"], life.parts["Value"])
    totals = []
    for body in bodies:
        found = client.get(body.get_absolute_url(), {"as_of": day}).context["registered"]
        totals.append(found.total.number)
        assert sum(one.number for one in found.levels) == found.total.number
        assert [str(one) for one in found.top] == ["R 1 Money runs out"]
        for one in (found.total, *found.levels, *found.attention):
            assert len(client.get(one.url).context["table"].rows) == one.number, one.url
    assert totals == [3, 1, 1, 1]
    assert client.get(life.posts["Treasurer"].get_absolute_url(), {"as_of": day}).context["registered"] is None


def test_measures_and_what_inspections_ask_are_counted_as_of_the_day(life, as_person):
    performance.live(life, performance.DAYS[:13])
    client, day = as_person(life.editor), "2009-07-14"
    bodies = (life.authority, life.committees["HR Committee"], life.posts["Clerk"], life.posts["Treasurer"])
    totals = []
    for body in bodies:
        page = client.get(body.get_absolute_url(), {"as_of": day})
        measured, asked = page.context["measured"], page.context["asked"]
        totals.append((measured and measured.total.number, asked and asked.total.number))
        figures = [measured.total, *measured.standing, *measured.gaps] if measured else []
        for one in [*figures, *([asked.total, *asked.states, *asked.lacks] if asked else [])]:
            assert f"as_of={day}" in one.url
            assert len(client.get(one.url).context["table"].rows) == one.number, one.url
    assert totals == [(3, 3), (1, None), (2, None), (None, 2)]
    page = text(client.get(life.authority.get_absolute_url(), {"as_of": day}))
    assert "M 2 Crimes" in page
    assert "scorecard" not in page


def test_an_ambition_says_that_its_measures_are_those_of_today_alone(boards):
    client, (*_, ambition) = boards
    page = text(client.get(ambition, {"as_of": REPORTED}))
    assert "Which measures its deliverables rest on and what they answer" in page


QUERIES = 47
