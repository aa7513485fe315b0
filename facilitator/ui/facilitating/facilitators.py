"""Who facilitates: a sheet of them, and a one-time code for another one."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.reactive import Initialize, reactive
from textual.screen import ModalScreen
from textual.widgets import Static

from facilitator.domain.commands import IssueFacilitatorCode
from facilitator.live.ports import MakeCode, ServerState
from facilitator.ui.facilitating.conductor import Conductor
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.ink import BLANK, Ink, Line, line, paragraph
from facilitator.ui.pieces.bigtype import big
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import DIALOG_CSS, SheetText, keys_said

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

    def _at_first(self) -> Scene:
        return self._conductor.desk.scene

    scene: reactive[Scene] = reactive(Initialize(_at_first), init=False)

    def __init__(self, conductor: Conductor, make_code: MakeCode | None) -> None:
        super().__init__()
        self._conductor = conductor
        self._make_code = make_code
        self._code = ""
        self._digest = ""
        self._problem = ""
        self._is_making = False

    def compose(self) -> ComposeResult:
        """The list, the code or how to get one, and the keys."""
        with Vertical(classes="dialog"):
            yield Static("Facilitators", classes="title")
            yield SheetText(lambda _: people_lines(self.scene))
            yield SheetText(self._code_lines)
            keys = (("N", "New one-time code"),) if self._can_let_in else ()
            yield keys_said(*keys, ("Esc", "Close"))

    def watch_scene(self) -> None:
        """Show who is here now, and whether the code is still good."""
        if self._digest and self._digest != self._conductor.session.state.facilitator_code:
            self._code = self._digest = ""
            self._problem = "That code has been used, or a newer one has taken its place."
        self._draw()

    async def action_new_code(self) -> None:
        """Make a code; the one before is void from now on."""
        if self._make_code is None or not self._can_let_in or self._is_making:
            return
        self._is_making = True
        try:
            code, digest = self._make_code()
            issuing = IssueFacilitatorCode(digest=digest)
            self._problem = await self._conductor.submit(issuing)
        finally:
            self._is_making = False
        if not self._problem:
            self._code, self._digest = code, digest
        self._draw()

    def action_close(self) -> None:
        """Back to the screen; the code isn't shown again."""
        self.dismiss(None)

    @property
    def _can_let_in(self) -> bool:
        return self._make_code is not None and self.scene.server.state is not ServerState.OFF

    def _draw(self) -> None:
        for text in self.query(SheetText):
            text.refresh(layout=True)

    def _code_lines(self, width: int) -> list[Line]:
        if not self._can_let_in:
            return [BLANK, *paragraph(NO_WAY_IN, width)]
        if not self._code:
            trouble = paragraph(self._problem, width, Ink.WARN) if self._problem else []
            return [BLANK, *trouble, *paragraph(ONCE, width)]
        instead = "the join code" if self.scene.view.join_code else "a key on the roster"
        return [
            BLANK,
            *paragraph("Whoever shall facilitate with you types", width),
            *paragraph(self.scene.server.command, width, Ink.MINE, first="   "),
            *paragraph(f"and gives this code, once, instead of {instead}:", width),
            BLANK,
            *_large(self._code, width),
            BLANK,
            *paragraph("It works once, and is not shown again.", width, Ink.MUTED),
        ]


def _large(code: str, width: int) -> list[Line]:
    plain = line(f"   {code}", Ink.ACCENT)
    rows = big(code)
    if rows and len(rows[0]) <= width:
        return [plain, BLANK, *(line(row, Ink.ACCENT) for row in rows)]
    return [plain]


def people_lines(scene: Scene) -> list[Line]:
    """Every facilitator: who leads, who is you, whose terminal is closed."""
    view, lines = scene.view, list[Line]()
    for person in view.facilitators:
        is_you = person.id == scene.me
        notes = [
            *(["leads"] if person.id == view.lead and len(view.facilitators) > 1 else []),
            *(["you"] if is_you else []),
            *(["terminal closed"] if not (person.is_here or is_you) else []),
        ]
        sign = "▸ " if person.id == view.lead else "  "
        note = f"   {', '.join(notes)}" if notes else ""
        name = fit(person.name, _NAME_CELLS)
        lines.append(((sign, Ink.STRONG), (name, Ink.TEXT), (note, Ink.MUTED)))
    return lines
