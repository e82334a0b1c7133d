import pytest

from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.measures import staging
from kpa_tracker.interfaces.exchange.actions.staging import name_heading_row, settle_names
from kpa_tracker.interfaces.exchange.models import ImportMapping, StagedImport
from plans.models import Plan
from targets.models import Result, Target
from tests.exchange.files import repacked, workbook
from tests.factories.exchange import StagedImportFactory
from tests.factories.people import PostFactory
from tests.factories.plans import PlanFactory

ROWS = [["Thing", "Then", "Now"], ["Thefts", "9", "8"]]
SIGNATURE = "thing | then | now"
COLUMNS = {0: "measure", 2: "result"}


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT)


def staged_of(plan, rows=ROWS, sort="results", editor=None):
    return staging.stage_measures(plan, sort=sort, name="a.xlsx", content=workbook(rows), by=editor)


def test_a_person_says_which_row_holds_the_headings_and_what_its_columns_are(plan, editor):
    staged = staged_of(plan, editor=editor)
    assert staging.read_measures_of(staged).tables == []
    assert next(words for _, words in staging.heading_rows_of(staged)) == "Plan, row 1: Thing | Then | Now"
    name_heading_row(staged, signature=SIGNATURE)
    staging.settle_columns(staged, mappings={SIGNATURE: COLUMNS}, used={SIGNATURE: True}, period="2008/09")
    staging.confirm_measures(staged, by=editor)
    assert Result.objects.get().value == 8
    assert not ImportMapping.objects.exists()


def test_what_a_person_corrected_is_remembered_for_the_same_sort_of_file(plan, editor):
    staged = staged_of(plan, editor=editor)
    name_heading_row(staged, signature=SIGNATURE)
    used = {SIGNATURE: True, "other": False}
    mappings = {SIGNATURE: COLUMNS, "other": {0: "measure"}}
    staging.settle_columns(staged, mappings=mappings, used=used, period="2008/09", keep=True)
    assert ImportMapping.objects.get().sort == "results"
    again = staged_of(plan, [["A title"], *ROWS], editor=editor)
    assert staging.read_measures_of(again).tables[0].fields == ("measure", "", "result")
    assert staging.read_measures_of(staged_of(plan, sort="targets", editor=editor)).tables == []
    other = PlanFactory(state=Plan.State.DRAFT)
    assert staging.read_measures_of(staged_of(other, editor=editor)).tables == []


def test_targets_and_a_plan_may_read_the_same_headings_each_in_its_own_way(plan, editor):
    for sort in ("targets", "results"):
        staged = staged_of(plan, [["Indicator", "Target 2009/10", "2008/09"], ["Thefts", "5", "6"]], sort, editor)
        signature = staging.read_measures_of(staged).tables[0].signature
        staging.settle_columns(
            staged, mappings={signature: {0: "measure"}}, used={signature: True}, period="", keep=True
        )
    assert sorted(ImportMapping.objects.values_list("sort", flat=True)) == ["results", "targets"]


def test_owners_that_are_not_known_are_decided_by_a_person(plan, authority, editor):
    clerk = PostFactory(authority=authority, title="Clerk")
    rows = [["Indicator", "Lead", "Target 2009/10"], ["Thefts", "Clark", "Reduce to 5%"]]
    staged = staged_of(plan, rows, "targets", editor)
    assert staging.measure_proposal_of(staged).owners.register.left == ["Clark"]
    settle_names(staged, names={"posts": {"Clark": str(clerk.pk)}, "committees": {}})
    staging.confirm_measures(staged, by=editor)
    assert Target.objects.get().series.measure.owner == clerk


def test_what_is_done_takes_no_more_answers(plan, editor):
    staged = StagedImportFactory(plan=plan, sort="results", rows=[["Indicator", "2008/09"], ["Thefts", "5"]])
    staging.confirm_measures(staged, by=editor)
    for again in (
        lambda: staging.confirm_measures(staged, by=editor),
        lambda: name_heading_row(staged, signature="a"),
        lambda: staging.settle_columns(staged, mappings={}, used={}, period=""),
        lambda: settle_names(staged, names={}),
    ):
        with pytest.raises(Refused, match="This import is done"):
            again()


def test_confirming_keeps_what_was_done_and_left(plan, editor):
    rows = [["Indicator", "2008/09"], ["Thefts", "5"], ["Fires", "about 5"]]
    staged = StagedImportFactory(plan=plan, sort="results", rows=rows)
    staging.confirm_measures(staged, by=editor)
    staged.refresh_from_db()
    assert staged.result["counts"] == {"made": 1, "changed": 0, "unchanged": 0}
    assert staged.result["notes"] == ["Plan, row 3: The result under “2008/09” is not understood: “about 5”."]
    assert staged.document == {}


def test_a_file_without_two_cells_in_a_row_holds_no_table(plan, editor):
    with pytest.raises(Refused, match="No table with targets was found"):
        staged_of(plan, [["Only"], ["titles"]], "targets", editor)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04 nothing", "The file is damaged"),
        (b"%PDF-1.4", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (repacked(workbook(ROWS), {"xl/vbaProject.bin": b"x"}), "The file contains macros"),
        (repacked(workbook(ROWS), {"xl/media/a.bin": b"0" * 6_000_000}), "unpacks to far more"),
        (b"x" * (21 * 1024 * 1024), "larger than"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(plan, editor, content, told):
    with pytest.raises(Refused, match=told):
        staging.stage_measures(plan, sort="results", name="a.xlsx", content=content, by=editor)
    assert not StagedImport.objects.exists()


def test_a_closed_plan_takes_no_targets(authority, editor):
    plan = PlanFactory(authority=authority, state=Plan.State.CLOSED)
    with pytest.raises(Refused):
        staged_of(plan, sort="targets", editor=editor)
