"""Sections drawn in this process, one after the other: what they have to come to is the same."""

from __future__ import annotations

from kpa_tracker.base.toolkit.pdf.apart import Apart
from kpa_tracker.base.toolkit.pdf.child import TASKS


class Here(Apart):
    """Does the tasks of child.py here, and remembers which."""

    def __init__(self) -> None:
        super().__init__(memory=0, cpu=0, wall=0)
        self.done: list[str] = []

    def do(self, task, given):
        self.done.append(task)
        return TASKS[task](given)
