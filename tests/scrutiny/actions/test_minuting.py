"""What a meeting decided."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from deliverables.actions.updates import NOTHING_SEEN, submit_update
from kpa_tracker.base.audit.edits import archive
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.interfaces.scrutiny.actions import (
    answer,
    change_action,
    close_action,
    minute_action,
    rate_as_committee,
    resolve,
    withdraw,
)
from kpa_tracker.interfaces.scrutiny.models import CommitteeRating, MinutedAction, Resolution
from plans.models import Plan
from tests.factories.deliverables import DeliverableFactory, ReportingPeriodFactory
from tests.factories.people import CommitteeFactory, MeetingFactory, PostFactory
from tests.factories.scrutiny import HELD_ON, AgendaItemFactory, HeldMeetingFactory, MinutedActionFactory

pytestmark = pytest.mark.django_db
DUE = datetime.date(2010, 4, 30)
RECOVERY = {"cause": "Snow.", "recovery": "Spring.", "green_on": datetime.date(2010, 5, 1)}


@pytest.fixture
def minuted(work):
    def made(**values):
        said = {"meeting": work["held"], "minute": "10/4", "text": "Report back.", "owner": work["lead"], "due_on": DUE}
        return MinutedAction(**{**said, **values})

    return made


@pytest.fixture
def later(work):
    """A meeting of the committee after the one that minuted, held too."""
    return MeetingFactory(committee=work["committee"], held_on=HELD_ON.replace(day=30))


@pytest.fixture
def answered(minuted, work, editor):
    return answer(minute_action(minuted(), by=editor), text="Done.", seen=1, by=work["owner"])


@pytest.fixture
def rated(work):
    plan = work["deliverable"].plan
    plan.state = "adopted"
    plan.save()

    def made(**values):
        said = {"meeting": work["held"], "minute": "10/5", "reason": "Nothing bears it out.", "rating": "red"}
        return CommitteeRating(**{**said, "deliverable": work["deliverable"], **values})

    return made


def verbs():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_an_action_is_minuted_as_one_event(minuted, editor):
    made = minute_action(minuted(), by=editor)
    assert (made.is_outstanding, made.is_overdue, verbs()) == (True, False, ["minutedaction created"])


def test_nothing_is_minuted_before_the_meeting(minuted, work, editor):
    with pytest.raises(Refused, match="not been held"):
        minute_action(minuted(meeting=work["coming"]), by=editor)


def test_what_was_minuted_is_under_an_item_of_that_meeting(minuted, work, editor):
    ours = AgendaItemFactory(meeting=work["held"])
    assert minute_action(minuted(item=ours), by=editor).item == ours
    with pytest.raises(Refused, match="another agenda"):
        minute_action(minuted(item=AgendaItemFactory(meeting=work["coming"])), by=editor)
    withdraw(gone := AgendaItemFactory(meeting=work["held"]), reason="Deferred.", seen=1, by=editor)
    with pytest.raises(Refused, match="taken off"):
        minute_action(minuted(item=gone), by=editor)


def test_an_action_is_not_due_before_its_meeting(minuted, editor):
    with pytest.raises(Refused, match="before the meeting"):
        minute_action(minuted(due_on=HELD_ON - datetime.timedelta(days=1)), by=editor)


def test_a_group_owes_no_action(minuted, work, editor):
    group = PostFactory(authority=work["committee"].authority, kind=Post.Kind.GROUP)
    with pytest.raises(Refused, match="group"):
        minute_action(minuted(owner=group), by=editor)


@pytest.mark.parametrize("values", [{"owner": PostFactory}, {"deliverable": DeliverableFactory}])
def test_nothing_of_another_authority_is_minuted(values, minuted, editor):
    with pytest.raises(ValidationError, match="another authority"):
        minute_action(minuted(**{name: factory() for name, factory in values.items()}), by=editor)


def test_an_action_goes_to_another_post_and_day(minuted, work, editor):
    made = minute_action(minuted(), by=editor)
    other, day = PostFactory(authority=work["committee"].authority), datetime.date(2010, 5, 31)
    changed = change_action(made, seen=1, changes={"owner": other, "due_on": day}, by=editor)
    assert (changed.owner, changed.due_on, changed.version, verbs()[-1]) == (other, day, 2, "minutedaction changed")


def test_a_later_meeting_closes_an_action_on_its_answer(answered, later, editor):
    closed = close_action(answered, meeting=later, minute="10/9", seen=2, by=editor)
    assert (closed.closed_meeting, closed.closed_minute, closed.closed_by) == (later, "10/9", editor)
    assert (closed.is_closed, verbs()[-1]) == (True, "minutedaction closed")


def test_an_action_without_an_answer_stays_open(minuted, later, editor):
    with pytest.raises(Refused, match="not answered"):
        close_action(minute_action(minuted(), by=editor), meeting=later, minute="10/9", seen=1, by=editor)


def test_only_a_later_held_meeting_of_the_committee_closes_it(answered, work, editor):
    elsewhere = HeldMeetingFactory(committee=CommitteeFactory(authority=work["committee"].authority))
    wrong = {work["held"]: "later meeting", work["coming"]: "not been held", elsewhere: "another committee"}
    for meeting, why in wrong.items():
        with pytest.raises(Refused, match=why):
            close_action(answered, meeting=meeting, minute="10/9", seen=2, by=editor)


def test_an_action_is_closed_with_a_minute(answered, later, editor):
    with pytest.raises(Refused, match="minute reference"):
        close_action(answered, meeting=later, minute=" ", seen=2, by=editor)


def test_of_two_who_close_an_action_the_second_is_told(answered, later, editor):
    same = MinutedAction.objects.get(pk=answered.pk)
    close_action(answered, meeting=later, minute="10/9", seen=2, by=editor)
    with pytest.raises(Conflict):
        close_action(same, meeting=later, minute="10/8", seen=2, by=editor)


def test_what_a_meeting_closed_stays(answered, later, editor):
    closed = close_action(answered, meeting=later, minute="10/9", seen=2, by=editor)
    for act in (
        lambda: change_action(closed, seen=3, changes={"text": "x"}, by=editor),
        lambda: close_action(closed, meeting=later, minute="10/9", seen=3, by=editor),
        lambda: withdraw(closed, reason="x", seen=3, by=editor),
    ):
        with pytest.raises(Refused, match="closed"):
            act()


def test_what_was_taken_back_is_neither_changed_nor_closed(answered, later, editor):
    gone = withdraw(answered, reason="Entered twice.", seen=2, by=editor)
    for act in (
        lambda: change_action(gone, seen=3, changes={"text": "x"}, by=editor),
        lambda: close_action(gone, meeting=later, minute="10/9", seen=3, by=editor),
    ):
        with pytest.raises(Refused, match="taken back"):
            act()


def test_a_resolution_is_one_event(work, editor):
    made = resolve(Resolution(meeting=work["held"], minute="10/6", text="The draft plan is noted."), by=editor)
    assert (str(made), verbs()) == ("10/6 The draft plan is noted.", ["resolution created"])


def test_nothing_is_resolved_before_the_meeting(work, editor):
    with pytest.raises(Refused, match="not been held"):
        resolve(Resolution(meeting=work["coming"], minute="10/6", text="Noted."), by=editor)


def test_a_committees_rating_keeps_the_owners_beside_it(rated, editor):
    made = rate_as_committee(rated(), by=editor)
    assert (made.rating, made.owner_rating, made.recorded_by, verbs()) == (
        "red",
        "",
        editor,
        ["committeerating created"],
    )


def on_day(day):
    return datetime.datetime.combine(day, datetime.time(10), datetime.timezone.utc)


def on(day):
    return clock.at(on_day(day))


def test_the_owners_rating_is_that_of_the_meetings_day(rated, work, editor):
    """Minutes are typed up days later: an update of meanwhile was not before the committee."""
    before, after = HELD_ON - datetime.timedelta(days=5), HELD_ON + datetime.timedelta(days=5)
    Plan.objects.update(created_at=on_day(before))
    with on(before):
        deliverable = DeliverableFactory(plan=work["deliverable"].plan, lead=work["lead"])
        period = ReportingPeriodFactory(plan=deliverable.plan)
    for day, rating, seen in ((before, "green", NOTHING_SEEN), (after, "red", (1, 1))):
        content = {"stage": "in_progress", "rating": rating, "done": "Begun.", "next_steps": "More."}
        content |= {**RECOVERY, "recovery_by": work["lead"]} if rating == "red" else {}
        with on(day):
            submit_update(deliverable, period=period, content=content, seen=seen, by=work["owner"])
    deliverable.refresh_from_db()
    made = rate_as_committee(rated(deliverable=deliverable), by=editor)
    assert (deliverable.rating, made.owner_rating, made.differs) == ("red", "green", True)


def test_a_plan_that_was_closed_meanwhile_is_rated_by_its_last_meeting(rated, work, editor):
    work["deliverable"].plan.state = "closed"
    assert rate_as_committee(rated(), by=editor).pk


def test_whoever_is_given_an_answered_action_has_not_answered_it(answered, work, editor):
    other = PostFactory(authority=work["committee"].authority)
    changed = change_action(answered, seen=answered.version, changes={"owner": other}, by=editor)
    assert (changed.answer, changed.is_answered) == ("", False)
    assert Event.objects.order_by("pk").last().changes["answer"] == ["Done.", ""]


def test_a_colour_that_the_scale_does_not_have_is_refused(rated, editor):
    with pytest.raises(Refused, match="scale"):
        rate_as_committee(rated(rating="amber_green"), by=editor)


def test_a_draft_is_not_rated(rated, work, editor):
    Plan.objects.update(state="draft")
    with pytest.raises(Refused, match="adopted"):
        rate_as_committee(rated(), by=editor)


def test_what_is_archived_is_not_rated(rated, work, editor):
    archive(work["deliverable"], seen=1, reason="Merged", by=editor)
    with pytest.raises(Refused, match="archived"):
        rate_as_committee(rated(), by=editor)


def test_no_committee_rates_before_it_meets(rated, work, editor):
    with pytest.raises(Refused, match="not been held"):
        rate_as_committee(rated(meeting=work["coming"]), by=editor)


def test_a_meeting_rates_a_deliverable_once(rated, editor):
    first = rate_as_committee(rated(), by=editor)
    with pytest.raises(ValidationError, match="rated this deliverable already"):
        rate_as_committee(rated(rating="green"), by=editor)
    withdraw(first, reason="Misheard.", seen=1, by=editor)
    assert rate_as_committee(rated(rating="green"), by=editor).rating == "green"


def test_a_committee_of_another_authority_rates_nothing_here(rated, editor):
    with pytest.raises(ValidationError, match="another authority"):
        rate_as_committee(rated(meeting=HeldMeetingFactory()), by=editor)


def test_a_later_action_is_told_by_its_own_meeting():
    made = MinutedActionFactory(due_on=datetime.date(2010, 4, 1))
    assert (made.is_overdue, made.committee) == (True, made.meeting.committee)
