"""The HTTP API: ask, what questions may be about, save an answer, is the server well."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

from kg.errors import LettersError
from rag.model import Answer, Event, Progress, Text, Turn
from rag.saving import FORMATS, SavedAnswer, file_name, save
from ui.web.events import EVENTS, NO_CACHE, as_event, wants_events
from ui.web.services import Services
from ui.web.streaming import pumped

FAULT = "This could not be answered: the program is at fault. The server's log says more."


class Message(BaseModel):
    """A message of the conversation so far."""

    model_config = ConfigDict(extra="forbid")
    role: Literal["user", "assistant"]
    content: str = Field(max_length=20_000)
    understanding: dict[str, Any] | None = None


class Question(BaseModel):
    """What is asked. `understanding`: an answer's `understanding`, or part of it, with other values."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(min_length=1, max_length=2_000, examples=["What does Leeds need to improve?"])
    history: list[Message] = Field(default_factory=list, max_length=50)
    understanding: dict[str, Any] | None = None
    id: str | None = Field(None, max_length=200)

    @property
    def turns(self) -> list[Turn]:
        """The messages before it."""
        return [Turn(message.role, message.content, message.understanding) for message in self.history]


def router(services: Services) -> APIRouter:
    """The routes of questions and answers, and /health."""
    routes = APIRouter(tags=["API"])

    def answer(asked: Question) -> dict[str, object]:
        return services.ask(asked.question, asked.turns, asked.understanding).as_json(asked.id)

    @routes.post("/api/ask", summary="Ask one question: JSON, or server-sent events by Accept: text/event-stream")
    async def ask(asked: Question, request: Request) -> Response:
        if wants_events(request):
            return StreamingResponse(_told(services, asked), media_type=EVENTS, headers=NO_CACHE)
        try:
            return JSONResponse(await run_in_threadpool(answer, asked))
        except LettersError as error:
            raise HTTPException(422 if asked.understanding else 503, str(error)) from None

    @routes.get("/api/choices", summary="What an answer's understanding may be corrected to: values with their names")
    def choices() -> JSONResponse:
        return JSONResponse(services.choices(), headers={"Cache-Control": "private, max-age=60"})

    @routes.get("/api/examples", summary="Questions that this library can answer, made from what it holds")
    def examples() -> list[str]:
        return services.example_questions()

    @routes.post(
        "/api/save",
        response_class=Response,
        summary="An answer as a file (md, html, docx) with its sources: the answer as /api/ask gave it, its question",
    )
    def saved(
        answer: Annotated[str, Form(max_length=4_000_000)],
        question: Annotated[str, Form(max_length=2_000)] = "",
        format: Annotated[str, Form()] = "md",
    ) -> Response:
        if format not in FORMATS:
            raise HTTPException(422, f"format: one of {', '.join(FORMATS)}")
        try:
            held = SavedAnswer.model_validate_json(answer)
        except ValidationError as error:
            raise HTTPException(422, f"answer: not as /api/ask gives it ({error.errors()[0]['msg']})") from None
        name = quote(file_name(question, format))
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"}
        return Response(save(question, held, format), media_type=FORMATS[format], headers=headers)

    @routes.get("/health", summary="Whether the server answers")
    def health() -> dict[str, Any]:
        return {"status": "ok"}

    return routes


async def _told(services: Services, asked: Question) -> AsyncIterator[str]:
    """The answer piece by piece; whoever goes away stops it."""
    stop = threading.Event()

    def events() -> Iterator[Event]:
        return services.stream(asked.question, asked.turns, asked.understanding, stop)

    last: Event | None = None
    try:
        async for event in iterate_in_threadpool(pumped(events, stop)):
            if event is not None:
                last = event
                yield _event_of(event, asked.id)
        if not isinstance(last, Answer):
            yield as_event("error", {"text": FAULT})
    except LettersError as error:
        yield as_event("error", {"text": str(error)})
    except asyncio.CancelledError:
        stop.set()
        raise
    finally:
        stop.set()


def _event_of(event: Event, identifier: str | None) -> str:
    if isinstance(event, Progress):
        return as_event("status", {"text": event.words})
    if isinstance(event, Text):
        return as_event("text", {"text": event.words})
    return as_event("answer", event.as_json(identifier))
