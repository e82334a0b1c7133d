"""Asking for pages, and telling an answer that gives something from one that does not."""

from __future__ import annotations

import re
from copy import deepcopy
from difflib import ndiff
from typing import Any

from django.db import transaction
from django.test import Client

ITS_OWN = {"X-Request-ID", "Content-Length", "Expires"}
"""Headers that are another in each answer: its number, its length, which is that of the address that it names, and the
moment of what is not to be kept."""
ONCE = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
"""What is new in each answer."""


def ask(browser: Client, method: str, address: str, data: dict[str, Any] | None = None) -> Any:
    """Ask for a page, read it to its end, and undo what that has changed, here and in the browser."""
    browser.cookies.pop("notices", None)
    before = deepcopy(browser.cookies)
    with transaction.atomic():
        answer = getattr(browser, method)(address, data or {})
        answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    browser.cookies = before
    return answer


def is_let_in(answer: Any) -> bool:
    """Whether an answer gives anything at all."""
    to_the_door = answer.status_code == 302 and answer.url.startswith("/accounts/login/")
    return answer.status_code not in {404, 405} and not to_the_door


def found_by(browser: Client, address: str) -> str:
    """Return how far somebody comes: reads (r), sends (w), both or neither (-)."""
    reads, sends = (is_let_in(ask(browser, method, address)) for method in ("get", "post"))
    return f"{'r' * reads}{'w' * sends}" or "-"


def plain(answer: Any, address: str) -> list[str]:
    """Return an answer's lines without what names its own address, and without what is new each time."""
    named = {name: value for name, value in answer.headers.items() if name not in ITS_OWN}
    headers = [f"{name}: {value}" for name, value in sorted(named.items())]
    body = ONCE.sub("", answer.whole.decode(errors="replace"))
    lines = [str(answer.status_code), *headers, *body.splitlines()]
    return [line.replace(address, "HERE") for line in lines]


def told_apart(one: list[str], other: list[str]) -> str:
    """Return the lines of two answers that stand in one of them alone."""
    return "\n".join(line for line in ndiff(one, other) if not line.startswith(" ")) if one != other else ""
