"""Pages of reporting periods: listed, opened, corrected, closed."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from deliverables.models import ReportingPeriod
from plans.models import Plan
from tests.answers import answer, rows_of, text
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory, ReportingPeriodFactory
from tests.factories.plans import PlanFactory
from tests.factories.situations import close

QUARTER = {
    "name": "Quarter 2",
    "observed_from": "1 July 2009",
    "observed_to": "30/9/2009",
    "opens_on": "1 October 2009",
    "due_on": "21 October 2009",
}


@pytest.fixture
def adopted(authority):
    return PlanFactory(authority=authority)


@pytest.fixture
def first(adopted):
    return ReportingPeriodFactory(plan=adopted, name="Quarter 1")


def pages(plan, period):
    return [
        reverse("period-add", args=[plan.pk]),
        *(reverse(f"period-{verb}", args=[period.pk]) for verb in ("edit", "close")),
    ]


def test_editors_open_every_page_of_periods(adopted, first, editor, as_person):
    assert [as_person(editor).get(page).status_code for page in pages(adopted, first)] == [200] * 3


def test_officers_and_strangers_open_and_close_nothing(adopted, first, officer, stranger, as_person):
    for who in (officer, stranger):
        codes = [answer(as_person(who).post(page, {**QUARTER, "version": 1}))[0] for page in pages(adopted, first)]
        assert codes == [404] * 3
    assert ReportingPeriod.objects.get() == first


@pytest.mark.parametrize("number", [1, 3])
def test_the_periods_are_a_file_of_as_many_queries_for_one_as_for_three(
    number, adopted, officer, as_person, django_assert_num_queries
):
    for month in range(1, number + 1):
        days = (datetime.date(2009, month, 1), datetime.date(2009, month, 28))
        ReportingPeriodFactory(plan=adopted, name=f"Month {month}", observed_from=days[0], observed_to=days[1])
    client = as_person(officer)
    with django_assert_num_queries(5):
        rows = rows_of(client.get(reverse("period-list", args=[adopted.pk]), {"export": "csv"}))
    assert len(rows) == number + 1


def test_the_file_says_of_each_period_what_the_page_says(adopted, first, officer, stranger, editor, as_person):
    ProgressUpdateFactory(deliverable=DeliverableFactory(plan=adopted), period=first, state="submitted")
    address = reverse("period-list", args=[adopted.pk])
    page = text(as_person(officer).get(address))
    assert [link in page for link in ("?export=xlsx", "?export=csv")] == [True, True]
    [_, row] = rows_of(as_person(officer).get(address, {"export": "csv"}))
    days = [day.isoformat() for day in (first.observed_from, first.observed_to, first.opens_on, first.due_on)]
    assert row == ["Quarter 1", *days, "1", "1", row[7], ""]
    assert row[7] in page
    close(first)
    [_, closed] = rows_of(as_person(officer).get(address, {"export": "csv"}))
    assert (closed[-2], closed[-1]) == ("Closed", str(ReportingPeriod.objects.get().closed_by))
    assert as_person(stranger).get(address, {"export": "csv"}).status_code == 404


def test_the_list_counts_what_was_submitted_of_what_is_expected(adopted, first, officer, as_person):
    for state in ("submitted", "accepted", "draft"):
        unsent = {} if state != "draft" else {"submitted_at": None, "submitted_by": None}
        ProgressUpdateFactory(deliverable=DeliverableFactory(plan=adopted), period=first, state=state, **unsent)
    page = text(as_person(officer).get(reverse("period-list", args=[adopted.pk])))
    assert "2 of 3" in page
    assert reverse("period-close", args=[first.pk]) not in page


def test_the_list_and_the_board_count_the_same(adopted, first, editor, as_person):
    later = {"observed_from": "2009-07-01", "observed_to": "2009-09-30", "opens_on": "2009-10-01"}
    second = ReportingPeriodFactory(plan=adopted, due_on="2009-10-21", **later)
    done = DeliverableFactory(plan=adopted)
    ProgressUpdateFactory(deliverable=done, period=first, state="accepted", stage="complete", latest=True)
    again = DeliverableFactory(plan=adopted)
    ProgressUpdateFactory(deliverable=again, period=first, state="submitted", stage="cancelled", latest=True)
    ProgressUpdateFactory(deliverable=again, period=second, state="draft", submitted_at=None, submitted_by=None)
    ProgressUpdateFactory(deliverable=DeliverableFactory(plan=adopted), period=second, state="accepted")
    gone = DeliverableFactory(plan=adopted, archived_at="2010-01-01T00:00Z", archived_by=editor)
    ProgressUpdateFactory(deliverable=gone, period=second, state="submitted")
    client = as_person(editor)
    listed = client.get(reverse("period-list", args=[adopted.pk])).context["periods"]
    assert [(one.submitted, one.asked) for one in listed] == [(1, 2), (2, 3)]
    for one in listed:
        board = client.get(one.get_absolute_url()).context
        assert (board["submitted"].number, board["asked"].number) == (one.submitted, one.asked)
        assert board["period"].state is one.state


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({}, "Open, past its due day"),
        ({"due_on": "2010-04-20"}, "Open"),
        ({"opens_on": "2010-06-01", "due_on": "2010-06-20"}, "Not open yet"),
        ({"closed_at": datetime.datetime(2010, 1, 1, tzinfo=datetime.timezone.utc)}, "Closed"),
    ],
)
def test_a_period_says_where_it_stands(values, word, adopted, editor, as_person):
    closed = {"closed_by": editor} if "closed_at" in values else {}
    ReportingPeriodFactory(plan=adopted, **values, **closed)
    page = text(as_person(editor).get(reverse("period-list", args=[adopted.pk])))
    assert word in page.split("<tbody")[1]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("draft", "This one has still to be adopted."),
        ("adopted", "Officers can report once you open the first period."),
    ],
)
def test_without_a_period_the_page_says_why(state, sentence, authority, editor, as_person):
    plan = PlanFactory(authority=authority, state=state)
    assert sentence in text(as_person(editor).get(reverse("period-list", args=[plan.pk])))


def test_the_next_quarter_is_filled_in_and_opened(adopted, first, editor, as_person):
    client, page = as_person(editor), reverse("period-add", args=[adopted.pk])
    assert "Quarter 2, July to September 2009" in text(client.get(page))
    client.post(page, {**QUARTER, "reason": "The first is being reviewed."})
    opened = adopted.periods.get(name="Quarter 2")
    assert (opened.observed_to, opened.due_on) == (datetime.date(2009, 9, 30), datetime.date(2009, 10, 21))


def test_when_all_quarters_have_their_period_the_page_says_so(adopted, editor, as_person):
    ReportingPeriodFactory(plan=adopted, observed_from="2010-01-01", observed_to="2010-03-31")
    page = text(as_person(editor).get(reverse("period-add", args=[adopted.pk])))
    assert "has its period already." in page


def test_why_a_period_opens_early_is_asked_where_an_earlier_one_is_open(adopted, first, editor, as_person):
    client, page = as_person(editor), reverse("period-add", args=[adopted.pk])
    assert "reason" in client.get(page).context["form"].fields
    refused = client.post(page, QUARTER)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert client.post(page, {**QUARTER, "reason": "The panel meets."}).status_code == 302
    assert adopted.periods.count() == 2


def test_nothing_is_asked_where_every_earlier_period_is_closed(adopted, first, editor, as_person):
    close(first)
    page = as_person(editor).get(reverse("period-add", args=[adopted.pk]))
    assert "reason" not in page.context["form"].fields


def test_months_that_are_reported_on_already_are_refused_beside_their_field(adopted, first, editor, as_person):
    sent_back = as_person(editor).post(
        reverse("period-add", args=[adopted.pk]), {**QUARTER, "observed_from": "1 June 2009"}
    )
    assert list(sent_back.context["form"].errors) == ["observed_from"]


def test_a_draft_opens_no_period(authority, editor, as_person):
    draft = PlanFactory(authority=authority, state=Plan.State.DRAFT)
    sent_back = as_person(editor).post(reverse("period-add", args=[draft.pk]), QUARTER)
    assert "Adopt the plan first." in text(sent_back)


def test_a_period_is_corrected_and_the_slower_of_two_sees_both(first, editor, as_person):
    client, page = as_person(editor), reverse("period-edit", args=[first.pk])
    assert client.post(page, {**QUARTER, "version": 1, "name": "Theirs"}).status_code == 302
    lost = client.post(page, {**QUARTER, "version": 1, "name": "Mine", "due_on": "30 October 2009"})
    assert ("Name", "Mine", "Theirs") in lost.context["comparison"]
    assert ("Updates are due on", "30 October 2009", "21 October 2009") in lost.context["comparison"]


def test_a_period_is_closed(first, editor, as_person):
    as_person(editor).post(reverse("period-close", args=[first.pk]), {"version": 1})
    kept = ReportingPeriod.objects.get(pk=first.pk)
    assert (kept.is_closed, kept.closed_by) == (True, editor)


def test_a_period_with_unfinished_updates_is_closed_knowingly(adopted, first, editor, as_person):
    unsent = {"state": "draft", "submitted_at": None, "submitted_by": None}
    ProgressUpdateFactory(deliverable=DeliverableFactory(plan=adopted), period=first, **unsent)
    client, page = as_person(editor), reverse("period-close", args=[first.pk])
    assert "Updates begun and not submitted: 1." in text(client.get(page))
    refused = client.post(page, {"version": 1})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["knowing"])
    client.post(page, {"version": 1, "knowing": "on"})
    assert ReportingPeriod.objects.get(pk=first.pk).is_closed


def test_whoever_closes_a_period_is_told_what_has_not_come_in(adopted, first, editor, as_person):
    DeliverableFactory.create_batch(2, plan=adopted)
    ProgressUpdateFactory(deliverable=DeliverableFactory(plan=adopted), period=first)
    page = text(as_person(editor).get(reverse("period-close", args=[first.pk])))
    assert "Updates outstanding: 2. They cannot be submitted afterwards." in page


def test_a_period_that_has_not_opened_is_closed_knowingly_and_nobody_is_reminded(adopted, editor, as_person):
    period = ReportingPeriodFactory(plan=adopted, opens_on="2010-06-01", due_on="2010-06-21")
    client, close = as_person(editor), reverse("period-close", args=[period.pk])
    board = text(client.get(period.get_absolute_url()))
    assert (close in board, reverse("period-remind", args=[period.pk]) in board) == (True, False)
    assert "Close it although it has not opened" in text(client.get(close))
    refused = client.post(close, {"version": 1})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["knowing"])
    client.post(close, {"version": 1, "knowing": "on"})
    assert ReportingPeriod.objects.get(pk=period.pk).is_closed


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_at_one_row_and_at_three(rows, adopted, editor, as_person, django_assert_num_queries):
    for month in range(rows):
        ReportingPeriodFactory(
            plan=adopted,
            observed_from=datetime.date(2009, 4 + month, 1),
            observed_to=datetime.date(2009, 4 + month, 28),
        )
    client = as_person(editor)
    with django_assert_num_queries(7):
        client.get(reverse("period-list", args=[adopted.pk]))


# --- The calendar -----------------------------------------------------------------------------------------------------

TERMS = {"reports_every": "term", "reports_to": "", "opens_after": "1", "due_after": "10", "bank_holidays": "ENG"}


@pytest.fixture
def calendar(adopted, editor, as_person):
    """Return a function that sends the calendar's form with some answers changed."""
    client, page = as_person(editor), reverse("plan-calendar", args=[adopted.pk])
    return lambda **answers: client.post(page, {**TERMS, "version": 1, **answers})


def named(response):
    return [slot.name for slot in response.context["slots"]]


def test_the_periods_to_come_are_listed_with_their_windows(adopted, first, officer, as_person):
    page = text(as_person(officer).get(reverse("period-list", args=[adopted.pk])))
    assert "Quarter 2, July to September 2009" in page
    assert "Monday 4 January 2010" in page, "New Year's Day is no working day"
    assert reverse("plan-calendar", args=[adopted.pk]) not in page


def test_a_calendar_is_looked_at_before_it_is_saved(calendar, adopted, first):
    shown = calendar(preview="1")
    assert named(shown) == [
        "Term 1, July 2009",
        "Term 2, August to November 2009",
        "Term 3, December 2009 to March 2010",
    ]
    assert "Nothing is saved yet." in text(shown)
    assert Plan.objects.get(pk=adopted.pk).reports_every == "quarter"


def test_a_changed_calendar_moves_what_is_to_come_alone(calendar, adopted, first):
    assert calendar().status_code == 302
    kept, plan = ReportingPeriod.objects.get(pk=first.pk), Plan.objects.get(pk=adopted.pk)
    assert (kept.version, kept.due_on) == (first.version, first.due_on)
    assert (plan.reports_every, plan.due_after) == ("term", 10)


def test_days_of_its_own_are_one_a_line(calendar):
    own = "17 July 2009\n18 December 2009"
    assert named(calendar(reports_every="custom", reports_to=own, preview="1")) == [
        "Period to 17 July 2009", "Period to 18 December 2009", "Period to 31 March 2010",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"reports_every": "custom"}, "reports_to", "Write the last day of each period, one a line."),
        ({"reports_to": "July 2009"}, "reports_to", "“July 2009” is no day."),
        ({"reports_to": "1 April 2010"}, "reports_to", "1 April 2010 is not within the plan&#x27;s years."),
        ({"opens_after": "0"}, "opens_after", ""),
        ({"due_after": "61"}, "due_after", ""),
    ],
)
def test_what_makes_no_calendar_is_said_beside_its_field(answers, field, sentence, calendar):
    refused = calendar(**answers)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])
    assert sentence in text(refused)
    assert not refused.context["slots"]


def test_the_slower_of_two_sees_both_calendars(calendar):
    assert calendar().status_code == 302
    lost = calendar(due_after="20")
    assert [(typed, saved) for _, typed, saved in lost.context["comparison"] if typed != saved] == [("20", "10")]


def test_who_does_not_edit_the_plan_keeps_off_its_calendar(adopted, editor, officer, auditor, stranger, as_person):
    page = reverse("plan-calendar", args=[adopted.pk])
    assert [as_person(who).get(page).status_code for who in (editor, officer, auditor, stranger)] == [
        200,
        404,
        404,
        404,
    ]
    assert as_person(officer).post(page, {**TERMS, "version": 1}).status_code == 404
    assert Plan.objects.get(pk=adopted.pk).reports_every == "quarter"


def test_a_closed_plan_keeps_its_calendar(calendar, adopted):
    Plan.objects.filter(pk=adopted.pk).update(state=Plan.State.CLOSED)
    assert "This plan is closed." in text(calendar())


def test_when_every_period_was_opened_the_calendar_says_so(adopted, editor, as_person):
    ReportingPeriodFactory(plan=adopted, observed_from="2010-01-01", observed_to="2010-03-31")
    page = as_person(editor).get(reverse("plan-calendar", args=[adopted.pk]))
    assert "Those stay as they are." in text(page)
