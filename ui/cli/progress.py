"""`letters progress`: what became of an authority's points for improvement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.errors import SelectionError
from ui.cli.common import LibraryOption, OutputOption, open_library, usage
from ui.cli.tables import FormatOption, write_rows

if TYPE_CHECKING:
    from kg.progress import Outcome

_STATUSES = ("persists", "improved", "not mentioned")
_SHOWN = ("visit", "point", "status", "later_visit", "evidence")


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(progress)


def progress(
    authority: Annotated[str, typer.Argument(metavar="AUTHORITY", help="Name or GSS code of the authority.")],
    status: Annotated[str | None, typer.Option(help=f"One of {', '.join(_STATUSES)}.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Points of visits from this day on.")] = None,
    format: FormatOption = "table",
    output: OutputOption = None,
    library: LibraryOption = None,
) -> None:
    """What became of each point for improvement: it persists, has improved, or is not mentioned by later letters."""
    from kg.exports.selection import authorities, authority_names, nearest, plain
    from kg.progress import outcomes
    from kg.vocabulary import AUTHORITY

    codes = authorities().get(plain(authority), set())
    if len(codes) != 1:
        raise SelectionError(f"There is no authority {authority}{nearest(authority, authority_names())}")
    if since is not None and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", since):
        raise usage(f"--since {since}: not a date as 2019, 2019-05 or 2019-05-09")
    if status is not None and status not in _STATUSES:
        raise usage(f"--status {status}: choose one of {', '.join(_STATUSES)}")
    with open_library(library) as held:
        found = outcomes(held.store, AUTHORITY + next(iter(codes)))
        rows = (_row(one) for one in found if status in (None, one.status) and one.point.date >= (since or ""))
        write_rows(rows, format, output, _SHOWN)


def _row(one: Outcome) -> dict[str, Any]:
    later = one.evidence
    return {
        "visit": one.point.date,
        "kind": one.point.kind,
        "point": one.point.text,
        "status": one.status,
        "later_visit": later.date if later else None,
        "later_kind": later.kind if later else None,
        "evidence": later.text if later else None,
        "confidence": one.confidence if later else None,
        "themes": list(one.themes),
        "document": one.point.document,
        "page": one.point.page,
        "later_document": later.document if later else None,
        "later_page": later.page if later else None,
        "iri": one.iri,
    }
