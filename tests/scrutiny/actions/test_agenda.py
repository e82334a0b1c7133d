"""The agenda of a meeting, and who was there."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.edits import archive
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.interfaces.scrutiny.actions import add_item, change_item, move_item, record_attendance, withdraw
from kpa_tracker.interfaces.scrutiny.models import AgendaItem, Attendance
from tests.factories.people import PostFactory
from tests.factories.scrutiny import AgendaItemFactory

pytestmark = pytest.mark.django_db


def verbs():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_an_item_stands_at_the_end_of_the_agenda(work, editor):
    first, second = (
        add_item(AgendaItem(meeting=work["coming"], title=title), by=editor) for title in ("Minutes", "Progress")
    )
    assert (first.position, second.position) == (1, 2)
    assert verbs() == ["agendaitem created"] * 2


def test_an_item_is_not_presented_by_another_authoritys_post(work, editor):
    item = AgendaItem(meeting=work["coming"], title="Progress", presented_by=PostFactory())
    with pytest.raises(ValidationError, match="another authority"):
        add_item(item, by=editor)


def test_an_archived_committee_has_no_agenda(work, editor):
    archive(work["committee"], seen=1, reason="Merged", by=editor)
    with pytest.raises(Refused, match="archived"):
        add_item(AgendaItem(meeting=work["coming"], title="Progress"), by=editor)


def test_what_was_presented_is_written_down_afterwards(work, editor):
    item = AgendaItemFactory(meeting=work["held"])
    said = {"presented": "The draft plan.", "differences": "Targets without numbers."}
    changed = change_item(item, seen=1, changes=said, by=editor)
    assert (changed.presented, changed.differences, changed.version) == (*said.values(), 2)
    assert verbs() == ["agendaitem changed"]


def test_of_two_who_change_an_item_the_second_is_told(work, editor):
    item = AgendaItemFactory(meeting=work["held"])
    change_item(item, seen=1, changes={"title": "Progress of the plan"}, by=editor)
    with pytest.raises(Conflict):
        change_item(AgendaItem.objects.get(pk=item.pk), seen=1, changes={"title": "Other"}, by=editor)


def test_an_item_moves_among_those_of_its_meeting(work, editor):
    first, second = (add_item(AgendaItem(meeting=work["coming"], title=one), by=editor) for one in ("a", "b"))
    AgendaItemFactory(meeting=work["held"], position=1)
    move_item(second, up=True, seen=second.version, by=editor)
    assert list(work["coming"].agendaitems.order_by("position")) == [second, first]


@pytest.mark.parametrize("act", ["change", "move"])
def test_what_was_taken_off_the_agenda_stays_as_it_was(act, work, editor):
    item = AgendaItemFactory(meeting=work["held"])
    item = withdraw(item, reason="Deferred.", seen=1, by=editor)
    acts = {
        "change": lambda: change_item(item, seen=2, changes={"title": "x"}, by=editor),
        "move": lambda: move_item(item, up=True, seen=2, by=editor),
    }
    with pytest.raises(Refused, match="taken back"):
        acts[act]()


def test_who_was_there_is_one_event(work, editor):
    present, away = [work["committee"].chair], list(work["committee"].members.all())
    made = record_attendance(work["held"], present=present, apologies=away, seen=0, by=editor)
    assert (list(made.present.all()), list(made.apologies.all()), verbs()) == (present, away, ["attendance created"])


def test_who_was_there_is_corrected_on_the_same_record(work, editor):
    present = [work["committee"].chair]
    record_attendance(work["held"], present=[], apologies=present, seen=0, by=editor)
    changed = record_attendance(work["held"], present=present, apologies=[], seen=1, by=editor)
    assert (Attendance.objects.count(), list(changed.present.all()), changed.version) == (1, present, 2)


def test_the_same_attendance_again_leaves_no_event(work, editor):
    present = [work["committee"].chair]
    for seen in (0, 1):
        record_attendance(work["held"], present=present, apologies=[], seen=seen, by=editor)
    assert verbs() == ["attendance created"]


def test_of_two_who_record_attendance_the_second_is_told(work, editor):
    for seen, present in ((0, []), (1, [work["committee"].chair])):
        record_attendance(work["held"], present=present, apologies=[], seen=seen, by=editor)
    with pytest.raises(Conflict):
        record_attendance(work["held"], present=[], apologies=[], seen=1, by=editor)


@pytest.mark.parametrize(
    ("meeting", "both", "why"), [("coming", False, "not been held"), ("held", True, "Either there or not")]
)
def test_attendance_that_cannot_be_is_refused(meeting, both, why, work, editor):
    chair = [work["committee"].chair]
    with pytest.raises(Refused, match=why):
        record_attendance(work[meeting], present=chair, apologies=chair if both else [], seen=0, by=editor)


def test_nobody_of_another_authority_was_there(work, editor):
    with pytest.raises(ValidationError, match="another authority"):
        record_attendance(work["held"], present=[PostFactory()], apologies=[], seen=0, by=editor)
