"""What goes wrong with a language model, each in one line, whatever package reached it."""

from __future__ import annotations

import re
from typing import Literal

from kg.errors import LettersError

Kind = Literal[
    "no server", "key", "no model", "busy", "server", "time-out", "cut", "overflow", "refused", "empty", "nonsense",
    "stopped", "loop",
]  # fmt: skip
_OVERFLOW = re.compile(
    r"context[ _]?(?:length|size|window)|maximum context|too many tokens|prompt is too long|exceed\w* .{0,30}context",
    re.IGNORECASE,
)
_UNREACHED = frozenset({"ConnectError", "APIConnectionError", "ConnectionError", "ConnectionRefusedError"})
_BROKEN = frozenset(
    {"RemoteProtocolError", "ReadError", "IncompleteRead", "ConnectionResetError", "StreamError", "JSONDecodeError"}
)


class ModelFailed(LettersError):
    """The language model gave nothing usable; the message says why. `wait`: seconds that its server asked for."""

    def __init__(self, kind: Kind, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.kind, self.wait = kind, wait


def as_failure(error: Exception, where: str) -> ModelFailed:
    """The failure behind an exception of a provider's package, known by its status or the names of its causes."""
    if isinstance(error, ModelFailed):
        return error
    causes = _causes(error)
    status = next((code for one in causes if (code := _status(one)) is not None), None)
    names = {name for one in causes for name in _names(one)}
    if status is not None:
        return _by_status(status, error, where)
    if any("Timeout" in name for name in names):
        return ModelFailed("time-out", f"The language model at {where} did not answer in time")
    if names & _BROKEN:
        return ModelFailed("cut", f"The language model at {where} broke off")
    if names & _UNREACHED:
        return ModelFailed("no server", f"No language model answers at {where}")
    return ModelFailed("refused", f"The language model at {where} failed: {_line(error)}")


def _by_status(status: int, error: Exception, where: str) -> ModelFailed:
    said = str(error)
    if status in {401, 403}:
        return ModelFailed("key", f"The language model's server at {where} refused the key ({status})")
    if status == 429:
        wait = next((seconds for one in _causes(error) if (seconds := _retry_after(one)) is not None), None)
        return ModelFailed("busy", f"The language model's server at {where} is too busy (429)", wait)
    if status == 413 or (status < 500 and _OVERFLOW.search(said)):
        return ModelFailed("overflow", "The evidence is longer than the language model can read")
    if status == 404:
        return ModelFailed("no model", f"The server at {where} has no such language model (404)")
    if status >= 500:
        return ModelFailed("server", f"The language model's server at {where} failed ({status})")
    return ModelFailed("refused", f"The language model's server at {where} refused the request: {_line(error)}")


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found:
        found.append(one)
        one = one.__cause__ or one.__context__
    return found


def _names(error: BaseException) -> list[str]:
    return [kind.__name__ for kind in type(error).__mro__]


def _status(error: BaseException) -> int | None:
    code = getattr(error, "status_code", None)
    return code if isinstance(code, int) and code >= 400 else None


def _retry_after(error: BaseException) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
