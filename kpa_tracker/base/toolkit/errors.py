"""What an action answers when it will not do what it was asked."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

CHANGED_SINCE = "Somebody else has changed this since you opened it. Nothing that you typed is lost."


class Refused(Exception):
    """An action refuses; the message is a whole sentence that tells the person what to do instead.

    `field` names the form field that the sentence belongs beside, where there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


def refuse_where(*cases: tuple[Any, ...]) -> None:
    """Refuse with the first sentence whose condition holds: (condition, sentence) or (condition, sentence, field)."""
    for holds, message, *field in cases:
        if holds:
            raise Refused(message, field=field[0] if field else None)


class Conflict(Refused):
    """Somebody else saved the record after it was read. `current` is the record as it now stands."""

    def __init__(self, current: Model, message: str = CHANGED_SINCE) -> None:
        super().__init__(message)
        self.current = current
