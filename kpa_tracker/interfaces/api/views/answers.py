"""What programs read: the lists, one record of a list, the OpenAPI document; and what they are answered otherwise."""

from __future__ import annotations

from typing import Any

import msgspec
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from kpa_tracker.interfaces.api.asking import asked_of, one_of
from kpa_tracker.interfaces.api.openapi import written
from kpa_tracker.interfaces.api.opening import holder_of
from kpa_tracker.interfaces.api.problems import Problem
from kpa_tracker.interfaces.api.resources import RESOURCES, Resource
from kpa_tracker.interfaces.api.shapes import Listed

MEDIA_TYPE = "application/json"


@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class ApiView(View):
    """What a token opens. Only GET is answered; who is signed in beside the token does not count."""

    http_method_names = ("get",)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer = self.answer(request, *args, **kwargs)
        except Problem as problem:
            answer = problem.response
        answer.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(answer, ["Authorization"])
        return answer

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer as the holder of the token, and nobody else."""
        request.user = AnonymousUser()
        if request.method == "GET":
            request.user = holder_of(request)
        return super().dispatch(request, *args, **kwargs)

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Problem(405, "Use GET: the API reads, and changes nothing.", headers={"Allow": "GET"})

    def resource(self, name: str) -> Resource:
        if name not in RESOURCES:
            raise Problem(404, f"The lists are: {', '.join(RESOURCES)}.")
        return RESOURCES[name]


class ListAnswer(ApiView):
    """One page of a list."""

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        resource = self.resource(name)
        asked = asked_of(resource, request)
        page = asked.page
        listed = Listed(
            count=page.paginator.count,
            page=page.number,
            pages=page.paginator.num_pages,
            per_page=asked.per_page,
            as_of=asked.day,
            next=self.address_of(page.number + 1) if page.has_next() else None,
            previous=self.address_of(page.number - 1) if page.has_previous() else None,
            results=[resource.shape.of(one) for one in page.object_list],
        )
        return HttpResponse(msgspec.json.encode(listed), content_type=MEDIA_TYPE)

    def address_of(self, number: int) -> str:
        """Return the address of another page of the same list."""
        query = self.request.GET.copy()
        query["page"] = str(number)
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")


class RecordAnswer(ApiView):
    """One record of a list."""

    def get(self, request: HttpRequest, name: str, pk: int) -> HttpResponse:
        resource = self.resource(name)
        return HttpResponse(
            msgspec.json.encode(resource.shape.of(one_of(resource, request, pk))), content_type=MEDIA_TYPE
        )


class NothingThere(ApiView):
    """Any other address under that of the lists."""

    def get(self, request: HttpRequest, rest: str) -> HttpResponse:
        raise Problem(404, "There is no such address. Each ends with a slash, such as /api/v1/plans/.")


class Document(ApiView):
    """The OpenAPI document, also to whoever is signed in: it holds nothing of anybody's."""

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "Authorization" in request.headers or request.method != "GET":
            return super().answer(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return self.get(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(written(), content_type=MEDIA_TYPE)
