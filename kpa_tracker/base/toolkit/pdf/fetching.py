"""What a document may read while it is drawn: data: addresses and the static folder."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

STATIC: Path = (settings.BASE_DIR / "static").resolve()


class ForbiddenAddress(ValueError):
    """A document asked for something outside the static folder."""


def static_file(address: str) -> Path:
    """Return the file of our static folder that a file: address names. Refuses every other address.

    Links and ".." are followed first, so that neither leads out of the folder.
    """
    parts = urlsplit(address)
    if (parts.scheme, parts.netloc) != ("file", ""):
        raise ForbiddenAddress("Documents read nothing from other addresses than those of files.")
    found = Path(unquote(parts.path)).resolve()
    if not found.is_relative_to(STATIC) or not found.is_file():
        raise ForbiddenAddress("Documents read only files of the static folder.")
    return found


def fetcher() -> Any:
    """Return what WeasyPrint fetches with. It can open no connection: all it knows is data: and the static folder."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.lower().startswith("data:"):
                return super().fetch(url, headers)
            file = static_file(url)
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})

    return OwnFilesOnly(allowed_protocols=["data"], allow_redirects=False)
