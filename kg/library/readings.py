"""Letters as JSON and back, exactly. Each dataclass is the list of its fields, so that hundreds load in seconds.

The names of the fields stand once at the head: a reading made by an earlier version loads as long as what was added
since has defaults.
"""

from __future__ import annotations

import dataclasses
import functools
import gzip
import json
import types
import typing
from collections.abc import Callable
from typing import Any

from kg import model
from kg.model import Letter

_FORMAT = 1
_TYPES = {name: kind for name, kind in vars(model).items() if dataclasses.is_dataclass(kind)}


def pack(letter: Letter) -> bytes:
    """A letter, its document included, as compressed JSON."""
    body = json.dumps([_FORMAT, _schema(), _plain(letter)], ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(body.encode(), compresslevel=3, mtime=0)


def unpack(data: bytes) -> Letter:
    """The letter that was packed."""
    _, schema, body = json.loads(gzip.decompress(data))
    letter = _maker(Letter, json.dumps(schema))(body)
    assert isinstance(letter, Letter)
    return letter


def _schema() -> dict[str, list[str]]:
    return {name: [field.name for field in dataclasses.fields(kind)] for name, kind in _TYPES.items()}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [_plain(getattr(value, name)) for name in _names(type(value))]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


@functools.cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@functools.cache
def _maker(kind: Any, schema: str) -> Callable[[Any], Any]:
    """The function that makes a value of the annotated type from its JSON."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if dataclasses.is_dataclass(kind):
        return _dataclass_maker(typing.cast(type, kind), schema)
    if origin is tuple:
        makers = [_maker(argument, schema) for argument in arguments if argument is not Ellipsis]
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            make = makers[0]
            return tuple if make is _same else lambda items: tuple([make(item) for item in items])
        if all(make is _same for make in makers):
            return tuple
        return lambda items: tuple(make(item) for make, item in zip(makers, items, strict=True))
    if origin in (typing.Union, types.UnionType):
        (make,) = {_maker(argument, schema) for argument in arguments if argument is not type(None)}
        return _same if make is _same else lambda item: None if item is None else make(item)
    if origin is dict:
        make = _maker(arguments[1], schema)
        return lambda items: {key: make(item) for key, item in items.items()}
    return _same


def _dataclass_maker(kind: type, schema: str) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    written = [name for name in json.loads(schema)[kind.__name__] if name in hints]
    if written != json.loads(schema)[kind.__name__]:
        known = [name in hints for name in json.loads(schema)[kind.__name__]]
        inner = _dataclass_maker(kind, json.dumps({**json.loads(schema), kind.__name__: written}))
        return lambda items: inner([item for item, keep in zip(items, known, strict=True) if keep])
    makers = [_maker(hints[name], schema) for name in written]
    if written == list(_names(kind))[: len(written)]:
        if all(make is _same for make in makers):
            return lambda items: kind(*items)
        return lambda items: kind(*[make(item) for make, item in zip(makers, items, strict=True)])
    return lambda items: kind(**{n: make(item) for n, make, item in zip(written, makers, items, strict=True)})


def _same(value: Any) -> Any:
    return value
