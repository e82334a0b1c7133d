"""An authority's register of risks, scored each year."""

from __future__ import annotations

import datetime
from itertools import cycle
from typing import Any

from benchmarks.seeding.people import Body
from benchmarks.seeding.plans import AT_ONCE
from benchmarks.seeding.sizes import TODAY, Office
from benchmarks.seeding.words import Writer
from risks.actions import make_scheme
from risks.models import Assessment, Category, Control, Risk
from risks.scoring import Level, pairs

DAYS = [TODAY - datetime.timedelta(days=90 * step) for step in range(8, 0, -1)]
SCORED = (("inherent", DAYS[:1]), ("current", DAYS), ("target", DAYS[:1]))


def enter_risks(body: Body, office: Office) -> None:
    """Enter an authority's risks with their scores of two years and two controls each."""
    scheme, writer = make_scheme(body.authority, by=body.editor), Writer(body.number)
    category = Category.objects.create(authority=body.authority, name="Of all kinds", appetite=Level.MEDIUM)
    posts, committees = cycle(body.officers), cycle(body.committees)
    made = Risk.objects.bulk_create(
        Risk(
            authority=body.authority,
            reference=f"R {place + 1:04}",
            title=f"We may fail to: {writer.title().lower()}",
            category=category,
            owner=next(posts),
            committee=next(committees),
            next_review=TODAY + datetime.timedelta(days=place % 90 + 1),
        )
        for place in range(office.risks)
    )
    _score(made, scheme.matrix, body.editor)
    Control.objects.bulk_create(
        Control(risk=risk, title=writer.title(), type="preventive", owner=risk.owner) for risk in made for _ in range(2)
    )


def _score(made: list[Any], matrix: Any, by: Any) -> None:
    scores = cycle(pairs())
    rows = [
        Assessment(
            risk=risk,
            basis=basis,
            likelihood=pair[0],
            impact=pair[1],
            impact_kind="service",
            level=matrix[pair],
            rationale="As the committee saw it.",
            assessed_on=day,
            assessed_by=by,
        )
        for risk in made
        for basis, days in SCORED
        for day, pair in zip(days, scores, strict=False)
    ]
    for row in Assessment.objects.bulk_create(rows, batch_size=AT_ONCE):
        setattr(row.risk, row.basis, row)  # the latest of each basis comes last
    Risk.objects.bulk_update(made, ["inherent", "current", "target"], batch_size=200)
