"""What the loaded demonstration measures: the documents' facts, a believable year."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from targets.models import Comparator, Definition, Footnote, Measure, Objective, Result, Series, Target
from targets.models.judging import shown
from targets.models.standing import standing_of, with_standing

pytestmark = pytest.mark.usefixtures("demonstration")


def latest(reference):
    measure = Measure.objects.get(reference=reference)
    found = with_standing(Series.objects.filter(measure=measure).order_by("position"))
    return {series.name: told(series) for series in found}


def told(series):
    if series.latest:
        series.latest.series = series
    return shown(series.latest)


def test_the_policing_plan_has_four_priorities_eleven_objectives_and_25_targets():
    plan = Target.objects.first().plan
    assert (plan.priorities.count(), Objective.objects.count(), Target.objects.count()) == (4, 11, 25)
    assert [one.title for one in plan.below.order_by("pk")] == ["Business plan 2009/10", "Business plan 2010/11"]


def test_every_target_has_its_baseline_with_a_period_and_a_footnote():
    assert [target.text for target in Target.objects.filter(baseline=None)] == []
    noted = {str(target.baseline) for target in Target.objects.all() if target.baseline.footnotes.count() == 1}
    assert len(Target.objects.filter(baseline__ends=None)) == 0
    assert {"46.4%", "21,609", "Level 3", "£1.49m"} <= noted


def test_two_measures_come_in_two_series():
    several = [one for one in Measure.objects.filter(set=None) if one.series.count() == 2]
    assert len(several) == 2


def test_the_statutory_indicators_stand_with_both_years():
    assert Measure.objects.filter(set__title="Statutory performance indicators").count() == 34
    assert latest("SPI 1.2") == {"White": "84.8%", "BME": "83.4%"}
    assert latest("SPI 3.1") == {"": "9.0% : 3.6%"}
    assert latest("SPI 8.1") == {"": "£994.58 per 1,000 population"}
    assert latest("SPI 11.1") == {"": "no data"}
    assert latest("SPI 9.1") == {
        "(i) people": "762",
        "(ii) for every 100 million vehicle kilometres": "4.7 per 100 million vehicle kilometres",
    }


def test_what_two_tables_say_in_the_same_words_is_one_footnote():
    said = list(Footnote.objects.values_list("text", "mark"))
    assert len(said) == len(set(said))


def test_the_auditors_judge_once_a_year():
    measure = Measure.objects.get(title__startswith="Auditors'")
    found = Result.objects.get(series__measure=measure)
    assert (measure.frequency, found.starts.isoformat(), found.ends.isoformat(), found.judged_status) == (
        "year", "2009-04-01", "2010-03-31", "green",
    )  # fmt: skip


def test_what_was_not_available_in_either_year_is_a_gap_in_both():
    series = with_standing(Series.objects.filter(measure__reference="SPI 11.1")).get()
    found = standing_of(series, datetime.date(2010, 4, 12))
    assert [(one.name, one.figure) for one in found.periods] == [
        ("April 2007 to March 2008", "no data"), ("April 2008 to March 2009", "no data"),
    ]  # fmt: skip
    assert "Not available yet when the policing plan was printed." in map(str, series.measure.footnotes.all())


def test_what_was_unavailable_has_no_result():
    of_the_first_year = Result.objects.filter(series__measure__reference="SPI 1.4", ends__year=2008)
    assert not of_the_first_year.exists()


def test_results_of_the_year_are_marked_as_made_up():
    made_up = Result.objects.filter(ends__gt="2009-03-31")
    assert made_up.count() > 80
    assert not made_up.filter(is_invented=False).exists()
    assert not Result.objects.filter(ends__lte="2009-03-31", is_invented=True).exists()


def test_the_year_has_every_status_a_gap_and_a_judgement_of_its_own():
    current = Result.objects.current().filter(target__isnull=False)
    assert {"red", "amber", "green"} <= set(current.values_list("status", flat=True))
    assert sorted(current.exclude(judged_status="").values_list("judged_status", flat=True)) == ["green", "red"]
    assert Series.objects.filter(targets__isnull=False).count() == 25
    assert Measure.objects.filter(owner=None, set=None).count() == 1


def test_a_few_measures_show_the_rarer_things_marked_as_made_up():
    assert [str(one) for one in Comparator.objects.all()] == ["Most similar group, average: 84.1"]
    broken = Measure.objects.get(definitions__applies_from="2010-01-01")
    assert broken.definitions.count() == 2
    assert Definition.objects.count() == 2
    withheld, corrected = Result.objects.current().exclude(withheld_reason=""), Result.objects.filter(number=2)
    words = Result.objects.current().filter(target__form="words")
    for shown_once in (withheld, corrected, words):
        assert shown_once.get().is_invented
    assert (corrected.get().value, words.get().judged_status, words.get().status) == (Decimal("32.1"), "green", "")
    told = [withheld.get().withheld_reason, corrected.get().corrects_because, words.get().judged_reason]
    told += [one.text for one in Definition.objects.all()]
    assert [text for text in told if not text.startswith("Made up")] == []


def test_a_relative_target_is_held_against_its_baseline():
    hotspots = Result.objects.current().filter(target__change_percent=Decimal("-10"), ends="2010-03-31").get()
    assert hotspots.rule.startswith("4,648 or less is green")


def test_an_average_stands_by_its_year_beside_its_latest_quarter():
    series = with_standing(Series.objects.filter(measure__title__startswith="Recorded crimes that were detected")).get()
    found = standing_of(series, datetime.date(2010, 4, 12))
    assert (found.figure, found.status, found.latest_figure, found.latest.status) == (
        "32.1%", "green", "31.6%", "amber",
    )  # fmt: skip
    assert found.to_date.name == "the whole year, the plain average of its 4 periods"
