"""The questions of an import: which file, what its columns are, what it leaves open, what to take over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms

from kpa_tracker.base.toolkit.forms import PlainForm
from kpa_tracker.interfaces.exchange.directory import LEAVE, NEW, Directory, Register, full_name
from kpa_tracker.interfaces.exchange.reading.headings import FIELDS
from kpa_tracker.interfaces.exchange.reading.measures.headings import FIELDS as MEASURE_FIELDS
from kpa_tracker.interfaces.exchange.reading.measures.headings import FOR_RESULTS, FOR_TARGETS
from kpa_tracker.interfaces.exchange.reading.measures.headings import SEVERAL as SEVERAL_COLUMNS
from kpa_tracker.interfaces.exchange.reading.measures.periods import period_of
from kpa_tracker.interfaces.exchange.reading.plan import Question, ReadPlan, TableFound
from plans.models import Plan

OTHER = "other"
ACCEPTED_FILES = ".docx,.xlsx,.csv,.txt,.tsv"
NOT_USED = ("", "Not used")
ONLY_ONCE = {"ambition", "descriptor", "deliverable"}
OFFERED = "A title in the file names these days. Check that the figures are of them, or write others."
SEVERAL = 3
"""From so many unknown names on, one answer for all of them is offered."""


class UploadForm(PlainForm):
    """Which file goes into which plan."""

    plan = forms.ModelChoiceField(
        Plan.objects.none(), label="Which plan is it for?", help_text="Plans that are closed take nothing more."
    )
    file = forms.FileField(
        label="The file",
        help_text="Word (.docx), Excel (.xlsx), CSV or tab-separated text, up to 20 MB. Nothing changes yet.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED_FILES}),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans


class HeadingsForm(PlainForm):
    """Which row holds the headings, where none was recognised."""

    heading = forms.ChoiceField(
        label="Which of these rows holds the headings of the plan's table?", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, rows: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heading"].choices = list(rows)


class ColumnsForm(PlainForm):
    """What each column of each table is."""

    marks_optional = False
    choosable: Mapping[str, str] = FIELDS
    needed = "deliverable"
    once = frozenset(ONLY_ONCE)
    part_of = "This table is part of the plan"

    def __init__(self, *args: Any, tables: list[TableFound], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tables = tables
        parts = [self._add_table(number, table) for number, table in enumerate(tables)]
        self.fieldsets = parts  # type: ignore[misc]
        self.fields["keep"] = forms.BooleanField(
            label="Read these headings like this from now on", required=False, initial=True
        )

    def _add_table(self, number: int, table: TableFound) -> tuple[str, list[str]]:
        """Add a table's questions; the legend says where it stands."""
        names = []
        if len(self.tables) > 1:
            names.append(f"used-{number}")
            self.fields[f"used-{number}"] = forms.BooleanField(label=self.part_of, required=False, initial=table.used)
        for column, heading in enumerate(table.headings):
            if heading or table.samples[column]:
                names.append(f"column-{number}-{column}")
                self.fields[names[-1]] = self._column_field(table, column, heading)
        return f"{table.places[0] or 'The table'}: {table.rows} rows", names

    def _column_field(self, table: TableFound, column: int, heading: str) -> forms.ChoiceField:
        sample = table.samples[column].replace("\n", " ")
        return forms.ChoiceField(
            label=heading.replace("\n", " ") or f"Column {column + 1} (without a heading)",
            help_text=f"For example: {sample}" if sample else "This column is empty.",
            choices=[NOT_USED, *self.choosable.items()],
            initial=table.fields[column],
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for table, columns in zip(self.tables, self._columns(), strict=True):
            self._refuse_twice(table, columns)
            if self._is_used(table) and self.needed not in columns.values():
                first = next(iter(columns), None)
                message = f"Say which column holds “{self.choosable[self.needed]}”: nothing can be read without it."
                self.add_error(f"column-{self.tables.index(table)}-{first}", message)
        return cleaned

    def _refuse_twice(self, table: TableFound, columns: dict[int, str]) -> None:
        """One column is one level: of two, only one would be read, and nobody would see which."""
        for column, name in columns.items():
            first = next(index for index, other in columns.items() if other == name)
            if name in self.once and first != column:
                message = (
                    f"“{table.headings[first]}” is read as “{self.choosable[name]}” already. Choose one of the two."
                )
                self.add_error(f"column-{self.tables.index(table)}-{column}", message)

    def _columns(self) -> Iterator[dict[int, str]]:
        for number, table in enumerate(self.tables):
            found = {n: self.cleaned_data.get(f"column-{number}-{n}", "") for n in range(len(table.headings))}
            yield {n: name for n, name in found.items() if f"column-{number}-{n}" in self.fields}

    def _is_used(self, table: TableFound) -> bool:
        return len(self.tables) == 1 or bool(self.cleaned_data.get(f"used-{self.tables.index(table)}"))

    @property
    def mappings(self) -> dict[str, dict[int, str]]:
        pairs = zip(self.tables, self._columns(), strict=True)
        return {table.signature: {n: name for n, name in columns.items() if name} for table, columns in pairs}

    @property
    def used(self) -> dict[str, bool]:
        return {table.signature: self._is_used(table) for table in self.tables}


class MeasureUploadForm(UploadForm):
    """Which file, what it holds, and which plan it is for."""

    sort = forms.ChoiceField(
        label="What does the file hold?",
        choices=[("targets", "Targets, with their baselines"), ("results", "Results of periods that are over")],
        widget=forms.RadioSelect,
        initial="targets",
    )
    field_order = ("sort", "plan", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].empty_label = "Choose a plan"
        self.fields[
            "plan"
        ].help_text = "Targets go into this plan. Results go to the measures of the authority whose plan it is."


class MeasureColumnsForm(ColumnsForm):
    """What each column of a table of targets or results is."""

    once = frozenset(set(MEASURE_FIELDS) - SEVERAL_COLUMNS)
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
        self.choosable = {name: MEASURE_FIELDS[name] for name in names}
        super().__init__(*args, **kwargs)
        keep = self.fields.pop("keep")
        self.fields["period"] = forms.CharField(
            label="Period, where no heading names one",
            help_text=OFFERED if is_offered else "For example 2009/10, Q1 2009/10 or June 2009.",
            required=False,
            max_length=60,
            initial=period,
        )
        self.fields["keep"] = keep

    def _column_field(self, table: TableFound, column: int, heading: str) -> forms.ChoiceField:
        """A column with a period says which days that is."""
        field = super()._column_field(table, column, heading)
        days = self.spans.get(table.signature, {}).get(column)
        if days and table.fields[column] in SEVERAL_COLUMNS:
            field.help_text = f"{field.help_text}{'' if field.help_text.endswith('.') else '.'} Period: {days}."
        return field

    def clean_period(self) -> str:
        text = str(self.cleaned_data["period"])
        if text and period_of(text) is None:
            raise forms.ValidationError(f"“{text}” is not a period. Write it like 2009/10 or June 2009.")
        return text


class QuestionsForm(PlainForm):
    """What the file leaves open: cells that can be read in two ways, and names that are not known here."""

    def __init__(
        self, *args: Any, read: ReadPlan, directory: Directory, answers: dict[str, list[str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = read.questions
        self.asks: dict[str, tuple[str, str]] = {}
        self.shown_when = self.asks  # type: ignore[misc]
        names = [name for question in self.questions for name in self._add_question(question, answers)]
        self._waiting = set(waiting_names(self.questions, answers))
        self.posts = self._add_names("post", directory.posts, "Make this post")
        self.committees = self._add_names("committee", directory.committees, "Make this committee")
        parts = [
            ("What the file leaves open", names),
            ("Owners that are not among the posts here", self._led_by_all("post", self.posts)),
            ("Committees that are not among those here", self._led_by_all("committee", self.committees)),
        ]
        self.fieldsets = [(legend, fields) for legend, fields in parts if fields]  # type: ignore[misc]

    def _add_question(self, question: Question, answers: dict[str, list[str]]) -> list[str]:
        choices = [(str(n), choice_words(question, choice)) for n, choice in enumerate(question.choices)]
        given = answers.get(question.key)
        extra = [] if question.kind == "same-name" else [(OTHER, "Something else")]
        self.fields[question.key] = forms.ChoiceField(
            label=question.prompt,
            help_text=f"{question.place}: “{' / '.join(question.text.splitlines())}”",
            choices=[*choices, *extra],
            widget=forms.RadioSelect,
            initial=chosen_at_first(question, given),
        )
        return [question.key, *(self._add_other(question, given) if extra else [])]

    def _add_other(self, question: Question, given: list[str] | None) -> list[str]:
        name = f"{question.key}-{OTHER}"
        self.fields[name] = forms.CharField(
            label="Write each on a line of its own",
            required=False,
            max_length=2_000,
            widget=forms.Textarea(attrs={"rows": 4}),
            initial="\n".join(given or question.choices[question.suggested]),
        )
        self.asks[name] = (question.key, OTHER)
        return [name]

    def _add_names(self, kind: str, register: Register, make: str) -> dict[str, str]:
        """Ask what to do with each name; return {field: name}."""
        existing = sorted((full_name(record), pk) for pk, record in register.by_pk.items())
        choices: list[Any] = [(LEAVE, "Leave it open for now"), (NEW, make)]
        if existing:
            choices.append(("It is one that we have:", [(pk, title) for title, pk in existing]))
        fields = {}
        for number, name in enumerate(sorted(set(register.wanted) - self._waiting, key=str.casefold)):
            fields[f"{kind}-{number}"] = name
            self.fields[f"{kind}-{number}"] = forms.ChoiceField(
                label=f"“{name}”", choices=choices, initial=register.decided.get(name, LEAVE)
            )
        return fields

    def _led_by_all(self, kind: str, names: Mapping[str, str]) -> list[str]:
        """Offer to make all of several names in one answer; return the fields, that one first."""
        if len(names) < SEVERAL:
            return list(names)
        self.fields[f"all-{kind}s"] = forms.BooleanField(
            label=f"Make a new {kind} of every name that I leave open here", required=False
        )
        return [f"all-{kind}s", *names]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, (key, other) in self.asks.items():
            if cleaned.get(key) == other and not cleaned.get(name, "").strip():
                self.add_error(name, "Write at least one, or choose another answer.")
        return cleaned

    @property
    def answers(self) -> dict[str, list[str]]:
        return {question.key: self._answer(question) for question in self.questions}

    def _answer(self, question: Question) -> list[str]:
        chosen = self.cleaned_data[question.key]
        if chosen != OTHER:
            return list(question.choices[int(chosen)])
        lines = self.cleaned_data[f"{question.key}-{OTHER}"].splitlines()
        return [line.strip() for line in lines if line.strip()]

    @property
    def names(self) -> dict[str, dict[str, str]]:
        return {"posts": self._decided("posts", self.posts), "committees": self._decided("committees", self.committees)}

    def _decided(self, kind: str, names: Mapping[str, str]) -> dict[str, str]:
        """Return what is done with each name; what is left open is made where all of them are."""
        left = NEW if self.cleaned_data.get(f"all-{kind}") else LEAVE
        chosen = {name: self.cleaned_data[field] for field, name in names.items()}
        return {name: left if answer == LEAVE else answer for name, answer in chosen.items()}


def chosen_at_first(question: Question, given: list[str] | None) -> str:
    """Return the choice that was made before, that something else was written, or the suggestion."""
    if not given:
        return str(question.suggested)
    known = tuple(given)
    return str(question.choices.index(known)) if known in question.choices else OTHER


def waiting_names(questions: Iterable[Question], answers: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield the short names that may be one with a fuller name: whether they are asked about depends on the answer."""
    for question in questions:
        if question.kind == "same-name" and question.key not in answers:
            yield from set(question.choices[1]) - set(question.choices[0])


def choice_words(question: Question, choice: tuple[str, ...]) -> str:
    """Say an answer in words."""
    if question.kind == "same-name":
        return f"Yes, both are “{choice[0]}”" if len(choice) == 1 else "No, these are two"
    if question.kind == "owners":
        return f"{choice[0]} leads" + (f"; supporting: {', '.join(choice[1:])}" if choice[1:] else ", as one name")
    return f"{len(choice)}: {'; '.join(choice)}" if len(choice) > 1 else f"One: {choice[0]}"


class MeasureHeadingsForm(HeadingsForm):
    """Which row holds the headings of a table of targets or results."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heading"].label = "Which of these rows holds the headings?"


class OwnersForm(QuestionsForm):
    """What is done with the owners of measures who are not among the posts here."""

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, read=ReadPlan(), directory=Directory(register, Register()), answers={}, **kwargs)


class ConfirmForm(PlainForm):
    """What to take over besides the plan's table."""

    with_text = forms.BooleanField(
        label="Take over the vision, the values, the glossary and the text around the table",
        help_text="Only what the plan does not have yet.",
        required=False,
        initial=True,
    )
    with_risks = forms.BooleanField(
        label="Link the risks, and enter those that the register does not have yet",
        help_text="A risk is entered by its reference; the plan does not give its title.",
        required=False,
        initial=True,
    )


class NothingToSay(PlainForm):
    """A form that only asks to be sent."""
