"""Risks, their categories and the matrix on the way back, with the plans that they hang on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from deliverables.models import Deliverable
from deliverables.standing.rewound import PlanRewinding
from plans.models import Ambition
from risks.models import Risk, Scheme
from risks.scoring import Level

LINKS = {"ambitions": Ambition, "deliverables": Deliverable}
CELL = re.compile(r"likelihood (\d), impact (\d)")
LEVELS = {level.word: level for level in Level}


class RegisterRewinding(PlanRewinding):
    """The register: what a risk hangs on, its next review, and the cells of a matrix are no columns of their own."""

    def take_back(self, record: Any, name: str, before: Any) -> None:
        if isinstance(record, Risk):
            self._take_back_of_risk(record, name, before)
        elif isinstance(record, Scheme):
            _take_back_cell(record, name, before)
        else:
            super().take_back(record, name, before)

    def _take_back_of_risk(self, risk: Any, name: str, before: Any) -> None:
        if name in LINKS:
            risk.linked[name] = self._hung_on(risk, name, before or ())
        elif name == "next review":
            risk.next_review = Risk._meta.get_field("next_review").to_python(before)

    def _hung_on(self, risk: Any, link: str, names: Iterable[str]) -> list[Any]:
        """Return what an event calls by some names: what is linked already stays; else the one of the latest plan."""
        linked = {str(one): one for one in risk.linked[link]}
        found = (linked.get(name) or self._latest(risk, LINKS[link], name) for name in names)
        return [one for one in found if one]

    def _latest(self, risk: Any, kind: Any, name: str) -> Any:
        own = (one for one in self.called(kind, name) if one.authority_id == risk.authority_id)
        return max(own, key=lambda one: one.plan_id, default=None)


def _take_back_cell(scheme: Any, name: str, before: Any) -> None:
    if told := CELL.fullmatch(name):
        scheme.levels[int(told[1]), int(told[2])] = LEVELS.get(before)
