"""What the API answers instead of what was asked for: problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "The address asks for something that this list does not know",
    401: "A valid token is needed",
    403: "Your posts do not let you read this",
    404: "There is nothing here",
    405: "The API is read only",
    429: "Too many requests",
}


class Fault(msgspec.Struct, frozen=True):
    """A parameter of the address that is not understood, and why."""

    parameter: str
    detail: str


class ProblemDetails(msgspec.Struct, frozen=True):
    """Why a request was not answered (RFC 9457)."""

    title: str
    status: int
    detail: str
    errors: list[Fault]
    type: str = "about:blank"


class Problem(Exception):
    """A request is not answered. The detail is a whole sentence on what to do."""

    def __init__(
        self, status: int, detail: str, *, errors: list[Fault] | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.details = ProblemDetails(title=TITLES[status], status=status, detail=detail, errors=errors or [])
        self.headers = dict(headers or {})

    @property
    def response(self) -> HttpResponse:
        body = msgspec.json.encode(self.details)
        return HttpResponse(body, status=self.details.status, content_type=MEDIA_TYPE, headers=self.headers)
