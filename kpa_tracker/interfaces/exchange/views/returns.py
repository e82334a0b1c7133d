"""A return as a workbook: taking it out, sending it in, looking at what it would do, having it back with its faults."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from deliverables.models import ReportingPeriod
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.exports import WORKBOOK_TYPE
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, Page, PageAction, RecordPage, visible
from kpa_tracker.base.toolkit.words import counted
from kpa_tracker.interfaces.exchange.actions import returns
from kpa_tracker.interfaces.exchange.forms import NothingToSay
from kpa_tracker.interfaces.exchange.forms.plans import READ_AT_MOST
from kpa_tracker.interfaces.exchange.forms.returns import SUBMIT, ReturnForm
from kpa_tracker.interfaces.exchange.models import StagedReturn

STEPS = ["Take out and send in", "Look and confirm"]


def handed_out(file: Any) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type=WORKBOOK_TYPE, headers=headers)


class Theirs(Page):
    """What the pages share: a period or what was sent in for it, of those who report on something in it."""

    permission_required = "exchange.fill_return"
    model: ClassVar[Any]
    joined: ClassVar[tuple[str, ...]]
    kwargs: dict[str, Any]

    def get_object(self, queryset: Any = None) -> Any:
        found = visible(self.model, self.request.user).select_related(*self.joined)
        record = get_object_or_404(found, pk=self.kwargs["pk"])
        if not self.request.user.has_perm(self.permission_required, record):
            raise Http404
        return record


class OfReturn(Theirs):
    model: ClassVar[Any] = ReportingPeriod
    joined = ("plan__authority", "plan__scale")


class OfStagedReturn(Theirs):
    model: ClassVar[Any] = StagedReturn
    joined = ("period__plan__authority", "period__plan__scale")


class Return(OfReturn, ActionPage):
    """The return of a period: what of it may be taken out, and where it is sent in."""

    template_name = "exchange/return.html"
    form_class = ReturnForm
    page_title = "Your return as a workbook"
    submit_label = "Read the file"

    def get_purpose(self) -> str:
        due = format_date(self.object.due_on)
        return f"{self.object}. Updates are due by {due}. Take them out, fill them in without the site, send them in."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("My work", reverse("my-work")), (self.page_title, "")]

    def perform(self, form: ReturnForm) -> StagedReturn:
        file, submits = form.cleaned_data["file"], form.cleaned_data["write"] == SUBMIT
        read = file.read(READ_AT_MOST)
        return returns.stage_return(self.object, name=file.name, content=read, submits=submits, by=self.request.user)

    def get_cancel_url(self) -> str:
        return reverse("my-work")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        closed = returns.why_not_asked(self.object)
        shares = [] if closed else returns.shares_of(self.object, by=self.request.user)
        kinds = [("Of one post", "post-"), ("Of one committee", "committee-")]
        parts = [(label, [share for share in shares if share.key.startswith(kind)]) for label, kind in kinds]
        return super().get_context_data(
            **kwargs,
            marking=self.object.plan.marking,
            steps=STEPS,
            current_step=1,
            why_not_asked=closed,
            shares=[share for share in shares if "-" not in share.key],
            parts=[(label, found) for label, found in parts if found],
            most_rows=returns.MOST_ROWS,
        )


class TakeOutReturn(OfReturn, RecordPage):
    """The workbook of a return, or of a part of one. What cannot be taken out leads back, and says why."""

    purpose = "Take a return out as a workbook, fill it in without the site, and send it in."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        period = self.get_object()
        try:
            return handed_out(returns.export_return(period, share=request.GET.get("of", ""), by=request.user))
        except Refused as refused:
            messages.warning(request, refused.message)
            return redirect("return", pk=period.pk)


class PreviewReturn(OfStagedReturn, ActionPage):
    """What a return that came back would do, row by row, or what must be put right first; the button that does it. One
    that is taken leads to My work."""

    template_name = "exchange/return_preview.html"
    form_class = NothingToSay
    page_title = "Look and confirm"
    purpose = "This is what your return would do. All of it happens when you confirm, or nothing."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("my-work") if self.object.taken_at else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        return redirect("my-work") if self.object.taken_at else super().post(request, *args, **kwargs)

    def perform(self, form: NothingToSay) -> StagedReturn:
        return returns.confirm_return(self.object, by=self.request.user)

    def get_success_url(self) -> str:
        updates = counted(len(self.object.outcome), "update")
        done = "submitted" if self.object.submits else "kept as drafts"
        messages.success(self.request, f"Your return is taken: {updates} {done}.")
        return reverse("my-work")

    def get_cancel_url(self) -> str:
        return reverse("return", args=[self.object.period_id])

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("My work", reverse("my-work")), (Return.page_title, self.get_cancel_url()), (self.page_title, "")]

    def get_page_actions(self) -> list[PageAction]:
        return [("Send in another file", self.get_cancel_url(), "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.object.outcome
        self.submit_label = "Submit these updates" if self.object.submits else "Keep these drafts"
        return super().get_context_data(
            **kwargs,
            marking=self.object.period.plan.marking,
            steps=STEPS,
            current_step=2,
            rows=rows,
            wrong=[row for row in rows if row["wrong"]],
            what_happens="Submitted" if self.object.submits else "Kept as a draft",
        )


class MarkedReturn(OfStagedReturn, RecordPage):
    """The workbook as it came back, with the cells marked in which something is wrong."""

    purpose = "Take a return back with what is wrong marked in it, put it right and send it in again."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        staged = self.get_object()
        return redirect("my-work") if staged.taken_at else handed_out(returns.marked(staged))
