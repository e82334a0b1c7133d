"""Looks at an installation and says what to mend."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import autodiscover_modules

from kpa_tracker.base.toolkit.doctor import Examined, examine

ILL = 1
"""The exit code where something is wrong that cannot wait."""


class Command(BaseCommand):
    help = "Look at this installation: what is wrong, and what to do. Ends with 1 where something cannot wait."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="say the same as JSON")

    def handle(self, *, json: bool, **options: Any) -> None:
        autodiscover_modules("examinations")
        examined = list(examine())
        self.stdout.write(as_json(examined) if json else as_text(examined))
        if any(finding.grave for one in examined for finding in one.findings):
            sys.exit(ILL)


def as_text(examined: list[Examined]) -> str:
    """Return what was found, a line for what is well and three for what is not."""
    lines = []
    for name, findings in examined:
        lines += [] if findings else [f"well      {name}"]
        for what, mend, grave in findings:
            lines += [f"{'WRONG ' if grave else 'advice'}    {name}: {what}", f"          {mend}"]
    wrong, advice = counts(examined)
    return "\n".join([*lines, "", f"{len(examined)} things looked at: {wrong} wrong, {advice} to consider."])


def as_json(examined: list[Examined]) -> str:
    grave, advice = counts(examined)
    looked_at = [{"name": name, "findings": [one._asdict() for one in findings]} for name, findings in examined]
    return json.dumps({"wrong": grave, "to_consider": advice, "looked_at": looked_at}, ensure_ascii=False, indent=1)


def counts(examined: list[Examined]) -> tuple[int, int]:
    """Return how many findings are grave, and how many are not."""
    findings = [finding for one in examined for finding in one.findings]
    grave = sum(finding.grave for finding in findings)
    return grave, len(findings) - grave
