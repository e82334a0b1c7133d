"""Rows of a list that a form carries along, each with the version that was shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

SEEN = re.compile(r"[0-9]{1,18}:[0-9]{1,9}(,[0-9]{1,18}:[0-9]{1,9})*")
LONGEST = 1000
"""Rows that a form may name: more than any action takes, so that too many are told from none."""


def versions_in(text: str) -> dict[int, int]:
    """Return {12: 1, 14: 3} for "12:1,14:3", and nothing for what cannot be read or no database could look up."""
    pairs = [pair.split(":") for pair in text.split(",")] if text.count(",") < LONGEST and SEEN.fullmatch(text) else []
    return {int(pk): int(version) for pk, version in pairs}


def versions_of(records: Iterable[Any]) -> str:
    """Return the records with their versions as one text: a form takes at most a thousand fields."""
    return ",".join(f"{record.pk}:{record.version}" for record in records)


class SeenRowsField(forms.CharField):
    """Which records were shown, each with its version."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> dict[int, int]:
        seen = versions_in(super().clean(value))
        if not seen:
            raise ValidationError("The chosen rows got lost on the way. Go back to the list and choose them again.")
        return seen
