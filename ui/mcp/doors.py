"""What the tools stand on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from kg.graph import Limits
from rag.model import Answer, Turn

if TYPE_CHECKING:
    from kg.library import Library


class Doors(Protocol):
    """What the tools need: `ui.web.services.Services` has it. Called from worker threads."""

    @property
    def limits(self) -> Limits:
        """What a query may cost."""

    @property
    def library(self) -> Any:
        """The library (`kg.library.Library`)."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """A question's cited answer."""


def library_of(doors: Doors) -> Library:
    """The library behind the doors."""
    library: Library = doors.library
    return library
