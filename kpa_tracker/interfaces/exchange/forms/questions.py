"""What a file leaves open: cells that can be read in two ways, and names that are not known here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms

from kpa_tracker.base.toolkit.forms import PlainForm
from kpa_tracker.interfaces.exchange.directory import LEAVE, NEW, Directory, Register, full_name
from kpa_tracker.interfaces.exchange.reading.plan import Question, ReadPlan

OTHER = "other"
SEVERAL = 3
"""From so many unknown names on, one answer for all of them is offered."""


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
        cleaned = super().clean()
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
