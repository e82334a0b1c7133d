"""What a workbook carries of measures beside their words: grades, definitions, tolerances, profiles."""

import datetime
from decimal import Decimal

import pytest

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.book import take_over_book
from plans.models import Plan
from targets.models import Definition, GradeScale, MeasureSet, Source
from tests.exchange.actions.book.plans import (
    cell_at,
    come_back,
    copied,
    differences,
    edited,
    empty_plan_for,
    graded,
    proposed,
    sent_out,
    told,
    whole_plan,
)
from tests.factories.targets import ClosingFactory, GradeScaleFactory, SourceFactory

NEW_SHEETS = ("Grades", "Sources", "Sets of measures", "Definitions", "Tolerances")
WHOLE_YEAR = "1 April 2009 to 31 March 2010: 51"


@pytest.fixture
def plan(authority):
    return graded(whole_plan(authority))


@pytest.fixture
def target(plan):
    return plan.targets.get(form="absolute")


def row_of(sheet, letter, record, column):
    return sheet, f"{letter}{record.pk}", column


def adding(sheet, *cells):
    return lambda book: book[sheet].append([None, *cells])


def taken(plan, content):
    take_over_book(plan, come_back(content), by=None)
    return Plan.objects.get(pk=plan.pk)


# --- Tolerances -------------------------------------------------------------------------------------------------------


def test_all_that_is_said_of_measures_comes_out_of_an_empty_authority_as_it_went_in(plan):
    assert differences(plan, copied(plan)) == []
    again = proposed(plan, sent_out(plan))
    assert (again.problems, told(again), again.new, again.gone, again.notes) == ([], [], [], [], [])


def test_a_tolerance_is_followed_by_another(plan, target):
    row = [f"T{target.pk}", 1.5, "In the measure's own unit", "1 January 2010", "Estates Committee"]
    content = edited(sent_out(plan), save=adding("Tolerances", *row, None, "12 January 2010", "Stricter."))
    assert [step.title for step in proposed(plan, content).new] == ["1 January 2010"]
    taken(plan, content)
    last = target.tolerances.last()
    assert (last.amber_within, last.applies_from) == (Decimal("1.5"), datetime.date(2010, 1, 1))
    assert (last.committee.name, last.reason) == ("Estates Committee", "Stricter.")
    assert target.tolerances.count() == 3


def test_a_tolerance_that_is_set_is_never_changed(plan, target):
    first = target.tolerances.first()
    content = edited(sent_out(plan), (*row_of("Tolerances", "B", first, "Amber within"), 9))
    [problem] = proposed(plan, content).problems
    assert problem.text.startswith("A tolerance that is set is never changed")
    with pytest.raises(Refused, match="never changed, only followed by another"):
        take_over_book(plan, come_back(content), by=None)
    first.refresh_from_db()
    assert first.amber_within == 2


def test_a_tolerance_that_is_set_here_stays_when_another_plans_workbook_differs(plan):
    copy = copied(plan)
    copy.targets.get(form="absolute").tolerances.order_by("applies_from").first().delete()
    content = sent_out(plan)
    assert [step.sheet.name for step in proposed(copy, content).new] == ["tolerances"]
    assert differences(plan, taken(copy, content)) == []


def test_a_tolerance_from_a_day_that_is_closed_here_is_left_out_and_said(plan):
    copy = empty_plan_for(plan)
    ClosingFactory(authority=copy.authority, until=datetime.date(2009, 6, 30))
    content = sent_out(plan)
    proposal = proposed(copy, content)
    assert [note for note in proposal.notes if "closed" in note] == [
        "Tolerances, row 2: results up to 30 June 2009 are closed here and keep their colour. "
        "The tolerance from 1 April 2009 is not taken."
    ]
    kept = taken(copy, content).targets.get(form="absolute").tolerances.values_list("applies_from", flat=True)
    assert list(kept) == [datetime.date(2009, 10, 1)]


def test_a_tolerance_that_never_applied_is_not_carried(plan, target):
    target.tolerances.filter(committee=None).update(applies_from=datetime.date(2012, 4, 1))
    assert copied(plan).targets.get(form="absolute").tolerances.count() == 1


def test_who_set_a_tolerance_is_asked_for(plan, target):
    row = [f"T{target.pk}", 1, "In the measure's own unit", "1 January 2010", None, None, "12 January 2010"]
    with pytest.raises(Refused, match="Tolerances, row 4, “1 January 2010”: Say who set the tolerance"):
        taken(plan, edited(sent_out(plan), save=adding("Tolerances", *row)))


# --- Profiles ---------------------------------------------------------------------------------------------------------


def test_a_profile_is_changed_by_its_lines_and_dropped_by_an_empty_cell(plan, target):
    cell = row_of("Targets", "T", target, "Year's profile")
    content = edited(sent_out(plan), (*cell, WHOLE_YEAR))
    old = "1 April 2009 to 30 June 2009: 48\n1 July 2009 to 31 March 2010: 50.25"
    assert told(proposed(plan, content)) == [("Targets", "Increase to 52%", "Year's profile", old, WHOLE_YEAR)]
    plan = taken(plan, content)
    assert [step.value for step in target.expected_values.all()] == [51]
    taken(plan, edited(sent_out(plan), (*cell, None)))
    assert not target.expected_values.exists()


def test_a_figure_changes_with_its_profile_or_not_at_all(plan, target):
    value, profile = (row_of("Targets", "T", target, name) for name in ("Value", "Year's profile"))
    with pytest.raises(Refused, match="Targets, row 2, “Increase to 52%”: The year’s profile was made for the target"):
        taken(plan, edited(sent_out(plan), (*value, 54)))
    plan = taken(plan, edited(sent_out(plan), (*value, 54), (*profile, WHOLE_YEAR)))
    assert plan.targets.get(pk=target.pk).value == 54
    assert [step.value for step in target.expected_values.all()] == [51]


def test_a_profile_that_cannot_be_read_is_named_with_its_row(plan, target):
    content = edited(sent_out(plan), (*row_of("Targets", "T", target, "Year's profile"), "half by June"))
    [problem] = proposed(plan, content).problems
    assert problem.place == "Targets, row 2"
    assert problem.text.startswith("Year's profile: “half by June” is no line of a year's profile")


def test_a_profile_alone_leaves_one_event(plan, target):
    before = Event.objects.count()
    taken(plan, edited(sent_out(plan), (*row_of("Targets", "T", target, "Year's profile"), WHOLE_YEAR)))
    verbs = Event.objects.order_by("id").values_list("verb", flat=True)[before:]
    assert sorted(verbs) == ["plan exported", "plan imported", "target changed"]


# --- Definitions ------------------------------------------------------------------------------------------------------


def test_a_definition_is_added_and_corrected(plan, target):
    measure = target.series.measure
    first = measure.definitions.get(text="All who answered.")
    content = edited(
        sent_out(plan),
        (*row_of("Definitions", "I", first, "What is counted"), "All who were asked."),
        save=adding("Definitions", f"M{measure.pk}", "Those who rang twice.", "1 January 2010", "No"),
    )
    taken(plan, content)
    said = measure.definitions.values_list("text", "applies_from")
    assert list(said) == [
        ("All who were asked.", datetime.date(2005, 4, 1)),
        ("Two\n\nparagraphs", datetime.date(2009, 4, 1)),
        ("Those who rang twice.", datetime.date(2010, 1, 1)),
    ]


def test_what_a_measure_counts_here_is_not_told_by_another_plans_workbook(plan):
    copy = copied(plan)
    Definition.objects.filter(measure__authority=copy.authority, text="All who answered.").delete()
    proposal = proposed(copy, sent_out(plan))
    assert (proposal.new, proposal.changed) == ([], [])
    assert [note for note in proposal.notes if "counts" in note] == [
        "Definitions, row 2: what this measure counts is said here, for other plans too. "
        "What the file says from 1 April 2005 is not taken."
    ]


def test_a_definition_stays_with_its_measure(plan, target):
    definition = target.series.measure.definitions.first()
    other = plan.targets.get(form="grade").series.measure
    content = edited(sent_out(plan), (*row_of("Definitions", "I", definition, "Measure"), f"M{other.pk}"))
    assert "cannot be moved in a workbook" in proposed(plan, content).problems[0].text


# --- Scales of grades, sources, sets ----------------------------------------------------------------------------------


def test_a_scale_of_grades_comes_along_with_its_meanings(plan):
    copy = copied(plan)
    scale = GradeScale.objects.get(authority=copy.authority)
    assert str(scale) == "Baseline (2004 to 2006)"
    assert list(scale.grades.values_list("rank", "word", "meaning")) == [
        (1, "Poor", ""),
        (2, "Fair", ""),
        (3, "Good", "Better than\nmost."),
        (4, "Excellent", ""),
    ]


def test_a_scale_that_is_known_in_other_words_stays_and_is_said_once(plan):
    copy = empty_plan_for(plan)
    GradeScaleFactory(authority=copy.authority, name="Baseline", grades=("Weak", "Poor", "Strong"))
    proposal = proposed(copy, sent_out(plan))
    assert [note for note in proposal.notes if "grades" in note] == [
        "The scale of grades “Baseline (2004 to 2006)” is known here with other words. It stays as it is."
    ]
    taken(copy, sent_out(plan))
    assert list(copy.authority.grade_scales.get().grades.values_list("word", flat=True)) == ["Weak", "Poor", "Strong"]


@pytest.mark.parametrize("place", [1, 7])
def test_a_scale_has_no_gaps(plan, place):
    scale = plan.authority.grade_scales.get()
    content = edited(sent_out(plan), (*row_of("Grades", "E", scale.grades.last(), "Place, 1 is the worst"), place))
    with pytest.raises(Refused, match="have the places 1, 2, 3 and so on, each once"):
        taken(empty_plan_for(plan), content)


def test_sources_and_sets_come_along_with_what_they_say(plan):
    authority = copied(plan).authority
    assert list(Source.objects.filter(authority=authority).values_list("name", "sort", "note")) == [
        ("Own survey", "survey", "Of 600 callers.")
    ]
    assert list(MeasureSet.objects.filter(authority=authority).values_list("title", "introduction")) == [
        ("Statutory", "By **law**.")
    ]


def test_a_source_that_is_known_stays_as_it_is(plan):
    copy = empty_plan_for(plan)
    known = SourceFactory(authority=copy.authority, name="OWN  survey", note="Ours.")
    copy = taken(copy, sent_out(plan))
    assert list(copy.authority.sources.values_list("pk", "note")) == [(known.pk, "Ours.")]
    assert copy.targets.get(form="absolute").series.measure.source == known


# --- A workbook of the version before ---------------------------------------------------------------------------------


def of_version_1(book):
    """Leave what the first version had: none of the new sheets, no profile."""
    for name in NEW_SHEETS:
        book.remove(book[name])
    targets = book["Targets"]
    heading = next(cell for cell in targets[1] if cell.value == "Year's profile")
    targets.delete_cols(heading.column)
    cell_at(book["Read me"], "Version", book["Read me"]["B1"].value)
    book["Read me"]["B3"] = "1"


def test_a_workbook_of_the_version_before_is_still_read(plan, target):
    content = edited(sent_out(plan), (*row_of("Targets", "T", target, "To"), datetime.date(2010, 3, 30)))
    Plan.objects.filter(pk=plan.pk).update(vision="Changed here.")
    old = edited(content, save=of_version_1)
    proposal = proposed(plan, old)
    assert (proposal.problems, proposal.new, proposal.gone) == ([], [], [])
    assert [change[2:] for change in told(proposal)] == [("To", "31 March 2010", "30 March 2010")]
    assert "There is no sheet “Tolerances” in the file, so nothing of it changes." in proposal.book.notes


def test_a_workbook_of_the_version_before_fills_an_empty_plan(plan):
    copy = empty_plan_for(plan)
    GradeScaleFactory(authority=copy.authority, name="Baseline")
    copy = taken(copy, edited(sent_out(plan), save=of_version_1))
    left = {name for name, *_ in differences(plan, copy)}
    assert left == {"sources", "sets", "targets", "grades", "definitions", "tolerances"}
    assert not copy.targets.get(form="absolute").expected_values.exists()
