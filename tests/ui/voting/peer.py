"""A session without a journal: every command waits until the test lets it through, or fails it."""

from __future__ import annotations

import asyncio
from collections import deque

from facilitator.domain.commands import Refusal
from facilitator.domain.fold import evolve
from facilitator.domain.rules import decide
from facilitator.live.arrivals import Arrival
from facilitator.live.session import Accepted, Health, NotRecorded
from facilitator.ui.voting.desk import Desk
from facilitator.ui.voting.frame import draw


class SlowPeer:
    """Stands for a live session whose journal takes as long as the test says."""

    def __init__(self, room):
        self.room = room
        self.health = Health()
        self.submitted = []
        self.waiting = deque()

    @property
    def state(self):
        return self.room.state

    def subscribe(self, _wake, *, urgent=None):
        return self

    def take(self):
        return self.state

    def close(self):
        pass

    async def submit(self, envelope):
        self.submitted.append(envelope.command)
        answer = asyncio.get_running_loop().create_future()
        self.waiting.append((envelope, answer))
        return await answer

    def let_through(self):
        """The oldest command is decided and recorded; returns whether it was accepted."""
        envelope, answer = self.waiting.popleft()
        events = decide(self.state, envelope)
        if isinstance(events, Refusal):
            answer.set_result(events)
            return False
        for event in events:
            self.room.state = evolve(self.room.state, event)
        answer.set_result(Accepted(0))
        return True

    def fail(self):
        """The oldest command is not recorded."""
        self.waiting.popleft()[1].set_result(NotRecorded("the disk is full"))


class Voter:
    """Somebody at a desk of their own, without a terminal."""

    def __init__(self, room, name="Ana"):
        self.peer = SlowPeer(room)
        arrival = Arrival(f"c-{name}", "", f"key:{name}", None, "ssh host", str.casefold)
        self.desk = Desk(
            self.peer,
            arrival,
            lambda: room.now,
            show=lambda _scene: None,
            leave=lambda _words: None,
            fail=self._fail,
            wake=lambda: None,
        )

    async def sit(self):
        self.desk.begin()
        await self.settle()
        self.peer.let_through()
        await self.settle()
        self.peer.submitted.clear()
        return self

    async def settle(self):
        for _ in range(6):
            await asyncio.sleep(0)

    async def press(self, *keys):
        for key in keys:
            self.desk.press(key, key if len(key) == 1 else None)
            await self.settle()

    def shown(self, size=(80, 24)):
        """The screen in words."""
        lines = draw(self.desk.scene, *size).lines
        return "\n".join("".join(text for text, _ in line).rstrip() for line in lines)

    @staticmethod
    def _fail(error):
        raise error
