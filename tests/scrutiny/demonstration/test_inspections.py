"""What the loaded demonstration was inspected for: the report's facts one by one, and a tracker with every state."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from kpa_tracker.interfaces.scrutiny.demonstration.reading import FOLDER, read
from targets.models import Inspection, Judgement, Recommendation

pytestmark = pytest.mark.usefixtures("demonstration")
SOURCE = Path(__file__).parents[4] / "shared" / "sources" / "hmic-kent-baseline-assessment-2006.txt"
TITLE = "Baseline assessment 2006"
AREA = re.compile(r"^([1-7][A-F])\s+\W*(.+?)\W*$")
GRADE = re.compile(r"^(Poor|Fair|Good|Excellent)\s+(Improved|Stable|Declined|Not Graded)\s*$")
ROW = re.compile(r"^(.+?)\t(Poor|Fair|Good|Excellent)\t(Improved|Stable|Declined|Not Graded)$")
COUNTS = re.compile(r"^\W*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*$")


@pytest.fixture(scope="module")
def source():
    if not SOURCE.exists():
        pytest.skip("The source documents are not here.")
    return SOURCE.read_text(errors="replace").splitlines()


def judged_in(lines):
    """Return {reference: (area, grade, direction of travel, distribution)} as the report's chapters have them."""
    found = {}
    for at, line in enumerate(lines):
        head, grades = AREA.match(line), [one for one in map(GRADE.match, lines[at + 1 : at + 6]) if one]
        if head and grades:
            counts = next(one for one in map(COUNTS.match, lines[at + 3 : at + 14]) if one)
            travel = grades[0][2].lower().replace(" ", "_")
            found[head[1]] = (head[2], grades[0][1], travel, [int(count) for count in counts.groups()])
    return found


def judgements():
    return Judgement.objects.filter(inspection__title=TITLE).in_report_order()


def held(judgement):
    counts = [count.forces for count in sorted(judgement.distribution.all(), key=lambda one: one.grade.rank)]
    return (judgement.area, str(judgement.grade), judgement.travel, counts)


def test_each_of_the_23_judgements_is_as_its_chapter_of_the_report_has_it(source):
    expected = judged_in(source)
    assert len(expected) == 23
    assert {one.reference: held(one) for one in judgements()} == expected


def test_each_of_the_23_judgements_is_as_the_reports_summary_has_it(source):
    """The report says every grade twice; the two agree, and so do we."""
    listed = {row[1]: (row[2], row[3].lower().replace(" ", "_")) for row in map(ROW.match, source) if row}
    assert {one.area: (str(one.grade), one.travel) for one in judgements()} == listed


def test_every_distribution_adds_up_to_the_forces_that_were_inspected():
    forces = Inspection.objects.get(title=TITLE).forces
    assert {one.reference: sum(held(one)[3]) for one in judgements() if sum(held(one)[3]) != forces} == {}
    assert forces == 43


def test_grades_and_directions_add_up_to_23():
    assert Counter(judgements().values_list("grade__word", flat=True)) == {"Good": 14, "Fair": 6, "Excellent": 3}
    directions = {"stable": 13, "improved": 5, "declined": 3, "not_graded": 2}
    assert Counter(judgements().values_list("travel", flat=True)) == directions


def points(text):
    return [line for line in text.splitlines() if line]


def test_every_area_has_a_few_short_points():
    """1D was carried over from other reports, and says so."""
    for one in judgements():
        asked = one.recommendations.count()
        told = [len(points(one.strengths)), len(points(one.in_progress)), asked]
        assert told == [1, 0, 0] if one.reference == "1D" else all(1 <= number <= 4 for number in told), one
        assert all(len(point) <= 130 for point in points(one.strengths) + points(one.in_progress)), one


def test_recommendations_stand_in_every_state_late_and_soon_due_sent_back_and_without_owner():
    found = Recommendation.objects.all()
    assert set(found.values_list("state", flat=True)) == set(Recommendation.State.values)
    for some in (found.overdue(), found.without_owner(), found.without_due(), found.sent_back(), found.due_soon()):
        assert some.exists()
    assert found.exclude(deliverables=None).exists()


def test_the_56_days_run_are_late_and_have_ended():
    stand = {one.published_on.year * 100 + one.published_on.month: one.where_comments_stand
             for one in Inspection.objects.filter(needs_comments=True)}  # fmt: skip
    assert stand == {
        201003: "Day 42 of 56, due 26 April 2010",
        201002: "10 days late",
        200910: "Published 1 December 2009",
    }


def test_two_inspections_judge_the_same_area_on_scales_of_different_eras():
    both = Judgement.objects.filter(area="Protecting Vulnerable People")
    assert {(one.inspection.scale.era, str(one.grade)) for one in both} == {
        ("2004 to 2006", "Fair"),
        ("2009 on, made up", "Met"),
    }


def test_every_link_to_a_deliverable_of_the_file_is_there():
    rows = [row for one in read(FOLDER / "kent").inspections["inspections"] for row in one["recommendations"]]
    named = sum(len(row["deliverables"]) for row in rows)
    links = Recommendation.deliverables.through.objects.filter(recommendation__authority__slug="kent")
    assert named == links.filter(deliverable__plan__previous=None).count() > 20


def test_nobody_signed_off_what_they_asked_for_themselves():
    closed = Recommendation.objects.filter(state="closed")
    assert closed.count() > 20
    assert [one for one in closed if one.asked_by_id == one.signed_off_by_id or not one.evidence] == []
