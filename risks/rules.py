"""Who may read and edit the register, score its risks, and record that one is accepted."""

from __future__ import annotations

from typing import Any

import rules

from kpa_tracker.base.people.rules import grant, granted, working_posts
from risks.models import Acceptance, Action, Assessment, Control, Risk

grant("risks.view_risk", "risks.change_risk", "risks.change_scheme")
rules.add_perm("risks.add_risk", granted("risks.change_risk"))

Scoped = Risk | Control | Action | Assessment | Acceptance


def risk_of(record: Scoped) -> Risk:
    """Return the risk that a record is, or is a part of."""
    return record if isinstance(record, Risk) else record.risk


@rules.predicate
def owns_risk(user: Any, record: Scoped | None = None) -> bool:
    """Whether the person holds the post that owns the risk; without one, a post that might."""
    posts = working_posts(user)
    return bool(posts) if record is None else risk_of(record).owner_id in posts


@rules.predicate
def owns_the_risk(user: Any, record: Risk | None = None) -> bool:
    """Whether the person holds the post that owns this very risk: nobody bears what they own."""
    return record is not None and record.owner_id in working_posts(user)


@rules.predicate
def answers_for_part(user: Any, record: Scoped | None = None) -> bool:
    """Whether the person holds the post that answers for this control or action."""
    posts = working_posts(user)
    return bool(posts) if record is None else getattr(record, "owner_id", None) in posts


@rules.predicate
def chairs_committee(user: Any, record: Risk | None = None) -> bool:
    """Whether the person holds the post of the chair of the committee that oversees the risk."""
    posts = working_posts(user)
    if record is None:
        return bool(posts)
    return record.committee is not None and record.committee.chair_id in posts


rules.add_perm("risks.assess_risk", granted("risks.change_risk") | owns_risk)
rules.add_perm("risks.treat_risk", granted("risks.change_risk") | owns_risk)
rules.add_perm("risks.report_part", granted("risks.change_risk") | owns_risk | answers_for_part)
rules.add_perm("risks.accept_risk", (granted("risks.change_risk") | chairs_committee) & ~owns_the_risk)

for name in ("assessment", "control", "action", "acceptance"):
    rules.add_perm(f"risks.view_{name}", granted("risks.view_risk"))
    rules.add_perm(f"risks.add_{name}", granted("risks.change_risk"))
    rules.add_perm(f"risks.change_{name}", granted("risks.change_risk"))
for name in ("scheme", "category"):
    rules.add_perm(f"risks.view_{name}", granted("risks.view_risk"))
rules.add_perm("risks.add_category", granted("risks.change_scheme"))
rules.add_perm("risks.change_category", granted("risks.change_scheme"))
