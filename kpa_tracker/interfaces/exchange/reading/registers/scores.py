"""Likelihood and impact as the cells of a register give them. A number that could come from several pairs stays whole:
12 is 3 × 4, 4 × 3 and 2 × 6, and a word such as High is none of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from risks.scoring import STEPS, Level, Pair

NUMBER = re.compile(r"[LPIS]?\s*[:=]?\s*(?P<step>\d{1,3})(?:\.0+)?(?:\s*/\s*5)?", re.I)
NUMBER_AND_WORD = re.compile(r"(?P<step>\d{1,3})(?:\.0+)?\s*[-–—:.)=(]*\s*(?P<word>[A-Za-z][A-Za-z ]*?)\s*\)?")
WORD_AND_NUMBER = re.compile(r"(?P<word>[A-Za-z][A-Za-z ]*?)\s*[-–—:=(]+\s*(?P<step>\d{1,3})(?:\.0+)?\s*\)?")
TIMES = re.compile(r"\s*[x×*✕]\s*|\s+by\s+", re.I)
TOTAL = re.compile(
    r"\s*=\s*(?P<total>\d{1,3})(?:\.0+)?\s*(?:\(?[A-Za-z][A-Za-z ]*\)?)?$|^(?P<first>\d{1,3})\s*[=(:]\s*(?=.*[x×*✕])"
)
LETTERED = re.compile(
    r"(?P<one>L(?:ikelihood)?|P(?:robability)?|I(?:mpact)?)\s*[:=]?\s*(?P<first>\d)\b\D*?"
    r"(?P<two>L(?:ikelihood)?|P(?:robability)?|I(?:mpact)?)\s*[:=]?\s*(?P<second>\d)\b(?:\D*(?P<total>\d{1,2}))?\D*",
    re.I,
)
WORD_FIRST = re.compile(r"(?P<level>[A-Za-z][A-Za-z /-]*?)\s*(?:\(?\s*(?P<number>\d{1,3})(?:\.0+)?\s*\)?)?")
NUMBER_FIRST = re.compile(r"(?P<number>\d{1,3})(?:\.0+)?(?:\s*[-–—(:,]*\s*(?P<level>[A-Za-z][A-Za-z /-]*?)\s*\)?)?")
COLOURS = frozenset({"red", "amber", "yellow", "green", "orange", "amber red", "amber green", "black"})

NOT_A_STEP = "“{}” is no step from 1 to 5 and none of the words here for {}. The {} score is left out."
OTHER_WORD = "“{}”: {} is called “{}” here. The {} score is left out."
ONLY_ONE = "Only one of likelihood and impact is given: “{}”. The {} score is left out."
OTHER_TOTAL = "{} × {} is {}, but the file says {}. The {} score is left out."
OTHER_PAIR = "The columns say {} × {}, the score says “{}”. The {} score is left out."
LONE_NUMBER = "“{}” is likelihood times impact in one number, which cannot be taken apart. The {} score is left out."
LONE_LEVEL = "“{}” is a level, which does not say how likely and how grave. The {} score is left out."
NOT_UNDERSTOOD = "The {} score is not understood: “{}”."


@dataclass(frozen=True)
class StepWords:
    """What an authority calls the steps of likelihood and of impact, in small letters."""

    likelihood: Mapping[str, int] = field(default_factory=dict)
    impact: Mapping[str, int] = field(default_factory=dict)

    def of(self, axis: str) -> Mapping[str, int]:
        return self.likelihood if axis == "likelihood" else self.impact


@dataclass(frozen=True)
class ScoreCells:
    """The cells that give one score: a column for each axis, or one for both; `is_swapped` where impact is first."""

    likelihood: str = ""
    impact: str = ""
    score: str = ""
    is_swapped: bool = False


@dataclass(frozen=True)
class ReadScore:
    """A score as far as it was understood: the pair, or why there is none; a number and a level that stand alone."""

    pair: Pair | None = None
    problem: str = ""
    number: int | None = None
    level: Level | None = None


def read_score(cells: ScoreCells, basis: str, words: StepWords) -> ReadScore:
    """Read one score. Nothing is guessed: what does not say likelihood and impact has a problem instead of a pair."""
    if cells.likelihood and cells.impact:
        return _from_columns(cells, basis, words)
    if cells.score:
        return _from_one_cell(cells, basis, words)
    alone = cells.likelihood or cells.impact
    return ReadScore(problem=ONLY_ONE.format(alone, basis)) if alone else ReadScore()


def read_step(text: str, axis: str, words: StepWords) -> tuple[int | None, str]:
    """Return the step that a cell names, and a word that contradicts it: (4, "Unlikely")."""
    plain = " ".join(text.split())
    known = words.of(axis)
    named = known.get(plain.lower())
    if named:
        return named, ""
    number = NUMBER.fullmatch(plain)
    if number:
        return _step(number["step"]), ""
    both = NUMBER_AND_WORD.fullmatch(plain) or WORD_AND_NUMBER.fullmatch(plain)
    if not both:
        return None, ""
    step, word = _step(both["step"]), both["word"].lower()
    return step, both["word"] if step and known.get(word, step) != step else ""


def _step(text: str) -> int | None:
    return int(text) if int(text) in STEPS else None


def _pair(likelihood: str, impact: str, basis: str, words: StepWords) -> ReadScore:
    pair = []
    for axis, text in (("likelihood", likelihood), ("impact", impact)):
        step, other = read_step(text, axis, words)
        if step is None:
            return ReadScore(problem=NOT_A_STEP.format(text, axis, basis))
        if other:
            named = next(word for word, one in words.of(axis).items() if one == step)
            return ReadScore(problem=OTHER_WORD.format(text, f"step {step} of {axis}", named.capitalize(), basis))
        pair.append(step)
    return ReadScore((pair[0], pair[1]))


def _from_columns(cells: ScoreCells, basis: str, words: StepWords) -> ReadScore:
    """A score beside its likelihood and impact is only looked at for a contradiction."""
    read = _pair(cells.likelihood, cells.impact, basis, words)
    if read.pair is None or not cells.score:
        return read
    beside = _from_one_cell(cells, basis, words)
    if beside.pair and beside.pair != read.pair:
        return ReadScore(problem=OTHER_PAIR.format(*read.pair, cells.score, basis))
    return _with_total(read, beside.number, basis)


def _with_total(read: ReadScore, total: int | None, basis: str) -> ReadScore:
    if read.pair is None or total is None or total == read.pair[0] * read.pair[1]:
        return read
    return ReadScore(problem=OTHER_TOTAL.format(*read.pair, read.pair[0] * read.pair[1], total, basis))


def _from_one_cell(cells: ScoreCells, basis: str, words: StepWords) -> ReadScore:
    text = " ".join(cells.score.split())
    lettered = LETTERED.fullmatch(text)
    if lettered and lettered["one"][0].upper() != lettered["two"][0].upper():
        return _lettered(lettered, basis, words)
    total = TOTAL.search(text)
    bare = TOTAL.sub("", text).strip(" ()")
    factors = TIMES.split(bare)
    if len(factors) == 2 and all(factors):
        likelihood, impact = reversed(factors) if cells.is_swapped else factors
        number = int(total["total"] or total["first"]) if total else None
        return _with_total(_pair(likelihood, impact, basis, words), number, basis)
    return _alone(text, basis)


def _lettered(match: re.Match[str], basis: str, words: StepWords) -> ReadScore:
    """ "L4 I3", in either order."""
    is_impact_first = match["one"][0].upper() == "I"
    first, second = match["first"], match["second"]
    read = _pair(second, first, basis, words) if is_impact_first else _pair(first, second, basis, words)
    return _with_total(read, int(match["total"]) if match["total"] else None, basis)


def _alone(text: str, basis: str) -> ReadScore:
    """A number or a level by itself. It can agree with the score that is held; it cannot make one."""
    match = NUMBER_FIRST.fullmatch(text) or WORD_FIRST.fullmatch(text)
    word = (match["level"] or "") if match else ""
    level = _level(word)
    if match is None or (word and level is None and word.lower() not in COLOURS):
        return ReadScore(problem=NOT_UNDERSTOOD.format(basis, text))
    problem = (LONE_LEVEL if word else LONE_NUMBER).format(text, basis)
    return ReadScore(problem=problem, number=int(match["number"]) if match["number"] else None, level=level)


def _level(word: str) -> Level | None:
    plain = "_".join(word.upper().replace("-", " ").split())
    return Level[plain] if plain in Level.__members__ else None
