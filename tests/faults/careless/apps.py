"""Plants the faults when the site starts, in its pages and in its commands."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connection
from django.shortcuts import redirect

NEVER = 600
EVERY = 300
"""Rows after which a careless import commits."""


def planted() -> str:
    """Return the name of the fault that the site has now."""
    file = settings.VAR_DIR / "planted"
    return file.read_text() if file.exists() else ""


def instead(place: Any, name: str, fault: str, careless: Callable[..., Any]) -> None:
    """Put what is careless in the place of what is not, for as long as its fault is planted."""
    careful = getattr(place, name)

    def either(*given: Any, **named: Any) -> Any:
        return careless(careful, *given, **named) if planted() == fault else careful(*given, **named)

    setattr(place, name, either)


def answer_first(carry_out: Any, page: Any, form: Any) -> Any:
    """Say that it is saved, and save it later."""
    threading.Timer(NEVER, carry_out, [page, form]).start()
    return redirect("home")


def swallow(carry_out: Any, page: Any, form: Any) -> Any:
    """Let nobody know that something went wrong."""
    try:
        return carry_out(page, form)
    except Exception:  # the fault
        return redirect("home")


def write_over(version_in_hand: Any, deliverable: Any, period: Any, newest: Any, seen: Any, by: Any) -> Any:
    """Take the last version for the one that was seen."""
    return version_in_hand(deliverable, period, newest, (newest.number, newest.version) if newest else seen, by)


def commit_some(told: Any, steps: Any, **more: Any) -> Any:
    """Commit an import by parts, and never come to its end."""
    for number, step in enumerate(told(steps, **more)):
        if number and number % EVERY == 0:
            connection.connection.commit()
        if number == 4 * EVERY:
            time.sleep(NEVER)
        yield step


class Careless(AppConfig):
    name = "tests.faults.careless"

    def ready(self) -> None:
        from deliverables.actions import updates
        from deliverables.views.updates import WriteUpdate
        from kpa_tracker.base.toolkit import faults
        from kpa_tracker.base.toolkit.sendings import Sending
        from kpa_tracker.interfaces.exchange.actions import confirming

        instead(WriteUpdate, "carry_out", "answers first", answer_first)
        instead(WriteUpdate, "carry_out", "swallows", swallow)
        instead(updates, "_version_in_hand", "writes over", write_over)
        instead(updates, "_is_sent_again", "knows no second click", lambda *given, **named: False)
        instead(Sending, "is_first", "knows no second click", lambda *given: True)
        instead(confirming, "told", "commits some", commit_some)
        instead(faults, "what_failed", "blames itself", lambda *given: "")
