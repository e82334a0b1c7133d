"""Views of lists that people keep for themselves."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import NoReverseMatch, resolve, reverse

from kpa_tracker.base.people.actions import forget_view, keep_view
from kpa_tracker.base.people.models import SavedView
from kpa_tracker.base.toolkit.forms import PlainForm
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, ListPage

NOT_KEPT = ("page", "export")


@lru_cache(maxsize=256)  # each list asks it of itself, and to find one among all addresses is a twentieth of a page
def list_of(page: str) -> type[ListPage] | None:
    """Return the list whose views can be kept under a name: one that stands by itself, not under a record."""
    try:
        view = getattr(resolve(reverse(page)).func, "view_class", object)
    except NoReverseMatch:
        return None
    return view if issubclass(view, ListPage) else None


def crumbs_of(page: str, query: str, *here: Crumb) -> list[Crumb]:
    """Return the way back to a list as it was."""
    of = list_of(page)
    return [(of.page_title, address_of(page, query)), *here] if of else [*here]


def address_of(page: str, query: str) -> str:
    """Return the address of a list with its filters and sorting; the first page where there is no such list."""
    try:
        address = reverse(page)
    except NoReverseMatch:
        return reverse("home")
    return f"{address}?{query}" if query else address


class KeepForm(PlainForm):
    """A name for the list as it is now."""

    name = forms.CharField(label="Name of the view", max_length=80)
    page = forms.CharField(max_length=100, widget=forms.HiddenInput)
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)

    def clean_page(self) -> str:
        page: str = self.cleaned_data["page"]
        if list_of(page) is None:
            raise forms.ValidationError("This is not a list whose views can be kept.")
        return page

    def clean_query(self) -> str:
        query = QueryDict(self.cleaned_data["query"], mutable=True)
        for name in NOT_KEPT:
            query.pop(name, None)
        return query.urlencode()


class KeepView(ActionPage):
    """Keep a list with its filters and sorting under a name; the same name again replaces what it kept."""

    permission_required = "people.keep_view"
    form_class = KeepForm
    page_title = "Keep this view"
    purpose = "Give the list a name, and it stays at hand above it with its filters and sorting. Only you see it."
    submit_label = "Keep it"
    success_message = "The view is kept."

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET.get(name, "") for name in ("page", "query")}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def perform(self, form: KeepForm) -> SavedView:
        said = form.cleaned_data
        return keep_view(self.request.user, page=said["page"], name=said["name"], query=said["query"])

    def get_success_url(self) -> str:
        return address_of(self.done.page, self.done.query)

    @property
    def asked(self) -> tuple[str, str]:
        """The list's name and its filters, as whoever came here had them."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        return asked.get("page", ""), QueryDict(asked.get("query", "")).urlencode()

    def get_cancel_url(self) -> str:
        return address_of(*self.asked)

    def get_breadcrumbs(self) -> list[Crumb]:
        return crumbs_of(*self.asked, (self.page_title, ""))


class ForgetView(ActionPage):
    """Throw a kept view away."""

    model = SavedView
    permission_required = "people.keep_view"
    form_class = PlainForm
    template_name = "pages/confirm.html"
    submit_label = "Remove it"
    success_message = "The view is removed. The list itself is as it was."

    def get_page_title(self) -> str:
        return f"Remove the view “{self.object.name}”"

    def get_purpose(self) -> str:
        return "The view goes from above the list. No record changes."

    def perform(self, form: Any) -> None:
        self.page = self.object.page
        forget_view(self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return address_of(self.page, "")

    def get_cancel_url(self) -> str:
        return address_of(self.object.page, self.object.query)

    def get_breadcrumbs(self) -> list[Crumb]:
        return crumbs_of(self.object.page, self.object.query, ("Remove a view", ""))
