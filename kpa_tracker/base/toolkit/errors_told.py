"""Errors, told to a Sentry of the authority's own where SENTRY_DSN names one. Nothing about people goes there.

Needs the group `watching` of requirements/larger.txt. What leaves is what the log says: the kind of an exception, its
places in the code, the pattern of the address, the number of the request.
"""

from __future__ import annotations

from typing import Any

from kpa_tracker.base.toolkit.logs import chain_of, request_number, without_people

KEPT = ("event_id", "timestamp", "level", "platform", "release", "environment", "server_name", "logger", "type")
"""What of an event goes as it is: it says nothing of a request or a person."""


def tell_errors_to(dsn: str, *, transport: Any = None) -> None:
    """Let errors be told to a Sentry."""
    import sentry_sdk
    from sentry_sdk.integrations.logging import LoggingIntegration

    sentry_sdk.init(
        dsn=dsn,
        release="kpa-tracker",
        transport=transport,
        before_send=only_what_is_nobodys,
        before_breadcrumb=lambda *_: None,
        include_local_variables=False,
        max_request_body_size="never",
        auto_enabling_integrations=False,
        integrations=[LoggingIntegration(level=None)],
        traces_sample_rate=0.0,
        send_client_reports=False,
        auto_session_tracking=False,
    )


def only_what_is_nobodys(event: Any, hint: dict[str, Any]) -> Any:
    """Return an event made anew of what may leave: whatever else a later Sentry collects stays here."""
    info = hint.get("exc_info")
    told = {name: event[name] for name in KEPT if name in event}
    told["tags"] = {"request": request_number.get()} if request_number.get() else {}
    if info:
        told["exception"] = {"values": [as_sentry_says(one) for one in reversed(chain_of(info[1]))]}
    else:
        told["message"] = without_people(str((event.get("logentry") or {}).get("message") or event.get("message", "")))
    return told


def as_sentry_says(one: dict[str, Any]) -> dict[str, Any]:
    """Return an exception of a log's line in Sentry's shape."""
    frames = [frame_of(place) for place in one["places"]]
    return {"type": one["kind"], "value": one["words"], "stacktrace": {"frames": frames}}


def frame_of(place: str) -> dict[str, Any]:
    where, _, function = place.partition(" ")
    file, _, line = where.rpartition(":")
    return {"filename": file, "lineno": int(line or 0), "function": function, "in_app": not file.startswith("django/")}
