"""A child process that answers one request at a time over a pipe and can be killed at any moment.

Why not `multiprocessing`: its pools lose the whole batch when one worker dies, and its start methods import the user's
main module again. A frame is a JSON header (any JSON object) and a list of byte strings.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

Frame = tuple[dict[str, Any], list[bytes]]
_PIPE = 1 << 20
_FIRST = 1 << 16  # bytes: most answers are shorter, and making room for more takes longer than reading them
_ROOT = Path(__file__).resolve().parent.parent


class ChildDiedError(Exception):
    """The child ended in the middle of its work; the message is the last line it wrote, or its signal."""


class ChildLateError(Exception):
    """The child did not answer in time."""


def pack(header: dict[str, Any], parts: Sequence[bytes] = ()) -> bytes:
    """A frame as bytes."""
    head = json.dumps([header, [len(part) for part in parts]]).encode()
    return b"".join((struct.pack("<Q", len(head)), head, *parts))


class Child:
    """Runs `python -m module arguments...`, whose main function is `serve(handler)`.

    `settings` are variables of its environment, unless they are set already.
    """

    def __init__(self, module: str, *arguments: str, settings: Mapping[str, str] = {}) -> None:
        self.closed = False
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            # A child has one thread; those of numpy's products would only spin.
            env={"OPENBLAS_NUM_THREADS": "1", **settings, **os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,
            bufsize=0,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._to, self._from = self._process.stdin, self._process.stdout
        self._came = bytearray()
        self._widen()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    def fileno(self) -> int:
        """Readable when an answer begins or the child has died: made for `selectors`."""
        return self._from.fileno()

    def send(self, header: dict[str, Any], parts: Sequence[bytes] = ()) -> None:
        """Asks for one piece of work."""
        try:
            view = memoryview(pack(header, parts))
            while view:
                view = view[self._to.write(view) or 0 :]
        except BrokenPipeError:
            raise ChildDiedError(self._last_words()) from None

    def receive(self, seconds: float) -> Frame:
        """The answer. Raises ChildLateError after so many seconds, ChildDiedError when there will be none."""
        deadline = time.monotonic() + seconds
        while select.select([self._from], [], [], max(0.0, deadline - time.monotonic()))[0]:
            if frame := self.feed():
                return frame
        raise ChildLateError

    def feed(self) -> Frame | None:
        """Takes what has come, once `fileno` is readable; the answer when it is whole. Raises ChildDiedError."""
        chunk = os.read(self._from.fileno(), _PIPE if self._came else _FIRST)
        if not chunk:
            raise ChildDiedError(self._last_words())
        self._came += chunk
        if len(self._came) < 8:
            return None
        start = 8 + int(struct.unpack_from("<Q", self._came)[0])
        if len(self._came) < start:
            return None
        header, lengths = json.loads(self._came[8:start])
        if len(self._came) < start + sum(lengths):
            return None
        parts = []
        for length in lengths:
            parts.append(bytes(memoryview(self._came)[start : start + length]))
            start += length
        self._came = bytearray()
        return header, parts

    def kill(self) -> None:
        """Ends the child now; it may have ended already."""
        self.closed = True
        self._process.kill()
        self._process.wait()
        for stream in (self._to, self._from, self._errors):
            stream.close()

    def _widen(self) -> None:
        """Makes room for most answers, so that parent and child need not take turns over one."""
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            with contextlib.suppress(OSError):  # the system's allowance for this user is used up
                fcntl.fcntl(self._from, fcntl.F_SETPIPE_SZ, _PIPE)

    def _last_words(self) -> str:
        code = self._process.wait()
        if code < 0:
            return f"ended by {signal.Signals(-code).name}"
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1].strip() if lines else f"ended with status {code}"


def serve(handler: Callable[[dict[str, Any], list[bytes]], Frame]) -> None:
    """The child's side: answers each request until its parent closes the pipe or ends."""
    source = os.fdopen(os.dup(0), "rb")
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not fall into the frames
    while size := source.read(8):
        header, lengths = json.loads(source.read(struct.unpack("<Q", size)[0]))
        answer = handler(header, [source.read(length) for length in lengths])
        target.write(pack(*answer))
        target.flush()
