"""Reading: any supported file to a `Document`. One module a format, each with `read(data, name) -> Document`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import cast

from kg.errors import UnreadableFile
from kg.model import Document
from kg.reading.sniff import media_type

__all__ = ["SUFFIXES", "read", "read_bytes"]

SUFFIXES = (".pdf", ".docx", ".html", ".htm", ".md", ".markdown", ".txt")

# Named, not imported: a format's libraries are loaded when its first file comes.
_MODULES = {
    "application/pdf": "kg.reading.pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "kg.reading.docx",
    "text/html": "kg.reading.html",
    "text/markdown": "kg.reading.text",
    "text/plain": "kg.reading.text",
}


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
    module = import_module(_MODULES[media_type(data, name)])
    document = cast(Document, module.read(data, name))
    if not document.text:
        raise UnreadableFile(f"{name}: the file holds no text")
    return document
