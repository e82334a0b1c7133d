"""The arithmetic of the history chain: what an event's hash is made of. No Django."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

GENESIS = "0" * 64
"""What the first event of a chain names as the hash before it."""


def event_hash(previous: str, content: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hexadecimal, of an event's content and of the hash of the event before it."""
    text = json.dumps([previous, content], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
