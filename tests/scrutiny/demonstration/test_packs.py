"""The demonstration's committees were given packs, and one is being assembled."""

from __future__ import annotations

import datetime

import pytest

from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.base.toolkit.plain import from_plain
from kpa_tracker.interfaces.scrutiny.actions import packs
from kpa_tracker.interfaces.scrutiny.assembling import assemble
from kpa_tracker.interfaces.scrutiny.demonstration.bodies import Bodies
from kpa_tracker.interfaces.scrutiny.demonstration.packs import Papers
from kpa_tracker.interfaces.scrutiny.demonstration.timeline import Timeline
from kpa_tracker.interfaces.scrutiny.models import Pack
from kpa_tracker.interfaces.scrutiny.packs.contents import Contents
from tests.factories.packs import oversight
from tests.factories.scrutiny import TO_COME

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(demonstration):
    """The packs of the demonstration, the earliest meeting first."""
    return list(Pack.objects.for_page().order_by("meeting__held_on"))


def test_two_packs_were_frozen_before_their_meetings_and_one_is_in_hand(loaded):
    assert [pack.is_frozen for pack in loaded] == [True, True, False]
    assert all(pack.frozen_at.date() < pack.meeting.held_on for pack in loaded[:2])
    assert [pack.files.count() for pack in loaded] == [2, 2, 0]


def test_the_second_is_compared_with_the_first(loaded):
    first, second = (from_plain(Contents, pack.content) for pack in loaded[:2])
    assert first.earlier.endswith("for which no such pack was frozen")
    assert second.earlier == "the pack of the meeting of 1 December 2009"
    assert second.changes


def test_all_their_sums_agree(loaded):
    assert [from_plain(Contents, pack.content).faults for pack in loaded[:2]] == [[], []]
    assert assemble(loaded[2]).faults == []


def test_they_show_what_was_known_on_their_day(loaded):
    for pack in loaded[:2]:
        contents = from_plain(Contents, pack.content)
        assert contents.head.made_on == f"{pack.frozen_at:%-d %B %Y}"
        assert contents.coverage.submitted > 0
        shown = {item.pk for item in contents.items} | {part.of for part in contents.parts or ()}
        assert len(contents.items) > 10
        assert pack.uses.count() == len(shown)


def test_a_server_that_cannot_draw_is_left_with_unfrozen_packs(authority, editor, monkeypatch):
    def cannot(html):
        raise PdfUnavailable("Install the library.")

    monkeypatch.setattr(packs, "render_pdf", cannot)
    over = oversight(authority)
    bodies = Bodies(authority, editor, committees={"Audit": over.committee}, people={"editor": editor})
    facts = {"committee": "Audit", "meeting": f"{TO_COME}", "assembled_on": f"{datetime.date(2010, 4, 12)}"}
    papers = Papers(Timeline(), None, bodies)
    papers.assemble(facts)
    papers.freeze(facts)
    assert [pack.is_frozen for pack in Pack.objects.filter(plan=over.plan)] == [False]
