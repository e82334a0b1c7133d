"""Working days: Monday to Friday, without the bank holidays of a nation."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from functools import cache

import holidays

A_DAY = timedelta(days=1)


class Nation(str, Enum):
    """Whose bank holidays count."""

    ENGLAND = "ENG"
    WALES = "WLS"
    SCOTLAND = "SCT"
    NORTHERN_IRELAND = "NIR"

    @property
    def word(self) -> str:
        return self.name.replace("_", " ").title()

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(nation.value, nation.word) for nation in cls]


@cache
def bank_holidays(year: int, nation: Nation) -> frozenset[date]:
    """The bank holidays of a year, those that stand in for a weekend's among them."""
    return frozenset(holidays.country_holidays("GB", subdiv=nation.value, years=year))


def is_working_day(day: date, nation: Nation = Nation.ENGLAND) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year, nation)


def working_day_from(day: date, nation: Nation = Nation.ENGLAND) -> date:
    """The day itself where it is a working day, else the next one."""
    while not is_working_day(day, nation):
        day += A_DAY
    return day


def working_days_after(day: date, number: int, nation: Nation = Nation.ENGLAND) -> date:
    """The day that many working days after a day."""
    for _ in range(number):
        day = working_day_from(day + A_DAY, nation)
    return day
