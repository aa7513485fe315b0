"""What a server writes to its log: what failed and where, and never with which values.

The words of an exception may hold what was being worked on, a choice or a reason among it, and a
log outlives the session. Nor may anybody fill the disk that the votes go to by having things fail:
of one kind a few are told in a minute, and the file is never larger than a bound.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator
from copy import copy
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from facilitator.errors import one_line
from facilitator.storage.own_file import open_own

MOST_OF_A_KIND = 5
"""How many records of one kind are written …"""
THINNED_SECONDS = 60.0
"""… in so many seconds."""
_MOST_KINDS = 256
MOST_BYTES = 1_000_000
"""Size at which a log file is put aside for a new one."""

_log = logging.getLogger(__name__)

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class ReticentFormatter(logging.Formatter):
    """Tells of an exception its kind and its way through the code, not its words."""

    def format(self, record: logging.LogRecord) -> str:
        """The record, whatever another handler's formatter has left on it.

        Its words are one line, which neither forges another record nor is obeyed by a terminal.
        """
        own = copy(record)
        own.msg, own.args = one_line(record.getMessage()), ()
        own.exc_text = None
        return super().format(own)

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - logging's name
        """The exception and what it came from, the first cause on top."""
        return "\n".join(reversed([_told(error) for error in _chain(ei[1])]))


class Thinned(logging.Filter):
    """Lets a few records of one kind pass in a minute, and says with the next how many did not."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._passed: OrderedDict[tuple[str, str], tuple[float, int]] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record passes; of a new minute the first one tells what the last one lacked."""
        kind = (record.name, str(record.msg))
        now = self._clock()
        since, count = self._passed.get(kind, (now, 0))
        missing = 0
        if now - since >= THINNED_SECONDS:
            missing, since, count = max(0, count - MOST_OF_A_KIND), now, 0
        self._passed[kind] = (since, count + 1)
        self._passed.move_to_end(kind)
        if len(self._passed) > _MOST_KINDS:
            self._passed.popitem(last=False)
        if count >= MOST_OF_A_KIND:
            return False
        if missing:
            record.msg = f"{record.getMessage()} (and {missing} more like it before)"
            record.args = ()
        return True


class LogFileHandler(RotatingFileHandler):
    """Writes to a file of ours that its owner alone can read.

    Once it is full it is kept beside its name, with ``.1`` behind it, until the next one is full.
    """

    def __init__(self, path: Path) -> None:
        """Raises OSError where the file can't be written."""
        super().__init__(path, maxBytes=MOST_BYTES, backupCount=1, encoding="utf-8", delay=False)

    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        descriptor = open_own(Path(self.baseFilename), flags)
        return open(descriptor, "a", encoding="utf-8", errors="replace")  # noqa: PTH123 - no path


def put_aside(log: Path) -> Path:
    """Where a log file is kept once it is full."""
    return log.with_name(f"{log.name}.1")


def log_reticently(handler: logging.Handler) -> None:
    """Send warnings and worse to a handler, from whatever part of the program, without values."""
    handler.setFormatter(ReticentFormatter(logging.BASIC_FORMAT))
    handler.addFilter(Thinned())
    logging.raiseExceptions = False  # where a record can't be written, its values are not either
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)


def log_fault(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """An event loop's exception handler: asyncio's own writes tasks with the words of their end."""
    error = context.get("exception")
    _log.error("%s", context.get("message") or "Unhandled in the event loop", exc_info=error)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _told(error: BaseException) -> str:
    frames = traceback.format_list(traceback.extract_tb(error.__traceback__))
    return f"{''.join(frames)}{type(error).__qualname__} (its words are kept out of the log)"
