"""Paging of a list that only ever grows: a page is named by the row that it follows, `page=after-712`, and not by how
many rows come before it. The last page costs what the first does, and a row that is added meanwhile moves none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Protocol

from django_tables2.rows import BoundRows

MOST_COUNTED = 10_000
"""Rows that are counted; of more it is said that there are more."""
PLACE = re.compile(r"(after|before)-([0-9]{1,18})")


class KeyedRows(Protocol):
    """Rows in the order of their keys, or in the opposite one."""

    def keys_beyond(self, key: int | None, *, back: bool, most: int) -> list[int]:
        """Return the keys that come next after one in the order of the list, or `back` before it, the nearest first;
        of none the first ones."""

    def found(self, keys: list[int]) -> list[Any]:
        """Return the rows of some keys, in their order."""

    def __len__(self) -> int:
        """Return how many rows there are, or MOST_COUNTED and one more."""


@dataclass(frozen=True)
class KeyedPage:
    """Some rows, and where the pages around them begin; "" where there is none. It is asked as Django's pages are."""

    paginator: KeyedPaginator
    object_list: BoundRows
    previous_page_number: str
    next_page_number: str
    number: int = 1

    @property
    def has_previous(self) -> bool:
        return bool(self.previous_page_number)

    @property
    def has_next(self) -> bool:
        return bool(self.next_page_number)

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next


class KeyedPaginator:
    """Pages a table over KeyedRows, as django-tables2 asks for pages. A place that is none is the beginning."""

    num_pages = 1

    def __init__(self, rows: BoundRows, per_page: int, *, place: str = "") -> None:
        self.rows, self.per_page = rows, per_page
        asked = PLACE.fullmatch(place)
        self.back = bool(asked and asked[1] == "before")
        self.key = int(asked[2]) if asked else None

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def count_in_words(self) -> str:
        """Return "1 row", or "more than 10,000 rows": more are not counted."""
        if self.count > MOST_COUNTED:
            return f"more than {MOST_COUNTED:,} rows"
        return f"{self.count:,} row{'' if self.count == 1 else 's'}"

    def get_elided_page_range(self, number: int, **kwargs: Any) -> list[int]:
        """Return no numbers: pages have none."""
        return []

    def page(self, number: int) -> KeyedPage:
        """Return the page at the place; whatever number is asked for, there is this one."""
        keys = self._keys(self.key, back=self.back)
        if self.back and len(keys) > self.per_page:
            return self._page(keys[: self.per_page][::-1], has_previous=True, has_next=True)
        if self.back or not keys:  # fewer than a page are before it, or none after it: what there is begins anew
            return self._page(self._keys(None))
        return self._page(keys, has_previous=self.key is not None)

    def _keys(self, key: int | None, *, back: bool = False) -> list[int]:
        """Return the keys of a page, and one more if there are more."""
        keys: list[int] = self.rows.data.keys_beyond(key, back=back, most=self.per_page + 1)
        return keys

    def _page(self, keys: list[int], *, has_previous: bool = False, has_next: bool = False) -> KeyedPage:
        has_next = has_next or len(keys) > self.per_page
        keys = keys[: self.per_page]
        shown = BoundRows(data=self.rows.data.found(keys), table=self.rows.table)
        previous = f"before-{keys[0]}" if keys and has_previous else ""
        return KeyedPage(self, shown, previous, f"after-{keys[-1]}" if has_next else "")
