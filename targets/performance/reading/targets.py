"""Reads a target as it is worded: "Increase to 52% as measured by the British Crime Survey", "Reduce by 10%".

Decisions that are not obvious:

* A sentence without a number is a target in words, and is understood. One with a number that does not fit is not: it
  keeps its text, and nothing is made of the number.
* "Reduce by 10%" is a change of the baseline; only "percentage points" or "pp" add to a percentage. A bare "by 10" of a
  percentage may be either, "-5%" may be a value or a change, "increase 5%" may be to or by: not guessed.
* A verb that only says reach ("achieve", "improve") gives no direction: a better response time is a shorter one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from targets.performance.kinds import Kind
from targets.performance.reading import changes, values
from targets.performance.reading.asked import Hints, ReadTarget
from targets.performance.reading.cells import LONGEST_READ
from targets.performance.reading.frames import Frame, frames, verb_direction
from targets.performance.reading.text import is_missing, tidy, without_markers
from targets.performance.reading.wording import Wording, wording_of

READERS = (values.places, changes.signed, changes.named, values.between, values.value)


def read_target(text: str, kind: Kind | None = None, *, grades: Collection[str] = ()) -> ReadTarget:
    """Read a target as written. Never raises, never guesses. `kind` is the measure's, for figures without a unit;
    `grades` are the words of its scale, worst or best first, beside those that are commonly used."""
    bare, markers = without_markers(tidy(text))
    if is_missing(bare):
        return ReadTarget(text, markers=markers, unavailable=True)
    if len(bare) > LONGEST_READ:
        return _in_words(ReadTarget(text, markers=markers), bare)
    wording = wording_of(bare)
    target = replace(_started(text, wording), markers=markers)
    return _first(target, wording.body, Hints.of(kind, grades)) or _in_words(target, wording.body)


def _started(text: str, wording: Wording) -> ReadTarget:
    return ReadTarget(text, source=wording.source, against=wording.against, by_when=wording.by_when, note=wording.note)


def _in_words(target: ReadTarget, body: str) -> ReadTarget:
    """Words alone are a target; a number among them is one that was not understood, nor is what stands around it."""
    if re.search(r"[0-9]", body):
        return ReadTarget(target.text, markers=target.markers, understood=False)
    return replace(target, direction=verb_direction(body))


def _first(target: ReadTarget, body: str, hints: Hints) -> ReadTarget | None:
    """What the first frame says that any reader understands."""
    found = (_framed(target, frame, hints) for frame in frames(body))
    return next((read for read in found if read), None)


def _framed(target: ReadTarget, frame: Frame, hints: Hints) -> ReadTarget | None:
    start = hints.figure(frame.start) if frame.start else None
    if frame.start and not start:
        return None
    readers = (changes.by,) if frame.how == "by" else READERS
    about = replace(target, about=frame.about, start=start)
    return next((read for read in (reader(about, frame, hints) for reader in readers) if read), None)
