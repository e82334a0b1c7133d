"""That a form which makes something new is done once, however often it is sent from the same page: by a double click,
or by somebody who heard no answer.

The token against forged requests is drawn anew for each page. With the person, the address and the answers it names one
sending, and no form needs a field for it. What is known of a sending stands where all processes of the site see it.
"""

from __future__ import annotations

import hashlib
import time

from django.core.cache import cache
from django.http import HttpRequest

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
KEPT_FOR = 60 * 60
"""Seconds for which the second of two sendings is known as such."""
PATIENCE = 10.0
"""Seconds for which the second waits for what becomes of the first."""
STILL = "You have sent this already, and it is still being worked on. Look in a minute whether it is there."


class Sending:
    """One sending of a form from one page."""

    def __init__(self, request: HttpRequest) -> None:
        self.key = key_of(request) if request.POST.get(TOKEN) else ""

    def is_first(self) -> bool:
        """Whether nobody has sent it before; from now on somebody has. What has no token is always the first."""
        return not self.key or bool(cache.add(self.key, "", KEPT_FOR))

    def leads_to(self) -> str:
        """Return where the first one went, once that is known; nothing where it is not within some seconds."""
        ends = time.monotonic() + PATIENCE
        while not (found := cache.get(self.key) or "") and time.monotonic() < ends:
            time.sleep(0.1)
        return str(found)

    def is_done(self, address: str) -> None:
        if self.key:
            cache.set(self.key, address, KEPT_FOR)

    def is_undone(self) -> None:
        """Nothing came of it: it may be sent again."""
        if self.key:
            cache.delete(self.key)


def key_of(request: HttpRequest) -> str:
    """Return what names a sending: who, where, from which page, with what."""
    sha = hashlib.sha256(f"{request.user.pk} {request.path}".encode())
    sha.update(request.POST.urlencode().encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            sha.update(f"{name} {file.name} {file.size}".encode())
            for chunk in file.chunks():
                sha.update(chunk)
            file.seek(0)
    return f"sending {sha.hexdigest()}".replace(" ", "-")
