"""The standing checks of a plan: each finds its fault and nothing sound, and leads to where it is put right."""

from __future__ import annotations

import datetime

import pytest

from kpa_tracker.base.people.models import Appointment
from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.dashboards.checks import CHECKS, findings, number_checked
from plans.models import Plan
from targets.models import Series
from tests.answers import text
from tests.factories.deliverables import (
    DeliverableFactory,
    EvidenceFactory,
    FateFactory,
    MeasurementFactory,
    ProgressUpdateFactory,
    ReportingPeriodFactory,
)
from tests.factories.people import PostFactory, person_with
from tests.factories.plans import AmbitionFactory
from tests.factories.targets import MeasureFactory, ResultFactory, SeriesFactory, TargetFactory

pytestmark = pytest.mark.django_db


def page_of(plan):
    return f"/plans/{plan.pk}/checks/"


def found_in(plan, user):
    """Return {check: references of what it finds}, the checks that find nothing left out."""
    return {check.key: [str(record) for record, _, _ in rows] for check, rows in findings(plan, user) if rows}


@pytest.fixture
def sound(plan, owner, post):
    """A deliverable with which nothing is wrong."""
    made = DeliverableFactory(plan=plan, lead=post, due="June 2010", reference="1.1", title="Sound")
    MeasurementFactory(deliverable=made)
    return made


def broken(sound, **values):
    type(sound).objects.filter(pk=sound.pk).update(**values)


def test_a_sound_plan_has_no_findings(sound, plan, editor):
    assert found_in(plan, editor) == {}
    assert number_checked(plan) == 2, "a deliverable and its ambition"


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"lead": None}, "no_lead"),
        ({"deadline_text": "", "deadline_precision": "none", "deadline_due": None}, "no_deadline"),
        ({"deadline_due": datetime.date(2009, 3, 31)}, "before_start"),
    ],
)
def test_what_a_deliverable_lacks_is_found(values, key, sound, plan, editor):
    broken(sound, **values)
    assert found_in(plan, editor) == {key: ["1.1 Sound"]}


def test_the_first_day_of_the_plan_is_not_before_it(sound, plan, editor):
    broken(sound, deadline_due=plan.starts_on)
    assert found_in(plan, editor) == {}


def test_a_post_that_nobody_holds_any_more_is_vacant(sound, plan, owner, editor, today):
    assert "vacant" not in found_in(plan, editor)
    Appointment.objects.filter(person=owner).update(ends_on=today - datetime.timedelta(days=1))
    assert found_in(plan, editor) == {"vacant": ["1.1 Sound"]}


def test_a_post_whose_holder_was_shut_out_is_vacant(sound, plan, owner, editor):
    type(owner).objects.filter(pk=owner.pk).update(is_active=False)
    assert found_in(plan, editor) == {"vacant": ["1.1 Sound"]}


def test_what_everybody_leads_is_not_vacant(sound, plan, authority, editor):
    broken(sound, lead=PostFactory(authority=authority, kind="everyone", title="ALL"))
    assert found_in(plan, editor) == {}


def test_without_a_measurement_nobody_will_know(sound, plan, editor):
    sound.measurements.all().delete()
    assert found_in(plan, editor) == {"no_measurement": ["1.1 Sound"]}


def test_complete_needs_evidence_that_stands(sound, plan, editor, today):
    ProgressUpdateFactory(deliverable=sound, stage="complete", latest=True)
    assert found_in(plan, editor) == {"no_evidence": ["1.1 Sound"]}
    shown = EvidenceFactory(deliverable=sound)
    assert found_in(plan, editor) == {}
    shown.withdrawn_at, shown.withdrawn_by, shown.withdrawn_reason = shown.created_at, editor, "Wrong file."
    shown.save()
    assert found_in(plan, editor) == {"no_evidence": ["1.1 Sound"]}


def test_what_was_never_reported_is_found_once_a_period_has_opened(sound, plan, editor):
    ReportingPeriodFactory(plan=plan, opens_on=datetime.date(2010, 4, 13), due_on=datetime.date(2010, 4, 30))
    assert found_in(plan, editor) == {}
    period = ReportingPeriodFactory(plan=plan, observed_from="2010-01-01", observed_to="2010-03-31")
    assert found_in(plan, editor) == {"never_reported": ["1.1 Sound"]}
    ProgressUpdateFactory(deliverable=sound, period=period)
    assert found_in(plan, editor) == {}


def test_an_ambition_with_nothing_current_under_it_is_found(sound, plan, editor):
    empty = AmbitionFactory(plan=plan, title="Empty")
    DeliverableFactory(plan=plan, ambition=empty, archived_at="2010-01-01T00:00Z", archived_by=editor)
    assert found_in(plan, editor) == {"empty_ambition": ["Empty"]}


def test_a_measure_of_the_plan_that_was_never_reported_is_found(sound, plan, authority, editor):
    rested, aimed, other = (MeasureFactory(authority=authority, title=title) for title in ("Rested", "Aimed", "Other"))
    sound.measures.add(rested)
    TargetFactory(series=SeriesFactory(measure=aimed), plan=plan)
    SeriesFactory(measure=other)
    assert [name.split()[-1] for name in found_in(plan, editor)["no_result"]] == ["Rested", "Aimed"]
    series = aimed.series.get()
    Series.objects.filter(pk=series.pk).update(latest=ResultFactory(series=series))
    assert [name.split()[-1] for name in found_in(plan, editor)["no_result"]] == ["Rested"]


# --- The page ---------------------------------------------------------------------------------------------------------


def test_the_page_counts_and_leads_to_where_it_is_mended(sound, plan, editor, as_person):
    broken(sound, lead=None)
    shown = as_person(editor).get(page_of(plan))
    assert [shown.context[name] for name in ("total", "sound", "found")] == [2, 1, 1]
    assert f'href="/deliverables/{sound.pk}/edit/"' in text(shown)
    for check in CHECKS:
        assert f'id="{check.key}"' in text(shown)


def test_every_way_to_mend_opens(sound, plan, authority, editor, as_person):
    broken(sound, lead=None, deadline_due=datetime.date(2009, 3, 31))
    sound.measurements.all().delete()
    sound.measures.add(MeasureFactory(authority=authority))
    ProgressUpdateFactory(deliverable=sound, stage="complete", latest=True)
    AmbitionFactory(plan=plan)
    ReportingPeriodFactory(plan=plan, observed_from="2010-01-01", observed_to="2010-03-31")
    DeliverableFactory(plan=plan, reference="1.2")
    client = as_person(editor)
    ways = {mend for _, rows in client.get(page_of(plan)).context["checks"] for *_, mend in rows}
    assert len(ways) >= 7
    assert {client.get(way, follow=True).status_code for way in ways} == {200}


def test_an_auditor_reads_and_mends_nothing(sound, plan, auditor, as_person):
    broken(sound, lead=None)
    page = text(as_person(auditor).get(page_of(plan)))
    assert "No post leads it." in page
    assert "Put it right" not in page


def test_nothing_is_put_right_in_a_closed_plan(sound, plan, editor, as_person):
    broken(sound, lead=None)
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.CLOSED)
    assert "Put it right" not in text(as_person(editor).get(page_of(plan)))


def test_a_plan_without_anything_says_so(plan, editor, as_person):
    assert "Nothing to check" in text(as_person(editor).get(page_of(plan)))


@pytest.mark.parametrize(
    ("role", "code"), [("administrator", 200), ("editor", 200), ("auditor", 200), ("officer", 404), ("member", 404)]
)
def test_editors_and_auditors_open_the_checks(role, code, plan, authority, as_person):
    client = as_person(person_with(Role(role), authority=authority))
    assert client.get(page_of(plan)).status_code == code
    assert (page_of(plan) in text(client.get(plan.get_absolute_url()))) == (code == 200)


def test_another_authority_finds_nothing(plan, stranger, as_person):
    assert as_person(stranger).get(page_of(plan)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_checks_cost_the_same_at_one_row_and_at_three(rows, plan, editor, as_person, django_assert_num_queries):
    for _ in range(rows):
        DeliverableFactory(plan=plan, lead=PostFactory(authority=plan.authority))
    client = as_person(editor)
    with django_assert_num_queries(27):
        client.get(page_of(plan))


def test_what_became_of_nothing_in_the_plan_before_is_found_and_counted(promised, follower, editor, member):
    """Sound and amiss add up to what was looked at, of both plans."""
    FateFactory(deliverable=promised["1.1"], outcome="completed")
    assert found_in(follower, editor) == {"no_fate": [str(promised[f"1.{at}"]) for at in range(2, 6)]}
    assert number_checked(follower) == 5
    mends = {check.key: rows for check, rows in findings(follower, editor)}["no_fate"]
    assert mends[0][2] == f"/deliverables/{promised['1.2'].pk}/became/"
    assert {check.key: rows for check, rows in findings(follower, member)}["no_fate"][0][2] == ""
