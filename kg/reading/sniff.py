"""What a file is, seen from its first bytes; its name only decides between kinds of text."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from kg.errors import UnreadableFile

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"

_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "an old or encrypted Office file: save it as .docx without a password",
    b"{\\rtf": "an RTF file: save it as .docx",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"II*\x00": "an image",
    b"MM\x00*": "an image",
    b"\x1f\x8b": "a compressed archive",
    b"Rar!": "a compressed archive",
    b"7z\xbc\xaf": "a compressed archive",
    b"<?xml": "",
}
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)
_TITLE = re.compile(r"<title[^>]*>\s*([^<]+?)\s*</title>", re.I)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def media_type(data: bytes, name: str) -> str:
    """The media type of a file that can be read; `UnreadableFile` tells what any other file is."""
    if not data.strip(b"\x00 \t\r\n\x0c"):
        raise UnreadableFile(f"{name}: the file is empty")
    suffix = PurePath(name).suffix.lower()
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(data, name)
    for magic, kind in _FOREIGN.items():
        if kind and head.startswith(magic):
            raise UnreadableFile(f"{name}: {kind}")
    if _HTML.search(head[:2048].replace(b"\x00", b"")):
        return _html_type(head, name, suffix)
    if not _is_text(data):
        raise UnreadableFile(f"{name}: not a kind of file that can be read (pdf, docx, html, md, txt)")
    if suffix in (".pdf", ".docx"):
        raise UnreadableFile(f"{name}: plain text or damaged, not the {suffix[1:]} that its name says")
    if suffix in (".html", ".htm"):
        return HTML
    return MARKDOWN if suffix in (".md", ".markdown") else PLAIN


def _zip_type(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "word/document.xml" in archive.namelist():
                return DOCX
    except (zipfile.BadZipFile, OSError, ValueError):
        raise UnreadableFile(f"{name}: the file is damaged or cut short") from None
    raise UnreadableFile(f"{name}: a zip archive or another kind of Office file, not a Word document")


def _html_type(head: bytes, name: str, suffix: str) -> str:
    if suffix in (".pdf", ".docx"):
        title = _TITLE.search(head.decode("utf-8", "replace"))
        what = f" ('{title[1][:80]}')" if title else ""
        raise UnreadableFile(f"{name}: an HTML page{what}, not the {suffix[1:]} that its name says")
    return HTML


def _is_text(data: bytes) -> bool:
    if data.startswith(_UTF16):
        return True
    sample = data[:65536]
    half = len(sample) / 2
    zeros = sorted((sample[0::2].count(0), sample[1::2].count(0)))
    if zeros[1] > 0.5 * half:  # UTF-16 without a mark: every second byte of English is zero
        return zeros[0] < 0.1 * half
    controls = sum(sample.count(code) for code in range(32) if code not in (7, 8, 9, 10, 11, 12, 13, 26, 27))
    return controls <= 0.002 * len(sample) + 1
