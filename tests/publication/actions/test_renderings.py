"""Long documents in the background: asked for once, drawn once, told in words, kept for a day."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.base.toolkit.pdf.bounded import TOO_HEAVY, TOO_SLOW, NotDrawn
from kpa_tracker.interfaces.publication.actions import renderings as actions
from kpa_tracker.interfaces.publication.actions.renderings import (
    NOT_KNOWN,
    STOPPED,
    ask_for_rendering,
    cancel_rendering,
    draw_waiting,
)
from kpa_tracker.interfaces.publication.models import Rendering
from tests.factories.plans import PlanFactory
from tests.factories.publication import RenderingFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, title="The plan", state="adopted")


@pytest.fixture(autouse=True)
def drawn_from(monkeypatch):
    """Stand in for the drawing, which test_bounded.py looks at; return what was to be drawn."""
    found = []
    monkeypatch.setattr(actions, "render_bounded", lambda html: found.append(html) or b"%PDF-1.7 drawn")
    return found


def asked(plan, by, callbacks, kind="working"):
    with callbacks(execute=True):
        return ask_for_rendering(plan, kind=kind, by=by)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("working", "the working document"),
        ("public", "the public document"),
        ("performance", "the performance report"),
    ],
)
def test_what_was_asked_for_is_drawn_and_told_once(
    plan, officer, kind, said, drawn_from, django_capture_on_commit_callbacks
):
    made = asked(plan, officer, django_capture_on_commit_callbacks, kind)
    made.refresh_from_db()
    assert (made.state, bytes(made.content), len(drawn_from)) == ("drawn", b"%PDF-1.7 drawn", 1)
    assert made.name.endswith(".pdf")
    assert tell(history_of(plan).get()).sentence == f"{officer} exported the plan: as {said}."


def test_whoever_asks_twice_gets_the_one_that_is_under_way(plan, officer, editor):
    first = ask_for_rendering(plan, kind="working", by=officer)
    assert ask_for_rendering(plan, kind="working", by=officer) == first
    assert ask_for_rendering(plan, kind="public", by=officer) != first
    assert ask_for_rendering(plan, kind="working", by=editor) != first


def test_what_was_left_waiting_is_drawn_when_it_is_asked_for_again(plan, officer, django_capture_on_commit_callbacks):
    left = RenderingFactory(plan=plan, asked_by=officer)
    assert asked(plan, officer, django_capture_on_commit_callbacks) == left
    left.refresh_from_db()
    assert left.state == "drawn"


def test_once_it_is_drawn_asking_again_draws_anew(plan, officer, django_capture_on_commit_callbacks):
    first = asked(plan, officer, django_capture_on_commit_callbacks)
    assert asked(plan, officer, django_capture_on_commit_callbacks) != first


def test_two_of_the_same_under_way_cannot_be_stored(plan, officer):
    RenderingFactory(plan=plan, asked_by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        RenderingFactory(plan=plan, asked_by=officer, state="drawing")
    RenderingFactory(plan=plan, asked_by=officer, drawn=True)


def test_whoever_pressed_at_the_same_moment_gets_the_one_that_won(plan, officer, monkeypatch):
    won = RenderingFactory(plan=plan, asked_by=officer)
    blind = Rendering.objects.none()
    seen = iter([blind])
    real = Rendering.objects.open
    monkeypatch.setattr(Rendering.objects, "open", lambda: LateToSee(real(), seen))
    assert ask_for_rendering(plan, kind="working", by=officer) == won


class LateToSee:
    """Shows at the first look what stood there before somebody else was faster."""

    def __init__(self, rows, seen):
        self.rows, self.seen = rows, seen

    def filter(self, **said):
        self.rows = self.rows.filter(**said)
        return self

    def first(self):
        return next(self.seen).first()

    def get(self):
        return self.rows.get()


def test_what_is_no_document_is_refused(plan, officer):
    with pytest.raises(Refused, match="no such document"):
        ask_for_rendering(plan, kind="cover", by=officer)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (NotDrawn(TOO_SLOW), TOO_SLOW),
        (NotDrawn(TOO_HEAVY), TOO_HEAVY),
        (PdfUnavailable("apt-get install it"), "apt-get install it"),
        (ZeroDivisionError(), NOT_KNOWN),
    ],
    ids=["slow", "heavy", "unavailable", "unknown"],
)
def test_what_goes_wrong_is_said_and_the_next_is_drawn_all_the_same(plan, officer, monkeypatch, error, why):
    answers = iter([error, b"%PDF-1.7"])

    def render(html):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(actions, "render_bounded", render)
    failing, other = (RenderingFactory(plan=plan, asked_by=officer, kind=kind) for kind in ("working", "public"))
    assert draw_waiting() == 2
    failing.refresh_from_db()
    other.refresh_from_db()
    assert (failing.state, failing.why_not, other.state) == ("failed", why, "drawn")
    assert history_of(plan).count() == 1


def test_what_the_plan_refuses_is_said(authority, officer):
    draft = PlanFactory(authority=authority, state="draft")
    made = RenderingFactory(plan=draft, asked_by=officer, kind="public")
    draw_waiting()
    made.refresh_from_db()
    assert (made.state, made.why_not.partition(".")[0]) == ("failed", "This plan is a draft")


def test_what_is_cancelled_is_not_drawn(plan, officer, drawn_from):
    made = cancel_rendering(RenderingFactory(plan=plan, asked_by=officer), by=officer)
    assert (draw_waiting(), drawn_from, made.state) == (0, [], "cancelled")


def test_what_is_cancelled_while_it_is_drawn_is_thrown_away(plan, officer, monkeypatch):
    made = RenderingFactory(plan=plan, asked_by=officer)
    monkeypatch.setattr(actions, "render_bounded", lambda html: cancel_rendering(made, by=officer) and b"%PDF-1.7")
    draw_waiting()
    made.refresh_from_db()
    assert (made.state, bytes(made.content), history_of(plan).count()) == ("cancelled", b"", 0)


def test_only_what_is_under_way_is_cancelled_and_only_ones_own(plan, officer, editor):
    with pytest.raises(Refused, match="not under way"):
        cancel_rendering(RenderingFactory(plan=plan, asked_by=officer, drawn=True), by=officer)
    with pytest.raises(Refused, match="not under way"):
        cancel_rendering(RenderingFactory(plan=plan, asked_by=officer), by=editor)


def test_what_waits_is_taken_in_order_and_by_one_alone(plan, officer, editor):
    first, second = (RenderingFactory(plan=plan, asked_by=one) for one in (officer, editor))
    assert [actions.take_next(), actions.take_next(), actions.take_next()] == [first, second, None]


def test_no_more_than_two_are_drawn_beside_one_another(plan, officer):
    RenderingFactory.create_batch(2, plan=plan, state="drawing", started_at=clock.now())
    RenderingFactory(plan=plan, asked_by=officer)
    assert draw_waiting() == 0


def test_what_nobody_draws_any_more_is_given_up(plan):
    lost = RenderingFactory(plan=plan, state="drawing", started_at=clock.now() - actions.LOST_AFTER * 2)
    drawing = RenderingFactory(plan=plan, state="drawing", started_at=clock.now())
    draw_waiting()
    lost.refresh_from_db()
    drawing.refresh_from_db()
    assert (lost.state, lost.why_not, drawing.state) == ("failed", STOPPED, "drawing")


def test_after_a_day_it_is_cleared_away(plan, capsys):
    RenderingFactory(plan=plan, asked_at=clock.now() - DAY, drawn=True)
    kept = RenderingFactory(plan=plan, asked_at=clock.now() - DAY / 2, drawn=True)
    RenderingFactory(plan=plan)
    call_command("draw_documents")
    assert capsys.readouterr().out == "1 document drawn, 1 document cleared away.\n"
    assert Rendering.objects.order_by("pk").first() == kept


def test_the_site_leaves_the_drawing_to_a_process_of_its_own(
    plan, officer, settings, monkeypatch, drawn_from, django_capture_on_commit_callbacks
):
    settings.DRAW_AT_ONCE = False
    started = []
    monkeypatch.setattr(actions, "start_command", started.append)
    made = asked(plan, officer, django_capture_on_commit_callbacks)
    assert (started, drawn_from) == (["draw_documents"], [])
    made.refresh_from_db()
    assert made.state == "waiting"


def test_a_failure_without_a_reason_cannot_be_stored(plan):
    with pytest.raises(IntegrityError):
        RenderingFactory(plan=plan, state="failed")
