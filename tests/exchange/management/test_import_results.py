import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from kpa_tracker.base.audit.models import Event
from targets.models import Measure, MeasureSet, Result, Series
from tests.exchange.files import SOURCES

KENT = SOURCES / "kent-policing-plan-2009-12.txt"
ROWS = "Ref,Indicator,2008/09,Q1 2009/10,June 2009\nK1,Number of thefts,100,U/A,9\n"


def run(*arguments, **options):
    out = io.StringIO()
    call_command("import_results", *map(str, arguments), stdout=out, no_color=True, **options)
    return out.getvalue()


@pytest.fixture
def path(authority, tmp_path):
    (tmp_path / "results.csv").write_text(ROWS)
    return tmp_path / "results.csv"


def results_of(reference, series=""):
    found = Result.objects.filter(series__measure__reference=reference, series__name=series).current()
    return list(found.order_by("ends").values_list("value", flat=True))


@pytest.mark.skipif(not KENT.exists(), reason="the source is not here")
def test_the_statutory_indicators_of_a_real_plan_come_in_whole(authority, editor):
    said = run(KENT, confirm=True, by=editor.email)
    assert (Measure.objects.count(), Series.objects.count(), Result.objects.count()) == (33, 39, 64)
    assert MeasureSet.objects.get().title == "Statutory Performance Indicators"
    assert results_of("SPI 1.4") == [Decimal("80.0")]
    assert results_of("SPI 1.2", "BME") == [Decimal("77.1"), Decimal("83.4")]
    assert results_of("SPI 5.4") == [Decimal(0), Decimal(0)]
    assert results_of("SPI 8.1") == [Decimal("1886.86"), Decimal("994.58")]
    assert results_of("SPI 9.1", "(i)") == [Decimal(821), Decimal(762)]
    assert results_of("SPI 11.3", "Medway") == [Decimal(526), Decimal(480)]
    assert Series.objects.get(measure__reference="SPI 9.1", name="(ii)").unit.startswith("per 100 million vehicle")
    ratio = Result.objects.get(series__measure__reference="SPI 3.1", ends=date(2008, 3, 31))
    assert (ratio.value, ratio.second) == (Decimal("15.4"), Decimal("3.6"))
    star = Measure.objects.get(reference="SPI 1.4").footnotes.get()
    assert (star.mark, star.text[:28]) == ("*", "New measure as of April 2008")
    assert Result.objects.get(series__measure__reference="SPI 1.4").footnotes.get().text.endswith("to March 2008.")
    assert "line 1253: No result under “Apr 2007 - Mar 2008”: “Data currently unavailable”." in said
    events = Event.objects.count()
    assert "0 new, 0 corrected, 64 as they are" in run(KENT, confirm=True, by=editor.email)
    assert Event.objects.count() == events + 1


def test_without_confirm_it_only_tells(path):
    said = run(path)
    assert "2 new, 0 corrected, 0 as they are" in said
    assert "New measures: how their periods are taken to make the year:\n" in said
    assert "No result under “Q1 2009/10”: “U/A”" in said
    assert said.endswith("Nothing was changed. Add --confirm to import.\n")
    assert (Result.objects.count(), Event.objects.count()) == (0, 0)


def test_another_figure_is_a_correction_and_what_was_corrected_here_stays(path, editor):
    run(path, confirm=True, by=editor.email)
    path.write_text(ROWS.replace("100", "110"))
    said = run(path, confirm=True, by=editor.email)
    assert "0 new, 1 corrected, 1 as they are" in said
    assert results_of("K1") == [110, 9]
    assert Result.objects.get(number=2).corrects_because == "Another figure in the file results.csv."
    path.write_text(ROWS)
    assert "Corrected here since, and left as they are:\n  K1 Number of thefts" in run(
        path, confirm=True, by=editor.email
    )
    assert results_of("K1") == [110, 9]


def test_with_confirm_it_asks_who_enters_the_results(path):
    with pytest.raises(CommandError, match="who enters the results"):
        run(path, confirm=True)


def test_without_an_authority_nothing_is_compared(db, tmp_path):
    (tmp_path / "results.csv").write_text(ROWS)
    assert "No authority was named" in run(tmp_path / "results.csv")


def test_a_file_without_results_says_so(authority, tmp_path):
    (tmp_path / "a.csv").write_text("Name,Colour\nDog,Brown\nCat,Black\n")
    with pytest.raises(CommandError, match="No result was understood") as raised:
        run(tmp_path / "a.csv")
    assert raised.value.returncode == 3


def test_the_period_can_be_named_where_no_heading_does(authority, editor, tmp_path):
    (tmp_path / "a.csv").write_text("Indicator,Area,Actual\nNumber of thefts,North,8\nNumber of thefts,South,9\n")
    assert "which period this is of" in read_only(tmp_path / "a.csv")
    run(tmp_path / "a.csv", period="June 2009", confirm=True, by=editor.email)
    assert set(Result.objects.values_list("series__name", "ends")) == {
        ("North", date(2009, 6, 30)),
        ("South", date(2009, 6, 30)),
    }


def read_only(path):
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_results", str(path), stdout=out, no_color=True)
    return out.getvalue()
