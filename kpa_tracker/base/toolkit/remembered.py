"""What a process remembers of what it has drawn: within a bound, the longest unread forgotten first."""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Hashable


class Remembered:
    """Texts by what they were drawn from, compressed, `most` bytes of them together. Nothing is ever out of date here:
    whatever a text was drawn from stands in its key. Used by several threads at once."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> str | None:
        with self._lock:
            packed = self._kept.get(key)
            if packed is not None:
                self._kept.move_to_end(key)
        return None if packed is None else zlib.decompress(packed).decode()

    def put(self, key: Hashable, text: str) -> None:
        """Remember a text; one that would take more than a quarter of all is not remembered."""
        packed = zlib.compress(text.encode(), 1)
        if len(packed) > self.most // 4:
            return
        with self._lock:
            self.size += len(packed) - len(self._kept.pop(key, b""))
            self._kept[key] = packed
            while self.size > self.most:
                _, gone = self._kept.popitem(last=False)
                self.size -= len(gone)
