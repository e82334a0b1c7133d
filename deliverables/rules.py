"""Who may read, edit, update and review deliverables."""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Q

from kpa_tracker.base.people.models import Post
from kpa_tracker.base.people.rules import grant, granted, working_authorities, working_posts

grant(
    "deliverables.view_deliverable",
    "deliverables.add_deliverable",
    "deliverables.change_deliverable",
    "deliverables.update_any_deliverable",
    "deliverables.open_period",
)


@rules.predicate
def answers_for(user: Any, deliverable: Any = None) -> bool:
    """Whether the person holds the leading or a supporting post today, or the plan names everyone.

    Without a record: whether they hold a post that might. Costs a query where the post does not lead.
    """
    posts = working_posts(user)
    if deliverable is None or not posts:
        return bool(posts)
    return deliverable.lead_id in posts or _named(deliverable, posts, user)


def _named(deliverable: Any, posts: set[int], user: Any) -> bool:
    everyone = Q(kind=Post.Kind.EVERYONE, authority__in=working_authorities(user))
    named = Post.objects.filter(Q(supports=deliverable) | Q(leads=deliverable))
    return named.filter(Q(pk__in=posts) | everyone).exists()


@rules.predicate
def submitted_it(user: Any, update: Any = None) -> bool:
    """Whether this is the person's own update: somebody else reviews it."""
    return getattr(update, "submitted_by_id", None) == user.pk


@rules.predicate
def requested_it(user: Any, request: Any = None) -> bool:
    """Whether this is the person's own request: somebody else decides it, and only they withdraw it."""
    return getattr(request, "requested_by_id", None) == user.pk


@rules.predicate
def made_it(user: Any, comment: Any = None) -> bool:
    """Whether this is the person's own comment: somebody else answers it."""
    return getattr(comment, "made_by_id", None) == user.pk


@rules.predicate
def takes_part(user: Any, record: Any = None) -> bool:
    """Whether a role lets the person speak in the record's authority. Auditors read everything and write nothing."""
    spoken = working_authorities(user)
    return bool(spoken) if record is None else record.authority_id in spoken


@rules.predicate
def no_record(user: Any, record: Any = None) -> bool:
    """Whether a page asks before it has looked anything up."""
    return record is None


@rules.predicate
def added_it(user: Any, evidence: Any = None) -> bool:
    return evidence is None or evidence.added_by_id == user.pk


@rules.predicate
def was_withdrawn(user: Any, evidence: Any = None) -> bool:
    return evidence is not None and evidence.withdrawn_at is not None


audits_drafts = granted("audit.view_draft")


@rules.predicate
def may_read_text(user: Any, update: Any = None) -> bool:
    """Whether an update is no draft, or one that this person reads: its writer, a holder of a post that answers for the
    deliverable, an auditor."""
    if update is None or update.state != "draft" or update.written_by_id == user.pk:
        return True
    return answers_for(user, update.deliverable) or audits_drafts(user, update)


may_update = granted("deliverables.update_any_deliverable") | answers_for
may_read = granted("deliverables.view_deliverable")

rules.add_perm("deliverables.update_deliverable", may_update)
rules.add_perm("deliverables.review_update", granted("deliverables.review_update") & ~submitted_it)
rules.add_perm("deliverables.pull_back_update", may_read & (no_record | submitted_it))
rules.add_perm("deliverables.view_progressupdate", may_read & may_read_text)
rules.add_perm("deliverables.view_draft", answers_for | audits_drafts)
rules.add_perm("deliverables.request_deadline", may_update)
rules.add_perm("deliverables.decide_deadline", granted("deliverables.decide_deadline") & ~requested_it)
rules.add_perm("deliverables.withdraw_deadline", may_read & (no_record | requested_it))
rules.add_perm("deliverables.add_evidence", may_update)
rules.add_perm("deliverables.withdraw_evidence", may_read & (added_it | granted("deliverables.update_any_deliverable")))
rules.add_perm("deliverables.mark_evidence", may_read & (added_it | granted("deliverables.update_any_deliverable")))
rules.add_perm("deliverables.view_evidence", may_read & (~was_withdrawn | granted("audit.view_event")))
rules.add_perm("deliverables.view_returns", granted("audit.view_event"))  # who owes what: editors and auditors

edits_plan = granted("plans.change_plan")
rules.add_perm("deliverables.view_comment", granted("plans.view_plan"))
rules.add_perm("deliverables.add_comment", granted("plans.view_plan") & takes_part)
rules.add_perm("deliverables.enter_comment", edits_plan)
rules.add_perm("deliverables.respond_comment", edits_plan & ~made_it)
rules.add_perm("deliverables.withdraw_comment", takes_part & (no_record | made_it | edits_plan))
rules.add_perm("deliverables.change_consultation", edits_plan)

rules.add_perm("deliverables.view_fate", granted("plans.view_plan"))
rules.add_perm("deliverables.decide_fate", edits_plan)
rules.add_perm("deliverables.roll_plan", granted("plans.add_plan"))

# What the admin asks, by the name of each record's kind.
for part in ("measurement", "subitem"):
    for verb in ("view", "add", "change"):
        rules.add_perm(f"deliverables.{verb}_{part}", granted("deliverables.change_deliverable"))
for verb in ("add", "change"):
    rules.add_perm(f"deliverables.{verb}_reportingperiod", granted("deliverables.open_period"))
for part in ("reportingperiod", "deadlinerequest"):
    rules.add_perm(f"deliverables.view_{part}", may_read)
