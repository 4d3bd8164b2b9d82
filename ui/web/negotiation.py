"""Content negotiation by the Accept header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import HTTPConnection

_MOST_RANGES = 100


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of an Accept header: 'text/*;q=0.5'."""

    kind: str
    subtype: str
    quality: float

    @property
    def precision(self) -> int:
        """How closely the range names a type: 0 for */*, 1 for text/*, 2 for text/csv."""
        return (self.kind != "*") + (self.subtype != "*")

    def covers(self, media_type: str) -> bool:
        """Whether the range includes the media type (without parameters)."""
        kind, _, subtype = media_type.partition("/")
        return self.kind in ("*", kind) and self.subtype in ("*", subtype)


def parse_accept(header: str) -> tuple[MediaRange, ...]:
    """The media ranges of an Accept header; what cannot be read is left out. An empty header accepts everything."""
    ranges = []
    for element in header.split(",", _MOST_RANGES)[:_MOST_RANGES]:
        media, *parameters = (part.strip() for part in element.split(";"))
        kind, slash, subtype = media.lower().partition("/")
        if not (kind and slash and subtype):
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                quality = _quality(value)
        ranges.append(MediaRange(kind, subtype, quality))
    return tuple(ranges) or (MediaRange("*", "*", 1.0),)


def best_match(header: str | None, offered: Sequence[str]) -> str | None:
    """The offered media type that the client likes best, the earlier offer on a tie; None where none is acceptable."""
    return _best_match(header, tuple(offered))


@lru_cache(maxsize=128)  # clients say the same in every request
def _best_match(header: str | None, offered: tuple[str, ...]) -> str | None:
    ranges = parse_accept(header or "")
    best, best_quality = None, 0.0
    for media_type in offered:
        covering = [found for found in ranges if found.covers(media_type)]
        if not covering:
            continue
        # The most precise range decides, so that 'text/*, text/csv;q=0' leaves csv out.
        quality = max(covering, key=lambda found: found.precision).quality
        if quality > best_quality:
            best, best_quality = media_type, quality
    return best


def _quality(value: str) -> float:
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0


def accept_of(connection: HTTPConnection) -> str | None:
    """The Accept header of a request, its lines joined where it was sent in several."""
    return ", ".join(connection.headers.getlist("accept")) or None
