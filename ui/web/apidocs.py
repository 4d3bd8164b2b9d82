"""The page /docs. FastAPI's own fetches its script from a content delivery network; this one fetches nothing."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from ui.web.views import render


def add(server: FastAPI) -> None:
    """Serve /docs, made from the server's OpenAPI description."""

    @server.get("/docs", include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        groups = _groups(server.openapi(), str(request.base_url).rstrip("/"))
        return HTMLResponse(render("docs.html", whole=True, groups=groups))


def _groups(description: dict[str, Any], root: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """Operations by tag, in the order in which they were registered."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": operation["summary"],
                    "parameters": [_parameter(found) for found in operation.get("parameters", [])],
                    "example": _example(description, root, path, operation),
                }
            )
    return list(groups.items())


def _parameter(found: dict[str, Any]) -> dict[str, str]:
    return {"name": found["name"], "place": found["in"], "description": found.get("description", "")}


def _example(description: dict[str, Any], root: str, path: str, operation: dict[str, Any]) -> str:
    """A curl command to this server with the examples of a JSON body's fields."""
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if not body:
        return ""
    schema = description["components"]["schemas"][body["schema"]["$ref"].rpartition("/")[2]]
    values = {name: field["examples"][0] for name, field in schema["properties"].items() if field.get("examples")}
    return f"curl {root}{path} --json '{json.dumps(values)}'"
