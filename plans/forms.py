"""Forms on a plan and its parts. They clean and hand over; what is refused, the actions refuse."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from kpa_tracker.base.audit.marking import offered
from kpa_tracker.base.toolkit import ratings
from kpa_tracker.base.toolkit.editing import VERSION, EditForm, version_field, with_version
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.forms import DayField, PlainForm, RecordsField
from kpa_tracker.base.toolkit.markdown import to_html
from kpa_tracker.base.toolkit.markings import OFFICIAL
from kpa_tracker.base.toolkit.pictures import PICTURE, Drawn, read_picture
from kpa_tracker.base.toolkit.uploads import in_megabytes
from plans.models import Ambition, Descriptor, GlossaryEntry, Picture, Plan, Priority, Scale, Section
from plans.narrative import PLACED, faults_in, picture_faults, twice_in
from plans.periods import beside_years

LEVEL_HINT = "One of them, with a capital letter."


class PlanForm(EditForm):
    """A plan's words, years, levels and scale."""

    markdown = ("values", "foreword")
    fieldsets = (
        ("The plan", ["title", "starts_on", "ends_on", "under", "previous", "marking"]),
        ("What its levels are called", ["ambition_word", "descriptor_word", "deliverable_word"]),
        ("What it rates with", ["scale"]),
        ("What stands before its table", ["vision", "values", "foreword"]),
    )
    starts_on = DayField(label="Starts")
    ends_on = DayField(label="Ends")
    marking = forms.ChoiceField(
        label="Protective marking",
        initial=OFFICIAL,
        help_text="Printed at the head of each page. A lower one is chosen on a page of its own, with a reason.",
    )

    class Meta:
        model = Plan
        fields = (
            *("title", "starts_on", "ends_on", "under", "previous", "marking"),
            *("ambition_word", "descriptor_word", "deliverable_word", "scale", "vision", "values", "foreword"),
        )
        help_texts = {
            "title": "For example, Business plan 2010/11.",
            "under": "Choose it where this plan serves a longer one, such as a three-year policing plan.",
            "previous": "Choose it where this plan takes over from an earlier one.",
            "ambition_word": f"For example Ambition, Theme or Priority area. {LEVEL_HINT}",
            "descriptor_word": f"For example Descriptor or Desired outcome. {LEVEL_HINT}",
            "deliverable_word": f"For example Deliverable or Activity. {LEVEL_HINT}",
            "vision": "One or two sentences.",
            "values": "A line that starts with - becomes a bullet; **bold** becomes bold.",
            "foreword": "Headings start with ##; an empty line starts a new paragraph.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        authority = self.instance.authority_id
        others = Plan.objects.filter(authority=authority).exclude(pk=self.instance.pk)
        self.fields["marking"].choices = [(one, one) for one in offered(self.instance, lower=not self.instance.pk)]
        self.fields["previous"].queryset = self.fields["under"].queryset = others
        self.fields["scale"].queryset = Scale.objects.filter(authority=authority)
        self.fields["scale"].required = self.instance.pk is not None
        self.fields["scale"].empty_label = "Red, amber, green (the usual one)"
        if self.instance.is_adopted:
            del self.fields["scale"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", "The plan must end after it starts. Correct one of the two days.")
        return cleaned


class CalendarForm(EditForm):
    """How often a plan reports, and when updates are taken."""

    fieldsets = (
        ("Its periods", ["reports_every", "reports_to"]),
        ("When updates are taken", ["opens_after", "due_after", "bank_holidays"]),
    )

    class Meta:
        model = Plan
        fields = ("reports_every", "reports_to", "opens_after", "due_after", "bank_holidays")

    def clean_reports_to(self) -> str:
        """Refuse days beside the plan's years, as saving does: what they would lead to is shown before it is saved."""
        text: str = self.cleaned_data["reports_to"]
        fault = beside_years(text, self.instance.starts_on, self.instance.ends_on)
        if fault:
            raise forms.ValidationError(fault)
        return text


def priorities_offered(plan: Plan, record: Any) -> QuerySet[Priority]:
    """Return a plan's priorities that are in the lists, and those that the record serves already."""
    kept = record.priorities.values("pk") if record.pk else []
    offered: QuerySet[Priority] = plan.priorities.filter(Q(archived_at=None) | Q(pk__in=kept))
    return offered


class PartForm(EditForm):
    """What the forms on a plan's parts share: their choices come from the same plan."""

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        if "priorities" in self.fields:
            self.fields["priorities"].queryset = priorities_offered(plan, self.instance)


class AmbitionForm(PartForm):
    """The first level."""

    class Meta:
        model = Ambition
        fields = ("reference", "title", "description", "priorities")
        widgets = {"priorities": forms.CheckboxSelectMultiple}
        field_classes = {"priorities": RecordsField}
        labels = {"priorities": "Priorities of the policing plan that it serves"}


class DescriptorForm(PartForm):
    """The second level."""

    class Meta:
        model = Descriptor
        fields = ("title",)
        widgets = {"title": forms.Textarea(attrs={"rows": 3})}


class PriorityForm(PartForm):
    """A priority of the policing plan."""

    class Meta:
        model = Priority
        fields = ("title",)


def levels_of(plan: Plan) -> set[str]:
    """Return by what a line may name one of a plan's first level: its reference, or its number in the plan."""
    references = plan.ambitions.current().values_list("reference", flat=True)
    return {name for number, reference in enumerate(references, start=1) for name in (str(number), reference)}


class SectionForm(PartForm):
    """A narrative section, in Markdown."""

    markdown = ("body",)
    placed = PLACED

    class Meta:
        model = Section
        fields = ("title", "body", "place", "is_public")
        widgets = {"body": forms.Textarea(attrs={"rows": 14}), "place": forms.RadioSelect}
        labels = {"body": "Text", "place": "Where it stands", "is_public": "Print it in the public plan"}
        help_texts = {
            "body": "An empty line starts a new paragraph. Headings start with ##, bullets with -. "
            "**Bold** becomes bold, [words](https://example.org) a link."
        }

    @cached_property
    def pictures(self) -> dict[str, Picture]:
        """The plan's pictures by name. One query."""
        return {one.name: one for one in self.plan.pictures.current().for_list()}

    def previews(self) -> list[tuple[str, str]]:
        figures = {name: one.figure for name, one in self.pictures.items()}
        return [(str(self["body"].label), to_html(self.cleaned_data["body"], figures=figures))]

    def clean_body(self) -> str:
        """Refuse lines that place nothing, and a table that would stand twice."""
        text: str = self.cleaned_data["body"]
        others = self.plan.sections.current().exclude(pk=self.instance.pk).values_list("title", "body")
        found = [*faults_in(text, levels_of(self.plan)), *twice_in(text, others)]
        found += picture_faults(text, self.pictures)
        if found:
            raise forms.ValidationError(found)
        return text


class PictureForm(PartForm):
    """A picture and its words. The picture and its name are asked for once, and stay."""

    file = forms.FileField(
        label="The picture",
        help_text=f"PNG or JPEG, up to {in_megabytes(PICTURE.bytes)}, best 1,600 pixels across or more. Only what it "
        "shows is kept of it: not where or when it was taken.",
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
    )
    field_order = ("file", "name", "alt", "caption")

    class Meta:
        model = Picture
        fields = ("name", "alt", "caption")
        widgets = {"alt": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"caption": "For example, its source: British Crime Survey, 2003 to 2008."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["file"], self.fields["name"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].lower()
        if self.plan.pictures.filter(name=name).exists():
            raise forms.ValidationError("The plan already has a picture of this name, perhaps among what is archived.")
        return name

    def clean_file(self) -> Drawn:
        """Draw the picture anew. Refuses beside the field what is none."""
        try:
            return read_picture(self.cleaned_data["file"])
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None


class GlossaryEntryForm(PartForm):
    """A term and what it stands for."""

    class Meta:
        model = GlossaryEntry
        fields = ("term", "meaning")


class ScaleForm(PlainForm):
    """The words and definitions of a scale's points."""

    version = version_field()

    def __init__(self, *args: Any, scale: Scale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = list(scale.points.all())
        self.initial[VERSION] = scale.version
        asked: list[tuple[str, list[str]]] = []
        for point in self.points:
            names = [f"word_{point.code}", f"definition_{point.code}"]
            self.fields[names[0]] = forms.CharField(label="Word", max_length=40, initial=point.word)
            self.fields[names[1]] = forms.CharField(
                label="Choose it when", initial=point.definition, widget=forms.Textarea(attrs={"rows": 3})
            )
            asked.append((point.get_code_display(), names))
        self.fieldsets = asked  # type: ignore[misc]

    @property
    def words(self) -> dict[str, dict[str, str]]:
        return {
            point.code: {name: self.cleaned_data[f"{name}_{point.code}"] for name in ("word", "definition")}
            for point in self.points
        }

    def beside(self, current: Scale) -> list[tuple[str, str, str]]:
        """Return (label, typed, saved) of each point's word and definition."""
        saved = {point.code: point for point in current.points.all()}
        return [
            (f"{saved[code].get_code_display()}, {name}", text, getattr(saved[code], name))
            for code, typed in self.words.items()
            for name, text in typed.items()
        ]

    def has_now_seen(self, current: Scale) -> None:
        self.data = with_version(self, current)


class NewScaleForm(PlainForm):
    """Another scale for a plan."""

    version = version_field()
    name = forms.CharField(label="Name", max_length=100, help_text="For example, Delivery confidence.")
    kind = forms.ChoiceField(
        label="Points",
        widget=forms.RadioSelect,
        choices=[("three", "Three: red, amber, green"), ("five", "Five: with amber/red and amber/green between")],
        initial=ratings.THREE_POINT.code,
    )


class StateForm(PlainForm):
    """Where a plan goes next."""

    version = version_field()
    to = forms.ChoiceField(label="Next", widget=forms.RadioSelect)

    def __init__(self, *args: Any, steps: list[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(state, label) for state, label, _ in steps]
        self.fields["to"].option_hints = {state: hint for state, _, hint in steps}
