"""Standard streams that say when they fail: closed, full, gone, or without room for a letter.

What is wrong with them is of the outside, and is told as that wherever in the program it shows.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import select
import sys
from collections.abc import Iterator
from typing import TextIO

from facilitator.errors import OutsideFailed, told_of

_INPUT, _OUTPUT, _ERROR = 0, 1, 2
_ESCAPING = "facilitator.escaping"
_MOST_NAMED = 5


class OutputFailed(OutsideFailed):
    """Standard output takes nothing more; ``is_quiet`` where whoever read it has just left."""

    def __init__(self, error: OSError) -> None:
        if error.errno == errno.EBADF:
            error = OSError(error.errno, "it is closed")
        super().__init__(f"standard output can't be written: {told_of(error)}")
        self.is_quiet = error.errno == errno.EPIPE


class Escaped:
    """Which characters the encoding of standard output lacks: escapes stand there for them."""

    def __init__(self) -> None:
        self._chars: dict[str, None] = {}

    def escape(self, error: UnicodeError) -> tuple[str | bytes, int]:
        """Escapes for what can't be encoded, as :mod:`codecs` asks for them."""
        if isinstance(error, UnicodeEncodeError):
            self._chars.update(dict.fromkeys(error.object[error.start : error.end]))
        return codecs.backslashreplace_errors(error)

    @property
    def told(self) -> str:
        """What was done with them, and what to do about it; nothing where none were lacking."""
        if not self._chars:
            return ""
        shown = " ".join(ascii(char)[1:-1] for char in list(self._chars)[:_MOST_NAMED])
        more = " …" if len(self._chars) > _MOST_NAMED else ""
        return (
            f"standard output is in {sys.stdout.encoding}, which lacks characters: {shown}{more}"
            " stand there for them; set LANG to a UTF-8 locale, or PYTHONIOENCODING=utf-8"
        )


@contextlib.contextmanager
def prepared() -> Iterator[Escaped]:
    """Have standard streams that are there; writing raises OutputFailed where it goes nowhere.

    The number of one that is closed is kept from files that are opened later, which would be
    written to in its place. Nothing is raised of standard error: nobody is left to be told.
    """
    escaped = Escaped()
    codecs.register_error(_ESCAPING, escaped.escape)
    before = sys.stdin, sys.stdout, sys.stderr
    closed = _occupied()
    if _INPUT in closed:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - to the very end
    sys.stdout = _outlet(before[1], _OUTPUT, is_closed=_OUTPUT in closed)
    sys.stderr = _outlet(before[2], _ERROR, is_closed=_ERROR in closed)
    try:
        yield escaped
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def _occupied() -> set[int]:
    """The numbers of standard streams that were closed, now open to nowhere."""
    closed = set()
    for number in (_INPUT, _OUTPUT, _ERROR):
        try:
            os.fstat(number)
        except OSError:
            closed.add(number)
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    return closed


def _outlet(stream: TextIO | None, number: int, *, is_closed: bool) -> TextIO:
    """A standard stream's successor; one that was put in its place by somebody else stays."""
    if stream is not None and not is_closed and not _is_on(stream, number):
        if number == _OUTPUT and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPING)
        return stream
    raw = _Outlet(number, is_closed=is_closed)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),  # type: ignore[type-var]  # what it needs of a raw stream is there
        encoding=stream.encoding if stream is not None else "utf-8",
        errors=_ESCAPING if number == _OUTPUT else "backslashreplace",
        line_buffering=raw.isatty(),
    )


def _is_on(stream: TextIO, number: int) -> bool:
    try:
        return stream.fileno() == number
    except (OSError, ValueError):
        return False


class _Outlet(io.RawIOBase):
    """Writes to a standard stream; once that has failed, which is raised, what comes is dropped."""

    def __init__(self, number: int, *, is_closed: bool) -> None:
        self._number = number
        self._is_closed = is_closed
        self._has_failed = False

    def fileno(self) -> int:
        return self._number

    def isatty(self) -> bool:
        return os.isatty(self._number)

    def writable(self) -> bool:
        return True

    def write(self, data: memoryview) -> int:  # type: ignore[override]
        if self._has_failed:
            return len(data)
        try:
            return self._write(data)
        except OSError as error:
            self._has_failed = True
            if self._number == _OUTPUT:
                raise OutputFailed(error) from error
            return len(data)

    def _write(self, data: memoryview) -> int:
        if self._is_closed:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        while True:
            try:
                return os.write(self._number, data)
            except BlockingIOError:  # somebody has the stream not wait: this program does
                select.select([], [self._number], [])
