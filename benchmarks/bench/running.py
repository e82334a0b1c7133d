"""One run on one seeded database: every page that is asked for beside its floor, in one server, as a file of JSON.

The runner starts it with DATABASE_URL: `python -m benchmarks.bench.running FILE PAGES ROUNDS`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.bench.asking import Question, ask  # noqa: E402
from benchmarks.bench.beside import audit, drawing, files, imports, lasting, readers, weighing, workbooks  # noqa: E402
from benchmarks.bench.beside.bars import Bar  # noqa: E402
from benchmarks.bench.measuring import AT_ONCE, Asked, Figures, in_turns  # noqa: E402
from benchmarks.bench.pages import EDITOR, HELLO, NOBODY, PAGES, SAVING, TO_ALL, TOUCHED, Page  # noqa: E402
from benchmarks.bench.places import Places, find_places  # noqa: E402
from benchmarks.bench.profiling import asked_by, profile  # noqa: E402
from benchmarks.bench.saving import saved  # noqa: E402
from benchmarks.bench.serving import Served, served  # noqa: E402
from benchmarks.seeding.sizes import TODAY  # noqa: E402
from deliverables.models import Deliverable  # noqa: E402

WORKING = ("deliverables_", "targets_", "risks_", "plans_", "people_", "audit_", "django_session")
"""How the names begin of the tables in which people work; the public reads none of them."""


def asked_of(site: Served, page: Page, places: Places) -> dict[str, Asked]:
    """Return the page, its floor and hello, each as it is asked for."""
    path, cookies = page.path.format(**places.names), places.cookies[page.who]
    question = Question(path)
    if page.unchanged:
        mark = ask(site.port, cookies, question).headers["ETag"]
        question = Question(path, status=304, headers={"If-None-Match": mark})
    reader = places.cookies[page.who if page.who != NOBODY or page.floor == TO_ALL else EDITOR]
    touched = {"touched": Asked(Question(TOUCHED.format(**places.names)), places.cookies[EDITOR])}
    return {
        **(touched if page.anew else {}),
        "page": Asked(question, cookies),
        "floor": Asked(Question(page.floor.format(**places.names)), reader),
        "hello": Asked(Question(HELLO), places.cookies[EDITOR]),
    }


def measured(site: Served, page: Page, places: Places, rounds: int) -> dict[str, Any]:
    """Return what a page costs beside its floor, one at a time and eight at once, and what it asks of the database."""
    asked = asked_of(site, page, places)
    found = {at_once: in_turns(site, asked, rounds=rounds, at_once=at_once) for at_once in AT_ONCE}
    queries = asked_by(page, places)
    tables = sorted(set().union(*(one.tables() for one in queries)))
    return {
        **said(page, found),
        "pss": round(max(site.memory()), 1),
        "scans": sorted({table for one in queries for table in one.scans()}),
        "working_tables": [table for table in tables if table.startswith(WORKING)] if page.who == NOBODY else [],
    }


def said(page: Page, found: dict[int, dict[str, Figures]]) -> dict[str, Any]:
    """Return a page's figures with its bar, and whether it holds: of the processor, one at a time."""
    alone = found[AT_ONCE[0]]
    ratio = alone["page"].cpu / alone["floor"].cpu
    few = page.queries is None or alone["page"].queries <= page.queries
    return {
        "floor": page.floor,
        "most": page.most,
        "ratio": round(ratio, 3),
        "most_queries": page.queries,
        "holds": ratio <= page.most and few,
        "figures": {str(n): {name: asdict(one) for name, one in some.items()} for n, some in found.items()},
    }


def all_measured(site: Served, names: list[str], rounds: int) -> dict[str, Any]:
    places, found = find_places(), {}
    for page in (one for one in PAGES if one.name in names):
        found[page.name] = measured(site, page, places, rounds)
        line = found[page.name]
        tell(f"{page.name}: {line['ratio']:.2f} of {line['most']}, {_few(line)}")
    if SAVING.name in names:
        found[SAVING.name] = said(SAVING, saved(site, places, rounds=rounds)) | {"pss": round(max(site.memory()), 1)}
        tell(f"{SAVING.name}: {found[SAVING.name]['ratio']:.2f} of {SAVING.most}, {_few(found[SAVING.name])}")
    return found


def all_beside(site: Served, names: list[str]) -> dict[str, Any]:
    """Return what is measured beside the pages. What needs no server begins when the server has answered the rest."""
    places = find_places()
    rows = Deliverable.objects.filter(archived_at=None).count()
    ways: dict[str, Callable[[], Iterable[Bar]]] = {
        "files": lambda: files.bars(site, places, rows),
        "weight": lambda: weighing.bars(site, places),
        "audit": lambda: audit.bars(site, places),
        "readers": lambda: readers.bars(site, places),
        "lasting": lambda: lasting.bars(site, places),
        "xlsx": workbooks.bars,
        "import": imports.bars,
        "pdf": drawing.bars,
    }
    found: dict[str, Any] = {}
    for bar in (bar for name, bars in ways.items() if name in names for bar in bars()):
        found[f"{bar.name}: {bar.unit}"] = bar.said()
        tell(f"{bar.name}: {bar.figure:.2f} {bar.unit}, at most {bar.most}; {bar.told}")
    return found


def _few(line: dict[str, Any]) -> str:
    page = line["figures"]["1"]["page"]
    return (
        f"{page['cpu']:.1f} ms, {page['queries']} queries{', scans ' + str(line['scans']) if line.get('scans') else ''}"
    )


def tell(line: str) -> None:
    sys.stdout.write(f"  {line}\n")
    sys.stdout.flush()


def main() -> int:
    settings.DEMONSTRATION_DATE = TODAY
    call_command("collectstatic", interactive=False, verbosity=0)
    file, names, rounds = sys.argv[1:]
    if rounds == "profile":
        Path(file).write_text(profile(names, find_places()))
        return 0
    connection.close()
    with served(settings.VAR_DIR) as site:
        found = {
            "started": round(site.started, 2),
            "pages": all_measured(site, names.split(","), int(rounds)),
            "beside": all_beside(site, names.split(",")),
        }
    Path(file).write_text(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
