"""Measures with their series and definitions: added, changed, archived, restored, moved."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from targets.actions import keeping
from targets.actions.measures import (
    Parts,
    SeriesWords,
    add_measure,
    add_series,
    change_measure,
    correct_definition,
    define,
)
from targets.actions.results import close_results, record_result
from targets.models import Definition, Measure, Series, Source, Target
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import PlanFactory
from tests.factories.targets import (
    FIRST_QUARTER,
    DefinitionFactory,
    FootnoteFactory,
    GradeScaleFactory,
    MeasureFactory,
    MeasureSetFactory,
    ResultFactory,
    SeriesFactory,
    SourceFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
APRIL = datetime.date(2009, 4, 1)


@pytest.fixture
def measure(authority):
    return MeasureFactory(authority=authority, title="Callers satisfied")


def sentences(record):
    return [str(tell(event)) for event in history_of(record)]


def test_a_measure_gets_its_first_series_when_it_is_made(authority, editor):
    note = FootnoteFactory(authority=authority)
    made = add_measure(Measure(authority=authority, title="Crimes"), links={"footnotes": [note]}, by=editor)
    assert ([one.name for one in made.series.all()], list(made.footnotes.all())) == ([""], [note])
    assert [event.verb for event in history_of(made)] == ["measure created"]
    assert [event.verb for event in history_of(made.series.get())] == ["series created"]


def test_a_measure_is_made_with_the_series_and_the_definition_that_are_said(authority, editor):
    parts = Parts([SeriesWords({"name": "White"}), SeriesWords({"name": "BME"})], "All who answered.", APRIL)
    made = add_measure(Measure(authority=authority, title="Satisfied"), parts=parts, by=editor)
    assert [(one.name, one.position) for one in made.series.all()] == [("White", 1), ("BME", 2)]
    assert [(one.text, one.applies_from) for one in made.definitions.all()] == [("All who answered.", APRIL)]


@pytest.mark.parametrize(
    ("field", "factory"),
    [("owner", PostFactory), ("committee", CommitteeFactory), ("set", MeasureSetFactory), ("source", SourceFactory)],
)
def test_nothing_of_another_authority_is_named(authority, editor, measure, field, factory):
    theirs, ours = factory(), factory(authority=authority)
    with pytest.raises(ValidationError, match="another authority") as refused:
        change_measure(measure, seen=1, changes={field: theirs}, by=editor)
    assert list(refused.value.message_dict) == [field]
    assert not history_of(measure).exists()
    change_measure(Measure.objects.get(pk=measure.pk), seen=1, changes={field: ours}, by=editor)
    assert getattr(Measure.objects.get(pk=measure.pk), field) == ours


def test_another_authoritys_footnote_is_not_linked(measure, editor):
    with pytest.raises(ValidationError, match="another authority"):
        change_measure(measure, seen=1, changes={"footnotes": [FootnoteFactory()]}, by=editor)


def test_a_reference_is_never_used_twice(authority, editor):
    MeasureFactory(authority=authority, reference="SPI 1")
    with pytest.raises(ValidationError, match="already has a measure with this reference"):
        add_measure(Measure(authority=authority, title="Another", reference="SPI 1"), by=editor)
    add_measure(Measure(authority=authority, title="Without one"), by=editor)
    add_measure(Measure(authority=authority, title="Without one either"), by=editor)


def test_a_change_is_one_event_that_reads_as_a_sentence(authority, editor, measure):
    change_measure(measure, seen=1, changes={"owner": PostFactory(authority=authority, title="Treasurer")}, by=editor)
    assert sentences(measure) == [f"{editor.name} set the owner to Treasurer."]


def test_whoever_comes_second_is_told_and_changes_nothing(editor, measure):
    change_measure(Measure.objects.get(pk=measure.pk), seen=1, changes={"title": "First"}, by=editor)
    with pytest.raises(Conflict) as conflict:
        change_measure(measure, seen=1, changes={"title": "Second"}, by=editor)
    assert conflict.value.current.title == Measure.objects.get(pk=measure.pk).title == "First"


def test_a_lost_race_over_one_series_undoes_the_whole_form(editor, measure):
    series = SeriesFactory(measure=measure, name="White")
    keeping.change(Series.objects.get(pk=series.pk), seen=1, changes={"name": "First"}, by=editor)
    parts = Parts([SeriesWords({"name": "Second"}, series.pk, 1)])
    with pytest.raises(Conflict):
        change_measure(measure, seen=1, changes={"title": "Other"}, parts=parts, by=editor)
    assert Measure.objects.get(pk=measure.pk).title == "Callers satisfied"


def test_a_form_that_changes_nothing_leaves_no_event(editor, measure):
    series = SeriesFactory(measure=measure, name="White")
    parts = Parts([SeriesWords({"name": "White", "unit": "", "source": None}, series.pk, 1)])
    change_measure(measure, seen=1, changes={"title": measure.title}, parts=parts, by=editor)
    assert (history_of(measure).exists(), history_of(series).exists()) == (False, False)


def test_the_kind_of_figures_changes_only_while_there_are_none(editor, measure):
    series = SeriesFactory(measure=measure)
    change_measure(measure, seen=1, changes={"kind": "count"}, by=editor)
    ResultFactory(series=series)
    with pytest.raises(Refused, match="results of this kind") as refused:
        change_measure(measure, seen=2, changes={"kind": "money"}, by=editor)
    assert refused.value.field == "kind"


def test_a_grade_needs_its_scale(authority, editor, measure):
    with pytest.raises(Refused, match="Choose the scale"):
        add_measure(Measure(authority=authority, title="Graded", kind="grade"), by=editor)
    scale = GradeScaleFactory(authority=authority)
    change_measure(measure, seen=1, changes={"kind": "grade", "scale": scale}, by=editor)
    assert Measure.objects.get(pk=measure.pk).scale == scale


def test_a_definition_applies_from_a_day_on_which_no_other_begins(editor, measure):
    define(Definition(measure=measure, text="All calls.", applies_from=APRIL), by=editor)
    with pytest.raises(Refused, match="Another definition applies from this day") as refused:
        define(Definition(measure=measure, text="999 calls.", applies_from=APRIL), by=editor)
    assert refused.value.field == "applies_from"
    define(Definition(measure=measure, text="999 calls.", applies_from=datetime.date(2009, 10, 1)), by=editor)
    assert [one.text for one in measure.definitions.all()] == ["All calls.", "999 calls."]


def test_a_definition_without_its_day_is_refused(editor, measure):
    with pytest.raises(Refused, match="from which day"):
        change_measure(measure, seen=1, changes={}, parts=Parts(definition="All calls."), by=editor)


def test_a_definition_is_corrected_in_place(editor, measure):
    definition = DefinitionFactory(measure=measure, applies_from=APRIL)
    keeping.change(definition, seen=1, changes={"text": "All calls."}, by=editor)
    assert sentences(definition) == [f"{editor.name} rewrote the text."]


def test_an_archived_measure_takes_no_change_and_comes_back(editor, measure):
    keeping.archive(measure, seen=1, reason="Nobody asks for it.", by=editor)
    assert (list(Measure.objects.all().for_list()), list(Measure.objects.all().archived())) == ([], [measure])
    for refused in (
        lambda: change_measure(measure, seen=2, changes={"title": "Other"}, by=editor),
        lambda: add_series(Series(measure=measure, name="White"), by=editor),
        lambda: define(Definition(measure=measure, text="All.", applies_from=APRIL), by=editor),
    ):
        with pytest.raises(Refused, match="archived"):
            refused()
    keeping.restore(measure, seen=2, by=editor)
    assert [event.verb for event in history_of(measure)] == ["measure restored", "measure archived"]


def test_archiving_needs_a_reason(editor, measure):
    with pytest.raises(Refused, match="Say why"):
        keeping.archive(measure, seen=1, reason=" ", by=editor)


def test_what_an_open_plan_has_a_target_for_stays(authority, editor, measure):
    series = SeriesFactory(measure=measure)
    SeriesFactory(measure=measure)
    target = TargetFactory(series=series, plan=PlanFactory(authority=authority))
    for record in (measure, series):
        with pytest.raises(Refused, match="has a target for this"):
            keeping.archive(record, seen=1, reason="Old.", by=editor)
    keeping.archive(target, seen=1, reason="Dropped.", by=editor)
    keeping.archive(series, seen=1, reason="Old.", by=editor)


def test_a_target_of_a_closed_plan_keeps_nothing_from_being_archived(authority, editor, measure):
    plan = PlanFactory(authority=authority, state="closed")
    TargetFactory(series=SeriesFactory(measure=measure), plan=plan)
    keeping.archive(measure, seen=1, reason="Over.", by=editor)
    assert measure.is_archived


def test_a_measure_keeps_one_series(editor, measure):
    first, second = SeriesFactory(measure=measure), SeriesFactory(measure=measure)
    keeping.archive(first, seen=1, reason="Not counted any more.", by=editor)
    with pytest.raises(Refused, match="at least one series"):
        keeping.archive(second, seen=1, reason="Nor this.", by=editor)


def test_a_series_name_is_used_once(editor, measure):
    SeriesFactory(measure=measure, name="White")
    with pytest.raises(ValidationError, match="already has a series with this name"):
        add_series(Series(measure=measure, name="White"), by=editor)


def test_measures_move_within_their_set(authority, editor):
    of = MeasureSetFactory(authority=authority)
    first, other, second = (
        MeasureFactory(authority=authority, set=in_set, position=place)
        for place, in_set in ((1, of), (2, None), (3, of))
    )
    keeping.move(second, up=True, seen=1, by=editor)
    assert list(of.measures.all()) == [second, first]
    assert Measure.objects.get(pk=other.pk).version == 1
    with pytest.raises(Conflict):
        keeping.move(first, up=True, seen=1, by=editor)


def test_what_measures_name_is_not_archived(authority, editor):
    source, of, scale = (make(authority=authority) for make in (SourceFactory, MeasureSetFactory, GradeScaleFactory))
    measure = MeasureFactory(authority=authority, source=source, set=of, kind="grade", scale=scale)
    for record in (source, of, scale):
        with pytest.raises(Refused, match="1 measure names this"):
            keeping.archive(record, seen=1, reason="Old.", by=editor)
    keeping.archive(measure, seen=1, reason="Old.", by=editor)
    keeping.archive(source, seen=1, reason="Old.", by=editor)
    with pytest.raises(Refused, match="Restore it first"):
        keeping.change(source, seen=2, changes={"name": "Other"}, by=editor)


def test_what_was_archived_meanwhile_is_not_named_anew(authority, editor):
    source, other = (SourceFactory(authority=authority, name=name) for name in ("Survey", "Auditor"))
    measure = MeasureFactory(authority=authority, source=other)
    read_before = Source.objects.get(pk=source.pk)
    keeping.archive(source, seen=1, reason="Ended.", by=editor)
    for act in (
        lambda: add_measure(Measure(authority=authority, title="New", source=read_before), by=editor),
        lambda: keeping.change(measure, seen=measure.version, changes={"source": read_before}, by=editor),
    ):
        with pytest.raises(Refused, match="“Survey” was archived meanwhile") as refused:
            act()
        assert refused.value.field == "source"


def test_what_it_names_already_it_may_go_on_naming(authority, editor):
    source = SourceFactory(authority=authority)
    measure = MeasureFactory(authority=authority, source=source)
    Source.objects.update(archived_at=clock.now(), archived_by=editor)
    changed = keeping.change(measure, seen=1, changes={"source": source, "title": "Other"}, by=editor)
    assert (changed.title, changed.source) == ("Other", source)


# --- How results are judged, and what they were counted by ------------------------------------------------------------

SECOND_QUARTER = {"starts": datetime.date(2009, 7, 1), "ends": datetime.date(2009, 9, 30)}
CLOSED = "Results up to 30 June 2009 are closed and keep the definition that they were counted by. Choose a later day."


@pytest.fixture
def closed_and_open(measure, editor):
    """Two results of a measure: of a closed period, and of an open one."""
    series = SeriesFactory(measure=measure)
    TargetFactory(series=series)
    content = {"value": Decimal(60)}
    first = record_result(series, **FIRST_QUARTER, content=content, by=editor)
    close_results(measure.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    return first, record_result(series, **SECOND_QUARTER, content=content, by=editor)


def test_another_direction_judges_open_results_again_and_no_closed_one(measure, closed_and_open, editor):
    assert [result.status for result in closed_and_open] == ["green", "green"]
    Target.objects.update(text="Achieve 46%")
    change_measure(measure, seen=measure.version, changes={"direction": "down"}, by=editor)
    for result in closed_and_open:
        result.refresh_from_db()
    assert [result.status for result in closed_and_open] == ["green", "red"]


def test_a_measure_is_not_turned_round_under_its_targets(measure, closed_and_open, editor):
    Target.objects.update(text="Increase to 46%")
    with pytest.raises(Refused, match="would then ask for the worse") as refused:
        change_measure(measure, seen=measure.version, changes={"direction": "down"}, by=editor)
    assert refused.value.field == "direction"
    assert change_measure(measure, seen=measure.version, changes={"direction": "hold"}, by=editor).direction == "hold"


NOT_IN_PLACE = {
    "kind": ("count", "another measure for the other kind"),
    "unit": ("per 10,000", "another measure for the other unit"),
    "gathering": ("sum", "a definition from a day on"),
}


@pytest.mark.parametrize("name", NOT_IN_PLACE)
def test_what_results_are_is_not_changed_in_place(measure, editor, name):
    value, why = NOT_IN_PLACE[name]
    series = measure.series.first() or SeriesFactory(measure=measure)
    ResultFactory(series=series)
    with pytest.raises(Refused, match=why) as refused:
        change_measure(measure, seen=measure.version, changes={name: value}, by=editor)
    assert refused.value.field == name
    same = {name: getattr(Measure.objects.get(pk=measure.pk), name), "title": "Content"}
    assert change_measure(Measure.objects.get(pk=measure.pk), seen=1, changes=same, by=editor).title == "Content"


@pytest.mark.parametrize("name", NOT_IN_PLACE)
def test_without_results_it_is_still_open_what_they_will_be(measure, editor, name):
    changed = change_measure(measure, seen=measure.version, changes={name: NOT_IN_PLACE[name][0]}, by=editor)
    assert getattr(changed, name) == NOT_IN_PLACE[name][0]


def test_grades_stay_on_the_scale_that_they_were_given_on(authority, editor):
    old, new = GradeScaleFactory(authority=authority), GradeScaleFactory(authority=authority)
    graded = MeasureFactory(authority=authority, kind="grade", scale=old)
    ResultFactory(series=SeriesFactory(measure=graded), words="Fair", value=2)
    with pytest.raises(Refused, match="grades of two scales are not compared") as refused:
        change_measure(graded, seen=1, changes={"scale": new}, by=editor)
    assert refused.value.field == "scale"


def test_a_series_with_results_keeps_its_unit(measure, editor):
    series = SeriesFactory(measure=measure, name="Medway", unit="per 1,000")
    ResultFactory(series=series)
    for unit, name in (("per 10,000", "Medway"), ("per 1,000", "Medway Towns")):
        values = {"name": name, "unit": unit}
        said = Parts(series=[SeriesWords(values, pk=series.pk, seen=1)])
        if unit != series.unit:
            with pytest.raises(Refused, match=r"Medway.*another measure for the other unit"):
                change_measure(measure, seen=measure.version, changes={}, parts=said, by=editor)
        else:
            change_measure(measure, seen=measure.version, changes={}, parts=said, by=editor)
            assert measure.series.get(pk=series.pk).name == name


def test_another_title_judges_nothing_again(measure, closed_and_open, editor):
    change_measure(measure, seen=measure.version, changes={"title": "Content"}, by=editor)
    assert "result judged again" not in [event.verb for event in history_of(measure)]


BACKDATED = [
    (datetime.date(2009, 4, 2), True),
    (datetime.date(2009, 6, 30), True),
    (datetime.date(2005, 4, 1), True),
    (datetime.date(2009, 7, 1), False),
]


@pytest.mark.parametrize(("day", "is_refused"), BACKDATED)
def test_a_definition_does_not_reach_back_into_closed_periods(measure, closed_and_open, editor, day, is_refused):
    DefinitionFactory(measure=measure, applies_from=datetime.date(2000, 4, 1))
    later = Definition(measure=measure, text="Counted otherwise.", applies_from=day)
    if not is_refused:
        assert define(later, by=editor).pk
        return
    with pytest.raises(Refused) as refused:
        define(later, by=editor)
    assert (refused.value.message, refused.value.field) == (CLOSED, "applies_from")


def test_what_all_closed_results_were_counted_by_may_be_written_down_afterwards(measure, closed_and_open, editor):
    assert define(Definition(measure=measure, text="All callers.", applies_from=APRIL), by=editor).pk


def test_a_first_definition_does_not_part_closed_results(measure, closed_and_open, editor):
    close_results(measure.authority_id, until=SECOND_QUARTER["ends"], by=editor)
    first = Definition(measure=measure, text="All callers.", applies_from=SECOND_QUARTER["starts"], is_change=True)
    with pytest.raises(Refused, match="up to 30 September 2009 are closed"):
        define(first, by=editor)
    first.is_change = False
    made = define(first, by=editor)
    with pytest.raises(Refused, match="up to 30 September 2009 are closed"):
        correct_definition(made, seen=made.version, changes={"is_change": True}, by=editor)


@pytest.mark.parametrize("day", [datetime.date(2009, 7, 1), datetime.date(2009, 4, 1)])
def test_a_definition_is_moved_where_no_closed_result_is_counted_otherwise(measure, closed_and_open, editor, day):
    DefinitionFactory(measure=measure, applies_from=datetime.date(2000, 4, 1))
    later = DefinitionFactory(measure=measure, applies_from=datetime.date(2010, 4, 1))
    if day > FIRST_QUARTER["ends"]:
        assert correct_definition(later, seen=1, changes={"applies_from": day}, by=editor).applies_from == day
        return
    with pytest.raises(Refused, match="are closed and keep the definition"):
        correct_definition(later, seen=1, changes={"applies_from": day}, by=editor)


def test_the_words_of_a_definition_are_corrected_also_where_results_are_closed(measure, closed_and_open, editor):
    first = DefinitionFactory(measure=measure, applies_from=APRIL)
    assert correct_definition(first, seen=1, changes={"text": "All callers."}, by=editor).text == "All callers."
