"""Figures for a monitoring system such as Prometheus, at /health/metrics: how many requests, how long, how they ended.

Off until METRICS_FROM says which addresses may read them; needs the group `watching` of requirements/larger.txt. They
are counted by the pattern of an address, so they say nothing of a person or a record.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


@cache
def counted() -> SimpleNamespace:
    """Return what is counted. All processes of a machine count into one folder, so that each answers for all."""
    folder = Path(os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(settings.VAR_DIR / "metrics")))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    from prometheus_client import Counter, Histogram  # reads the folder's name when it is imported

    return SimpleNamespace(
        requests=Counter("kpa_requests", "Requests answered.", ["method", "route", "status"]),
        seconds=Histogram("kpa_request_seconds", "How long an answer took.", ["route"], buckets=BUCKETS),
    )


def note_request(*, method: str, route: str, status: int, seconds: float) -> None:
    """Count a request."""
    if settings.METRICS_FROM:
        counted().requests.labels(method, route, str(status)).inc()
        counted().seconds.labels(route).observe(seconds)


def may_read(address: str) -> bool:
    """Whether whoever asks from an address may read the figures."""
    return address in settings.METRICS_FROM


def as_text() -> bytes:
    """Return the figures of all processes of this machine, as Prometheus reads them."""
    counted()
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return generate_latest(registry)
