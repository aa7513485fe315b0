"""Rehearsals: simulated people in a session, and one that runs through without anybody."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from facilitator.clock import now
from facilitator.domain.agenda import Agenda
from facilitator.errors import JournalFailed, Unusable, one_line
from facilitator.hosting import codes, sessions
from facilitator.hosting.sessions import LogFile
from facilitator.live.memory import MemoryJournal
from facilitator.live.ports import Clock, LogNotWritten
from facilitator.live.rehearsal.facilitator import AutomaticFacilitator
from facilitator.live.rehearsal.participants import SimulatedParticipants
from facilitator.live.rehearsal.people import Company, people_for, teams_without
from facilitator.live.session import Accepted, LiveSession
from facilitator.wiring.logs import NOTHING_FOLLOWED, Followed
from facilitator.wiring.settings import Settings, facilitator_name

_TICK = timedelta(microseconds=1)


@dataclass(eq=False, slots=True)
class OnwardClock:
    """A clock that is later at every look than at the one before."""

    clock: Clock
    _last: datetime | None = None

    def __call__(self) -> datetime:
        """Now, in UTC."""
        moment = self.clock()
        if self._last is not None:
            moment = max(moment, self._last + _TICK)
        self._last = moment
        return moment


@dataclass(frozen=True, slots=True)
class SeededDice:
    """Randomness that grows from a seed and a question, and from nothing else."""

    seed: int

    def __call__(self, *about: object) -> Random:
        """Randomness for one question, given by names and numbers."""
        return Random(repr((self.seed, *about)))  # noqa: S311 - it has to come again


def company_of_size(people: int, seed: int, pace: float) -> Company:
    """So many simulated people."""
    return Company(people, seed, pace)


def room_of(session: LiveSession, company: Company, clock: Clock) -> SimulatedParticipants:
    """The company's people, ready to come into a session that has started."""
    state, dice = session.state, SeededDice(company.seed)
    lead = state.facilitators[0].likeness if state.facilitators else ""
    people = people_for(state.agenda, company, dice, codes.likeness, lead)
    return SimulatedParticipants(session, people, clock, dice, pace=company.pace)


@contextlib.asynccontextmanager
async def in_the_room(room: SimulatedParticipants) -> AsyncIterator[None]:
    """Have simulated people live in a session as long as the block runs; raises what they fail of.

    Whoever was there before and has dropped comes back.
    """
    living = asyncio.create_task(room.run(), name="simulated people")
    try:
        yield
    finally:
        living.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await living


def company_told(company: Company) -> str:
    """How many simulated people take part."""
    return "1 simulated person" if company.people == 1 else f"{company.people} simulated people"


def missing_told(agenda: Agenda, company: Company) -> str:
    """The teams that a small company leaves empty, as a sentence; "" when each has somebody."""
    missing = [team.name for team in teams_without(agenda, company)]
    if not missing:
        return ""
    return (
        f"{company_told(company)} for {len(agenda.teams)} teams: nobody comes from"
        f" {', '.join(missing)}."
    )


async def unattended(
    settings: Settings,
    agenda: Agenda,
    company: Company,
    say: Callable[[str], None],
    *,
    follows: Followed = NOTHING_FOLLOWED,
    clock: Clock = now,
) -> str:
    """Rehearse an agenda from its lobby to its log, without waiting; return where the log lies.

    The journal is in memory. It is over within seconds and the same seed gives it again, so there
    is nothing to resume; and whatever ends it early leaves nothing behind.

    ``say`` is given a line for every step and for what came of it. It is held against the session
    that it ``follows``. Raises Misused when the facilitator's name can't be used, Unusable when the
    log can't be written.
    """
    onward = OnwardClock(clock)
    name = facilitator_name(settings)
    start = sessions.start_of(agenda, name, onward(), rehearsal=True, **follows.known)
    session = LiveSession(MemoryJournal(), codes.new_id)
    await session.open()
    try:
        answer = await session.submit(start)
        if not isinstance(answer, Accepted):
            raise JournalFailed(answer.reason)
        people, seed = company_told(company), company.seed
        say(one_line(f"Rehearsal of “{agenda.title}” with {people}, seed {seed}"))
        room = room_of(session, company, onward)
        lead = AutomaticFacilitator(
            session,
            sessions.FACILITATOR,
            room,
            clock=onward,
            dice=SeededDice(company.seed),
            tell=lambda line: say(_indented(line)),
        )
        await lead.run()
        return await LogFile(session, settings.sessions, onward)()
    except LogNotWritten as error:
        raise Unusable(str(error)) from error
    finally:
        await session.close()


def _indented(line: str) -> str:
    """A line that no terminal obeys, as far to the right as it was."""
    text = line.lstrip()
    return " " * (len(line) - len(text)) + one_line(text)
