"""The board of a period: its numbers add up, each leads to its list, and only those who chase see it."""

from __future__ import annotations

import csv
import datetime
import io

import pytest

from deliverables.models import Deliverable, ReportingPeriod
from kpa_tracker.base.people.roles import Role
from tests.answers import text
from tests.dashboards.test_every_number import numbers_on, rows_of
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import CommitteeFactory, PersonFactory, PostFactory, person_with
from tests.factories.situations import close

pytestmark = pytest.mark.django_db
UNSENT = {"submitted_at": None, "submitted_by": None}
IN_TIME = datetime.datetime(2010, 4, 9, 9, 0, tzinfo=datetime.timezone.utc)


def written(plan, period, state="submitted", **values):
    """Return an update of a new deliverable of the plan; `lead`, `due` are the deliverable's."""
    own = {name: values.pop(name) for name in ("lead", "due", "reference") if name in values}
    sent = UNSENT if state == "draft" else {"submitted_at": IN_TIME}
    of = DeliverableFactory(plan=plan, **own)
    return ProgressUpdateFactory(deliverable=of, period=period, state=state, latest=True, **{**sent, **values})


def reviewed():
    return {"reviewed_at": IN_TIME, "reviewed_by": PersonFactory(), "sent_back_reason": "Say more."}


@pytest.fixture
def filled(plan, period, earlier_period, post):
    """A period with one deliverable at every place, and some of them late or contradicting themselves."""
    written(plan, period, "accepted", lead=post)
    written(plan, period, "submitted", lead=post, due="March 2010", next_steps="")
    written(plan, period, "sent_back", lead=post, **reviewed())
    written(plan, period, "draft")
    written(plan, period, "draft", **reviewed())
    written(plan, earlier_period, "accepted", stage="complete", lead=post)
    DeliverableFactory(plan=plan, lead=PostFactory(authority=plan.authority))
    return period


@pytest.fixture
def board(filled, editor, as_person):
    """Return a function that opens the board with some parameters."""
    client = as_person(editor)
    return lambda **asked: client.get(filled.get_absolute_url(), asked)


def places(response):
    return {one.label: one.number for one in response.context["place_figures"]}


def test_every_deliverable_stands_at_one_place(board):
    shown = board()
    assert places(shown) == {"Accepted": 1, "To review": 1, "Sent back": 2, "Begun": 1, "Not begun": 1}
    assert (shown.context["asked"].number, shown.context["not_asked"].number) == (6, 1)
    assert "2 of 6 submitted." in text(shown)


def test_every_number_leads_to_as_many_rows(board, filled, client):
    page = filled.get_absolute_url()
    found = [(number, url) for number, url in numbers_on(text(board())) if url]
    links = [one for line in board().context["posts"] for one in [*line.figures, line.late]]
    found += [(one.number, one.url) for one in links]
    assert len(found) > 25
    assert [(number, url) for number, url in found if rows_of(client, page + url) != number] == []


def test_the_table_by_post_adds_up_to_all(board):
    shown = board()
    lines = [[one.number for one in (*line.figures, line.late)] for line in shown.context["posts"]]
    assert [sum(column) for column in zip(*lines, strict=True)] == [one.number for one in shown.context["totals"]]
    assert [line[0] for line in lines] == [sum(line[1:-1]) for line in lines]


def test_the_board_says_who_holds_each_post(board, owner):
    held = {line.post: line.holders for line in board().context["posts"]}
    assert held["Chief Executive"] == str(owner)
    assert sorted(held.values()) == sorted(["", str(owner), "Nobody today"])


def late(response):
    return {one.label: one.number for one in response.context["late_figures"]}


def test_what_is_late_is_counted_by_the_day_on_which_the_period_is_looked_at(board, filled, plan, settings):
    written(plan, filled, submitted_at=datetime.datetime(2010, 4, 21, 23, 30, tzinfo=datetime.timezone.utc))
    assert late(board()) == {"Submitted late": 1, "Overdue": 0}, "half past midnight of the 22nd in London"
    settings.DEMONSTRATION_DATE = datetime.date(2010, 4, 22)
    assert late(board()) == {"Submitted late": 1, "Overdue": 4}


def test_a_closed_period_is_looked_at_by_the_day_that_closed_it(board, filled, settings):
    close(filled)
    settings.DEMONSTRATION_DATE = datetime.date(2010, 6, 1)
    shown = board()
    assert late(shown)["Overdue"] == 0
    assert "Closed by" in text(shown)
    assert "Close the period" not in text(shown)


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"due": "March 2010"}, "green_late"),
        ({"next_steps": ""}, "no_next"),
        ({"rating": "amber", "forecast": "green", "recovery": "More people.", "green_on": None}, "hope"),
        ({"rating": "red", "forecast": "amber", "recovery": "", "green_on": "2010-06-01"}, "hope"),
        ({"due": "April 2010"}, None),
        ({"due": "March 2010", "stage": "complete", "next_steps": ""}, None),
        ({"rating": "amber", "forecast": "green", "recovery": "More people.", "green_on": "2010-06-01"}, None),
        ({"rating": "amber", "forecast": "red"}, None),
        ({"rating": "amber", "forecast": ""}, None),
    ],
)
def test_contradictions_of_an_update(values, key, plan, period, editor, as_person):
    made = written(plan, period, **values)
    page = as_person(editor).get(period.get_absolute_url())
    row = page.context["table"].page.object_list[0].record
    assert [one for one in ("green_late", "no_next", "hope") if getattr(row, one)] == ([key] if key else [])
    assert page.context["contradiction_figures"][0].number == bool(key)
    assert row.said_pk == made.pk


def test_an_update_that_was_replaced_by_a_correction_counts_once_and_in_time(plan, period, editor, as_person):
    first = written(plan, period, "corrected", next_steps="")
    late_on = datetime.datetime(2010, 4, 30, tzinfo=datetime.timezone.utc)
    ProgressUpdateFactory(deliverable=first.deliverable, period=period, number=2, submitted_at=late_on)
    page = as_person(editor).get(period.get_absolute_url())
    assert (page.context["submitted"].number, late(page)["Submitted late"]) == (1, 0)
    assert page.context["contradiction_figures"][0].number == 0


def test_who_may_review_is_led_to_what_waits(board, filled, editor, auditor, as_person):
    waiting = filled.updates.get(state="submitted")
    assert f"/updates/{waiting.pk}/review/" in text(board())
    filled.updates.filter(pk=waiting.pk).update(submitted_by=editor)
    assert f"/updates/{waiting.pk}/review/" not in text(board()), "nobody reviews their own"
    filled.updates.filter(pk=waiting.pk).update(submitted_by=waiting.written_by)
    assert f"/updates/{waiting.pk}/review/" not in text(as_person(auditor).get(filled.get_absolute_url()))


def test_in_a_closed_period_nothing_is_led_to_its_review(board, filled):
    close(filled)
    assert "/review/" not in text(board())


@pytest.mark.parametrize(("states", "word"), [(["submitted"], "Submitted, to be reviewed"), (["accepted"], "Reviewed")])
def test_the_board_says_how_far_the_period_has_come(states, word, plan, period, editor, as_person):
    for state in states:
        written(plan, period, state)
    assert word in text(as_person(editor).get(period.get_absolute_url()))


def test_a_closed_period_is_narrowed_by_the_committee_of_then(board, filled, plan):
    then, now = (CommitteeFactory(authority=plan.authority) for _ in range(2))
    Deliverable.objects.filter(plan=plan).update(committee=then)
    close(filled)
    Deliverable.objects.filter(plan=plan).update(committee=now)
    found = [len(board(committee=one.pk).context["table"].rows) for one in (then, now)]
    assert found == [len(board().context["table"].rows), 0]


def test_the_list_is_taken_away_as_it_is_narrowed(board, filled):
    taken = b"".join(board(place="submitted", export="csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(taken)))
    assert [row["Where it stands"] for row in rows] == ["Accepted", "To review"]
    assert [row["To look at"] for row in rows] == ["", "Green while overdue; No next step"]
    assert [row["Submitted"] for row in rows] == ["2010-04-09"] * 2
    assert set(rows[0]) >= {"Ref", "Lead post", "Submitted by", "On behalf of", "Rating in it", "Days moved"}
    assert [(row["Deadline"], row["Due by"], row["Moves"]) for row in rows][1] == ("March 2010", "2010-03-31", "0")


def test_a_filter_that_cannot_be_used_leaves_no_row(board):
    assert not board(place="nowhere").context["table"].rows
    assert "choose one from the list" in text(board(place="nowhere"))


@pytest.mark.parametrize(
    ("role", "code"), [("administrator", 200), ("editor", 200), ("auditor", 200), ("officer", 404), ("member", 404)]
)
def test_editors_and_auditors_open_the_board(role, code, period, authority, as_person):
    assert as_person(person_with(Role(role), authority=authority)).get(period.get_absolute_url()).status_code == code


def test_another_authority_finds_nothing(period, stranger, as_person):
    assert as_person(stranger).get(period.get_absolute_url()).status_code == 404
    ReportingPeriod.objects.all().delete()
    assert as_person(stranger).get(period.get_absolute_url()).status_code == 404


def test_only_who_opens_periods_closes_them_from_here(board, filled, auditor, as_person):
    assert "Close the period" in text(board())
    assert "Close the period" not in text(as_person(auditor).get(filled.get_absolute_url()))


def test_the_list_of_periods_leads_those_to_the_board_who_may_open_it(period, editor, officer, as_person):
    periods = f"/plans/{period.plan_id}/periods/"
    assert f'href="{period.get_absolute_url()}"' in text(as_person(editor).get(periods))
    assert f'href="{period.get_absolute_url()}"' not in text(as_person(officer).get(periods))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_costs_the_same_at_one_row_and_at_three(
    rows, plan, period, editor, as_person, django_assert_num_queries
):
    for _ in range(rows):
        written(plan, period, lead=PostFactory(authority=plan.authority))
    client = as_person(editor)
    with django_assert_num_queries(13):
        client.get(period.get_absolute_url())
