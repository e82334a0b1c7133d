"""What kind of figures a measure has: what its cells say, and where they are bare numbers what its title says."""

from __future__ import annotations

import re
from dataclasses import replace

from targets.performance import Figure, Kind
from targets.performance.numbers import decimals_of, per_words

_PER = re.compile(
    r"\bper (?P<number>[0-9][0-9,]*(?: (?:hundred|thousand|million))?) (?P<of>[a-z]+(?: [a-z]+)*?)"
    r"(?= as | for | in | by | who | that | which |$|[^a-z ])",
    re.I,
)
_ENUMERATED = re.compile(r"(\((?:[ivx]{1,4}|[a-h])\)) ")
_TITLES = (
    (
        re.compile(r"(?:the )?(?:percentage|proportion|per cent)(?: of)?\b|.*\(percentage\)|(?:.*[^0-9 ])? ?%", re.I),
        Kind.PERCENTAGE,
    ),
    (re.compile(r".*\bper [0-9]", re.I), Kind.RATE),
    (re.compile(r"(?:the )?(?:total )?number of\b", re.I), Kind.COUNT),
)
MOST = 10**11
"""Figures are kept with eleven digits before the point and four behind it."""
MOST_DECIMALS = 4


def kind_in_title(title: str) -> Kind | None:
    """Return the kind of figures that a title names: "Percentage of ...", "Number of ... per 1,000 population"."""
    return next((kind for pattern, kind in _TITLES if pattern.match(title)), None)


def settled(figure: Figure, title: str) -> Figure:
    """Give a bare number the kind that the title names; a number with a unit of its own keeps it."""
    if figure.kind not in (Kind.COUNT, Kind.RATE) or figure.unit or figure.per is not None:
        return figure
    kind = kind_in_title(title)
    per = _PER.search(title)
    if kind is Kind.RATE and per:
        return replace(figure, kind=kind, unit=f"per {per['number']} {per['of'].strip()}")
    return replace(figure, kind=Kind.PERCENTAGE) if kind is Kind.PERCENTAGE else figure


def own_title(title: str, label: str) -> str:
    """Return the part of a title that a label names: "(i) Number of deaths (ii) Number of deaths per million"."""
    pieces = _ENUMERATED.split(title)
    return pieces[pieces.index(label) + 1].strip() if label and not pieces[0] and label in pieces else title


def as_labelled(figure: Figure, title: str, label: str) -> Figure:
    """Settle a figure by its own part of the title. Where each part is a title of its own, the measure counts, and only
    the unit says that one of them is a rate."""
    own = own_title(title, label)
    found = settled(figure, own)
    return replace(found, kind=Kind.COUNT) if own != title and found.kind is Kind.RATE else found


def unit_words(figure: Figure) -> str:
    """Return what follows the number, as a measure's unit is kept: "per 1,000 population in Kent"."""
    if figure.per is None:
        return " ".join(filter(None, (figure.counted, figure.unit)))
    per = "" if figure.per == 1 else per_words(figure.per)
    return " ".join(filter(None, (figure.counted, "per", per, figure.unit)))


def is_kept(figure: Figure) -> bool:
    """Whether a figure can be held to its last digit."""
    values = [value for value in (figure.value, figure.second) if value is not None]
    return all(abs(value) < MOST and decimals_of(value.normalize()) <= MOST_DECIMALS for value in values)
