"""What is written to the log: one line of JSON an event, with the number of its request, and nothing about people.

No Django: gunicorn's own lines take the same shape (gunicorn.conf.py). What somebody typed, who they are and what opens
a door never stand in a line. So of an address only its pattern is written, of an exception its kind and its places in
the code, and its words only where they are the machine's own.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

REQUESTS = "kpa_tracker.requests"
ROOT = Path(__file__).parents[3]
FIELDS = ("method", "route", "status", "ms", "bytes")
"""What the line of a request says beside its number."""
MOST = 1_000

request_number: ContextVar[str] = ContextVar("request_number", default="")
"""The number of the request at hand; nothing where none is."""

ADDRESS = re.compile(r"[^\s<>\[\]\"'(),;:=]+@[^\s<>\"'(),;]+")
QUERY = re.compile(r"\?[^\s\"'<>?]*=[^\s\"'<>]*")
SECRET = re.compile(r"(?i)\b(password|passwd|secret|token|key|authorization|cookie|dsn)\b(\s*[=:]\s*)\S+")
USERINFO = re.compile(r"(?<=//)[^/\s@]+@")
LONG = re.compile(r"(?<![\w.-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}(?![\w-])")
"""What looks like a token: long, of letters and digits. The name of one of our own modules has no digit."""
MACHINES_OWN = ("OSError", "OperationalError", "InterfaceError", "ImproperlyConfigured", "CommandError")
"""Exceptions whose words tell of the machine and not of people."""


def without_people(text: str) -> str:
    """Return a line without mail addresses, queries, passwords and what looks like a token."""
    for pattern, instead in (
        (USERINFO, "[left out]@"),
        (SECRET, r"\1\2[left out]"),
        (ADDRESS, "[address]"),
        (QUERY, "?[left out]"),
        (LONG, "[token]"),
    ):
        text = pattern.sub(instead, text)
    return text[:MOST]


def words_of(error: BaseException) -> str:
    """Return what an exception says, where that is the machine's own; of the machine's only the first line, since
    PostgreSQL tells a row's values in the next ones. An OSError's path may be the name of somebody's file."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if {kind.__name__ for kind in type(error).__mro__} & set(MACHINES_OWN):
        return without_people(str(error).strip().partition("\n")[0])
    return ""


def chain_of(error: BaseException | None) -> list[dict[str, Any]]:
    """Return an exception and what caused it, the first cause last."""
    told: list[dict[str, Any]] = []
    while error is not None and len(told) < 5:
        places = [place_of(frame) for frame in traceback.extract_tb(error.__traceback__)]
        told.append({"kind": type(error).__qualname__, "words": words_of(error), "places": places[-12:]})
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told


def place_of(frame: traceback.FrameSummary) -> str:
    """Return a place in the code as it is named in the repository, or as the library names it."""
    file = Path(frame.filename)
    near = file.relative_to(ROOT) if file.is_relative_to(ROOT) else Path(*file.parts[-3:])
    parts = near.parts[near.parts.index("site-packages") + 1 :] if "site-packages" in near.parts else near.parts
    return f"{'/'.join(parts)}:{frame.lineno} {frame.name}"


def message_of(record: logging.LogRecord) -> str:
    """Return what a line says. Django writes a request's address into its own lines: there its pattern stands."""
    request = getattr(record, "request", None)
    if not hasattr(request, "path") or not record.args or not isinstance(record.args, tuple):
        return without_people(record.getMessage())
    said = (route_of(request) if str(one).startswith("/") else one for one in record.args)
    return without_people(str(record.msg) % tuple(said))


def route_of(request: Any) -> str:
    """Return the pattern of the address that a request asks for: it holds neither record nor secret."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match is not None else "no page"


class WithRequestNumber(logging.Filter):
    """Give every line the number of the request it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_number = request_number.get()
        return True


class JsonLines(logging.Formatter):
    """One event a line, as JSON, for whatever collects and searches logs."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": message_of(record),
            "request": request_number.get(),
        }
        said.update({name: getattr(record, name) for name in FIELDS if hasattr(record, name)})
        if error := error_of(record):
            said["error"] = chain_of(error)
        return json.dumps({name: value for name, value in said.items() if value != ""}, ensure_ascii=False)


class PlainLines(logging.Formatter):
    """The same for people's eyes, on the screen of whoever tries the site out."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, timezone.utc).astimezone()
        number = request_number.get()
        lines = [f"{at:%Y-%m-%d %H:%M:%S} {record.levelname} {record.name}: {message_of(record)}"]
        lines[0] += f" [{number}]" if number else ""
        for told in chain_of(error_of(record)):
            lines += [f"  {told['kind']} {told['words']}".rstrip(), *(f"    {place}" for place in told["places"])]
        return "\n".join(lines)


FORMATTERS = {"json": JsonLines, "plain": PlainLines}


def error_of(record: logging.LogRecord) -> BaseException | None:
    """Return the exception that a line tells of."""
    return record.exc_info[1] if record.exc_info else None


def logging_as(shape: str, level: str) -> dict[str, Any]:
    """Return the configuration of logging: everything on the process's error stream, in one shape; what each request
    came to only where a machine reads it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"chosen": {"()": f"{__name__}.{FORMATTERS[shape].__name__}"}},
        "filters": {"request": {"()": f"{__name__}.WithRequestNumber"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "chosen", "filters": ["request"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {REQUESTS: {"level": "INFO" if shape == "json" else "WARNING"}},
    }
