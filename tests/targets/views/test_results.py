"""Pages of one result: entering, correcting, withholding it, and judging it otherwise than its rule."""

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
    FootnoteFactory,
    GradeScaleFactory,
    MeasureFactory,
    SeriesFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
PERIOD = "2009-04-01/2009-06-30"


@pytest.fixture
def series(authority):
    return SeriesFactory(measure=MeasureFactory(authority=authority, title="Satisfied"), name="")


@pytest.fixture
def result(series, editor):
    TargetFactory(series=series)
    return record_result(series, **FIRST_QUARTER, content={"value": Decimal(50)}, by=editor)


def address(name, of):
    return reverse(name, args=[of.pk])


def enter(client, series, **typed):
    return client.post(address("result-record", series), {"period": PERIOD, "standing": "final", **typed})


def test_a_result_is_entered_with_all_that_belongs_to_it(series, authority, editor, as_person):
    note = FootnoteFactory(authority=authority)
    typed = {"value": "46.1%", "numerator": "521", "denominator": "1,130", "note": "By post", "footnotes": [note.pk]}
    assert enter(as_person(editor), series, **typed).status_code == 302
    found = Result.objects.get()
    assert (found.value, found.numerator, found.denominator) == (Decimal("46.1"), 521, 1130)
    assert (found.standing, found.note, list(found.footnotes.all())) == ("final", "By post", [note])


def test_the_figure_may_be_left_to_its_fraction(series, editor, as_person):
    assert enter(as_person(editor), series, numerator="1", denominator="4").status_code == 302
    assert Result.objects.get().value == 25


def test_a_gap_of_the_page_leads_to_its_period(series, editor, as_person):
    form = as_person(editor).get(address("result-record", series) + "?ends=2009-06-30").context["form"]
    assert form.initial["period"] == PERIOD


def test_with_a_reason_instead_of_a_figure_it_is_withheld(series, editor, as_person):
    enter(as_person(editor), series, withheld_reason="Under review")
    assert Result.objects.get().is_withheld


@pytest.mark.parametrize(
    ("typed", "why"),
    [({}, "Give the figure, or say why it is withheld"), ({"value": "lots"}, "is not understood"),
     ({"value": "5", "withheld_reason": "Secret"}, "A withheld result has no figure"),
     ({"value": "5", "period": ""}, "Choose an answer")],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_written(series, editor, as_person, typed, why):
    response = enter(as_person(editor), series, **typed)
    assert response.status_code == 422
    assert why in response.content.decode()
    assert not Result.objects.exists()


def test_words_and_a_judgement_are_asked_of_a_measure_in_words(authority, editor, as_person):
    series = SeriesFactory(measure=MeasureFactory(authority=authority, kind="qualitative"))
    client = as_person(editor)
    fields = client.get(address("result-record", series)).context["form"].fields
    assert {"words", "judged_status"} <= set(fields)
    assert not {"value", "numerator"} & set(fields)
    enter(client, series, words="In place.", judged_status="green")
    assert Result.objects.get().shown_status == "green"


def test_a_grade_is_chosen_from_its_scale(authority, editor, as_person):
    scale = GradeScaleFactory(authority=authority)
    series = SeriesFactory(measure=MeasureFactory(authority=authority, kind="grade", scale=scale))
    assert enter(as_person(editor), series, words="Good").status_code == 302
    assert Result.objects.get().value == 3


def test_the_second_to_enter_sees_both_and_decides(series, editor, administrator, as_person):
    record_result(series, **FIRST_QUARTER, content={"value": Decimal(47)}, by=administrator)
    client = as_person(editor)
    lost = enter(client, series, value="48")
    assert lost.status_code == 422
    assert ("Figure", "48", "47") in [row[:3] for row in lost.context["comparison"]]
    sent = {"seen": lost.context["form"].data["seen"], "value": "48"}
    assert enter(client, series, **sent).status_code == 302
    assert series.results.current().get().value == 48


def test_a_correction_needs_a_reason_and_keeps_what_was(result, editor, as_person):
    client, url = as_person(editor), address("result-correct", result)
    form = client.get(url).context["form"]
    sent = {"seen": form.initial["seen"], "value": "51", "standing": "audited"}
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert "Say why you correct it." in refused.content.decode()
    assert client.post(url, {**sent, "corrects_because": "Late forms"}).status_code == 302
    assert list(Result.objects.order_by("number").values_list("value", "standing")) == [
        (50, "provisional"), (51, "audited"),
    ]  # fmt: skip


def test_a_closed_result_says_what_its_correction_is_judged_by(result, series, editor, as_person):
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    assert "This period is closed" in as_person(editor).get(address("result-correct", result)).content.decode()


def test_the_owner_judges_otherwise_and_takes_it_back(result, editor, as_person):
    client, url = as_person(editor), address("result-judge", result)
    assert client.post(url, {"seen": "1.1", "judged_status": "amber"}).status_code == 422
    sent = {"seen": "1.1", "judged_status": "amber", "judged_reason": "Within the error"}
    assert client.post(url, sent).status_code == 302
    result.refresh_from_db()
    assert (result.status, result.judged_status, result.judged_reason) == ("red", "amber", "Within the error")
    assert client.post(url, {"seen": "1.2", "judged_status": ""}).status_code == 302
    result.refresh_from_db()
    assert result.judged_status == ""


def test_a_judgement_of_what_was_corrected_meanwhile_shows_the_new_figure(result, editor, as_person):
    client, url = as_person(editor), address("result-judge", result)
    client.get(url)
    Result.objects.filter(pk=result.pk).update(version=2)
    lost = client.post(url, {"seen": "1.1", "judged_status": "amber", "judged_reason": "Error"})
    assert lost.status_code == 422
    assert lost.context["form"].data["seen"] == "1.2"


def test_a_closed_result_is_not_judged(result, series, editor, as_person):
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    assert as_person(editor).get(address("result-judge", result)).status_code == 404


PAGES = ["result-record", "result-correct", "result-judge"]


@pytest.mark.parametrize("name", PAGES)
def test_only_the_owner_posts_holder_editors_and_administrators_write(
    series, result, authority, officer, as_person, name
):
    of = series if name == "result-record" else result
    post = PostFactory(authority=authority)
    assert as_person(officer).get(address(name, of)).status_code == 404
    series.measure.owner = post
    series.measure.save()
    assert as_person(person_with(Role.OFFICER, post=post)).get(address(name, of)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_another_authoritys_results_do_not_exist(series, result, stranger, editor, as_person, name):
    of = series if name == "result-record" else result
    assert as_person(stranger).get(address(name, of)).status_code == 404
    assert as_person(editor).get(address(name, of)).status_code == 200


def test_an_older_version_is_not_corrected(result, editor, as_person):
    correct_result(result, content={"value": Decimal(51)}, reason="Late", seen=place_of(result), by=editor)
    assert as_person(editor).get(address("result-correct", result)).status_code == 404


def test_a_corrected_figure_asks_its_owner_to_judge_it_again(result, series, editor, as_person):
    judged = judge_otherwise(result, status="green", reason="Only just short", seen=place_of(result), by=editor)
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    client, url = as_person(editor), address("result-correct", result)
    sent = {"seen": f"1.{judged.version}", "value": "40", "standing": "final", "corrects_because": "Late forms"}
    page = client.post(url, sent, follow=True).content.decode()
    assert "it has to be given again" in page
    assert "Was judged green before the correction; judge it again" in page
    assert "It was judged green before the correction. That does not count until it is given again." in page
    corrected = Result.objects.current().get()
    assert address("result-judge", corrected) in page
    sent = {"seen": "2.1", "judged_status": "amber", "judged_reason": "Within the error"}
    assert client.post(address("result-judge", corrected), sent).status_code == 302
    assert "before the correction" not in client.get(series.get_absolute_url()).content.decode()


def test_a_correction_of_how_firm_it_is_asks_for_nothing(result, editor, as_person):
    judged = judge_otherwise(result, status="green", reason="Only just short", seen=place_of(result), by=editor)
    sent = {"seen": f"1.{judged.version}", "value": "50", "standing": "audited"}
    page = as_person(editor).post(address("result-correct", result), sent, follow=True).content.decode()
    assert "The version before it stays to be read." in page
    assert "again" not in page.split("The version before it stays to be read.")[1].split("</div>")[0]


def test_what_came_after_its_period_closed_says_so(series, editor, as_person):
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    record_result(series, **FIRST_QUARTER, content={"value": Decimal(47)}, by=editor)
    page = as_person(editor).get(series.get_absolute_url()).content.decode()
    assert page.count("closed: it came after the period closed") == 2


def test_a_correction_in_words_says_what_its_judgement_is_of(authority, editor, as_person):
    words = SeriesFactory(measure=MeasureFactory(authority=authority, kind="qualitative"))
    content = {"words": "Two teams are in place.", "judged_status": "amber"}
    result = record_result(words, **FIRST_QUARTER, content=content, by=editor)
    client = as_person(editor)
    hint = "Where the words change, this is your judgement of the new ones."
    assert hint in client.get(address("result-correct", result)).content.decode()
    assert hint not in client.get(address("result-record", words)).content.decode()
