"""Addresses of the API: what people read of it, their tokens, and the lists."""

from django.urls import path

from kpa_tracker.interfaces.api.views import answers, reference, tokens

urlpatterns = [
    path("", reference.Reference.as_view(), name="api"),
    path("tokens/", tokens.OwnTokens.as_view(), name="api-tokens"),
    path("tokens/<int:pk>/revoke/", tokens.RevokeToken.as_view(), name="api-token-revoke"),
    path("openapi.json", answers.Document.as_view(), name="api-openapi"),
    path("v1/<slug:name>/", answers.ListAnswer.as_view(), name="api-list"),
    path("v1/<slug:name>/<int:pk>/", answers.RecordAnswer.as_view(), name="api-record"),
    path("v1/<path:rest>", answers.NothingThere.as_view(), name="api-nothing"),
]
