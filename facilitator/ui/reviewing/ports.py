"""What the screen for past decisions needs of those who read and write files."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from facilitator.domain.decision_log import DecisionLog


@dataclass(frozen=True, slots=True)
class SessionCard:
    """One file of the folder, by its id: its log in brief, or what is wrong with it.

    ``path`` is what the command line may call it, wherever it is started.
    """

    id: str
    log: DecisionLog | None
    problem: str = ""
    path: str = ""

    @property
    def named(self) -> str:
        """What to type for it in a shell."""
        return shlex.quote(self.path or self.id)


@dataclass(frozen=True, slots=True)
class Found:
    """What has been looked at so far, newest first, and how many files there are in all."""

    cards: tuple[SessionCard, ...]
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether everything has been looked at."""
        return len(self.cards) == self.total


class Form(StrEnum):
    """What a thing is exported as."""

    MARKDOWN = "markdown"
    CSV = "csv"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Export:
    """What to export: a session, two compared, or the register where no session is named.

    ``rehearsals`` counts them in the register.
    """

    form: Form
    session: str | None = None
    against: str | None = None
    rehearsals: bool = False


class NotExported(Exception):  # noqa: N818 - reads as what happened
    """Nothing was written; the message is one line for a person."""


class FileThere(NotExported):
    """A file of that name is there already."""


class PastLogs(Protocol):
    """A folder of decision logs."""

    @property
    def folder(self) -> str:
        """Where they lie, for people."""

    async def look_through(self, tell: Callable[[Found], None]) -> Found:
        """Read every log, telling now and then how far it is; what can't be read is among them."""

    async def whole(self, session: str) -> DecisionLog | None:
        """A log with everything in it; None where it can't be read any more."""

    async def export(self, what: Export, path: str, *, replace: bool = False) -> str:
        """Write a file; return where it lies. Raises NotExported, FileThere unless ``replace``."""
