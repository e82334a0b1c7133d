import pytest

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.interfaces.exchange.actions import map_columns, stage_import
from kpa_tracker.interfaces.exchange.actions.readings import drop_reading, keep_readings, name_to_offer, rename_reading
from kpa_tracker.interfaces.exchange.models import ImportMapping
from plans.models import Plan
from tests.exchange.files import workbook
from tests.factories.exchange import ImportMappingFactory, StagedImportFactory
from tests.factories.plans import PlanFactory

HEADINGS = "was | wer | bis"
ROWS = [["Was", "Wer", "Bis"], ["Streife", "Leiter", "Mai 2010"]]
OTHER_ORDER = [["Nr", "Bis", "Wer", "Was"], ["1", "Mai 2010", "Leiter", "Streife"]]
COLUMNS = {0: "deliverable", 1: "owner"}


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT)


@pytest.fixture
def kept(plan, editor):
    keep_readings(plan.authority_id, "plan", {HEADINGS: COLUMNS}, called="Traffic", by=editor)
    return ImportMapping.objects.get()


def staged(plan, editor, rows=ROWS, **options):
    return stage_import(plan, name="plan.xlsx", content=workbook(rows), by=editor, **options)


def test_what_was_corrected_is_kept_under_its_name_with_one_event(plan, editor):
    map_columns(staged(plan, editor), mappings={HEADINGS: COLUMNS}, used={}, keep=True, called=" Traffic ", by=editor)
    kept, event = ImportMapping.objects.get(), Event.objects.get(verb="reading kept")
    assert (kept.name, kept.sort, kept.by_column) == ("Traffic", "plan", COLUMNS)
    assert (event.actor_id, event.authority_id, event.subject_name) == (editor.pk, plan.authority_id, "Traffic")
    assert event.changes["columns"] == [None, {"0": "deliverable", "1": "owner"}]


def test_without_a_name_it_is_called_by_its_headings(plan, editor):
    keep_readings(plan.authority_id, "plan", {HEADINGS: COLUMNS}, called="", by=editor)
    assert ImportMapping.objects.get().name == HEADINGS


def test_the_same_headings_under_another_name_are_another_reading_and_the_latest_is_used(plan, editor, kept):
    keep_readings(
        plan.authority_id, "plan", {HEADINGS: {0: "deliverable", 1: "committee"}}, called="Council", by=editor
    )
    assert list(ImportMapping.objects.order_by("pk").values_list("name", flat=True)) == ["Traffic", "Council"]
    latest = staged(plan, editor)
    assert latest.choices["mappings"] == {HEADINGS: {"0": "deliverable", "1": "committee"}}
    assert name_to_offer(latest, [HEADINGS]) == "Council"
    chosen = staged(plan, editor, reading=kept)
    assert chosen.choices["mappings"] == {HEADINGS: {"0": "deliverable", "1": "owner"}}


def test_the_same_headings_under_the_same_name_are_replaced(plan, editor, kept):
    keep_readings(plan.authority_id, "plan", {HEADINGS: {0: "deliverable"}}, called="Traffic", by=editor)
    assert ImportMapping.objects.get().columns == {"0": "deliverable"}
    assert Event.objects.filter(verb="reading kept").count() == 2


def test_a_chosen_reading_reads_the_same_headings_in_another_order(plan, editor, kept):
    assert staged(plan, editor, OTHER_ORDER).choices["mappings"] == {}
    found = staged(plan, editor, OTHER_ORDER, reading=kept).choices["mappings"]
    assert found == {"nr | bis | wer | was": {"2": "owner", "3": "deliverable"}}


def test_a_reading_that_fits_no_table_is_refused(plan, editor, kept):
    with pytest.raises(Refused, match="No table in the file has all the headings of “Traffic”"):
        staged(plan, editor, [["Aim", "Action"], ["Safe", "Patrol"]], reading=kept)


@pytest.mark.parametrize("options", [{}, {"sort": "targets"}])
def test_a_reading_of_another_authority_or_sort_is_refused(plan, editor, options):
    whose = {"authority": plan.authority} if options else {}
    other = ImportMappingFactory(headings=HEADINGS, name="Theirs", **whose, **options)
    with pytest.raises(Refused, match="“Theirs” is a reading of another authority"):
        staged(plan, editor, reading=other)


def test_it_is_renamed_with_one_event(editor, kept):
    rename_reading(kept, name="Roads", seen=kept.version, by=editor)
    assert ImportMapping.objects.get().name == "Roads"
    assert Event.objects.get(verb="reading renamed").changes == {"name": ["Traffic", "Roads"]}


def test_a_name_that_the_same_headings_have_is_refused(plan, editor, kept):
    keep_readings(plan.authority_id, "plan", {HEADINGS: COLUMNS}, called="Council", by=editor)
    with pytest.raises(Refused, match="read under that name already"):
        rename_reading(kept, name="Council", seen=kept.version, by=editor)


def test_of_two_who_rename_one_is_told(editor, kept):
    stale = ImportMapping.objects.get()
    rename_reading(kept, name="Roads", seen=kept.version, by=editor)
    with pytest.raises(Conflict):
        rename_reading(stale, name="Streets", seen=stale.version, by=editor)


def test_it_is_dropped_with_one_event(plan, editor, kept):
    pk = kept.pk
    drop_reading(kept, by=editor)
    assert staged(plan, editor).choices["mappings"] == {}
    event = Event.objects.get(verb="reading dropped")
    assert (event.subject_id, event.subject_name, event.changes["headings"]) == (pk, "Traffic", [HEADINGS, None])


def test_a_file_whose_headings_nobody_read_before_offers_its_own_name(plan):
    assert name_to_offer(StagedImportFactory(plan=plan, filename="Plan 2010.xlsx"), [HEADINGS]) == "Plan 2010"
