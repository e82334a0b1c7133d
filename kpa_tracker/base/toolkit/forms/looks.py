"""How a field of a form looks: its kind, its options, its classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kpa_tracker.base.toolkit.forms.fields import RatingField
from kpa_tracker.base.toolkit.ratings import RATINGS, Rating

LONG_LIST = 12
SELECTED = mark_safe(" selected")
DRAWN_BY_DJANGO = frozenset({"input", "select", "textarea", "file-upload"})


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
        marks = getattr(self.form, "marks_optional", False) and getattr(self.field, "marks_optional", True)
        return bool(marks and not self.field.required and not self.condition)

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
    def classes(self) -> str:
        """The classes of an input: its kind's, its state's, its own."""
        error = f"govuk-{self.kind}--error" if self.errors else ""
        own = self.field.widget.attrs.get("class", "")
        return " ".join(filter(None, [f"govuk-{self.kind}", error, own]))

    @property
    def control(self) -> str:
        """The input itself, with the classes of its kind."""
        attrs: dict[str, Any] = {"placeholder": False}  # a hint stays when one types; a placeholder does not
        if self.kind in DRAWN_BY_DJANGO:
            attrs["class"] = self.classes
        if self.field.widget.attrs.get("rows") == "10":
            attrs["rows"] = "5"  # Django's ten lines say: write an essay
        return self.as_select(attrs) if type(self.field.widget) is forms.Select else self.as_widget(attrs=attrs)

    def as_select(self, attrs: dict[str, Any]) -> SafeString:
        """Draw a choice from a list as Django does, without a template for each of its options: half the cost of a list
        with its filters."""
        widget: Any = self.field.widget
        attrs = {"id": self.auto_id, **attrs} if self.auto_id and "id" not in widget.attrs else attrs
        said = widget.build_attrs(widget.attrs, self.build_widget_attrs(attrs, widget))
        chosen = set(widget.format_value(self.value()))
        options = drawn_options(widget.choices, chosen)
        return format_html('<select name="{}"{}>\n{}\n</select>', self.html_name, flatatt(said), options)

    @property
    def options(self) -> Iterator[Option]:
        hints = getattr(self.field, "option_hints", {})
        for part in self.subwidgets:
            value = str(part.data["value"])
            rating = RATINGS.get(value) if isinstance(self.field, RatingField) else None
            checked = bool(part.data["selected"])
            yield Option(part.id_for_label or "", value, part.choice_label, hints.get(value, ""), checked, rating)


def drawn_options(choices: Iterable[tuple[Any, Any]], chosen: set[str]) -> SafeString:
    """Return the options of a choice, or those of a group of them."""
    return format_html_join("\n", "{}", ((drawn_option(value, label, chosen),) for value, label in choices))


def drawn_option(value: Any, label: Any, chosen: set[str]) -> SafeString:
    """Return an option of a choice, or a group of them under its name."""
    if isinstance(label, (list, tuple)):
        return format_html('<optgroup label="{}">\n{}\n</optgroup>', value, drawn_options(label, chosen))
    said = "" if value is None else str(value)
    return format_html('<option value="{}"{}>{}</option>', said, SELECTED if said in chosen else "", label)


class GovukRenderer(TemplatesSetting):
    """Draws every form like GOV.UK Frontend. The admin has templates of its own and asks only for bare inputs."""

    form_template_name = "django/forms/govuk/form.html"
    formset_template_name = "django/forms/govuk/formset.html"
    field_template_name = "django/forms/govuk/field.html"
    bound_field_class = GovukField
