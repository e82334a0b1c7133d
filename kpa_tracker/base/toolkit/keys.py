"""Secrets of an installation: from the environment word for word, or made on the first start and kept."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def secret_said(name: str) -> str:
    """Return a secret of the environment as it stands there; empty where there is none.

    django-environ takes a value that begins with a dollar sign for the name of another variable, and a secret may
    begin with any sign.
    """
    return os.environ.get(name, "").strip()


def secrets_said(name: str) -> list[str]:
    """Return the secrets of a variable that holds several, with commas between them."""
    return [one for one in map(str.strip, secret_said(name).split(",")) if one]


def kept_secret_key(path: Path) -> str:
    """Return the installation's secret key; the first start makes one that only its owner can read.

    It comes to its place whole, so that of several processes which start at once all read the same.
    """
    if not path.exists():
        descriptor, made = tempfile.mkstemp(dir=path.parent)  # readable by its owner alone
        with os.fdopen(descriptor, "w") as file:
            file.write(get_random_secret_key())
        with suppress(FileExistsError):
            os.link(made, path)
        os.unlink(made)
    return path.read_text().strip()
