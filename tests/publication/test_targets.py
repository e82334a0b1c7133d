"""The table of targets: groups, spans, columns, and footnotes numbered where they first appear."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from kpa_tracker.interfaces.publication.content import Goal, Note, Targets
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.working import working_document
from plans.models import Plan
from tests.factories.people import PostFactory
from tests.factories.plans import PlanFactory, PriorityFactory
from tests.factories.targets import (
    BaselineFactory,
    FootnoteFactory,
    GradeScaleFactory,
    MeasureFactory,
    ObjectiveFactory,
    SeriesFactory,
    SourceFactory,
    TargetFactory,
    ToleranceFactory,
)
from tests.publication.sample import wanted

SELECTIONS = {"public": public_document, "working": working_document}
ARCHIVED = {"archived_at": datetime.datetime(2010, 1, 1, tzinfo=datetime.timezone.utc)}


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


@pytest.fixture(params=SELECTIONS)
def selected(request):
    """Return a function that gives the document of a plan: the public and the working one in turn."""
    return lambda plan: SELECTIONS[request.param](Plan.objects.for_page().get(pk=plan.pk))


def marks_in(targets):
    """Return the marks of each row: of the measure, the target, the baseline."""
    return [
        tuple("".join(mark.mark for mark in cell) for cell in (row.measure_marks, row.target_marks, row.baseline_marks))
        for group in targets.groups
        for _, rows in group.objectives
        for row in rows
    ]


def test_footnotes_are_numbered_over_the_whole_table_where_they_first_appear():
    period, panel = Note("Data relates to 2008."), Note("Those asked twice a year.")
    targets = Targets(
        (
            Goal("A", "One", 1, priority="P", baseline="1", baseline_notes=(period,)),
            Goal("B", "Two", 2, priority="Q", baseline="2", measure_notes=(panel,), baseline_notes=(period,)),
            Goal("C", "Three", 3, priority="Q", target_notes=(Note("Provisional.", "*"), Note("Another."))),
        )
    )
    assert marks_in(targets) == [("", "", "1"), ("2", "", "1"), ("", "*3", "")]
    assert [(note.mark, note.text) for note in targets.notes] == [
        ("1", "Data relates to 2008."),
        ("2", "Those asked twice a year."),
        ("3", "Another."),
        ("*", "Provisional."),
    ]


def test_every_mark_leads_to_its_own_note_even_where_two_have_the_same_mark():
    notes = (Note("Provisional.", "*"), Note("Disputed.", "*"))
    targets = Targets((Goal("A", "One", target_notes=notes),))
    row = targets.groups[0].objectives[0][1][0]
    assert [mark.mark for mark in row.target_marks] == ["*", "*"]
    assert [mark.anchor for mark in row.target_marks] == [note.anchor for note in targets.notes]
    assert len({note.anchor for note in targets.notes}) == 2


def test_series_are_rows_beside_the_one_cell_of_their_measure():
    goals = [Goal("A", "Crime", 1, series="Kent"), Goal("B", "Crime", 1, series="Medway"), Goal("C", "Crime", 2)]
    rows = Targets(tuple(goals)).groups[0].objectives[0][1]
    assert [(row.goal.series, row.span) for row in rows] == [("Kent", 2), ("Medway", 0), ("", 1)]


def test_groups_follow_the_plan_and_what_is_under_none_says_so():
    targets = Targets((Goal("A", "One", 1, priority="P", objective="O"), Goal("B", "Two", 2)))
    assert [(group.anchor, group.title, [name for name, _ in group.objectives]) for group in targets.groups] == [
        ("targets-1", "P", ["O"]),
        ("targets-2", "Under no priority", ["Under no objective"]),
    ]
    assert targets.entries == [("targets-1", "P"), ("targets-2", "Under no priority")]


@pytest.mark.parametrize(
    ("goal", "columns", "shown"),
    [
        (Goal("Feel heard", "Voice", is_in_words=True), 2, "Judged on evidence"),
        (Goal("Increase to 52%", "Voice"), 3, "No baseline"),
        (Goal("Increase to 52%", "Voice", baseline="46.4%", source="Survey", series="Kent"), 5, "46.4%"),
    ],
)
def test_columns_that_no_row_fills_are_left_away(goal, columns, shown):
    targets = Targets((goal,))
    assert (targets.columns, goal.baseline_shown) == (columns, shown)
    assert targets.entries == []


def test_targets_of_several_years_name_theirs():
    one, other = Goal("A", "One", year="2009/10"), Goal("B", "Two", year="2010/11")
    assert (Targets((one,)).heading, Targets((one, other)).heading) == ("Targets 2009/10", "Targets")
    assert Targets((one,), of_plan="Policing plan").heading == "Targets 2009/10, from Policing plan"


def test_a_target_stands_with_measure_series_baseline_period_and_source(plan, selected):
    priority = PriorityFactory(plan=plan, title="Confidence")
    wanted(plan, series="BME", objective=ObjectiveFactory(plan=plan, priority=priority, title="Listen"))
    (goal,) = selected(plan).targets.goals
    series = plan.targets.get().series
    assert (goal.priority, goal.objective, goal.measure) == ("Confidence", "Listen", series.measure.title)
    assert (goal.series, goal.target, goal.year) == ("BME", "Increase to 52%", "2009/10")
    assert (goal.baseline, goal.baseline_period) == ("46.4%", "January to December 2008")
    assert goal.source == series.measure.source.name
    assert [len(notes) for notes in (goal.measure_notes, goal.target_notes, goal.baseline_notes)] == [1, 1, 1]


def test_a_series_own_source_stands_before_the_measures(plan, selected):
    target = wanted(plan)
    target.series.source = SourceFactory(name="Own survey")
    target.series.save()
    assert selected(plan).targets.goals[0].source == "Own survey"


@pytest.mark.parametrize(
    ("measure", "baseline", "shown"),
    [
        ({"kind": "percentage", "decimals": 1}, {"value": Decimal("46.4")}, "46.4%"),
        ({"kind": "percentage", "decimals": 0}, {"value": Decimal("46.45")}, "46.45%"),
        ({"kind": "money", "unit": "£m", "decimals": 2}, {"value": Decimal(1490000)}, "£1.49m"),
        ({"kind": "count"}, {"value": None}, ""),
    ],
)
def test_a_baseline_without_words_is_shown_with_its_unit(plan, selected, measure, baseline, shown):
    series = SeriesFactory(measure=MeasureFactory(authority=plan.authority, **measure))
    TargetFactory(series=series, plan=plan, baseline=BaselineFactory(series=series, text="", **baseline))
    assert selected(plan).targets.goals[0].baseline == shown


def test_a_projected_baseline_says_so(plan, selected):
    target = wanted(plan)
    target.baseline.is_projected = True
    target.baseline.save()
    assert selected(plan).targets.goals[0].baseline_period == "January to December 2008, a projection"


def test_a_graded_baseline_is_the_word_of_its_grade(plan, selected):
    scale = GradeScaleFactory(authority=plan.authority)
    series = SeriesFactory(measure=MeasureFactory(authority=plan.authority, kind="grade", scale=scale))
    baseline = BaselineFactory(series=series, text="", value=Decimal(2))
    TargetFactory(series=series, plan=plan, baseline=baseline, form="grade", value=Decimal(3), text="At least Good")
    assert selected(plan).targets.goals[0].baseline == "Fair"


def test_archived_targets_and_archived_priorities_are_left_out(plan, selected, administrator):
    gone = {**ARCHIVED, "archived_by": administrator}
    priority = PriorityFactory(plan=plan, title="Given up", **gone)
    wanted(plan, objective=ObjectiveFactory(plan=plan, priority=priority, title="Goes on"))
    wanted(plan, **gone)
    (goal,) = selected(plan).targets.goals
    assert (goal.priority, goal.objective) == ("", "Goes on")


def test_a_plan_without_targets_has_no_part_of_them(plan, selected):
    document = selected(plan)
    assert document.all_targets == []
    assert "targets" not in [part.kind for part in document.parts]


def test_a_plan_of_targets_alone_has_no_empty_table_of_deliverables(plan, selected):
    wanted(plan)
    assert [part.kind for part in selected(plan).parts if part.is_wide or part.kind == "nothing"] == ["targets"]


def test_who_owns_and_how_it_is_judged_is_for_the_authority_alone(plan):
    target = wanted(plan)
    (public,), (working,) = (SELECTIONS[name](plan).targets.goals for name in ("public", "working"))
    assert (public.owner, public.judged) == ("", "")
    assert working.owner == target.series.measure.owner.title
    assert working.judged.startswith("52% or more is green; within 2 points amber; set by ")


def test_a_target_without_tolerance_says_so_to_the_authority(plan):
    TargetFactory(series=SeriesFactory(measure__authority=plan.authority), plan=plan)
    assert (
        working_document(plan).targets.goals[0].judged == "52% or more is green; anything else red (no tolerance set)"
    )


def test_words_are_judged_on_evidence(plan):
    wanted(plan, form="words", value=None, baseline=None, text="People feel heard")
    assert working_document(plan).targets.goals[0].judged == "Judged on evidence"


@pytest.fixture
def above(authority, plan):
    """A three-year plan with a target of this plan's year, and one of the year after."""
    above = PlanFactory(authority=authority, title="Policing plan", ends_on=datetime.date(2012, 3, 31))
    wanted(above, text="This year")
    wanted(above, text="Next year", starts=datetime.date(2010, 4, 1), ends=datetime.date(2011, 3, 31))
    Plan.objects.filter(pk=plan.pk).update(under=above)
    return above


def test_the_targets_of_the_plan_above_stand_in_the_plans_own_years(plan, above, selected):
    document = selected(plan)
    assert [goal.target for goal in document.targets_above.goals] == ["This year"]
    assert ("targets-above", "Targets 2009/10, from Policing plan") in [
        (part.anchor, part.title) for part in document.parts
    ]


def test_a_plan_above_that_the_public_may_not_read_stays_out_of_the_public_document(plan, above):
    for change in ({"state": "draft"}, {"state": "adopted", "marking": "RESTRICTED"}):
        Plan.objects.filter(pk=above.pk).update(**change)
        plan.under = Plan.objects.get(pk=above.pk)
        assert public_document(plan).targets_above is None
        assert working_document(plan).targets_above.goals


def test_another_authoritys_plan_above_is_not_read(plan, selected):
    other = PlanFactory()
    wanted(other)
    Plan.objects.filter(pk=plan.pk).update(under=other)
    assert selected(plan).targets_above is None


def test_every_footnote_stays_with_what_it_was_given_to(plan, selected):
    one, other = wanted(plan), wanted(plan)
    shared = FootnoteFactory(authority=plan.authority, text="Shared.", mark="*")
    for noted in (one.series.measure, other.baseline):
        noted.footnotes.add(shared)
    first, second = selected(plan).targets.goals
    assert [note.text for note in first.measure_notes][1:] == ["Shared."]
    assert [note.text for note in second.baseline_notes][1:] == ["Shared."]
    assert [len(second.measure_notes), len(first.baseline_notes)] == [1, 1]


def test_a_measure_without_owner_says_so_in_the_working_document(plan):
    series = SeriesFactory(measure=MeasureFactory(authority=plan.authority, owner=None))
    ToleranceFactory(target=TargetFactory(series=series, plan=plan))
    assert working_document(plan).targets.goals[0].owner == ""
    series.measure.owner = PostFactory(title="Performance Officer")
    series.measure.save()
    assert working_document(plan).targets.goals[0].owner == "Performance Officer"
