"""The main pages as Lighthouse would audit them, behind slow 4G and served as they are shipped: what is certain.

How long a page takes on the clock `bin/bench --pages audit` measures. Here stands what that depends on: the trips and
bytes before the largest paint, nothing that moves, nothing that runs once a page stands.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from django.test.testcases import LiveServerThread
from django.urls import reverse

from benchmarks.bench.visiting import PHONE, WIDE, reckoned, visit, window
from deliverables.models import Deliverable, ReportingPeriod
from kpa_tracker.base.people.models import Authority, Person
from kpa_tracker.interfaces.publication.models import PublicAddress
from kpa_tracker.interfaces.publication.site.answers import drawn_with
from targets.models import Measure
from tests.factories.people import AuthorityFactory
from tests.factories.publication import LookFactory
from tests.publication.site.conftest import publish_plan, quick, small_plan

# Once: the tests of each page open it on both databases.
pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
__all__ = ["quick"]

SECONDS, FIRST, LATER, SHIFT = 1.0, 90_000, 25_000, 0.01
SIZES = {"wide": WIDE, "phone": PHONE}
FOR_EVER = "max-age=315360000, public, immutable"
PACKED = ("gzip", "br")
SHIPPED = {
    **site_settings.STORAGES,
    "staticfiles": {"BACKEND": "kpa_tracker.base.toolkit.storage.HashedStaticFiles"},
}
POINTS = """() => ({
  lang: document.documentElement.lang,
  viewport: document.querySelector("meta[name=viewport]")?.content ?? "",
  blocking: [...document.scripts].filter((one) => one.src && !one.defer && !one.async && one.type !== "module").length,
  unsized: [...document.images].filter((one) => !one.hasAttribute("width") || !one.hasAttribute("height")).length,
  hiding: [...document.fonts].map((one) => one.display).filter((one) => !["optional", "swap"].includes(one)),
})"""
ALL_IS_WELL = {"lang": "en-GB", "viewport": "width=device-width, initial-scale=1, viewport-fit=cover"}
ALL_IS_WELL |= {"blocking": 0, "unsized": 0, "hiding": []}
WORK = ("ScriptDuration", "LayoutCount", "RecalcStyleCount")
"""What grows when anything runs or is drawn again."""
IDLE = 500
"""The ms in which nothing may."""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server whose static files are collected as in an installation: named by their content, and packed."""
    as_shipped = {"STATIC_ROOT": tmp_path_factory.mktemp("static"), "STORAGES": SHIPPED, "ALLOWED_HOSTS": ["127.0.0.1"]}
    with override_settings(**as_shipped):
        call_command("collectstatic", interactive=False, verbosity=0)
        drawn_with.cache_clear()
        with serving() as address:
            yield address
    drawn_with.cache_clear()  # it knows the names of files that are no longer served


@contextmanager
def serving():
    """Serve as a real server does, static files by the middleware with its headers. It ends when all is answered."""
    shared = {one.alias: one for one in connections.all() if one.vendor == "sqlite" and one.is_in_memory_db()}
    thread = LiveServerThread("127.0.0.1", lambda handler: handler, connections_override=shared)
    thread.daemon = True
    for one in shared.values():
        one.inc_thread_sharing()
    thread.start()
    thread.is_ready.wait()
    yield f"http://{thread.host}:{thread.port}"
    for one in threading.enumerate():
        if "process_request_thread" in one.name:
            one.join(10)
    thread.terminate()


@pytest.fixture
def shipped(served, kept_demonstration, transactional_db, settings, tmp_path):
    """The demonstration, behind that server."""
    settings.VAR_DIR = tmp_path
    kept_demonstration.place(tmp_path)
    return served


def plain():
    return public_plan(AuthorityFactory())


def dressed():
    authority = AuthorityFactory()
    LookFactory(authority=authority, with_logo=True, typeface="source-serif-4")
    return public_plan(authority)


def public_plan(authority):
    plan = small_plan(authority=authority)
    publish_plan(plan)
    public = PublicAddress.objects.get(plan=plan)
    return f"/public/{public.authority_slug}/{public.plan_slug}/ambitions/1/"


def update():
    period = ReportingPeriod.objects.filter(closed_at=None).latest("observed_from")
    posts = Person.objects.get(email="officer@demo.example").appointments.values("post")
    mine = Deliverable.objects.filter(plan=period.plan, lead__in=posts, archived_at=None)
    return reverse("update-write", args=[mine.exclude(updates__period=period)[0].pk, period.pk])


PAGES = {
    "sign-in": ("", lambda: "/accounts/login/"),
    "public-front": ("", lambda: plain() and "/public/"),
    "public-ambition": ("", plain),
    "public-dressed": ("", dressed),
    "my-work": ("officer", lambda: "/my-work/"),
    "authority": ("editor", lambda: Authority.objects.order_by("pk")[0].get_absolute_url()),
    "deliverables": ("editor", lambda: "/deliverables/"),
    "deliverable": ("officer", lambda: Deliverable.objects.exclude(latest=None).order_by("pk")[0].get_absolute_url()),
    "update": ("officer", update),
    "measure": ("editor", lambda: Measure.objects.order_by("pk")[0].get_absolute_url()),
    "risks": ("editor", lambda: "/risks/"),
}


@pytest.fixture
def cookies_of(client):
    """Return a function that signs somebody of the demonstration in and says their cookie."""

    def cookies(name):
        if not name:
            return ""
        person = Person.objects.get(email=f"{name}@demo.example")
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return f"{site_settings.SESSION_COOKIE_NAME}={client.cookies[site_settings.SESSION_COOKIE_NAME].value}"

    return cookies


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_stands_the_audit(shipped, browser, cookies_of, name, size):
    who, address = PAGES[name][0], f"{shipped}{PAGES[name][1]()}"
    with window(browser, address, cookies_of(who), SIZES[size]) as page:
        said = complaints(page)
        first, later = visit(page, address), visit(page, address)
        assert first.answers[address]["status"] == 200
        assert [*faults(first, shipped, FIRST), *faults(later, shipped, LATER), *kept_badly(later)] == []
        assert page.evaluate(POINTS) == ALL_IS_WELL
        assert worked_in(page, IDLE) == [0, 0, 0]
        assert said == []


def complaints(page: Any) -> list[str]:
    found: list[str] = []
    page.on("console", lambda one: found.append(one.text) if one.type in ("error", "warning") else None)
    page.on("pageerror", lambda one: found.append(str(one)))
    return found


def faults(found: Any, home: str, most: int) -> list[str]:
    """Return what is wrong with a visit, in bytes, trips, movements, and what its answers say."""
    others = [address for address in found.answers if not address.startswith(f"{home}/")]
    wrong = [f"asks {address}" for address in others]
    wrong += [f"{found.bytes:.0f} bytes on the wire: {weights(found)}"] * (found.bytes > most)
    wrong += [f"{found.shifted:.3f} moves: {found.shifts}"] * (found.shifted > SHIFT)
    wrong += [f"{found.reckoned:.2f} s to the largest paint"] * (found.reckoned > SECONDS)
    wrong += [f"waits for {address}" for address, _ in found.blocking if not address.endswith(".css")]
    return wrong + [fault for address, answer in found.answers.items() for fault in shipped_badly(address, answer)]


def weights(found: Any) -> str:
    return ", ".join(f"{urlsplit(address).path} {one['bytes']:.0f}" for address, one in found.answers.items())


def shipped_badly(address: str, answer: dict[str, Any]) -> list[str]:
    """Return what is wrong with the headers of a static file: not packed, or not kept."""
    path, headers = urlsplit(address).path, answer["headers"]
    if not path.startswith("/static/"):
        return []
    is_packed = headers.get("content-encoding") in PACKED or not path.endswith((".css", ".js"))
    is_kept = headers.get("cache-control") == FOR_EVER
    return [f"{path} is not packed"] * (not is_packed) + [f"{path} is not kept"] * (not is_kept)


def kept_badly(later: Any) -> list[str]:
    """Return the static files that a later visit asked for again."""
    return [address for address, one in later.answers.items() if "/static/" in address and one["bytes"]]


def worked_in(page: Any, ms: int) -> list[float]:
    """Return how much the page did by itself in some time: ran, laid out, worked out its style."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before = figures_of(session)
    page.wait_for_timeout(ms)
    after = figures_of(session)
    session.detach()
    return [after[name] - before[name] for name in WORK]


def figures_of(session: Any) -> dict[str, float]:
    return {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}


# --- What the audit would find ----------------------------------------------------------------------------------------

HOME = "http://planted.example"
LATE = "<script>setTimeout(() => document.querySelector('p').style.marginTop = '300px', 200)</script>"
BUSY = "<script>setInterval(() => document.body.append('.'), 20)</script>"
LONG = f"<!-- {'x' * 150_000} -->"
ELSEWHERE = '<img src="http://elsewhere.example/one.png" alt="" width="1" height="1">'
STATIC = '<script type="module" src="/static/one.js"></script>'


@pytest.fixture
def planted(browser):
    """Return a function that gives a page, and the address at which it finds some markup."""
    with window(browser, HOME, "") as page:

        def made(markup):
            page.route("**/*", lambda way: way.fulfill(body=markup, content_type=kind_of(way.request)))
            return page, f"{HOME}/"

        yield made


def kind_of(request):
    return "text/html" if request.is_navigation_request() else "text/javascript"


@pytest.mark.parametrize(
    ("markup", "point"),
    [
        ('<html><meta name="viewport" content="width=device-width">', "lang"),
        ('<html lang="en-GB">', "viewport"),
        ('<script src="/one.js"></script>', "blocking"),
        ('<img src="/one.png" alt="" width="10">', "unsized"),
        ('<style>@font-face { font-family: "A"; src: url("/a.woff2"); font-display: block }</style>', "hiding"),
    ],
)
def test_a_planted_fault_of_a_page_is_found(planted, markup, point):
    page, address = planted(f"<!DOCTYPE html>{markup}<p>A page</p>")
    page.goto(address)
    assert page.evaluate(POINTS)[point] != ALL_IS_WELL[point]


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        (LATE, "moves"),
        (LONG, "bytes on the wire"),
        (ELSEWHERE, "asks http://elsewhere.example/one.png"),
        ('<script src="/one.js"></script>', "waits for http://planted.example/one.js"),
        (STATIC, "/static/one.js is not packed"),
        (STATIC, "/static/one.js is not kept"),
    ],
)
def test_a_planted_fault_of_a_visit_is_found(planted, markup, said):
    page, address = planted(f"<!DOCTYPE html><html><head>{markup}</head><body>{'<p>A page</p>' * 30}</body></html>")
    found = visit(page, address)
    assert [fault for fault in faults(found, HOME, FIRST) if said in fault]


def test_what_runs_by_itself_and_what_breaks_is_found(planted):
    page, address = planted(f"<!DOCTYPE html><body>{BUSY}<script>nothing()</script></body>")
    said = complaints(page)
    page.goto(address)
    assert min(worked_in(page, IDLE)) > 0
    assert said == ["nothing is not defined"]


def test_trips_and_bytes_make_the_time():
    """Two trips to connect and one for each lot; 200 kB a second; past ten packets the answer takes trips more."""
    assert reckoned([2_000]) == pytest.approx(3 * 0.15 + 0.01)
    assert reckoned([2_000, 10_000]) == pytest.approx(4 * 0.15 + 0.06)
    assert reckoned([30_000]) == pytest.approx(3 * 0.15 + 0.15 + (0.15 - 14_600 / 200_000))
    assert reckoned([100_000, 50_000]) > SECONDS
