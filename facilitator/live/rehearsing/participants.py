"""Simulated people in a live session: at a human pace beside a screen, or all at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from facilitator.domain.commands import Envelope, Refusal
from facilitator.domain.state import Session
from facilitator.domain.views import stage_view, voter_view
from facilitator.live.ports import Clock
from facilitator.live.rehearsing.cast import Person
from facilitator.live.rehearsing.dice import Dice
from facilitator.live.rehearsing.moves import Move, arrival, next_move
from facilitator.live.session import Answer, LiveSession, NotRecorded

_TRY_AGAIN = 1.0
"""Seconds until somebody tries again whose answer was not recorded."""


class RehearsalStuck(Exception):  # noqa: N818 - reads as what happened
    """A rehearsal can't go on; the message says why."""


class SimulatedParticipants:
    """Everybody in a rehearsal but the facilitator.

    ``pace`` is what their time to think is multiplied by. ``refused`` keeps what the rules did not
    take of them, most often because the round was closed while somebody was still thinking.
    """

    def __init__(
        self,
        session: LiveSession,
        people: Sequence[Person],
        clock: Clock,
        dice: Dice,
        *,
        pace: float = 1.0,
    ) -> None:
        self.people = tuple(people)
        self.refused: list[Refusal] = []
        self._session = session
        self._clock = clock
        self._dice = dice
        self._pace = pace
        self._stirred = asyncio.Event()

    async def run(self) -> None:
        """Live in the session, each at their own pace, until it ends."""
        subscription = self._session.subscribe(self._wake, urgent=_turning)
        self._subscription = subscription
        try:
            async with asyncio.TaskGroup() as room:
                for person in self.people:
                    room.create_task(self._live(person), name=f"simulated {person.name}")
        finally:
            subscription.close()

    async def settle(self) -> None:
        """Do at once all there is to do as things stand; raises RehearsalStuck."""
        moved = True
        while moved:
            moved = any(await asyncio.gather(*(self._work_off(each) for each in self.people)))

    def _wake(self) -> None:
        self._subscription.take()
        self._stirred.set()
        self._stirred = asyncio.Event()

    async def _live(self, person: Person) -> None:
        while self._session.state.ended_at is None:
            move = self._next(person)
            if move is None:
                await self._stirred.wait()
                continue
            await asyncio.sleep(move.seconds * self._pace)
            still = self._next(person)
            if still is None or still.key != move.key:
                continue  # the room has moved on meanwhile
            if isinstance(await self._make(person, still), NotRecorded):
                await asyncio.sleep(_TRY_AGAIN)

    async def _work_off(self, person: Person) -> bool:
        """Make every move that one person has; return whether there was any."""
        moved = False
        while (move := self._next(person)) is not None:
            answer = await self._make(person, move)
            if isinstance(answer, NotRecorded):
                raise RehearsalStuck(answer.reason)
            moved = True
        return moved

    def _next(self, person: Person) -> Move | None:
        state = self._session.state
        if state.ended_at is not None:
            return None
        holder = state.holder(person.credential)
        if holder is not None and holder.removed is not None:
            return None
        if holder is not None:
            return next_move(person, voter_view(state, holder.id), self._dice)
        coming = arrival(person, self._dice)
        return None if coming.key in person.done else coming

    async def _make(self, person: Person, move: Move) -> Answer:
        holder = self._session.state.holder(person.credential)
        by = holder.id if holder else ""
        answer = await self._session.submit(Envelope(self._clock(), by, move.command))
        if isinstance(answer, NotRecorded):
            return answer
        person.done.add(move.key)
        if isinstance(answer, Refusal):
            self.refused.append(answer)
        elif move.key[0] in ("arrive", "come back"):
            person.times_here += 1
        return answer


def _turning(state: Session) -> object:
    return stage_view(state).turning
