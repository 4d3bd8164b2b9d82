"""The routes from which the app's tabs and the pages beside it are filled, gathered for the server."""

from __future__ import annotations

from fastapi import APIRouter

from ui.web import choosing, editor, explore
from ui.web.services import Services


def router(services: Services) -> APIRouter:
    """Everything that tabs fetch. None of it is in the API's description: it gives parts of pages."""
    routes = APIRouter(include_in_schema=False)
    routes.include_router(editor.router(services))
    routes.include_router(explore.router(services))
    routes.include_router(choosing.router(services))
    return routes
