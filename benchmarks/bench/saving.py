"""An update that is sent, from its form to the redirect, beside a floor that writes one row and one event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.bench.asking import Question, ask, form_of
from benchmarks.bench.measuring import AT_ONCE, Figures, figures_of, metered
from benchmarks.bench.pages import OFFICER, SAVING
from benchmarks.bench.serving import Served

SAID = {
    "stage": "in_progress",
    "rating": "green",
    "forecast": "green",
    "late_reason": "The last paper goes to the committee this month.",
    "done": "The draft was agreed with partners and sent to members.",
    "next_steps": "It is made public once members have agreed it.",
    "save": "submit",
}
LEADS_ON = 302


def saved(site: Served, places: Any, *, rounds: int) -> dict[int, dict[str, Figures]]:
    """Send updates of an officer's deliverables, and as many floor writes, one at a time and eight at once."""
    return {at_once: _sent(site, places, rounds, at_once) for at_once in AT_ONCE}


def _sent(site: Served, places: Any, rounds: int, at_once: int) -> dict[str, Figures]:
    """The first sending warms up, and is not measured."""
    sendings = 1 + max(1, rounds // len(places.reported))
    lines: dict[str, list[list[dict[str, Any]]]] = {"page": [], "floor": []}
    for _ in range(sendings):
        forms = [sent for number in places.reported for sent in _filled(site, places, number)]
        for name, some in metered(site, forms, at_once=at_once).items():
            lines[name].append(some)
    return {name: figures_of([line for some in found[1:] for line in some]) for name, found in lines.items()}


def _filled(site: Served, places: Any, number: int) -> Iterator[tuple[str, Question]]:
    """Yield the form of a deliverable's update as its reader sends it, and a floor write of the same deliverable."""
    path, cookies = SAVING.path.format(**places.names | {"reported": number}), places.cookies[OFFICER]
    page = ask(site.port, cookies, Question(path))
    with_token = f"{cookies}; {page.headers.get('Set-Cookie', '').partition(';')[0]}"
    yield with_token, Question(path, "page", LEADS_ON, form_of(page.text, SAID))
    said = {"deliverable": str(number), "done": SAID["done"]}
    yield with_token, Question(SAVING.floor, "floor", LEADS_ON, form_of(page.text, said))
