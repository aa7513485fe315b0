"""What a server writes to its log: what failed and where, and never with which values.

The words of an exception may hold what was being worked on, a choice or a reason among it, and a
log outlives the session.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Iterator
from copy import copy
from types import TracebackType
from typing import Any

_log = logging.getLogger(__name__)

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class ReticentFormatter(logging.Formatter):
    """Tells of an exception its kind and its way through the code, not its words."""

    def format(self, record: logging.LogRecord) -> str:
        """The record, whatever another handler's formatter has left on it."""
        own = copy(record)
        own.exc_text = None
        return super().format(own)

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - logging's name
        """The exception and what it came from, the first cause on top."""
        return "\n".join(reversed([_told(error) for error in _chain(ei[1])]))


def log_reticently(handler: logging.Handler) -> None:
    """Send warnings and worse to a handler, from whatever part of the program, without values."""
    handler.setFormatter(ReticentFormatter(logging.BASIC_FORMAT))
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
