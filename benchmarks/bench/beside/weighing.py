"""What Debian's Chromium fetches for a page on a first visit and on a later one, as it comes over the wire."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from benchmarks.bench.beside.bars import Bar
from benchmarks.bench.pages import EDITOR, NOBODY, OFFICER
from benchmarks.bench.serving import Served
from benchmarks.bench.visiting import browser, window

FIRST, LATER = 90.0, 25.0
WEIGHED = {
    "sign-in": (NOBODY, "/accounts/login/"),
    "public": (NOBODY, "{public}"),
    "public-ambition": (NOBODY, "{public}ambitions/1/"),
    "my-work": (OFFICER, "/my-work/"),
    "deliverables": (EDITOR, "/deliverables/?plan={plan}"),
}


def bars(site: Served, places: Any) -> Iterator[Bar]:
    with browser() as chromium:
        for name, (who, path) in WEIGHED.items():
            address = f"http://127.0.0.1:{site.port}{path.format(**places.names)}"
            with window(chromium, address, places.cookies[who]) as page:
                for visit, most in (("first", FIRST), ("later", LATER)):
                    came, packed = weight_of(page, address)
                    told = f"{packed:.0f} kB if the page itself were packed"
                    yield Bar(f"{name}, {visit} visit", "kB on the wire", came, most, told)


def weight_of(page: Page, address: str) -> tuple[float, float]:
    """Return how many kB a visit fetches, heads and all, and how many where the page itself were packed."""
    came: dict[str, float] = {}
    asked = page.context.new_cdp_session(page)
    asked.send("Network.enable")
    asked.on("Network.loadingFinished", lambda one: came.update({one["requestId"]: one["encodedDataLength"] / 1000}))
    answer = page.goto(address, wait_until="networkidle")
    asked.detach()
    whole = sum(came.values())
    return whole, whole - (_saved_by_packing(answer, whole) if answer else 0)


def _saved_by_packing(answer: Any, whole: float) -> float:
    """Return how many kB of a page are spared by packing it; none of one that is packed already, or was not sent."""
    body = answer.body()
    is_sent_open = "content-encoding" not in answer.headers and whole * 1000 > len(body)
    return (len(body) - len(gzip.compress(body, 6))) / 1000 if is_sent_open else 0
