"""Explore: what the library holds as filterable tables and charts, and the picture around a node."""

from ui.web.explore.routes import router

__all__ = ["router"]
