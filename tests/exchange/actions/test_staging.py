import pytest

from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.interfaces.exchange.actions import (
    answer_questions,
    confirm_import,
    discard_import,
    map_columns,
    name_headings,
    stage_import,
)
from kpa_tracker.interfaces.exchange.models import ImportMapping, StagedImport
from plans.models import Plan
from tests.exchange.files import workbook
from tests.factories.exchange import ImportMappingFactory, OriginFactory, StagedImportFactory
from tests.factories.plans import PlanFactory

ROWS = [["Was", "Wer", "Bis"], ["Streife", "Leiter", "Mai 2010"]]
MAPPING = {"was | wer | bis": {0: "deliverable", 1: "owner"}}


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT)


def test_a_closed_plan_takes_no_file(plan, editor):
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.CLOSED)
    with pytest.raises(Refused, match="closed"):
        stage_import(plan, name="plan.xlsx", content=workbook(ROWS), by=editor)


def test_an_installation_may_take_smaller_files_only(plan, editor, settings):
    settings.IMPORT_MAX_BYTES = 1_000
    with pytest.raises(Refused, match=r"larger than 0\.1 MB"):
        stage_import(plan, name="plan.xlsx", content=workbook(ROWS), by=editor)


def test_the_name_of_the_file_is_kept_without_folders(plan, editor):
    assert stage_import(plan, name="C:\\plans\\plan.xlsx", content=workbook(ROWS), by=editor).filename == "plan.xlsx"


def test_a_kept_reading_makes_unknown_headings_known(plan, editor):
    first = stage_import(plan, name="plan.xlsx", content=workbook(ROWS), by=editor)
    assert first.choices["mappings"] == {}
    map_columns(first, mappings=MAPPING, used={}, keep=True)
    second = stage_import(plan, name="plan.xlsx", content=workbook(ROWS), by=editor)
    assert second.choices["mappings"] == {"was | wer | bis": {"0": "deliverable", "1": "owner"}}


def test_a_kept_reading_of_another_authority_is_not_used(plan, editor):
    ImportMappingFactory(headings="was | wer | bis", columns={"0": "deliverable"})
    staged = stage_import(plan, name="plan.xlsx", content=workbook(ROWS), by=editor)
    assert staged.choices["mappings"] == {}


def test_keeping_the_same_headings_again_replaces_what_was_kept(plan, editor):
    staged = stage_import(plan, name="plan.xlsx", content=workbook(ROWS), by=editor)
    map_columns(staged, mappings=MAPPING, used={}, keep=True)
    map_columns(staged, mappings={"was | wer | bis": {0: "deliverable"}}, used={}, keep=True)
    assert ImportMapping.objects.get().columns == {"0": "deliverable"}


def test_whoever_answers_second_is_told(plan):
    staged = StagedImportFactory(plan=plan)
    stale = StagedImport.objects.get(pk=staged.pk)
    answer_questions(staged, answers={"owners-1": ["Clerk"]}, names={})
    with pytest.raises(Conflict):
        answer_questions(stale, answers={}, names={})


def test_nothing_about_an_import_that_is_done_changes(plan, editor):
    done = confirm_import(StagedImportFactory(plan=plan), by=editor)
    with pytest.raises(Refused):
        answer_questions(done, answers={}, names={})
    with pytest.raises(Refused):
        name_headings(done, signature="a | b")
    with pytest.raises(Refused):
        map_columns(done, mappings={}, used={}, keep=False)
    with pytest.raises(Refused):
        discard_import(done)
    assert StagedImport.objects.filter(pk=done.pk).exists()


def test_what_an_import_remembers_is_seen_only_where_it_belongs(plan, editor, stranger, officer):
    mapping = ImportMappingFactory(authority=plan.authority)
    staged, origin = StagedImportFactory(plan=plan), OriginFactory(plan=plan)
    for record in (mapping, staged, origin):
        visible = type(record).objects.visible_to
        assert record in visible(editor)
        assert record not in visible(stranger)
        assert str(record)
        assert record.authority_id == plan.authority_id
    assert staged not in StagedImport.objects.visible_to(officer)
