"""What a page answered, for comparison."""

from __future__ import annotations

import re

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def text(response) -> str:
    return response.content.decode()


def answer(response) -> tuple[int, str]:
    """Return the status and the text of a page without the token that is new every time."""
    return response.status_code, TOKEN.sub("", text(response))
