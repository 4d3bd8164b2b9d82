"""A report as one HTML page that stands alone: charts as SVG, and the data inside it as a zip to be saved."""

from __future__ import annotations

import base64
import dataclasses
import io
import re
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

from markupsafe import Markup, escape

from kg.exports.about import LICENCE_URL, RIGHTS
from kg.exports.formats import csv
from kg.exports.formats.base import Format, Job
from kg.exports.text import clean

if TYPE_CHECKING:
    from jinja2 import Template

    from kg.exports.report.model import Figure

_LARGEST_DATA = 12 << 20
_IDS = re.compile(r'(\bid="|"#|url\(#)([^")]+)')


def _write(job: Job, target: BinaryIO) -> None:
    from kg.exports.report import build
    from kg.vocabulary import slug

    report = build(job)
    data = _data(job)
    job.check()
    count = iter(range(1000))
    page = _template().render(
        report=report,
        rights=RIGHTS,
        licence_url=LICENCE_URL,
        data=base64.b64encode(data).decode() if data else "",
        data_name=f"{slug(report.title)[:60]}-data.zip",
        data_size=f"{max(1, len(data) // 1024):,} KB",
        kind=lambda block: type(block).__name__,
        picture=lambda figure: _picture(figure, next(count), job),
        pages=pages,
    )
    target.write(clean(page).encode())


def pages(numbers: tuple[int, ...]) -> str:
    """'p. 3' or 'pp. 3, 5–8'."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    # Two in a row are no range.
    told = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return f"{'p.' if len(numbers) == 1 else 'pp.'} {', '.join(told)}"


def _data(job: Job) -> bytes:
    """The tables as a zip; nothing where they are too large for a page."""
    file = _Bounded(job)
    try:
        # The letters were counted for the report already.
        csv.FORMATS[0].write(dataclasses.replace(job, progress=lambda done, all: job.check()), file)
    except _TooLargeError:
        return b""
    return file.getvalue()


class _TooLargeError(Exception):
    """There is more data than a page may hold."""


class _Bounded(io.BytesIO):
    """Memory for what a page may hold and no more."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def write(self, data: Any) -> int:
        """Raises _TooLargeError."""
        self._job.check()
        if self.tell() + memoryview(data).nbytes > _LARGEST_DATA:
            raise _TooLargeError
        return super().write(data)


def _picture(figure: Figure, number: int, job: Job) -> Markup:
    """The SVG itself, with its words for those who cannot see it; ids are made different from other pictures'."""
    job.check()
    drawn = figure.draw("svg").decode()
    drawn = _IDS.sub(rf"\g<1>c{number}-\g<2>", drawn[drawn.index("<svg") :])
    label = f'<svg role="img" aria-labelledby="c{number}-words"'
    words = f'<title id="c{number}-words">{escape(figure.alt)}</title>'
    head, _, rest = drawn.partition(">")
    return Markup(f"{head.replace('<svg', label, 1)}>{words}{rest}")


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("kg.exports", "report"), autoescape=True, undefined=StrictUndefined
    ).get_template("report.html")


FORMATS = (Format("html", "report (web page)", "text/html", "html", True, _write),)
