"""What is seeded is as much as is said, and holds together as what actions write does."""

from __future__ import annotations

from benchmarks.seeding.sizes import SIZES, numbers
from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.people.models import Authority
from risks.models import Risk
from targets.models import Measure, Result


def test_as_much_is_seeded_as_is_said(installation):
    counted = {
        "authorities": Authority,
        "deliverables": Deliverable,
        "updates": ProgressUpdate,
        "measures": Measure,
        "results": Result,
        "risks": Risk,
    }
    assert {name: model.objects.count() for name, model in counted.items()} == numbers(installation)


def test_the_history_of_what_is_seeded_holds_together(installation):
    assert list(verify_history()) == []


def test_what_is_kept_as_latest_is_the_latest(installation):
    of_record = ProgressUpdate.objects.of_record().order_by("deliverable", "-period__observed_from", "-number")
    latest = {}
    for update in of_record:
        latest.setdefault(update.deliverable_id, update.pk)
    assert dict(Deliverable.objects.values_list("pk", "latest")) == latest


def test_the_sizes_are_those_that_the_bars_speak_of():
    small, middle, large = (numbers(SIZES[name]) for name in ("S", "M", "L"))
    assert [small["deliverables"], small["updates"]] == [5_030, 60_064]
    assert [round(middle[name], -4) for name in ("deliverables", "updates", "measures", "results")] == [
        *(60_000, 1_030_000),
        *(30_000, 990_000),
    ]
    assert 9.5 < large["updates"] / middle["updates"] < 10.5
