"""Long imports: how far one is, and calling it off."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst

from kpa_tracker.base.toolkit.editing import PressForm, PressPage
from kpa_tracker.base.toolkit.pages import Crumb, PageAction, RecordPage
from kpa_tracker.interfaces.exchange.actions.running import STOPPED, cancel_run
from kpa_tracker.interfaces.exchange.models import ImportRun

BEGUN = "Has begun: the file is compared with what is here"


def how_it_stands(run: ImportRun) -> str:
    """Say how far an import is, in the words of its page."""
    rows = run.slate.read()
    if run.is_lost or not run.is_under_way:
        return str((ImportRun.State.FAILED if run.is_lost else ImportRun.State(run.state)).label)
    if run.slate.is_asked_to_stop:
        return "Is being cancelled"
    if not rows:
        return str(ImportRun.State.WAITING.label)
    done, total = rows
    return f"{done:,} of {total:,} rows are imported" if total else BEGUN


class OfRun:
    """What the pages of a long import share."""

    permission_required = "exchange.import_plan"
    object: Any

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Import", reverse("import-list")), (self.object.staged.filename, "")]


class RunPage(OfRun, RecordPage):
    """How far a long import is. One that is done leads to its result."""

    model = ImportRun
    template_name = "exchange/run.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if self.object.state == ImportRun.State.DONE:
            return redirect(self.object.staged)
        return self.render_to_response(self.get_context_data(object=self.object))

    def get_page_title(self) -> str:
        return str(self.object.staged.filename)

    def get_purpose(self) -> str:
        return "A long file is imported while you do something else: all of it, or nothing."

    def get_page_actions(self) -> list[PageAction]:
        if self.object.is_under_way:
            return [("Look again", self.object.get_absolute_url(), "primary")]
        return [("Look at the file again", self.object.staged.get_absolute_url(), "primary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        stopped = {"why_not": STOPPED if run.is_lost else run.why_not, "is_stopping": run.slate.is_asked_to_stop}
        told = {"stands": how_it_stands(run), "caption": capfirst(run.staged.into)}
        return {**super().get_context_data(**kwargs), **told, **stopped}


class CancelRun(OfRun, PressPage):
    """Calling a long import off while it waits or runs."""

    model = ImportRun
    page_title = "Cancel the import"
    purpose = "What was written so far is undone."
    success_message = "The import is being cancelled."

    def perform(self, form: PressForm) -> ImportRun:
        return cancel_run(self.object)
