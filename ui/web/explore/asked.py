"""What a reader chose: the filters of a table or chart, as they stand in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass(frozen=True)
class Asked:
    """The parameters of a request; what is not given is ''. Unknown names and values break nothing."""

    values: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "").strip()

    @property
    def page(self) -> int:
        """The page of the table, counted from 1."""
        asked = self["page"]
        return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1

    @property
    def words(self) -> list[str]:
        """The words that are looked for, in lower case."""
        return self["q"].lower().split()[:12]

    def address(self, what: str, **changes: str) -> str:
        """The same view with other values; a change of anything but the page begins at the first page again."""
        values = {**self.values, **({} if "page" in changes else {"page": ""}), **changes}
        kept = {name: value for name, value in values.items() if value}
        return f"/explore/{what}" + (f"?{urlencode(kept)}" if kept else "")

    def within(self, day: str) -> bool:
        """Whether a day lies in the years asked for; a day that is not known does where none are."""
        since, until = self["since"], self["until"]
        return (not since or day[:4] >= since[:4]) and (not until or (bool(day) and day[:4] <= until[:4]))


def has_words(text: str, words: list[str]) -> bool:
    """Whether all words occur in the text, in any order."""
    text = text.lower()
    return all(word in text for word in words)
