"""The forms that there are: who is shown each, and what it would take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.hostile.campaign.filling import answered, as_sent
from tests.hostile.world import acting, address

WHO = ("administrator", "owner", "editor", "chair")
"""Who is tried, in this order, until somebody is shown a form."""


def form_of(name: str, kind: str, scene: Any) -> tuple[str, Any]:
    """Return who is shown a page's form, and the form; None for the form of a page that is only sent to."""
    for who in WHO:
        shown = scene.senders[who].get(address(name, kind, scene.made))
        form = (getattr(shown, "context_data", None) or {}).get("form")
        if form is not None:
            return who, form
    return WHO[0], None


class Target:
    """A form to send to, and what it would take."""

    def __init__(self, name: str, kind: str, scene: Any) -> None:
        self.name, self.url, self.record = name, address(name, kind, scene.made), scene.made[kind] if kind else None
        self.who, form = form_of(name, kind, scene)
        version = str(getattr(self.record, "version", 1))
        self.fields = dict(form.fields) if form is not None else dict.fromkeys(("version", "seen", "reason"))
        self.taken = answered(form) if form is not None else {"version": version, "seen": version, "reason": "Agreed"}

    def send(self, scene: Any, instead: dict[str, Any], query: str = "", **headers: str) -> Any:
        """Send what the form would take, with something else in its place or beside it."""
        sent = as_sent({**self.taken, **instead})
        return scene.senders[self.who].post(f"{self.url}{query}", sent, headers=headers)


def targets_of(scene: Any) -> Iterator[Target]:
    """Yield every form of the site."""
    for name, kind in acting():
        yield Target(name, kind, scene)
