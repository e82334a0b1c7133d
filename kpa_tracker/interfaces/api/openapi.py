"""The OpenAPI document: made of the classes that the answers are made of, and of the filters of the lists."""

from __future__ import annotations

from functools import cache
from typing import Any

import django_filters
import msgspec
from django.urls import reverse

from kpa_tracker.base.toolkit.asof import PARAMETER
from kpa_tracker.base.toolkit.forms import DayField
from kpa_tracker.interfaces.api.asking import FEW, MOST
from kpa_tracker.interfaces.api.problems import MEDIA_TYPE, TITLES, ProblemDetails
from kpa_tracker.interfaces.api.resources import RESOURCES, Resource
from kpa_tracker.interfaces.api.shapes import Listed

VERSION = "1"
REFERENCE = "#/components/schemas/{name}"
ABOUT = (
    "What you may read on the pages of the plan tracker, for programs. A token has the rights of its holder, and reads "
    "only. Records that were archived have left the lists here as they have left the site's."
)
LIST_PROBLEMS, RECORD_PROBLEMS = (400, 401, 403, 405, 429), (400, 401, 403, 404, 405, 429)
NUMBER = {"type": "integer", "minimum": 1}


@cache
def document() -> dict[str, Any]:
    """Return the whole document. Nothing in it depends on who reads it."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Plan tracker", "version": VERSION, "description": ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {path: item for one in RESOURCES.values() for path, item in paths_of(one)},
        "components": {
            "schemas": schemas(),
            "responses": {str(status): problem(status) for status in TITLES},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


@cache
def written() -> bytes:
    return msgspec.json.format(msgspec.json.encode(document()))


def schemas() -> dict[str, Any]:
    """Return the schema of every class of answer, by its name."""
    listed: list[Any] = [Listed[one.shape] for one in RESOURCES.values()]  # type: ignore[name-defined]
    _, found = msgspec.json.schema_components([*listed, ProblemDetails], ref_template=REFERENCE)
    return found


def paths_of(resource: Resource) -> list[tuple[str, dict[str, Any]]]:
    """Return (path, what it answers) of a list and of one of its records."""
    listed = reverse("api-list", args=[resource.name])
    name, about = resource.shape.__name__, (resource.shape.__doc__ or "").strip()
    parameters = [*facets_of(resource), *paging()]
    return [
        (listed, {"get": operation(f"list_{resource.name}", about, f"Listed_{name}_", parameters, LIST_PROBLEMS)}),
        (f"{listed}{{id}}/", {"get": operation(f"read_{name.lower()}", about, name, [key()], RECORD_PROBLEMS)}),
    ]


def operation(
    name: str, about: str, schema: str, parameters: list[dict[str, Any]], problems: tuple[int, ...]
) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": REFERENCE.format(name=schema)}}}
    refused = {str(status): {"$ref": f"#/components/responses/{status}"} for status in problems}
    answers = {"200": {"description": "What was asked for.", "content": content}, **refused}
    return {"operationId": name, "summary": about, "parameters": parameters, "responses": answers}


def problem(status: int) -> dict[str, Any]:
    schema = {"$ref": REFERENCE.format(name=ProblemDetails.__name__)}
    return {"description": TITLES[status], "content": {MEDIA_TYPE: {"schema": schema}}}


def key() -> dict[str, Any]:
    about = "The record's number."
    return {"name": "id", "in": "path", "required": True, "description": about, "schema": {"type": "integer"}}


def paging() -> list[dict[str, Any]]:
    per_page = {**NUMBER, "maximum": MOST, "default": FEW}
    return [
        parameter("page", "Which page.", {**NUMBER, "default": 1}),
        parameter("per_page", "How many records a page has.", per_page),
    ]


def parameter(name: str, about: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": about, "schema": schema}


def facets_of(resource: Resource) -> list[dict[str, Any]]:
    """Return the facets of a list as parameters, with what they offer where that is the same for everybody."""
    found = resource.page.filterset_class.base_filters
    left = {name: one for name, one in found.items() if name != PARAMETER or resource.reads_the_past}
    return [parameter(name, str(one.label or name), schema_of(one)) for name, one in left.items()]


def schema_of(facet: Any) -> dict[str, Any]:
    if isinstance(facet, django_filters.ModelChoiceFilter):
        return {"type": "integer"}
    if issubclass(facet.field_class, DayField):
        return {"type": "string", "format": "date"}
    offered = [key for key, _ in facet.extra.get("choices", ())]
    return {"type": "string", **({"enum": offered} if offered else {})}
