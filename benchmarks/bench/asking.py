"""A bounded load on loopback: so many requests for a page, one or eight at once, each on a line of its own."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE = 300
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')


class Unexpected(Exception):
    """A page answered otherwise than it is measured for."""


@dataclass(frozen=True)
class Question:
    """One request: where, with what, and what it is called in the meter. `status` is the answer that is measured."""

    path: str
    name: str = ""
    status: int = 200
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")


def ask(port: int, cookies: str, question: Question) -> Answer:
    """Ask once; raises Unexpected where the answer has another status."""
    headers = {"Cookie": cookies, "Connection": "close", **question.headers}
    if question.name:
        headers["X-Benchmark"] = question.name
    if question.body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as line:
        line.request("GET" if question.body is None else "POST", question.path, question.body, headers)
        answer = line.getresponse()
        found = Answer(answer.status, dict(answer.headers), answer.read())
    if found.status != question.status:
        raise Unexpected(f"{question.path} answered {found.status}, not {question.status}: {found.text[-300:]}")
    return found


def ask_all(port: int, asked: Iterable[tuple[str, Question]], *, at_once: int) -> None:
    """Ask all of them, each with its cookies, so many at once."""
    with ThreadPoolExecutor(at_once) as pool:
        for _ in pool.map(lambda one: ask(port, *one), asked):
            pass


def form_of(page: str, said: Mapping[str, str]) -> str:
    """Return what a browser sends of a page's form: its hidden fields, and what is said."""
    hidden: dict[str, str] = {}
    for one in HIDDEN.findall(page):
        name, value = re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)
        if name:
            hidden[name[1]] = value[1] if value else ""
    return urlencode({**hidden, **said})
