"""What can be wrong with what risks keep of their scores."""

from __future__ import annotations

from functools import partial

from django.db.models import OuterRef

from kpa_tracker.base.toolkit.latest import Proof, held_against, proves
from risks.models import Assessment, Risk
from risks.models.querysets import BASES


def latest_scores(basis: str) -> Proof:
    """Each risk points at its newest assessment of a basis (`assess_risk`)."""
    scores = Assessment.objects.filter(risk=OuterRef("pk"), basis=basis).order_by("-assessed_on", "-pk")
    return held_against(Risk.objects.all(), basis, scores)


for _basis in BASES:
    proves(f"latest {_basis} scores of risks")(partial(latest_scores, _basis))
