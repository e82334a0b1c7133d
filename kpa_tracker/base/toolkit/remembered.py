"""What a process remembers of what it has drawn: within a bound, the longest unread forgotten first."""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Hashable


class RememberedFiles:
    """Files by what they were drawn from, `most` bytes of them together. Nothing is ever out of date here: whatever a
    file was drawn from stands in its key. Used by several threads at once."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def file(self, key: Hashable) -> bytes | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        return found

    def keep(self, key: Hashable, file: bytes) -> None:
        """Remember a file; one that would take more than a quarter of all is not remembered."""
        if len(file) > self.most // 4:
            return
        with self._lock:
            self.size += len(file) - len(self._kept.pop(key, b""))
            self._kept[key] = file
            while self.size > self.most:
                _, gone = self._kept.popitem(last=False)
                self.size -= len(gone)


class Remembered(RememberedFiles):
    """Texts by what they were drawn from, compressed."""

    def get(self, key: Hashable) -> str | None:
        packed = self.file(key)
        return None if packed is None else zlib.decompress(packed).decode()

    def put(self, key: Hashable, text: str) -> None:
        self.keep(key, zlib.compress(text.encode(), 1))
