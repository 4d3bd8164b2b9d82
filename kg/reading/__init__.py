"""Reading: any supported file to a `Document`. One module a format, each with `read(data, name) -> Document`."""

from __future__ import annotations

from pathlib import Path

from kg.errors import UnreadableFile
from kg.model import Document

__all__ = ["read", "read_bytes"]


def read(path: Path, name: str | None = None) -> Document:
    """Read a pdf, docx, html, md or txt file; `name` is how it will be known (the file's own name by default)."""
    name = name or path.name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{name}: {(error.strerror or 'cannot be opened').lower()}") from None
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> Document:
    """Read a file's content. What it is, is seen from the content; `UnreadableFile` says why it cannot be read."""
    if data[:1024].lstrip().startswith(b"%PDF"):
        from kg.reading import pdf

        return pdf.read(data, name)
    raise UnreadableFile(f"{name}: not a kind of file that can be read (pdf, docx, html, md, txt)")
