"""What the pages of the risk register cost with few risks and with many, in one run: `python -m benchmarks.register`.

Fails where a page asks more queries of the longer register, or where its time grows faster than its rows.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpa_tracker.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases  # noqa: E402
from django.urls import reverse  # noqa: E402

from benchmarks.filled import filled_register  # noqa: E402
from risks.models import Risk  # noqa: E402

TODAY = datetime.date(2010, 4, 12)
RUNS = 3
UNHASHED = "django.contrib.staticfiles.storage.StaticFilesStorage"
LEEWAY = 2
"""How much faster than its rows a page's time may grow: a busy machine is no finding."""

EMPTY = "a page without records"
PAGES = {
    EMPTY: ("account_change_password", {}),
    "register, a page of it": ("risk-list", {}),
    "register, gravest first": ("risk-list", {"sort": "-current"}),
    "register, without a decision": ("risk-list", {"state": "needing_decision"}),
    "register, to be scored again": ("risk-list", {"state": "to_reassess"}),
    "register, all of it as CSV": ("risk-list", {"export": "csv"}),
    "heat map": ("risk-heat-map", {}),
    "risks and ambitions": ("risk-whole", {}),
    "standing checks": ("risk-checks", {}),
    "top risks": ("risk-top", {}),
    "review of 200, asked": ("risk-review", {"all": "1"}),
    "my work": ("my-work", {}),
}
"""Name: (name of the address, what is asked of it). One that does not exist is left out."""


@dataclass(frozen=True)
class Cost:
    """What one page asked for: queries, and the least of a few runs in ms of this process' time."""

    queries: int
    ms: float


def measured(ask: Callable[[], Any]) -> Cost:
    ask()  # what the first request of a process loads is no page's own
    with CaptureQueriesContext(connection) as asked:
        ask()
    return Cost(len(asked), min(_timed(ask) for _ in range(RUNS)))


def _timed(ask: Callable[[], Any]) -> float:
    began = time.process_time()
    ask()
    return (time.process_time() - began) * 1000


def pages_of(editor: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield each page's name and the request for it, signed in."""
    client = Client()
    client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name, (address, query) in PAGES.items():
        try:
            url = reverse(address)
        except django.urls.NoReverseMatch:
            continue
        yield name, lambda url=url, query=query: whole(client.get(url, query))
    risk = Risk.objects.filter(authority__in=editor.authorities_granting("risks.change_risk")).first()
    yield "one risk", lambda: whole(client.get(risk.get_absolute_url()))


def whole(response: Any) -> None:
    """Read an answer to its end, as a browser does."""
    if response.status_code != 200:
        raise SystemExit(f"{response.request['PATH_INFO']} answered {response.status_code}")
    for _ in response if response.streaming else ():
        pass


def costs_of(number: int) -> dict[str, Cost]:
    return {name: measured(ask) for name, ask in pages_of(filled_register(number))}


def line(name: str, few: Cost, many: Cost, unit: float) -> str:
    grown = many.ms / few.ms
    return f"| {name} | {few.queries} / {many.queries} | {few.ms / unit:.1f} / {many.ms / unit:.1f} | {grown:.1f} |"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("numbers", nargs="*", type=int, default=[20, 200, 2000], metavar="RISKS")
    numbers = asked.parse_args().numbers
    settings.DEMONSTRATION_DATE, settings.ALLOWED_HOSTS = TODAY, ["testserver"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": UNHASHED}}  # nothing was collected
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        costs = [costs_of(number) for number in numbers]
    finally:
        teardown_databases(databases, verbosity=0)
    said, sound = report(costs, numbers[-1] / numbers[-2])
    sys.stdout.write(f"{connection.vendor}, {numbers[0]} and {numbers[-1]} risks\n\n{said}\n")
    return 0 if sound else 1


def report(costs: list[dict[str, Cost]], times: float) -> tuple[str, bool]:
    """Return the table, and whether no page asks more queries of more risks, nor grows faster than its rows over the
    last step, which are so many times those before: of a few rows the rest of the page hides what they cost."""
    few, *_, less, many = costs
    unit = few[EMPTY].ms
    dear = [name for name in few if many[name].queries > few[name].queries]
    steep = [name for name in few if many[name].ms > less[name].ms * LEEWAY * times]
    head = ["| page | queries | time, in pages without records | grown |", "|---|---|---|---|"]
    rows = [line(name, few[name], many[name], unit) for name in few]
    ending = f"More queries for more risks: {dear or 'none'}. Faster than the rows: {steep or 'none'}."
    return "\n".join([*head, *rows, "", ending]), not dear and not steep


if __name__ == "__main__":
    sys.exit(main())
