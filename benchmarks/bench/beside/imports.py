"""A file of 10,000 rows, looked at and taken over: `benchmarks.imports` in one process, held against its bars."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.bench.beside.apart import apart
from benchmarks.bench.beside.bars import Bar

ROWS = 10_000
MOST_SECONDS, MOST_MEGABYTES, MOST_TIMES = 60.0, 300.0, 4.0


class InADatabase:
    """What is done in a database that is made before and dropped after."""

    def __init__(self, rows: str) -> None:
        from django.test.utils import setup_databases, teardown_databases

        from benchmarks import imports

        imports.settings.DEMONSTRATION_DATE = imports.TODAY
        self.rows, self.imports = int(rows), imports
        made = setup_databases(verbosity=0, interactive=False)
        atexit.register(teardown_databases, made, verbosity=0)


def floor(rows: str) -> Callable[[], object]:
    """Read the file, and write as many bare rows at once."""
    here = InADatabase(rows)
    content = here.imports.workbook_of(here.rows)

    def do() -> None:
        here.imports.read_bounded("plan.xlsx", content)
        here.imports.write_at_once(here.rows)

    return do


def whole(rows: str) -> Callable[[], object]:
    """Stage the file, look at what it would do, and take it over."""
    here = InADatabase(rows)
    content, plan = here.imports.workbook_of(here.rows), here.imports.PlanFactory(state="draft")
    by: Any = here.imports.person_with(here.imports.Role.EDITOR, authority=plan.authority)

    def do() -> None:
        staged = here.imports.stage_import(plan, name="plan.xlsx", content=content, by=by)
        here.imports.proposal_of(staged)
        here.imports.confirm_import(staged, by=by)

    return do


def bars() -> Iterator[Bar]:
    bare, site = apart(__name__, "floor", ROWS), apart(__name__, "whole", ROWS)
    name = f"import, {ROWS:,} rows"
    yield Bar(name, "s on the clock", site.wall, MOST_SECONDS, f"{site.cpu:.1f} s of the processor")
    yield Bar(name, "MB at the peak", site.mb, MOST_MEGABYTES, f"{bare.mb:.0f} MB for the floor")
    told = f"{bare.cpu:.1f} s to read the file and write its rows at once"
    yield Bar(name, "times its floor", site.cpu / bare.cpu, MOST_TIMES, told)
