"""A person's own tokens: which there are, making one, revoking one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kpa_tracker.base.toolkit.editing import PressForm, PressPage
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb
from kpa_tracker.interfaces.api.actions import make_token, revoke_token
from kpa_tracker.interfaces.api.forms import TokenForm
from kpa_tracker.interfaces.api.models import ApiToken

REVOKED_SHOWN = 5
"""How many revoked tokens the page still names, the latest first."""


class OwnPages:
    """What the pages on one's own tokens share."""

    permission_required = "api.keep_token"

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Reading with a program", reverse("api")), ("API tokens", reverse("api-tokens"))]

    def get_success_url(self) -> str:
        return reverse("api-tokens")

    def get_cancel_url(self) -> str:
        return reverse("api-tokens")


class OwnTokens(OwnPages, ActionPage):
    """The tokens that a person has, and making another. It is shown once, in the answer."""

    form_class = TokenForm
    template_name = "api/tokens.html"
    page_title = "API tokens"
    purpose = "With a token, a program such as Excel reads what you may read. It can change nothing."
    submit_label = "Make a token"

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Reading with a program", reverse("api")), (self.page_title, "")]

    def get_cancel_url(self) -> str:
        return ""

    def perform(self, form: TokenForm) -> str:
        said = form.cleaned_data
        return make_token(self.request.user, name=said["name"], expires_on=form.expires_on)

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        return self.show_once() if answer.status_code == 302 else answer

    def show_once(self) -> HttpResponse:
        shown = {"page_title": "Your new API token", "breadcrumbs": super().get_breadcrumbs(), "token": self.done}
        return render(self.request, "api/token_made.html", shown)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = ApiToken.objects.visible_to(self.request.user)
        found = {
            "tokens": list(own.filter(revoked_at=None)),
            "revoked": list(own.exclude(revoked_at=None).order_by("-revoked_at")[:REVOKED_SHOWN]),
        }
        return {**super().get_context_data(**kwargs), **found}


class RevokeToken(OwnPages, PressPage):
    """Revoking one of one's own tokens."""

    model = ApiToken
    page_title = "Revoke an API token"
    purpose = "It stops working at once, wherever it is used."
    success_message = "The token is revoked. It reads nothing any more."

    def perform(self, form: PressForm) -> None:
        revoke_token(self.object, by=self.request.user)
