"""Publications: the list, one of them with its files, and withdrawing it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from kpa_tracker.base.toolkit.kept import Tampered
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, ListPage, PageAction, RecordPage
from kpa_tracker.interfaces.publication.actions.publishing import content_of, withdraw
from kpa_tracker.interfaces.publication.filters import PublicationFilter
from kpa_tracker.interfaces.publication.forms import WithdrawForm
from kpa_tracker.interfaces.publication.models import Publication, PublicationFile
from kpa_tracker.interfaces.publication.models.publications import WORN
from kpa_tracker.interfaces.publication.tables import PublicationTable
from kpa_tracker.interfaces.publication.views.ways import may, way_to

TYPES: dict[str, str] = {
    PublicationFile.Kind.PDF: "application/pdf",
    PublicationFile.Kind.PACKAGE: "application/zip",
    PublicationFile.Kind.JSON: "application/json",
    PublicationFile.Kind.CSV: "text/csv; charset=utf-8",
}


class PublicationList(ListPage):
    """Every publication, the latest first."""

    model, table_class, filterset_class = Publication, PublicationTable, PublicationFilter
    permission_required = "publication.view_wording"
    page_title = "Publications"
    purpose = "What was made public of the plans, when, by whom, and what was taken back."
    empty_message = "Nothing has been published yet. Editors publish a plan from its page “Publish”."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Plans", reverse("plan-list")), (self.page_title, "")]


class OfPublication(RecordPage):
    """A page on one publication."""

    model = Publication
    object: Publication
    permission_required = "publication.view_wording"

    def get_queryset(self) -> Any:
        joined = ("plan__public_address", "plan__authority", "published_by", "withdrawal__by")
        return super().get_queryset().select_related(*joined)


class PublicationPage(OfPublication):
    """What was published, its files with their fingerprints, who did it and what became of it."""

    template_name = "publication/publication.html"

    def get_page_title(self) -> str:
        return f"{self.object.plan.title}: publication {self.object.number}"

    def get_purpose(self) -> str:
        return "What the public was given, as it was given. Nothing in it changes any more."

    def get_breadcrumbs(self) -> list[Crumb]:
        return way_to(self.object.plan, (f"Publication {self.object.number}", ""))

    def get_page_actions(self) -> list[PageAction]:
        one = self.object
        if one.is_withdrawn:
            return []
        public = [] if one.is_embargoed else [("Read it as the public does", one.public_url, "secondary")]
        take = ("Withdraw it", reverse("publication-withdraw", args=[one.pk]), "warning")
        return [*public, take] if may(self.request.user, "publish", one) else [*public]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = content_of(self.object) if self.object.content else None
        history = f"{reverse('history')}?type=plans.plan&number={self.object.plan_id}"
        return super().get_context_data(
            **kwargs,
            document=document,
            files=list(self.object.files.exclude(kind__in=WORN).defer("content")),
            history_url=history if self.request.user.has_perm("audit.view_event", self.object) else "",
        )


class PublicationDownload(OfPublication):
    """A file of a publication, byte for byte, for the office: also before its time, and after it was withdrawn."""

    purpose = "Hands out the file that the public was given, or will be."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.get_object()
        found: PublicationFile | None = self.object.files.filter(name=self.kwargs["name"]).first()
        if found is None:
            raise Http404
        try:
            content = found.hand_out()
        except Tampered as refused:
            return self.refuse(refused)
        disposition = f'attachment; filename="{found.name}"'
        return HttpResponse(
            content, content_type=TYPES.get(found.kind) or found.worn_as, headers={"Content-Disposition": disposition}
        )

    def refuse(self, refused: Tampered) -> HttpResponse:
        """Say why there is no file, on a page that leads back."""
        one = self.object
        context = {
            "page_title": "This file is not handed out",
            "purpose": refused.message,
            "breadcrumbs": way_to(one.plan, (f"Publication {one.number}", one.get_absolute_url())),
            "page_actions": [("The publication", one.get_absolute_url(), "primary")],
        }
        return render(self.request, "publication/unavailable.html", context, status=500)


class Withdraw(ActionPage):
    """Taking a publication back, with a reason and a second look."""

    model, form_class = Publication, WithdrawForm
    permission_required: ClassVar[str] = "publication.publish"
    template_name = "publication/withdraw.html"
    submit_label = "Withdraw it now"
    success_message = "It is withdrawn. Nobody outside reads it any more."
    extra_context = {"submit_kind": "warning"}

    def get_page_title(self) -> str:
        return f"Withdraw publication {self.object.number}"

    def get_purpose(self) -> str:
        return f"{self.object.plan.title}: takes it from the public pages, files, feed and caches at once, for ever."

    def get_breadcrumbs(self) -> list[Crumb]:
        one = self.object
        return way_to(one.plan, (f"Publication {one.number}", one.get_absolute_url()), ("Withdraw", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = Publication.objects.public().filter(plan=self.object.plan).exclude(pk=self.object.pk)
        return super().get_context_data(**kwargs, next=others.order_by("-number").defer("content").first())

    def perform(self, form: WithdrawForm) -> Publication:
        withdraw(self.object, reason=form.cleaned_data["reason"], by=self.request.user)
        done: Publication = self.object
        return done
