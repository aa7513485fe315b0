"""One voter's part in the live session: scenes to the screen, commands to the session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from zlib import crc32

from facilitator.domain import commands
from facilitator.domain.commands import (
    Command,
    Envelope,
    MarkItem,
    Refusal,
    ResumeSeat,
    WithdrawMark,
)
from facilitator.domain.views import VoterView, voter_view
from facilitator.live.arrivals import Arrival, Place, removed
from facilitator.live.ports import Clock
from facilitator.live.session import Accepted, Answer, LiveSession, NotRecorded
from facilitator.live.subscribers import Subscription, Wake, turning
from facilitator.ui.pieces.progress import clock
from facilitator.ui.voting import connection
from facilitator.ui.voting.connection import Background, Ration
from facilitator.ui.voting.pages import form_of
from facilitator.ui.voting.scene import Leave, Notice, Request, Scene, Tone, Wish
from facilitator.ui.voting.transitions import following, paste, place_of, press

BLINK = 0.35
"""Seconds after the screen has turned in which no key votes: it was meant for what was there."""
_AT_ANY_TIME = commands.RaiseHand | commands.LowerHand | commands.ParkItem | Place | Leave
"""What does not depend on what is on screen; all else does."""
TOO_FAST = Refusal("That came too fast and is not recorded. Wait a moment, then try again.")
SLOW = 0.3
"""Seconds after which a command under way is spoken of."""


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
        self._background = Background(fail)
        self._wake = wake
        self._me = ""
        self._ration = Ration(self._now)
        self._has_sat = False
        self._subscription: Subscription | None = None
        self._turned = 0.0
        self._turn = crc32(arrival.connection.encode()) / 2**32
        self.scene = Scene(come_back=arrival.come_back, not_you=arrival.not_you)

    # What the screen tells

    def begin(self) -> None:
        """Come back to the seat that the credential opens, take the one kept, or ask which."""
        holder = self._session.state.holder(self._arrival.credential)
        if holder is None and self._arrival.place is not None:
            self._set(self.scene)
            self._background.start(self._take_kept(self._arrival.place))
            return
        if holder is None:
            bound = self._arrival.bound_name
            name = bound or self._arrival.suggested_name
            form = form_of(self._session.state, name, bound=bool(bound))
            self._set(replace(self.scene, form=form))
            return
        if holder.removed is not None:
            self._leave(removed(holder.removed, self._arrival.come_back))
            return
        self._sit(holder.id)
        self._background.start(self._resume())

    def press(self, key: str, character: str | None) -> None:
        """A key was pressed."""
        before = self.scene
        scene, requests = press(before, key, character)
        depends = not all(isinstance(request, _AT_ANY_TIME) for request in requests)
        if depends and self._now() - self._turned < BLINK:
            words = "The screen changed just as you pressed. Press again if you mean it."
            self._set(before.saying(words))
            return
        if scene != before:
            self._set(scene)
        for request in requests:
            self._carry_out(request, before)

    def _carry_out(self, request: Request, before: Scene) -> None:
        match request:
            case Leave():
                self._leave(connection.on_leaving(self.scene.view, self.scene.come_back))
            case Place():
                self._background.start(self._take(request))
            case MarkItem() | WithdrawMark():
                wish = self.scene.sheet.wish(request.item)
                self._background.start(self._answer(request, wish, before))
            case _:
                self._background.start(self._carry(request, before))

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
            self._leave(connection.SEAT_GONE)
            return
        if person.removed is not None:
            self._leave(removed(person.removed, self._arrival.come_back))
            return
        view = voter_view(state, self._me)
        is_seated = view.me.connection == self._arrival.connection
        if not is_seated and not self.scene.pending:
            if self._has_sat and view.me.connection is not None:
                self._leave(connection.TAKEN_OVER)
                return
            if self._session.health.recording:
                self._background.start(self._resume())
        self._has_sat = self._has_sat or is_seated
        self._follow(view)

    def close(self) -> None:
        """Be woken no more, and leave nothing running."""
        if self._subscription is not None:
            self._subscription.close()
            self._subscription = None
        self._background.close()
        self._show = lambda _: None
        self._leave = lambda _: None
        self._wake = lambda: None

    # What the desk does

    def _set(self, scene: Scene) -> None:
        self.scene = scene
        self._show(scene)

    def _sit(self, participant: str) -> None:
        """Take up a seat: from here on follow the session."""
        self._me = participant
        self._subscription = self._session.subscribe(self._wake, urgent=turning)
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
                clock=clock(view.stage, self._clock())[0],
            )
        )
        self._tick_if_needed(self._turn)

    def _tick_if_needed(self, after: float) -> None:
        """Once a second while a timer shows, each connection at its own moment."""
        if self.scene.clock:
            self._background.later("tick", after, self._tick)

    def _tick(self) -> None:
        if self.scene.view is None:
            return
        words, _ = clock(self.scene.view.stage, self._clock())
        if words != self.scene.clock:
            self._set(replace(self.scene, clock=words))
        self._tick_if_needed(1.0)

    async def _take_kept(self, place: Place) -> None:
        """Take the seat that is kept; or take it over, if another connection just took it."""
        answer = await self._submit(self._arrival.joining(place))
        holder = self._session.state.holder(self._arrival.credential)
        if holder is not None:
            self._sit(holder.id)
            self.refresh()
            self._set(replace(self.scene, notice=self._who()))
        elif not isinstance(answer, Accepted):
            self._leave(connection.not_seated(answer.reason))

    async def _take(self, place: Place) -> None:
        """Take the seat that was asked for in the form."""
        answer = await self._submit(self._arrival.joining(place))
        if not isinstance(answer, Accepted):
            self._set(replace(self.scene, notice=_not_done(answer)))
            return
        holder = self._session.state.holder(self._arrival.credential)
        if holder is not None:
            code = self._arrival.resume_code or ""
            self.scene = replace(self.scene, form=None, resume_code=code)
            self._sit(holder.id)

    async def _resume(self) -> None:
        """Sit down on the seat: on arrival, and again if that failed or was taken for lost."""
        left_at = self._session.state.participants[self._me].changed_at
        if not self._has_sat and left_at is not None:
            self._ration = Ration(self._now, away=(self._clock() - left_at).total_seconds())
        answer = await self._submit(self._arrival.resuming())
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

    async def _carry(self, command: Command, before: Scene) -> None:
        """Have what the voter wants recorded, and say so or say why not."""
        answer = await self._submit(command)
        self.refresh()
        scene = self.scene
        if isinstance(answer, Accepted):
            words = _done(command, is_typed=before.prompt is not None)
            if words:
                self._set(scene.saying(words, Tone.GOOD))
            return
        if before.prompt and not (scene.prompt or scene.aside) and before.prompt.applies(scene):
            scene = replace(scene, prompt=before.prompt, editor=before.editor)
        self._set(replace(scene, notice=_not_done(answer)))

    async def _answer(
        self, command: MarkItem | WithdrawMark, wish: Wish | None, before: Scene
    ) -> None:
        """Have a wish on one item recorded; without that, put the voter back to it."""
        answer = await self._submit(command)
        sheet = self.scene.sheet
        if sheet.of == (command.step, command.number):
            if wish is None or not sheet.is_newest(wish.serial):
                # What the voter wants by now is on its way, and will be told of by itself.
                self.refresh()
                return
            self.scene = replace(self.scene, sheet=sheet.without(wish.serial))
        self.refresh()
        if not isinstance(answer, Accepted):
            self._put_back(command, before, _not_done(answer))

    def _put_back(self, command: MarkItem | WithdrawMark, before: Scene, notice: Notice) -> None:
        """Say that an answer was not recorded, where its question still stands."""
        scene = replace(self.scene, notice=notice)
        sheet = scene.sheet
        if sheet.of == (command.step, command.number) and command.item in scene.asked:
            sheet = sheet.put_back(scene.asked.index(command.item))
            if before.prompt and not scene.prompt:
                sheet = replace(sheet, value=before.sheet.value)
                scene = replace(scene, prompt=before.prompt, editor=before.editor)
            scene = replace(scene, sheet=sheet)
            self._turned = self._now()
        self._set(scene)

    async def _submit(self, command: Command) -> Answer:
        """Have a command recorded; one that takes a seat or comes back to it is never too fast."""
        if not isinstance(command, commands.JoinSession | ResumeSeat) and not self._ration.takes():
            return TOO_FAST
        self.scene = replace(self.scene, pending=self.scene.pending + 1)
        self._background.later("slow", SLOW, lambda: self._set(replace(self.scene, is_slow=True)))
        try:
            return await self._session.submit(Envelope(self._clock(), self._me, command))
        finally:
            pending = self.scene.pending - 1
            is_slow = self.scene.is_slow and pending > 0
            self.scene = replace(self.scene, pending=pending, is_slow=is_slow)
            if not pending:
                self._background.drop("slow")

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


def _done(command: Command, *, is_typed: bool) -> str:
    """What is said once this is recorded; "" where the screen shows it by itself."""
    match command:
        case commands.ParkItem():
            return "Parked. It will not be lost."
        case commands.WithdrawBallot():
            return "Your vote is taken back."
        case commands.AnswerDissent():
            return "Kept in your words." if is_typed else "Confirmed."
        case commands.WithdrawDissent():
            return "Withdrawn."
        case _:
            return ""


def _not_done(answer: Refusal | NotRecorded) -> Notice:
    if isinstance(answer, Refusal):
        return Notice(answer.reason, Tone.BAD)
    return Notice(f"Not recorded: {answer.reason} Try again in a moment.", Tone.BAD)
