"""What a loaded deliverable says of itself, and what the database refuses of it whoever wrote it."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from deliverables.models import DeadlineRequest, Deliverable, Evidence, ReportingPeriod
from kpa_tracker.base.toolkit.dates import parse_partial_date
from tests.factories.deliverables import (
    DeadlineRequestFactory,
    DeliverableFactory,
    EvidenceFactory,
    MeasurementFactory,
    ProgressUpdateFactory,
    ReportingPeriodFactory,
    SubItemFactory,
)
from tests.factories.people import CommitteeFactory, PersonFactory, person_with
from tests.factories.plans import PlanFactory
from tests.factories.progress import rated

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2010, 2, 1, 12, tzinfo=datetime.timezone.utc)


def refused(make):
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


# --- Itself ---


def test_what_was_never_reported_has_no_stage_and_no_rating():
    one = DeliverableFactory()
    assert (one.stage, one.rating) == ("", "")


def test_its_stage_and_rating_are_those_of_its_latest_update():
    one = rated(PlanFactory(), "amber", stage="complete")
    one.refresh_from_db()
    assert (one.stage, one.rating) == ("complete", "amber")


def test_it_belongs_to_its_plans_authority_and_is_called_by_reference_and_title():
    one = DeliverableFactory(reference="1.2", title="Patrol the park")
    assert (str(one), one.authority_id) == ("1.2 Patrol the park", one.plan.authority_id)
    assert one.get_absolute_url() == f"/deliverables/{one.pk}/"


@pytest.mark.parametrize(("due", "first", "keys"), [
    ("March 2010", "March 2010", {"overdue", "not_started_but_late", "stale"}),
    ("April 2010", "March 2010", {"due_soon", "slipped", "stale"}),
    ("July 2010", "July 2010", {"stale"}),
    ("", "", {"stale"}),
])  # fmt: skip
def test_what_is_computed_reads_its_dates(due, first, keys):
    plan = PlanFactory()
    ReportingPeriodFactory(plan=plan, opens_on="2010-04-01", due_on="2010-04-21")
    one = DeliverableFactory(plan=plan, due=due)
    one.first_deadline = parse_partial_date(first)
    one.save()
    assert set(Deliverable.objects.for_list().get().computed.keys) == keys


def test_a_reference_is_once_a_plan():
    one = DeliverableFactory(reference="1.1")
    assert not refused(lambda: DeliverableFactory(reference="1.1"))
    assert refused(lambda: DeliverableFactory(plan=one.plan, reference="1.1"))


def test_parts_stand_in_their_order_and_name_their_committee():
    one, committee = DeliverableFactory(), CommitteeFactory(name="Audit Committee", short_name="")
    for position, text in ((2, "Second"), (1, "First")):
        MeasurementFactory(deliverable=one, text=text, position=position)
        SubItemFactory(deliverable=one, text=text, position=position, committee=committee)
    assert [row.text for row in one.measurements.all()] == ["First", "Second"]
    assert [row.text for row in one.sub_items.all()] == ["First", "Second"]
    assert one.sub_items.first().authority_id == one.authority_id


# --- Evidence ---


@pytest.mark.parametrize(
    ("link", "file", "fits"),
    [
        ("https://a.example", "", True),
        ("", "evidence/x", True),
        ("", "", False),
        ("https://a.example", "evidence/x", False),
    ],
)
def test_evidence_is_a_file_or_a_link(link, file, fits):
    assert refused(lambda: EvidenceFactory(link=link, file=file)) != fits


def test_withdrawn_evidence_stands_no_more_and_stays():
    one = EvidenceFactory()
    assert list(Evidence.objects.standing()) == [one]
    Evidence.objects.update(withdrawn_at=NOON, withdrawn_by=PersonFactory())
    assert (Evidence.objects.standing().count(), Evidence.objects.count()) == (0, 1)
    assert refused(lambda: Evidence.objects.update(withdrawn_by=None))


def test_evidence_is_seen_where_its_deliverable_is(stranger):
    one = EvidenceFactory()
    assert list(Evidence.objects.visible_to(person_with("officer", authority=one.deliverable.plan.authority))) == [one]
    assert list(Evidence.objects.visible_to(stranger)) == []


# --- Deadlines ---


def test_a_request_says_from_where_to_where():
    one = DeadlineRequestFactory(deliverable__reference="1.1", deliverable__title="Patrol")
    assert str(one) == "1.1 Patrol: from June 2010 to September 2010"
    one.old, one.new = parse_partial_date(""), parse_partial_date("2011")
    assert str(one) == "1.1 Patrol: from no deadline to 2011"
    assert (one.old.is_set, one.new.due) == (False, parse_partial_date("2011").due)


def test_one_request_waits_at_a_time():
    one = DeadlineRequestFactory()
    again = {"deliverable": one.deliverable}
    assert refused(lambda: DeadlineRequestFactory(**again))
    DeadlineRequest.objects.update(decision="refused", decided_by=PersonFactory(), decided_at=NOON)
    assert list(DeadlineRequest.objects.undecided()) == []
    assert not refused(lambda: DeadlineRequestFactory(**again))


@pytest.mark.parametrize(("decision", "fits"), [("approved", False), ("refused", False), ("withdrawn", True)])
def test_nobody_decides_their_own_request_but_may_withdraw_it(decision, fits):
    one = DeadlineRequestFactory()
    decided = {"decision": decision, "decided_at": NOON}
    assert refused(lambda: DeadlineRequest.objects.update(decided_by=one.requested_by, **decided)) != fits
    assert not refused(lambda: DeadlineRequest.objects.update(decided_by=PersonFactory(), **decided))


# --- Periods and updates ---


def test_an_update_is_once_a_period_and_version():
    one = ProgressUpdateFactory()
    again = {"deliverable": one.deliverable, "period": one.period}
    assert refused(lambda: ProgressUpdateFactory(**again))
    assert refused(lambda: ProgressUpdateFactory(**again, number=one.number, state="corrected"))


def test_a_period_belongs_to_its_plans_authority():
    one = ReportingPeriodFactory()
    assert one.authority_id == one.plan.authority_id
    assert list(ReportingPeriod.objects.open_on(datetime.date(2009, 7, 10))) == [one]


@pytest.mark.parametrize(
    ("day", "is_open"),
    [("2009-06-30", False), ("2009-07-01", True), ("2009-07-20", True), ("2009-12-31", True)],
)
def test_a_period_takes_updates_from_the_day_it_opens_until_it_is_closed(day, is_open):
    one = ReportingPeriodFactory()
    opened = ReportingPeriod.objects.open_on(datetime.date.fromisoformat(day))
    assert opened.exists() == is_open
    ReportingPeriod.objects.filter(pk=one.pk).update(closed_at=NOON, closed_by=PersonFactory())
    assert not opened.all().exists()
