"""Letters over HTTP: the list, bringing one in, taking one out. Writing is for pages of this server and for tools."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from kg.errors import LettersError
from ui.web.events import EVENTS, NO_CACHE, as_event, wants_events
from ui.web.listing import read_as, wanted_of
from ui.web.services import Services
from ui.web.views import render
from ui.web.words import count
from ui.web.writing import NotTaken, Upload, Writer, WritingOff

BEAT = 1.0
"""Seconds between two looks at an upload that waits or is read."""

STAGES = {"waiting": "Waiting for its turn", "reading": "Reading", "writing": "Writing into the library"}


def router(services: Services) -> APIRouter:
    """The routes of /api/letters and the list as the Letters tab shows it."""
    routes = APIRouter(tags=["Letters"])

    @routes.get("/api/letters", summary="What is in the library, one row a letter as `letters table` gives it")
    def letters() -> list[dict[str, Any]]:
        return services.rows()

    @routes.get("/parts/letters", response_class=HTMLResponse, include_in_schema=False)
    def listed(request: Request) -> HTMLResponse:
        wanted = wanted_of(dict(request.query_params))
        html = render("letters.html", list=services.listing(wanted), wanted=wanted, writable=services.writable)
        return HTMLResponse(html, headers={"Cache-Control": "no-store"})

    @routes.post(
        "/api/letters",
        summary="Bring a letter in: its bytes as the body. Answers when it is read; by Accept as server-sent events",
        status_code=201,
        openapi_extra={"requestBody": {"content": {"application/octet-stream": {}}, "required": True}},
    )
    async def bring(
        request: Request, name: Annotated[str, Query(min_length=1, max_length=300, description="Its file name")]
    ) -> Response:
        writer = _writer(services, request)
        upload = await _received(request, writer, name)
        if wants_events(request):
            told = _told(services, writer, upload)
            return StreamingResponse(told, 201, media_type=EVENTS, headers=NO_CACHE)
        await run_in_threadpool(writer.settled, upload)
        result = await run_in_threadpool(_result, services, upload)
        return JSONResponse(result, 201 if result["ok"] else 422)

    @routes.delete("/api/letters/{key}", summary="Take a letter out of the library", status_code=204)
    def remove(key: str, request: Request) -> Response:
        writer = _writer(services, request)
        try:
            services.letter(key)
            removal = writer.remove(key)
        except WritingOff as error:
            raise HTTPException(403, str(error)) from None
        except LettersError as error:
            raise HTTPException(404, str(error)) from None
        writer.settled(removal)
        services.changed()
        if removal.failed:
            raise HTTPException(503, removal.failed)
        return Response(status_code=204)

    return routes


def _writer(services: Services, request: Request) -> Writer:
    """What writes, where this request may have something written."""
    if services.writer is None or services.writer.settings.read_only:
        raise HTTPException(403, "Letters cannot be changed here: LETTERS_READ_ONLY is set")
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403, "Pages of other sites may not change the library")
    return services.writer


async def _received(request: Request, writer: Writer, name: str) -> Upload:
    """The body in a file of its own, put in line. What is too large is not read to its end."""
    try:
        fit = writer.check(name, int(request.headers.get("content-length") or 0))
        with writer.place(fit) as path:
            size = 0
            with path.open("wb") as file:
                async for chunk in request.stream():
                    size += len(chunk)
                    writer.check(name, size)
                    file.write(chunk)
            if not size:
                raise NotTaken("The file is empty")
            return writer.upload(path)
    except WritingOff as error:
        raise HTTPException(403, str(error)) from None
    except NotTaken as error:
        raise HTTPException(413 if "larger" in str(error) else 422, str(error)) from None


async def _told(services: Services, writer: Writer, upload: Upload) -> AsyncIterator[str]:
    """How the upload gets on, and what became of it. Who goes away meanwhile does not stop it."""
    before = ""
    while not await run_in_threadpool(writer.settled, upload, BEAT):
        words = STAGES[upload.stage]
        if upload.stage == "waiting" and (others := writer.waiting() - 1) > 0:
            words += f", with {count(others, 'other')} in line"
        # An event at each beat: proxies close what is silent.
        yield as_event("status", {"stage": upload.stage, "text": words}) if words != before else ": \n\n"
        before = words
    yield as_event("result", await run_in_threadpool(_result, services, upload))


def _result(services: Services, upload: Upload) -> Mapping[str, Any]:
    """What became of an upload, in words and for tools."""
    services.changed()
    if upload.failed:
        reason = upload.failed[:1].upper() + upload.failed[1:]
        return {"ok": False, "name": upload.name, "text": f"Not read: {reason}"}
    letter = services.letter(upload.key)
    before = "Already in the library: " if upload.known else "Read as: "
    told = {"ok": True, "name": letter.document.name, "key": upload.key, "text": before + read_as(letter)}
    doubts = [*letter.warnings, *upload.warnings]
    return told | {"known": upload.known, "report": f"/letters/{upload.key}", "doubts": list(dict.fromkeys(doubts))}
