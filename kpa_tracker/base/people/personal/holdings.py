"""Each kind of record that is about a person: what it is, how long it is kept, and what becomes of it.

docs/data-protection.md says the same in words; a test holds the two together, and finds a kind of record that points at
a person and stands in neither list.
"""

from __future__ import annotations

from dataclasses import dataclass

A_YEAR, A_QUARTER, A_MONTH = 400, 90, 30
"""Days. A year and some: what was sent about last year's fourth quarter can still be looked up in this year's."""


@dataclass(frozen=True)
class Holding:
    """Records about a person that go when the person goes. `by` is their field that leads to the person; `since` the
    moment from which `days` are counted after which they go in any case; without days they go with the person alone.

    `shown` are the columns that the person is given; what opens a door (a password, a secret) is given to nobody.
    """

    model: str
    what: str
    by: str = "person"
    since: str = ""
    days: int = 0
    setting: str = ""
    shown: tuple[str, ...] = ()


HOLDINGS = (
    Holding(
        "notifications.Notice", "What they were reminded of", since="message__day", days=A_YEAR,
        setting="KEEP_MESSAGES_DAYS", shown=("thing", "occasion"),
    ),
    Holding(
        "notifications.Message", "Mails to them", since="day", days=A_YEAR, setting="KEEP_MESSAGES_DAYS",
        shown=("day", "address", "subject", "text", "state"),
    ),
    Holding(
        "notifications.Preference", "Their wishes for reminders", shown=("days_before", "on_the_day", "days_after"),
    ),
    Holding(
        "notifications.FeedToken", "Their calendar feeds, once revoked", since="revoked_at", days=A_QUARTER,
        setting="KEEP_TOKENS_DAYS", shown=("made_at", "revoked_at"),
    ),
    Holding(
        "api.ApiToken", "Their API tokens, once run out", since="expires_on", days=A_QUARTER,
        setting="KEEP_TOKENS_DAYS", shown=("name", "made_at", "expires_on", "last_used_on", "revoked_at"),
    ),
    Holding("people.SavedView", "Lists that they kept", shown=("name",)),
    Holding(
        "usersessions.UserSession", "Where they are or were signed in", by="user", since="last_seen_at", days=A_MONTH,
        setting="KEEP_SESSIONS_DAYS", shown=("created_at", "last_seen_at", "ip", "user_agent"),
    ),
    Holding("mfa.Authenticator", "Their second factors", by="user", shown=("type", "created_at", "last_used_at")),
    Holding("socialaccount.SocialAccount", "Their single sign-on", by="user", shown=("provider", "uid", "date_joined")),
    Holding("account.EmailAddress", "Their e-mail addresses", by="user", shown=("email", "verified", "primary")),
    Holding("admin.LogEntry", "What the admin noted for itself", by="user", shown=("action_time", "object_repr")),
)  # fmt: skip
"""In the order in which they go: what points at another before it."""

KEPT_BY_NAME = frozenset({"deliverables", "exchange", "people", "plans", "publication", "risks", "scrutiny", "targets"})
"""The apps whose other records say who did something: who wrote, decided, signed off, archived. They are the
authority's records of its work. They point at the person, whose name goes, and at the post, which stays."""
