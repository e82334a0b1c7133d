"""Pages as somebody would write them by hand who has nothing but speed to think of, and the same rights to keep."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from deliverables.models import Deliverable, Evidence, ProgressUpdate, ReportingPeriod
from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.people.models import Committee, Post
from plans.models import Ambition, Plan, Priority

ROWS = 50
COLUMNS = ("reference", "title", "plan__title", "lead__title", "committee__name", "deadline_text", "deadline_due")
SAID = ("latest__stage", "latest__rating", "latest__submitted_at")
RATINGS = [("red", "Red"), ("amber", "Amber"), ("green", "Green")]
STAGES = [("not_started", "Not started"), ("in_progress", "In progress"), ("complete", "Complete")]


def hello(request: HttpRequest) -> HttpResponse:
    """Greet whoever has signed in: a session, a person, a template."""
    return render(request, "floors/hello.html")


@login_not_required
def hello_to_all(request: HttpRequest) -> HttpResponse:
    """Greet anybody."""
    return render(request, "floors/hello.html")


class Facets(forms.Form):
    """The facets of the list of deliverables, as plain fields of Django."""

    words = forms.CharField(required=False)
    plan = forms.ModelChoiceField(Plan.objects.none(), required=False)
    committee = forms.ModelChoiceField(Committee.objects.none(), required=False)
    lead = forms.ModelChoiceField(Post.objects.none(), required=False)
    rating = forms.ChoiceField(choices=[("", "All"), *RATINGS], required=False)
    ambition = forms.ModelChoiceField(Ambition.objects.none(), required=False)
    supporting = forms.ModelChoiceField(Post.objects.none(), required=False)
    priority = forms.ModelChoiceField(Priority.objects.none(), required=False)
    stage = forms.ChoiceField(choices=[("", "All"), *STAGES], required=False)
    forecast = forms.ChoiceField(choices=[("", "All"), *RATINGS], required=False)
    as_of = forms.DateField(required=False)

    def __init__(self, data: Any, authorities: Any) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["plan"].queryset = Plan.objects.filter(authority__in=authorities)
        fields["committee"].queryset = Committee.objects.filter(authority__in=authorities)
        fields["lead"].queryset = fields["supporting"].queryset = Post.objects.filter(authority__in=authorities)
        fields["ambition"].queryset = Ambition.objects.filter(plan__authority__in=authorities)
        fields["priority"].queryset = Priority.objects.filter(plan__authority__in=authorities)


def _seen(request: Any) -> Any:
    return request.user.authorities_granting("deliverables.view_deliverable")


def _rows(authorities: Any) -> Any:
    today = datetime.date(2020, 2, 3)
    answered = ProgressUpdate.objects.filter(
        deliverable=OuterRef(OuterRef("pk")), period=OuterRef("pk"), state__in=["submitted", "accepted"]
    )
    waits = ReportingPeriod.objects.filter(plan=OuterRef("plan"), opens_on__lte=today, closed_at=None)
    return Deliverable.objects.filter(plan__authority__in=authorities, archived_at=None).annotate(
        awaiting=Exists(waits.filter(~Exists(answered))),
        evidenced=Exists(Evidence.objects.filter(deliverable=OuterRef("pk"), withdrawn_at=None)),
    )


def listed(request: HttpRequest) -> HttpResponse:
    """Show 50 deliverables with the same columns, facets and rights as the site's list."""
    authorities = _seen(request)
    facets = Facets(request.GET, authorities)
    found = _rows(authorities)
    if facets.is_valid():
        asked = facets.cleaned_data
        if asked["plan"]:
            found = found.filter(plan=asked["plan"])
        if asked["rating"]:
            found = found.filter(latest__rating=asked["rating"])
    order = request.GET.get("sort", "position")
    rows = found.order_by(order, "pk").values("pk", *COLUMNS, *SAID, "awaiting", "evidenced")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    return render(request, "floors/list.html", {"facets": facets, "page": page})


def matrix(request: HttpRequest) -> HttpResponse:
    """Count deliverables by ambition and rating in one query."""
    found = Deliverable.objects.filter(
        plan__authority__in=_seen(request), plan__title="Business plan 2019", archived_at=None
    )
    counted = found.values("ambition__reference", "ambition__title", "latest__rating").annotate(number=Count("pk"))
    cells: dict[str, dict[str, int]] = {}
    for row in counted.order_by("ambition__position"):
        name = f"{row['ambition__reference']} {row['ambition__title']}"
        cells.setdefault(name, {})[row["latest__rating"] or "none"] = row["number"]
    rows = [(name, [row.get(code, 0) for code in ("red", "amber", "green", "none")]) for name, row in cells.items()]
    return render(request, "floors/matrix.html", {"rows": rows})


class Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        return value


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    """Stream the deliverables in sight as CSV."""
    writer = csv.writer(Echo())
    found = _rows(_seen(request)).order_by("pk").values_list(*COLUMNS, *SAID, "awaiting")

    def lines() -> Iterator[str]:
        yield writer.writerow([*COLUMNS, *SAID, "awaiting"])
        for row in found.iterator(chunk_size=2_000):
            yield writer.writerow(row)

    return StreamingHttpResponse(lines(), content_type="text/csv")


def touched(request: HttpRequest) -> HttpResponse:
    """Write an event, so that nothing that was drawn before it is what would be drawn now."""
    one = Deliverable.objects.select_related("plan").get(pk=request.GET["deliverable"])
    record("floor touched", one, by=request.user, authority_id=one.authority_id)
    return HttpResponse()


def write(request: HttpRequest) -> HttpResponse:
    """Write one row and one event in a transaction, and lead on."""
    with transaction.atomic():
        one = Deliverable.objects.select_related("plan").get(pk=request.POST["deliverable"])
        now = timezone.now()
        said = {"done": request.POST["done"], "rating": "green", "stage": "in_progress", "changed_at": now}
        ProgressUpdate.objects.filter(pk=one.latest_id).update(**said)
        changes = {"done": ["", said["done"]]}
        record("floor written", one, by=request.user, authority_id=one.authority_id, changes=changes)
    return HttpResponseRedirect("/floor/hello/")
