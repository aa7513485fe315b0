"""What the screen for past decisions shows: the folder as far as it is read, and what is chosen.

And what it needs of those who read and write files.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.past import that_count
from facilitator.domain.past.due import Due, due_reviews, open_commitments
from facilitator.domain.past.register import History, Standing, histories, register


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


class Tab(StrEnum):
    """The parts of the screen."""

    REGISTER = "Register"
    SESSION = "Session"
    COMPARE = "Compare"
    HISTORY = "History"
    DUE = "Due"


@dataclass(frozen=True)
class Past:
    """A folder of decision logs as far as it has been read, and what follows from them.

    ``rehearsals`` counts rehearsals in where there are real sessions too.
    """

    folder: str
    today: date
    found: Found = field(default_factory=lambda: Found((), 0))
    is_read: bool = False
    rehearsals: bool = False

    @cached_property
    def cards(self) -> Mapping[str, SessionCard]:
        """Every file by its id, newest first."""
        return {card.id: card for card in self.found.cards}

    @cached_property
    def logs(self) -> tuple[DecisionLog, ...]:
        """The logs that count, the earliest first."""
        logs = (card.log for card in self.found.cards if card.log is not None)
        return that_count(logs, rehearsals=self.rehearsals)

    @cached_property
    def are_rehearsals(self) -> bool:
        """Whether what is told was only rehearsed."""
        return any(log.session.rehearsal for log in self.logs)

    @cached_property
    def has_left_out(self) -> bool:
        """Whether there are rehearsals that don't count."""
        return sum(card.log is not None for card in self.found.cards) > len(self.logs)

    @cached_property
    def broken(self) -> int:
        """How many files can't be used."""
        return sum(card.log is None for card in self.found.cards)

    @cached_property
    def contradicting(self) -> int:
        """How many logs contradict themselves."""
        return sum(card.log is not None and card.log.contradicts for card in self.found.cards)

    @cached_property
    def register(self) -> Mapping[str, Standing]:
        """The decisions in force, by task."""
        return {standing.task: standing for standing in register(self.logs)}

    @cached_property
    def due(self) -> Due:
        """What is to be looked at again, and the promises still open."""
        reviews, promises = due_reviews(self.logs), open_commitments(self.logs)
        return Due(today=self.today, reviews=reviews, commitments=promises)

    @cached_property
    def tasks(self) -> Mapping[str, History]:
        """Every task that was ever taken up, by id."""
        return histories(self.logs)

    @cached_property
    def _files(self) -> Mapping[str, str]:
        """The id of the file that holds a session, by the session's own: they may differ."""
        cards = reversed(self.found.cards)
        return {card.log.session.id: card.id for card in cards if card.log is not None}

    def file_of(self, session: str) -> str:
        """The id of the file that holds a session, by the session's own."""
        return self._files[session]

    def older_than(self, session: str) -> str | None:
        """What a session is best compared with: the one it follows, else the one of its agenda.

        That is no rehearsal, unless the session is one itself.
        """
        card = self.cards.get(session)
        if card is None or card.log is None:
            return None
        mine = card.log.session
        if mine.follows and mine.follows in self._files:
            return self._files[mine.follows]
        earlier = (
            other.id
            for other in self.found.cards
            if other.log is not None
            and other.log.session.agenda == mine.agenda
            and (mine.rehearsal or not other.log.session.rehearsal)
            and other.log.session.started_at < mine.started_at
        )
        return next(earlier, None)

    def session_at_hand(self, look: Look) -> str | None:
        """The session that Session and Compare tell of: that chosen, else the newest to be read."""
        if look.session in self.cards:
            return look.session
        return next((card.id for card in self.found.cards if card.log is not None), None)

    def card_at_hand(self, look: Look) -> SessionCard | None:
        """That session's file."""
        return self.cards.get(self.session_at_hand(look) or "")

    def older_at_hand(self, look: Look) -> str | None:
        """What that session is compared with."""
        session = self.session_at_hand(look)
        if look.older in self.cards and look.older != session:
            return look.older
        return self.older_than(session) if session else None

    def opened(self, look: Look, row: str) -> tuple[Look, str | None] | None:
        """Where Enter on a row leads, with the row at hand there; None where it leads nowhere."""
        kind, _, name = row.partition(" ")
        match look.tab, kind:
            case Tab.REGISTER, _:
                return self._history_of(look, row, row)
            case (Tab.COMPARE, "task") | (Tab.DUE, "review"):
                return self._history_of(look, row, name)
            case Tab.SESSION, "decision":
                return replace(look, rounds=not look.rounds), row
            case Tab.DUE, "promise":
                _, _, session = name.partition(" ")
                there = look.on_tab(Tab.SESSION).of_session(self.file_of(session))
                return replace(there, came_from=(look, row)), "part Commitments"
            case _:
                return None

    def _history_of(self, look: Look, row: str, task: str) -> tuple[Look, str | None]:
        if task not in self.tasks:
            return look, row
        return replace(look.on_tab(Tab.HISTORY), came_from=(look, row)), task

    def compared_with(self, look: Look, chosen: str) -> tuple[Look, str]:
        """The session at hand beside another, whichever was held first, with what to say of it."""
        at_hand = self.session_at_hand(look)
        if at_hand is None:
            return look, ""
        newer, older = sorted((at_hand, chosen), key=list(self.cards).index)
        text = "That session was held later, so it is the newer one here." * (newer == chosen)
        return replace(look, session=newer, older=older), text

    def with_rehearsals(self) -> tuple[Past, str]:
        """Rehearsals counted in, or left out, with what to say of it."""
        if self.rehearsals or self.has_left_out:
            text = "are left out" if self.rehearsals else "count as if they had been real"
            again = replace(self, rehearsals=not self.rehearsals)
            return again, f"Rehearsals {text}. R changes that."
        if self.are_rehearsals:
            return self, "These are rehearsals: nothing of this was decided."
        return self, "There are no rehearsals here."


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is chosen: a tab, what its rows must say, their order, and the sessions told of.

    ``wholes`` are the logs read whole of late, by session. ``session`` and ``older`` are None until
    somebody has chosen: then the newest counts, and what that is best compared with. ``every``:
    Compare tells also what did not change. ``rounds``: a decision's rounds are told in place of its
    reasons. ``came_from`` is where Enter led from, with the row that was at hand there.
    """

    tab: Tab = Tab.REGISTER
    wanted: str = ""
    order: int = 0
    session: str | None = None
    older: str | None = None
    every: bool = False
    rounds: bool = False
    wholes: Mapping[str, DecisionLog | None] = field(default_factory=dict)
    came_from: tuple[Look, str] | None = None

    @property
    def is_of_sessions(self) -> bool:
        """Whether its tab tells of the session chosen at the left."""
        return self.tab in (Tab.SESSION, Tab.COMPARE)

    def on_tab(self, tab: Tab) -> Look:
        """Another tab, from its beginning."""
        return replace(self, tab=tab, wanted="", order=0, came_from=None)

    def of_session(self, session: str) -> Look:
        """Another session, on a tab that tells of one."""
        tab = self.tab if self.is_of_sessions else Tab.SESSION
        return replace(self, tab=tab, session=session, older=None, wanted="")

    def cleared(self, *, is_typing: bool) -> tuple[Look, str | None]:
        """Every row again; where all are shown, back to where Enter led from, with its row."""
        if self.wanted or is_typing:
            return replace(self, wanted=""), None
        if self.rounds and self.tab is Tab.SESSION:
            return replace(self, rounds=False, came_from=None), None
        if self.came_from is None:
            return self, None
        before, row = self.came_from
        return replace(before, wanted="", wholes=self.wholes, every=self.every), row

    def ordered(self, orders: Sequence[str]) -> tuple[Look, str]:
        """The rows in their next order, with what to say of it."""
        if not orders:
            return self, "The rows of this tab have one order."
        order = (self.order + 1) % len(orders)
        text = f"Sorted by {orders[order]}. S sorts by {orders[(order + 1) % len(orders)]}."
        return replace(self, order=order), text
