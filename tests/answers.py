"""What a page answered, for comparison."""

from __future__ import annotations

import csv
import io
import re

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def text(response) -> str:
    return response.content.decode()


def answer(response) -> tuple[int, str]:
    """Return the status and the text of a page without the token that is new every time."""
    return response.status_code, TOKEN.sub("", text(response))


def rows_of(response) -> list[list[str]]:
    """Return the rows of a CSV file that was handed out."""
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline="")))
