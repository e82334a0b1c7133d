"""Pages of an officer's update."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView

from deliverables.actions.evidence import add_evidence
from deliverables.actions.updates import newest_version, save_draft, submit_update
from deliverables.forms.updates import (
    DRAFT,
    UpdateForm,
    answers_of,
    as_seen,
    unchanged_since,
)
from deliverables.models import Deliverable, ProgressUpdate, ReportingPeriod
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.pages import ActionPage, Page


def deliverable_to_write(request: HttpRequest, pk: int, permission: str, *, drawn: bool = True) -> Deliverable:
    """Return a deliverable as its page shows it, where this person may write on it; archived or forbidden is 404. One
    that is not `drawn` has what a form is checked by and no more, at a third of the cost."""
    current = Deliverable.objects.visible_to(request.user).filter(archived_at=None)
    shown = current.for_page() if drawn else current.select_related("plan__scale", "lead", "latest")
    deliverable = get_object_or_404(shown, pk=pk)
    if not request.user.has_perm(permission, deliverable):
        raise Http404
    return deliverable


def open_periods(deliverable: Deliverable) -> Any:
    """Return the periods of the plan that take updates today, the oldest first."""
    return ReportingPeriod.objects.open_on(clock.today()).filter(plan=deliverable.plan_id).order_by("observed_from")


class UpdateDue(Page, TemplateView):
    """Leads to the update that is due: of the oldest open period that asks for one and has none, else of the oldest
    that has none, else of the newest open one."""

    permission_required = "deliverables.update_deliverable"
    template_name = "deliverables/update_none_due.html"
    page_title = "No update is due"
    purpose = "Why nothing can be reported on this deliverable today."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.deliverable = deliverable_to_write(request, kwargs["pk"], self.permission_required)
        periods = list(open_periods(self.deliverable))
        if not periods:
            return super().get(request, *args, **kwargs)
        reported = set(self.deliverable.updates.of_record().values_list("period_id", flat=True))
        waiting = [period for period in periods if period.pk not in reported] or periods[-1:]
        due = min(waiting, key=lambda period: not period.asks_for(self.deliverable))
        return redirect(reverse("update-write", args=[self.deliverable.pk, due.pk], query=request.GET))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        upcoming = self.deliverable.plan.periods.filter(opens_on__gt=clock.today()).order_by("opens_on").first()
        return super().get_context_data(**kwargs, deliverable=self.deliverable, upcoming=upcoming)


class WriteUpdate(ActionPage):
    """Writing this period's update, with the last one beside it."""

    model = Deliverable
    permission_required = "deliverables.update_deliverable"
    template_name = "deliverables/update_write.html"
    form_class = UpdateForm

    def get_object(self) -> Deliverable:
        """Most of what is sent is saved and not shown again: what only a page shows is looked up where it is drawn."""
        deliverable = self.get_deliverable(drawn=self.request.method != "POST")
        periods = ReportingPeriod.objects.filter(plan=deliverable.plan_id)
        self.period = get_object_or_404(periods, pk=self.kwargs["period"])
        return deliverable

    def get_deliverable(self, *, drawn: bool) -> Deliverable:
        return deliverable_to_write(self.request, self.kwargs["pk"], self.permission_required, drawn=drawn)

    @cached_property
    def newest(self) -> ProgressUpdate | None:
        """The last version of the update in this period."""
        return newest_version(self.object, self.period)

    @cached_property
    def previous(self) -> ProgressUpdate | None:
        """The last update of an earlier period."""
        earlier = self.object.updates.of_record().filter(period__observed_from__lt=self.period.observed_from)
        found: ProgressUpdate | None = earlier.for_history().select_related("recovery_by").first()
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Offer no form for a period that takes no updates. What was typed before it closed, the action answers."""
        if self.period.is_closed or self.period.opens_on > clock.today():
            return redirect("update-due", pk=self.object.pk)
        return super().get(request, *args, **kwargs)

    def hides(self, update: ProgressUpdate | None) -> bool:
        """Whether a draft is not this person's to read, although they may write on the deliverable."""
        if update is None:
            return False
        update.deliverable = self.object
        return not self.request.user.has_perm("deliverables.view_progressupdate", update)

    @property
    def is_correction(self) -> bool:
        return self.newest is not None and self.newest.is_locked

    def get_page_title(self) -> str:
        return "Correct an update" if self.is_correction else "Write an update"

    def get_purpose(self) -> str:
        return f"{self.object}. {self.period}."

    def get_breadcrumbs(self) -> list[tuple[str, str]]:
        here = self.get_page_title()
        return [("My work", reverse("my-work")), (str(self.object), self.object.get_absolute_url()), (here, "")]

    def get_initial(self) -> dict[str, Any]:
        if self.request.method == "POST":
            return {}
        if self.newest and not self.hides(self.newest):
            return answers_of(self.newest)
        seen = {"seen": as_seen(self.newest)}
        if self.previous and "same" in self.request.GET:
            return unchanged_since(self.previous) | seen
        return {**seen, "stage": self.object.stage, "on_behalf_of": self.object.lead_id}

    def get_form_kwargs(self) -> dict[str, Any]:
        due = self.object.deadline_due
        is_late = due is not None and clock.today() > due
        return {**super().get_form_kwargs(), "deliverable": self.object, "is_late": is_late}

    def perform(self, form: UpdateForm) -> ProgressUpdate:
        write = save_draft if self.is_draft else submit_update
        return write(
            self.object,
            period=self.period,
            content=form.content(),
            seen=form.cleaned_data["seen"],
            evidence=form.brought(),
            by=self.request.user,
        )

    @property
    def is_draft(self) -> bool:
        return self.request.POST.get("save") == DRAFT

    def form_valid(self, form: Any) -> HttpResponse:
        brought = form.brought()
        response = super().form_valid(form)
        if brought and self.conflict:
            # A file cannot be put back into a form: it is kept beside the deliverable, so that nothing is lost.
            add_evidence(self.object, evidence=brought, by=self.request.user)
            messages.info(self.request, "Your evidence is kept with the deliverable. You need not add it again.")
        return response

    def get_success_url(self) -> str:
        if self.is_draft:
            messages.success(self.request, "Draft saved. Only those who answer for it can read it until you submit it.")
            return self.request.get_full_path()
        messages.success(self.request, f"Your update of {self.object} is submitted.")
        return reverse("my-work")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.request.method == "POST":
            self.object = self.get_deliverable(drawn=True)
        context = super().get_context_data(**kwargs)
        if self.conflict:
            context["comparison"] = [] if self.hides(self.conflict) else context["form"].beside(self.conflict)
            context["form"].has_now_seen(self.conflict)
        evidence = self.object.evidence.standing().select_related("added_by")
        context.update(
            period=self.period,
            newest=self.newest,
            hides_newest=self.hides(self.newest),
            hides_conflict=self.hides(self.conflict),
            previous=self.previous,
            is_correction=self.is_correction,
            starts_unchanged="same" in self.request.GET and (not self.newest or self.hides(self.newest)),
            evidence=evidence,
        )
        return context
