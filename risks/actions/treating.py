"""What is done about a risk: its controls and its actions."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction

from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.people.actions import linked_records, refuse_other_authorities
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.models import assign, next_position
from risks.actions.assessing import ARCHIVED, ENDED
from risks.models import Action, Control, Risk

Part = TypeVar("Part", Control, Action)
KEPT = frozenset({"risk", "position", "effectiveness", "tested_on"})
SAY_WHAT = "Say what came of it."
UNDER_AN_ENDED = "Its risk has ended or is archived. Open or restore that first."


@transaction.atomic
def add_part(part: Part, *, by: Any) -> Part:
    """Enter a control or an action, the last of its kind. Refuses an archived or ended risk, and another authority's
    post."""
    hold_chain(part.authority_id)
    risk = Risk.objects.get(pk=part.risk_id)
    refuse_where((risk.is_archived, ARCHIVED), (risk.is_ended, ENDED))
    _refuse_misfit(part)
    part.position = next_position(type(part)._default_manager.filter(risk=part.risk_id))
    return edits.create(part, by=by)


@transaction.atomic
def change_part(part: Part, *, seen: int, changes: Mapping[str, Any], by: Any) -> Part:
    """Change what a control or an action says, or how far an action is. Refuses what is archived, an archived or ended
    risk, an action that ends without an outcome, another authority's post, and (Conflict) a version that was not the
    last."""
    hold_chain(part.authority_id)
    _refuse_settled(part)
    fields, _ = assign(part, {name: value for name, value in changes.items() if name not in KEPT})
    _refuse_misfit(part)
    return edits.change(part, seen=seen, fields=fields, by=by)


@transaction.atomic
def record_test(
    control: Control, *, effectiveness: str, tested_on: datetime.date, note: str, seen: int, by: Any
) -> Control:
    """Record what a test of a control showed. Refuses without a note of how it was tested, a day still to come, what is
    archived, and (Conflict) a version that was not the last."""
    hold_chain(control.authority_id)
    _refuse_settled(control)
    refuse_where(
        (not effectiveness, "Say what the test showed.", "effectiveness"),
        (tested_on > clock.today(), "This day is still to come.", "tested_on"),
        (
            control.tested_on and tested_on < control.tested_on,
            "It was tested later than this. The latest test is what counts.",
            "tested_on",
        ),
        (not note.strip(), "Say how it was tested, and what was found.", "note"),
    )
    control.effectiveness, control.tested_on = effectiveness, tested_on
    shown = {"test": [None, control.get_effectiveness_display()]}  # also where it shows the same again
    return edits.change(control, seen=seen, fields=["effectiveness", "tested_on"], also=shown, by=by, reason=note)


@transaction.atomic
def archive_part(part: Part, *, seen: int, reason: str, by: Any) -> Part:
    """Take a control or an action away, for a reason. Refuses under an archived or ended risk."""
    hold_chain(part.authority_id)
    risk = Risk.objects.get(pk=part.risk_id)
    refuse_where((risk.is_archived or risk.is_ended, UNDER_AN_ENDED))
    archived: Part = edits.archive(part, seen=seen, reason=reason, by=by)
    return archived


@transaction.atomic
def restore_part(part: Part, *, seen: int, by: Any) -> Part:
    """Bring a control or an action back. Refuses under an archived or ended risk."""
    hold_chain(part.authority_id)
    risk = Risk.objects.get(pk=part.risk_id)
    refuse_where((risk.is_archived or risk.is_ended, UNDER_AN_ENDED))
    restored: Part = edits.restore(part, seen=seen, by=by)
    return restored


def _refuse_settled(part: Control | Action) -> None:
    risk = Risk.objects.get(pk=part.risk_id)
    refuse_where(
        (part.is_archived, "This is archived. Restore it first."),
        (risk.is_archived or risk.is_ended, UNDER_AN_ENDED),
    )


def _refuse_misfit(part: Control | Action) -> None:
    refuse_other_authorities(part.authority_id, linked_records(part))
    if isinstance(part, Action):
        refuse_where((not part.is_open and not part.outcome.strip(), SAY_WHAT, "outcome"))
