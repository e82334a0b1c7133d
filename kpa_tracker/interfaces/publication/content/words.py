"""Words that the document says of dates and of levels."""

from __future__ import annotations

import datetime

ENDED = "Adopted; its period has ended"
"""What the public reads of the state of a plan that is closed."""


def span(starts_on: datetime.date, ends_on: datetime.date) -> str:
    """Return a plan's period as people say it: 1 April 2009 to 31 March 2010."""
    return f"{starts_on.day} {starts_on:%B %Y} to {ends_on.day} {ends_on:%B %Y}"
