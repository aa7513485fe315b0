"""A folder of past sessions for the screen, and the screen on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.past import brief
from facilitator.ui.reviewing.model import Export, FileThere, Found, NotExported, SessionCard
from facilitator.ui.reviewing.screen import ReviewApp
from tests.worlds.past_sessions import AUTUMN, SPRING

TODAY = date(2027, 4, 1)
BROKEN = SessionCard("2026-01-01-broken-dddd", None, "broken.toml: line 3: not valid TOML")


def card(log: DecisionLog) -> SessionCard:
    return SessionCard(log.session.id, brief(log))


@dataclass
class Shelf:
    """Logs at hand. With ``gate`` the second half is read only once that is set."""

    logs: tuple[DecisionLog, ...] = (AUTUMN, SPRING)
    broken: tuple[SessionCard, ...] = ()
    gate: asyncio.Event | None = None
    there: frozenset[str] = frozenset()
    trouble: str = ""
    folder: str = "./sessions"
    exported: list[tuple[Export, str, bool]] = field(default_factory=list)
    read_whole: list[str] = field(default_factory=list)
    called: str = ""
    """What stands in the names of files before the ids of their sessions."""

    @property
    def cards(self) -> tuple[SessionCard, ...]:
        cards = (SessionCard(self.called + log.session.id, brief(log)) for log in self.logs)
        return (*cards, *self.broken)

    async def look_through(self, tell: Callable[[Found], None]) -> Found:
        if self.gate is not None:
            tell(Found(self.cards[:1], len(self.cards)))
            await self.gate.wait()
        return Found(self.cards, len(self.cards))

    async def whole(self, session: str) -> DecisionLog | None:
        self.read_whole.append(session)
        named = {self.called + log.session.id: log for log in self.logs}
        return named.get(session)

    async def export(self, what: Export, path: str, *, replace: bool = False) -> str:
        if self.trouble:
            raise NotExported(self.trouble)
        if path in self.there and not replace:
            raise FileThere(f"{path} is there already")
        self.exported.append((what, path, replace))
        return path


def app(shelf: Shelf, *, dark: bool = True) -> ReviewApp:
    return ReviewApp(shelf, TODAY, dark=dark)
