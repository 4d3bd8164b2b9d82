"""The HTTP API: ask, what is in the library, is the server well."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any, Literal

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from kg.errors import LettersError
from rag.model import Turn
from ui.web.negotiation import best_match
from ui.web.services import Services
from ui.web.words import count


class Message(BaseModel):
    """A message of the conversation so far."""

    model_config = ConfigDict(extra="forbid")
    role: Literal["user", "assistant"]
    content: str = Field(max_length=20_000)


class Question(BaseModel):
    """What is asked."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(min_length=1, max_length=2_000, examples=["What does Leeds need to improve?"])
    history: list[Message] = Field(default_factory=list, max_length=50)
    id: str | None = Field(None, max_length=200)


def router(services: Services) -> APIRouter:
    """The routes under /api, and /health."""
    routes = APIRouter(tags=["API"])

    def answer(asked: Question) -> dict[str, object]:
        history = [Turn(message.role, message.content) for message in asked.history]
        return services.ask(asked.question, history).as_json(asked.id)

    async def events(asked: Question) -> AsyncIterator[str]:
        yield _event("status", {"text": f"Looking in {count(await run_in_threadpool(services.count), 'letter')} …"})
        try:
            yield _event("answer", await run_in_threadpool(answer, asked))
        except LettersError as error:
            yield _event("error", {"text": str(error)})

    @routes.post("/api/ask", summary="Ask one question: JSON, or server-sent events by Accept: text/event-stream")
    async def ask(asked: Question, request: Request) -> Response:
        offered = ["application/json", "text/event-stream"]
        if best_match(request.headers.get("accept"), offered) == "text/event-stream":
            no_cache = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
            return StreamingResponse(events(asked), media_type="text/event-stream", headers=no_cache)
        try:
            return JSONResponse(await run_in_threadpool(answer, asked))
        except LettersError as error:
            raise HTTPException(503, str(error)) from None

    @routes.get("/api/letters", summary="What is in the library, one row a letter as `letters table` gives it")
    def letters() -> list[dict[str, Any]]:
        return services.rows()

    @routes.get("/health", summary="Whether the server answers")
    def health() -> dict[str, Any]:
        return {"status": "ok"}

    return routes


def _event(name: str, data: object) -> str:
    """One event of https://html.spec.whatwg.org/multipage/server-sent-events.html."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
