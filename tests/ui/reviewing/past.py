"""A folder of past sessions for the screen: three real ones, a rehearsal, a broken file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from facilitator.domain.decision_log import DecisionLog
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decision_log.succession import earlier_of
from facilitator.domain.decisions import Outcome
from facilitator.domain.past.brief import brief
from facilitator.ui.reviewing.ports import Export, FileThere, Found, NotExported, SessionCard
from facilitator.ui.reviewing.screen import ReviewApp
from tests.decision_logs import Workshop, full_agenda

TODAY = date(2027, 4, 1)


def held(
    day: date,
    driver: str,
    first: tuple[str, ...],
    second: tuple[str, ...] = (),
    *,
    follows: DecisionLog | None = None,
) -> DecisionLog:
    """A session in which one task was decided, another deferred, and a promise made."""
    room = Workshop(
        full_agenda(),
        earlier_of([follows]) if follows else None,
        session=f"{day}-grey-areas-{driver}-7k2m",
        start=datetime.combine(day, time(9), UTC),
    )
    for name, team in (("Ana", "pmm"), ("Raj", "pm"), ("Kim", "pmm"), ("Lee", "pm")):
        room.join(name, team)
    people = ("p1", "p2", "p3", "p4")
    room.enter("maturity")
    room.answer("maturity", {who: {"established": 4, "known": 2} for who in people})
    room.enter("competitive-messaging")
    for votes in filter(None, (first, second)):
        cast = dict(zip(people, votes, strict=True))
        room.vote(
            "competitive-messaging",
            {**cast, "p1": (cast["p1"], 4, "we talk to buyers", None)},
        )
    room.record(
        "competitive-messaging",
        Outcome.DECIDED,
        driver=driver,
        owner="Ana",
        rationale="They talk to buyers every week.",
    )
    room.enter("launch-plan")
    room.vote("launch-plan", dict.fromkeys(people, "pm"))
    room.record("launch-plan", Outcome.DEFERRED)
    room.enter("owe")
    room.agree("win-loss", *people)
    return project_log(room.end())


PM, PMM = ("pm",) * 4, ("pmm",) * 4
SPRING = held(date(2026, 5, 20), "pm", PM)
AUTUMN = held(date(2026, 11, 22), "pmm", ("pmm", "pm", "pmm", "pm"), PMM, follows=SPRING)
_PLAYED = held(date(2026, 12, 1), "sales", ("sales",) * 4)
REHEARSED = replace(_PLAYED, session=replace(_PLAYED.session, rehearsal=True))
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
