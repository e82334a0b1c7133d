"""What a measure can be, which way is better, how its target is put, and how a year is looked ahead to."""

from __future__ import annotations

from enum import Enum


class Kind(str, Enum):
    """What a measure's figures are."""

    PERCENTAGE = "percentage"
    COUNT = "count"
    RATE = "rate"
    RATIO = "ratio"
    MONEY = "money"
    HOURS = "hours"
    RANK = "rank"
    LEVEL = "level"
    GRADE = "grade"
    QUALITATIVE = "qualitative"

    @property
    def word(self) -> str:
        return KIND_WORDS[self]

    @property
    def is_words(self) -> bool:
        """Said in words: there may be nothing to calculate with."""
        return self in (Kind.GRADE, Kind.QUALITATIVE)

    @property
    def gathering(self) -> Gathering:
        """How the periods of a year usually make the year; a measure may say otherwise."""
        return GATHERINGS.get(self, Gathering.LAST)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(kind.value, kind.word) for kind in cls]


class Direction(str, Enum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    HOLD = "hold"
    NONE = "none"

    @property
    def word(self) -> str:
        return DIRECTION_WORDS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(direction.value, direction.word) for direction in cls]


class Form(str, Enum):
    """How a target is put: "52%", "reduce by 10%", "no less than 32%", "85-90%", "Level 3", "at least Good",
    "top ten", or words alone."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    FLOOR = "floor"
    CEILING = "ceiling"
    RANGE = "range"
    LEVEL = "level"
    GRADE = "grade"
    RANK = "rank"
    WORDS = "words"

    @property
    def word(self) -> str:
        return FORM_WORDS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(form.value, form.word) for form in cls]


class Method(str, Enum):
    """How the end of the year is forecast."""

    PROFILE = "profile"
    LINEAR = "linear"
    LAST_YEAR = "last_year"

    @property
    def word(self) -> str:
        return METHOD_WORDS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(method.value, method.word) for method in cls]


class Gathering(str, Enum):
    """How the results of a year's periods make the year's result: crimes add up, a satisfaction rate is averaged, the
    number of officers is the last one counted."""

    SUM = "sum"
    AVERAGE = "average"
    LAST = "last"

    @property
    def word(self) -> str:
        return GATHERING_WORDS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(gathering.value, gathering.word) for gathering in cls]


class MeasuredIn(str, Enum):
    """What a tolerance is measured in: so much of the measure's own unit (points of a percentage, places of a rank), or
    so many per cent of the value that is wanted."""

    UNITS = "units"
    PERCENT = "percent"

    @property
    def word(self) -> str:
        return MEASURED_IN_WORDS[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(measured.value, measured.word) for measured in cls]


KIND_WORDS = {
    Kind.PERCENTAGE: "Percentage",
    Kind.COUNT: "Number",
    Kind.RATE: "Rate",
    Kind.RATIO: "Ratio",
    Kind.MONEY: "Money",
    Kind.HOURS: "Hours or other time",
    Kind.RANK: "Rank",
    Kind.LEVEL: "Level",
    Kind.GRADE: "Grade",
    Kind.QUALITATIVE: "In words",
}

DIRECTION_WORDS = {
    Direction.UP: "Higher is better",
    Direction.DOWN: "Lower is better",
    Direction.HOLD: "Hold",
    Direction.NONE: "For information",
}

FORM_WORDS = {
    Form.ABSOLUTE: "A value to reach",
    Form.RELATIVE: "A change from the baseline",
    Form.FLOOR: "No less than a value",
    Form.CEILING: "No more than a value",
    Form.RANGE: "Between two values",
    Form.LEVEL: "A level",
    Form.GRADE: "A grade",
    Form.RANK: "A rank",
    Form.WORDS: "In words",
}

METHOD_WORDS = {
    Method.PROFILE: "As the year's profile expects",
    Method.LINEAR: "In a straight line from the results so far",
    Method.LAST_YEAR: "As last year went",
}

GATHERING_WORDS = {
    Gathering.SUM: "The periods add up",
    Gathering.AVERAGE: "The average of the periods",
    Gathering.LAST: "The last period stands for the year",
}

MEASURED_IN_WORDS = {
    MeasuredIn.UNITS: "In the measure's own unit",
    MeasuredIn.PERCENT: "As a percentage of the target",
}

GATHERINGS = {
    Kind.COUNT: Gathering.SUM,
    Kind.MONEY: Gathering.SUM,
    Kind.HOURS: Gathering.SUM,
    Kind.PERCENTAGE: Gathering.AVERAGE,
    Kind.RATE: Gathering.AVERAGE,
}
