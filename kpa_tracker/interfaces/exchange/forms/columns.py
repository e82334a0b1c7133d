"""Which row holds the headings, and what each column of each table is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django import forms

from kpa_tracker.base.toolkit.forms import PlainForm
from kpa_tracker.base.toolkit.words import counted
from kpa_tracker.interfaces.exchange.models import LONGEST_NAME
from kpa_tracker.interfaces.exchange.reading.headings import FIELDS
from kpa_tracker.interfaces.exchange.reading.plan import TableFound

NOT_USED = ("", "Not used")
MOST_SHEETS = 20
"""More than so many are the pages of a document, which nobody goes through one by one."""
ONLY_ONCE = {"ambition", "descriptor", "deliverable"}


class HeadingsForm(PlainForm):
    """Which row holds the headings, where none was recognised."""

    heading = forms.ChoiceField(
        label="Which of these rows holds the headings of the plan's table?", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, rows: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heading"].choices = list(rows)


class SheetsField(forms.MultipleChoiceField):
    """Which sheets of a file are read: those of the same columns are one table, which is wrong for last year's."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, sheets: Sequence[tuple[str, int]], left_out: Collection[str]) -> None:
        super().__init__(
            label="Which sheets are read?",
            help_text="Sheets with the same headings are read as one table that goes on.",
            choices=[(name, f"{name} ({counted(rows, 'row')})") for name, rows in sheets],
            initial=[name for name, _ in sheets if name not in left_out],
        )


class ColumnsForm(PlainForm):
    """What each column of each table is, and which sheets are read."""

    marks_optional = False
    choosable: Mapping[str, str] = FIELDS
    needed = "deliverable"
    once = frozenset(ONLY_ONCE)
    part_of = "This table is part of the plan"

    def __init__(
        self,
        *args: Any,
        tables: list[TableFound],
        sheets: Sequence[tuple[str, int]] = (),
        left_out: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tables = tables
        self.sheets = [name for name, _ in sheets] if MOST_SHEETS >= len(sheets) > 1 else []
        parts = [self._add_table(number, table) for number, table in enumerate(tables)]
        if self.sheets:
            self.fields["sheets"] = SheetsField(sheets, left_out)
            parts = [("Sheets", ["sheets"]), *parts]
        self.fieldsets = parts  # type: ignore[misc]
        self.fields["keep"] = forms.BooleanField(
            label="Read these headings like this from now on", required=False, initial=True
        )
        self.fields["called"] = forms.CharField(
            label="Name of this reading",
            help_text="It can be chosen by this name for other files. Left empty, it is called by its headings.",
            max_length=LONGEST_NAME,
            required=False,
        )

    def _keeping_last(self) -> None:
        """Put the questions about keeping behind those that a kind of file has of its own."""
        for name in ("keep", "called"):
            self.fields[name] = self.fields.pop(name)

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
        cleaned = super().clean()
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

    @property
    def left_out(self) -> list[str]:
        read = self.cleaned_data.get("sheets", [])
        return [name for name in self.sheets if name not in read]
