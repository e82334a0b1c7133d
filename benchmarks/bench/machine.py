"""On what a run was made."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.bench.serving import ROOT

LIBRARIES = ("Django", "django-tables2", "django-filter", "gunicorn", "psycopg2-binary", "openpyxl", "weasyprint")


def machine() -> dict[str, Any]:
    """Return the machine, how busy it was, the versions and the commit."""
    return {
        "day": time.strftime("%Y-%m-%d"),
        "processor": _first(r"model name\s*: (.*)", "/proc/cpuinfo"),
        "cores": os.cpu_count(),
        "memory_gb": round(int(_first(r"MemTotal:\s+(\d+)", "/proc/meminfo")) / 1024**2),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "sqlite": _sqlite(),
        "versions": {name: version(name) for name in LIBRARIES},
        "commit": _git("rev-parse", "--short", "HEAD"),
        "uncommitted": len(_git("status", "--porcelain", "--untracked-files=no").splitlines()),
    }


def _first(pattern: str, file: str) -> str:
    found = re.search(pattern, Path(file).read_text())
    return found[1] if found else "0"


def _sqlite() -> str:
    import sqlite3

    return sqlite3.sqlite_version


def _git(*asked: str) -> str:
    done = subprocess.run(["git", *asked], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603, S607
    return done.stdout.strip()


def told(machine: dict[str, Any], database: str) -> str:
    """Return one line that says on what a run was made."""
    libraries = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    changed = f" with {machine['uncommitted']} files changed since" if machine["uncommitted"] else ""
    parts = (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB, load {machine['load']:.1f}",
        f"{database}, Python {machine['python']}, {libraries}",
        f"commit {machine['commit']}{changed}",
        machine["day"],
    )
    return f"{'; '.join(parts)}.\n"
