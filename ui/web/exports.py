"""Exports over HTTP: the same choices and formats as `letters export`."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Annotated, Any, cast

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from kg.errors import LettersError, QueryBusy, QueryTimeout, StoreError
from kg.exports import FORMATS, Selection, describe, export
from kg.vocabulary import slug
from ui.web.services import Services

if TYPE_CHECKING:
    from kg.library import Library

_AT_ONCE = 2
_TIMES_A_QUERY = 20  # how long an export may take
_IN_MEMORY = 8 << 20
_PIECE = 1 << 16
_Many = Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=500)]


def _or_none(value: object) -> object:
    """A field of a form that was left empty."""
    return None if value == "" else value


class Choice(BaseModel):
    """What to export; fields as the options of `letters export`. Nothing chosen is the whole library."""

    model_config = ConfigDict(extra="forbid")
    letter: _Many = Field([], description="names or keys of letters")
    authority: _Many = Field([], description="names or GSS codes", examples=[["Leeds"]])
    visit: _Many = Field([], description="IRIs or labels of visits")
    inspector: _Many = Field([], description="names of inspectors")
    kind: _Many = Field([], description="focused-visit-letter, ilacs-report ...")
    region: _Many = Field([], description="names of regions")
    theme: _Many = Field([], description="only findings and points on these themes")
    polarity: _Many = Field([], description="only strength, improvement, mixed or neutral ones")
    since: str | None = Field(None, max_length=10, description="visited or published on this day or later")
    until: str | None = Field(None, max_length=10, description="visited or published on this day or earlier")
    query: str | None = Field(None, max_length=200_000, description="the result of this CONSTRUCT or DESCRIBE")
    passage: _Many = Field([], description="IRIs of passages: the evidence of an answer")
    depth: Annotated[int | None, BeforeValidator(_or_none)] = Field(
        None, ge=0, le=5, description="how many links to follow"
    )

    def selection(self) -> Selection:
        """The same as the exports know it. Raises SelectionError."""
        many = {name: tuple(filter(None, getattr(self, name))) for name in _NAMES}
        passages = tuple(dict.fromkeys(filter(None, self.passage)))
        return Selection(
            **many, since=self.since or None, until=self.until or None, query=self.query or None, passages=passages,
            depth=self.depth,
        )  # fmt: skip


class FormattedChoice(Choice):
    """What to export, and as what."""

    format: str = Field("turtle", description=f"one of {', '.join(FORMATS)}")


_NAMES = ("letter", "authority", "visit", "inspector", "kind", "region", "theme", "polarity")


def router(services: Services) -> APIRouter:
    """`/api/export` and `/api/export/summary`, by GET and, for long choices, by POST."""
    routes = APIRouter(tags=["API"])
    library = cast("Library", services.library)
    slots = threading.BoundedSemaphore(_AT_ONCE)

    def give(choice: FormattedChoice) -> StreamingResponse:
        if choice.format not in FORMATS:
            raise HTTPException(400, f"There is no format {choice.format}: choose one of {', '.join(FORMATS)}")
        if not slots.acquire(timeout=5):
            raise HTTPException(503, "Other exports are being made: try again in a minute", {"Retry-After": "60"})
        file = _File(services.limits.seconds * _TIMES_A_QUERY)
        try:
            about = export(library, choice.selection(), choice.format, cast("Any", file), progress=file.check)
        except LettersError as error:
            file.close()
            raise _refusal(error) from None
        except BaseException:
            file.close()
            raise
        finally:
            slots.release()
        format = FORMATS[choice.format]
        headers = {
            "Content-Disposition": f'attachment; filename="{slug(about.title)[:80]}.{format.suffix}"',
            "Content-Length": str(file.tell()),
            "Cache-Control": "no-store",
        }
        media_type = format.media_type + ("; charset=utf-8" if format.media_type.startswith("text/") else "")
        return StreamingResponse(_pieces(file), media_type=media_type, headers=headers)

    def summarise(choice: Choice) -> dict[str, Any]:
        try:
            summary = describe(library, choice.selection())
        except LettersError as error:
            raise _refusal(error) from None
        return {"counts": summary.counts, "columns": summary.columns, "rows": summary.rows, "cut": summary.cut}

    @routes.get("/api/export", summary="A part of the graph as a file: data, tables, a report or a figure")
    def export_by_get(choice: Annotated[FormattedChoice, Query()]) -> StreamingResponse:
        return give(choice)

    @routes.post("/api/export", summary="The same, for choices that are too long for an address")
    def export_by_post(choice: FormattedChoice) -> StreamingResponse:
        return give(choice)

    @routes.get("/api/export/summary", summary="How much is in a selection, before it is exported")
    def summary_by_get(choice: Annotated[Choice, Query()]) -> dict[str, Any]:
        return summarise(choice)

    @routes.post("/api/export/summary", summary="The same, for choices that are too long for an address")
    def summary_by_post(choice: Choice) -> dict[str, Any]:
        return summarise(choice)

    return routes


class _File(tempfile.SpooledTemporaryFile[bytes]):
    """Takes an export for so many seconds and no longer."""

    def __init__(self, seconds: float) -> None:
        super().__init__(_IN_MEMORY)
        self._seconds, self._until = seconds, time.monotonic() + seconds

    def write(self, data: Any) -> int:
        """Raises QueryTimeout where it is too late."""
        self.check()
        return super().write(data)

    def check(self, done: int = 0, all: int = 0) -> None:
        """The same between letters."""
        if time.monotonic() > self._until:
            raise QueryTimeout(
                f"The export was stopped after {self._seconds:g} seconds: choose less, or use `letters export`, "
                "which takes the time that it needs"
            )


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _refusal(error: LettersError) -> HTTPException:
    """A choice that cannot be meant is the caller's mistake; a store that cannot answer is ours."""
    return HTTPException(503 if isinstance(error, QueryBusy | QueryTimeout | StoreError) else 400, str(error))
