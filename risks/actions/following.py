"""Taking the links of risks over into next year's plan."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from deliverables.actions.copying import Copies, Homes
from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.toolkit.models import compare_and_set
from risks.models import Risk


def link_to_copies(homes: Homes, copies: Copies, by: Any) -> None:
    """Let each risk that hangs on a part of a plan hang on what was made of it in the next one as well, as one event a
    risk. Its caller holds the history. What has ended or is archived stays with the old plan."""
    hanging = Q(ambitions__in=list(homes.ambitions)) | Q(deliverables__in=list(copies))
    linked = Risk.objects.live().filter(pk__in=Risk.objects.filter(hanging).values("pk"))
    for risk in linked.prefetch_related("ambitions", "deliverables").order_by("pk"):
        ambitions = _new_ones(risk.ambitions.all(), homes.ambitions)
        deliverables = _new_ones(risk.deliverables.all(), copies)
        if not ambitions and not deliverables:
            continue
        risk.ambitions.add(*ambitions)
        risk.deliverables.add(*deliverables)
        compare_and_set(risk, seen=risk.version, fields=[])
        told = {"next plan": [None, homes.plan.title], "links taken over": [None, len(ambitions) + len(deliverables)]}
        record("risk linked", risk, by=by, authority_id=risk.authority_id, changes=told)


def _new_ones(linked: Any, made: dict[int, Any]) -> list[Any]:
    """Return what was made of the linked records and is not linked yet."""
    known = {one.pk for one in linked}
    return [made[pk] for pk in sorted(known) if pk in made and made[pk].pk not in known]
