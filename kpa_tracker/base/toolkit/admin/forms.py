"""The admin's forms: they clean, carry the version that was read, and show what an action refused."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.utils import pretty_name
from django.http import QueryDict

from kpa_tracker.base.toolkit.editing import in_words, version_field
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.base.toolkit.forms import PartialDateFormField, clean_data

SEEN = "seen_version"
"""The name of the hidden field; the record's own column is not one that a form may have."""
FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)
NO_DAY = "Choose a day between 1900 and 2199."
"""The calendar that the pages read; a year or 56 days before or after these are still days."""
NOT_SAID = frozenset({SEEN, "id", "DELETE"})


class RecordAdminForm(forms.ModelForm):
    """A form on one record. `refusal` is what the action answered the first time, shown at the second."""

    seen_version = version_field()
    refusal: ClassVar[Exception | None] = None

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(clean_data(data) if isinstance(data, QueryDict) else data, *args, **kwargs)
        self.initial[SEEN] = self.instance.version
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.validators += [MinValueValidator(FIRST_DAY, NO_DAY), MaxValueValidator(LAST_DAY, NO_DAY)]
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = f"Fill in “{field.label or pretty_name(name)}”."

    @property
    def seen(self) -> int:
        return self.cleaned_data.get(SEEN) or 0

    @property
    def changes(self) -> dict[str, Any]:
        """What was typed, by field, without what only serves the form."""
        own = {field.name for field in self._meta.model._meta.get_fields()} | set(self.base_fields)
        said = own.difference(NOT_SAID)
        return {name: value for name, value in self.cleaned_data.items() if name in said and not self._is_parent(name)}

    def _is_parent(self, name: str) -> bool:
        return isinstance(self.fields.get(name), forms.models.InlineForeignKeyField)

    @property
    def links(self) -> dict[str, Any]:
        many = {field.name for field in self._meta.model._meta.many_to_many}
        return {name: value for name, value in self.changes.items() if name in many}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if isinstance(self.refusal, Conflict):
            self._show_both(self.refusal)
        elif isinstance(self.refusal, Refused):
            self._blame(self.refusal.field, self.refusal.message)
        elif isinstance(self.refusal, ValidationError):
            self._show_all(self.refusal)

    def _blame(self, field: str | None, message: str) -> None:
        self.add_error(field if field in self.fields else None, message)

    def _show_all(self, error: ValidationError) -> None:
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for field, messages in by_field.items():
            for message in messages:
                self._blame(field, message)

    def _show_both(self, conflict: Conflict) -> None:
        """Show beside each field what is saved now, and let the next sending count."""
        saved, typed = conflict.current, self.changes
        for name, value in typed.items():
            shown = in_words(getattr(saved, name, ""))
            if in_words(value) != shown:
                self.add_error(name, f"Saved by somebody else meanwhile: {shown or 'nothing'}")
        self.add_error(None, f"{conflict.message} Compare, and save again what should stay.")
        self.data = self.data.copy()
        self.data[self.add_prefix(SEEN)] = str(saved.version)


class DueAdminForm(RecordAdminForm):
    """A form on a record that is due by a day, which is written as people write days."""

    due = PartialDateFormField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "due" in self.fields and self.instance.pk:
            self.initial["due"] = self.instance.due

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk is None and "due" in cleaned:
            self.instance.due = cleaned["due"]
        return cleaned
