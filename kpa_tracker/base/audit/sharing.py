"""The weakest lock that PostgreSQL has on a row, which Django has no word for."""

from __future__ import annotations

from django.db import connection

from kpa_tracker.base.audit.models import ChainHead

KEY_SHARE = "SELECT 1 FROM audit_chainhead WHERE stream = %s FOR KEY SHARE"
"""What a foreign key takes on the row that it names: many may hold it, beside one who changes the row."""


def share_end_of(stream: str) -> None:
    """Keep out, until the transaction ends, whoever wants the end of a chain to themselves. PostgreSQL only."""
    with connection.cursor() as cursor:
        cursor.execute(KEY_SHARE, [stream])
        if not cursor.fetchone():  # the chain's first event
            ChainHead.objects.get_or_create(stream=stream)
            cursor.execute(KEY_SHARE, [stream])
