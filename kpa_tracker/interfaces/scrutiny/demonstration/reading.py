"""What the demonstration's files say. No Django."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[4] / "fixtures" / "demo"
PARTS = ("authority", "plan", "risks", "progress")
MORE = ("measures", "inspections", "packs", "meetings", "publications", "next_year")
"""Files that an authority may lack: it measures nothing yet, was not inspected, its committees get no packs
and have not met, nothing of it was made public, nobody thinks of next year."""
Facts = dict[str, Any]


@dataclass(frozen=True)
class Demonstration:
    """One authority of the demonstration: who is who, its plan, its risks, and what happened in the year."""

    folder: Path
    authority: Facts
    plan: Facts
    risks: Facts
    progress: Facts
    measures: Facts = field(default_factory=dict)
    inspections: Facts = field(default_factory=dict)
    packs: Facts = field(default_factory=dict)
    meetings: Facts = field(default_factory=dict)
    publications: Facts = field(default_factory=dict)
    next_year: Facts = field(default_factory=dict)

    def file(self, name: str) -> bytes:
        """Return a file that somebody brought: evidence, a picture."""
        return (self.folder / "files" / name).read_bytes()


def read(folder: Path) -> Demonstration:
    """Read one authority's files."""
    files = {name: folder / f"{name}.json" for name in (*PARTS, *MORE)}
    found = {name: json.loads(file.read_text(encoding="utf-8")) for name, file in files.items() if file.exists()}
    return Demonstration(folder=folder, **found)


def read_all() -> list[Demonstration]:
    """Read every authority of the demonstration, the large one first."""
    found = [read(folder) for folder in sorted(FOLDER.iterdir()) if (folder / "authority.json").exists()]
    return sorted(found, key=lambda one: -len(one.progress["updates"]))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def working_day(on: datetime.date) -> datetime.date:
    """Return the day, or the Monday after it where it falls on a weekend."""
    return on + datetime.timedelta(days=max(0, 7 - on.weekday()) if on.weekday() > 4 else 0)


def texts(facts: Any) -> list[str]:
    """Return every text in some facts, however deep."""
    if isinstance(facts, dict):
        facts = list(facts.values())
    if isinstance(facts, list):
        return [text for one in facts for text in texts(one)]
    return [facts] if isinstance(facts, str) else []
