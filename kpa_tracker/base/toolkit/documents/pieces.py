"""What several parts of a Word document are made with: texts that its XML can hold, and pictures."""

from __future__ import annotations

import io
import re
from typing import Any

from docx.shared import Length

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Return a text without what no XML file can hold."""
    return NOT_IN_XML.sub("", text)


def place_picture(paragraph: Any, content: bytes, words: str, within: tuple[Length, Length]) -> None:
    """Put a picture into a paragraph with its alternative text, smaller where it is wider or higher than it may be."""
    shape = paragraph.add_run().add_picture(io.BytesIO(content))
    smaller = min(1, within[0] / shape.width, within[1] / shape.height)
    shape.width, shape.height = int(shape.width * smaller), int(shape.height * smaller)
    shape._inline.docPr.set("descr", clean(words))
