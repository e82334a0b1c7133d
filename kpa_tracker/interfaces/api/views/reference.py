"""The page that explains the API to people, made of the same document that programs read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.views.generic import TemplateView

from kpa_tracker.base.toolkit.pages import Page, PageAction
from kpa_tracker.interfaces.api.openapi import document
from kpa_tracker.interfaces.api.resources import RESOURCES, Resource

KINDS = {"integer": "number", "number": "number", "string": "text", "boolean": "yes or no"}
PARTS = {"Named": "another record"}
FORMATS = {"date": "day", "date-time": "time"}


class Reference(Page, TemplateView):
    """How a program reads what its holder may read."""

    template_name = "api/reference.html"
    permission_required = "api.keep_token"
    page_title = "Reading with a program"
    purpose = "Programs such as Excel can read what you may read, list by list. They can change nothing."

    def get_page_actions(self) -> list[PageAction]:
        return [
            ("Your API tokens", reverse("api-tokens"), "primary"),
            ("OpenAPI document", reverse("api-openapi"), "secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = self.request.build_absolute_uri("/").rstrip("/")
        return {
            **super().get_context_data(**kwargs),
            "address": address,
            "example": f"{address}{reverse('api-list', args=['deliverables'])}",
            "lists": [described(one) for one in RESOURCES.values()],
            "parts": list(parts()),
            "a_minute": settings.API_REQUESTS_A_MINUTE,
        }


def described(resource: Resource) -> dict[str, Any]:
    """Return what the page says of a list."""
    found = document()
    listed = reverse("api-list", args=[resource.name])
    asked = found["paths"][listed]["get"]
    schema = found["components"]["schemas"][resource.shape.__name__]
    return {
        "name": resource.name,
        "address": listed,
        "about": asked["summary"],
        "parameters": [(one["name"], one["description"], in_words(one["schema"])) for one in asked["parameters"]],
        "fields": list(fields_of(schema)),
    }


def parts() -> Iterator[dict[str, Any]]:
    """Yield what the page says of everything that the answers on the lists are made of."""
    told = {one.shape.__name__ for one in RESOURCES.values()}
    for name, schema in document()["components"]["schemas"].items():
        if name not in told and not name.startswith("Listed_"):
            yield {"name": name, "about": schema["description"], "fields": list(fields_of(schema))}


def fields_of(schema: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (field, what it is, what is said of it) of a class of answers."""
    for name, field in schema["properties"].items():
        yield name, in_words(field), field.get("description", "")


def in_words(schema: dict[str, Any]) -> str:
    """Return what a value can be, in words."""
    if "anyOf" in schema:
        return " or ".join("missing" if one.get("type") == "null" else in_words(one) for one in schema["anyOf"])
    if "$ref" in schema:
        part = schema["$ref"].rpartition("/")[2]
        return PARTS.get(part, f"a {part}")
    if schema.get("type") == "array":
        return f"a list, each {in_words(schema['items'])}"
    if "enum" in schema:
        return ", ".join("missing" if code is None else str(code) for code in schema["enum"])
    return FORMATS.get(schema.get("format", ""), KINDS.get(schema.get("type", ""), "anything"))
