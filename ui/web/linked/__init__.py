"""Linked data: every node of the graph has a page for people and a description for machines, at one address."""

from ui.web.linked.routes import missing_page, router

__all__ = ["missing_page", "router"]
