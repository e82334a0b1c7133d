"""What becomes of a risk: treated, tolerated, transferred, ended; and who bears it beyond appetite until when."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import difference, hold_chain, record, snapshot
from kpa_tracker.base.people.actions import refuse_other_authorities
from kpa_tracker.base.people.models import Appointment, Post
from kpa_tracker.base.people.rules import working_posts
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.models import compare_and_set
from risks.actions.assessing import ARCHIVED
from risks.models import Acceptance, Risk
from risks.scoring import is_beyond

Status = Risk.Status
LONGEST = 366
"""Days that a risk is accepted for at most: after a year somebody looks at it again."""

SAY_WHY = "Say why. The reason is part of the register."


def fresh(risk: Risk) -> Any:
    """Return a risk as it now stands, with its level and stance. One query."""
    return Risk.objects.with_stance().select_related("category", "current", "owner").get(pk=risk.pk)


def standing_acceptance(risk: Risk) -> Acceptance | None:
    """Return the acceptance of a risk that nobody has ended, whether its date has passed or not."""
    return risk.acceptances.filter(ended_at=None).select_related("approver").first()


def is_treated(risk: Risk) -> bool:
    """Whether something treats a risk, as the register's lists say. One query."""
    risks = Risk.objects.filter(pk=risk.pk)
    return risks.filter(risks.something_treats()).exists()


def same_hands(one: Post | None, other: Post | None) -> bool:
    """Whether two posts are the same, or somebody holds both of them today. One query."""
    if one is None or other is None or one == other:
        return one is not None and one == other
    held = Appointment.objects.in_force(clock.today()).filter(person__is_active=True)
    return held.filter(post=one, person__in=held.filter(post=other).values("person")).exists()


@transaction.atomic
def change_status(risk: Risk, *, status: str, reason: str, seen: int, by: Any) -> Risk:
    """Say what becomes of a risk. An acceptance that has run out ends with it.

    Refuses while an acceptance holds, without a reason, an archived risk, the status that it has, `treated` where
    nothing treats it, `tolerated` beyond appetite (somebody accepts it first) or unscored, anything but `open` for an
    ended risk, and (Conflict) a version that was not the last.
    """
    hold_chain(risk.authority_id)
    now = fresh(risk)
    refuse_where(
        (now.is_archived, ARCHIVED),
        (now.version == seen and now.status == status, f"It is {now.get_status_display().lower()} already.", "status"),
        (_holds(standing_acceptance(risk)), "Somebody has accepted it. Take the acceptance back first.", "status"),
        (not reason.strip(), SAY_WHY, "reason"),
        (now.is_ended and status != Status.OPEN, "It has ended. Open it again first.", "status"),
        (status == Status.TREATED and not is_treated(risk), "Enter first what treats it: a control, an action or a "
         "deliverable.", "status"),
        (status == Status.TOLERATED and now.current_level is None, "Score it first.", "status"),
        (status == Status.TOLERATED and _beyond(now), "It lies beyond appetite. Record who accepts it, and until when.",
         "status"),
    )  # fmt: skip
    ended = _end_acceptance(risk, reason=f"The risk became {Status(status).label.lower()}.", by=by)
    return _step(risk, "changed", {"status": status, "status_reason": reason}, ended, seen=seen, by=by, reason=reason)


def _holds(acceptance: Acceptance | None) -> bool:
    return acceptance is not None and acceptance.until >= clock.today()


def _beyond(risk: Any) -> bool:
    return is_beyond(risk.current_level, risk.category.appetite if risk.category else None)


@transaction.atomic
def accept_risk(acceptance: Acceptance, *, seen: int, by: Any) -> Acceptance:
    """Record that somebody bears a risk beyond appetite until a day. It is tolerated from then on; an acceptance that
    stood before ends.

    Refuses an archived or ended risk, one that is not scored or lies within appetite, a reason left out, a day that is
    past or over a year ahead, its own owner as approver or as the one who records it, a group, an archived post
    or one that nobody holds, another authority's post or meeting, and (Conflict) a risk that was changed since.
    """
    risk = acceptance.risk
    hold_chain(risk.authority_id)
    now = fresh(risk)
    _refuse_acceptance(acceptance, now, by)
    linked = {"approver": acceptance.approver, "meeting": acceptance.meeting and acceptance.meeting.committee}
    refuse_other_authorities(risk.authority_id, linked)
    ended = _end_acceptance(risk, reason="Followed by another acceptance.", by=by)
    acceptance.likelihood, acceptance.impact = now.current.pair
    acceptance.level, acceptance.accepted_on, acceptance.recorded_by = now.current_level, clock.today(), by
    acceptance.full_clean(exclude=["risk"])
    acceptance.save(force_insert=True)
    values = {"status": Status.TOLERATED, "status_reason": acceptance.reason}
    also = {"acceptance": [ended.get("acceptance", [None])[0], str(acceptance)]}
    _step(risk, "accepted", values, also, seen=seen, by=by, reason=acceptance.reason)
    return acceptance


def _refuse_acceptance(acceptance: Acceptance, now: Any, by: Any) -> None:
    last = clock.today() + datetime.timedelta(days=LONGEST)
    refuse_where(
        (now.is_archived, ARCHIVED),
        (now.is_ended, "It has ended. Open it again first."),
        (now.current_level is None, "Score it first: what is accepted is a score."),
        (not _beyond(now), "It lies within appetite: there is nothing to accept."),
        (not acceptance.reason.strip(), SAY_WHY, "reason"),
        (acceptance.until <= clock.today(), "Choose a day after today.", "until"),
        (acceptance.until > last, "A risk is accepted for a year at most. Choose an earlier day.", "until"),
        (acceptance.approver.is_archived, "This post is archived. Choose one that is in use.", "approver"),
        (
            acceptance.approver.kind != Post.Kind.POST,
            "A group accepts nothing. Choose the post of one person.",
            "approver",
        ),
        (_is_vacant(acceptance.approver), "Nobody holds this post today. Choose one that somebody holds.", "approver"),
        (same_hands(acceptance.approver, now.owner), "Somebody other than its owner accepts a risk.", "approver"),
        (now.owner_id in working_posts(by), "You answer for this risk. Somebody else records that it is accepted."),
    )


def _is_vacant(post: Post) -> bool:
    return Post.objects.filter(pk=post.pk).vacant().exists()


@transaction.atomic
def end_acceptance(risk: Risk, *, reason: str, seen: int, by: Any) -> Risk:
    """Take an acceptance back: the risk is open again and waits for a decision. Refuses an archived risk, without a
    reason, and where nothing is accepted."""
    hold_chain(risk.authority_id)
    refuse_where((fresh(risk).is_archived, ARCHIVED), (not reason.strip(), SAY_WHY, "reason"))
    ended = _end_acceptance(risk, reason=reason, by=by)
    refuse_where((not ended, "Nobody has accepted this risk."))
    values = {"status": Status.OPEN, "status_reason": reason}
    return _step(risk, "no longer accepted", values, ended, seen=seen, by=by, reason=reason)


def _end_acceptance(risk: Risk, *, reason: str, by: Any) -> dict[str, list[Any]]:
    standing = standing_acceptance(risk)
    if standing is None:
        return {}
    standing.ended_at, standing.ended_by, standing.ended_reason = clock.now(), by, reason
    compare_and_set(standing, seen=standing.version, fields=["ended_at", "ended_by", "ended_reason"])
    return {"acceptance": [str(standing), None]}


def _step(
    risk: Risk,
    verb: str,
    values: Mapping[str, Any],
    also: Mapping[str, list[Any]],
    *,
    seen: int,
    by: Any,
    reason: str,
) -> Risk:
    """Write a decision as one event, if the risk still stands where the person saw it."""
    before = snapshot(Risk.objects.get(pk=risk.pk), values)
    for name, value in values.items():
        setattr(risk, name, value)
    compare_and_set(risk, seen=seen, fields=values)
    changes = difference(before, snapshot(risk, values)) | dict(also)
    changes.pop("status_reason", None)  # it is the event's own reason
    record(f"risk {verb}", risk, by=by, authority_id=risk.authority_id, changes=changes, reason=reason)
    return risk
