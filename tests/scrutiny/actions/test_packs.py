"""Assembling, freezing and handing out: all of it or nothing, and byte for byte ever after."""

from __future__ import annotations

import datetime
import io
from unittest import mock

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook

from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.base.toolkit.kept import Tampered, fingerprint
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.base.toolkit.plain import as_plain, from_plain
from kpa_tracker.interfaces.scrutiny.actions import packs
from kpa_tracker.interfaces.scrutiny.actions.packs import (
    ChangedMeanwhile,
    DoesNotAddUp,
    assemble_pack,
    change_pack,
    freeze_pack,
)
from kpa_tracker.interfaces.scrutiny.assembling import assemble, whole
from kpa_tracker.interfaces.scrutiny.models import Pack, PackFile, PackUse
from kpa_tracker.interfaces.scrutiny.packs.contents import Contents
from tests.factories.deliverables import ReportingPeriodFactory
from tests.factories.packs import loaded, oversight
from tests.factories.people import MeetingFactory
from tests.factories.plans import PlanFactory
from tests.factories.scrutiny import HELD_ON

pytestmark = pytest.mark.django_db
DRAWN = b"%PDF-1.7 drawn"


@pytest.fixture
def over(authority):
    return oversight(authority)


@pytest.fixture
def pack(over, editor):
    return over.pack(by=editor)


@pytest.fixture
def quick(monkeypatch):
    """Draw no PDF: what is drawn is looked at elsewhere."""
    drawing = mock.Mock(return_value=DRAWN)
    monkeypatch.setattr(packs, "render_pdf", drawing)
    return drawing


def frozen(pack, by):
    return freeze_pack(pack, seen=pack.version, by=by)


# --- Assembling -------------------------------------------------------------------------------------------------------


def test_a_pack_is_begun_with_one_event(over, editor):
    made = over.pack(by=editor)
    (event,) = history_of(made)
    assert (made.number, made.is_frozen, event.verb) == (1, False, "pack created")
    assert event.actor_name == str(editor)


@pytest.mark.parametrize("what", ["plan", "period", "archived", "held"])
def test_a_pack_is_not_begun_of_what_does_not_go_together(over, editor, what):
    values = {
        "plan": lambda: {"plan": PlanFactory(), "period": None},
        "period": lambda: {"period": ReportingPeriodFactory()},
        "archived": lambda: {"plan": archived(over.plan, editor)},
        "held": lambda: {"meeting": MeetingFactory(committee=over.committee, held_on=datetime.date(2010, 4, 11))},
    }[what]()
    with pytest.raises(Refused) as refused:
        over.pack(by=editor, **values)
    assert refused.value.field == {"held": None, "archived": "plan"}.get(what, what)
    assert not Pack.objects.exists()


def archived(plan, by):
    plan.archived_at, plan.archived_by = clock.now(), by
    return plan


def test_a_second_pack_of_the_same_is_not_begun_while_one_is_in_hand(over, pack, editor):
    with pytest.raises(Exception, match="being assembled for this meeting already"):
        over.pack(by=editor)


def test_another_edition_says_why(over, pack, editor, quick):
    frozen(pack, editor)
    with pytest.raises(Refused, match="Say why") as refused:
        over.pack(by=editor)
    assert refused.value.field == "why"
    assert over.pack(by=editor, why="A rating was wrong.").number == 2


def test_what_it_covers_is_changed_until_it_is_frozen(pack, editor, quick):
    pack.period = None
    change_pack(pack, seen=1, by=editor)
    assert loaded(pack).period is None
    assert [event.verb for event in history_of(pack)] == ["pack changed", "pack created"]
    frozen(loaded(pack), editor)
    with pytest.raises(Refused, match="stays as it was"):
        change_pack(loaded(pack), seen=3, by=editor)


def test_a_period_of_another_plan_is_not_taken_later_either(pack, editor):
    pack.period = ReportingPeriodFactory()
    with pytest.raises(Refused, match="belongs to another plan"):
        change_pack(pack, seen=1, by=editor)


# --- Freezing ---------------------------------------------------------------------------------------------------------


def test_freezing_keeps_every_shown_value(pack, editor, quick):
    shown = assemble(pack)
    kept = loaded(frozen(pack, editor))
    assert from_plain(Contents, kept.content) == shown
    assert (kept.frozen_by, kept.is_frozen) == (editor, True)
    assert clock.today() == timezone.localdate(kept.frozen_at)


def test_the_files_are_stored_with_their_fingerprints(pack, editor, quick):
    frozen(pack, editor)
    files = {file.kind: file for file in pack.files.all()}
    assert set(files) == {"pdf", "xlsx"}
    assert bytes(files["pdf"].content) == DRAWN
    assert [file.sha256 for file in files.values()] == [fingerprint(bytes(file.content)) for file in files.values()]
    assert {file.name for file in files.values()} == {
        f"pack-audit-committee-2010-05-18-edition-1.{kind}" for kind in ("pdf", "xlsx")
    }


def test_the_pdf_is_drawn_of_what_is_kept(pack, editor, quick):
    frozen(pack, editor)
    (html,), _ = quick.call_args
    assert "Pack for the Audit Committee" in html
    assert "Count the cost" in html
    assert "OFFICIAL" in html


def test_the_workbook_holds_what_is_kept_and_no_formula(over, editor, quick):
    Deliverable.objects.filter(pk=over.green.pk).update(title="=1+1 \x07bell")
    pack = frozen(over.pack(by=editor), editor)
    book = load_workbook(io.BytesIO(bytes(pack.files.get(kind="xlsx").content)))
    titles = [cell for cell in book["Deliverables"]["B"] if "bell" in str(cell.value)]
    assert [(cell.value, cell.data_type) for cell in titles] == [("=1+1 bell", "s")]
    assert {sheet.oddFooter.center.text for sheet in book} == {"OFFICIAL"}


def test_freezing_leaves_one_event_that_names_the_fingerprints(pack, editor, quick):
    before = Event.objects.count()
    frozen(pack, editor)
    event = history_of(pack).first()
    assert Event.objects.count() == before + 1
    hashes = {f"{file.kind}_hash": [None, file.sha256] for file in pack.files.all()}
    assert event.verb == "pack frozen"
    assert event.changes == {"items": [None, 3], **hashes}


def test_where_each_update_went_is_kept(pack, over, editor, quick):
    frozen(pack, editor)
    assert {(use.deliverable_id, use.update_id) for use in PackUse.objects.filter(pack=pack)} == {
        (over.red.pk, over.red.latest.pk),
        (over.green.pk, over.green.latest.pk),
        (over.unrated.pk, None),
    }


def test_a_sum_that_does_not_agree_blocks_the_freeze_and_is_named(pack, editor, quick, monkeypatch):
    """The planted fault: the second count finds one item more than is shown."""
    counted = whole.count_again
    monkeypatch.setattr(whole, "count_again", lambda pack: {**counted(pack), "lead": {"Treasurer": 3, "All": 4}})
    with pytest.raises(DoesNotAddUp, match=r"Who leads, total, Treasurer: .* shows 2, and counting again finds 3"):
        frozen(pack, editor)
    assert_nothing_was_kept(pack)
    quick.assert_not_called()


def assert_nothing_was_kept(pack):
    assert not loaded(pack).is_frozen
    assert not PackFile.objects.exists()
    assert not PackUse.objects.exists()


def test_what_changes_while_files_are_drawn_stops_the_freeze(pack, over, editor, quick):
    def somebody_else(html):
        ProgressUpdate.objects.filter(deliverable=over.green).update(rating="red")
        return DRAWN

    quick.side_effect = somebody_else
    with pytest.raises(ChangedMeanwhile):
        frozen(pack, editor)
    assert_nothing_was_kept(pack)


@pytest.mark.parametrize("what", ["marking", "title", "place"])
def test_what_the_cover_says_is_read_again_before_the_freeze(pack, over, editor, quick, what):
    def somebody_else(html):
        changed = over.made["coming"] if what == "place" else over.plan
        type(changed).objects.filter(pk=changed.pk).update(**{what: "Otherwise"})
        return DRAWN

    quick.side_effect = somebody_else
    with pytest.raises(ChangedMeanwhile):
        frozen(pack, editor)
    assert_nothing_was_kept(pack)


HALF_WAY = [(packs, "render_pdf"), (packs, "write_sheets"), (PackFile, "keep"), (packs, "record")]


@pytest.mark.parametrize(("where", "what"), HALF_WAY, ids=[what for _, what in HALF_WAY])
def test_what_stops_half_way_leaves_an_unfrozen_pack_that_is_frozen_later(
    pack, editor, quick, monkeypatch, where, what
):
    with monkeypatch.context() as broken:
        broken.setattr(where, what, mock.Mock(side_effect=OSError("the power went")))
        with pytest.raises(OSError, match="the power went"):
            frozen(pack, editor)
    assert_nothing_was_kept(pack)
    frozen(loaded(pack), editor)
    assert loaded(pack).is_frozen


def test_without_the_means_to_draw_nothing_is_frozen(pack, editor, quick):
    quick.side_effect = PdfUnavailable("no library")
    with pytest.raises(PdfUnavailable):
        frozen(pack, editor)
    assert_nothing_was_kept(pack)


def test_a_pack_is_frozen_once(pack, editor, quick):
    frozen(pack, editor)
    with pytest.raises(Refused, match="stays as it was"):
        frozen(loaded(pack), editor)


def test_the_second_of_two_who_freeze_at_once_is_told(pack, editor, quick):
    late = loaded(pack)
    frozen(pack, editor)
    with pytest.raises(Conflict):
        freeze_pack(late, seen=1, by=editor)
    assert PackFile.objects.count() == 2


def test_a_pack_of_a_meeting_that_was_held_is_not_frozen(over, editor, quick):
    held = over.made["action"].meeting
    with clock.at(datetime.datetime(2010, 3, 16, 9, 0, tzinfo=datetime.timezone.utc)):
        pack = over.pack(by=editor, meeting=held)
    with pytest.raises(Refused, match="The meeting was held on 16 March 2010"):
        frozen(pack, editor)
    assert held.held_on == HELD_ON


@pytest.mark.parametrize(
    ("held_on", "last", "first"),
    [
        ("2010-06-15", "2010-06-15T22:59", "2010-06-15T23:00"),
        ("2010-12-31", "2010-12-31T23:59", "2011-01-01T00:00"),
        ("2011-03-31", "2011-03-31T22:59", "2011-03-31T23:00"),
        ("2010-10-31", "2010-10-31T23:59", "2010-11-01T00:00"),
        ("2011-03-27", "2011-03-27T22:59", "2011-03-27T23:00"),
    ],
    ids=["summer", "the year's end", "the financial year's end", "summer time ends", "summer time begins"],
)
def test_a_pack_is_frozen_until_midnight_in_london_of_the_meetings_day(held_on, last, first, over, editor, quick):
    meeting = MeetingFactory(committee=over.committee, held_on=datetime.date.fromisoformat(held_on))
    pack = over.pack(by=editor, meeting=meeting)
    too_late = clock.at(datetime.datetime.fromisoformat(f"{first}+00:00"))
    with too_late, pytest.raises(Refused, match="The meeting was held on"):
        frozen(pack, editor)
    with clock.at(datetime.datetime.fromisoformat(f"{last}+00:00")):
        assert frozen(loaded(pack), editor).is_frozen


def test_more_than_a_browser_waits_for_is_refused(pack, editor, quick, monkeypatch):
    monkeypatch.setattr(packs, "MOST_ITEMS", 2)
    with pytest.raises(Refused, match="This pack has 3 items, and files are made of 2 at most"):
        frozen(pack, editor)


# --- Ever after -------------------------------------------------------------------------------------------------------


def test_whatever_is_edited_afterwards_leaves_pack_and_files_byte_for_byte(pack, over, editor, quick):
    frozen(pack, editor)
    before = kept(pack)
    edit_everything(over)
    assert kept(pack) == before
    assert assemble(loaded(pack)) != from_plain(Contents, loaded(pack).content)


def kept(pack):
    return loaded(pack).content, {file.kind: file.hand_out() for file in PackFile.objects.filter(pack=pack)}


def edit_everything(over):
    """Change whatever the pack shows."""
    Deliverable.objects.update(title="Another", deadline_text="Never", lead=None)
    ProgressUpdate.objects.update(rating="amber", done="Otherwise.", recovery="", state="accepted")
    type(over.plan).objects.filter(pk=over.plan.pk).update(title="Another plan", marking="RESTRICTED")
    over.plan.scale.points.update(word="Another word")
    type(over.committee).objects.filter(pk=over.committee.pk).update(name="Another committee")
    type(over.risk).objects.update(title="Another risk", committee=None)
    for made in over.made.values():
        if hasattr(made, "text"):
            type(made).objects.update(text="Another text")


def test_a_file_whose_bytes_were_touched_is_not_handed_out(pack, editor, quick):
    file = frozen(pack, editor).files.get(kind="pdf")
    assert file.hand_out() == DRAWN
    with connection.cursor() as cursor:
        cursor.execute("UPDATE scrutiny_packfile SET content = %s WHERE id = %s", [b"%PDF-1.7 other", file.pk])
    with pytest.raises(Tampered, match="not the one that was kept"):
        PackFile.objects.get(pk=file.pk).hand_out()


def test_what_is_kept_is_what_json_gives_back(pack, editor, quick):
    content = loaded(frozen(pack, editor)).content
    assert as_plain(from_plain(Contents, content)) == content


def test_the_next_meetings_pack_is_compared_with_what_was_given_not_with_what_is_there_now(over, editor, quick):
    first = frozen(over.pack(by=editor), editor)
    ProgressUpdate.objects.filter(deliverable=over.green).update(rating="red")
    later = MeetingFactory(committee=over.committee, held_on=datetime.date(2010, 6, 15))
    with clock.at(datetime.datetime(2010, 6, 1, 9, 0, tzinfo=datetime.timezone.utc)):
        found = assemble(over.pack(by=editor, meeting=later))
    assert found.earlier == "the pack of the meeting of 18 May 2010"
    assert [(one.what, one.before, one.after) for one in found.changes] == [("Rating", "Green", "Red")]
    assert first.is_frozen


def test_assembling_needs_no_more_than_a_meeting_and_a_plan(over, editor):
    made = assemble_pack(Pack(meeting=over.made["coming"], plan=over.plan), by=editor)
    assert (made.scope, made.period, made.why) == ("committee", None, "")
