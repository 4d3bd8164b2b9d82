"""What a format is, and what it gets to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from kg.exports.about import About
from kg.exports.choosing import Chosen
from kg.exports.selection import Selection
from kg.exports.stream import Chunk, Progress, chunks

if TYPE_CHECKING:
    from kg.library.folder import Library


@dataclass(frozen=True, slots=True)
class Job:
    """One export: what was selected, what that means in the library, and its description."""

    library: Library
    selection: Selection
    chosen: Chosen
    about: About
    progress: Progress | None = None

    def chunks(self, least: int = 0) -> Iterator[Chunk]:
        """The statements, graph by graph; `least` is the depth that a format cannot do without."""
        return chunks(self.library, self.chosen, max(self.selection.links, least), self.progress)

    def check(self) -> None:
        """Tell, between steps that are no letter, that work goes on: who gave the export so much time may end it."""
        if self.progress:
            self.progress(len(self.chosen.letters), len(self.chosen.letters))


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name on the command line. `text` says whether it may go to a terminal; `beside` names the format
    of the data file that belongs beside it.
    """

    name: str
    title: str
    media_type: str
    suffix: str
    text: bool
    write: Callable[[Job, BinaryIO], None]
    beside: str = ""
