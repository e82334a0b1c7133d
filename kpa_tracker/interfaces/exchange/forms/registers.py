"""The questions of an import of a risk register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from kpa_tracker.base.people.models import Authority
from kpa_tracker.interfaces.exchange.directory import Directory, Register
from kpa_tracker.interfaces.exchange.forms.columns import ColumnsForm
from kpa_tracker.interfaces.exchange.forms.plans import FileForm
from kpa_tracker.interfaces.exchange.forms.questions import QuestionsForm
from kpa_tracker.interfaces.exchange.reading.plan import ReadPlan
from kpa_tracker.interfaces.exchange.reading.registers.found import RegisterChoices
from kpa_tracker.interfaces.exchange.reading.registers.headings import FIELDS, SEVERAL
from risks.models import IMPACT_KINDS, Control


class RegisterUploadForm(FileForm):
    """Which file goes into whose register."""

    authority = forms.ModelChoiceField(
        Authority.objects.none(), label="Whose register is it for?", empty_label="Choose an authority"
    )
    field_order = ("authority", "file", "pasted", "reading")

    def __init__(self, *args: Any, authorities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities
        if len(authorities) == 1:
            self.fields["authority"].initial = authorities[0]


class RegisterColumnsForm(ColumnsForm):
    """What each column of a register is, and what no column says."""

    choosable: Mapping[str, str] = FIELDS
    needed = "title"
    once = frozenset(set(FIELDS) - SEVERAL)
    part_of = "Read this table"

    def __init__(self, *args: Any, choices: RegisterChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["impact_kind"] = forms.ChoiceField(
            label="What is the gravest impact on, where a risk is scored for the first time?",
            help_text="A register seldom says. It can be corrected risk by risk when it is scored again.",
            choices=IMPACT_KINDS,
            widget=forms.RadioSelect,
            initial=choices.impact_kind,
        )
        self.fields["control_type"] = forms.ChoiceField(
            label="What do the controls do, where the file does not say?",
            choices=Control.Type.choices,
            widget=forms.RadioSelect,
            initial=choices.control_type,
        )
        self._keeping_last()
        self.fieldsets = [  # type: ignore[misc]
            *self.fieldsets,
            ("What no column says", ["impact_kind", "control_type"]),
        ]


class RegisterNamesForm(QuestionsForm):
    """What is done with owners, committees and categories that are not known here."""

    def __init__(self, *args: Any, registers: Mapping[str, Register], **kwargs: Any) -> None:
        directory = Directory(registers["owner"], registers["committee"])
        super().__init__(*args, read=ReadPlan(), directory=directory, answers={}, **kwargs)
        self.categories = self._add_names("category", registers["category"], "Make this category")
        named = self._led_by_all("category", self.categories)
        part = [("Categories that are not among those here", named)] if named else []
        self.fieldsets = [*self.fieldsets, *part]  # type: ignore[misc]

    @property
    def names(self) -> dict[str, dict[str, str]]:
        return {**super().names, "categories": self._decided("category", self.categories)}
