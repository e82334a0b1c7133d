"""Changing several deliverables at once: choose, look at what exactly would happen, confirm."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from deliverables.actions.bulk import MOST, change_several, preview
from deliverables.filters import DeliverableFilter
from deliverables.forms.bulk import BulkForm, versions_in, versions_of
from deliverables.models import Deliverable
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, visible

ROW = re.compile(r"[0-9]{1,18}")


class ChangeSeveral(ActionPage):
    """One change to the chosen rows of the list, with a preview and a reason."""

    permission_required = "deliverables.change_deliverable"
    form_class = BulkForm
    template_name = "deliverables/bulk.html"
    page_title = "Change several deliverables"
    purpose = "Make one change to all of the rows that you chose. You see what exactly would happen before it does."
    submit_label = "Show what would change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.why_not():
            return self.render_to_response(self.get_context_data(form=None))
        return super().get(request, *args, **kwargs)

    @cached_property
    def chosen(self) -> list[Deliverable]:
        """The chosen rows that the person may see, in the list's order, as they now stand."""
        rows = visible(Deliverable, self.request.user).for_list()
        if self.request.method == "POST":
            return list(rows.filter(pk__in=versions_in(self.request.POST.get("seen", ""))))
        if "all" in self.request.GET:
            found = DeliverableFilter(QueryDict(self.request.GET.get("list", "")), queryset=rows, request=self.request)
            return list(found.qs[: MOST + 1]) if found.is_valid() else []
        ticked = [pk for pk in self.request.GET.getlist("row") if ROW.fullmatch(pk)]
        return list(rows.filter(pk__in=ticked[: MOST + 1]))

    def why_not(self) -> str:
        """Say why these rows cannot be changed together; nothing where they can."""
        may = [self.request.user.has_perm(self.permission_required, one) for one in self.chosen]
        if not self.chosen:
            return "No rows were chosen. Go back to the list and tick some."
        if len(self.chosen) > MOST:
            return f"At most {MOST} deliverables can be changed at once. Go back and narrow the list first."
        if not all(may):
            return "Some of these rows are not yours to change. Go back and choose others."
        if len({one.authority_id for one in self.chosen}) > 1:
            return "These rows belong to several authorities. Choose rows of one of them."
        return ""

    def get_form_kwargs(self) -> dict[str, Any]:
        authority = self.chosen[0].authority_id if self.chosen else None
        return {**super().get_form_kwargs(), "authority": authority}

    def get_initial(self) -> dict[str, Any]:
        return {"seen": versions_of(self.chosen), "list": self.request.GET.get("list", "")}

    def form_valid(self, form: Any) -> HttpResponse:
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        return self.render_to_response(self.get_context_data(form=form, **self.previewed(form)))

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the preview again, as things now stand, where it was the last step that was refused."""
        again = self.previewed(form) if "confirm" in self.request.POST and form.says_what else {}
        return self.render_to_response(self.get_context_data(form=form, **again), status=422)

    def previewed(self, form: Any) -> dict[str, Any]:
        """Return the preview, and the versions that it shows."""
        lines = preview(self.chosen, kind=form.cleaned_data["kind"], to=form.to)
        return {"lines": lines, "changing": sum(line.differs for line in lines), "seen": versions_of(self.chosen)}

    def perform(self, form: Any) -> Any:
        said = form.cleaned_data
        done = change_several(
            self.chosen, kind=said["kind"], to=form.to, seen=said["seen"], reason=said["reason"], by=self.request.user
        )
        self.success_message = f"{len(done)} of {len(self.chosen)} deliverables changed."

    def get_success_url(self) -> str:
        return self.back_to_list()

    def back_to_list(self) -> str:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        query = QueryDict(asked.get("list", "")).urlencode()
        return f"{reverse('deliverable-list')}?{query}" if query else reverse("deliverable-list")

    def get_cancel_url(self) -> str:
        return self.back_to_list()

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Deliverables", self.back_to_list()), (self.page_title, "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(chosen=self.chosen, why_not=self.why_not(), **kwargs)
