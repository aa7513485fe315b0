"""Who facilitates: a sheet of them, and a one-time code for another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from facilitator.domain.commands import Envelope, IssueFacilitatorCode
from facilitator.domain.views import FacilitatorView, facilitator_view
from facilitator.live.ports import Clock, MakeCode, ServerState, ServerStatus
from facilitator.live.session import Accepted, LiveSession
from facilitator.live.subscribers import Subscription
from facilitator.ui.pieces.bigtype import big
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import DIALOG_CSS, SheetText, keys_said
from facilitator.ui.widgets.lines import BLANK, Lines, line, paragraph, say

_NAME_CELLS = 40
ONCE = (
    "N makes a code for another facilitator. It opens one facilitator's seat, once, and is shown"
    " only here; a new one makes the one before void."
)
NO_WAY_IN = "Nobody else can facilitate: this session has no server."


class FacilitatorsSheet(ModalScreen[None]):
    """Who facilitates and who leads; N shows a one-time code for another facilitator."""

    DEFAULT_CSS = DIALOG_CSS.format(name="FacilitatorsSheet")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,N", "new_code", show=False),
        Binding("escape,q,Q,space,enter,c,C", "close", show=False),
    ]

    @dataclass
    class SessionMoved(Message):
        """There is a newer state of the session to show."""

    def __init__(
        self,
        session: LiveSession,
        me: str,
        server: ServerStatus,
        make_code: MakeCode | None,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._session = session
        self._me = me
        self._server = server
        self._make_code = make_code
        self._clock = clock
        self._code = ""
        self._digest = ""
        self._problem = ""
        self._is_making = False
        self._subscription: Subscription | None = None
        self._view = facilitator_view(session.state)

    def compose(self) -> ComposeResult:
        """The list, the code or how to get one, and the keys."""
        with Vertical(classes="dialog"):
            yield Static("Facilitators", classes="title")
            yield SheetText(lambda _: people_lines(self._view, self._me))
            yield SheetText(self._code_lines)
            keys = (("N", "New one-time code"),) if self._can_let_in else ()
            yield keys_said(*keys, ("Esc", "Close"))

    def on_mount(self) -> None:
        """Follow the session: whoever comes in by the code shows here."""
        self._subscription = self._session.subscribe(self._stir)
        self.on_facilitators_sheet_session_moved()

    def on_unmount(self) -> None:
        """Follow no more."""
        if self._subscription is not None:
            self._subscription.close()

    def on_facilitators_sheet_session_moved(self) -> None:
        """Show who is here now, and whether the code is still good."""
        state = self._subscription.take() if self._subscription else self._session.state
        if self._digest and self._digest != state.facilitator_code:
            self._code = self._digest = ""
            self._problem = "That code has been used, or a newer one has taken its place."
        self._view = facilitator_view(state)
        for text in self.query(SheetText):
            text.refresh(layout=True)

    async def action_new_code(self) -> None:
        """Make a code; the one before is void from now on."""
        if self._make_code is None or not self._can_let_in or self._is_making:
            return
        self._is_making = True
        try:
            code, digest = self._make_code()
            issue = Envelope(self._clock(), self._me, IssueFacilitatorCode(digest=digest))
            answer = await self._session.submit(issue)
        finally:
            self._is_making = False
        if isinstance(answer, Accepted):
            self._code, self._digest, self._problem = code, digest, ""
        else:
            self._problem = answer.reason
        self.on_facilitators_sheet_session_moved()

    def action_close(self) -> None:
        """Back to the screen; the code isn't shown again."""
        self.dismiss(None)

    @property
    def _can_let_in(self) -> bool:
        return self._make_code is not None and self._server.state is not ServerState.OFF

    def _stir(self) -> None:
        self.post_message(self.SessionMoved())

    def _code_lines(self, width: int) -> Lines:
        if not self._can_let_in:
            return [BLANK, *paragraph(NO_WAY_IN, width)]
        if not self._code:
            trouble = paragraph(self._problem, width, "$text-warning") if self._problem else []
            return [BLANK, *trouble, *paragraph(ONCE, width)]
        instead = "the join code" if self._view.join_code else "a key on the roster"
        return [
            BLANK,
            *paragraph("Whoever shall facilitate with you types", width),
            *paragraph(self._server.command, width, "bold $text-primary", first="   "),
            *paragraph(f"and gives this code, once, instead of {instead}:", width),
            BLANK,
            *_large(self._code, width),
            BLANK,
            *paragraph("It works once, and is not shown again.", width, "$text-muted"),
        ]


def _large(code: str, width: int) -> Lines:
    plain = line("   ", say(code, "bold $accent"))
    rows = big(code)
    if rows and len(rows[0]) <= width:
        return [plain, BLANK, *(say(row, "bold $accent") for row in rows)]
    return [plain]


def people_lines(view: FacilitatorView, me: str) -> Lines:
    """Every facilitator: who leads, who is you, whose terminal is closed."""
    lines: Lines = []
    for person in view.facilitators:
        notes = [
            *(["leads"] if person.id == view.lead and len(view.facilitators) > 1 else []),
            *(["you"] if person.id == me else []),
            *(["terminal closed"] if not (person.is_here or person.id == me) else []),
        ]
        sign = "▸ " if person.id == view.lead else "  "
        note = say(f"   {', '.join(notes)}" if notes else "", "$text-muted")
        lines.append(line(say(sign, "bold"), fit(person.name, _NAME_CELLS), note))
    return lines
