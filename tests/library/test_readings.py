from __future__ import annotations

import dataclasses
import gzip
import json
from pathlib import Path

from kg.findings import judge
from kg.letters import parse
from kg.library.readings import pack, unpack
from kg.model import Letter
from kg.reading import read

SEEDS = sorted((Path(__file__).parents[2] / "data" / "letters").glob("*.txt"))


def _letters() -> list[Letter]:
    return [judge(parse(read(path))) for path in SEEDS]


def test_letters_come_back_exactly() -> None:
    for letter in _letters():
        assert unpack(pack(letter)) == letter


def test_packing_is_the_same_each_time() -> None:
    letter = _letters()[0]
    assert pack(letter) == pack(unpack(pack(letter)))


def test_a_reading_of_an_earlier_version_loads() -> None:
    letter = dataclasses.replace(_letters()[0], mentions=(), warnings=())
    version, schema, body = json.loads(gzip.decompress(pack(letter)))
    for name in ("mentions", "warnings"):
        del body[schema["Letter"].index(name)]
        schema["Letter"].remove(name)
    schema["Passage"].append("mood")
    for passage in body[schema["Letter"].index("passages")]:
        passage.append("glad")
    assert unpack(gzip.compress(json.dumps([version, schema, body]).encode())) == letter
