"""Simulated people in a live session: what each does next, at a human pace or all at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from facilitator.domain import commands
from facilitator.domain.commands import Command, Envelope, Refusal
from facilitator.domain.people import Seat
from facilitator.domain.views import Stage, TaskView, VoterView, voter_view
from facilitator.live.ports import Clock
from facilitator.live.rehearsal import words
from facilitator.live.rehearsal.people import Dice, Mind, Person, happens
from facilitator.live.session import Answer, LiveSession, NotRecorded
from facilitator.live.subscribers import turning

_ARRIVAL = (0.5, 12.0)
_THOUGHT = (1.0, 6.0)
_NEXT_ITEM = (0.4, 1.6)
_AWAY = (4.0, 25.0)
_REMARK = (2.0, 20.0)
"""Seconds that people take, at the least and at the most: to come, to think before they answer, to
go on to the next item, to come back after a dropped connection, to say something by themselves."""

_DROPS = 0.02
_RAISES_HAND = 0.1
_PARKS = 0.03
_GIVES_IN = 0.15
"""How often somebody does it: per round, per reveal, per step, per decision against them."""
_TRY_AGAIN = 1.0
"""Seconds until somebody tries again whose answer was not recorded."""


@dataclass(frozen=True, slots=True)
class Move:
    """Something to do after some ``seconds`` of thought. ``key`` tells it from every other."""

    key: tuple[object, ...]
    seconds: float
    command: Command


def arrival(person: Person, dice: Dice) -> Move:
    """Coming into the room."""
    join = commands.JoinSession(
        name=person.name,
        likeness=person.likeness,
        team=person.team,
        credential=person.credential,
        connection=person.connection,
    )
    return Move(("arrive",), dice("arrive", person.number).uniform(*_ARRIVAL), join)


def next_move(person: Person, view: VoterView, dice: Dice) -> Move | None:
    """The first thing that is left to do with this in sight."""
    stage = view.stage
    if stage.stage is Stage.ENDED:
        return None
    if view.me.connection is None:
        return _coming_back(person, dice)
    if view.me.seat is not Seat.VOTER or stage.step is None:
        return None
    step = stage.step.id
    if stage.round:
        moves = _answers(person, view, step, stage.round.number, dice)
    else:
        said = _remarks(person, view, step, dice)
        moves = chain(said, _objections(person, view, step, dice))
    return next((move for move in moves if move.key not in person.done), None)


def _coming_back(person: Person, dice: Dice) -> Move:
    key = ("come back", person.times_here)
    back = commands.ResumeSeat(credential=person.credential, connection=person.connection)
    return Move(key, dice(*key, person.number).uniform(*_AWAY), back)


def _answers(person: Person, view: VoterView, step: str, number: int, dice: Dice) -> Iterator[Move]:
    """In an open round: answer what is left to answer; now and then a connection drops before."""
    chance = dice("pace", person.number, step, number)
    if view.ballot is None and not view.marks and happens(chance, _DROPS):
        leave = commands.LeaveSession(connection=view.me.connection or "")
        yield Move(("drop", step, number), chance.uniform(*_THOUGHT), leave)
    mind = Mind(person, view, step, number, dice)
    task = view.stage.about(TaskView)
    if task is not None:
        if view.ballot is None:
            yield Move(("vote", step, number), chance.uniform(*_THOUGHT), mind.ballot(task))
    elif view.asked:
        span = _NEXT_ITEM if view.marks else _THOUGHT
        for answer in mind.marks():
            yield Move(("mark", step, number, answer.item), chance.uniform(*span), answer)


def _remarks(person: Person, view: VoterView, step: str, dice: Dice) -> Iterator[Move]:
    """Between rounds: ask to speak, take the hand down again, set something aside."""
    stage, me = view.stage, view.me.id
    asking = ("hand", step, stage.rounds_held)
    chance = dice(*asking, person.number)
    seconds = chance.uniform(*_REMARK)
    if view.me.hand_raised:
        if asking not in person.done:
            yield Move(("lower", *asking), seconds, commands.LowerHand(participant=me))
    elif stage.stage is Stage.REVEALED and happens(chance, _RAISES_HAND):
        yield Move(asking, seconds, commands.RaiseHand(participant=me))
    if person.number <= len(words.PARKED) and happens(dice("park", person.number, step), _PARKS):
        text = words.PARKED[person.number - 1]
        if text not in stage.set_aside:
            yield Move(("park",), seconds, commands.ParkItem(text=text))


def _objections(person: Person, view: VoterView, step: str, dice: Dice) -> Iterator[Move]:
    """Once it is decided: stand by the objection that is kept in one's name, or take it back."""
    stage, me = view.stage, view.me.id
    if stage.decision is None:
        return
    for kept in stage.decision.dissent:
        if kept.participant == me:
            chance = dice("dissent", person.number, step, stage.rounds_held)
            answer: Command = commands.AnswerDissent(
                participant=me,
                step=step,
                reason=kept.reason,
                would_change=kept.would_change,
            )
            if happens(chance, _GIVES_IN):
                answer = commands.WithdrawDissent(participant=me, step=step)
            seconds = chance.uniform(*_REMARK)
            yield Move(("dissent", step, stage.rounds_held), seconds, answer)


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
        subscription = self._session.subscribe(self._wake, urgent=turning)
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
