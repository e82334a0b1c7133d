"""Links risks to the ambitions and deliverables that name them, and takes away the links that somebody took out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from kpa_tracker.interfaces.exchange.actions.book.columns import lines_of
from kpa_tracker.interfaces.exchange.actions.book.making import Making
from kpa_tracker.interfaces.exchange.actions.book.steps import BookStep
from risks.actions import change_risk
from risks.models import Risk

HOLDERS = ("ambitions", "deliverables")


@dataclass
class Links:
    """What is linked to a risk and what is no more, by the field that holds the links."""

    added: dict[str, set[Any]] = field(default_factory=lambda: {name: set() for name in HOLDERS})
    gone: dict[str, set[Any]] = field(default_factory=lambda: {name: set() for name in HOLDERS})

    def of(self, risk: Risk, name: str) -> set[Any]:
        return {*getattr(risk, name).all(), *self.added[name]} - self.gone[name]


def link_risks(making: Making) -> None:
    """Save each risk whose links differ, once."""
    links: dict[str, Links] = defaultdict(Links)
    for name in HOLDERS:
        for step in making.proposal.of(name):
            _collect(links, name, step)
    for reference, found in links.items():
        risk = Risk.objects.get(pk=making.named["risks"][reference].pk)
        both = {name: found.of(risk, name) for name in HOLDERS}
        change_risk(risk, seen=risk.version, by=making.by, **both)


def _collect(links: dict[str, Links], name: str, step: BookStep) -> None:
    before, after = ("", step.values.get("risks", "")) if step.is_new else step.changes.get("risks", ("", ""))
    held, wanted = set(lines_of(before)), set(lines_of(after))
    for reference in wanted - held:
        links[reference].added[name].add(step.record)
    for reference in held - wanted:
        links[reference].gone[name].add(step.record)
