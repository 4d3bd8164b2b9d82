"""Figures for paper: a laid-out network on one A4 page, as SVG and PNG."""

from __future__ import annotations

from typing import BinaryIO

from kg.exports.formats.base import Format, Job
from kg.exports.text import clean


def _write_svg(job: Job, target: BinaryIO) -> None:
    from html import escape

    from kg.exports.picture import draw

    drawn, words = draw(job, "svg")
    head, svg, rest = drawn.decode().partition("<svg")
    opened, _, rest = rest.partition(">")
    said = f"<title>{escape(clean(job.about.title))}</title>\n <desc>{escape(clean(words))}</desc>"
    target.write(f'{head}{svg} role="img"{opened}>\n {said}{rest}'.encode())


def _write_png(job: Job, target: BinaryIO) -> None:
    from kg.exports.picture import draw

    target.write(draw(job, "png")[0])


FORMATS = (
    Format("svg", "figure (SVG)", "image/svg+xml", "svg", True, _write_svg),
    Format("png", "figure (PNG)", "image/png", "png", False, _write_png),
)
