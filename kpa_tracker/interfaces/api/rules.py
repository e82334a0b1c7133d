"""Who has tokens: everybody with a role, their own. What a token reads, the pages' own permissions decide."""

from __future__ import annotations

from typing import Any

import rules

from kpa_tracker.base.people.rules import granted

reads_something = granted("people.view_authority")


@rules.predicate
def is_theirs(user: Any, token: Any = None) -> bool:
    return token is None or token.person_id == user.pk


@rules.predicate
def has_a_role(user: Any, token: Any = None) -> bool:
    return bool(reads_something(user))


rules.add_perm("api.keep_token", has_a_role & is_theirs)
