"""Taking back what was recorded. Nothing is deleted: it stays, marked, with who took it back and why."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction

from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.audit.edits import held
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.models import compare_and_set
from kpa_tracker.interfaces.scrutiny.actions.checks import refuse_blank
from kpa_tracker.interfaces.scrutiny.actions.minuting import CLOSED
from kpa_tracker.interfaces.scrutiny.models import AgendaItem

W = TypeVar("W", bound=Any)

USED = "Something was said under this item. Take that back first."
PARTS = ("questions", "minutedactions", "committeeratings", "resolutions")


@transaction.atomic
def withdraw(taken: W, *, reason: str, seen: int, by: Any) -> W:
    """Take back a question, an agenda item, a minuted action, a resolution or a committee's rating, for a reason.

    Refuses without one, what was taken back already, an action that a meeting closed, and an item of the agenda under
    which something stands.
    """
    now = held(taken, seen=seen)
    refuse_where(
        (now.is_withdrawn, "This was taken back already."),
        (getattr(now, "is_closed", False), CLOSED),
        (isinstance(now, AgendaItem) and _holds_anything(now), USED),
    )
    refuse_blank(reason, "Say why you take it back.", field="reason")
    taken.withdrawn_at, taken.withdrawn_by, taken.withdrawn_reason = clock.now(), by, reason
    compare_and_set(taken, seen=seen, fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record(f"{taken._meta.model_name} withdrawn", taken, by=by, authority_id=taken.authority_id, reason=reason)
    return taken


def _holds_anything(item: AgendaItem) -> bool:
    return any(getattr(item, name).filter(withdrawn_at=None).exists() for name in PARTS)
