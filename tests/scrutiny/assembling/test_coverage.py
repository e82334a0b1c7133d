"""Coverage says how the period came in: updates, results and reviews; a closed one as it was closed."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from deliverables.actions.periods import close_period
from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.audit.edits import archive
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.scrutiny.assembling import assemble, coverage, scope
from risks.models import Risk
from tests.factories.deliverables import DeliverableFactory
from tests.factories.packs import oversight
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.risks import RiskFactory
from tests.factories.situations import meanwhile
from tests.factories.targets import MeasureFactory, ResultFactory, SeriesFactory

pytestmark = pytest.mark.django_db
IN_MARCH = datetime.datetime(2010, 3, 16, 12, 0, tzinfo=datetime.timezone.utc)
IN_MAY = datetime.datetime(2010, 5, 3, 12, 0, tzinfo=datetime.timezone.utc)


@pytest.fixture
def over(authority):
    """A committee with something of every kind to look at."""
    return oversight(authority)


@pytest.fixture
def pack(over, editor):
    return over.pack(by=editor)


def test_coverage_says_how_many_reported_how_many_late_and_who_did_not(over, pack):
    late = IN_MARCH + datetime.timedelta(days=90)
    ProgressUpdate.objects.filter(deliverable=over.red).update(first_submitted_at=late, submitted_at=late)
    found = assemble(pack).coverage
    assert (found.asked, found.submitted, found.late) == (3, 2, 1)
    assert found.sentence == "2 of 3 reported, 1 late."
    assert [(one.reference, one.word) for one in found.outstanding] == [("2.1", "Not begun")]
    assert [one.reference for one in found.came_late] == ["1.1"]


def close(period, editor):
    with clock.at(IN_MAY):
        close_period(period, seen=period.version, by=editor)


def test_a_closed_period_is_shown_as_it_was_closed_whatever_joined_the_plan_since(over, editor):
    ProgressUpdate.objects.update(state="accepted")
    close(over.period, editor)
    DeliverableFactory(plan=over.plan, committee=over.committee, ambition=over.red.ambition, reference="1.9")
    found = assemble(over.pack(by=editor))
    assert (len(found.items), found.table("coverage").total.numbers) == (4, (3,))
    assert found.faults == []


@pytest.mark.parametrize(("of", "number"), [("committee", 3), ("plan", 4)])
def test_a_closed_period_keeps_what_left_the_plan_since(over, editor, of, number):
    ProgressUpdate.objects.update(state="accepted")
    close(over.period, editor)
    over.unrated.refresh_from_db()
    archive(over.unrated, seen=over.unrated.version, reason="Not ours.", by=editor)
    found = assemble(over.pack(by=editor, scope=of))
    assert (len(found.items), found.table("coverage").total.numbers) == (number - 1, (number,))
    assert "2.1" in [one.reference for one in found.coverage.outstanding]
    assert found.faults == []


def test_a_closed_period_names_the_post_that_was_asked_then(over, editor, authority):
    ProgressUpdate.objects.update(state="accepted")
    Deliverable.objects.filter(pk=over.unrated.pk).update(lead=over.lead)
    close(over.period, editor)
    Deliverable.objects.update(lead=PostFactory(authority=authority, title="Clerk"))
    found = assemble(over.pack(by=editor))
    assert [(one.reference, one.lead) for one in found.coverage.outstanding] == [("2.1", "Treasurer")]


def test_what_a_closed_period_kept_is_counted_a_second_time(over, editor, monkeypatch):
    """The planted fault: what is shown has lost what left the plan."""
    ProgressUpdate.objects.update(state="accepted")
    close(over.period, editor)
    Deliverable.objects.filter(pk=over.unrated.pk).update(
        archived_at=IN_MARCH, archived_by=editor, archived_reason="No."
    )
    monkeypatch.setattr(scope, "returns", lambda pack, period: scope.deliverables(pack).in_period(period))
    faults = assemble(over.pack(by=editor)).faults
    assert any("How updates came in, total, Not begun" in fault and "finds 1." in fault for fault in faults), faults


def test_a_pack_of_no_period_has_no_coverage(over, editor):
    found = assemble(over.pack(by=editor, period=None))
    assert (found.coverage, found.table("coverage")) == (None, None)


@pytest.mark.parametrize(("of", "then", "now"), [("committee", 3, 0), ("plan", 4, 4)])
def test_a_closed_period_stays_with_the_committee_that_oversaw_it_then(over, editor, authority, of, then, now):
    ProgressUpdate.objects.update(state="accepted")
    close(over.period, editor)
    Deliverable.objects.update(committee=CommitteeFactory(authority=authority))
    found = assemble(over.pack(by=editor, scope=of))
    assert (found.table("coverage").total.numbers, len(found.items)) == ((then,), now)
    assert found.faults == []


def test_what_another_committee_oversaw_when_it_was_closed_is_not_in_this_ones(over, editor):
    ProgressUpdate.objects.update(state="accepted")
    close(over.period, editor)
    Deliverable.objects.update(committee=over.committee)
    found = assemble(over.pack(by=editor))
    assert (found.table("coverage").total.numbers, len(found.items)) == ((3,), 4)


# --- Measures and risks -----------------------------------------------------------------------------------------------


@pytest.fixture
def covered(over, authority):
    """Two measures of the committee with a result due, one of which has come, and one of another committee; a risk that
    was reviewed and one that was not, both of the committee."""
    measures = [
        MeasureFactory(authority=authority, committee=one, title=title, frequency="quarter", owner=over.lead)
        for title, one in (("Calls", over.committee), ("Visits", over.committee), ("Fires", None))
    ]
    over.red.measures.set(measures)
    series = [SeriesFactory(measure=one) for one in measures]
    ResultFactory(series=series[0], starts=over.period.observed_from, ends=over.period.observed_to)
    over.red.ambition.risks.add(over.risk)
    late = RiskFactory(authority=authority, committee=over.committee, reference="KPA 06", next_review=IN_MARCH.date())
    over.red.ambition.risks.add(late)
    return measures


def said(found):
    return {one.kind: (one.asked, one.came, [owed.name for owed in one.missing]) for one in found.coverage.covered}


def test_coverage_says_how_many_results_came_and_how_many_risks_were_reviewed(over, pack, covered):
    found = assemble(pack)
    missing = str(Risk.objects.get(reference="KPA 06"))
    assert said(found) == {"measures": (2, 1, [str(covered[1])]), "risks": (2, 1, [missing])}
    assert found.coverage.sentence.endswith(". Results: 1 of 2 in. Risks: 1 of 2 reviewed.")
    assert found.coverage.covered[0].missing[0].owner == "Treasurer"
    assert found.table("covered measures").total.numbers == (2,)
    assert found.faults == []


def test_the_whole_plans_pack_covers_what_no_committee_oversees(over, covered, editor):
    found = assemble(over.pack(by=editor, scope="plan"))
    assert said(found)["measures"] == (3, 1, [str(covered[1]), str(covered[2])])
    assert found.faults == []


def test_of_a_closed_period_it_says_what_had_come_when_it_was_closed(over, pack, covered, editor):
    ProgressUpdate.objects.update(state="accepted")
    before = said(assemble(pack))
    close(over.period, editor)
    over.period.refresh_from_db()
    ResultFactory(series__measure=covered[1], starts=over.period.observed_from, ends=over.period.observed_to)
    meanwhile(covered[0], archived_at=IN_MAY, archived_by=editor, archived_reason="Gone.")
    found = assemble(over.pack(by=editor, meeting=pack.meeting, why="Again", scope="plan"))
    assert said(found)["risks"] == before["risks"]
    assert said(found)["measures"] == (3, 1, [str(covered[1]), str(covered[2])])
    assert found.faults == []


def test_a_period_that_covers_none_says_nothing_of_them(over, pack):
    assert assemble(pack).coverage.covered == ()


def test_a_result_that_got_lost_on_the_way_is_found_by_the_second_count(over, pack, covered, monkeypatch):
    """The planted fault: one more has come than has."""
    honest = coverage.covered

    def wrong(pack, period):
        yield from (replace(one, came=2, missing=()) for one in honest(pack, period))

    monkeypatch.setattr(coverage, "covered", wrong)
    faults = assemble(pack).faults
    assert any(fault.startswith("Results of the period, total, In:") for fault in faults), faults
