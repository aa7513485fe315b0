"""The facilitator's screen: shows the view of a live session and hands keys to the conductor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal, TypeVar, assert_never

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import Initialize, reactive
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList, Static

from facilitator.domain.views import FacilitatorView, Stage, facilitator_view
from facilitator.live.ports import Clock, Hosting, LogNotWritten, LogWriter, MakeCode
from facilitator.live.session import LiveSession
from facilitator.live.subscribers import Subscription
from facilitator.ui.facilitating import frame
from facilitator.ui.facilitating.agenda import enter, move
from facilitator.ui.facilitating.conductor import Conductor
from facilitator.ui.facilitating.deeds import Deed, Do, Leave, Pick
from facilitator.ui.facilitating.facilitators import FacilitatorsSheet
from facilitator.ui.facilitating.keys import KEYS, offered, press
from facilitator.ui.facilitating.lobby import join_lines
from facilitator.ui.facilitating.people import Likeness
from facilitator.ui.facilitating.room import RoomSheet
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps import kind_of
from facilitator.ui.facilitating.undo import Memory
from facilitator.ui.ink import BLANK
from facilitator.ui.widgets.dialogs import Guard, Question, Sheet, help_sheet
from facilitator.ui.widgets.keys import KeyLine, bindings
from facilitator.ui.widgets.lines import Said

_HOW_TO_CHOOSE = "↑ ↓ choose a step, Enter goes there, Esc stays here."
_HOW_TO_MOVE = "[ takes the step earlier, ] later; also Shift with ↑ ↓. Esc when done."
_LEADS_ON = "SPACE always leads on; what it does next is at the bottom left."
Answered = TypeVar("Answered")
Shows = Literal[Do.SHOW_ROOM, Do.SHOW_JOIN, Do.SHOW_FACILITATORS, Do.SHOW_HELP]


@dataclass(frozen=True, slots=True)
class Means:
    """What a facilitator's screen acts with.

    ``make_code`` makes codes for further facilitators; ``likeness`` says what the names are like of
    those who are seated by one.
    """

    session: LiveSession
    hosting: Hosting
    write_log: LogWriter
    clock: Clock
    make_code: MakeCode | None
    likeness: Likeness


class FacilitatorScreen(Screen[None]):
    """One session, as its facilitator sees it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(KEYS),
        Binding("escape", "press('Esc')", show=False),
    ]

    def _at_first(self) -> Scene:
        session = self._session
        return Scene(
            facilitator_view(session.state),
            self._conductor.me,
            self._means.hosting.status,
            session.health,
            way_back=f"facilitator resume {session.state.id}",
        )

    scene: reactive[Scene] = reactive(Initialize(_at_first), init=False)
    now: reactive[datetime] = reactive(frame.LONG_AGO)
    notice: reactive[str] = reactive("")

    @dataclass
    class Moved(Message):
        """The session, or the server that voters connect to, is otherwise than is shown."""

    def __init__(self, means: Means, me: str) -> None:
        super().__init__()
        self._means = means
        self._session = means.session
        self._conductor = Conductor(means.session, me, means.clock, self, self.tell)
        self._guard = Guard(means.clock)
        self._subscription: Subscription | None = None
        self.not_you = ""
        self.hands_on = False
        self._is_acting = False
        self._is_writing = False
        self.set_reactive(FacilitatorScreen.now, means.clock())

    def compose(self) -> ComposeResult:
        """Top line, warnings, three columns, what was last said, the way in, the keys."""
        here = FacilitatorScreen
        yield frame.TopLine().data_bind(here.scene, here.now)
        yield frame.WordLine().data_bind(here.scene, here.now)
        yield frame.Banner().data_bind(here.scene)
        with Horizontal(id="columns"):
            with Vertical(id="agenda", classes="side"):
                yield Static("Agenda", classes="column")
                yield frame.Outline().data_bind(here.scene)
            with frame.StageScroll(id="stage"):
                yield frame.StagePanel().data_bind(here.scene)
            with Vertical(id="room", classes="side"):
                yield Static("Room", classes="column")
                yield frame.Room().data_bind(here.scene, here.now)
        yield Said().data_bind(text=here.notice)
        yield frame.JoinLine().data_bind(here.scene)
        yield KeyLine()

    def on_mount(self) -> None:
        """Follow the session, the server and the clock."""
        self._subscription = self._session.subscribe(self._stir)
        self._means.hosting.subscribe(self._stir)
        self.set_interval(1.0, self._tick)
        self.query_one(frame.StageScroll).focus()
        self.catch_up()
        self.watch_scene(self.scene)
        self._turned()

    def on_screen_resume(self) -> None:
        """What lay over the screen is gone: the key that closed it must not act here too."""
        self._guard.shown()

    def on_unmount(self) -> None:
        """Follow no more."""
        if self._subscription:
            self._subscription.close()

    def on_facilitator_screen_moved(self) -> None:
        """Show the newest state, and how the server is doing."""
        self.catch_up()

    def catch_up(self) -> None:
        """Show what the session holds now; a new stage from its top."""
        state = self._subscription.take() if self._subscription else self._session.state
        old, view = self.scene, facilitator_view(state)
        server, health = self._means.hosting.status, self._session.health
        self.scene = replace(old.showing(view), server=server, health=health)
        if old.view.stage.turning == view.stage.turning:
            return
        if (old.stage, old.view.stage.step) != (view.stage.stage, view.stage.step):
            self.notice = ""
        if _subject(old.view) != _subject(view):
            self.query_one(frame.StageScroll).scroll_home(animate=False)
        self._turned()

    def watch_scene(self, scene: Scene) -> None:
        """Have everything follow that lies over the screen, and the keys."""
        self.set_class(scene.is_choosing, "-choosing")
        for over in self.app.screen_stack:
            if isinstance(over, RoomSheet | FacilitatorsSheet):
                over.scene = scene
        if isinstance(self.app.screen, Question):
            self.app.screen.follow()
        for line in self.query(KeyLine):
            line.rows = offered(scene)

    def _turned(self) -> None:
        """Let nothing be pressed before it was seen; after the end, write the log."""
        self._guard.shown()
        has_ended = self.scene.stage is Stage.ENDED
        self.set_class(has_ended, "-ended")
        if has_ended and not self.scene.log_path:
            self._start_writing()

    async def ask(self, dialog: ModalScreen[Answered]) -> Answered | None:
        """Show a dialog and wait for its answer."""
        return await self.app.push_screen_wait(dialog)

    def tell(self, text: str, *, refused: bool = False) -> None:
        """Say something in the notice line."""
        self.notice = text
        self.query_one(Said).set_class(refused, "-refusal")

    def remember(self, memory: Memory) -> None:
        """Keep what U would undo from now on."""
        self.scene = replace(self.scene, memory=memory)

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
            self.scene = following
        else:
            self._start_acting(following)

    async def perform(self, deed: Pick | Leave | Do) -> None:
        """What only this screen itself can do."""
        match deed:
            case Pick(promise, status):
                statuses = {**self.scene.statuses, promise: status}
                self.scene = replace(self.scene, statuses=statuses)
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
                self.app.push_screen(self._sheet(deed))
            case Do.NOTHING:
                pass
            case _:
                assert_never(deed)

    def _sheet(self, deed: Shows) -> ModalScreen[None]:
        """What is laid over the screen."""
        match deed:
            case Do.SHOW_ROOM:
                return RoomSheet(self._conductor, self._means.likeness)
            case Do.SHOW_JOIN:
                scene = self.scene
                title = scene.view.stage.title
                return Sheet(title, lambda width: [*join_lines(scene, width), BLANK])
            case Do.SHOW_FACILITATORS:
                return FacilitatorsSheet(self._conductor, self._means.make_code)
            case Do.SHOW_HELP:
                return self._help()
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
        ahead, following = self.scene.view.ahead, self.scene.view.next_step
        is_moving = deed is Do.ARRANGE_STEPS
        self.scene = replace(self.scene, is_choosing=True)
        outline = self.query_one(frame.Outline)
        outline.focus()
        self.tell(_HOW_TO_MOVE if is_moving else _HOW_TO_CHOOSE)
        if is_moving:
            outline.choose(following[0] if following in ahead else ahead[0][0])

    def _leave_outline(self) -> None:
        """Back from the agenda, or from a notice."""
        self.scene = replace(self.scene, is_choosing=False)
        self.notice = ""
        self.query_one(frame.StageScroll).focus()

    def on_outline_move_asked(self, event: frame.Outline.MoveAsked) -> None:
        """Move a step, and stay in the agenda for the next."""
        self._start_acting(move(self.scene, event.step, event.by))

    def action_enter_chosen(self) -> None:
        """Go to the highlighted step, for the mouse."""
        self.query_one(frame.Outline).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the step that was chosen."""
        self._leave_outline()
        if event.option_id:
            self._start_acting(enter(self.scene, event.option_id))

    def _help(self) -> Sheet:
        """What every key does."""
        kind = kind_of(self.scene.view.stage.matter)
        explained = kind.explains if kind and self.scene.stage is Stage.REVEALED else ""
        more = f"{_LEADS_ON} {explained}".strip()
        if self.not_you:
            more += f"\nNot you? Leave with Q, then type:\n{self.not_you}"
        now = {
            key.meaning for giving, staying in offered(self.scene) for key in (*giving, *staying)
        }
        here = [key for key in KEYS if key.meaning in now]
        others = [key for key in KEYS if key.meaning not in now]
        return help_sheet("The facilitator's screen", here, more, others)

    def _stir(self) -> None:
        self.post_message(self.Moved())

    def _tick(self) -> None:
        self.now = self._means.clock()
        self.scene = replace(self.scene, health=self._session.health)

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
            self.scene = replace(self.scene, log_trouble="")
            self.run_worker(self._write(), group="log")

    async def _write(self) -> None:
        try:
            path = await self._means.write_log()
            self.scene = replace(self.scene, log_path=path)
        except LogNotWritten as error:
            trouble = str(error) or "The reason is not known."
            self.scene = replace(self.scene, log_trouble=trouble)
        finally:
            self._is_writing = False


def _subject(view: FacilitatorView) -> tuple[object, ...]:
    """What the panel is about; another one is read from its top."""
    stage = view.stage
    kind = kind_of(stage.matter)
    return (stage.stage, stage.step, kind.at_hand(stage.matter) if kind else None)
