"""Dataclasses as plain values that a file or a column of JSON can keep, and back. No Django."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import types
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def as_plain(value: Any) -> Any:
    """Return a dataclass as dictionaries, lists, texts and numbers; days and exact numbers as text. What a dataclass
    works out for itself is left out."""
    if dataclasses.is_dataclass(value):
        return {one.name: as_plain(getattr(value, one.name)) for one in dataclasses.fields(value) if one.init}
    if isinstance(value, (tuple, list)):
        return [as_plain(one) for one in value]
    return str(value) if isinstance(value, (datetime.date, Decimal)) else value


def from_plain(kind: type[T], plain: Any) -> T:
    """Return the dataclass that `as_plain` took apart. What a newer version has added takes its default, and what it
    has dropped is passed over: what was kept years ago is still read."""
    hints = _hints_of(kind)  # type: ignore[arg-type]
    known = {one.name for one in dataclasses.fields(kind) if one.init} & set(plain)  # type: ignore[arg-type]
    return kind(**{name: _rebuilt(hints[name], plain[name]) for name in known})


@functools.cache
def _hints_of(kind: type) -> dict[str, Any]:
    """Work out once what each field of a dataclass holds: that costs far more than filling it."""
    return get_type_hints(kind)


def _rebuilt(hint: Any, plain: Any) -> Any:
    if plain is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        return _rebuilt(next(one for one in get_args(hint) if one is not type(None)), plain)
    if get_origin(hint) is tuple:
        return _rebuilt_tuple(get_args(hint), plain)
    if dataclasses.is_dataclass(hint):
        return from_plain(hint, plain)  # type: ignore[arg-type]
    return _READ[hint](plain) if hint in _READ else plain


def _rebuilt_tuple(hints: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    """A tuple of any length of one kind, or one of a kind for each place."""
    each = [hints[0]] * len(plain) if hints[1:] == (...,) else hints
    return tuple(_rebuilt(hint, one) for hint, one in zip(each, plain, strict=True))


_READ: dict[Any, Callable[[Any], Any]] = {datetime.date: datetime.date.fromisoformat, Decimal: Decimal}
