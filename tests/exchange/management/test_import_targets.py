import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from kpa_tracker.base.audit.models import Event
from plans.models import Plan, Priority
from targets.models import Footnote, Measure, Objective, Series, Target
from tests.exchange.files import SOURCES, workbook
from tests.factories.plans import PlanFactory

KENT = SOURCES / "kent-policing-plan-targets-2009-10.xlsx"
ROWS = [
    ["Objective", "Indicator", "Target 2009/10", "Baseline"],
    ["Safer", "Number of thefts", "Reduce to 90", "100 ¹"],
]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT, title="The plan")


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "targets.xlsx"
    file.write_bytes(workbook(ROWS))
    return file


def run(*arguments, **options):
    out = io.StringIO()
    call_command("import_targets", *map(str, arguments), stdout=out, no_color=True, **options)
    return out.getvalue()


@pytest.mark.skipif(not KENT.exists(), reason="the source is not here")
def test_the_workbook_of_a_real_plan_comes_in_whole(plan, editor):
    said = run(KENT, plan="The plan", confirm=True, by=editor.email)
    assert "      4 priorities\n     11 objectives\n     25 targets\n     25 targets with a baseline\n" in said
    assert (Priority.objects.count(), Objective.objects.count(), Target.objects.count()) == (4, 11, 25)
    assert (Measure.objects.count(), Series.objects.count()) == (23, 25)
    assert Footnote.objects.count() == 9
    confidence = Series.objects.get(name="British Crime Survey")
    target = confidence.targets.select_related("baseline").get()
    assert (target.value, target.baseline.value) == (Decimal(52), Decimal("46.4"))
    assert (target.baseline.starts, target.baseline.ends) == (date(2008, 1, 1), date(2008, 12, 31))
    assert confidence.source.name == "British Crime Survey"
    relative = Target.objects.get(text="Reduce by 10%")
    assert (relative.change_percent, relative.baseline.value) == (Decimal(-10), Decimal(21609))
    kent, medway = Series.objects.filter(measure__title__startswith="The number of serious violent")
    assert [(one.name, one.unit) for one in (kent, medway)] == [
        ("Kent", "per 1,000 population in Kent"),
        ("Medway", "per 1,000 population in Medway"),
    ]
    money = Target.objects.get(text="£1.5m")
    assert (money.value, money.series.measure.unit) == (Decimal(1_500_000), "£m")
    assert Target.objects.get(text="No less than 32%").series.measure.direction == "hold"
    projected = Target.objects.get(text="Increase by 10%").baseline
    assert projected.is_projected
    assert Measure.objects.get(title__contains="ACPO").footnotes.get().text.startswith("The Protective Services are")
    assert "Footnotes that no row refers to:\n  Notes, row 10: Data relates to the period October 2007" in said
    events = Event.objects.count()
    again = run(KENT, plan="The plan", confirm=True, by=editor.email)
    assert "0 new, 0 changed, 25 as they are" in again
    assert Event.objects.count() == events + 1


def test_without_confirm_it_only_tells(plan, path):
    said = run(path)
    assert "Indicator: What is measured" in said
    assert "New:\n  Number of thefts: Reduce to 90\n" in said
    assert said.endswith("Nothing was changed. Add --confirm to import.\n")
    assert (Target.objects.count(), Event.objects.count()) == (0, 0)


def test_a_note_that_is_not_there_is_named_and_the_figure_taken(plan, path):
    said = run(path, confirm=True)
    assert "row 2: It refers to note 1, which is not in the file" in said
    assert Target.objects.get().baseline.value == 100


def test_without_an_authority_nothing_is_compared(db, path):
    assert "No plan was named" in run(path)


def test_with_confirm_it_needs_a_plan(authority, path):
    with pytest.raises(CommandError, match="Name the plan"):
        run(path, confirm=True)


def test_a_file_without_targets_says_so(plan, tmp_path):
    (tmp_path / "a.csv").write_text("Name,Colour\nDog,Brown\nCat,Black\n")
    with pytest.raises(CommandError, match="No target was understood") as raised:
        run(tmp_path / "a.csv")
    assert raised.value.returncode == 3


def test_a_file_that_is_no_workbook_is_refused_in_words(plan, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(CommandError) as raised:
        run(tmp_path / "a.xlsx")
    assert raised.value.returncode == 2


def test_the_period_can_be_named(plan, tmp_path):
    plan.ends_on = date(2012, 3, 31)
    plan.save()
    (tmp_path / "a.csv").write_text("Measure,Target,Baseline\nNumber of thefts,Reduce to 90,100\n")
    assert "which days the targets are for" in run(tmp_path / "a.csv")
    run(tmp_path / "a.csv", period="2010/11", confirm=True)
    target = Target.objects.get()
    assert (target.starts, target.ends) == (date(2010, 4, 1), date(2011, 3, 31))
