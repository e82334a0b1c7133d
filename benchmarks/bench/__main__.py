"""`bin/bench [SIZE] [--pages a,b] [--database sqlite|postgres] [--compare OLD.json] [--profile PAGE] [--rounds N]`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.bench.databases import KEPT, database, run
from benchmarks.bench.machine import machine
from benchmarks.bench.pages import BESIDE, PAGES, SAVING
from benchmarks.bench.reporting import compared, put_into, table
from benchmarks.bench.serving import ROOT
from benchmarks.seeding.sizes import SIZES, numbers

RESULTS = ROOT / "benchmarks" / "results"
DOCUMENT = ROOT / "docs" / "performance.md"
"""Where the tables of the runs are that have a place in it."""
OF_PAGES = [page.name for page in (*PAGES, SAVING)]
NAMES = [*OF_PAGES, *BESIDE]


def options() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="bin/bench", description="What pages cost beside their floors, in one run.")
    asked.add_argument("size", nargs="?", choices=SIZES, default="S", help="how much is seeded (default: S)")
    asked.add_argument("--pages", default=",".join(OF_PAGES), help=f"all, or some of: {', '.join(NAMES)}")
    asked.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    asked.add_argument("--compare", type=Path, metavar="OLD.json", help="say what moved since an earlier run")
    asked.add_argument(
        "--profile", choices=OF_PAGES[:-1], metavar="PAGE", help="what one page's functions and queries cost"
    )
    asked.add_argument("--rounds", type=int, default=40, help="how often each page is asked for (default: 40)")
    asked.add_argument("--save", type=Path, metavar="FILE", help="where the results go, without an ending")
    return asked.parse_args()


def main() -> int:
    chosen = options()
    if chosen.pages == "all":
        chosen.pages = ",".join(NAMES)
    if unknown := set(chosen.pages.split(",")) - set(NAMES):
        raise SystemExit(f"There is no page {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}.")
    with database(chosen.size, chosen.database) as url:
        if chosen.profile:
            run("benchmarks.bench.running", str(KEPT / "profile.txt"), chosen.profile, "profile", url=url)
            sys.stdout.write((KEPT / "profile.txt").read_text())
            return 0
        run("benchmarks.bench.running", str(KEPT / "found.json"), chosen.pages, str(chosen.rounds), url=url)
    return report(chosen, json.loads((KEPT / "found.json").read_text()))


def report(chosen: argparse.Namespace, found: dict[str, Any]) -> int:
    """Keep the results, show their table, and say what moved."""
    held = {"size": chosen.size, "database": chosen.database, "numbers": numbers(SIZES[chosen.size])}
    result = {**held, "machine": machine(), **found}
    file = chosen.save or RESULTS / f"{chosen.size}-{chosen.database}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
    file.with_suffix(".md").write_text(table(result))
    if not chosen.save:
        DOCUMENT.write_text(put_into(DOCUMENT.read_text(), file.name, table(result)))
    sys.stdout.write(table(result))
    if chosen.compare:
        sys.stdout.write(compared(json.loads(chosen.compare.read_text()), result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
