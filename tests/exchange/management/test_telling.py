"""What a script is told by the commands that import: the report as JSON, and the codes they exit with."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from deliverables.models import Deliverable
from kpa_tracker.interfaces.exchange.management.telling import Telling, Trouble, troubles_of, where
from plans.models import Plan
from tests.exchange.files import workbook
from tests.factories.plans import PlanFactory

PLAN = [["Aim", "Action", "Lead", "Telephone"], ["Safe", "Patrol", "Clerk", ""], ["Safe", "Visit", "Clerk", "0161"]]
WHOLE = [["Aim", "Action", "Lead"], ["Safe", "Patrol", "Clerk"], ["Safe", "Visit", "Clerk"]]
TARGETS = [
    ["Indicator", "Target 2009/10", "Telephone"],
    ["Number of thefts", "Reduce to 90", ""],
    ["Number of fires", "As before", "0161"],
]
RESULTS = [["Indicator", "June 2009"], ["Number of thefts", "12"], ["Number of fires", "many"]]
REGISTER = [["Ref", "Risk", "L", "I"], ["KPA 05", "Grants fall", "3", "4"], ["KPA 06", "Fire", "nine", "4"]]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT, title="The plan")


@pytest.fixture
def file_of(tmp_path):
    def made(rows):
        (tmp_path / "sent.xlsx").write_bytes(workbook(rows))
        return tmp_path / "sent.xlsx"

    return made


def told(command, file, **options):
    """Return what the command says as JSON."""
    out = io.StringIO()
    call_command(command, str(file), stdout=out, format="json", no_color=True, **options)
    return json.loads(out.getvalue())


def code_of(command, file, **options):
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(command, str(file), stdout=out, format="json", **options)
    said = json.loads(out.getvalue())
    assert (said["outcome"], said["message"]) == ("failed", str(caught.value))
    assert said["exit_code"] == caught.value.returncode
    return said["exit_code"]


def test_a_look_is_told_row_by_row(plan, file_of):
    said = told("import_plan", file_of(PLAN))
    assert (said["file"], said["outcome"], said["exit_code"]) == ("sent.xlsx", "looked at", 0)
    assert said["counts"] == {"made": 3, "changed": 0, "unchanged": 0}
    patrol = {"outcome": "new", "place": "Plan, row 2", "sheet": "Plan", "row": 2, "title": "Patrol", "changes": []}
    assert patrol in said["rows"]
    unused = {
        "code": "not-used", "place": "Plan, row 3", "sheet": "Plan", "row": 3, "column": "Telephone", "text": "0161",
    }  # fmt: skip
    assert unused in said["problems"]


def test_what_changes_is_told_before_and_after(plan, file_of):
    told("import_plan", file_of(WHOLE), confirm=True)
    again = told("import_plan", file_of([*WHOLE[:2], ["Safe", "Visit", "Clerk and Chair"]]))
    (changed,) = [row for row in again["rows"] if row["outcome"] == "changed"]
    assert changed["title"] == "Visit"
    assert {"what": "Owner as written", "before": "Clerk", "after": "Clerk and Chair"} in changed["changes"]
    assert {row["outcome"] for row in again["rows"]} == {"changed", "unchanged"}


def test_the_report_goes_into_a_file_beside_the_words(plan, file_of, tmp_path):
    out = io.StringIO()
    call_command("import_plan", str(file_of(WHOLE)), stdout=out, report=tmp_path / "report.json", confirm=True)
    assert "Imported." in out.getvalue()
    assert json.loads((tmp_path / "report.json").read_text())["outcome"] == "imported"


def test_a_report_that_cannot_be_written_is_said(plan, file_of, tmp_path):
    with pytest.raises(CommandError, match="Cannot write"):
        told("import_plan", file_of(WHOLE), report=tmp_path / "nowhere" / "report.json")


@pytest.mark.parametrize(
    ("command", "rows", "code", "row"),
    [
        ("import_targets", TARGETS, "not-used", 1),
        ("import_results", RESULTS, "not-understood", 3),
        ("import_register", REGISTER, "refused", 3),
    ],
)
def test_each_command_names_the_rows_that_it_did_not_understand(plan, authority, file_of, command, rows, code, row):
    said = told(command, file_of(rows), authority=authority.slug)
    assert [(one["code"], one["row"]) for one in said["problems"] if one["code"] == code] == [(code, row)]
    assert [one["row"] for one in said["rows"]][:1] == [2]


def test_strictly_nothing_is_imported_that_is_not_understood_throughout(plan, file_of):
    assert code_of("import_plan", file_of(PLAN), strict=True, confirm=True) == 6
    assert code_of("import_plan", file_of(PLAN), strict=True) == 6
    assert Deliverable.objects.count() == 0
    assert told("import_plan", file_of(PLAN), confirm=True)["outcome"] == "imported"


def test_strictly_a_file_that_is_understood_is_imported(plan, file_of):
    assert told("import_plan", file_of(WHOLE), strict=True, confirm=True)["outcome"] == "imported"


def test_strictly_a_file_is_refused_where_it_is_compared_with_nothing(db, file_of):
    assert code_of("import_plan", file_of(PLAN), strict=True) == 6


def test_each_failure_has_its_code_in_the_report_too(plan, file_of, tmp_path):
    (tmp_path / "broken.xlsx").write_bytes(b"nothing")
    assert code_of("import_plan", tmp_path / "broken.xlsx") == 2
    assert code_of("import_plan", file_of([["Name", "Telephone"], ["Clerk", "1"]])) == 3
    assert code_of("import_plan", file_of(WHOLE), plan="another") == 4
    assert code_of("import_plan", file_of(WHOLE), new_plan="Plan") == 4


@pytest.mark.parametrize(
    ("place", "sheet", "row"),
    [
        ("Plan, row 3", "Plan", 3),
        ("Plan 2009, draft, row 12, part 2", "Plan 2009, draft", 12),
        ("line 7", "", 7),
        ("Outside the tables", "", None),
        ("", "", None),
    ],
)
def test_a_place_is_a_sheet_and_a_row(place, sheet, row):
    assert where(place) == {"sheet": sheet, "row": row}


def test_a_gap_in_the_file_leaves_nothing_open():
    telling = Telling("plan.xlsx")
    telling.add([Trouble("gap", "Plan, row 2", "No owner.")])
    assert not telling.is_left_open
    telling.add([Trouble("question", "Plan, row 2", "Which of the two?")])
    assert telling.is_left_open


def test_only_what_was_read_has_problems_to_tell():
    with pytest.raises(NotImplementedError):
        troubles_of("a text")
