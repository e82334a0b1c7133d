"""Sending requests by the thousand, and telling whether anything was changed."""

from __future__ import annotations

import hashlib
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client

NO_RECORDS = {"django_session", "django_migrations"}
"""Tables in which reading may leave something: which message a person was shown."""


class Sender(Client):
    """A client that keeps nothing of how an answer was made: half of what the tests' own client costs. All of them
    together count what they send."""

    sent: ClassVar[int] = 0

    def request(self, **request: Any) -> Any:
        Sender.sent += 1
        return self.handler(self._base_environ(**request))


def whole(answer: Any) -> bytes:
    """Return an answer's content, read to its end."""
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content


@contextmanager
def sending_at_least(number: float) -> Iterator[None]:
    """Fail where fewer requests are sent within: a campaign that has come to nothing would look like a good one."""
    before = Sender.sent
    yield
    sent = Sender.sent - before
    assert sent >= number, f"{sent} requests were sent, and {number:.0f} were to be."


@contextmanager
def undone() -> Iterator[None]:
    """Undo what is changed within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def listening() -> Iterator[list[str]]:
    """Yield a list that takes what breaks in a request, and let none of the refusals by the thousand into the log."""
    broken: list[str] = []

    def heard(sender: Any, request: Any, **kwargs: Any) -> None:
        broken.append(traceback.format_exc(limit=-3))

    logging.disable(logging.CRITICAL)
    got_request_exception.connect(heard)
    try:
        yield broken
    finally:
        got_request_exception.disconnect(heard)
        logging.disable(logging.NOTSET)


def digest() -> dict[str, str]:
    """Return a sum of what each table holds."""
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - NO_RECORDS
    return {name: digest_of(name) for name in sorted(names)}


def digest_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        rows = sorted(repr([bytes(one) if isinstance(one, memoryview) else one for one in row]) for row in cursor)
    return hashlib.sha256("\n".join(rows).encode(errors="surrogatepass")).hexdigest()
