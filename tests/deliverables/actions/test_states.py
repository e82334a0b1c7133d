"""Whatever people do to a period and to what is reported in it, in whatever order, it never comes to stand where no
period can.

No order of drafting, submitting, correcting, sending back, accepting, pulling back, closing, opening the next, adding,
archiving, bringing back, giving to another post and letting days pass leads to a plan in which
- a deliverable has two updates of record in a period, or two in hand;
- a closed period holds an update that waits for its review, or anything in it changes: its updates, its numbers;
- what a period asks for is not the sum of what stands at its places, or its list counts otherwise than its board;
- an update is late that the office had on the due day, or had read and sent back by then, or in time that it had not;
- a deliverable points at another update than its newest of record;
- My work asks for an update that the board does not wait for (but for a correction that its writer has begun), or the
  board waits for one that My work does not ask for;
- an update was reviewed by whoever submitted it;
- the history does not verify, or tells of one step more than once.
"""

from __future__ import annotations

import contextlib
import datetime

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from deliverables.actions.deliverables import (
    archive_deliverable,
    change_deliverable,
    create_deliverable,
    restore_deliverable,
)
from deliverables.actions.periods import close_period, next_period, open_period
from deliverables.actions.reviews import accept_update, pull_back_update, send_back_update
from deliverables.actions.updates import newest_version, place_of, save_draft, submit_update
from deliverables.models import ClosedReturn, Deliverable, ProgressUpdate, ReportingPeriod
from deliverables.models.returns import OUTSTANDING, PLACES, SUBMITTED
from deliverables.models.work import items_among
from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from tests.conftest import TODAY
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import AuthorityFactory, PostFactory, person_with
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.situations import GREEN

pytestmark = pytest.mark.django_db
NUMBERS = st.integers(0, 3)
STAGES = st.sampled_from(["in_progress", "in_progress", "cancelled"])


class Reported(RuleBasedStateMachine):
    """A plan of the year 2009/10 with its periods, two deliverables, a writer and two reviewers. What an action refuses
    leaves everything as it was."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        django_settings.DEMONSTRATION_DATE = datetime.date(2009, 7, 1)
        authority = AuthorityFactory()
        self.posts = [PostFactory(authority=authority, title=title) for title in ("Clerk", "Treasurer")]
        self.writer = person_with(Role.EDITOR, post=self.posts[0])
        self.reviewer = person_with(Role.EDITOR, authority=authority)
        self.plan = PlanFactory(authority=authority)
        self.ambition = AmbitionFactory(plan=self.plan)
        for at in range(2):
            own = {"plan": self.plan, "ambition": self.ambition, "descriptor": None, "lead": self.posts[0]}
            DeliverableFactory(reference=f"1.{at}", due="September 2009", **own)
        open_period(next_period(self.plan), by=self.writer)
        self.events, self.done, self.closed = Event.objects.count(), 0, {}
        self.sent_back, self.had = set(), {}

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        django_settings.DEMONSTRATION_DATE = TODAY

    # --- What is there ------------------------------------------------------------------------------------------------

    def deliverable(self, number):
        found = list(Deliverable.objects.filter(plan=self.plan).select_related("plan").order_by("pk"))
        return found[number % len(found)]

    def period(self, number):
        found = list(ReportingPeriod.objects.filter(plan=self.plan).select_related("plan").order_by("pk"))
        return found[-1 - number % len(found)]

    def update(self, number):
        submitted = ProgressUpdate.objects.filter(state="submitted").select_related("deliverable__plan", "period")
        found = list(submitted.order_by("pk"))
        return found[number % len(found)] if found else None

    def attempt(self, action, *args, by=None, **values):
        with contextlib.suppress(Refused), transaction.atomic():
            action(*args, **values, by=by or self.writer)
            self.done += 1

    # --- What people do -----------------------------------------------------------------------------------------------

    def write(self, action, number, back, by, **said):
        deliverable, period = self.deliverable(number), self.period(back)
        seen = place_of(newest_version(deliverable, period))
        self.attempt(action, deliverable, period=period, content={**GREEN, **said}, seen=seen, by=by)

    @rule(number=NUMBERS, back=st.integers(0, 1), words=st.sampled_from(["Begun.", "Nearly done."]))
    def draft(self, number, back, words):
        self.write(save_draft, number, back, self.writer, done=words)

    @rule(number=NUMBERS, back=st.integers(0, 1), stage=STAGES, words=st.sampled_from(["Done.", "All done."]))
    def submit(self, number, back, stage, words):
        said = {"late_reason": "It goes on.", "stage": stage, "done": words}
        self.write(submit_update, number, back, self.writer, **said)

    @rule(number=NUMBERS, own=st.booleans())
    def accept(self, number, own):
        update = self.update(number)
        if update:
            self.attempt(accept_update, update, seen=update.version, by=self.writer if own else self.reviewer)

    @rule(number=NUMBERS)
    def send_back(self, number):
        update = self.update(number)
        if update:
            self.attempt(send_back_update, update, reason="Say more.", seen=update.version, by=self.reviewer)
            self.sent_back |= set(ProgressUpdate.objects.filter(pk=update.pk, state="sent_back"))

    @rule(number=NUMBERS)
    def pull_back(self, number):
        update = self.update(number)
        if update:
            self.attempt(pull_back_update, update, reason="Too early.", seen=update.version)

    @rule(back=st.integers(0, 1), knowing=st.booleans())
    def close(self, back, knowing):
        period = self.period(back)
        self.attempt(close_period, period, seen=period.version, knowing=knowing)

    @rule(reason=st.sampled_from(["", "The meeting is early."]))
    def open_next(self, reason):
        period = next_period(self.plan)
        if period:
            self.attempt(open_period, period, reason=reason)

    @rule()
    def add(self):
        made = Deliverable(plan=self.plan, ambition=self.ambition, lead=self.posts[0], title="One more")
        made.reference = f"2.{Deliverable.objects.filter(plan=self.plan).count()}"
        self.attempt(create_deliverable, made)

    @rule(number=NUMBERS)
    def archive(self, number):
        one = self.deliverable(number)
        self.attempt(archive_deliverable, one, seen=one.version, reason="Done elsewhere.")

    @rule(number=NUMBERS)
    def bring_back(self, number):
        one = self.deliverable(number)
        if one.is_archived:
            self.attempt(restore_deliverable, one, seen=one.version)

    @rule(number=NUMBERS, post=st.integers(0, 1))
    def give_to_another(self, number, post):
        one = self.deliverable(number)
        if one.lead != self.posts[post]:
            self.attempt(change_deliverable, one, seen=one.version, changes={"lead": self.posts[post]})

    @rule(days=st.sampled_from([1, 1, 20, 92]))
    def time_passes(self, days):
        before = clock.today()
        django_settings.DEMONSTRATION_DATE += datetime.timedelta(days=days)
        for period in ReportingPeriod.objects.filter(due_on__gte=before, due_on__lt=clock.today()):
            self.had[period.pk] = self.what_the_office_has(period)

    def what_the_office_has(self, period):
        came = ProgressUpdate.objects.filter(period=period).exclude(state="draft")
        sent_back = {update.deliverable_id for update in self.sent_back if update.period_id == period.pk}
        return {*came.values_list("deliverable", flat=True), *sent_back}

    # --- What always holds --------------------------------------------------------------------------------------------

    @invariant()
    def at_most_one_is_of_record_and_one_in_hand(self):
        rows = list(ProgressUpdate.objects.order_by("pk").values_list("deliverable", "period", "state"))
        for states in (("submitted", "accepted"), ("draft", "sent_back")):
            lines = [row[:2] for row in rows if row[2] in states]
            assert len(lines) == len(set(lines))

    @invariant()
    def nobody_reviewed_their_own(self):
        for update in ProgressUpdate.objects.exclude(reviewed_by=None):
            assert update.reviewed_by_id != update.submitted_by_id

    @invariant()
    def a_closed_period_never_changes(self):
        for period in ReportingPeriod.objects.exclude(closed_at=None).with_returns():
            updates = list(ProgressUpdate.objects.filter(period=period).order_by("pk").values())
            board = list(Deliverable.objects.in_period(period).order_by("pk").values_list("pk", "place", "asked_of"))
            found = updates, board, (period.outstanding, period.waiting, period.accepted)
            assert self.closed.setdefault(period.pk, found) == found
            assert not ClosedReturn.objects.filter(period=period, place="to_review").exists()
            assert ClosedReturn.objects.filter(period=period).count() == len(board)

    @invariant()
    def the_sums_of_a_board_are_those_of_the_list(self):
        for period in ReportingPeriod.objects.with_returns():
            places = list(Deliverable.objects.in_period(period).values_list("place", flat=True))
            assert set(places) <= set(PLACES)
            assert period.submitted == sum(place in SUBMITTED for place in places)
            assert period.outstanding == sum(place in OUTSTANDING for place in places)
            assert period.asked == len(places) - places.count("not_asked")

    @invariant()
    def late_is_what_the_office_did_not_have_on_the_due_day(self):
        for period in ReportingPeriod.objects.filter(due_on__lt=clock.today(), closed_at=None):
            late = Deliverable.objects.in_period(period).filter(late_in=True)
            submitted = Deliverable.objects.in_period(period).filter(place__in=SUBMITTED)
            had = self.had.get(period.pk, set())
            assert {one.pk for one in late} == {one.pk for one in submitted} - had

    @invariant()
    def the_latest_is_the_newest_of_record(self):
        for one in Deliverable.objects.all():
            of_record = ProgressUpdate.objects.filter(deliverable=one).of_record()
            assert one.latest == of_record.order_by("-period__observed_from", "-number").first()

    @invariant()
    def my_work_awaits_what_the_board_awaits(self):
        posts = {post.pk for post in self.posts}
        items, _ = items_among(Deliverable.objects.filter(plan=self.plan).for_list(), posts)
        due = {item.deliverable.pk for item in items if item.is_due or item.was_sent_back}
        corrected = {item.deliverable.pk for item in items if item.newest and item.newest.number > 1}
        awaited = set()
        for period in ReportingPeriod.objects.open_on(clock.today()).filter(plan=self.plan):
            waiting = Deliverable.objects.in_period(period).filter(place__in=OUTSTANDING)
            awaited |= set(waiting.values_list("pk", flat=True))
        assert due - corrected <= awaited, "a correction that was begun waits for its writer alone"
        still_open = {one.pk for one in Deliverable.objects.open()}
        assert awaited & still_open <= due

    @invariant()
    def the_history_holds_and_every_step_is_one_event_at_most(self):
        """The same text sent twice is one update, and one event."""
        assert 0 <= Event.objects.count() - self.events <= self.done
        assert list(verify_history()) == []


def test_no_order_of_reporting_and_reviewing_leads_to_a_period_that_cannot_be():
    quick = settings(
        max_examples=6,
        stateful_step_count=25,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Reported, settings=quick)
