"""What a bar beside the pages says of one run. No Django."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """A figure and the most that it may be, with what else is worth telling. Without a most it is told, and no bar."""

    name: str
    unit: str
    figure: float
    most: float | None = None
    told: str = ""

    @property
    def holds(self) -> bool:
        return self.most is None or self.figure <= self.most

    def said(self) -> dict[str, object]:
        held = {"holds": self.holds} if self.most is not None else {}
        return {"unit": self.unit, "figure": round(self.figure, 3), "most": self.most, "told": self.told, **held}
