"""Doing one thing to several rows of a list: choose, look at what would happen, confirm."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from kpa_tracker.base.toolkit.forms import versions_in, versions_of
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, visible

ROW = re.compile(r"[0-9]{1,18}")


class SeveralPage(ActionPage):
    """An action on the chosen rows of a list. Its form has a field `seen` (SeenRowsField) and may have `list`, the
    list's filters, which the way back keeps."""

    several: ClassVar[type[Model]]
    filterset_class: ClassVar[Any]
    most: ClassVar[int]
    list_name: ClassVar[str]
    list_title: ClassVar[str]
    done_to: ClassVar[tuple[str, str]] = ("change", "changed")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.why_not():
            return self.render_to_response(self.get_context_data(form=None))
        return super().get(request, *args, **kwargs)

    def rows(self) -> QuerySet[Any]:
        """What of the list the person may see."""
        found: Any = visible(self.several, self.request.user)
        return found.for_list()

    @cached_property
    def chosen(self) -> list[Any]:
        """The chosen rows, in the list's order, as they now stand; one more than can be taken where there are more."""
        if self.request.method == "POST":
            rows = self.rows().filter(pk__in=self.named)
        elif "all" in self.request.GET:
            rows = self.all_of_the_list()
        else:
            rows = self.rows().filter(pk__in=[pk for pk in self.request.GET.getlist("row") if ROW.fullmatch(pk)][:1000])
        return list(rows[: self.most + 1])

    @cached_property
    def named(self) -> dict[int, int]:
        """The rows that a form was sent with, and the version of each that was seen."""
        return versions_in(self.request.POST.get("seen", ""))

    def all_of_the_list(self) -> QuerySet[Any]:
        filters = QueryDict(self.request.GET.get("list", ""))
        found = self.filterset_class(filters, queryset=self.rows(), request=self.request)
        return found.qs if found.is_valid() else self.rows().none()

    def why_not(self) -> str:
        """Say why these rows cannot be taken together; nothing where they can."""
        return next((sentence for holds, sentence in self.hindrances() if holds), "")

    def hindrances(self) -> list[tuple[bool, str]]:
        """Return what may stand against it: whether it does, and the sentence that says so."""
        may = all(self.request.user.has_perm(self.permission_required, one) for one in self.chosen)
        do, done = self.done_to
        rows = self.list_title.lower()
        too_many = f"At most {self.most} {rows} can be {done} at once. Go back and narrow the list first."
        return [
            (not self.chosen, "No rows were chosen. Go back to the list and tick some."),
            (len(self.chosen) > self.most, too_many),
            (
                len(self.chosen) < len(self.named),
                "Some of these rows are no longer in the list. Go back and choose again.",
            ),
            (not may, f"Some of these rows are not yours to {do}. Go back and choose others."),
            (
                len({one.authority_id for one in self.chosen}) > 1,
                "These rows belong to several authorities. Choose rows of one of them.",
            ),
        ]

    def get_initial(self) -> dict[str, Any]:
        return {"seen": versions_of(self.chosen), "list": self.request.GET.get("list", "")}

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it where that was confirmed; else show what would happen."""
        refused = self.why_not()
        if refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        return self.render_to_response(self.get_context_data(form=form, **self.previewed(form)))

    def previewed(self, form: Any) -> dict[str, Any]:
        """Return what the preview shows beside the rows."""
        return {"previewed": True}

    def get_success_url(self) -> str:
        return self.back_to_list()

    def get_cancel_url(self) -> str:
        return self.back_to_list()

    def back_to_list(self) -> str:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        query = QueryDict(asked.get("list", "")).urlencode()
        return f"{reverse(self.list_name)}?{query}" if query else reverse(self.list_name)

    def get_breadcrumbs(self) -> list[Crumb]:
        return [(self.list_title, self.back_to_list()), (self.page_title, "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"chosen": self.chosen, "why_not": self.why_not(), "seen": versions_of(self.chosen)}
        return super().get_context_data(**{**shown, **kwargs})
