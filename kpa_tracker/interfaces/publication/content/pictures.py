"""Pictures among the words of a document."""

from __future__ import annotations

from dataclasses import dataclass

from kpa_tracker.base.toolkit.figures import Figure


@dataclass(frozen=True)
class Picture:
    """A picture by the name that texts call it by. Its file is called by its fingerprint."""

    name: str
    file_name: str
    alt: str
    caption: str
    width: int
    height: int

    @property
    def in_words(self) -> str:
        """What it shows, and what stands below it."""
        return " / ".join(filter(None, (self.alt, self.caption)))

    def at(self, address: str) -> Figure:
        """Return how it is shown where its file has an address."""
        return Figure(address, self.alt, self.caption, self.width, self.height)
