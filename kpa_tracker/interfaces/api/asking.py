"""What an address asks of a list: which of its rows, and which page of them.

What is not understood is refused by its name: a value that a facet does not offer, an empty one, one given twice, a
parameter that the list does not have. Nothing that is asked for wrongly is answered with the whole list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import TooManyFieldsSent
from django.core.paginator import EmptyPage, Paginator
from django.core.paginator import Page as Rows
from django.db.models import QuerySet
from django.http import HttpRequest

from kpa_tracker.base.toolkit.asof import PARAMETER
from kpa_tracker.base.toolkit.forms import clean_typed
from kpa_tracker.interfaces.api.problems import Fault, Problem
from kpa_tracker.interfaces.api.resources import Resource

FEW, MOST = 100, 500
PAGING = ("page", "per_page")
FORBIDDEN = "None of the posts that you hold today lets you read this list."


class PagingForm(forms.Form):
    """Which page, and how many rows it has."""

    page = forms.IntegerField(required=False, min_value=1)
    per_page = forms.IntegerField(required=False, min_value=1, max_value=MOST)


@dataclass(frozen=True)
class Asked:
    """The rows of a list, one page of them, and the day as of which they are read."""

    page: Rows[Any]
    per_page: int
    day: Any


def refuse(faults: list[Fault]) -> None:
    """Refuse what is wrong with an address, each parameter once."""
    by_name = {fault.parameter: fault for fault in reversed(faults)}
    if by_name:
        names = ", ".join(sorted(by_name))
        raise Problem(400, f"Correct this in the address: {names}.", errors=[by_name[name] for name in sorted(by_name)])


def asked_of(resource: Resource, request: HttpRequest) -> Asked:
    """Return what an address asks of a list."""
    filterset = facets_of(resource, request)
    paging = PagingForm(request.GET)
    refuse([*misread(resource, request, filterset), *faults_of(filterset.form), *faults_of(paging)])
    rows = in_order(resource.load(filterset.qs))
    per_page = paging.cleaned_data["per_page"] or FEW
    return Asked(page_of(rows, paging.cleaned_data["page"] or 1, per_page), per_page, day_of(filterset))


def one_of(resource: Resource, request: HttpRequest, pk: int) -> Any:
    """Return the row of a list that has a number; what is not in the list is not there."""
    refuse([Fault(name, "A single record takes no parameters.") for name in parameters(request)])
    found = resource.load(list_of(resource, request).get_queryset()).filter(pk=pk).first()
    if found is None:
        raise Problem(404, "No record of this list has this number, or you may not read it.")
    return found


def list_of(resource: Resource, request: HttpRequest) -> Any:
    """Return the list of the site as it would be opened by whoever asks, where they may open it."""
    if not request.user.has_perm(resource.page.permission_required):
        raise Problem(403, FORBIDDEN)
    parameters(request)
    page = resource.page()
    page.setup(request)
    return page


def facets_of(resource: Resource, request: HttpRequest) -> Any:
    page = list_of(resource, request)
    return page.get_filterset(page.get_filterset_class())


def parameters(request: HttpRequest) -> Any:
    try:
        return request.GET
    except TooManyFieldsSent:
        raise Problem(400, "The address has too many parameters.") from None


def misread(resource: Resource, request: HttpRequest, filterset: Any) -> Iterator[Fault]:
    """Yield what is wrong with the parameters whatever they say."""
    known = {*PAGING, *filterset.filters}
    for name, values in request.GET.lists():
        if name == PARAMETER and not (resource.reads_the_past and name in known):
            yield Fault(name, "This list is read as of today alone.")
        elif name not in known:
            yield Fault(name, "This list has no such parameter.")
        elif len(values) > 1:
            yield Fault(name, "This is given twice.")
        elif not clean_typed(values[0]).strip():
            yield Fault(name, "This is empty. Leave it out, or give it a value.")
        elif clean_typed(values[0]) != values[0]:
            yield Fault(name, "This holds characters that nobody can read.")


def faults_of(form: Any) -> list[Fault]:
    """Return what a form says of its fields, each once."""
    return [Fault(name, " ".join(dict.fromkeys(messages))) for name, messages in form.errors.items()]


def in_order(rows: Any) -> Any:
    """Order by the records' numbers: what is made while somebody reads page by page comes at the end. What is read from
    the past has an order that does not change."""
    return rows.order_by("pk") if isinstance(rows, QuerySet) else rows


def page_of(rows: Any, number: int, per_page: int) -> Rows[Any]:
    pages = Paginator(rows, per_page)
    try:
        return pages.page(number)
    except EmptyPage:
        last = pages.num_pages
        raise Problem(400, f"The last page is {last}.", errors=[Fault("page", f"The last page is {last}.")]) from None


def day_of(filterset: Any) -> Any:
    """Return the day as of which a list is read; of a list that is asked for nothing, none."""
    return filterset.form.cleaned_data.get(PARAMETER) if filterset.is_bound else None
