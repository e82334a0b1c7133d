"""Documents that are drawn while nobody waits: asking for one, how it goes, calling it off, taking it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from kpa_tracker.base.toolkit.editing import PressForm, PressPage
from kpa_tracker.base.toolkit.pages import Crumb, PageAction, RecordPage
from kpa_tracker.interfaces.publication.actions.renderings import ask_for_rendering, cancel_rendering
from kpa_tracker.interfaces.publication.models import Rendering
from plans.models import Plan

NEEDED = {
    Rendering.Kind.WORKING: ("plans.view_plan", "deliverables.view_deliverable", "targets.view_measure"),
    Rendering.Kind.PUBLIC: ("plans.view_plan",),
    Rendering.Kind.PERFORMANCE: ("plans.view_plan", "targets.view_measure"),
}
"""What somebody has to be allowed beside, to have all that is in a document."""


class RenderingAsk(PressPage):
    """Asking for a document that is drawn while nobody waits."""

    model = Plan
    permission_required: ClassVar[str] = "publication.export_plan"
    page_title = "Draw a long document"
    purpose = "Draws the document while you do something else."

    def get_object(self) -> Any:
        plan = super().get_object()
        needed = NEEDED.get(self.kwargs["kind"])
        if needed is None or not all(self.request.user.has_perm(permission, plan) for permission in needed):
            raise Http404
        return plan

    def perform(self, form: PressForm) -> Rendering:
        return ask_for_rendering(self.object, kind=self.kwargs["kind"], by=self.request.user)


class OfRendering:
    """What the pages of a document that was asked for share."""

    permission_required: ClassVar[str] = "publication.export_plan"
    object: Any

    def get_breadcrumbs(self) -> list[Crumb]:
        plan = self.object.plan
        return [("Plans", reverse("plan-list")), (plan.title, plan.get_absolute_url()), ("A long document", "")]


class RenderingPage(OfRendering, RecordPage):
    """How the drawing of a document goes, and the file once it is there."""

    model = Rendering
    template_name = "publication/renderings/rendering.html"

    def get_purpose(self) -> str:
        return "A long document is drawn while you do something else. Its file is kept for a day, for you alone."

    def get_page_actions(self) -> list[PageAction]:
        one = self.object
        if one.is_drawn:
            return [("Download as PDF", reverse("rendering-file", args=[one.pk]), "primary")]
        return [("Look again", one.get_absolute_url(), "primary")] if one.is_open else []


class RenderingFile(OfRendering, RecordPage):
    """The file, for whoever asked for it."""

    model = Rendering
    purpose = "Hands out the document that was drawn."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        one = self.get_object()
        if not one.is_drawn:
            raise Http404
        disposition = f'attachment; filename="{one.name}"'
        headers = {"Content-Disposition": disposition}
        return HttpResponse(bytes(one.content), content_type="application/pdf", headers=headers)


class RenderingCancel(OfRendering, PressPage):
    """Calling a document off that is not drawn yet."""

    model = Rendering
    page_title = "Cancel it"
    purpose = "The document is not drawn."
    success_message = "It is cancelled."

    def perform(self, form: PressForm) -> Rendering:
        return cancel_rendering(self.object, by=self.request.user)
