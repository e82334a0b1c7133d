"""What our forms add to Django's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict

from kpa_tracker.base.toolkit.forms.looks import GovukField
from kpa_tracker.base.toolkit.forms.text import clean_data

MISSING = {
    "radios": "Choose an answer to “{}”.",
    "checkboxes": "Choose at least one answer to “{}”.",
    "checkbox": "Tick “{}” to go on.",
    "select": "Choose an answer to “{}”.",
    "file-upload": "Choose a file for “{}”.",
}


NOT_OFFERED = "Choose one of the answers to “{}” that are offered."
DJANGOS_OWN = {
    kind.default_error_messages["invalid_choice"]
    for kind in (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField)
}
"""What Django says of an answer that is not among those offered: it names a key, which means nothing to a reader."""


def missing(field: GovukField) -> str:
    """Say which answer is missing, so that the list at the head of the page can be read by itself."""
    return MISSING.get(field.kind, "Fill in “{}”.").format(field.label)


@dataclass(frozen=True)
class Group:
    """Fields under one legend; `more` is the button that asks for more rows of them: (value, label, place to go to)."""

    legend: str
    fields: list[BoundField]
    more: tuple[str, str, str] | None = None


class Plain:
    """What our forms add to Django's: clean text, groups of fields, no bubbles of the browser's own.

    `adding` names, by legend, the kind of row that its button asks for more of, and what the button says.
    """

    adding: ClassVar[Mapping[str, tuple[str, str]]] = {}
    fieldsets: ClassVar[Sequence[tuple[str, Sequence[str]]]] = ()
    shown_when: ClassVar[Mapping[str, tuple[str, str]]] = {}
    marks_optional = True
    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(clean_data(data) if data is not None else None, *args, **kwargs)  # type: ignore[call-arg]

    def full_clean(self) -> None:
        """Check the answers. What is wrong is named by its label, which a form may have changed until now."""
        for field in self:
            said = field.field.error_messages
            if said.get("required") == forms.Field.default_error_messages["required"]:
                said["required"] = missing(field)
            if said.get("invalid_choice") in DJANGOS_OWN:
                said["invalid_choice"] = NOT_OFFERED.format(field.label).replace("%", "%%")
        super().full_clean()  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        """Return the answers, always: Django lets a form's own check return nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc]
        return cleaned

    def groups(self) -> Iterator[Group]:
        """Yield the fieldsets; what is in none comes last, without a legend."""
        named = {name for _, names in self.fieldsets for name in names}
        for legend, names in self.fieldsets:
            yield Group(legend, self._shown(names), self._more(legend, names))
        yield Group("", self._shown(name for name in self.fields if name not in named))

    def _more(self, legend: str, names: Sequence[str]) -> tuple[str, str, str] | None:
        """The button's answer comes back with its first new row in sight: more rows than there were have that place."""
        kind, label = self.adding.get(legend, ("", ""))
        rows = sum(1 for name in names if re.fullmatch(rf"{kind}_[0-9]+", name))
        return (kind, label, f"id_{self.add_prefix(f'{kind}_{rows + 1}')}") if kind else None

    def leave_unchecked(self) -> None:
        """Show what was sent without a word on what is missing: the person has not finished."""
        self._errors = ErrorDict()

    def _shown(self, names: Iterable[str]) -> list[BoundField]:
        fields = [self[name] for name in names if name in self.fields]  # type: ignore[index]
        return [field for field in fields if not field.is_hidden]


class PlainForm(Plain, forms.Form):
    """A form of questions."""


class PlainModelForm(Plain, forms.ModelForm):
    """A form on the fields of a record. It cleans and hands over; an action saves."""
