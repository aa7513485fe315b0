"""One voter's part in the live session: scenes to the screen, commands to the session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any
from zlib import crc32

from facilitator.domain.commands import Command, Envelope, JoinSession, Refusal, ResumeSeat
from facilitator.domain.state import Session
from facilitator.domain.views import VoterView, stage_view, voter_view
from facilitator.live.ports import Clock
from facilitator.live.session import Accepted, Answer, LiveSession, NotRecorded
from facilitator.live.subscribers import Subscription, Wake
from facilitator.ui.voting import farewells
from facilitator.ui.voting.connection import Arrival, Place
from facilitator.ui.voting.intents import (
    AnswerItem,
    AnswerItems,
    AnswerObjection,
    Cast,
    Intent,
    Leave,
    Park,
    TakeSeat,
    Withdraw,
    WithdrawObjection,
)
from facilitator.ui.voting.keys import paste, press
from facilitator.ui.voting.objecting import is_at_hand
from facilitator.ui.voting.orders import command_of
from facilitator.ui.voting.ration import Ration
from facilitator.ui.voting.scene import Mode, Notice, Scene, Tone
from facilitator.ui.voting.update import clock_words, following, form_of, place_of

BLINK = 0.35
"""Seconds after the screen has turned in which no key votes: it was meant for what was there."""
VOTES = Cast | Withdraw | AnswerItem | AnswerItems | AnswerObjection | WithdrawObjection
TOO_FAST = Refusal("That came too fast and is not recorded. Wait a moment, then try again.")
SLOW = 0.3
"""Seconds after which a command under way is spoken of."""


def urgent(state: Session) -> object:
    """What every voter must see at once. One function for all, so that all are one group."""
    return stage_view(state).turning


class Desk:
    """Holds the scene.

    ``show`` puts a scene on the screen, ``leave`` ends the app with last words, ``fail`` ends it
    with an error, and ``wake`` has :meth:`refresh` called soon.
    """

    def __init__(
        self,
        session: LiveSession,
        arrival: Arrival,
        clock: Clock,
        *,
        show: Callable[[Scene], None],
        leave: Callable[[str], None],
        fail: Callable[[BaseException], None],
        wake: Wake,
    ) -> None:
        self._session = session
        self._arrival = arrival
        self._clock = clock
        self._show = show
        self._leave = leave
        self._fail = fail
        self._wake = wake
        self._me = ""
        self._ration = Ration(self._now)
        self._has_sat = False
        self._subscription: Subscription | None = None
        self._turned = 0.0
        self._turn = crc32(arrival.connection.encode()) / 2**32
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.scene = Scene(come_back=arrival.come_back, not_you=arrival.not_you)

    # What the screen tells

    def begin(self) -> None:
        """Come back to the seat that the credential opens, take the one kept, or ask which."""
        holder = self._session.state.holder(self._arrival.credential)
        if holder is None and self._arrival.place is not None:
            self._set(self.scene)
            self._start(self._take(self._arrival.place))
            return
        if holder is None:
            bound = self._arrival.bound_name
            name = bound or self._arrival.suggested_name
            form = form_of(self._session.state, name, bound=bool(bound))
            self._set(replace(self.scene, mode=Mode.JOINING, form=form))
            return
        if holder.removed is not None:
            self._leave(farewells.removed(holder.removed, self._arrival.come_back))
            return
        self._sit(holder.id)
        self._start(self._resume())

    def press(self, key: str, character: str | None) -> None:
        """A key was pressed."""
        scene, intent = press(self.scene, key, character)
        if isinstance(intent, VOTES) and self._now() - self._turned < BLINK:
            words = "The screen changed just as you pressed. Press again if you mean it."
            self._set(replace(self.scene, notice=Notice(words)))
            return
        before = self.scene
        if scene != before:
            self._set(scene)
        if isinstance(intent, Leave):
            self._leave(farewells.on_leaving(self.scene))
        elif isinstance(intent, AnswerItems):
            for each in intent.each:
                self._start(self._answer(each, before))
        elif isinstance(intent, AnswerItem):
            self._start(self._answer(intent, before))
        elif intent is not None:
            self._start(self._carry(intent, before))

    def paste(self, text: str) -> None:
        """Text was pasted."""
        self._set(paste(self.scene, text))

    def scrolled(self, most: int) -> None:
        """The screen can be scrolled so far at the most."""
        if self.scene.scroll > most:
            self.scene = replace(self.scene, scroll=most)

    def refresh(self) -> None:
        """Show the newest state now."""
        if self._subscription is None:
            return
        state = self._subscription.take()
        person = state.participants.get(self._me)
        if person is None:
            self._leave(farewells.SEAT_GONE)
            return
        if person.removed is not None:
            self._leave(farewells.removed(person.removed, self._arrival.come_back))
            return
        view = voter_view(state, self._me)
        is_seated = view.me.connection == self._arrival.connection
        if not is_seated and not self.scene.pending:
            if self._has_sat and view.me.connection is not None:
                self._leave(farewells.TAKEN_OVER)
                return
            if self._session.health.recording:
                self._start(self._resume())
        self._has_sat = self._has_sat or is_seated
        self._follow(view)

    def close(self) -> None:
        """Be woken no more, and leave nothing running."""
        if self._subscription is not None:
            self._subscription.close()
            self._subscription = None
        for timer in self._timers.values():
            timer.cancel()
        for task in self._tasks:
            task.cancel()
        self._show = self._leave = self._fail = _nobody
        self._wake = _nothing

    # What the desk does

    def _set(self, scene: Scene) -> None:
        self.scene = scene
        self._show(scene)

    def _sit(self, participant: str) -> None:
        """Take up a seat: from here on follow the session."""
        self._me = participant
        self._subscription = self._session.subscribe(self._wake, urgent=urgent)
        view = voter_view(self._subscription.take(), participant)
        self._follow(view)
        self._turned = 0.0

    def _follow(self, view: VoterView) -> None:
        if self.scene.view is not None and place_of(view) != place_of(self.scene.view):
            self._turned = self._now()
        health = self._session.health
        scene = following(self.scene, view)
        self._set(
            replace(
                scene,
                not_recording="" if health.recording else health.reason or "no reason known",
                clock=clock_words(view, self._clock()),
            )
        )
        self._tick_if_needed(self._turn)

    def _tick_if_needed(self, after: float) -> None:
        """Once a second while a timer shows, each connection at its own moment."""
        if self.scene.clock and "tick" not in self._timers:
            self._later("tick", after, self._tick)

    def _later(self, name: str, seconds: float, step: Callable[[], None]) -> None:
        """Take a step by and by; nothing that goes wrong there stays there."""

        def take() -> None:
            try:
                step()
            except Exception as error:  # noqa: BLE001 - told by the screen's run
                self._fail(error)

        self._timers[name] = asyncio.get_running_loop().call_later(seconds, take)

    def _tick(self) -> None:
        del self._timers["tick"]
        if self.scene.view is None:
            return
        clock = clock_words(self.scene.view, self._clock())
        if clock != self.scene.clock:
            self._set(replace(self.scene, clock=clock))
        self._tick_if_needed(1.0)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        """Nothing that goes wrong in the background stays there."""
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._fail(error)

    async def _take(self, place: Place) -> None:
        """Take the seat that is kept; or take it over, if another connection just took it."""
        intent = TakeSeat(place.name, place.team, place.seat)
        command = command_of(intent, "", self.scene.draft, self._arrival)
        answer = None if command is None else await self._submit(command)
        holder = self._session.state.holder(self._arrival.credential)
        if holder is not None:
            self._sit(holder.id)
            self.refresh()
            self._set(replace(self.scene, notice=self._who()))
        elif answer is not None and not isinstance(answer, Accepted):
            self._leave(farewells.not_seated(answer.reason))

    async def _resume(self) -> None:
        """Sit down on the seat: on arrival, and again if that failed or was taken for lost."""
        command = ResumeSeat(
            credential=self._arrival.credential, connection=self._arrival.connection
        )
        left_at = self._session.state.participants[self._me].changed_at
        if not self._has_sat and left_at is not None:
            self._ration = Ration(self._now, away=(self._clock() - left_at).total_seconds())
        answer = await self._submit(command)
        if isinstance(answer, Accepted):
            notice = self.scene.notice if self._has_sat else self._who()
            self._has_sat = True
            self._set(replace(self.scene, notice=notice))
            self.refresh()
        else:
            self._set(replace(self.scene, notice=Notice(f"Not seated: {answer.reason}", Tone.BAD)))

    def _who(self) -> Notice | None:
        """Whose seat a key has opened, as more than one person may use the computer it lies on."""
        view = self.scene.view
        if view is None or not self.scene.not_you:
            return None
        return Notice(f"You are {view.me.name}, by the SSH key of this computer. Not you? Press ?")

    async def _carry(self, intent: Intent, before: Scene) -> None:
        """Have what the voter wants recorded, and say so or say why not."""
        command = command_of(intent, self._me, self.scene.draft, self._arrival)
        if command is None:
            return
        answer = await self._submit(command)
        if isinstance(answer, Accepted):
            self._accepted(intent)
            return
        self.refresh()
        scene = self.scene
        if before.editor is not None and scene.mode is Mode.WATCHING and _is_wanted(before, scene):
            scene = replace(scene, mode=before.mode, editor=before.editor)
        self._set(replace(scene, notice=_not_done(answer)))

    async def _answer(self, intent: AnswerItem, before: Scene) -> None:
        """Have an answer on one item recorded; without that, put the voter back to it."""
        command = command_of(intent, self._me, self.scene.draft, self._arrival)
        if command is None:
            return
        answer = await self._submit(command)
        sheet = self.scene.sheet
        is_at_hand = sheet.of == intent.of
        if is_at_hand and not sheet.is_newest(intent.serial):
            # What the voter wants by now is on its way, and will be told of by itself.
            self.refresh()
            return
        if is_at_hand:
            self.scene = replace(self.scene, sheet=sheet.without(intent.serial))
        self.refresh()
        if not isinstance(answer, Accepted):
            self._put_back(intent, before, _not_done(answer))

    def _put_back(self, intent: AnswerItem, before: Scene, notice: Notice) -> None:
        """Say that an answer was not recorded, where its question still stands."""
        scene = replace(self.scene, notice=notice)
        asked = scene.view.asked if scene.view else ()
        if scene.may_vote and scene.sheet.of == intent.of and intent.item in asked:
            sheet = scene.sheet.put_back(asked.index(intent.item))
            scene = replace(scene, sheet=sheet)
            if scene.mode is Mode.WATCHING and before.editor is not None:
                sheet = replace(sheet, value=before.sheet.value)
                scene = replace(scene, mode=before.mode, editor=before.editor, sheet=sheet)
            self._turned = self._now()
        self._set(scene)

    async def _submit(self, command: Command) -> Answer:
        """Have a command recorded; one that takes a seat or comes back to it is never too fast."""
        if not isinstance(command, JoinSession | ResumeSeat) and not self._ration.takes():
            return TOO_FAST
        self.scene = replace(self.scene, pending=self.scene.pending + 1)
        if "slow" not in self._timers:
            self._later("slow", SLOW, self._say_slow)
        try:
            return await self._session.submit(Envelope(self._clock(), self._me, command))
        finally:
            pending = self.scene.pending - 1
            self.scene = replace(
                self.scene, pending=pending, is_slow=bool(pending and self.scene.is_slow)
            )
            if not pending and (timer := self._timers.pop("slow", None)):
                timer.cancel()

    def _say_slow(self) -> None:
        self._set(replace(self.scene, is_slow=True))

    def _accepted(self, intent: Intent) -> None:
        if isinstance(intent, TakeSeat):
            self._seated()
            return
        self.refresh()
        if isinstance(intent, Park):
            self._set(replace(self.scene, notice=Notice("Parked. It will not be lost.", Tone.GOOD)))
        elif isinstance(intent, Withdraw):
            self._set(replace(self.scene, notice=Notice("Your vote is taken back.", Tone.GOOD)))
        elif isinstance(intent, AnswerObjection):
            words = "Kept in your words." if intent.is_own else "Confirmed."
            self._set(replace(self.scene, notice=Notice(words, Tone.GOOD)))
        elif isinstance(intent, WithdrawObjection):
            self._set(replace(self.scene, notice=Notice("Withdrawn.", Tone.GOOD)))

    def _seated(self) -> None:
        holder = self._session.state.holder(self._arrival.credential)
        if holder is None:
            return
        code = self._arrival.resume_code or ""
        mode = Mode.CODE if code else Mode.WATCHING
        self.scene = replace(self.scene, form=None, mode=mode, resume_code=code)
        self._sit(holder.id)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


def _nobody(_: object) -> None:
    """Whom a desk calls that is closed: it holds nobody any more."""


def _nothing() -> None:
    """Likewise."""


def _is_wanted(before: Scene, scene: Scene) -> bool:
    """Whether a line that was not taken is still of use where the room is now."""
    is_about_decision = before.mode in (Mode.REWORDING, Mode.CHANGING)
    return not is_about_decision or is_at_hand(scene, before.objection)


def _not_done(answer: Refusal | NotRecorded) -> Notice:
    if isinstance(answer, Refusal):
        return Notice(answer.reason, Tone.BAD)
    return Notice(f"Not recorded: {answer.reason} Try again in a moment.", Tone.BAD)
