"""What a browser tells of a visit: what it painted and when, what moved, what held it up, what came over the wire.

The network is Lighthouse's slow 4G; the processor is as it is. No Django.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

CHROMIUM = os.environ.get("KPA_CHROMIUM", "/usr/bin/chromium")
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 640}
TRIP, DOWN, UP = 0.15, 1_600_000 / 8, 750_000 / 8
"""Slow 4G: seconds there and back, bytes a second each way."""
SEGMENT, FIRST_SEGMENTS = 1460, 10
"""How TCP begins: so many bytes a packet, so many packets before it waits for an answer, then twice as many."""
CONNECTED = 2
"""Trips before the first question: one for TCP, one for TLS 1.3."""
WATCHED = """
window.audited = {paints: [], shifts: [], tasks: []};
const watch = (type, to, say) => new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) to.push(say(entry));
}).observe({type, buffered: true});
const named = (node) => node instanceof Element ? node.outerHTML.slice(0, 120) : String(node && node.textContent);
watch("largest-contentful-paint", window.audited.paints, (one) => (
  {at: one.startTime, what: named(one.element), url: one.url}));
watch("layout-shift", window.audited.shifts, (one) => (
  {by: one.hadRecentInput ? 0 : one.value, at: one.startTime, what: one.sources.map(({node}) => named(node))}));
watch("longtask", window.audited.tasks, (one) => ({at: one.startTime, ms: one.duration}));
"""
SETTLED = """async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  const [page] = performance.getEntriesByType("navigation");
  const blocking = performance.getEntriesByType("resource").filter((one) => one.renderBlockingStatus === "blocking");
  const first = performance.getEntriesByName("first-contentful-paint");
  return {
    ...window.audited,
    first: first.length ? first[0].startTime : 0,
    document: page.transferSize,
    blocking: blocking.map((one) => [one.name, one.transferSize]),
  };
}"""
FREE = 50
"""The ms that a task may take before a person notices; what it takes longer is blocking."""


@dataclass
class Visit:
    """A page as somebody's browser came to it."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The answers by their addresses: status, headers, and whether a cache gave them."""
    bytes: float = 0
    """What came over the wire, heads and all."""
    document: int = 0
    blocking: list[tuple[str, int]] = field(default_factory=list)
    """What is waited for before anything is painted, with what came of it over the wire."""
    painted: dict[str, Any] = field(default_factory=dict)
    """The largest paint: when, what, and the address of its picture."""
    shifts: list[dict[str, Any]] = field(default_factory=list)
    tasks: list[float] = field(default_factory=list)
    """The ms of those that took long."""
    blocked: float = 0
    """The ms after the first paint in which tasks took longer than a person notices."""

    @property
    def shifted(self) -> float:
        """How much moved of what somebody looked at, all movements together."""
        return sum(one["by"] for one in self.shifts)

    @property
    def reckoned(self) -> float:
        """The seconds to the largest paint by trips and bytes alone, over one connection that is made for it."""
        files = [self.document, *[size for _, size in self.blocking]]
        picture = self.answers.get(self.painted.get("url", ""))
        waves = [files[:1], [size for size in files[1:] if size], [picture["bytes"]] if picture else []]
        return reckoned([sum(one) for one in waves if one])


def reckoned(waves: list[int]) -> float:
    """Return the seconds until so many bytes have come, each lot asked for when the one before it is there."""
    seconds, window = CONNECTED * TRIP, SEGMENT * FIRST_SEGMENTS
    for size in waves:
        seconds += TRIP + size / DOWN
        while size > window:
            # what is sent at once takes part of the trip that is waited for
            seconds += max(0.0, TRIP - window / DOWN)
            size, window = size - window, 2 * window
        window += size
    return seconds


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])


@contextmanager
def window(browser: Browser, address: str, cookies: str, size: ViewportSize = WIDE) -> Iterator[Page]:
    """Yield a page of a browser that has never been at an address, and is somebody's there."""
    context = browser.new_context(viewport=size)
    for one in filter(None, cookies.split("; ")):
        name, _, value = one.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": address}])
    page = context.new_page()
    page.add_init_script(script=WATCHED)
    try:
        yield page
    finally:
        context.close()


def throttled(page: Page) -> CDPSession:
    """Return a session with the browser that has put a page behind slow 4G."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    slow = {"latency": TRIP * 1000, "downloadThroughput": DOWN, "uploadThroughput": UP}
    session.send("Network.emulateNetworkConditions", {"offline": False, **slow})
    return session


def visit(page: Page, address: str) -> Visit:
    """Open an address in a page that brings WATCHED along, until nothing more comes."""
    found, session = Visit(), throttled(page)
    names: dict[str, str] = {}

    def answered(one: dict[str, Any]) -> None:
        answer = one["response"]
        names[one["requestId"]] = answer["url"]
        kept = answer.get("fromDiskCache", False) or answer["url"] in found.answers
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        found.answers[answer["url"]] = {"status": answer["status"], "headers": headers, "kept": kept, "bytes": 0}

    def came(one: dict[str, Any]) -> None:
        found.bytes += one["encodedDataLength"]
        if one["requestId"] in names:
            found.answers[names[one["requestId"]]]["bytes"] = one["encodedDataLength"]

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", came)
    page.goto(address, wait_until="networkidle")
    tell(found, page.evaluate(SETTLED))
    session.detach()
    return found


def tell(found: Visit, told: dict[str, Any]) -> None:
    """Put down what the page itself says of the visit."""
    found.document, found.blocking = told["document"], [(name, size) for name, size in told["blocking"]]
    found.painted = told["paints"][-1] if told["paints"] else {}
    found.shifts = told["shifts"]
    found.tasks = [one["ms"] for one in told["tasks"]]
    found.blocked = sum(one["ms"] - FREE for one in told["tasks"] if one["at"] >= told["first"])
