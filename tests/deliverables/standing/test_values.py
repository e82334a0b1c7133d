"""A standing as plain values."""

import datetime
import json

import pytest

from deliverables.standing import Standing, standings
from tests.factories.deliverables import DeliverableFactory, EvidenceFactory, MeasurementFactory
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.progress import rated

pytestmark = pytest.mark.django_db


@pytest.fixture
def reported(plan, authority):
    """A deliverable with everything that a standing can say."""
    post = PostFactory(authority=authority, title="Treasurer")
    said = {"cause": "Late.", "recovery": "A second hand.", "recovery_by": post, "green_on": datetime.date(2010, 5, 1)}
    made = rated(
        plan,
        "amber",
        before="red",
        reference="1.1",
        title="Publish the plan",
        due="31 March 2010",
        lead=PostFactory(authority=authority, title="Chief Executive"),
        committee=CommitteeFactory(authority=authority, name="Finance Committee", short_name="Finance"),
        update=said,
    )
    made.supporting.set([post])
    MeasurementFactory(deliverable=made, text="It is on the shelf")
    EvidenceFactory(deliverable=made)
    return made


def test_it_says_what_was_promised_and_who_owns_it(plan, reported):
    (found,) = standings(plan)
    assert (found.pk, found.reference, found.title) == (reported.pk, "1.1", "Publish the plan")
    assert (found.ambition, found.ambition_name) == (reported.ambition_id, str(reported.ambition))
    assert (found.descriptor, found.descriptor_name) == (reported.descriptor_id, reported.descriptor.title)
    assert (found.committee, found.committee_name) == (reported.committee_id, "Finance Committee")
    assert (found.lead, found.lead_name) == (reported.lead_id, "Chief Executive")
    assert (found.supporting, found.measurements) == (("Treasurer",), ("It is on the shelf",))
    assert (found.deadline_text, found.deadline_due) == ("31 March 2010", datetime.date(2010, 3, 31))
    assert (found.first_text, found.first_due, found.moves) == ("31 March 2010", datetime.date(2010, 3, 31), 0)


def test_it_says_what_the_update_of_record_says(plan, reported):
    (found,) = standings(plan)
    latest = plan.deliverables.get().latest
    assert (found.update, found.update_number, found.period_name) == (latest.pk, 1, "Quarter 4")
    assert (found.stage, found.rating, found.rating_word) == ("in_progress", "amber", "Amber")
    assert (found.forecast, found.forecast_word, found.moved) == ("green", "Green", "improved")
    assert (found.done, found.next_steps) == ("The draft was written.", "The draft goes to committee.")
    assert (found.cause, found.recovery, found.recovery_by) == ("Late.", "A second hand.", "Treasurer")
    assert (found.green_on, found.submitted_on) == (datetime.date(2010, 5, 1), datetime.date(2009, 7, 10))
    assert not found.is_accepted


def test_it_says_what_is_worked_out_of_it(plan, reported, today):
    (found,) = standings(plan)
    assert (found.on, found.awaiting, found.evidenced) == (today, False, True)
    assert (found.flags, found.contradictions) == (("overdue", "recovery_after_deadline"), ("recovery_after_deadline",))
    assert found.computed == plan.deliverables.for_list().get().computed


def test_nothing_reported_is_not_rated_and_not_started(plan):
    DeliverableFactory(plan=plan)
    (found,) = standings(plan)
    assert (found.stage, found.rating, found.rating_word) == ("not_started", "", "Not rated")
    assert (found.forecast_word, found.update, found.update_number, found.period_name) == ("", None, 0, "")
    assert (found.submitted_on, found.done, found.recovery_by, found.moved) == (None, "", "", "no_update")
    assert (found.lead, found.lead_name, found.committee, found.committee_name) == (None, "", None, "")


def test_the_words_are_the_plans_own(plan, reported):
    plan.scale.points.filter(code="amber").update(word="Under way")
    (found,) = standings(plan)
    assert (found.rating_word, found.computed) == ("Under way", plan.deliverables.for_list().get().computed)


def test_it_is_kept_as_json_and_comes_back_the_same(plan, reported):
    DeliverableFactory(plan=plan)
    found = list(standings(plan))
    assert len(found) == 2
    assert [Standing.from_plain(json.loads(json.dumps(one.as_plain()))) for one in found] == found


def test_a_day_of_an_update_is_the_day_in_london(plan, reported):
    plan.deliverables.get().updates.update(
        submitted_at=datetime.datetime(2009, 7, 9, 23, 30, tzinfo=datetime.timezone.utc)
    )
    (found,) = standings(plan)
    assert found.submitted_on == datetime.date(2009, 7, 10)
