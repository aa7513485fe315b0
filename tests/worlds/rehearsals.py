"""Rehearsals for tests: in memory, by a clock that ticks, with no waiting at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from facilitator.domain.agenda import Agenda
from facilitator.domain.commands import Envelope, StartSession
from facilitator.domain.decisions import Outcome, Promise
from facilitator.domain.earlier import Earlier, EarlierDecision
from facilitator.domain.state import Session
from facilitator.live.memory import MemoryJournal
from facilitator.live.rehearsal.facilitator import AutomaticFacilitator
from facilitator.live.rehearsal.participants import SimulatedParticipants
from facilitator.live.rehearsal.people import Company, people_for
from facilitator.live.session import Accepted, LiveSession
from facilitator.wiring.rehearsal import SeededDice

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

EARLIER = Earlier(
    session="2026-05-20-grey-areas-aaaa",
    title="Grey areas, in spring",
    held_on=date(2026, 5, 20),
    decisions=(
        EarlierDecision(
            task="pricing",
            title="Pricing",
            outcome=Outcome.DEFERRED,
            session="2026-05-20-grey-areas-aaaa",
            decided_on=date(2026, 5, 20),
        ),
    ),
    commitments=(
        Promise(
            id="roadmap",
            giver="pm",
            receiver="pmm",
            text="The roadmap, a week ahead",
            due=date(2026, 9, 1),
        ),
        Promise(id="leads", giver="pmm", receiver="sales", text="Better leads"),
    ),
)


class Ticking:
    """A clock that is a second later at every look."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Rehearsal:
    """A session on an agenda, with a company that has not come in yet."""

    plan: Agenda
    company: Company = field(default_factory=Company)
    earlier: Earlier | None = None
    lines: list[str] = field(default_factory=list)

    async def open(self) -> Rehearsal:
        ids = count(1)
        self.clock = Ticking()
        self.journal = MemoryJournal()
        self.session = LiveSession(self.journal, lambda: f"c{next(ids)}")
        await self.session.open()
        start = Envelope(
            self.clock(),
            "",
            StartSession(
                session="2026-11-22-rehearsal-7k2m",
                agenda=self.plan,
                facilitator="Raj",
                likeness="raj",
                join_code="",
                rehearsal=True,
                earlier=self.earlier,
            ),
        )
        assert isinstance(await self.session.submit(start), Accepted)
        self.dice = SeededDice(self.company.seed)
        people = people_for(self.plan, self.company, self.dice, str.casefold, "raj")
        pace = self.company.pace
        self.room = SimulatedParticipants(self.session, people, self.clock, self.dice, pace=pace)
        return self

    def facilitator(self, room=None) -> AutomaticFacilitator:
        return AutomaticFacilitator(
            self.session,
            "f1",
            room or self.room,
            clock=self.clock,
            dice=self.dice,
            tell=self.lines.append,
        )

    async def hold(self) -> Session:
        """From the lobby to the end."""
        await self.open()
        try:
            await self.facilitator().run()
        finally:
            await self.session.close()
        return self.session.state

    def events(self, *kinds: type) -> list:
        """What happened, of some kinds."""
        records = self.journal.store.records
        return [record.event for record in records if isinstance(record.event, kinds)]
