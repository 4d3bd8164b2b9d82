"""Exports: a part of the graph as a file, for tools and for people. Command line, HTTP and app share this door."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, BinaryIO

from kg.exports.about import About, describe_export
from kg.exports.choosing import choose
from kg.exports.formats import FORMATS, Format, Job
from kg.exports.selection import Selection
from kg.exports.stream import Progress
from kg.exports.summary import Summary, describe

if TYPE_CHECKING:
    from kg.library.folder import Library

__all__ = ["FORMATS", "About", "Format", "Selection", "Summary", "describe", "export"]


def export(
    library: Library,
    selection: Selection,
    format: str,
    target: BinaryIO,
    *,
    created: datetime.date | None = None,
    progress: Progress | None = None,
) -> About:
    """Writes the selection in the format (a name of FORMATS); what was written, described.

    The same library, selection and `created` give the same bytes. Raises SelectionError for what cannot be meant, and
    for a query the errors of `kg.graph.run_query`.
    """
    chosen = choose(library, selection)
    about = describe_export(library, selection, chosen, created)
    FORMATS[format].write(Job(library, selection, chosen, about, progress), target)
    return about
