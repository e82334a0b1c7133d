from datetime import date
from decimal import Decimal

import pytest

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.measures import (
    propose_results,
    propose_targets,
    take_over_results,
    take_over_targets,
)
from kpa_tracker.interfaces.exchange.reading.measures.found import ReadMeasures
from kpa_tracker.interfaces.exchange.reading.measures.results import read_results
from kpa_tracker.interfaces.exchange.reading.measures.targets import read_targets
from plans.models import Plan
from targets.actions.goals import change_target
from targets.actions.results import close_results
from targets.models import Footnote, Measure, Objective, Result, Series, Target
from tests.factories.exchange import document_of
from tests.factories.people import PostFactory
from tests.factories.plans import PlanFactory, PriorityFactory
from tests.factories.targets import GradeScaleFactory, MeasureFactory, ResultFactory, SeriesFactory

HEADINGS = ["Priority", "Objective", "Ref", "Indicator", "Area", "Target 2009/10", "Baseline"]
ROW = ["Trust", "Safer", "K1", "Number of thefts", "", "Reduce to 90", "100"]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT)


def targets(*rows):
    return read_targets(document_of([HEADINGS, *rows]))


def results(*rows, headings=("Ref", "Indicator", "2008/09")):
    return read_results(document_of([headings, *rows]))


def with_changes(**changes):
    names = ("priority", "objective", "ref", "indicator", "area", "target", "baseline")
    return [changes.get(name, text) for name, text in zip(names, ROW, strict=True)]


def test_the_same_table_twice_changes_nothing(plan, editor):
    take_over_targets(plan, targets(ROW), by=editor)
    before = Event.objects.count()
    proposal = take_over_targets(plan, targets(ROW), by=editor)
    assert (len(proposal.same), Event.objects.count()) == (1, before + 1)


def test_only_what_the_file_changed_is_changed(plan, editor):
    take_over_targets(plan, targets(ROW), by=editor)
    target = Target.objects.get()
    change_target(target, seen=target.version, changes={"text": "Reduce to 80", "value": Decimal(80)}, by=editor)
    take_over_targets(plan, targets(with_changes(baseline="110 ¹"), ["¹ As at 31 March 2009."]), by=editor)
    target = Target.objects.get()
    assert (target.text, target.baseline.value, target.baseline.text) == ("Reduce to 80", 110, "110")
    assert target.baseline.footnotes.get().text == "As at 31 March 2009."
    assert target.baseline.ends == date(2009, 3, 31)
    proposal = take_over_targets(plan, targets(with_changes(target="Reduce to 70 *"), ["* Planned."]), by=editor)
    assert [what for what, _, _ in proposal.changed[0].shown_changes] == [
        *("Target", "Baseline", "Notes of the baseline", "Notes of the target")
    ]
    target = Target.objects.get()
    assert (target.value, target.footnotes.get().mark) == (70, "*")
    take_over_targets(plan, targets(with_changes(objective="Calmer", baseline="")), by=editor)
    target = Target.objects.get()
    assert (target.objective.title, target.baseline) == ("Calmer", None)
    assert Objective.objects.count() == 2


def test_what_is_there_is_used_and_what_is_gone_is_named(plan, editor):
    PriorityFactory(plan=plan, title="TRUST")
    take_over_targets(plan, targets(ROW, with_changes(ref="K2", indicator="Number of fires")), by=editor)
    proposal = propose_targets(plan, targets(with_changes(indicator="Thefts in all")))
    assert [str(target) for target in proposal.gone] == ["Reduce to 90"]
    assert proposal.steps[0].measure == Measure.objects.get(reference="K1")
    assert plan.priorities.count() == 1
    assert Footnote.objects.count() == 0


def test_a_measure_gets_the_series_that_it_lacks(plan, editor):
    north = with_changes(area="North", priority="", objective="")
    take_over_targets(plan, targets(north), by=editor)
    take_over_targets(plan, targets(north, with_changes(area="South", objective="", priority="")), by=editor)
    assert set(Series.objects.values_list("name", flat=True)) == {"North", "South"}
    assert Target.objects.filter(objective=None).count() == 2
    assert "has several series here" in propose_targets(plan, targets(ROW)).problems[0].text


def test_a_source_is_made_once(plan, editor):
    titles = ("Percentage satisfied", "Percentage of callers satisfied")
    rows = [
        with_changes(ref="", indicator=title, target="Increase to 52% as measured by the Home Survey", baseline="46%")
        for title in titles
    ]
    take_over_targets(plan, targets(*rows), by=editor)
    assert {measure.source.name for measure in Measure.objects.all()} == {"Home Survey"}


@pytest.mark.parametrize(
    ("kind", "changes", "text"),
    [
        ("percentage", {}, "The measure is here already, as “Percentage”"),
        ("count", {"target": "At least Good", "baseline": ""}, "The measure is here already, as “Number”"),
    ],
)
def test_what_does_not_fit_the_measure_is_named(plan, authority, kind, changes, text):
    SeriesFactory(measure=MeasureFactory(authority=authority, reference="K1", kind=kind), name="")
    found = [problem.text for problem in propose_targets(plan, targets(with_changes(**changes))).problems]
    assert len(found) == 1
    assert text in found[0]


def test_a_target_of_a_sort_that_the_measure_cannot_have_is_named(plan):
    row = with_changes(indicator="Use of resources", target="Increase by 10%", baseline="Level 3")
    problem = propose_targets(plan, targets(row)).problems[0].text
    assert problem.endswith("“Increase by 10%”")


def test_a_grade_is_taken_from_the_scale_of_its_measure(plan, authority, editor):
    scale = GradeScaleFactory(authority=authority)
    measure = MeasureFactory(authority=authority, reference="K1", kind="grade", scale=scale)
    SeriesFactory(measure=measure, name="")
    take_over_targets(plan, targets(with_changes(target="Achieve Good", baseline="")), by=editor)
    assert Target.objects.get().value == 3
    new = with_changes(ref="K9", indicator="Assessment", target="Achieve Good", baseline="")
    assert "A grade is given on a scale" in propose_targets(plan, targets(new)).problems[0].text


def test_a_target_of_another_year_than_the_plan_is_named(plan):
    read = targets(ROW)
    read.rows[0].period = (date(2019, 4, 1), date(2020, 3, 31))
    assert "which the plan does not hold" in propose_targets(plan, read).problems[0].text


def test_what_the_actions_refuse_names_its_row(plan, editor, monkeypatch):
    def refuse(*args, **kwargs):
        raise Refused("Not today.")

    monkeypatch.setattr("kpa_tracker.interfaces.exchange.actions.measures.targets.add_target", refuse)
    with pytest.raises(Refused, match=r"Plan, row 2, “Number of thefts”: Not today\."):
        take_over_targets(plan, targets(ROW), by=editor)
    assert not Event.objects.exists()


def test_a_file_of_which_nothing_is_understood_is_refused(plan, editor):
    with pytest.raises(Refused, match="No target was understood"):
        take_over_targets(plan, ReadMeasures(), by=editor)
    with pytest.raises(Refused, match="No result was understood"):
        take_over_results(plan.authority, ReadMeasures(), by=editor, name="a.csv")


# --- Results ----------------------------------------------------------------------------------------------------------


def problems(authority, read):
    return [problem.text for problem in propose_results(authority, read).problems]


def test_results_go_to_the_measures_that_are_here(authority, editor):
    measure = MeasureFactory(authority=authority, reference="K1", kind="percentage")
    series = SeriesFactory(measure=measure, name="")
    take_over_results(authority, results(["K1", "", "46.4"]), by=editor, name="a.csv")
    assert Result.objects.get().series == series
    take_over_results(authority, results(["K1", "", "White 80% BME 77%"]), by=editor, name="a.csv")
    assert set(measure.series.values_list("name", flat=True)) == {"", "White", "BME"}


def test_what_cannot_be_taken_is_named(authority, editor):
    count = MeasureFactory(authority=authority, reference="K1", kind="count")
    SeriesFactory(measure=count, name="North")
    rate = MeasureFactory(authority=authority, reference="K2", kind="rate", unit="per 1,000 population")
    SeriesFactory(measure=rate, name="")
    gone = MeasureFactory(
        authority=authority,
        reference="K3",
        kind="count",
        archived_at="2009-01-01T00:00Z",
        archived_by=editor,
        archived_reason="Old",
    )
    withheld = SeriesFactory(measure=MeasureFactory(authority=authority, reference="K4", kind="count"), name="")
    year = {"starts": date(2008, 4, 1), "ends": date(2009, 3, 31)}
    ResultFactory(series=withheld, value=None, withheld_reason="Too few", **year)
    rows = [
        ["K1", "", "5%"],
        ["K1", "", "5"],
        ["K2", "", "5 per 10,000 population"],
        [gone.reference, "", "5"],
        ["K4", "", "5"],
        ["K5", "", "5"],
        ["K6", "Assessment", "Good"],
    ]
    found = [problems(authority, results(row))[0] for row in rows]
    assert [text.split(":")[0] for text in found] == [
        "The measure has several series here. Say which one this is",
        "The measure has several series here. Say which one this is",
        "The measure is “per 1,000 population”; this figure is “per 10,000 population”",
        "The measure is archived here",
        "The result is withheld here, so the file's figure is not taken",
        "No measure here has this reference, and the row has no title",
        "A grade is given on a scale. Add the measure with its scale first, then import again",
    ]
    assert "as “Rate”" in problems(authority, results(["K2", "", "5%"]))[0]
    late = results(["K2", "", "5"], headings=("Ref", "Indicator", "2011/12"))
    assert "This period ends on 31 March 2012" in problems(authority, late)[0]


def test_a_grade_is_the_same_in_any_case(authority, editor):
    scale = GradeScaleFactory(authority=authority)
    measure = MeasureFactory(authority=authority, reference="K1", kind="grade", scale=scale)
    SeriesFactory(measure=measure, name="")
    take_over_results(authority, results(["K1", "", "Good"]), by=editor, name="a.csv")
    assert len(propose_results(authority, results(["K1", "", "GOOD"])).same) == 1


# --- Owners -----------------------------------------------------------------------------------------------------------

OWNED = ["Indicator", "Lead", "Target 2009/10", "Baseline"]


def owned(*rows):
    return read_targets(document_of([OWNED, *rows]))


def test_owners_are_matched_to_posts_and_others_are_left_open(plan, authority, editor):
    head = PostFactory(authority=authority, title="Head of Crime")
    read = owned(["Thefts", "Head of crime", "5", "6"], ["Fires", "Fire Lead", "5", "6"], ["Frauds", "n/a", "5", "6"])
    proposal = take_over_targets(plan, read, by=editor)
    assert dict(Measure.objects.values_list("title", "owner")) == {"Thefts": head.pk, "Fires": None, "Frauds": None}
    assert proposal.owners.register.left == ["Fire Lead"]
    assert proposal.owners.remarks == ["The owner is not among the posts here, and is left open: “Fire Lead”."]
    assert not Post.objects.filter(title="Fire Lead").exists()


def test_of_several_owners_the_first_is_the_measures(plan, authority, editor):
    chief = PostFactory(authority=authority, title="Chief Executive")
    proposal = take_over_targets(plan, owned(["Thefts", "Chief Executive; Treasurer", "5", "6"]), by=editor)
    assert Measure.objects.get().owner == chief
    assert "Only one owner is kept: “Chief Executive”" in proposal.owners.remarks[0]


def test_a_post_is_made_where_a_person_asked_for_it_and_another_name_can_mean_a_post(plan, authority, editor):
    clerk = PostFactory(authority=authority, title="Clerk")
    read = owned(["Thefts", "Fire Lead", "5", "6"], ["Fires", "The Clark", "5", "6"])
    names = {"posts": {"Fire Lead": "new", "The Clark": str(clerk.pk)}}
    proposal = take_over_targets(plan, read, by=editor, names=names)
    assert proposal.owners.register.to_make == ["Fire Lead"]
    assert [measure.owner.title for measure in Measure.objects.all()] == ["Fire Lead", "Clerk"]


def test_everyone_is_an_owner_where_there_is_such_a_post(plan, authority, editor):
    everyone = PostFactory(authority=authority, title="All staff", kind=Post.Kind.EVERYONE)
    take_over_targets(plan, owned(["Thefts", "ALL", "5", "6"]), by=editor)
    assert Measure.objects.get().owner == everyone


def test_a_measure_that_is_here_gets_the_owner_that_the_file_names_and_keeps_what_people_set(plan, authority, editor):
    head, clerk = (PostFactory(authority=authority, title=title) for title in ("Head of Crime", "Clerk"))
    take_over_targets(plan, owned(["Thefts", "", "5", "6"]), by=editor)
    proposal = take_over_targets(plan, owned(["Thefts", "Clerk", "5", "6"]), by=editor)
    assert proposal.steps[0].shown_changes == [("Owner of the measure", "none", "Clerk")]
    assert Measure.objects.get().owner == clerk
    Measure.objects.update(owner=head)
    for lead in ("Clerk", "", "Nobody known"):
        assert propose_targets(plan, owned(["Thefts", lead, "5", "6"])).changed == []
    Measure.objects.update(owner=None)
    take_over_targets(plan, owned(["Thefts", "Clerk", "5", "6"], ["Fires", "Clerk", "4", "5"]), by=editor)
    assert Measure.objects.get(title="Fires").owner == clerk


def test_a_further_target_of_a_measure_without_owner_brings_its_owner(authority, editor):
    plan = PlanFactory(
        authority=authority, state=Plan.State.DRAFT, starts_on=date(2009, 4, 1), ends_on=date(2012, 3, 31)
    )
    clerk = PostFactory(authority=authority, title="Clerk")
    first = read_targets(document_of([["Indicator", "Lead", "Target 2009/10"], ["Thefts", "", "Reduce to 5%"]]))
    take_over_targets(plan, first, by=editor)
    second = read_targets(document_of([["Indicator", "Lead", "Target 2010/11"], ["Thefts", "Clerk", "Reduce to 4%"]]))
    take_over_targets(plan, second, by=editor)
    assert (Measure.objects.get().owner, Target.objects.count()) == (clerk, 2)


# --- Several years, several kinds -------------------------------------------------------------------------------------


def test_each_year_of_a_table_makes_a_target_of_one_series(authority, editor):
    plan = PlanFactory(
        authority=authority, state=Plan.State.DRAFT, starts_on=date(2009, 4, 1), ends_on=date(2011, 3, 31)
    )
    rows = [
        ["PI ref", "Indicator", "Baseline", "Target 09/10", "Target 10/11", "Target 11/12"],
        ["K1", "Thefts", "9", "8", "7", "6"],
    ]
    proposal = take_over_targets(plan, read_targets(document_of(rows)), by=editor)
    assert sorted(Target.objects.values_list("starts__year", "value")) == [(2009, 8), (2010, 7)]
    assert Series.objects.count() == 1
    assert "which the plan does not hold: “6”" in proposal.problems[0].text
    assert [name for name, number in proposal.counts if number == 2] == ["Targets", "Targets with a baseline"]


def test_figures_of_another_kind_than_the_first_row_are_named(plan):
    rows = [["Indicator", "Area", "Target"], ["Thefts", "North", "5%"], ["Thefts", "South", "£5"]]
    proposal = propose_targets(plan, read_targets(document_of(rows)))
    assert len(proposal.steps) == 1
    assert "figures of the kind “Percentage”, this one of the kind “Money”: “£5”" in proposal.problems[0].text


def test_a_second_unit_and_a_second_baseline_note_belong_to_their_series(plan, editor):
    rows = [
        ["Indicator", "Area", "Target", "Baseline"],
        ["Crime", "Kent", "Reduce to 0.49 per 1,000 population in Kent", "0.53 per 1,000 population in Kent"],
        ["Crime", "Medway", "Reduce to 0.86 per 1,000 population in Medway", "0.90 per 1,000 population in Medway"],
    ]
    take_over_targets(plan, read_targets(document_of(rows)), by=editor)
    assert Measure.objects.get().unit == ""
    assert sorted(Series.objects.values_list("unit", flat=True)) == [
        "per 1,000 population in Kent",
        "per 1,000 population in Medway",
    ]


# --- Results: owners, standing, closed periods ------------------------------------------------------------------------


def test_results_bring_owners_and_the_way_that_is_better(authority, editor):
    clerk = PostFactory(authority=authority, title="Clerk")
    MeasureFactory(authority=authority, title="Fires", kind="count", owner=None)
    headings = ("Indicator", "Lead", "Polarity", "2008/09")
    read = results(
        ["Thefts", "Clerk", "Low", "5"], ["Fires", "Clerk", "Low", "5"], ["Frauds", "", "Low", "5"], headings=headings
    )
    proposal = propose_results(authority, read)
    assert (proposal.new_owners, proposal.new_measures) == ([("Fires", "Clerk")], [])
    take_over_results(authority, read, by=editor, name="a.csv")
    owners = dict(Measure.objects.values_list("title", "owner"))
    assert owners == {"Thefts": clerk.pk, "Fires": clerk.pk, "Frauds": None}
    assert Measure.objects.get(title="Thefts").direction == "down"
    again = propose_results(authority, read)
    assert (again.new_owners, len(again.same), again.changed) == ([], 3, [])


def test_a_figure_that_is_audited_by_now_is_a_new_version(authority, editor):
    headings = ("Ref", "Indicator", "2008/09 audited")
    take_over_results(authority, results(["K1", "Thefts", "5"]), by=editor, name="a.csv")
    proposal = take_over_results(authority, results(["K1", "Thefts", "5"], headings=headings), by=editor, name="b.csv")
    assert [step.settles for step in proposal.steps] == [True]
    assert list(Result.objects.order_by("number").values_list("standing", flat=True)) == ["provisional", "audited"]
    assert len(propose_results(authority, results(["K1", "Thefts", "5"])).same) == 1
    assert len(propose_results(authority, results(["K1", "Thefts", "5"], headings=headings)).same) == 1


def test_a_correction_of_a_closed_result_is_a_new_version_that_stays_closed(authority, editor):
    take_over_results(authority, results(["K1", "Thefts", "5"]), by=editor, name="a.csv")
    close_results(authority.pk, until=date(2009, 3, 31), by=editor)
    proposal = propose_results(authority, results(["K1", "Thefts", "6"]))
    assert [(step.was, step.is_closed) for step in proposal.closed] == [("5", True)]
    take_over_results(authority, results(["K1", "Thefts", "6"]), by=editor, name="b.csv")
    old, new = Result.objects.order_by("number")
    assert (old.is_current, new.value, new.closed_at) == (False, 6, old.closed_at)


def test_a_result_of_a_series_that_is_new_is_held_against_none(authority):
    MeasureFactory(authority=authority, reference="K1", title="Thefts", kind="count")
    step = propose_results(authority, results(["K1", "Thefts", "5"])).steps[0]
    assert (step.was, step.is_closed, step.settles) == ("", False, False)


def test_a_measure_without_any_result_is_made_where_its_title_says_what_it_counts(authority, editor):
    rows = [
        ["K1", "Number of thefts", "5"],
        ["K2", "Number of crimes per 1,000 population *", "U/A"],
        ["K3", "Rate of re-offending", "Data currently unavailable"],
        ["K2", "Number of crimes per 1,000 population *", "-"],
        ["* A new measure.", "", ""],
    ]
    proposal = take_over_results(authority, results(*rows), by=editor, name="a.csv")
    assert proposal.bare_names == ["K2 Number of crimes per 1,000 population"]
    bare = Measure.objects.get(reference="K2")
    assert (bare.kind, bare.unit, bare.frequency) == ("rate", "per 1,000 population", "year")
    assert (bare.footnotes.get().text, bare.series.get().results.count()) == ("A new measure.", 0)
    assert "add it by hand: “K3 Rate of re-offending”" in proposal.problems[0].text
    again = propose_results(authority, results(*rows))
    assert (again.bare, len(again.problems)) == ([], 1)


def test_a_file_of_measures_that_are_all_missing_makes_them(authority, editor):
    take_over_results(authority, results(["K2", "Percentage satisfied", "U/A"]), by=editor, name="a.csv")
    assert Measure.objects.get().kind == "percentage"


# --- Units, standing, note and fraction -------------------------------------------------------------------------------


def test_a_figure_in_another_unit_than_the_series_is_left_and_told(authority, editor):
    take_over_results(authority, results(["K1", "Time lost", "35.5 hours"]), by=editor, name="a.csv")
    proposal = propose_results(authority, results(["K1", "Time lost", "900 minutes"]))
    assert proposal.steps == []
    assert proposal.problems[0].text == "The measure is “hours”; this figure is “minutes”: “900 minutes”."


def test_pounds_in_thousands_and_in_millions_are_shown_in_pounds(authority, editor):
    read = results(["K1", "Savings", "£1.5m", "£900"], headings=("Ref", "Indicator", "2007/08", "2008/09"))
    take_over_results(authority, read, by=editor, name="a.csv")
    assert list(Result.objects.order_by("ends").values_list("value", flat=True)) == [1_500_000, 900]
    assert (Measure.objects.get().unit, Series.objects.get().unit) == ("", "")


def test_a_bare_number_is_in_the_unit_of_its_series(authority, editor):
    read = results(["K1", "Posts", "5 posts", "6"], headings=("Ref", "Indicator", "2007/08", "2008/09"))
    take_over_results(authority, read, by=editor, name="a.csv")
    assert Series.objects.get().unit == "posts"


@pytest.fixture
def audited(authority):
    measure = MeasureFactory(authority=authority, reference="K1", title="Detected", kind="percentage")
    return ResultFactory(
        series=SeriesFactory(measure=measure, name=""),
        starts=date(2008, 4, 1),
        ends=date(2009, 3, 31),
        value=Decimal("86.2"),
        numerator=Decimal(862),
        denominator=Decimal(1000),
        standing="audited",
        note="By post.",
    )


@pytest.mark.parametrize(("figure", "numerator"), [("86%", 862), ("86.4%", None)])
def test_a_correction_leaves_what_the_file_says_nothing_of(authority, editor, audited, figure, numerator):
    proposal = take_over_results(authority, results(["K1", "Detected", figure]), by=editor, name="a.csv")
    new = Result.objects.current().get()
    assert (new.number, new.standing, new.note, new.numerator) == (2, "audited", "By post.", numerator)
    remarks = [
        "A correction of K1 Detected, April 2008 to March 2009. It was 86.2%, audited, and stays audited.",
        "Its fraction, 862 of 1,000, does not give the new figure, and is not kept.",
    ]
    assert [text for _, text in proposal.remarks] == remarks[: 1 if numerator else 2]
    assert propose_results(authority, results(["K1", "Detected", figure])).remarks == []


def test_a_file_may_say_that_a_figure_is_provisional_again(authority, editor, audited):
    read = results(["K1", "Detected", "86.4%"], headings=("Ref", "Indicator", "2008/09 unaudited"))
    proposal = take_over_results(authority, read, by=editor, name="a.csv")
    assert Result.objects.current().get().standing == "provisional"
    assert proposal.remarks[0][1].endswith("audited, and becomes provisional: the file says so.")


def test_the_same_figure_audited_by_now_keeps_its_note_and_fraction(authority, editor, audited):
    Result.objects.update(standing="final")
    read = results(["K1", "Detected", "86.2%"], headings=("Ref", "Indicator", "2008/09 audited"))
    take_over_results(authority, read, by=editor, name="a.csv")
    new = Result.objects.current().get()
    assert (new.standing, new.note, new.numerator) == ("audited", "By post.", 862)


def test_a_fraction_of_what_has_no_rate_goes_with_its_figure(authority, editor):
    measure = MeasureFactory(authority=authority, reference="K1", title="Thefts", kind="count")
    days = {"starts": date(2008, 4, 1), "ends": date(2009, 3, 31)}
    ResultFactory(
        series=SeriesFactory(measure=measure, name=""), value=5, numerator=Decimal(5), denominator=Decimal(1), **days
    )
    proposal = propose_results(authority, results(["K1", "Thefts", "6"]))
    assert [text for _, text in proposal.remarks] == [
        "Its fraction, 5 of 1, does not give the new figure, and is not kept."
    ]


# --- How the periods make the year ------------------------------------------------------------------------------------


def test_what_is_guessed_of_the_year_is_said_at_each_row_and_kept_with_the_measure(plan, editor):
    rows = [
        ROW,
        ["", "", "K2", "Police officers", "", "Increase to 115", "110"],
        ["", "", "K3", "Percentage satisfied", "", "Increase to 80%", "70%"],
        ["", "", "K4", "Conferences", "", "Increase to 6", "2 ¹"],
        ["¹ As at 31 March 2009."],
    ]
    proposal = take_over_targets(plan, targets(*rows), by=editor)
    said = "The file does not say how the periods make the year. Taken: {}. Check it."
    assert [text for _, text in proposal.remarks] == [
        said.format("its periods add up"),
        said.format("its last period stands for the year"),
        said.format("its periods are averaged"),
        said.format("its last period stands for the year"),
    ]
    assert dict(Measure.objects.values_list("reference", "gathering")) == {
        "K1": "sum",
        "K2": "last",
        "K3": "average",
        "K4": "last",
    }
    assert propose_targets(plan, targets(*rows)).remarks == []
