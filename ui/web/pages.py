"""The pages of letters: as they look, with the cited words marked; the reading report; the original file."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Header, HTTPException, Query, Request, Response
from fastapi.responses import FileResponse, HTMLResponse

from kg.errors import LettersError
from kg.model import Letter, Span
from ui.web.rendering import render_page
from ui.web.services import Services
from ui.web.views import LetterView, page_view, render

# What comes from outside is never run: no script, no frame, nothing guessed about its type.
_ORIGINAL_HEADERS = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}
_PAGE_CACHE = {"Cache-Control": "private, max-age=3600"}

Start = Annotated[int | None, Query(ge=0, description="Where the cited words begin in the letter's text")]
End = Annotated[int | None, Query(ge=0, description="Where they end")]
Fragment = Annotated[str | None, Header(alias="X-Fragment", include_in_schema=False)]


def router(services: Services) -> APIRouter:
    """The routes under /letters. They are sync: FastAPI runs them in its thread pool."""
    routes = APIRouter(prefix="/letters", tags=["Letters"])

    def find(key: str) -> Letter:
        try:
            return services.letter(key)
        except LettersError as error:
            raise HTTPException(404, str(error)) from None

    @routes.get("/{key}", response_class=HTMLResponse, summary="The reading report of a letter")
    def report(key: str, fragment: Fragment = None) -> HTMLResponse:
        return HTMLResponse(render("letter.html", whole=not fragment, letter=LetterView(find(key))))

    @routes.get("/{key}/pages/{page:int}.png", response_class=Response, summary="A page of a PDF as it looks")
    def picture(key: str, page: int, start: Start = None, end: End = None) -> Response:
        letter = find(key)
        if letter.document.media_type != "application/pdf":
            raise HTTPException(404, f"{letter.document.name} has no pages to be drawn; it is shown as text")
        _check_page(letter, page)
        png = render_page(services.original(key), letter.document, page, _cited(letter, start, end))
        return Response(png, media_type="image/png", headers=_PAGE_CACHE)

    @routes.get("/{key}/pages/{page:int}", response_class=HTMLResponse, summary="A page with the cited words marked")
    def page(
        key: str, page: int, request: Request, start: Start = None, end: End = None, fragment: Fragment = None
    ) -> HTMLResponse:
        letter = find(key)
        _check_page(letter, page)
        view = page_view(letter, page, _cited(letter, start, end))
        return HTMLResponse(render("page.html", whole=not fragment, **view))

    @routes.get("/{key}/original", response_class=FileResponse, summary="The file as it was ingested")
    def original(key: str) -> FileResponse:
        document = find(key).document
        headers = {**_ORIGINAL_HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(document.name)}"}
        return FileResponse(services.original(key), media_type=document.media_type, headers=headers)

    return routes


def _check_page(letter: Letter, page: int) -> None:
    pages = len(letter.document.page_starts)
    if not 1 <= page <= pages:
        raise HTTPException(404, f"{letter.document.name} has {pages} pages")


def _cited(letter: Letter, start: int | None, end: int | None) -> Span | None:
    length = len(letter.document.text)
    if start is None or end is None or not start < end <= length:
        return None
    return Span(start, end)
