"""Dataclasses as plain values that a file or a column of JSON can keep, and back. No Django."""

from __future__ import annotations

import dataclasses
import types
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def as_plain(value: Any) -> Any:
    """Return a dataclass as dictionaries, lists, texts and numbers."""
    if dataclasses.is_dataclass(value):
        return {one.name: as_plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    return [as_plain(one) for one in value] if isinstance(value, (tuple, list)) else value


def from_plain(kind: type[T], plain: Any) -> T:
    """Return the dataclass that `as_plain` took apart. What a newer version has added takes its default, and what it
    has dropped is passed over: what was kept years ago is still read."""
    hints = get_type_hints(kind)
    known = {one.name for one in dataclasses.fields(kind)} & set(plain)  # type: ignore[arg-type]
    return kind(**{name: _rebuilt(hints[name], plain[name]) for name in known})


def _rebuilt(hint: Any, plain: Any) -> Any:
    if plain is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        return _rebuilt(next(one for one in get_args(hint) if one is not type(None)), plain)
    if get_origin(hint) is tuple:
        return tuple(_rebuilt(get_args(hint)[0], one) for one in plain)
    return from_plain(hint, plain) if dataclasses.is_dataclass(hint) else plain  # type: ignore[arg-type]
