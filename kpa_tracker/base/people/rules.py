"""Who may do what with people and bodies, and the one predicate that most other rules are made of."""

from __future__ import annotations

from typing import Any

import rules

from kpa_tracker.base.people.roles import Role


def granted(permission: str) -> rules.Predicate:
    """Return the predicate that a role of the person grants `permission` in the record's authority.

    Without a record it answers whether any authority grants it: a page asks that before it looks anything up.
    """

    @rules.predicate(name=f"granted {permission}")
    def is_granted(user: Any, record: Any = None) -> bool:
        if not user.is_authenticated:
            return False
        authorities = user.authorities_granting(permission)
        return bool(authorities) if record is None else record.authority_id in authorities

    return is_granted


def grant(*permissions: str) -> None:
    """Let roles.GRANTS alone decide these permissions."""
    for permission in permissions:
        rules.add_perm(permission, granted(permission))


def working_posts(user: Any) -> set[int]:
    """Return the posts by which a person may write. Auditors read everything and write nothing, whatever they hold."""
    standing = user.standing if user.is_authenticated else []
    return {post for _, post, role in standing if role != Role.AUDITOR}


def working_authorities(user: Any) -> set[int]:
    """Return the authorities in which a person may write: those of their working posts."""
    standing = user.standing if user.is_authenticated else []
    return {authority for authority, _, role in standing if role != Role.AUDITOR}


@rules.predicate
def is_themselves(user: Any, record: Any = None) -> bool:
    return record is None or record.person_id == user.pk


grant(
    "people.view_authority",
    "people.change_authority",
    "people.view_committee",
    "people.change_committee",
    "people.view_meeting",
    "people.view_post",
    "people.change_post",
    "people.change_appointment",
    "people.view_dashboard",
    "people.use_admin",
    "people.lower_marking",
    "audit.view_event",
)
rules.add_perm("people.keep_view", rules.is_authenticated & is_themselves)
rules.add_perm("people.keep_sign_in", rules.is_authenticated)


@rules.predicate
def administers_person(user: Any, person: Any = None) -> bool:
    """A person is administered where one of their appointments is; somebody new, by any administrator."""
    authorities = user.authorities_granting("people.change_person")
    if person is None or person._state.adding:
        return bool(authorities)
    return person.appointments.filter(post__authority__in=authorities).exists()


rules.add_perm("people.change_person", rules.is_authenticated & administers_person)
ADMIN_ALIASES = {
    "people.change_committee": ("people.add_committee", "people.add_meeting", "people.change_meeting"),
    "people.change_post": ("people.add_post",),
    "people.change_appointment": ("people.add_appointment", "people.view_appointment"),
    "people.change_person": ("people.add_person", "people.view_person"),
}
for right, aliases in ADMIN_ALIASES.items():
    for alias in aliases:
        rules.add_perm(alias, rules.permissions.permissions[right])
