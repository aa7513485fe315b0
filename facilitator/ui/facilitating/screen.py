"""The facilitator's screen: shows the view of a live session and hands keys to the conductor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal, TypeVar, assert_never

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList

from facilitator.domain.decisions import CommitmentStatus
from facilitator.domain.views import CommitView, FacilitatorView, RateView, Stage, facilitator_view
from facilitator.live.ports import (
    Clock,
    Hosting,
    LogNotWritten,
    LogWriter,
    ServerState,
    ServerStatus,
)
from facilitator.live.session import Health, LiveSession
from facilitator.live.subscribers import Subscription
from facilitator.ui.facilitating.agenda import enter, move
from facilitator.ui.facilitating.conductor import Conductor
from facilitator.ui.facilitating.deeds import Deed, Do, Leave, Pick
from facilitator.ui.facilitating.frame import (
    LONG_AGO,
    Banner,
    Heading,
    JoinLine,
    Notice,
    Room,
    StagePanel,
    StageScroll,
    TopLine,
    WordLine,
)
from facilitator.ui.facilitating.keys import KEYS, offered, press
from facilitator.ui.facilitating.outline import Outline
from facilitator.ui.facilitating.pages.lobby import join_lines
from facilitator.ui.facilitating.people import Likeness
from facilitator.ui.facilitating.room import RoomSheet
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.undo import Memory
from facilitator.ui.widgets.dialogs import Question, Sheet, help_sheet
from facilitator.ui.widgets.guard import Guard
from facilitator.ui.widgets.keys import KeyLine, bindings
from facilitator.ui.widgets.lines import BLANK

_HOW_TO_CHOOSE = "↑ ↓ choose a step, Enter goes there, Esc stays here."
_HOW_TO_MOVE = "[ takes the step earlier, ] later; also Shift with ↑ ↓. Esc when done."
_LEADS_ON = "SPACE always leads on; what it does next is at the bottom left."
_FIGURES = (
    "Consensus is 1 where all gave the same mark, 0 where half stand at either end. A (agreement) "
    "is 1 where all agree, 0 where the marks are scattered, −1 where there are two camps."
)
Answered = TypeVar("Answered")
Shows = Literal[Do.SHOW_ROOM, Do.SHOW_JOIN, Do.SHOW_FACILITATORS, Do.SHOW_HELP]


class FacilitatorScreen(Screen[None]):
    """One session, as its facilitator sees it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(KEYS),
        Binding("escape", "press('Esc')", show=False),
    ]

    view: reactive[FacilitatorView | None] = reactive(None)
    server: reactive[ServerStatus] = reactive(ServerStatus(ServerState.OFF))
    health: reactive[Health] = reactive(Health())
    now: reactive[datetime] = reactive(LONG_AGO)
    looked_at: reactive[int | None] = reactive(None)
    statuses: reactive[dict[str, CommitmentStatus]] = reactive(dict)
    log_path: reactive[str] = reactive("")
    log_trouble: reactive[str] = reactive("")
    notice: reactive[str] = reactive("")

    @dataclass
    class Moved(Message):
        """The session, or the server that voters connect to, is otherwise than is shown."""

    def __init__(
        self,
        session: LiveSession,
        me: str,
        hosting: Hosting,
        write_log: LogWriter,
        clock: Clock,
        *,
        likeness: Likeness,
    ) -> None:
        super().__init__()
        self._session = session
        self._hosting = hosting
        self._write_log = write_log
        self._clock = clock
        self._likeness = likeness
        self._conductor = Conductor(session, me, clock, self, self.tell)
        self._scene = Scene(facilitator_view(session.state), me)
        self._guard = Guard(clock)
        self._subscription: Subscription | None = None
        self.way_back = f"facilitator resume {session.state.id}"
        self.is_visiting = False
        self.not_you = ""
        self.hands_on = False
        self._is_acting = False
        self._is_writing = False
        self.set_reactive(FacilitatorScreen.view, facilitator_view(session.state))
        self.set_reactive(FacilitatorScreen.server, hosting.status)
        self.set_reactive(FacilitatorScreen.health, session.health)
        self.set_reactive(FacilitatorScreen.now, clock())

    def compose(self) -> ComposeResult:
        """Top line, warnings, three columns, what was last said, the way in, the keys."""
        here = FacilitatorScreen
        yield TopLine().data_bind(here.view, here.now)
        yield WordLine().data_bind(here.view, here.now)
        yield Banner().data_bind(here.health)
        with Horizontal(id="columns"):
            with Vertical(id="agenda", classes="side"):
                yield Heading("Agenda")
                yield Outline().data_bind(here.view)
            with StageScroll(id="stage"):
                yield StagePanel().data_bind(
                    here.view,
                    here.server,
                    here.looked_at,
                    here.statuses,
                    here.log_path,
                    here.log_trouble,
                )
            with Vertical(id="room", classes="side"):
                yield Heading("Room")
                yield Room().data_bind(here.view, here.now)
        yield Notice().data_bind(text=here.notice)
        yield JoinLine().data_bind(here.view, here.server)
        yield KeyLine()

    def on_mount(self) -> None:
        """Follow the session, the server and the clock."""
        self._subscription = self._session.subscribe(self._stir)
        self._hosting.subscribe(self._stir)
        self.set_interval(1.0, self._tick)
        self.query_one(StageScroll).focus()
        self.catch_up()
        self._turn_to(self.picture)

    def on_screen_resume(self) -> None:
        """What lay over the screen is gone: the key that closed it must not act here too."""
        self._guard.shown()

    def on_unmount(self) -> None:
        """Follow no more."""
        if self._subscription:
            self._subscription.close()

    @property
    def picture(self) -> FacilitatorView:
        """What is on screen now."""
        return self.view or facilitator_view(self._session.state)

    def on_facilitator_screen_moved(self) -> None:
        """Show the newest state, and how the server is doing."""
        self.server = self._hosting.status
        self.catch_up()

    def catch_up(self) -> None:
        """Show what the session holds now."""
        state = self._subscription.take() if self._subscription else self._session.state
        self.health = self._session.health
        self.view = facilitator_view(state)
        self._scene = replace(self._scene, heard=self._scene.heard.following(self.view))
        self._say_keys()

    def watch_view(self, old: FacilitatorView | None, new: FacilitatorView | None) -> None:
        """Start at the top of a new stage, and let nothing be pressed before it was seen."""
        if isinstance(self.app.screen, Question):
            self.app.screen.follow()
        if old is None or new is None or old.stage.turning == new.stage.turning:
            return
        if (old.stage.stage, old.stage.step) != (new.stage.stage, new.stage.step):
            self.notice = ""
        if _subject(old) != _subject(new):
            self.query_one(StageScroll).scroll_home(animate=False)
        if new.stage.stage is Stage.VOTING:
            self.statuses = {}
        self._turn_to(new)

    def _turn_to(self, view: FacilitatorView) -> None:
        self._guard.shown()
        self.looked_at = None
        has_ended = view.stage.stage is Stage.ENDED
        self.set_class(has_ended, "-ended")
        if has_ended and not self.log_path:
            self._start_writing()

    def watch_health(self) -> None:
        """The keys that help are others now."""
        self._say_keys()

    async def ask(self, dialog: ModalScreen[Answered]) -> Answered | None:
        """Show a dialog and wait for its answer."""
        return await self.app.push_screen_wait(dialog)

    def tell(self, text: str, *, refused: bool = False) -> None:
        """Say something in the notice line."""
        self.notice = text
        self.query_one(Notice).set_class(refused, "-refusal")

    @property
    def scene(self) -> Scene:
        """What is shown, and what keys act on."""
        return replace(
            self._scene,
            view=self.picture,
            recording=self.health.recording,
            looked_at=self.looked_at,
            statuses=self.statuses,
            is_choosing=self.has_class("-choosing"),
            log_trouble=self.log_trouble,
            way_back=self.way_back,
            is_visiting=self.is_visiting,
        )

    def remember(self, memory: Memory) -> None:
        """Keep what U would undo from now on."""
        self._scene = replace(self._scene, memory=memory)
        self._say_keys()

    def action_press(self, shown: str) -> None:
        """Do what a key means now, unless nobody can have read yet what is new."""
        if shown == "Esc":
            self._leave_outline()
            return
        if self._is_acting or (shown == "SPACE" and not self._guard.is_open):
            return
        if self._is_writing:
            self.tell("The log is being written.")
            return
        self.notice = ""
        following = press(self.scene, shown)
        if isinstance(following, Scene):
            self.looked_at = following.looked_at
        else:
            self._start_acting(following)

    async def perform(self, deed: Pick | Leave | Do) -> None:
        """What only this screen itself can do."""
        match deed:
            case Pick(promise, status):
                self.statuses = {**self.statuses, promise: status}
            case Leave(hands_on=hands_on):
                self.hands_on = hands_on
                self.app.exit()
            case Do.RECOVER:
                await self._recover()
            case Do.WRITE_LOG:
                self._start_writing()
            case Do.CHOOSE_STEP | Do.ARRANGE_STEPS:
                self._turn_to_agenda(deed)
            case Do.SHOW_ROOM | Do.SHOW_JOIN | Do.SHOW_FACILITATORS | Do.SHOW_HELP:
                self._show(deed)
            case Do.NOTHING:
                pass
            case _:
                assert_never(deed)

    def _show(self, deed: Shows) -> None:
        """Lay a sheet over the screen."""
        match deed:
            case Do.SHOW_ROOM:
                self.app.push_screen(RoomSheet(self._conductor, self._likeness))
            case Do.SHOW_JOIN:
                self._show_join()
            case Do.SHOW_FACILITATORS:
                self.run_worker(self.run_action("app.facilitators"))
            case Do.SHOW_HELP:
                self._show_help()
            case _:
                assert_never(deed)

    async def _recover(self) -> None:
        """Try a failed journal again."""
        if self._session.health.recording:
            self.tell("Everything is being recorded.")
            return
        works = await self._session.recover()
        self.catch_up()
        self.tell("Recording again." if works else "It still fails.", refused=not works)

    def _turn_to_agenda(self, deed: Do) -> None:
        """Have a step chosen in the agenda, or one of those ahead moved."""
        ahead, following = self.picture.ahead, self.picture.next_step
        is_moving = deed is Do.ARRANGE_STEPS
        self.add_class("-choosing")
        outline = self.query_one(Outline)
        outline.focus()
        self.tell(_HOW_TO_MOVE if is_moving else _HOW_TO_CHOOSE)
        self._say_keys()
        if is_moving:
            outline.choose(following[0] if following in ahead else ahead[0][0])

    def _leave_outline(self) -> None:
        """Back from the agenda, or from a notice."""
        self.remove_class("-choosing")
        self.notice = ""
        self.query_one(StageScroll).focus()
        self._say_keys()

    def on_outline_move_asked(self, event: Outline.MoveAsked) -> None:
        """Move a step, and stay in the agenda for the next."""
        self._start_acting(move(self.scene, event.step, event.by))

    def action_enter_chosen(self) -> None:
        """Go to the highlighted step, for the mouse."""
        self.query_one(Outline).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the step that was chosen."""
        self._leave_outline()
        if event.option_id:
            self._start_acting(enter(self.scene, event.option_id))

    def _show_join(self) -> None:
        """How to join, large."""
        code, server = self.picture.join_code, self.server
        self.app.push_screen(
            Sheet(self.picture.stage.title, lambda width: [*join_lines(code, server, width), BLANK])
        )

    def _show_help(self) -> None:
        """What every key does."""
        stage = self.picture.stage
        is_rated = isinstance(stage.matter, RateView) and stage.stage is Stage.REVEALED
        more = f"{_LEADS_ON} {_FIGURES}" if is_rated else _LEADS_ON
        if self.not_you:
            more += f"\nNot you? Leave with Q, then type:\n{self.not_you}"
        now = {
            key.meaning for giving, staying in offered(self.scene) for key in (*giving, *staying)
        }
        here = [key for key in KEYS if key.meaning in now]
        others = [key for key in KEYS if key.meaning not in now]
        self.app.push_screen(help_sheet("The facilitator's screen", here, more, others))

    def _stir(self) -> None:
        self.post_message(self.Moved())

    def _tick(self) -> None:
        self.now = self._clock()
        self.health = self._session.health

    def _say_keys(self) -> None:
        for line in self.query(KeyLine):
            line.rows = offered(self.scene)

    def _start_acting(self, deed: Deed) -> None:
        if not self._is_acting:
            self._is_acting = True
            self.run_worker(self._act(deed), group="acting")

    async def _act(self, deed: Deed) -> None:
        try:
            await self._conductor.carry_out(deed)
        finally:
            self._is_acting = False
            self._guard.shown()

    def _start_writing(self) -> None:
        if not self._is_writing:
            self._is_writing = True
            self.log_trouble = ""
            self.run_worker(self._write(), group="log")

    async def _write(self) -> None:
        try:
            self.log_path = await self._write_log()
        except LogNotWritten as error:
            self.log_trouble = str(error) or "The reason is not known."
        finally:
            self._is_writing = False
            self._say_keys()


def _subject(view: FacilitatorView) -> tuple[object, ...]:
    """What the panel is about; another one is read from its top."""
    stage = view.stage
    matter = stage.matter
    at_hand = matter.at_hand if isinstance(matter, CommitView) else None
    return (stage.stage, stage.step, at_hand.id if at_hand else "")
