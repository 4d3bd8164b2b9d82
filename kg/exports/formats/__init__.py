"""The formats. A new one is a new module here with a `FORMATS` tuple, and its name in `_MODULES`."""

from __future__ import annotations

from kg.exports.formats import csv, docx, figures, html, networks, rdf, xlsx
from kg.exports.formats.base import Format, Job

__all__ = ["FORMATS", "Format", "Job"]

_MODULES = (rdf, networks, csv, xlsx, html, docx, figures)

FORMATS: dict[str, Format] = {format.name: format for module in _MODULES for format in module.FORMATS}
"""All formats by name, in the order in which they are offered."""
