"""How the documents of an authority look: the page on which a look is tried, its style sheet and its logo."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.pages import Crumb, PageAction, RecordPage
from kpa_tracker.base.toolkit.typefaces import TYPEFACES, USUAL
from kpa_tracker.interfaces.publication.content import Appearance
from kpa_tracker.interfaces.publication.look import look_of
from kpa_tracker.interfaces.publication.models import Look
from kpa_tracker.interfaces.publication.views.ways import may

TITLE = "The look of documents"


class LookPage(RecordPage):
    """A cover, a heading, a table and the back page, as the documents of an authority have them."""

    model = Authority
    permission_required = "publication.view_look"
    template_name = "publication/look/look.html"

    def get_page_title(self) -> str:
        return TITLE

    def get_purpose(self) -> str:
        return (
            "How plans, reports and public pages look: colours, typeface, logo and back page. "
            "What was published keeps its look."
        )

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Plans", reverse("plan-list")), (TITLE, "")]

    def get_page_actions(self) -> list[PageAction]:
        user = self.request.user
        if not (may(user, "change_look", self.object) and user.has_perm("people.use_admin", self.object)):
            return []
        own = Look.objects.of(self.object.pk).first()
        if own is None:
            return [("Set a look", reverse("admin:publication_look_add"), "primary")]
        return [("Change it", reverse("admin:publication_look_change", args=[own.pk]), "primary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        look = look_of(self.object.pk)
        return super().get_context_data(**kwargs, look=look, typeface=TYPEFACES[look.typeface if look else USUAL])


class WornBy(RecordPage):
    """A file that pages in the look of an authority are drawn with."""

    model = Authority
    permission_required = "publication.view_look"
    purpose = "Hands out what documents are drawn with."
    content_type: str

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.get_object()
        look = look_of(self.object.pk)
        if look is None:
            raise Http404
        return HttpResponse(self.content_of(look), content_type=self.content_type)

    def content_of(self, look: Appearance) -> bytes:
        raise NotImplementedError


class LookSheet(WornBy):
    """The colours as a style sheet."""

    content_type = "text/css; charset=utf-8"

    def content_of(self, look: Appearance) -> bytes:
        return look.sheet.encode()


class LookLogo(WornBy):
    """A logo that the authority has or had."""

    content_type = "image/png"

    def content_of(self, look: Appearance) -> bytes:
        found = self.object.logos.filter(name=self.kwargs["name"]).first()
        if found is None:
            raise Http404
        content: bytes = found.hand_out()
        return content
