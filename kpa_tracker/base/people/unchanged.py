"""Parts of pages that are drawn again only where something has changed.

Every change writes an event, so that the ends of the chains of events say whether anything has: what was drawn for
somebody while they ended so is what would be drawn now. Nothing has to be told to forget. Only another authority's
change of a name that is shown here as well comes later: what was drawn is used for ten minutes at most
(docs/decisions/0041).
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kpa_tracker.base.audit.actions import stream_of
from kpa_tracker.base.audit.models import ChainHead
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.remembered import Remembered

DRAWN = Remembered(settings.DRAWN_BYTES)
SECONDS = 600
FORM = "csrfmiddlewaretoken"
"""A form to be sent belongs to one session: a part that has one is drawn each time."""


def ends_of(authorities: Iterable[int]) -> tuple[Any, ...]:
    """Return how the chains of some authorities end, and that of the installation. One query."""
    streams = [stream_of(one) for one in (*sorted(authorities), None)]
    return tuple(ChainHead.objects.filter(stream__in=streams).order_by("stream").values_list("stream", "hash"))


class DrawnOnce:
    """A page whose content is a template of its own, `content_template`, drawn for each person anew only where
    something has changed. `asks` are the parameters of its address that say what it shows; with others it is drawn each
    time."""

    content_template: str
    asks: frozenset[str] = frozenset()
    request: HttpRequest

    def changed_by(self) -> Iterable[int]:
        """Return the authorities whose changes change the content."""
        raise NotImplementedError

    def get_content(self) -> dict[str, Any]:
        """Return what the content shows."""
        raise NotImplementedError

    def what(self) -> Hashable:
        """Return what tells this page's content from that of others of its kind."""
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**context, "content": self.draw_once(context)}

    def draw_once(self, context: dict[str, Any]) -> SafeString:
        key = self.key()
        found = DRAWN.get(key) if key else None
        if found is None:
            found = render_to_string(self.content_template, {**context, **self.get_content()}, self.request)
            if key and FORM not in found:
                DRAWN.put(key, found)
        return SafeString(found)  # drawn by a template, which escapes

    def key(self) -> Hashable:
        """Return all that the content is drawn from; None where that is not to be said."""
        asked: Any = self.request.GET
        user: Any = self.request.user
        if not DRAWN.most or not set(asked) <= self.asks or len(self.request.META.get("QUERY_STRING", "")) > 200:
            return None
        who = (user.pk, tuple(sorted(user.standing)))
        when = (clock.today(), int(time.time() // SECONDS))
        return (
            type(self),
            self.what(),
            urlencode(sorted(asked.lists()), doseq=True),
            who,
            when,
            ends_of(self.changed_by()),
        )
