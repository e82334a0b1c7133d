"""The list of deliverables as of a day: the same facets, the same columns, from what was recorded by then."""

import csv
import io

import pytest

from kpa_tracker.base.people.roles import Role
from tests.deliverables.views.test_lists import titles
from tests.factories.people import person_with
from tests.factories.plans import PriorityFactory

pytestmark = pytest.mark.django_db
URL = "/deliverables/"
REPORTED = "2009-07-07"


@pytest.fixture
def life(past, db):
    return past


@pytest.fixture
def listed(life, as_person):
    """Return a function that opens the list as of a day in July 2009, of a plan of which much was recorded since."""
    client = as_person(life.editor)
    return lambda **asked: client.get(URL, {"as_of": REPORTED, **asked})


def text(response):
    return " ".join(response.content.decode().split())


def test_it_shows_what_was_recorded_by_then_and_says_so(listed):
    then = listed()
    assert titles(then)[:3] == ["Publish", "Print", "Post"]
    assert set(titles(then)) == {"Publish", "Print", "Post", "Spend", "Save"}
    assert "As it stood on 7 July 2009." in text(then)
    assert f'href="/deliverables/{then.context["table"].page.object_list[0].record.pk}/?as_of={REPORTED}"' in text(then)


def test_today_is_another_list(listed):
    now = listed(as_of="")
    assert set(titles(now)) == {"Spend", "Save", "Print"}
    assert "As it stood on 7 July" not in text(now)


def test_nothing_is_changed_in_the_past(listed, life):
    assert "Change the chosen ones" in text(listed(as_of=""))
    assert "Change the chosen ones" not in text(listed())


FACETS = (
    ({"rating": "amber"}, ["Publish"]),
    ({"rating": "none"}, ["Post", "Spend"]),
    ({"forecast": "green"}, ["Publish", "Print", "Save"]),
    ({"forecast": "none"}, ["Post", "Spend"]),
    ({"stage": "in_progress"}, ["Publish", "Print", "Save"]),
    ({"stage": "not_started"}, ["Post", "Spend"]),
    ({"flag": "overdue"}, ["Publish", "Post"]),
    ({"flag": "stale"}, ["Post", "Spend"]),
    ({"flag": "without_owner"}, ["Print", "Post", "Spend"]),
    ({"flag": "without_deadline"}, ["Spend", "Save"]),
    ({"flag": "without_measurement"}, ["Publish", "Post", "Save"]),
    ({"flag": "without_committee"}, ["Print", "Post", "Spend", "Save"]),
    ({"movement": "new"}, ["Publish", "Print", "Save"]),
    ({"movement": "no_update"}, ["Post", "Spend"]),
    ({"words": "treasurer"}, ["Publish"]),
    ({"words": "1.2 pri"}, ["Print"]),
    ({"rating": "amber", "flag": "stale"}, []),
)


def test_its_facets_select_by_what_was_true_then(listed):
    for asked, found in FACETS:
        assert sorted(titles(listed(**asked))) == sorted(found), asked


def test_a_priority_is_refused_and_never_dropped(listed, life):
    """The history does not keep it: without it there would be more rows than are asked for."""
    priority = PriorityFactory(plan=life.plan)
    page = listed(priority=priority.pk)
    assert titles(page) == []
    assert "Priority: the history does not keep it." in text(page)
    assert "priority" not in listed().context["filter"].form.fields


def test_its_facets_select_by_who_owned_it_then(listed, life):
    assert titles(listed(lead=life.posts["Clerk"].pk)) == ["Save"]
    assert titles(listed(supporting=life.posts["Clerk"].pk)) == ["Publish"]
    assert titles(listed(committee=life.committees["HR Committee"].pk)) == ["Publish"]
    assert set(titles(listed(ambition=life.parts["Value"].pk))) == {"Spend", "Save"}
    assert titles(listed(plan=life.plan.pk)) == titles(listed())


FIRST = (
    ("reference", "Publish"),
    ("title", "Post"),
    ("lead", "Save"),
    ("-lead", "Publish"),
    ("committee", "Publish"),
    ("deadline_text", "Post"),
    ("-deadline_text", "Print"),
    ("rating", "Publish"),
    ("stage", "Post"),
    ("-stage", "Publish"),
    ("latest__submitted_at", "Publish"),
)


def test_it_is_sorted_by_what_was_true_then(listed):
    for sort, first in FIRST:
        assert titles(listed(sort=sort))[0] == first, sort


def test_the_order_of_the_plan_can_be_turned_round(listed):
    assert titles(listed(sort="-reference")) == titles(listed())[::-1]


def test_a_gap_comes_last_whichever_way_round(listed):
    for sort in ("lead", "-lead"):
        assert titles(listed(sort=sort))[2:] == ["Print", "Post", "Spend"]


NO_DAYS = (
    ("2010-04-13", "13 April 2010 has not come yet. Give today or a day before."),
    ("soon", "“soon” is not a day. Write it like 31/3/2010."),
    ("June 2009", "“June 2009” is not a day."),
    ("n/a", "“n/a” is not a day."),
)


def test_a_day_that_is_none_shows_why_and_no_rows(listed):
    for day, why in NO_DAYS:
        response = listed(as_of=day)
        assert titles(response) == []
        assert why in text(response)
        assert "There is a problem" in text(response)


def test_a_day_is_written_as_people_write_it(listed):
    assert titles(listed(as_of="7 July 2009")) == titles(listed())


def test_what_holds_no_sign_asks_for_no_day(listed):
    assert titles(listed(as_of=" \x00 ")) == titles(listed(as_of=""))


def test_a_facet_in_error_reads_nothing(listed):
    assert titles(listed(rating="purple")) == []


def test_what_is_not_kept_by_name_is_not_offered(listed):
    assert "priority" in listed(as_of="").context["filter"].form.fields
    assert "priority" not in listed().context["filter"].form.fields


def test_a_file_carries_the_day_in_its_name_and_in_each_row(listed):
    response = listed(export="csv", rating="amber")
    assert "deliverables-as-they-stood-on-7-july-2009" in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert [(row["Title"], row["As of"], row["Rating"]) for row in rows] == [("Publish", "2009-07-07", "Amber")]
    then = listed(rating="amber").context["table"].rows[0].record
    assert (rows[0]["Due by"], rows[0]["Moves"]) == (then.deadline_due.isoformat(), str(then.deadline_moves))
    assert rows[0]["First adopted deadline"] == then.first_deadline_text


def test_what_a_person_may_not_see_today_they_do_not_see_in_the_past(life, as_person):
    insider, stranger = person_with(Role.MEMBER, authority=life.authority), person_with(Role.MEMBER)
    assert len(titles(as_person(insider).get(URL, {"as_of": REPORTED}))) == 5
    assert titles(as_person(stranger).get(URL, {"as_of": REPORTED})) == []
