"""What pages share on which people edit records: a form that knows the version it was read at, and two texts side by
side where somebody else was faster."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db.models import Manager, Model
from django.http import HttpRequest, HttpResponse

from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.forms import PlainForm, PlainModelForm
from kpa_tracker.base.toolkit.markdown import to_html
from kpa_tracker.base.toolkit.models import Archivable
from kpa_tracker.base.toolkit.pages import ActionPage
from kpa_tracker.base.toolkit.words import counted, listed

VERSION = "version"
AS_AROUND = "None of its own: as what it stands in"


def version_field() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


def in_words(value: Any) -> str:
    """Return a value of a field as a reader compares it: records by name, days written out."""
    if isinstance(value, Manager):
        value = value.all()
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if hasattr(value, "strftime"):
        return format_date(value)
    if not isinstance(value, str) and isinstance(value, Iterable):
        return "\n".join(sorted(str(one) for one in value))
    return "" if value is None else str(value)


def with_version(form: Any, current: Any) -> Any:
    """Return what was sent to a form, with the version of a record as it stands now."""
    data = form.data.copy()
    data[form.add_prefix(VERSION)] = str(current.version)
    return data


class Versioned:
    """What forms share that carry the version of a record as it was read, in a field `version`: two texts side by side
    where somebody else was faster."""

    cleaned_data: dict[str, Any]
    data: Any

    @property
    def seen(self) -> int:
        return self.cleaned_data.get(VERSION) or 0

    @property
    def changes(self) -> dict[str, Any]:
        """What was typed, by field: what an action's `changes` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != VERSION}

    def saved_value(self, current: Any, name: str) -> Any:
        """What a record as it is saved now has in place of a field of the form."""
        return getattr(current, name, "")

    def beside(self: Any, current: Any) -> list[tuple[str, str, str]]:
        """Return (label, typed, saved) of each field, for a comparison."""
        rows = [(self[name], value, self.saved_value(current, name)) for name, value in self.changes.items()]
        return [(str(field.label), in_words(value), in_words(saved)) for field, value, saved in rows]

    def has_now_seen(self, current: Any) -> None:
        """Let the next sending count: whoever sends it has both texts before them."""
        self.data = with_version(self, current)


class OnRecordForm(Versioned, PlainForm):
    """A form of questions on a record, beside its fields."""

    version = version_field()

    def __init__(self, *args: Any, instance: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance = instance
        self.initial.setdefault(VERSION, instance.version)


class EditForm(Versioned, PlainModelForm):
    """A form on a record's fields. It carries the version that was read; an action saves what it cleaned."""

    version = version_field()
    markdown: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, instance: Any, **kwargs: Any) -> None:
        super().__init__(*args, instance=copy.copy(instance), **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label:
                field.empty_label = "Not set"
        if instance.pk is None:
            del self.fields[VERSION]
        else:
            self.initial[VERSION] = instance.version

    @property
    def links(self) -> dict[str, Any]:
        """What was chosen for fields that hold several records."""
        many = {field.name for field in self._meta.model._meta.many_to_many}
        return {name: value for name, value in self.changes.items() if name in many}

    def previews(self) -> list[tuple[str, str]]:
        """Return (label, HTML) of the Markdown that was typed."""
        return [(str(self[name].label), to_html(self.cleaned_data.get(name) or "")) for name in self.markdown]


class EditPage(ActionPage):
    """A page with a form on a record. Two people at once: the second sees both texts, and nothing that they typed is
    lost. Where the form has Markdown, a second button shows what it will look like."""

    def get_instance(self) -> Any:
        return self.object

    def is_for_new(self, form: Any) -> bool:
        """Whether the form is on a record that is not there yet. Some forms keep none."""
        instance = getattr(form, "instance", None)
        return instance is not None and instance.pk is None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.get_instance()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a button that asks for more rows with the form as it was sent, and those; nothing is saved."""
        if "more" not in request.POST:
            return super().post(request, *args, **kwargs)
        form: Any = self.get_form()
        form.leave_unchecked()
        return self.render_to_response(self.get_context_data(form=form))

    def form_valid(self, form: Any) -> HttpResponse:
        if "preview" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, previews=form.previews()))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.conflict is not None:
            context["comparison"] = context["form"].beside(self.conflict)
            context["form"].has_now_seen(self.conflict)
        return context


class ReasonForm(PlainForm):
    """Why something leaves the lists."""

    version = version_field()
    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Say why you archive it."},
        help_text="It stays in the history, beside your name and the date.",
    )


class MarkingForm(OnRecordForm):
    """How a record is to be protected, out of what is offered to the person."""

    marking = forms.ChoiceField(label="Protective marking", widget=forms.RadioSelect, required=False)
    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text="Needed where the marking becomes lower.",
    )

    def __init__(self, *args: Any, offered: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marking: Any = self.fields["marking"]
        marking.choices = [(one, one or AS_AROUND) for one in offered]
        marking.marks_optional = False  # one of them is always chosen
        self.initial.setdefault("marking", self.instance.marking)


class ArchivePage(ActionPage):
    """Taking a record out of the lists, for a reason; the page says what goes with it."""

    template_name = "pages/confirm.html"
    form_class = ReasonForm
    submit_label = "Archive"
    purpose = (
        "What is archived leaves the lists, the totals and the documents. Its history stays, and it can come back."
    )

    def get_initial(self) -> dict[str, Any]:
        return {VERSION: self.object.version}

    def get_page_title(self) -> str:
        return f"Archive “{self.object}”"

    def get_consequences(self) -> str:
        found = [counted(number, self.noun_of(name)) for name, number in goes_with(self.object)]
        return f"With it go {listed(found)}. They come back with it." if found else ""

    def noun_of(self, name: str) -> str:
        """Return what a reader knows a kind of record as."""
        return name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "consequences": self.get_consequences(), "submit_kind": "warning"}


class PressForm(Versioned, PlainForm):
    """A button without questions: bring back, move up, move down."""

    version = version_field()


class PressPage(ActionPage):
    """What a single button does. It is only ever sent; where it is refused, the page says why."""

    http_method_names = ("post",)
    form_class = PressForm
    template_name = "pages/confirm.html"
    submit_label = "Try again"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.conflict is not None:
            context["form"].has_now_seen(self.conflict)
        return context


class MovePage(PressPage):
    """Moving a record one place up or down among its neighbours."""

    up = True

    @property
    def way(self) -> str:
        return "up" if self.up else "down"

    def get_page_title(self) -> str:
        return f"Move {self.way}"

    def get_purpose(self) -> str:
        return f"Moves “{self.object}” one place {self.way}."


def goes_with(record: Model) -> list[tuple[str, int]]:
    """Return (name, number) of what hangs on a record and can be archived itself. One query for each kind."""
    found = []
    for relation in record._meta.related_objects:
        if not relation.one_to_many or isinstance(record, relation.related_model):
            continue
        if issubclass(relation.related_model, Archivable):
            rows = relation.related_model._default_manager.filter(**{relation.field.name: record}, archived_at=None)
            found.append((relation.related_model._meta.verbose_name, rows.count()))
    return [(str(name), number) for name, number in found if number]
