"""Fan-out of a session's state to screens: in order, bounded, the latest wins.

A subscriber is woken at most once until it takes the newest state, so a slow one holds back nobody
and costs one reference. What everybody must see at once (a reveal) wakes all; what may wait a blink
(how many have voted) reaches a few screens at a time, one after another, so that hundreds of votes
do not redraw hundreds of screens each, and a key pressed meanwhile never waits behind all of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from facilitator.domain.state import Session
from facilitator.domain.views import stage_view

Wake = Callable[[], None]
Urgency = Callable[[Session], object]

GENTLE_PACE = 0.05
"""Seconds at least from a change that may wait to the first screen that follows it."""
GENTLE_AT_ONCE = 2
"""How many screens follow such a change at a time …"""
SECONDS_PER_SCREEN = 0.008
"""… and how long for each of them until the next do: several times what a redraw costs."""
WAKES_AT_ONCE = 25
"""How many are woken before the event loop may do something else."""


def turning(state: Session) -> object:
    """What everybody must see at once. One function for all, so that all are one group."""
    return stage_view(state).turning


class Subscription:
    """One screen's place in the fan-out."""

    def __init__(self, fanout: Fanout, wake: Wake, urgency: Urgency | None) -> None:
        self._fanout = fanout
        self._wake = wake
        self._woken = False
        self.urgency = urgency

    def take(self) -> Session:
        """The newest state; from here on the subscriber can be woken again."""
        self._woken = False
        return self._fanout.state

    def close(self) -> None:
        """Be woken no more. May be called twice."""
        self._fanout.remove(self)

    def rouse(self) -> None:
        """Wake the subscriber unless it was woken and has not looked yet."""
        if self._woken:
            return
        self._woken = True
        try:
            self._wake()
        except Exception as error:  # noqa: BLE001 - one screen's failure is its own, and is told
            about = {"message": "a screen failed when it was woken", "exception": error}
            asyncio.get_running_loop().call_exception_handler(about)


@dataclass(slots=True, eq=False)
class _Group:
    """Subscribers that find the same things urgent."""

    urgency: Urgency
    seen: object
    members: dict[Subscription, None] = field(default_factory=dict)
    timer: asyncio.TimerHandle | None = None


class Fanout:
    """The subscribers of one session in one process."""

    def __init__(self, state: Session) -> None:
        self.state = state
        self._prompt: dict[Subscription, None] = {}
        self._groups: dict[Urgency, _Group] = {}

    def add(self, wake: Wake, urgency: Urgency | None = None) -> Subscription:
        """Subscribe.

        Without ``urgency`` every change wakes at once; with it only those in which its answer
        changes do, and the others follow at the gentle pace.
        """
        subscription = Subscription(self, wake, urgency)
        if urgency is None:
            self._prompt[subscription] = None
        else:
            group = self._groups.get(urgency)
            if group is None:
                group = self._groups[urgency] = _Group(urgency, urgency(self.state))
            group.members[subscription] = None
        return subscription

    def remove(self, subscription: Subscription) -> None:
        """Forget a subscriber; does nothing when it is not known."""
        self._prompt.pop(subscription, None)
        group = self._groups.get(subscription.urgency) if subscription.urgency else None
        if group is not None:
            group.members.pop(subscription, None)
            if not group.members:
                self._still(group)
                del self._groups[group.urgency]

    def publish(self, state: Session, *, to_all: bool = False) -> None:
        """Make a state the newest and wake whom it concerns; ``to_all`` finds it urgent for all."""
        self.state = state
        for subscription in tuple(self._prompt):
            if subscription in self._prompt:
                subscription.rouse()
        for group in tuple(self._groups.values()):
            seen = group.urgency(state)
            if to_all or seen != group.seen:
                group.seen = seen
                self._still(group)
                self._rouse_some(group, tuple(group.members))
            elif group.timer is None:
                self._wait(group, GENTLE_PACE, self._gently, group)

    def _gently(self, group: _Group) -> None:
        self._drip(group, tuple(group.members), self.state)

    def _drip(self, group: _Group, members: tuple[Subscription, ...], began_with: Session) -> None:
        """Wake a few, the others in their turn, and begin anew if the state has moved on since."""
        group.timer = None
        for subscription in members[:GENTLE_AT_ONCE]:
            if subscription in group.members:
                subscription.rouse()
        pace = SECONDS_PER_SCREEN * GENTLE_AT_ONCE
        if rest := members[GENTLE_AT_ONCE:]:
            self._wait(group, pace, self._drip, group, rest, began_with)
        elif self.state is not began_with:
            self._wait(group, GENTLE_PACE, self._gently, group)

    @staticmethod
    def _wait(group: _Group, seconds: float, then: Callable[..., None], *about: object) -> None:
        group.timer = asyncio.get_running_loop().call_later(seconds, then, *about)

    def _rouse_some(self, group: _Group, members: tuple[Subscription, ...]) -> None:
        for subscription in members[:WAKES_AT_ONCE]:
            if subscription in group.members:
                subscription.rouse()
        if rest := members[WAKES_AT_ONCE:]:
            asyncio.get_running_loop().call_soon(self._rouse_some, group, rest)

    @staticmethod
    def _still(group: _Group) -> None:
        if group.timer is not None:
            group.timer.cancel()
            group.timer = None
