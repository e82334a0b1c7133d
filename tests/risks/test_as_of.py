"""The register's pages as of a day: its list with the file, a risk, the heat map."""

import csv
import io

import pytest

from kpa_tracker.base.people.roles import Role
from tests.factories.people import person_with
from tests.factories.registers import DAYS, live

pytestmark = pytest.mark.django_db
DAY = "2009-05-12"


@pytest.fixture
def register(life):
    """A register of which much was recorded since 12 May 2009."""
    return live(life)[0]


@pytest.fixture
def read(register, as_person):
    """Return a function that opens a page as of a day, as an editor."""
    client = as_person(register.editor)
    return lambda url="/risks/", day=DAY, **asked: client.get(url, {"as_of": day, **asked})


def text(response):
    return " ".join(response.content.decode().split())


def listed(response):
    return [row.record.reference for row in response.context["table"].rows]


def test_the_list_shows_what_was_recorded_by_then_and_says_so(read):
    then, now = read(), read(day="")
    assert listed(then) == listed(now) == ["R 1", "R 2", "R 3"]
    assert "As it stood on 12 May 2009." in text(then)
    assert "Nobody stays" in text(then)
    assert f"/risks/{then.context['table'].rows[0].record.pk}/?as_of={DAY}" in text(then)
    assert "Add a risk" not in text(then)
    assert "Review the chosen ones" not in text(then)
    assert "Back to today" not in text(now)


FACETS = (
    ({"level": "4"}, ["R 1"]),
    ({"level": "0"}, ["R 3"]),
    ({"stance": "accepted"}, ["R 1"]),
    ({"stance": "not_scored"}, ["R 3"]),
    ({"status": "tolerated"}, ["R 1"]),
    ({"soon": "now"}, ["R 1"]),
    ({"state": "live"}, ["R 1", "R 2", "R 3"]),
    ({"state": "needing_decision"}, []),
    ({"state": "treated_by_nothing"}, ["R 3"]),
    ({"state": "linked"}, ["R 1", "R 2"]),
    ({"state": "unlinked"}, ["R 3"]),
    ({"state": "without_owner"}, ["R 2"]),
    ({"state": "resting_on_red"}, []),
    ({"state": "review_overdue"}, ["R 1"]),
    ({"state": "review_soon"}, []),
    ({"cell": "current.4.4"}, ["R 1"]),
    ({"cell": "inherent.5.5"}, ["R 1"]),
    ({"words": "empty rooms"}, ["R 2"]),
    ({"words": "chief officer"}, ["R 1"]),
    ({"level": "4", "status": "open"}, []),
)


def test_its_facets_select_by_what_was_true_then(read):
    for asked, found in FACETS:
        assert listed(read(**asked)) == found, asked


def test_its_facets_select_by_who_answered_and_what_it_hung_on_then(read, register):
    life = register.life
    assert listed(read(owner=life.posts["Clerk"].pk)) == ["R 3"]
    assert listed(read(committee=life.committees["HR Committee"].pk)) == ["R 1"]
    assert listed(read(category=register.category.pk)) == ["R 1", "R 3"]
    assert listed(read(ambitions=life.parts["Value"].pk)) == ["R 1"]
    assert listed(read(day="2009-05-04", ambitions=life.parts["Trust"].pk)) == ["R 1"]


SORTS = (("-current", "R 1"), ("current", "R 2"), ("owner", "R 1"), ("-owner", "R 3"), ("-reference", "R 3"))


def test_it_is_sorted_by_what_was_true_then(read):
    for sort, first in SORTS:
        assert listed(read(sort=sort))[0] == first, sort
    assert listed(read(sort="-current"))[-1] == "R 3"


def test_what_was_not_in_it_is_not_there(read):
    assert listed(read(day="2009-03-05")) == []
    assert listed(read(day="2009-08-10")) == ["R 1", "R 3"]


def test_a_day_that_is_none_shows_why_and_no_rows(read):
    for day in ("2010-04-13", "soon"):
        response = read(day=day)
        assert listed(response) == []
        assert "There is a problem" in text(response)


def test_what_turned_red_since_is_looked_for_today_alone(read):
    choices = [dict(read(day=day).context["filter"].form.fields["state"].choices) for day in ("", DAY)]
    assert ["to_reassess" in one for one in choices] == [True, False]


def test_a_file_carries_the_day_in_its_name_and_in_each_row(read):
    response = read(export="csv", level="4")
    assert "risks-as-they-stood-on-12-may-2009" in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert [(row["Reference"], row["As of"], row["Score now"]) for row in rows] == [("R 1", DAY, "16")]


def test_a_risk_stands_as_it_stood(read, register):
    url = register.risk("R 1").get_absolute_url()
    then = text(read(url))
    for said in ("As it stood on 12 May 2009.", "It is borne.", "It stands", "Accepted by", "that day 16", "A lock"):
        assert said in then, said
    assert "No change." not in then
    assert "No change." in text(read(url, day=""))


def test_nothing_can_be_done_in_the_past(read, register):
    url = register.risk("R 1").get_absolute_url()
    assert read(url).context["page_actions"] == []
    assert "Record a test" not in text(read(url))
    assert "Record a test" in text(read(url, day=""))


def test_before_it_was_entered_or_while_archived_it_says_so(read, register):
    url = register.risk("R 2").get_absolute_url()
    for day in ("2009-03-05", "2009-08-10"):
        assert "It was not in the register on that day" in text(read(url, day=day))


def test_a_risk_asks_again_for_a_day_that_is_none(read, register):
    response = read(register.risk("R 1").get_absolute_url(), day="soon")
    assert response.status_code == 422
    assert "Scores" not in text(response)


def test_the_heat_map_is_that_of_the_day(read):
    page = read("/risks/heat-map/")
    cells = {url: risks for _, _, row in page.context["rows"] for _, risks, url in row if risks}
    assert [[one.reference for one, _ in risks] for risks in cells.values()] == [["R 1"], ["R 2"]]
    for url, risks in cells.items():
        assert f"as_of={DAY}" in url
        assert listed(read(url.split("?")[0], **dict(pair.split("=") for pair in url.split("?")[1].split("&")))) == [
            one.reference for one, _ in risks
        ]
    assert [one.reference for one in page.context["unscored"]] == ["R 3"]
    assert "As it stood on 12 May 2009." in text(page)


def test_the_heat_map_of_a_day_goes_by_its_committee_and_its_matrix(read, register):
    committee = register.life.committees["HR Committee"].pk
    page = read("/risks/heat-map/", committee=committee)
    assert page.context["total"] == 1
    levels = [read("/risks/heat-map/", day=day).context["rows"] for day in (DAY, "2009-05-20")]
    assert [list(rows)[-1][2][0][0].word for rows in levels] == ["Low", "Medium"]


def test_the_heat_map_asks_again_for_a_day_that_is_none(read):
    response = read("/risks/heat-map/", day="2010-04-13")
    assert response.status_code == 422
    assert "Impact" not in text(response)


def test_strangers_find_nothing_in_the_past_and_members_and_auditors_do(register, as_person):
    url = register.risk("R 1").get_absolute_url()
    for role in (Role.MEMBER, Role.AUDITOR):
        insider, stranger = person_with(role, authority=register.authority), person_with(role)
        assert as_person(insider).get(url, {"as_of": DAY}).status_code == 200
        assert len(listed(as_person(insider).get("/risks/", {"as_of": DAY}))) == 3
        assert as_person(stranger).get(url, {"as_of": DAY}).status_code == 404
        assert listed(as_person(stranger).get("/risks/", {"as_of": DAY})) == []


def test_it_costs_the_same_queries_however_long_the_register_is(life, as_person, django_assert_max_num_queries):
    register, _ = live(life, DAYS[:8])
    client = as_person(life.editor)
    for number in range(3):
        for url in ("/risks/", "/risks/heat-map/", register.risk("R 1").get_absolute_url()):
            with django_assert_max_num_queries(40):
                client.get(url, {"as_of": "2009-05-12"})
        register.enter(f"R 1{number}", "More", deliverables=[life.one("1.1")])
