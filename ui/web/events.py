"""Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from fastapi import Request

from ui.web.negotiation import best_match

EVENTS = "text/event-stream"
NO_CACHE: Mapping[str, str] = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def wants_events(request: Request) -> bool:
    """Whether events are asked for rather than one JSON document."""
    return best_match(request.headers.get("accept"), ["application/json", EVENTS]) == EVENTS


def as_event(name: str, data: object) -> str:
    """One event, its data as JSON."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
