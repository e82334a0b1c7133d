"""The register as it stands here: its risks, its way of scoring, and what of the plans a file may point at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Authority
from kpa_tracker.interfaces.exchange.actions.measures.known import PLAIN, plain
from kpa_tracker.interfaces.exchange.models import RiskOrigin
from kpa_tracker.interfaces.exchange.reading.registers.scores import StepWords
from kpa_tracker.interfaces.exchange.reading.registers.texts import reference_key
from plans.models import Ambition, Plan
from risks.actions.wording import MEANINGS
from risks.models import Acceptance, Definition, Risk, Scheme
from risks.scoring import STANDARD_MONTHS, Level, Pair, standard_matrix

NOT_HERE = "“{}” is neither the reference nor the title of {} here, and is left out."
SEVERAL_HERE = "“{}” is the reference of {} in several plans here, and is left out."
WORDS = {"deliverables": "a deliverable", "ambitions": "an ambition"}
CUTS = re.compile(r"\s*[,;\n|]\s*|\s+and\s+|\s+&\s+")


class Held:
    """All of a register that an import looks at. A fixed number of queries, whatever the number of risks."""

    def __init__(self, authority: Authority) -> None:
        standing = Acceptance.objects.filter(ended_at=None).select_related("approver")
        found = Risk.objects.filter(authority=authority).with_levels()
        self.risks = list(
            found.select_related("owner", "committee", "category", "inherent", "current", "target").prefetch_related(
                "ambitions",
                "deliverables",
                "controls",
                "actions",
                Prefetch("acceptances", standing, to_attr="standing"),
            )
        )
        self.by_reference = {reference_key(risk.reference): risk for risk in self.risks}
        self.by_title: dict[str, list[Any]] = defaultdict(list)
        for risk in self.risks:
            if not risk.is_archived:
                self.by_title[plain(risk.title)].append(risk)
        origins = RiskOrigin.objects.filter(risk__authority=authority)
        self.said = {origin.risk_id: origin.values for origin in origins}
        scheme = Scheme.objects.filter(authority=authority).prefetch_related("cells").first()
        self.matrix: dict[Pair, Level] = scheme.matrix if scheme else standard_matrix()
        self.months = scheme.months if scheme else STANDARD_MONTHS
        self.words = words_of(scheme)
        self.links = {
            "deliverables": Linkable(_of_open_plans(Deliverable, authority)),
            "ambitions": Linkable(_of_open_plans(Ambition, authority)),
        }

    def found(self, reference: str, title: str) -> list[Any]:
        """Return the risk of a reference; without one in the file, all those of a title."""
        if reference:
            one = self.by_reference.get(reference_key(reference))
            return [one] if one else []
        return self.by_title.get(plain(title), []) if title else []


def words_of(scheme: Scheme | None) -> StepWords:
    """Return what the steps are called. A word that stands for two steps of impact names none."""
    if scheme:
        said = list(Definition.objects.filter(scheme=scheme).values_list("axis", "step", "word"))
    else:
        said = [(axis, n, word) for axis, steps in MEANINGS.items() for n, (word, _) in enumerate(steps, start=1)]
    likelihood = {word.lower(): step for axis, step, word in said if axis == Definition.Axis.LIKELIHOOD}
    steps: dict[str, set[int]] = defaultdict(set)
    for axis, step, word in said:
        if axis != Definition.Axis.LIKELIHOOD:
            steps[word.lower()].add(step)
    return StepWords(likelihood, {word: min(found) for word, found in steps.items() if len(found) == 1})


def _of_open_plans(model: Any, authority: Authority) -> list[Any]:
    plans = Plan.objects.filter(authority=authority).current().exclude(state=Plan.State.CLOSED)
    return list(model.objects.filter(plan__in=plans, archived_at=None))


class Linkable:
    """Records of the plans that a cell may name, by reference or by title."""

    def __init__(self, records: Iterable[Any]) -> None:
        self.by_name: dict[str, list[Any]] = defaultdict(list)
        for one in records:
            for name in names_of(one):
                self.by_name[name].append(one)

    def named(self, text: str, held: Iterable[Any], what: str, remarks: list[str]) -> list[Any]:
        """Return what a cell names. Of several with one name, those that the risk has already; else none, which is
        said."""
        own, found = list(held), list[Any]()
        for name in _cut(text, [*(name for one in own for name in names_of(one)), *self.by_name]):
            meant = [one for one in own if plain(name) in names_of(one)] or self.by_name.get(plain(name), [])
            if len(meant) == 1 or (meant and meant[0] in own):
                found += meant
            else:
                remarks.append((SEVERAL_HERE if meant else NOT_HERE).format(name, WORDS[what]))
        return list(dict.fromkeys(found))


def names_of(record: Any) -> set[str]:
    """What a cell may call an ambition or a deliverable."""
    return {plain(record.reference), plain(record.title), plain(str(record))} - {""}


def _cut(text: str, known: Iterable[str]) -> list[str]:
    """Cut a cell into names: whole titles first, the longest before others, since these hold commas of their own."""
    rest, names = " ".join(text.translate(PLAIN).split()), []
    for title in sorted(known, key=len, reverse=True):
        if " " in title and title in rest.casefold():
            names.append(title)
            rest = re.sub(re.escape(title), ";", rest, flags=re.IGNORECASE)
    return [*names, *filter(None, CUTS.split(rest))]
