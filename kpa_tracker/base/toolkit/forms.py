"""What all forms share: how they look, text without control characters, dates as people write them.

`{{ form }}` gives the markup of GOV.UK Frontend for every Django form. A form says more about itself with attributes:

    class UpdateForm(PlainForm):
        fieldsets = [("Where it stands", ["stage", "rating"]), ("In your words", ["done", "next"])]
        shown_when = {"cause": ("rating", "amber red"), "recovery": ("rating", "amber red")}

`shown_when` names the question and the answers that need a field; the server still decides what it refuses without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict

from kpa_tracker.base.toolkit.dates import PartialDate, Precision, format_date, parse_partial_date
from kpa_tracker.base.toolkit.ratings import RATINGS, Rating

# XML, and with it Word and Excel files, has no place for these; PostgreSQL refuses the first of them.
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
LONG_LIST = 12
DATE_HINT = "As you would say it: 30 June 2010, June 2010, Q2 2009/10, quarterly, ongoing."


def clean_typed(text: str) -> str:
    """Return what somebody typed or pasted with plain line ends and without control characters."""
    return CONTROL_CHARACTERS.sub("", LINE_ENDS.sub("\n", text))


def clean_data(data: Mapping[str, Any]) -> QueryDict | dict[str, Any]:
    """Return the data sent to a form with every text in it cleaned."""
    if not isinstance(data, QueryDict):
        return {name: clean_typed(value) if isinstance(value, str) else value for name, value in data.items()}
    cleaned = QueryDict(mutable=True)
    for name, values in data.lists():
        cleaned.setlist(name, [clean_typed(value) if isinstance(value, str) else value for value in values])
    return cleaned


# --- How a field looks ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Option:
    """One radio button or tick box, with the sentence under it."""

    id: str
    value: str
    label: str
    hint: str
    checked: bool
    rating: Rating | None = None


KINDS = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file-upload"),
    (forms.MultiWidget, "group"),
    (forms.widgets.Input, "input"),
)


class GovukField(BoundField):
    """A field of a form that knows its markup; the template `django/forms/govuk/field.html` asks it."""

    @property
    def kind(self) -> str:
        return next((kind for widget, kind in KINDS if isinstance(self.field.widget, widget)), "other")

    @property
    def has_options(self) -> bool:
        return self.kind in {"radios", "checkboxes"}

    @property
    def is_long(self) -> bool:
        """More boxes than one sees at a glance."""
        return self.has_options and len(self.subwidgets) > LONG_LIST

    @property
    def first_id(self) -> str:
        """Where the error summary leads to."""
        return f"{self.auto_id}_0" if self.has_options or self.kind == "group" else self.auto_id

    @property
    def is_optional(self) -> bool:
        return bool(getattr(self.form, "marks_optional", False) and not self.field.required and not self.condition)

    @property
    def condition(self) -> tuple[str, str] | None:
        """(name of the question, answers that need this field), where the form says so."""
        found = getattr(self.form, "shown_when", {}).get(self.name)
        return (self.form.add_prefix(found[0]), found[1]) if found else None

    @property
    def condition_words(self) -> str:
        """When the field is needed, for a reader without JavaScript."""
        question, answers = self.form.shown_when[self.name]
        asked = self.form[question]
        if not hasattr(asked.field, "choices"):
            return f"Only needed with: {asked.label}."
        words = [str(label) for value, label in asked.field.choices if str(value) in answers.split()]
        return f"Only needed where “{asked.label}” is {' or '.join(words)}."

    @property
    def control(self) -> str:
        """The input itself, with the classes of its kind."""
        widget, kind = self.field.widget, self.kind
        classes = [f"govuk-{kind}"] if kind in {"input", "select", "textarea", "file-upload"} else []
        if classes and self.errors:
            classes.append(f"govuk-{kind}--error")
        attrs: dict[str, Any] = {"placeholder": False}  # a hint stays when one types; a placeholder does not
        if classes:
            attrs["class"] = " ".join([*classes, widget.attrs.get("class", "")]).strip()
        if kind == "textarea" and str(widget.attrs.get("rows", "10")) == "10":
            attrs["rows"] = "5"
        return self.as_widget(attrs=attrs)

    @property
    def options(self) -> Iterator[Option]:
        hints, is_rating = getattr(self.field, "option_hints", {}), isinstance(self.field, RatingField)
        for part in self.subwidgets:
            value = str(part.data["value"])
            rating = RATINGS.get(value) if is_rating else None
            checked = bool(part.data["selected"])
            yield Option(part.id_for_label or "", value, part.choice_label, hints.get(value, ""), checked, rating)


class GovukRenderer(TemplatesSetting):
    """Draws every form like GOV.UK Frontend. The admin has templates of its own and asks only for bare inputs."""

    form_template_name = "django/forms/govuk/form.html"
    formset_template_name = "django/forms/govuk/formset.html"
    field_template_name = "django/forms/govuk/field.html"
    bound_field_class = GovukField


MISSING = {
    "radios": "Choose an answer to “{}”.",
    "checkboxes": "Choose at least one answer to “{}”.",
    "checkbox": "Tick “{}” to go on.",
    "select": "Choose an answer to “{}”.",
    "file-upload": "Choose a file for “{}”.",
}


def missing(field: GovukField) -> str:
    """Say which answer is missing, so that the list at the head of the page can be read by itself."""
    return MISSING.get(field.kind, "Fill in “{}”.").format(field.label)


# --- Forms ------------------------------------------------------------------------------------------------------------


class Plain:
    """What our forms add to Django's: clean text, groups of fields, no bubbles of the browser's own."""

    fieldsets: ClassVar[Sequence[tuple[str, Sequence[str]]]] = ()
    shown_when: ClassVar[Mapping[str, tuple[str, str]]] = {}
    marks_optional = True
    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(clean_data(data) if data is not None else None, *args, **kwargs)  # type: ignore[call-arg]
        for field in self:
            if field.field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.field.error_messages["required"] = missing(field)

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Yield (legend, its fields); what is in no fieldset comes last, without a legend."""
        named = {name for _, names in self.fieldsets for name in names}
        for legend, names in self.fieldsets:
            yield legend, self._shown(names)
        yield "", self._shown(name for name in self.fields if name not in named)

    def _shown(self, names: Iterable[str]) -> list[BoundField]:
        fields = [self[name] for name in names if name in self.fields]  # type: ignore[index]
        return [field for field in fields if not field.is_hidden]


class PlainForm(Plain, forms.Form):
    """A form of questions."""


class PlainModelForm(Plain, forms.ModelForm):
    """A form on the fields of a record. It cleans and hands over; an action saves."""


# --- Fields -----------------------------------------------------------------------------------------------------------


class PartialDateFormField(forms.CharField):
    """A date as people write it. Gives a PartialDate; what is not understood is kept as written, or refused."""

    def __init__(self, *, must_be_dated: bool = False, **kwargs: Any) -> None:
        self.must_be_dated = must_be_dated
        super().__init__(**{"max_length": 200, "help_text": DATE_HINT, **kwargs})
        self.widget.attrs.setdefault("class", "govuk-input--width-20")

    def clean(self, value: Any) -> PartialDate:
        read = parse_partial_date(super().clean(self.prepare_value(value)) or "")
        if self.must_be_dated and read.is_set and read.due is None:
            raise ValidationError(f"“{read.text}” does not say when. Write a date like 30 June 2010 or June 2010.")
        return read

    def prepare_value(self, value: Any) -> Any:
        return value.text if isinstance(value, PartialDate) else value


class DayField(forms.CharField):
    """A day of the calendar, typed as people type it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 40, "help_text": "For example, 31/3/2010 or 31 March 2010.", **kwargs})
        self.widget.attrs.setdefault("class", "govuk-input--width-10")

    def clean(self, value: Any) -> date | None:
        read = parse_partial_date(super().clean(self.prepare_value(value)) or "")
        if read.is_set and read.precision is not Precision.DAY:
            raise ValidationError(f"“{read.text}” is not a day. Write it like 31/3/2010.")
        return read.due

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, date) else value


class RatingField(forms.ChoiceField):
    """A point of a scale: each with its word, shape and colour, and its definition where it is chosen."""

    widget = forms.RadioSelect

    def offer(self, points: Iterable[Any]) -> None:
        """Offer the points of a plan's scale; each has a code, a word and a definition."""
        offered = list(points)
        self.choices = [(point.code, point.word) for point in offered]
        self.option_hints = {point.code: point.definition for point in offered}
