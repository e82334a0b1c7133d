"""Passwords that somebody who knows the office would try first."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from kpa_tracker.base.people.models import Authority

OFTEN = frozenset(
    {
        *("password", "passphrase", "passwort", "secret", "welcome", "letmein", "changeme", "login", "signin"),
        *("police", "authority", "constabulary", "force", "commissioner", "committee", "council", "office", "county"),
        *(
            "business",
            "annual",
            "plan",
            "tracker",
            "planner",
            "deliverable",
            "ambition",
            "performance",
            "register",
            "risk",
        ),
        *("chief", "executive", "constable", "clerk", "treasurer", "chair", "administrator", "admin", "editor"),
        *("officer", "member", "auditor", "demonstration", "spring", "summer", "autumn", "winter"),
    }
)
"""Words of this work and this site; to them come those of the names of the authorities that are here."""
SHORTEST = 4
"""Letters of a word of a name that counts: "and" and "of" are in every sentence."""
ENOUGH = 8
"""Signs that a password must have beside such words."""
TAIL = re.compile(r"[^a-z]+$")


def words_here() -> set[str]:
    """Return the words that no password may be made of. Costs one query."""
    named = [(name.lower(), short.lower()) for name, short in Authority.objects.values_list("name", "short_name")]
    parts = {word for name, _ in named for word in re.findall(r"\w+", name) if len(word) >= SHORTEST}
    return {*OFTEN, *parts, *(short for _, short in named if short)}


def beside(password: str, words: set[str]) -> str:
    """Return what a password has beside some words, blanks and signs between them left out."""
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    rest = re.sub("|".join(map(re.escape, longest_first)), " ", password.lower())
    return re.sub(r"[\W_]+", "", rest)


class OfThisOffice:
    """Refuses a password that has little in it beside words that everybody in the office knows, and a common one that
    figures and signs were put behind."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator()

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse with what to do instead."""
        words = words_here()
        known = any(word in password.lower() for word in words)
        if known and len(beside(password, words)) < ENOUGH:
            raise ValidationError(
                "This password is made of words that everybody in the office knows. Add others.", code="of_this_office"
            )
        self.common.validate(TAIL.sub("", password.lower()), user)

    def get_help_text(self) -> str:
        return "Words of the office, such as the name of the authority, are not enough by themselves."
