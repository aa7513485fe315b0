"""Simulated people in a session: the same for the same seed, whatever else goes on."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from random import Random

from facilitator.domain.agenda import Agenda
from facilitator.hosting import codes
from facilitator.live.ports import Clock
from facilitator.live.rehearsing.cast import Company, people_for, teams_without
from facilitator.live.rehearsing.participants import SimulatedParticipants
from facilitator.live.session import LiveSession


class SeededDice:
    """Randomness that grows from a seed and a question, and from nothing else."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def __call__(self, *about: object) -> Random:
        """Randomness for one question, given by names and numbers."""
        return Random(repr((self._seed, *about)))  # noqa: S311 - it has to come again


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
