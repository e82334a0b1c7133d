"""Made-up content for the gallery, in every state that a component can be in."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

import django_tables2 as tables
from django import forms
from django.utils.html import format_html

from kpa_tracker.base.toolkit import ratings
from kpa_tracker.base.toolkit.charts import Row, plain_bars, stacked_bars
from kpa_tracker.base.toolkit.forms import DayField, PartialDateFormField, PlainForm, RatingField
from kpa_tracker.base.toolkit.lines import Reading, line_chart
from kpa_tracker.base.toolkit.tables import RatingColumn

COMMITTEES = [("hr", "Human Resources Committee"), ("fin", "Finance Committee"), ("std", "Standards Committee")]


SATISFIED = [
    Reading("June 2008", Decimal("46.4"), counted_as="old"),
    Reading("September 2008", Decimal("47.9"), counted_as="old"),
    Reading("December 2008", None, counted_as="old"),
    Reading("March 2009", Decimal(45), counted_as="old"),
    *(
        Reading(f"{month} 2009", Decimal(value), Decimal(52), Decimal(50))
        for month, value in (("June", 49), ("September", 51))
    ),
]


class SampleForm(PlainForm):
    """A question of every kind; sent empty, nearly all of them are wrong."""

    fieldsets: ClassVar = [("Where it stands", ["stage", "rating", "cause", "recovery", "green_again"])]
    shown_when: ClassVar = {
        "cause": ("rating", "amber red"),
        "recovery": ("rating", "amber red"),
        "green_again": ("rating", "amber red"),
    }

    stage = forms.ChoiceField(choices=ratings.Stage.choices(), widget=forms.RadioSelect)
    rating = RatingField(label="Rating now", help_text="Your judgement. What the dates say is shown beside it.")
    cause = forms.CharField(label="What caused this?", widget=forms.Textarea)
    recovery = forms.CharField(label="What is being done about it?", widget=forms.Textarea)
    green_again = DayField(label="When will it be green again?")
    title = forms.CharField(help_text="As it appears in the plan.")
    deadline = PartialDateFormField(required=False)
    committee = forms.ChoiceField(choices=[("", "Choose one"), *COMMITTEES], label="Overseeing committee")
    supporting = forms.MultipleChoiceField(choices=COMMITTEES, widget=forms.CheckboxSelectMultiple)
    evidence = forms.FileField(help_text="A PDF, a picture or an office file of up to 10 MB.")
    agreed = forms.BooleanField(label="The chair has seen this", help_text="Tick only after the meeting.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating"].offer(ratings.FIVE_POINT)  # type: ignore[attr-defined]


class SampleFilters(forms.Form):
    """What a list is narrowed by; without an answer it shows everything."""

    search = forms.CharField(required=False)
    committee = forms.ChoiceField(choices=[("", "Any committee"), *COMMITTEES], required=False)
    due_by = DayField(required=False)


@dataclass
class SampleFilter:
    """What a filter of a list looks like to its component."""

    form: SampleFilters


class SampleTable(tables.Table):
    """A list as all lists look."""

    reference = tables.Column()
    title = tables.Column()
    lead = tables.Column(verbose_name="Lead post", default="No owner")
    rating = RatingColumn()
    days = tables.Column(
        verbose_name="Days late", attrs={"th": {"class": "app-table__number"}, "td": {"class": "app-table__number"}}
    )

    class Meta:
        attrs: ClassVar = {"caption": "Deliverables that members should look at"}

    def render_title(self, value: str) -> str:
        return format_html('<a class="govuk-link" href="#">{}</a>', value)


def table_rows() -> list[dict[str, Any]]:
    codes = ["red", "amber_red", "amber", "amber_green", "green", ""]
    return [
        {
            "reference": f"{number // 3 + 1}.{number % 3 + 1}",
            "title": "Publish an estates strategy that says which stations open their front counters, and when",
            "lead": "Director of Estates" if number % 3 else None,
            "rating": codes[number % len(codes)],
            "days": number * 17,
        }
        for number in range(11)
    ]


@dataclass
class SampleFlag:
    """What a computed flag looks like to its component."""

    key: str
    word: str
    sentence: str
    kind: str


@dataclass
class SampleText:
    """A long text that changed."""

    label: str
    before: str
    after: str


@dataclass
class SampleLine:
    """What an event of the history looks like to its component."""

    sentence: str
    texts: list[SampleText] = field(default_factory=list)
    at: datetime.datetime = datetime.datetime(2010, 4, 12, 9, 30, tzinfo=datetime.timezone.utc)

    @property
    def day(self) -> datetime.date:
        return self.at.date()

    @property
    def event(self) -> dict[str, Any]:
        return {"at": self.at, "get_door_display": "page"}

    @property
    def told(self) -> SampleLine:
        return self


FLAGS = [
    SampleFlag("overdue", "Overdue", "Due by 31 March 2010: 12 days ago.", "time"),
    SampleFlag("due_soon", "Due soon", "Due by 30 April 2010, in 18 days.", "time"),
    SampleFlag("stale", "No update", "No update has been written yet.", "reporting"),
    SampleFlag("green_but_late", "Green but late", "Rated green although the deadline passed.", "contradiction"),
]

RATED = [
    Row(
        "1 Neighbourhoods",
        {"red": 3, "amber": 5, "green": 11, "": 1},
        {"red": "#", "amber": "#", "green": "#", "all": "#"},
    ),
    Row("2 Serious harm and organised crime", {"red": 1, "amber": 2, "green": 9}, {"red": "#", "green": "#"}),
    Row("3 People", {"amber": 4, "green": 6, "": 4}, {"amber": "#"}),
    Row("4 Value for money, including everything that the finance committee oversees", {}, {}),
]
CONFIDENCE = [
    Row("Quarter 1", {"red": 1, "amber_red": 3, "amber": 4, "amber_green": 2, "green": 2}),
    Row("Quarter 2", {"red": 2, "amber_red": 2, "amber": 3, "amber_green": 4, "green": 1}),
]


def pieces() -> dict[str, Any]:
    """Return what the gallery's template shows, by name."""
    return {
        "sample_filter": SampleFilter(SampleFilters(prefix="filter")),
        "scale": ratings.FIVE_POINT,
        "not_rated": ratings.NOT_RATED,
        "stages": list(ratings.Stage),
        "movements": [one for one in ratings.Movement if one is not ratings.Movement.NONE],
        "sample_flags": FLAGS,
        "ratings_chart": stacked_bars("Ratings by ambition", RATED, first_column="Ambition"),
        "confidence_chart": stacked_bars("Delivery confidence by quarter", CONFIDENCE, first_column="Period"),
        "satisfied_chart": line_chart("Satisfied with their call", SATISFIED, write=lambda value: f"{value:f}%"),
        "overdue_chart": plain_bars(
            "Overdue by committee",
            [("Finance", 4, "#"), ("Standards", 1, "#"), ("Estates", 0, "")],
            columns=("Committee", "Overdue"),
        ),
        "history_lines": [
            SampleLine("Pat Reed moved the deadline of “Estates strategy” from March 2010 to June 2010."),
            SampleLine(
                "Pat Reed changed “Estates strategy”.",
                [SampleText("Description", "Sell two.", "Sell three.\nKeep one.")],
            ),
        ],
        "compared": [
            ("Rating", "Amber", "Green"),
            ("What was done", "The tender was let.\nWork starts in May.", "The tender was delayed."),
            ("What is next", "Report to members.", "Report to members."),
        ],
        "step_names": ["Choose a file", "Match the columns", "Look at the preview", "Confirm"],
        "sample_tabs": [
            ("Overview", "#overview", True),
            ("Deliverables", "#table", False),
            ("History", "#history", False),
        ],
    }
