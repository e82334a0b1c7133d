"""Who may ask, record and answer. Everybody with a role in an authority reads what its committees do."""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Q

from deliverables.rules import answers_for
from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.people.rules import grant, granted, working_posts
from kpa_tracker.interfaces.scrutiny.models import CommitteeRating, MinutedAction, Question

keeps_minutes = granted("scrutiny.keep_minutes")
reads = granted("people.view_meeting")


def seats_of(user: Any) -> dict[int, int]:
    """Return the committees that a person chairs or sits on today, each with its authority. One query, kept for the
    request as the person's standing is."""
    if not hasattr(user, "committee_seats"):
        posts = working_posts(user)
        sat_on = Committee.objects.filter(Q(chair__in=posts) | Q(members__in=posts), archived_at=None)
        user.committee_seats = dict(sat_on.values_list("pk", "authority_id")) if posts else {}
    found: dict[int, int] = user.committee_seats
    return found


def committees_served(user: Any) -> Any:
    """Return the committees for which a person may ask and record: their own, and all of where they keep minutes."""
    kept = Q(authority__in=user.authorities_granting("scrutiny.keep_minutes"))
    seated = Q(pk__in=seats_of(user))
    return Committee.objects.filter(kept | seated, archived_at=None)


def committee_of(record: Any) -> Committee:
    """Return the committee that a record is, or belongs to."""
    return record if isinstance(record, Committee) else record.committee


@rules.predicate
def sits_on_committee(user: Any, record: Any = None) -> bool:
    """Whether the person chairs or sits on the record's committee; without a record, on any."""
    seats = seats_of(user)
    return bool(seats) if record is None else committee_of(record).pk in seats


@rules.predicate
def sits_in_authority(user: Any, record: Any = None) -> bool:
    """Whether the person chairs or sits on a committee of the record's authority."""
    seats = seats_of(user)
    return bool(seats) if record is None else record.authority_id in seats.values()


@rules.predicate
def is_to_answer(user: Any, record: Any = None) -> bool:
    """Whether the person holds the post that answers: the one asked, the action's owner, a post of the deliverable."""
    posts = working_posts(user)
    if record is None:
        return bool(posts)
    if isinstance(record, CommitteeRating):
        return bool(answers_for(user, record.deliverable))
    return post_to_answer(record) in posts


def post_to_answer(record: Question | MinutedAction) -> int:
    return record.to_id if isinstance(record, Question) else record.owner_id


grant("scrutiny.keep_minutes")
rules.add_perm("scrutiny.ask_question", keeps_minutes | sits_in_authority)
rules.add_perm("scrutiny.record_minutes", keeps_minutes | sits_on_committee)
rules.add_perm("scrutiny.answer", reads & (keeps_minutes | is_to_answer))


@rules.predicate
def was_given(user: Any, pack: Any = None) -> bool:
    """Whether members were given the pack: what is still being assembled is its editors' and the auditors'. Packs of a
    plan or a meeting in general are everybody's."""
    return bool(getattr(pack, "is_frozen", True))


assembles = granted("scrutiny.assemble_pack")

rules.add_perm(
    "scrutiny.view_pack", granted("scrutiny.view_pack") & (was_given | assembles | granted("audit.view_draft"))
)
rules.add_perm("scrutiny.assemble_pack", assembles)
