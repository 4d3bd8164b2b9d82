"""Zip files that are the same each time: entries with the export's own date."""

from __future__ import annotations

import datetime
import re
import shutil
import zipfile
from typing import IO, BinaryIO

_MODIFIED = re.compile(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*(<)")


def entry(name: str, day: datetime.date) -> zipfile.ZipInfo:
    """An entry's header."""
    info = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def repack(source: IO[bytes], target: BinaryIO, day: datetime.date) -> None:
    """Copies an Office file so that neither its entries nor its properties tell the time at which it was written."""
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            with old.open(name) as content, new.open(entry(name, day), "w", force_zip64=False) as copy:
                if name == "docProps/core.xml":
                    copy.write(_MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content.read()))
                else:
                    shutil.copyfileobj(content, copy, 1 << 20)
