"""Drawing long documents while nobody waits: asked for, drawn by a process of its own, handed to whoever asked."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.base.toolkit.pdf.bounded import WALL_SECONDS, render_bounded
from kpa_tracker.base.toolkit.processes import start_command
from kpa_tracker.interfaces.publication.actions.exporting import ExportedFile, as_html, file_name, taken
from kpa_tracker.interfaces.publication.content import Document
from kpa_tracker.interfaces.publication.models import Rendering
from kpa_tracker.interfaces.publication.models.renderings import KEPT_FOR
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.working import performance_report, working_document
from plans.models import Plan

AT_ONCE = 2
"""How many documents are drawn beside one another: each takes a processor, and a long one a gigabyte."""
LOST_AFTER = datetime.timedelta(seconds=2 * WALL_SECONDS)
STOPPED = "The server was stopped while it was drawn. Ask for it again."
NOT_KNOWN = "Something went wrong while it was drawn. Tell whoever looks after the server: the log says what it was."

State = Rendering.State
SELECT: dict[str, Callable[[Plan], Document]] = {
    Rendering.Kind.WORKING: working_document,
    Rendering.Kind.PUBLIC: public_document,
    Rendering.Kind.PERFORMANCE: performance_report,
}
log = logging.getLogger(__name__)


@transaction.atomic
def ask_for_rendering(plan: Plan, *, kind: str, by: Any) -> Rendering:
    """Ask for a document as a PDF that is drawn while nobody waits. Whoever asks twice gets the one that is under way.

    The history is told once it is drawn and can be taken: by then somebody may have a copy.
    """
    refuse_where((kind not in SELECT, "There is no such document."))
    transaction.on_commit(start_drawing)  # also where it waits because whoever should draw it was stopped
    own = Rendering.objects.open().filter(plan=plan, kind=kind, asked_by=by)
    if under_way := own.first():
        return under_way
    try:
        with transaction.atomic():
            return Rendering.objects.create(plan=plan, kind=kind, asked_by=by)
    except IntegrityError:  # pressed twice at the same moment
        return own.get()


def cancel_rendering(rendering: Rendering, *, by: Any) -> Rendering:
    """Call a document off that is not drawn yet. What is being drawn is drawn to its end and thrown away."""
    own = Rendering.objects.open().filter(pk=rendering.pk, asked_by=by)
    refuse_where((not own.update(state=State.CANCELLED), "It is not under way any more."))
    rendering.state = State.CANCELLED
    return rendering


def start_drawing() -> None:
    """Have what waits drawn: by a process that outlives the request, or here and now where nothing is long."""
    if settings.DRAW_AT_ONCE:
        draw_waiting()
        return
    start_command("draw_documents")


def draw_waiting() -> int:
    """Draw one after the other of what waits; return how many. Gives up first what nobody draws any more."""
    give_up_lost()
    drawn = 0
    while rendering := take_next():
        draw(rendering)
        drawn += 1
    return drawn


def give_up_lost() -> None:
    lost = Rendering.objects.filter(state=State.DRAWING, started_at__lt=clock.now() - LOST_AFTER)
    lost.update(state=State.FAILED, why_not=STOPPED)


def clear_away() -> int:
    """Delete what was asked for more than a day ago; return how many."""
    return int(Rendering.objects.filter(asked_at__lte=clock.now() - KEPT_FOR).delete()[0])


def take_next() -> Rendering | None:
    """Take the next one that waits, so that nobody else draws it; none where enough are being drawn already."""
    if Rendering.objects.filter(state=State.DRAWING).count() >= AT_ONCE:
        return None
    for number in list(Rendering.objects.filter(state=State.WAITING).order_by("pk").values_list("pk", flat=True)):
        waiting = Rendering.objects.filter(pk=number, state=State.WAITING)
        if waiting.update(state=State.DRAWING, started_at=clock.now()):
            taken_up: Rendering = Rendering.objects.select_related("plan__authority", "asked_by").get(pk=number)
            return taken_up
    return None


def draw(rendering: Rendering) -> None:
    """Draw a document in a process of its own and keep it. Whatever goes wrong is said in its place."""
    try:
        document = SELECT[rendering.kind](rendering.plan)
        content = render_bounded(as_html(document))
    except Refused as refused:
        end(rendering, state=State.FAILED, why_not=refused.message)
    except PdfUnavailable as reason:
        end(rendering, state=State.FAILED, why_not=str(reason))
    except Exception:
        log.exception("Drawing document %s failed.", rendering.pk)
        end(rendering, state=State.FAILED, why_not=NOT_KNOWN)
    else:
        keep(rendering, document, ExportedFile(file_name(document), content))


@transaction.atomic
def keep(rendering: Rendering, document: Document, file: ExportedFile) -> None:
    """Keep what was drawn and write down who took it; what was cancelled meanwhile is thrown away."""
    if end(rendering, state=State.DRAWN, name=file.name, content=file.content):
        taken(file, document.kind, rendering.plan, by=rendering.asked_by)


def end(rendering: Rendering, **said: Any) -> bool:
    return bool(Rendering.objects.filter(pk=rendering.pk, state=State.DRAWING).update(**said))
