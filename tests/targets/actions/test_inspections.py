"""Reports, what they judged, and the office's comments within 56 days."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from targets.actions import inspections as actions
from targets.actions.published import correct_comments
from targets.models import Inspection, Judgement
from tests.factories.inspections import InspectionFactory, JudgementFactory, RecommendationFactory
from tests.factories.targets import GradeScaleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scale(authority):
    return GradeScaleFactory(authority=authority)


@pytest.fixture
def inspection(authority, scale):
    return InspectionFactory(authority=authority, scale=scale, published_on=datetime.date(2010, 3, 1))


def counts(scale, *forces):
    return dict(zip(scale.grades.order_by("rank"), forces, strict=True))


def entered(inspection, by, *forces, **values):
    judgement = Judgement(inspection=inspection, reference="1A", area="Fairness", **values)
    return actions.add_judgement(judgement, distribution=counts(inspection.scale, *forces), by=by)


# --- Reports ----------------------------------------------------------------------------------------------------------


def test_a_report_is_entered_with_one_event(authority, scale, editor):
    new = Inspection(
        authority=authority,
        title="Baseline assessment",
        inspectorate="HMIC",
        published_on=datetime.date(2006, 10, 1),
        scale=scale,
    )
    made = actions.add_inspection(new, by=editor)
    assert [event.verb for event in history_of(made)] == ["inspection created"]


def test_another_authoritys_scale_is_refused(authority, editor):
    new = Inspection(
        authority=authority, title="B", inspectorate="H", published_on="2006-10-01", scale=GradeScaleFactory()
    )
    with pytest.raises(ValidationError) as error:
        actions.add_inspection(new, by=editor)
    assert list(error.value.message_dict) == ["scale"]


def test_a_report_is_corrected_unless_somebody_was_faster(inspection, editor):
    changed = actions.change_inspection(inspection, seen=1, changes={"inspectorate": "HMICFRS"}, by=editor)
    assert changed.inspectorate == "HMICFRS"
    with pytest.raises(Conflict):
        actions.change_inspection(inspection, seen=1, changes={"inspectorate": "HMIC"}, by=editor)


EARLIER = datetime.date(2010, 2, 1)


@pytest.mark.parametrize("also", [{}, {"needs_comments": False}])
def test_the_day_that_the_56_days_count_from_moves_for_a_reason_that_stays(inspection, editor, also):
    changes = {"published_on": EARLIER, **also}
    with pytest.raises(Refused, match="Say why") as refused:
        actions.change_inspection(inspection, seen=1, changes=changes, reason=" ", by=editor)
    assert refused.value.field == "reason"
    actions.change_inspection(inspection, seen=1, changes=changes, reason="Misread", by=editor)
    event = history_of(inspection).first()
    assert (event.reason, event.changes["published_on"]) == ("Misread", ["2010-03-01", "2010-02-01"])


def test_the_day_of_a_report_on_which_no_comments_are_due_moves_without_a_reason(inspection, editor):
    Inspection.objects.update(needs_comments=False)
    quiet = Inspection.objects.get()
    assert (
        actions.change_inspection(quiet, seen=1, changes={"published_on": EARLIER}, by=editor).published_on == EARLIER
    )


def test_once_the_comments_are_published_the_day_stays(inspection, editor, today):
    published = actions.publish_comments(inspection, seen=1, on=today, by=editor)
    with pytest.raises(Refused, match="stays") as refused:
        actions.change_inspection(published, seen=2, changes={"published_on": EARLIER}, reason="Misread", by=editor)
    assert refused.value.field == "published_on"
    same = {"published_on": datetime.date(2010, 3, 1), "inspectorate": "HMICFRS"}
    again = Inspection.objects.get()
    assert actions.change_inspection(again, seen=2, changes=same, by=editor).inspectorate == "HMICFRS"


def test_its_scale_stays_once_a_grade_was_given_on_it(inspection, authority, editor):
    other = GradeScaleFactory(authority=authority)
    moved = actions.change_inspection(inspection, seen=1, changes={"scale": other}, by=editor)
    entered(moved, editor, 0, 15, 28, 0, grade=other.grades.get(word="Good"))
    with pytest.raises(Refused) as refused:
        actions.change_inspection(
            moved, seen=moved.version, changes={"scale": GradeScaleFactory(authority=authority)}, by=editor
        )
    assert refused.value.field == "scale"


def test_the_number_of_forces_cannot_leave_the_distributions_behind(inspection, editor):
    entered(inspection, editor, 0, 15, 28, 0)
    with pytest.raises(Refused, match="add up to 43") as refused:
        actions.change_inspection(inspection, seen=1, changes={"forces": 44}, by=editor)
    assert refused.value.field == "forces"


def test_a_report_with_open_recommendations_stays_in_the_lists(inspection, editor):
    open_one = RecommendationFactory(inspection=inspection)
    with pytest.raises(Refused, match="1 of its recommendations"):
        actions.archive_inspection(inspection, seen=1, reason="Old.", by=editor)
    open_one.state, open_one.rejected_reason = "rejected", "No."
    open_one.save()
    archived = actions.archive_inspection(inspection, seen=1, reason="Old.", by=editor)
    assert archived.is_archived
    with pytest.raises(Refused, match="archived"):
        actions.change_inspection(archived, seen=archived.version, changes={"title": "New"}, by=editor)
    assert not actions.restore_inspection(archived, seen=archived.version, by=editor).is_archived


# --- Judgements -------------------------------------------------------------------------------------------------------


def test_a_judgement_has_its_grade_and_how_the_country_stood(inspection, editor):
    judgement = entered(inspection, editor, 0, 15, 28, 0, grade=inspection.scale.grades.get(word="Good"))
    assert [(str(one.grade), one.forces) for one in judgement.distribution.all()] == [
        ("Poor", 0),
        ("Fair", 15),
        ("Good", 28),
        ("Excellent", 0),
    ]
    (event,) = history_of(judgement)
    assert event.changes["distribution"] == [None, "Poor 0, Fair 15, Good 28, Excellent 0"]


def test_a_distribution_adds_up_to_the_forces_inspected(inspection, editor):
    with pytest.raises(Refused, match="add up to 44, and 43 forces") as refused:
        entered(inspection, editor, 1, 15, 28, 0)
    assert refused.value.field == "distribution"
    assert not Judgement.objects.exists()


def test_without_a_known_number_of_forces_any_sum_will_do(authority, scale, editor):
    unknown = InspectionFactory(authority=authority, scale=scale, forces=None)
    assert entered(unknown, editor, 1, 15, 28, 0).distribution.count() == 4


def test_a_grade_of_another_scale_is_refused(inspection, authority, editor):
    elsewhere = GradeScaleFactory(authority=authority).grades.get(word="Good")
    with pytest.raises(Refused) as refused:
        entered(inspection, editor, 0, 15, 28, 0, grade=elsewhere)
    assert refused.value.field == "grade"


def test_judgements_stand_in_the_order_of_their_entry(inspection, editor):
    first = actions.add_judgement(Judgement(inspection=inspection, area="One"), by=editor)
    second = actions.add_judgement(Judgement(inspection=inspection, area="Two"), by=editor)
    assert (first.position, second.position) == (1, 2)


def test_a_judgement_is_corrected_with_its_distribution_as_one_event(inspection, scale, editor):
    judgement = entered(inspection, editor, 0, 15, 28, 0)
    changed = actions.change_judgement(
        judgement,
        seen=judgement.version,
        changes={"strengths": "Calls are answered."},
        distribution=counts(scale, 1, 14, 28, 0),
        by=editor,
    )
    event = history_of(changed)[0]
    assert set(event.changes) == {"strengths", "distribution"}
    assert changed.distribution.get(grade__word="Poor").forces == 1


def test_what_is_not_said_of_the_distribution_stays(inspection, editor):
    judgement = entered(inspection, editor, 0, 15, 28, 0)
    actions.change_judgement(judgement, seen=judgement.version, changes={"travel": "improved"}, by=editor)
    assert sum(one.forces for one in judgement.distribution.all()) == 43


def test_nothing_is_judged_in_an_archived_report(authority, editor):
    archived = InspectionFactory(authority=authority, archived_at="2010-04-01T00:00Z", archived_by=editor)
    with pytest.raises(Refused, match="archived"):
        actions.add_judgement(Judgement(inspection=archived, area="One"), by=editor)


# --- The office's comments --------------------------------------------------------------------------------------------


def test_comments_are_due_56_days_after_publication(inspection, today):
    assert inspection.comments_due == datetime.date(2010, 4, 26)
    assert inspection.day_of_56 == (today - datetime.date(2010, 3, 1)).days == 42


def test_comments_are_published_once_every_recommendation_has_its_line(inspection, editor, today):
    silent = RecommendationFactory(inspection=inspection, reference="R7")
    with pytest.raises(Refused, match="R7") as refused:
        actions.publish_comments(inspection, seen=1, on=today, by=editor)
    assert refused.value.field == "on"
    silent.comment = "Training began in March."
    silent.save()
    published = actions.publish_comments(inspection, seen=1, on=today, comments="We agree.", by=editor)
    assert (published.comments_on, published.comments) == (today, "We agree.")


@pytest.mark.parametrize(
    ("days", "why"),
    [(-50, "published later"), (1, "still to come")],
)
def test_the_day_of_publication_lies_between_the_report_and_today(inspection, editor, today, days, why):
    with pytest.raises(Refused, match=why):
        actions.publish_comments(inspection, seen=1, on=today + datetime.timedelta(days=days), by=editor)


@pytest.mark.parametrize("comment", ["-", "n/a", "None."])
def test_a_placeholder_is_no_line(inspection, editor, today, comment):
    RecommendationFactory(inspection=inspection, reference="R7", comment=comment)
    with pytest.raises(Refused, match="R7"):
        actions.publish_comments(inspection, seen=1, on=today, by=editor)


@pytest.fixture
def published(inspection, editor, today):
    return actions.publish_comments(inspection, seen=1, on=today, comments="We agree.", by=editor)


def test_published_comments_keep_their_day(published, editor, today):
    with pytest.raises(Refused, match="their day stays") as refused:
        actions.publish_comments(published, seen=2, on=datetime.date(2010, 3, 5), by=editor)
    assert refused.value.field == "on"
    said = {"comments_on": datetime.date(2010, 3, 5), "comments": "We do not.", "forces": 44}
    kept = actions.change_inspection(published, seen=2, changes=said, by=editor)
    assert (kept.comments_on, kept.comments, kept.forces) == (today, "We agree.", 44)


def test_published_comments_are_corrected_for_a_reason_and_show_both_days(published, editor, today):
    newer = correct_comments(published, seen=2, comments="We agree in part.", reason="One word was lost", by=editor)
    assert (newer.comments, newer.comments_on) == ("We agree in part.", today)
    assert newer.where_comments_stand == "Published 12 April 2010, corrected 12 April 2010"
    event = history_of(newer).first()
    assert (event.verb, event.reason) == ("comments corrected", "One word was lost")
    assert event.changes == {"comments": ["We agree.", "We agree in part."]}
    with pytest.raises(Conflict):
        correct_comments(published, seen=2, comments="No.", reason="Late", by=editor)


def test_comments_are_corrected_with_a_reason_once_they_are_published(inspection, published, editor):
    with pytest.raises(Refused, match="Say why") as refused:
        correct_comments(published, seen=2, comments="No.", reason=" ", by=editor)
    assert refused.value.field == "reason"
    with pytest.raises(Refused, match="not published yet"):
        correct_comments(InspectionFactory(), seen=1, comments="No.", reason="Late", by=editor)


def test_nothing_is_corrected_in_an_archived_report(published, editor):
    actions.archive_inspection(published, seen=2, reason="Twice", by=editor)
    with pytest.raises(Refused, match="archived"):
        correct_comments(published, seen=3, comments="No.", reason="Late", by=editor)


def test_a_report_of_the_future_is_not_entered_and_has_no_day_below_zero(authority, inspection, editor, today):
    tomorrow = today + datetime.timedelta(days=1)
    new = Inspection(authority=authority, title="Tomorrow's", inspectorate="HMIC", published_on=tomorrow)
    assert (new.day_of_56, new.where_comments_stand.startswith("Day 0 of 56")) == (0, True)
    with pytest.raises(Refused, match="still to come") as refused:
        actions.add_inspection(new, by=editor)
    assert refused.value.field == "published_on"
    with pytest.raises(Refused, match="still to come"):
        actions.change_inspection(inspection, seen=1, changes={"published_on": tomorrow}, by=editor)


def test_an_archived_recommendation_needs_no_line(inspection, editor, today):
    RecommendationFactory(inspection=inspection, archived_at="2010-04-01T00:00Z", archived_by=editor)
    assert actions.publish_comments(inspection, seen=1, on=today, by=editor).comments_on == today


def test_a_judgement_of_a_report_that_has_none_yet(inspection, editor):
    judgement = JudgementFactory(inspection=inspection)
    assert str(judgement) == f"{judgement.reference} {judgement.area}"
