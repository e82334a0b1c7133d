"""The three kinds of page: a list, a record, an action. An app's page is data: what it shows and who may.

Every page names its permission (a test walks the addresses for it), starts from what is visible to the person, and
answers what is forbidden exactly as what does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView
from django_filters.views import FilterView
from django_tables2.views import SingleTableMixin

from kpa_tracker.base.toolkit.asof import PARAMETER, AsOf
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.base.toolkit.exports import FORMATS, Lines, export
from kpa_tracker.base.toolkit.filters import narrowed_by
from kpa_tracker.base.toolkit.marked import known_around, marking_around
from kpa_tracker.base.toolkit.markings import highest
from kpa_tracker.base.toolkit.sendings import STILL, Sending

Crumb = tuple[str, str]
PageAction = tuple[str, str, str]
"""(label, address, kind): kind is "primary", "secondary" or "warning"."""


class Page:
    """What every page has: a permission, a title, one sentence on what it is for, the way back."""

    permission_required: ClassVar[str]
    page_title: str = ""
    purpose: str = ""
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission_required):
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def as_of(self) -> AsOf:
        """The day that the address asks for."""
        return AsOf(self.request)

    def is_read_then(self) -> bool:
        """Whether the page can be read as of a day. One that cannot says, where a day is asked for, that it shows
        today."""
        return False

    @property
    def today_alone(self) -> AsOf | None:
        """The day that was asked for in vain."""
        return self.as_of if self.as_of.asked and not self.is_read_then() else None

    def get_page_title(self) -> str:
        return self.page_title

    def get_purpose(self) -> str:
        return self.purpose

    def get_breadcrumbs(self) -> list[Crumb]:
        return []

    def get_page_actions(self) -> list[PageAction]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context.update(
            page_title=self.get_page_title(),
            purpose=self.get_purpose(),
            breadcrumbs=self.get_breadcrumbs(),
            page_actions=self.get_page_actions(),
            today_alone=self.today_alone,
        )
        context.setdefault("marking", marking_around(getattr(self, "object", None)))
        return context


def visible(model: type[Model], user: Any) -> QuerySet[Any]:
    """Return what of a model this person may see."""
    visible_to: QuerySet[Any] = model._default_manager.visible_to(user)
    return visible_to


def chosen(records: Iterable[Any], asked: str) -> Any:
    """Return the one of some records that an address asks for by its number; None where it asks for none. What is not
    among them is not there."""
    if not asked:
        return None
    found = [one for one in records if str(one.pk) == asked]
    if not found:
        raise Http404
    return found[0]


class ListPage(Page, SingleTableMixin, FilterView):
    """A list with facets, search, sorting, paging, kept views and an export of exactly what is shown.

    An invalid filter value shows its error and an empty list, never the unfiltered one.
    """

    template_name = "pages/list.html"
    rows_per_page = settings.PAGE_SIZE
    strict = True
    empty_message: str = "There is nothing here yet."
    view_name: str = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Take no order with a dot in its name: no column has one, and django-tables2 reads an old notation in it."""
        asked = request.GET.getlist("sort")
        if any("." in one for one in asked):
            query: Any = request.GET.copy()
            query.setlist("sort", [one for one in asked if "." not in one])
            request.GET = query
        super().setup(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        records = visible(self.model, self.request.user)
        return self.load(records) if hasattr(records, "for_list") else records

    def load(self, records: Any) -> Any:
        """Load with the rows what their cells name."""
        return records.for_list()

    def get_table_pagination(self, table: Any) -> dict[str, Any]:
        """Let the table page alone: a view that pages as well counts the rows twice. How many rows a page has is not
        for an address to say: with none, or with all of a long history, there is no page."""
        return {"paginator_class": lambda rows, _, **kwargs: Paginator(rows, self.rows_per_page, **kwargs)}

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"empty_text": self.why_empty()}

    def why_empty(self) -> str:
        """Say why a list without rows has none: filters in error, filters that leave nothing, or nothing there yet."""
        if self.filterset.is_bound and not self.filterset.is_valid():
            return "The filters above cannot be used as they are. Correct what is marked, or clear all filters."
        if any(self.query_without("sort", "page", "export").values()):
            return "Nothing matches all of these filters. Clear one of them to see more."
        return self.empty_message

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().get(request, *args, **kwargs)
        wanted = request.GET.get("export", "")
        if wanted not in FORMATS or not self.filterset.is_valid():
            return response
        if self.today_alone:
            response.status_code = 422
            return response
        table = self.get_table(**self.get_table_kwargs())
        beside = self.markings_beside(table.data.data)
        return export(table, format=wanted, name=self.get_page_title(), beside=beside)

    def markings_shown(self, table: Any) -> list[str]:
        """Return how the rows of this page are marked, as far as they are loaded; a file says it of its own rows."""
        if self.request.GET.get("export", "") in FORMATS:
            return []
        shown = [row.record for row in table.paginated_rows]
        return [*map(known_around, shown), *self.markings_beside(shown)]

    def markings_beside(self, shown: Iterable[Any]) -> list[str]:
        """Return the markings of what some rows tell of that have none themselves."""
        return []

    def is_read_then(self) -> bool:
        """A list is read as of a day by a filter for it."""
        return PARAMETER in self.filterset.filters

    def query_without(self, *names: str) -> QueryDict:
        """Return what the address asks for, without some of it."""
        query = self.request.GET.copy()
        for name in names:
            query.pop(name, None)
        return query

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        match = self.request.resolver_match
        in_vain = [PARAMETER] if self.today_alone else []
        query = self.query_without("export", "page", *in_vain).urlencode()
        context.update(
            narrowed_by=narrowed_by(self.filterset.form),
            export_formats=FORMATS,
            export_query=query,
            may_be_kept=self.filterset.is_valid(),
            kept_parameters=[("sort", value) for value in self.request.GET.getlist("sort")],
            view_name=self.view_name or (match.view_name if match else ""),
            marking=highest([context["marking"], *self.markings_shown(context["table"])]),
        )
        return context


class RecordPage(Page, DetailView):
    """One record, with its history. `marking_right` is the right to change its protective marking, which is done on the
    page named after its kind."""

    template_name = "pages/record.html"
    marking_right: ClassVar[str] = ""

    def get_queryset(self) -> QuerySet[Any]:
        records = visible(self.model, self.request.user)
        return records.for_page() if hasattr(records, "for_page") else records

    def get_page_title(self) -> str:
        return str(self.object)

    def get_marking_url(self) -> str:
        """Return the way to the page of its marking, for whoever may change it; not from the past."""
        of, right = self.object, self.marking_right
        may = right and not self.as_of.asked and self.request.user.has_perm(right, of)
        return reverse(f"{of._meta.model_name}-marking", args=[of.pk]) if may else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(marking_url=self.get_marking_url(), **kwargs)


class WithFile:
    """What a page beside the lists has whose template draws a list of its own: the list as a file, as it is shown."""

    request: HttpRequest
    today_alone: AsOf | None
    object: Any

    def get_file(self) -> Lines:
        raise NotImplementedError

    def get_file_name(self) -> str:
        name: str = self.get_page_title()
        return name

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get("export", "")
        if wanted not in FORMATS or self.today_alone:
            response: Any = super().get(request, *args, **kwargs)  # type: ignore[misc]
            response.status_code = 422 if wanted in FORMATS else response.status_code
            return response
        if hasattr(self, "get_object"):
            self.object = self.get_object()
        return export(self.get_file(), format=wanted, name=self.get_file_name())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(export_formats=FORMATS, **kwargs)  # type: ignore[misc]


class ActionPage(Page, FormView):
    """A form whose sending makes one call to an action, on a record or on none.

    The action's refusal becomes a message beside its field; a lost race shows both texts (`conflict` in the context).
    """

    template_name = "pages/form.html"
    http_method_names: tuple[str, ...] = ("get", "head", "post", "options")  # Django's forms take a PUT as well
    model: ClassVar[type[Model] | None] = None
    submit_label: str = "Save"
    success_message: str = ""
    object: Any = None
    conflict: Any = None
    makes_new: bool = False
    """Whether each sending makes something new: then the same one, sent twice, is done once."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission_required):
            raise Http404
        self.object = self.get_object()
        if self.object is not None and not request.user.has_perm(self.permission_required, self.object):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_object(self) -> Any:
        """Return the record that the page acts on, from what the person may see; None where it acts on none."""
        if self.model is None:
            return None
        try:
            return visible(self.model, self.request.user).get(pk=self.kwargs["pk"])
        except self.model.DoesNotExist:
            raise Http404 from None

    def perform(self, form: Any) -> Any:
        """Call the action with what the form says; return the record to go to."""
        raise NotImplementedError

    def form_valid(self, form: BaseForm) -> HttpResponse:
        return self.carry_out_once(form) if self.is_for_new(form) else self.carry_out(form)

    def is_for_new(self, form: Any) -> bool:
        return self.makes_new

    def carry_out_once(self, form: BaseForm) -> HttpResponse:
        """Carry out what was sent, or lead to what came of it when it was sent before."""
        sending = Sending(self.request)
        if not sending.is_first():
            return self.answer_again(form, sending.leads_to())
        response = None
        try:
            response = self.carry_out(form)
        finally:
            if response is not None and response.status_code == 302:
                sending.is_done(response.headers["Location"])
            else:
                sending.is_undone()
        return response

    def answer_again(self, form: BaseForm, address: str) -> HttpResponse:
        if address:
            messages.info(self.request, "You sent this twice. It was saved once.")
            return redirect(address)
        form.add_error(None, STILL)
        return self.form_invalid(form)

    def carry_out(self, form: BaseForm) -> HttpResponse:
        try:
            self.done = self.perform(form)
        except Conflict as conflict:
            self.conflict = conflict.current
            form.add_error(None, conflict.message)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        except ValidationError as error:
            self.add_errors(form, error)
        else:
            if self.success_message:
                messages.success(self.request, self.success_message)
            return redirect(self.get_success_url())
        return self.form_invalid(form)

    def add_errors(self, form: BaseForm, error: ValidationError) -> None:
        """Put what the record's own checks found beside the fields that the form has, the rest above them."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for field, texts in by_field.items():
            for text in texts:
                form.add_error(field if field in form.fields else None, text)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Show the form again, as an error (422) that a script, a proxy or a test can tell from a success."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_success_url(self) -> str:
        target = self.done if self.done is not None else self.object
        return target.get_absolute_url() if hasattr(target, "get_absolute_url") else reverse("home")

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url() if hasattr(self.object, "get_absolute_url") else reverse("home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.update(
            submit_label=self.submit_label, cancel_url=self.get_cancel_url(), conflict=self.conflict, object=self.object
        )
        return context
