"""Text as people type and paste it, without what no file and no database can hold, and what no reader can see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

# XML, and with it Word and Excel files, has no place for these; PostgreSQL refuses the first of them.
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
# Spaces without width come along from web pages: a search does not find what holds them, and alone they pass for an
# answer. Marks that turn the direction of writing make a text read otherwise than it is stored.
UNSEEN = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def clean_typed(text: str) -> str:
    """Return what somebody typed or pasted with plain line ends, without control characters and unseen marks."""
    return UNSEEN.sub("", CONTROL_CHARACTERS.sub("", LINE_ENDS.sub("\n", text)))


def clean_value(value: Any) -> Any:
    return clean_typed(value) if isinstance(value, str) else value


def clean_data(data: Mapping[str, Any]) -> QueryDict | dict[str, Any]:
    """Return the data sent to a form with every text in it cleaned."""
    if not isinstance(data, QueryDict):
        return {name: clean_value(value) for name, value in data.items()}
    cleaned = QueryDict(mutable=True)
    for name, values in data.lists():
        cleaned.setlist(name, map(clean_value, values))
    return cleaned
