"""Taking over a long file while nobody waits: confirmed on its page, done by a process of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.base.toolkit.processes import start_command
from kpa_tracker.interfaces.exchange.actions.book import confirm_book, read_book
from kpa_tracker.interfaces.exchange.actions.confirming import confirm_import
from kpa_tracker.interfaces.exchange.actions.measures.staging import confirm_measures
from kpa_tracker.interfaces.exchange.actions.register.staging import confirm_register
from kpa_tracker.interfaces.exchange.actions.staging import refuse_unseen
from kpa_tracker.interfaces.exchange.models import ImportRun, Sort, StagedImport
from kpa_tracker.interfaces.exchange.progress import Stopped, told_to

State = ImportRun.State
STOPPED = "It was broken off before its end: the server was stopped, or it took too long. You can confirm it again."
NOT_ALLOWED = "{} may not import here any more."
NOT_KNOWN = "Something went wrong. Tell whoever looks after the server: the log says what it was."
log = logging.getLogger(__name__)


def confirm_read_book(staged: StagedImport, *, by: Any, **said: Any) -> StagedImport:
    return confirm_book(staged, read_book(SourceDocument.from_json(staged.document)), by=by, **said)


TAKE: dict[str, Callable[..., StagedImport]] = {
    Sort.PLAN: confirm_import,
    Sort.TARGETS: confirm_measures,
    Sort.RESULTS: confirm_measures,
    Sort.REGISTER: confirm_register,
    Sort.BOOK: confirm_read_book,
}


def confirm(staged: StagedImport, *, by: Any, **said: Any) -> StagedImport | ImportRun:
    """Take a file over at once; or, where it is long, have it taken over while nobody waits. `said` is what the last
    page asks, and is kept until then."""
    return ask_for_run(staged, said=said, by=by) if staged.is_long else TAKE[staged.sort](staged, by=by, **said)


@transaction.atomic
def ask_for_run(staged: StagedImport, *, said: dict[str, Any], by: Any) -> ImportRun:
    """Have a file taken over by a process of its own. Whoever confirms twice gets the one that is under way. Refuses
    what is done, and another reading than the one seen."""
    refuse_unseen(staged, said.get("seen"))
    transaction.on_commit(start_running)  # also where it waits because whoever should take it over was stopped
    give_up_lost()
    if under_way := staged.runs.open().first():
        return under_way
    try:
        with transaction.atomic():
            return ImportRun.objects.create(staged=staged, said=said, asked_by=by)
    except IntegrityError:  # pressed twice at the same moment
        return staged.runs.open().get()


def cancel_run(run: ImportRun) -> ImportRun:
    """Call an import off: what is written so far is undone. Asks whoever is at it, beside the database: there a
    stranger's change might have to wait until all is imported. Refuses what is not under way."""
    if not run.is_under_way:
        raise Refused("It is not under way any more.")
    run.slate.ask_to_stop()
    start_running()  # where it waits and nobody is at work, somebody has to see it
    return run


def start_running() -> None:
    """Have what waits taken over: by a process that outlives the request, or here and now where nothing is long."""
    run_waiting() if settings.IMPORT_AT_ONCE else start_command("import_waiting")


def run_waiting(before_each: Callable[[], Any] = int) -> int:
    """Take over what waits, one after the other; return how many. Gives up first what was broken off."""
    give_up_lost()
    number = 0
    while run := take_next():
        before_each()
        carry_out(run)
        number += 1
    return number


def give_up_lost() -> None:
    for run in ImportRun.objects.filter(state=State.RUNNING):
        if run.is_lost:
            end(run, state=State.FAILED, why_not=STOPPED)
            run.slate.wipe()


def take_next() -> ImportRun | None:
    """Take up the next one that waits, so that nobody else does; none while another is being imported."""
    if ImportRun.objects.filter(state=State.RUNNING).exists():
        return None
    for number in list(ImportRun.objects.filter(state=State.WAITING).order_by("pk").values_list("pk", flat=True)):
        waiting = ImportRun.objects.filter(pk=number, state=State.WAITING)
        if waiting.update(state=State.RUNNING, started_at=clock.now()):
            return ImportRun.objects.select_related("asked_by").get(pk=number)
    return None


def carry_out(run: ImportRun) -> None:
    """Take one over. Whatever goes wrong undoes all of it, and is said in its place."""
    with run.slate.held() as teller:
        try:
            with told_to(teller):
                teller(0, 0)
                take_over_of(run)
        except Stopped:
            end(run, state=State.CANCELLED)
        except (Refused, ValidationError) as refused:
            end(run, state=State.FAILED, why_not=" ".join(getattr(refused, "messages", [str(refused)])))
        except Exception:
            log.exception("Import %s failed.", run.pk)
            end(run, state=State.FAILED, why_not=NOT_KNOWN)


@transaction.atomic
def take_over_of(run: ImportRun) -> None:
    """Take over what was confirmed, as whoever confirmed it, and say in the same transaction that it is done. Refuses
    where they may not any more."""
    staged, by = StagedImport.objects.for_page().get(pk=run.staged_id), run.asked_by
    hold_chain(staged.authority_id)
    if not by.has_perm("exchange.import_plan", staged):
        raise Refused(NOT_ALLOWED.format(by))
    TAKE[staged.sort](staged, by=by, **run.said)
    if not end(run, state=State.DONE):  # given up meanwhile, or thrown away
        raise Stopped


def end(run: ImportRun, **said: Any) -> bool:
    return bool(ImportRun.objects.filter(pk=run.pk, state=State.RUNNING).update(**said))
