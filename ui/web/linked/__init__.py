"""Linked data: every node of the graph has a page for people and a description for machines, at one address."""

from ui.web.linked.routes import router

__all__ = ["router"]
