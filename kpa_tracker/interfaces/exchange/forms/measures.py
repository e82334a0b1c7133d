"""The questions of an import of targets or results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from kpa_tracker.interfaces.exchange.actions.measures.made import MadeMeasure
from kpa_tracker.interfaces.exchange.directory import Directory, Register
from kpa_tracker.interfaces.exchange.forms.columns import ColumnsForm, HeadingsForm
from kpa_tracker.interfaces.exchange.forms.plans import SeenForm, UploadForm
from kpa_tracker.interfaces.exchange.forms.questions import QuestionsForm
from kpa_tracker.interfaces.exchange.reading.measures.headings import FIELDS, FOR_RESULTS, FOR_TARGETS, SEVERAL
from kpa_tracker.interfaces.exchange.reading.measures.periods import period_of
from kpa_tracker.interfaces.exchange.reading.plan import ReadPlan, TableFound
from targets.performance import Gathering

YEARS = "How the periods of new measures make the year"
OFFERED = "A title in the file names these days. Check that the figures are of them, or write others."


class MeasureUploadForm(UploadForm):
    """Which file, what it holds, and which plan it is for."""

    sort = forms.ChoiceField(
        label="What does the file hold?",
        choices=[("targets", "Targets, with their baselines"), ("results", "Results of periods that are over")],
        widget=forms.RadioSelect,
        initial="targets",
    )
    field_order = ("sort", "plan", "file", "pasted", "reading")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].empty_label = "Choose a plan"
        self.fields[
            "plan"
        ].help_text = "Targets go into this plan. Results go to the measures of the authority whose plan it is."


class MeasureColumnsForm(ColumnsForm):
    """What each column of a table of targets or results is."""

    once = frozenset(set(FIELDS) - SEVERAL)
    part_of = "Read this table"

    def __init__(
        self,
        *args: Any,
        sort: str,
        period: str,
        spans: Mapping[str, Mapping[int, str]],
        is_offered: bool = False,
        **kwargs: Any,
    ) -> None:
        self.spans = spans
        names, self.needed = (FOR_TARGETS, "target") if sort == "targets" else (FOR_RESULTS, "result")
        self.choosable = {name: FIELDS[name] for name in names}
        super().__init__(*args, **kwargs)
        self.fields["period"] = forms.CharField(
            label="Period, where no heading names one",
            help_text=OFFERED if is_offered else "For example 2009/10, Q1 2009/10 or June 2009.",
            required=False,
            max_length=60,
            initial=period,
        )
        self._keeping_last()

    def _column_field(self, table: TableFound, column: int, heading: str) -> forms.ChoiceField:
        """A column with a period says which days that is."""
        field = super()._column_field(table, column, heading)
        days = self.spans.get(table.signature, {}).get(column)
        if days and table.fields[column] in SEVERAL:
            field.help_text = f"{field.help_text}{'' if field.help_text.endswith('.') else '.'} Period: {days}."
        return field

    def clean_period(self) -> str:
        text = str(self.cleaned_data["period"])
        if text and period_of(text) is None:
            raise forms.ValidationError(f"“{text}” is not a period. Write it like 2009/10 or June 2009.")
        return text


class TableHeadingsForm(HeadingsForm):
    """Which row holds the headings of a table."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heading"].label = "Which of these rows holds the headings?"


class MeasuresSeenForm(SeenForm):
    """A reading that was looked at, and how the periods of each new measure make its year."""

    marks_optional = False

    def __init__(self, *args: Any, made: Sequence[MadeMeasure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made = {f"gathering-{number}": one for number, one in enumerate(made)}
        for name, one in self.made.items():
            choices = {"choices": Gathering.choices(), "initial": one.gathering}
            self.fields[name] = forms.ChoiceField(label=one.words, required=False, **choices)
        self.fieldsets = [(YEARS, list(self.made))] if made else []  # type: ignore[misc]

    @property
    def gatherings(self) -> dict[str, str]:
        said = {one.key: self.cleaned_data[name] for name, one in self.made.items()}
        return {key: gathering for key, gathering in said.items() if gathering}


class OwnersForm(QuestionsForm):
    """What is done with the owners of measures who are not among the posts here."""

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, read=ReadPlan(), directory=Directory(register, Register()), answers={}, **kwargs)
