import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kpa_tracker.base.audit.models import Event
from plans.models import Plan
from tests.base.toolkit.packages.checking import checked
from tests.exchange.actions.book.plans import differences, edited, whole_plan
from tests.factories.people import AuthorityFactory
from tests.factories.plans import PlanFactory


@pytest.fixture
def plan(authority):
    return whole_plan(authority)


def run(name, *arguments, **options):
    out = io.StringIO()
    call_command(name, *map(str, arguments), stdout=out, no_color=True, **options)
    return out.getvalue()


@pytest.fixture
def book(plan, tmp_path):
    """The plan's workbook as a file."""
    run("export_plan_workbook", plan.title, output=tmp_path / "plan.xlsx")
    return tmp_path / "plan.xlsx"


def test_a_plan_goes_out_by_one_command_and_into_another_authority_by_the_next(plan, book, editor):
    AuthorityFactory(slug="elsewhere")
    options = {"authority": "elsewhere", "new_plan": plan.title, "by": editor.email}
    said = run("import_plan", book, **options)
    assert said.endswith("Nothing was changed. Add --confirm to import.\n")
    assert Plan.objects.count() == 1
    assert run("import_plan", book, **options, confirm=True).endswith("Imported.\n")
    assert differences(plan, Plan.objects.get(authority__slug="elsewhere")) == []


def test_a_workbook_that_comes_back_tells_what_was_edited(plan, book):
    book.write_bytes(edited(book.read_bytes(), ("Plan", "Vision", "What it says", "Safer streets.")))
    said = run("import_plan", book)
    assert "      1 changed\n" in said
    assert "  Plan: Plan 2009/10: Vision: Safe streets. -> Safer streets.\n" in said


def test_what_must_be_put_right_is_told_and_refused(plan, book):
    book.write_bytes(edited(book.read_bytes(), ("Plan", "Title", "What it says", None)))
    assert "To put right first:\n  Plan: “Title” is empty.\n" in run("import_plan", book)
    with pytest.raises(CommandError, match="Refused, and nothing was changed") as refused:
        run("import_plan", book, confirm=True)
    assert refused.value.returncode == 5


def test_a_new_plan_needs_the_workbooks_days(plan, book, authority):
    book.write_bytes(edited(book.read_bytes(), save=lambda file: file.remove(file["Plan"])))
    with pytest.raises(CommandError, match="does not say when the plan starts and ends"):
        run("import_plan", book, new_plan="Another")


def test_the_data_go_out_by_a_command(plan, tmp_path, editor):
    file = tmp_path / "plan.zip"
    assert run("export_plan_data", plan.pk, output=file, by=editor.email).startswith(f"Wrote {file} (")
    assert checked(file.read_bytes())["plan"][0]["title"] == plan.title
    assert Event.objects.get(verb="plan exported").actor_id == editor.pk


def test_without_a_name_the_file_has_its_own(plan, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("export_plan_workbook", plan.pk)
    assert [file.name for file in tmp_path.iterdir()] == ["plan-200910-workbook-2010-04-12.xlsx"]


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("No such plan", {}, "No plan is called “No such plan”."),
        ("Twice", {}, "More than one plan is called “Twice”."),
        ("Plan 2009/10", {"by": "nobody@example.org"}, "Nobody signs in as nobody@example.org."),
        ("Plan 2009/10", {"output": Path("/no/such/folder/plan.xlsx")}, "Cannot write /no/such/folder/plan.xlsx"),
    ],
)
def test_what_cannot_be_done_is_said(plan, name, options, said):
    PlanFactory.create_batch(2, title="Twice")
    with pytest.raises(CommandError, match=said):
        run("export_plan_workbook", name, **options)
