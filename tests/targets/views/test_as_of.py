"""Measures and recommendations as of a day: their lists with the files, and a measure's page."""

import csv
import datetime
import io

import pytest

from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from tests.factories.lives import noon
from tests.factories.people import person_with
from tests.factories.performance import DAYS, live

pytestmark = pytest.mark.django_db
DAY = "2009-07-14"
MEASURES, ASKED = "/measures/", "/inspections/recommendations/"


@pytest.fixture
def lived_on(life):
    return live(life)[0]


@pytest.fixture
def read(lived_on, as_person):
    """Return a function that opens a page as of a day, as an editor; much was recorded since."""
    client = as_person(lived_on.editor)
    return lambda url, day=DAY, **asked: client.get(url, {"as_of": day, **asked})


def text(response):
    return " ".join(response.content.decode().split())


def listed(response):
    return [row.record.reference for row in response.context["table"].rows]


def rows_of(response):
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_the_list_of_measures_shows_what_was_recorded_by_then_and_says_so(read):
    then, now = read(MEASURES), read(MEASURES, "")
    assert (listed(then), listed(now)) == (["M 1", "M 2", "M 3"], ["M 1", "M 2"])
    assert "As it stood on 14 July 2009." in text(then)
    assert "51.0%" in text(then) or "51%" in text(then)
    assert f"/measures/{then.context['table'].rows[0].record.pk}/?as_of={DAY}" in text(then)
    assert "Add a measure" not in text(then)
    assert "Back to today" not in text(now)


FACETS = (
    ({"status": "green"}, ["M 1"]),
    ({"status": "red"}, ["M 2"]),
    ({"status": "not-judged"}, []),
    ({"gap": "without_data"}, ["M 3"]),
    ({"gap": "without_target"}, ["M 3"]),
    ({"gap": "without_owner"}, ["M 3"]),
    ({"gap": "overdue_for_data"}, ["M 3"]),
    ({"kind": "percentage"}, ["M 1"]),
    ({"direction": "down"}, ["M 2"]),
    ({"words": "satisfied clerk"}, ["M 1"]),
)


def test_its_facets_select_by_what_was_true_then(read):
    for asked, found in FACETS:
        assert listed(read(MEASURES, **asked)) == found, asked


def test_its_facets_select_by_who_answered_then(read, lived_on):
    life = lived_on.life
    assert listed(read(MEASURES, owner=life.posts["Clerk"].pk)) == ["M 1", "M 2"]
    assert listed(read(MEASURES, committee=life.committees["HR Committee"].pk)) == ["M 2"]
    assert "ambition" not in read(MEASURES).context["filter"].form.fields


@pytest.mark.parametrize("url", [MEASURES, ASKED])
def test_what_the_history_does_not_keep_is_refused_and_never_dropped(read, url):
    """Without it there would be more rows than are asked for, on the page and in its file."""
    page = read(url, ambition=1)
    assert listed(page) == []
    assert "the history does not keep it" in text(page)
    assert "Content-Disposition" not in read(url, ambition=1, export="csv").headers


def test_it_is_sorted_by_what_was_true_then(read):
    for sort, first in (("owner", "M 1"), ("committee", "M 2"), ("-title", "M 1"), ("set", "M 1"), ("title", "M 3")):
        assert listed(read(MEASURES, sort=sort))[0] == first, sort


def test_files_carry_the_day_in_their_name_and_in_each_row(read):
    for url, name, one in ((MEASURES, "measures", "M 1"), (ASKED, "recommendations", "1")):
        response = read(url, export="csv")
        assert f"{name}-as-they-stood-on-14-july-2009" in response.headers["Content-Disposition"]
        first = rows_of(response)[0]
        assert (first["Ref"], first["As of"]) == (one, DAY)


def test_a_day_that_is_none_shows_why_and_no_rows(read):
    for url in (MEASURES, ASKED):
        for day in ("2010-04-13", "soon"):
            response = read(url, day)
            assert listed(response) == []
            assert "There is a problem" in text(response)


def test_a_measure_stands_as_it_stood(read, lived_on):
    url = lived_on.measure("M 1").get_absolute_url()
    then, now = text(read(url)), text(read(url, ""))
    for said in ("As it stood on 14 July 2009.", "M 1 Satisfied", "Clerk", "Increase to 52%", "45%"):
        assert said in then, said
    assert "It lasts." not in then
    assert ("Medway" in then, "Medway" in now) == (False, True)
    assert "It will not last." in text(read(url, "2009-08-01"))
    assert "Enter one result" not in then
    assert read(url).context["page_actions"] == []


def test_what_was_corrected_by_then_is_told_and_what_was_since_is_not(read, lived_on):
    url = lived_on.measure("M 1").get_absolute_url()
    older = [read(url, day).context["sheets"][0].lines[-1].older for day in (DAY, "2009-07-20")]
    assert [len(one) for one in older] == [0, 1]


def test_the_file_of_a_measure_is_that_of_the_day(read, lived_on):
    response = read(lived_on.measure("M 2").get_absolute_url(), export="csv")
    assert "14-july-2009" in response.headers["Content-Disposition"]
    assert len(rows_of(response)) == 1
    wrong = read(lived_on.measure("M 2").get_absolute_url(), "soon", export="csv")
    assert wrong.status_code == 422


def test_before_it_was_entered_or_once_archived_it_says_so(read, lived_on):
    url = lived_on.measure("M 3").get_absolute_url()
    for day in ("2009-03-01", "2009-11-02"):
        assert "It was not among the measures on that day" in text(read(url, day))
    assert "It was not among the measures" not in text(read(url))


def test_a_measure_asks_again_for_a_day_that_is_none(read, lived_on):
    response = read(lived_on.measure("M 1").get_absolute_url(), "soon")
    assert response.status_code == 422
    assert "Where it stands" not in text(response)


OF_MAY = (
    ({"status": "pending"}, ["1"]),
    ({"status": "rejected"}, ["3"]),
    ({"show": "unfinished"}, ["1", "2"]),
    ({"show": "overdue"}, []),
    ({"show": "without_owner"}, []),
    ({"show": "without_due"}, []),
    ({"words": "do 2 treasurer"}, ["2"]),
    ({"kind": "recommendation"}, ["1", "2", "3"]),
)


def test_the_tracker_shows_what_was_recorded_by_then(read, lived_on):
    for asked, found in OF_MAY:
        assert listed(read(ASKED, "2009-05-12", **asked)) == found, asked
    assert listed(read(ASKED, "2009-05-20", show="sent_back")) == ["1"]
    assert listed(read(ASKED, "2009-07-01", show="overdue")) == ["2"]
    assert listed(read(ASKED, "2009-06-20", show="due_soon")) == ["2"]
    assert listed(read(ASKED, "2009-04-02", show="without_comment")) == listed(read(ASKED, "2009-04-02"))
    assert listed(read(ASKED, "2009-05-12", owner=lived_on.life.posts["Treasurer"].pk)) == ["1", "2"]


def test_the_tracker_counts_by_state_what_it_showed_then(read):
    for asked in ({}, {"status": "pending"}):
        page = read(ASKED, "2009-05-12", **asked)
        assert [number for _, number, _ in page.context["by_state"]] == [0, 1, 1, 0, 1]
        for _, number, url in page.context["by_state"]:
            query = dict(pair.split("=") for pair in url[1:].split("&"))
            assert len(listed(read(ASKED, query.pop("as_of"), **query))) == number


def test_strangers_find_nothing_in_the_past_and_members_and_auditors_do(lived_on, as_person):
    url = lived_on.measure("M 1").get_absolute_url()
    for role in (Role.MEMBER, Role.AUDITOR):
        insider, stranger = person_with(role, authority=lived_on.authority), person_with(role)
        assert as_person(insider).get(url, {"as_of": DAY}).status_code == 200
        assert as_person(stranger).get(url, {"as_of": DAY}).status_code == 404
        for page in (MEASURES, ASKED):
            assert len(listed(as_person(insider).get(page, {"as_of": DAY}))) == 3
            assert listed(as_person(stranger).get(page, {"as_of": DAY})) == []


def test_it_costs_the_same_queries_however_many_there_are(life, as_person, django_assert_max_num_queries):
    lived_on, _ = live(life, DAYS[:8])
    client, url = as_person(life.editor), lived_on.measure("M 1").get_absolute_url()
    for number in range(3):
        for page, most in ((MEASURES, 34), (url, 34), (ASKED, 18)):
            with django_assert_max_num_queries(most):
                client.get(page, {"as_of": "2009-07-07"})
        with clock.at(noon(datetime.date(2009, 7, 6))):
            lived_on.enter(f"M 1{number}")
