"""The decision form's own rows: a supporting team, an objection."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from facilitator.domain.decisions import Dissent
from facilitator.domain.tasks import InputKind, Support
from facilitator.ui.facilitating.forms.decision_typed import NOTHING, DissentTyped, SupportTyped
from facilitator.ui.facilitating.forms.form import Problem, Row
from facilitator.ui.text import content, fit
from facilitator.ui.widgets.fields import LineField, TurnField

KEPT, LEFT_OUT = "keep it", "leave it out"
_TEAM_CELLS = 40


class SupportRow(Row):
    """What one team gives: a kind of input, what exactly, and when."""

    DEFAULT_CSS = """
    SupportRow { height: auto; }
    SupportRow > Horizontal { height: 1; }
    SupportRow .team { width: 1fr; }
    SupportRow TurnField { width: 18; }
    SupportRow .label { width: 21; color: $text-muted; padding-left: 2; }
    SupportRow LineField { width: 1fr; }
    """

    def __init__(self, team: str, name: str, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.team = team
        self._team_name = name
        self._preset = SupportTyped(team, NOTHING, "", "")

    def compose(self) -> ComposeResult:
        """The team and the kind; under it what exactly and when, for as long as it gives any."""
        kinds = [NOTHING, *(kind.value for kind in InputKind)]
        with Horizontal():
            yield Static(content(fit(self._team_name, _TEAM_CELLS)), classes="team")
            yield TurnField(kinds, NOTHING)
        with Horizontal(classes="words"):
            yield Static("what exactly", classes="label")
            yield LineField(classes="detail")
        with Horizontal(classes="words"):
            yield Static("when", classes="label")
            yield LineField(classes="when")
        yield Problem()

    def on_mount(self) -> None:
        """Ask for words where there is a kind."""
        self._show_words()

    def on_turn_field_turned(self) -> None:
        """Another kind, or nothing."""
        self._show_words()

    @property
    def typed(self) -> SupportTyped:
        """What the row says."""
        return SupportTyped(
            self.team,
            self.query_one(TurnField).value,
            self.query_one(".detail", LineField).value,
            self.query_one(".when", LineField).value,
        )

    def preset(self, support: Support | None) -> None:
        """Fill the row in, unless somebody has typed in it."""
        if self.typed != self._preset:
            return
        kind = support.input.value if support else NOTHING
        self.query_one(TurnField).turn_to(kind)
        self.query_one(".detail", LineField).value = support.detail if support else ""
        self.query_one(".when", LineField).value = support.when if support else ""
        self._preset = self.typed
        self._show_words()

    def _show_words(self) -> None:
        typed = self.typed
        shown = typed.kind != NOTHING or bool(typed.detail or typed.when)
        for words in self.query(".words"):
            words.display = shown


class DissentRow(Row):
    """One objection: whether it is kept, why, and what would change that mind."""

    DEFAULT_CSS = """
    DissentRow { height: auto; }
    DissentRow > Horizontal { height: 1; }
    DissentRow .who { width: 1fr; }
    DissentRow TurnField { width: 18; }
    DissentRow .label { width: 21; color: $text-muted; padding-left: 2; }
    DissentRow LineField { width: 1fr; }
    """

    def __init__(self, stance: Dissent, who: str, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.stance = stance
        self._who = who

    def compose(self) -> ComposeResult:
        """Who, and whether it is kept; under it the words."""
        kept = KEPT if self.stance.reason else LEFT_OUT
        with Horizontal():
            yield Static(content(self._who), classes="who")
            yield TurnField((KEPT, LEFT_OUT), kept)
        with Horizontal(classes="words"):
            yield Static("because", classes="label")
            yield LineField(self.stance.reason, classes="reason")
        with Horizontal(classes="words"):
            yield Static("would change that", classes="label")
            yield LineField(self.stance.would_change, classes="change")
        yield Problem()

    def on_mount(self) -> None:
        """Show the words of what is kept alone."""
        self._show_words()

    def on_turn_field_turned(self) -> None:
        """Kept or left out."""
        self._show_words()

    @property
    def typed(self) -> DissentTyped:
        """What the row says."""
        return DissentTyped(
            self.stance,
            self.query_one(TurnField).value == KEPT,
            self.query_one(".reason", LineField).value,
            self.query_one(".change", LineField).value,
        )

    def _show_words(self) -> None:
        for words in self.query(".words"):
            words.display = self.typed.is_kept
