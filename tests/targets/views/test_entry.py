"""My measures: a grid sent at once, of which only what was changed is written, and nothing that was typed is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from targets.actions.results import close_results, correct_result, judge_otherwise, place_of, record_result
from targets.models import Result
from tests.factories.people import PostFactory, person_with
from tests.factories.targets import (
    FIRST_QUARTER,
    GradeScaleFactory,
    MeasureFactory,
    SeriesFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
GRID = "/measures/mine/"
FIRST, SECOND = "20090630", "20090930"


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def holder(post):
    return person_with(Role.OFFICER, post=post)


@pytest.fixture
def series(authority, post):
    measure = MeasureFactory(authority=authority, owner=post, title="Satisfied")
    return SeriesFactory(measure=measure, name="")


@pytest.fixture
def enter(series):
    def entered(value, by):
        return record_result(series, **FIRST_QUARTER, content={"value": Decimal(value)}, by=by)

    return entered


def as_sent(response):
    """What the browser would send of a grid that nobody touched."""
    sent = {"reason": ""}
    for grid in response.context["grids"]:
        for cell in grid.cells:
            if cell.is_locked:
                continue
            sent |= {cell.name: cell.text, f"{cell.name}-was": cell.was, f"{cell.name}-seen": cell.seen_text}
            if cell.is_words:
                sent |= {f"{cell.name}-judged": cell.judged, f"{cell.name}-judged-was": cell.judged_was}
    return sent


def send(client, changes, *, reason="", query=""):
    sent = as_sent(client.get(GRID + query))
    assert set(changes) <= set(sent)
    return client.post(GRID + query, {**sent, **changes, "reason": reason})


def cell(series, ends):
    return f"r-{series.pk}-{ends}"


def test_a_row_a_series_and_a_column_a_period_that_is_over(series, holder, as_person):
    (grid,) = as_person(holder).get(GRID).context["grids"]
    assert [row.series for row in grid.rows] == [series]
    assert [slot.name.split(",")[0] for slot in grid.slots] == ["Quarter 1", "Quarter 2", "Quarter 3", "Quarter 4"]


def test_measures_of_different_frequency_have_grids_of_their_own(series, authority, post, holder, as_person):
    SeriesFactory(measure=MeasureFactory(authority=authority, owner=post, frequency="month"))
    grids = as_person(holder).get(GRID).context["grids"]
    assert [(grid.word, len(grid.slots)) for grid in grids] == [("Every month", 12), ("Every quarter", 4)]


def test_only_what_was_changed_is_written(series, holder, as_person, editor, enter):
    kept = enter("47", editor)
    response = send(as_person(holder), {cell(series, SECOND): "48.5%"})
    assert response.status_code == 302
    assert list(series.results.order_by("ends").values_list("value", "number", "entered_by")) == [
        (47, 1, editor.pk), (Decimal("48.5"), 1, holder.pk),
    ]  # fmt: skip
    kept.refresh_from_db()
    assert kept.is_current


def test_a_grid_that_nobody_touched_writes_nothing(series, holder, editor, as_person, enter):
    enter("47", editor)
    assert send(as_person(holder), {}).status_code == 302
    assert Result.objects.count() == 1


def test_each_error_stands_beside_its_cell_and_the_rest_is_saved(series, holder, as_person):
    response = send(as_person(holder), {cell(series, FIRST): "about 47", cell(series, SECOND): "48"})
    assert response.status_code == 422
    (grid,) = response.context["grids"]
    wrong, right, *_ = grid.cells
    assert (wrong.text, wrong.errors) == ("about 47", ["“about 47” is not understood. Write it like 46.4."])
    assert (right.errors, right.text) == ([], "48")
    assert f'href="#{wrong.name}"' in response.content.decode()
    assert list(series.results.values_list("value", flat=True)) == [48]
    again = as_sent(response)
    assert again[f"{right.name}-seen"] == "1.1"


@pytest.mark.parametrize("typed", ["U/A", "n/a", "-"])
def test_no_data_is_left_empty_and_never_becomes_a_zero(series, holder, as_person, typed):
    response = send(as_person(holder), {cell(series, FIRST): typed})
    assert response.status_code == 422
    assert not Result.objects.exists()
    assert send(as_person(holder), {cell(series, FIRST): "0"}).status_code == 302
    assert Result.objects.get().value == 0


def test_a_figure_that_was_there_is_corrected_with_a_reason(series, holder, editor, as_person, enter):
    enter("47", editor)
    client = as_person(holder)
    refused = send(client, {cell(series, FIRST): "48"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Say why you correct it. Write the reason below the grid." in page
    assert '<a href="#reason">' in page
    assert 'id="reason-error"' in page
    assert 'id="reason-error"' not in client.get(GRID).content.decode()
    assert send(client, {cell(series, FIRST): "48"}, reason="Late forms").status_code == 302
    assert series.results.current().get().corrects_because == "Late forms"


def test_a_result_is_not_erased(series, holder, editor, as_person, enter):
    enter("47", editor)
    response = send(as_person(holder), {cell(series, FIRST): ""})
    assert "A result is not erased" in response.content.decode()


def test_the_second_of_two_sees_both_figures_and_decides(series, holder, editor, as_person, enter):
    client = as_person(holder)
    sent = as_sent(client.get(GRID))
    enter("47", editor)
    name = cell(series, FIRST)
    lost = client.post(GRID, {**sent, name: "48"})
    assert lost.status_code == 422
    assert f"{editor} has entered 47.0% meanwhile; your “48” is still in the box." in lost.content.decode()
    assert 'value="48" autocomplete' in lost.content.decode()
    again = {**as_sent(lost), "reason": "Ours is complete"}
    assert client.post(GRID, again).status_code == 302
    assert list(series.results.order_by("number").values_list("value", flat=True)) == [47, 48]


def test_the_second_to_correct_sees_the_firsts_version(series, holder, editor, as_person, enter):
    result = enter("47", editor)
    client = as_person(holder)
    sent = as_sent(client.get(GRID))
    correct_result(result, content={"value": Decimal(50)}, reason="Counted", seen=place_of(result), by=editor)
    lost = client.post(GRID, {**sent, cell(series, FIRST): "48", "reason": "Late"})
    assert "has entered 50.0% meanwhile" in lost.content.decode()
    assert series.results.current().get().value == 50


def test_what_somebody_else_changed_and_i_did_not_touch_stays(series, holder, editor, as_person, enter):
    result = enter("47", editor)
    client = as_person(holder)
    sent = as_sent(client.get(GRID))
    correct_result(result, content={"value": Decimal(50)}, reason="Counted", seen=place_of(result), by=editor)
    assert client.post(GRID, {**sent, cell(series, SECOND): "48"}).status_code == 302
    assert list(series.results.current().order_by("ends").values_list("value", flat=True)) == [50, 48]


def test_a_closed_figure_is_read_here_and_corrected_on_its_own_page(series, holder, editor, as_person, enter):
    result = enter("47", editor)
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    client, name = as_person(holder), cell(series, FIRST)
    page = client.get(GRID).content.decode()
    assert f'name="{name}"' not in page
    assert "closed 12 Apr 2010" in page
    assert reverse("result-correct", args=[result.pk]) in page
    sent = {name: "48", f"{name}-was": "47", f"{name}-seen": "1.1", "reason": "Late forms"}
    refused = client.post(GRID, sent)
    assert refused.status_code == 422
    said = "This period was closed meanwhile, so that “48” is not saved. Correct it on its own page."
    assert said in refused.content.decode()
    assert series.results.get().value == 47


def test_what_is_not_given_is_withheld_with_its_reason_and_given_later(series, holder, as_person):
    client, name = as_person(holder), cell(series, FIRST)
    assert "Say why as well" in send(client, {name: "withheld:"}).content.decode()
    send(client, {name: "Withheld: too few were asked"})
    found = series.results.get()
    assert (found.withheld_reason, found.value) == ("too few were asked", None)
    assert as_sent(client.get(GRID))[name] == "withheld: too few were asked"
    send(client, {name: "48"}, reason="More were asked")
    assert series.results.current().get().value == 48


def test_a_percentage_is_typed_as_a_fraction(series, holder, as_person):
    client, name = as_person(holder), cell(series, FIRST)
    send(client, {name: "521 of 1,130"})
    found = series.results.get()
    assert (found.numerator, found.denominator, found.value) == (521, 1130, Decimal("46.1062"))
    page = client.get(GRID).content.decode()
    assert "Provisional, 521 of 1,130" in page
    assert "is not a number" in send(client, {cell(series, SECOND): "5,2.1.1 of 10"}).content.decode()


def test_how_firm_the_changed_figures_are_is_said_once_for_all_of_them(series, holder, editor, as_person, enter):
    enter("47", editor)
    client = as_person(holder)
    sent = {**as_sent(client.get(GRID)), cell(series, SECOND): "48", "standing": "audited"}
    assert client.post(GRID, sent).status_code == 302
    assert list(series.results.order_by("ends").values_list("standing", flat=True)) == ["provisional", "audited"]
    forged = {**as_sent(client.get(GRID)), cell(series, SECOND): "49", "standing": "certain", "reason": "Counted"}
    assert client.post(GRID, forged).status_code == 302
    assert series.results.current().get(ends="2009-09-30").standing == "audited"


@pytest.fixture
def words(authority, post):
    return SeriesFactory(measure=MeasureFactory(authority=authority, owner=post, kind="qualitative"), name="")


def test_words_are_judged_where_they_are_written_and_corrected_words_keep_it(words, holder, as_person):
    client, name = as_person(holder), cell(words, FIRST)
    assert send(client, {name: "Two teams are in place.", f"{name}-judged": "amber"}).status_code == 302
    assert words.results.get().shown_status == "amber"
    send(client, {name: "Three teams are in place."}, reason="Counted again")
    newer = words.results.current().get()
    assert (newer.number, newer.shown_status, newer.judged_reason) == (2, "amber", "Three teams are in place.")
    send(client, {f"{name}-judged": "green"})
    assert words.results.current().get().shown_status == "green"
    send(client, {f"{name}-judged": "purple"})
    assert words.results.current().get().shown_status == ""


def test_a_judgement_beside_a_figure_stands_in_the_grid_and_is_asked_for_again_of_another_figure(
    series, holder, editor, as_person, enter
):
    TargetFactory(series=series)
    result = enter("47", editor)
    judge_otherwise(result, status="amber", reason="Within the error", seen=place_of(result), by=holder)
    client, name = as_person(holder), cell(series, FIRST)
    page = client.get(GRID).content.decode()
    assert "Owner’s reason: Within the error" in page
    send(client, {name: "46"}, reason="Counted again")
    newer = series.results.current().get()
    assert (newer.status, newer.judged_status, newer.judged_before) == ("red", "", "amber")
    page = client.get(GRID).content.decode()
    assert "Was judged amber before the correction" in page
    assert reverse("result-judge", args=[newer.pk]) in page


def test_an_empty_box_of_a_closed_period_says_what_comes_of_it(series, holder, editor, as_person):
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    client, name = as_person(holder), cell(series, FIRST)
    assert client.get(GRID).content.decode().count("Would be late</span>") == 1
    send(client, {name: "47"})
    assert series.results.get().is_closed
    assert "Would be late</span>" not in client.get(GRID).content.decode()


def test_grades_are_offered_by_their_words(authority, post, holder, as_person):
    scale = GradeScaleFactory(authority=authority)
    one = SeriesFactory(measure=MeasureFactory(authority=authority, owner=post, kind="grade", scale=scale))
    client = as_person(holder)
    assert '<option value="Excellent">' in client.get(GRID).content.decode()
    assert "“Superb” is no grade" in send(client, {cell(one, FIRST): "Superb"}).content.decode()
    send(client, {cell(one, FIRST): "good"})
    assert one.results.get().words == "Good"


def test_a_second_tab_of_ones_own_loses_nothing_either(series, holder, as_person):
    client, name = as_person(holder), cell(series, FIRST)
    sent = as_sent(client.get(GRID))
    client.post(GRID, {**sent, name: "47"})
    lost = client.post(GRID, {**sent, name: "48"})
    said = "You have entered 47.0% meanwhile; your “48” is still in the box."
    assert (lost.status_code, said in lost.content.decode()) == (422, True)
    assert as_sent(lost)[name] == "48"


def test_a_grid_of_many_boxes_is_sent_whole(authority, post, holder, as_person):
    for _ in range(30):
        SeriesFactory(measure=MeasureFactory(authority=authority, owner=post, frequency="month"))
    client = as_person(holder)
    sent = as_sent(client.get(GRID))
    assert len(sent) > 1000
    assert client.post(GRID, sent).status_code == 302


def test_an_officer_enters_only_what_their_posts_own(series, officer, holder, as_person):
    assert as_person(officer).get(GRID).context["grids"] == []
    assert as_person(officer).get(f"{GRID}?measure={series.measure_id}").context["grids"] == []
    assert len(as_person(holder).get(GRID).context["grids"]) == 1


def test_a_forged_cell_of_another_measure_writes_nothing(series, officer, as_person):
    name = cell(series, FIRST)
    as_person(officer).post(GRID, {name: "48", f"{name}-was": "", f"{name}-seen": "0.0"})
    assert not Result.objects.exists()


def test_an_editor_enters_any_measure_asked_for(series, editor, as_person):
    query = f"?measure={series.measure_id}"
    assert send(as_person(editor), {cell(series, FIRST): "48"}, query=query).status_code == 302
    assert Result.objects.get().entered_by == editor


def test_an_editor_without_measures_is_told_where_results_are_entered(series, editor, officer, as_person):
    said = "The results of any other are entered from its own page."
    assert said in as_person(editor).get(GRID).content.decode()
    assert said not in as_person(officer).get(GRID).content.decode()


def test_who_holds_no_post_to_write_by_has_no_such_page(auditor, holder, as_person):
    assert as_person(auditor).get(GRID).status_code == 404
    assert as_person(holder).get(GRID).status_code == 200


def test_another_year_is_one_click_away(series, holder, as_person):
    response = as_person(holder).get(f"{GRID}?year=2008")
    assert response.context["grids"][0].slots[0].starts.year == 2008
    assert as_person(holder).get(f"{GRID}?year=1066").context["year"].starts_in == 2009


@pytest.mark.parametrize("rows", [1, 3])
def test_the_grid_asks_the_same_however_long_it_is(authority, post, holder, as_person, django_assert_num_queries, rows):
    for _ in range(rows):
        one = SeriesFactory(measure=MeasureFactory(authority=authority, owner=post))
        TargetFactory(series=one)
    client = as_person(holder)
    client.get(GRID)
    with django_assert_num_queries(11):
        client.get(GRID)


KINDS = [
    ("count", "", "21,609", Decimal(21609), None),
    ("money", "£m", "£1.5m", Decimal(1500000), None),
    ("ratio", "%", "15.4% : 3.6%", Decimal("15.4"), Decimal("3.6")),
    ("rank", "nationally, of the most similar group", "22nd nationally, 7th of the most similar group", 22, 7),
    ("level", "", "Level 3", Decimal(3), None),
    ("hours", "", "35.5", Decimal("35.5"), None),
]


@pytest.mark.parametrize(("kind", "unit", "typed", "value", "second"), KINDS)
def test_every_kind_is_typed_as_it_is_read(authority, post, holder, as_person, kind, unit, typed, value, second):
    one = SeriesFactory(measure=MeasureFactory(authority=authority, owner=post, kind=kind, unit=unit))
    client = as_person(holder)
    assert send(client, {cell(one, FIRST): typed}).status_code == 302
    result = Result.objects.get()
    assert (result.value, result.second) == (value, second)
    send(client, {})
    assert Result.objects.count() == 1


def test_a_unit_that_is_unclear_is_asked_for(authority, post, holder, as_person):
    one = SeriesFactory(measure=MeasureFactory(authority=authority, owner=post, kind="money", unit="£m"))
    response = send(as_person(holder), {cell(one, FIRST): "1.5"})
    assert "Write whether this is in m or in ones" in response.content.decode()


def test_the_grid_is_found_at_its_address():
    assert reverse("my-measures") == GRID
