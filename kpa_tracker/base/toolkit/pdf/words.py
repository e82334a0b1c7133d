"""What is no word but looks like one to a line: letters by the thousand without a blank.

Looking for a place to break such a line costs the square of its length: 20,000 letters take four seconds of the
processor, a megabyte hours. Nobody reads them as one word.
"""

from __future__ import annotations

import re

LONGEST = 500
"""Characters that no word, reference or address in a plan has without a blank."""
PIECE = 80
"""About a line of a page."""
TEXT = re.compile(r"<style\b.*?</style>|<!--.*?-->|<[^>]*>|[^<]+", re.S | re.I)
RUN = re.compile(rf"[^\s]{{{LONGEST + 1},}}")
PIECES = re.compile(rf"(?:&[#\w]{{1,31}};|\S){{1,{PIECE}}}")


def breakable(html: str) -> str:
    """Return a page of HTML whose text has a blank after each line's worth of what is longer than any word; markup and
    styles stay as they are. Costs one pass."""
    return TEXT.sub(_broken, html) if RUN.search(html) else html


def _broken(part: re.Match[str]) -> str:
    text = part[0]
    return text if text.startswith("<") else RUN.sub(lambda run: " ".join(PIECES.findall(run[0])), text)
