"""Every page that the demonstration's people can reach by following links, drawn in a real browser.

The pages are those that Django's test client got, so that one loading of the demonstration serves all of them.
"""

from __future__ import annotations

import html
import mimetypes
import re
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.contrib.staticfiles import finders
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from kpa_tracker.base.people.models import Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LINK = re.compile(r"""<(a|form|button)\b[^>]*?\b(?:href|action|formaction)=["']([^"'#]*)""")
OFTEN = 2
"""How many pages of one kind a person opens first."""
FURTHER = 2_000
"""How many pages more are opened for the sake of those that nobody has reached by then."""
NOT_HERE = ("allauth", "publication.site")
"""What is not walked by people who are signed in: the sign-in's own pages; the public site, which has its own walk."""
PATIENCE = 4
"""How often a page may ask the same thing with other values."""


def patterns(resolver: Any = None) -> list[URLPattern]:
    """Return every address of ours, the admin's, the sign-in's and the public site's aside."""
    found: list[URLPattern] = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name != "admin" and not any(name in str(entry.urlconf_name) for name in NOT_HERE):
                found += patterns(entry)
        else:
            found.append(entry)
    return found


@cache
def name_of(address: str) -> str:
    """Return the name of an address's page; nothing for what is not ours."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return "?"
    others = match.app_names or match.func.__module__.startswith("allauth") or address.startswith("/public/")
    return "" if others else str(match.url_name)


@cache
def content_of(path: str) -> bytes:
    return Path(path).read_bytes()


def is_file(address: str) -> bool:
    """Whether an address answers with a file, which costs more than a page: one of a kind is enough."""
    return address.endswith(".pdf") or "export=" in address


def again(asked: CaptureQueriesContext) -> list[tuple[str, int]]:
    """Return the shapes of the queries asked, values aside, with how often each was asked."""
    shapes = Counter(re.sub(r"\b\d+\b|'[^']*'", "?", query["sql"]) for query in asked.captured_queries)
    return [(shape[:300], n) for shape, n in shapes.items() if not shape.startswith(("SAVEPOINT", "RELEASE"))]


@dataclass(frozen=True)
class Opened:
    """A page as somebody got it."""

    path: str
    role: str
    html: str
    status: int


@dataclass
class Site:
    """What people find when they follow links: pages by their address's name, forms that only send, dead ends."""

    people: dict[str, Person]
    wanted: set[str] = field(default_factory=set)
    """The names of the pages that are looked for until they are found."""
    pages: dict[str, list[Opened]] = field(default_factory=dict)
    senders: set[str] = field(default_factory=set)
    dead_ends: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    """Pages that ask the database the same thing again and again: a query a row."""

    def __post_init__(self) -> None:
        self.clients = {role: Client() for role in self.people}
        self.opened: dict[str, Counter[str]] = defaultdict(Counter)
        self.known: dict[str, set[str]] = defaultdict(lambda: {"/"})
        self.put_off: list[tuple[str, str, str]] = []
        for role, person in self.people.items():
            self.clients[role].force_login(person, backend=BACKEND)
            self._follow(role, [("", "/")])
        self._look_further()

    def _follow(self, role: str, ways: list[tuple[str, str]]) -> None:
        """Follow links breadth first, and put off those to the third page of a kind and on."""
        waiting, opened = deque(ways), self.opened[role]
        while waiting:
            where, address = waiting.popleft()
            name = name_of(address)
            if not name or (is_file(address) and self.pages.get(name)):
                continue
            if opened[name] >= OFTEN:
                self.put_off.append((role, where, address))
                continue
            waiting.extend(self._ways_on(role, where, address))

    def _ways_on(self, role: str, where: str, address: str) -> list[tuple[str, str]]:
        """Open a page; return where it leads that this person has not been shown before."""
        self.opened[role][name_of(address)] += 1
        links = [link for link in dict.fromkeys(self._open(role, where, address)) if link not in self.known[role]]
        self.known[role].update(links)
        return [(address, link) for link in links]

    def _look_further(self) -> None:
        """Open what was put off, the rarest kind first, until every page that is wanted is found.

        A page offers other ways in each of its states, so a state that few records are in is found late.
        """
        for _ in range(FURTHER):
            if not self.put_off or not self.wanted - set(self.pages) - self.senders:
                return
            rarest = min(range(len(self.put_off)), key=lambda at: self._how_often(self.put_off[at]))
            role, where, address = self.put_off.pop(rarest)
            self._follow(role, self._ways_on(role, where, address))

    def _how_often(self, way: tuple[str, str, str]) -> int:
        return self.opened[way[0]][name_of(way[2])]

    def _open(self, role: str, where: str, address: str) -> list[str]:
        """Open a page, keep it under its name, and return where it leads."""
        reset_queries()  # the log of all pages is longer than Django keeps
        with CaptureQueriesContext(connection) as asked:
            response = self.clients[role].get(address)
        if response.status_code == 302:
            return [response.url] if response.url.startswith("/") else []
        if response.status_code != 200:
            self.dead_ends.append(f"{role}: {where} leads to {address}, which answers {response.status_code}")
            return []
        self.repeated += [f"{role}: {address} asks {n} times: {sql}" for sql, n in again(asked) if n > PATIENCE]
        return self._keep(role, address, response)

    def _keep(self, role: str, address: str, response: Any) -> list[str]:
        """Keep a page under its name; return where it leads."""
        is_page = response.headers["Content-Type"].startswith("text/html")
        if response.streaming:  # read to its end; closing it would close the database's connection on PostgreSQL
            b"".join(response.streaming_content)
        text = response.content.decode() if is_page else ""
        self.pages.setdefault(name_of(address), []).append(Opened(address, role, text, 200))
        links = []
        for tag, target in LINK.findall(text):
            target = urljoin(address, html.unescape(target))
            if tag != "a":
                self.senders.add(name_of(target))
            elif target.startswith("/"):
                links.append(target)
        return links

    def send_empty(self, opened: Opened) -> Opened | None:
        """Send a page's form with nothing in it; return the page with its errors, None where there are none."""
        response = self.clients[opened.role].post(opened.path, {})
        if response.status_code != 422:
            return None
        return Opened(opened.path, opened.role, response.content.decode(), 422)


class Shelf(ThreadingHTTPServer):
    """Serves one page at a time, and the files that it asks for, which the browser keeps for the next page."""

    shown: Opened

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        super().__exit__(*args)

    def draw(self, page: Any, opened: Opened) -> None:
        """Draw a page in the browser, with its style sheet, pictures and script."""
        self.shown = opened
        page.goto(f"http://127.0.0.1:{self.server_port}{opened.path}")


class Answer(BaseHTTPRequestHandler):
    """One answer of the shelf: the page to whoever goes to it, else a static file."""

    server: Shelf
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if self.headers["Sec-Fetch-Mode"] == "navigate":
            shown = self.server.shown
            self.give(shown.status, "text/html; charset=utf-8", shown.html.encode(), kept="no-store")
        elif found := finders.find(path.removeprefix("/static/")):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            self.give(200, kind, content_of(str(found)), kept="max-age=3600")
        else:
            self.give(404, "text/plain", b"", kept="no-store")

    def give(self, status: int, kind: str, content: bytes, *, kept: str) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", len(content)), ("Cache-Control", kept)):
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Say nothing: what is missing is found by the tests."""
