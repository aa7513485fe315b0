"""The decision form's own rows: a supporting team, an objection."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from facilitator.domain.agenda import InputKind, Support
from facilitator.domain.decisions import Dissent
from facilitator.domain.words.choices import INPUTS
from facilitator.ui.facilitating.forms.decision_typed import NOTHING, DissentTyped, SupportTyped
from facilitator.ui.facilitating.forms.form import Problem, Row
from facilitator.ui.text import content, fit
from facilitator.ui.widgets.fields import LineField, TurnField

KEPT, LEFT_OUT = "keep it", "leave it out"
_TEAM_CELLS = 40


class WordedRow(Row):
    """What a field is turned to, and under it two lines of words for as long as they count."""

    DEFAULT_CSS = """
    WordedRow { height: auto; }
    WordedRow > Horizontal { height: 1; }
    WordedRow .about { width: 1fr; }
    WordedRow TurnField { width: 18; }
    WordedRow .label { width: 21; color: $text-muted; padding-left: 2; }
    WordedRow LineField { width: 1fr; }
    WordedRow .meaning { color: $text-muted; height: auto; padding-left: 2; }
    """
    LABELS: ClassVar[tuple[str, str]]
    """What the two lines are called."""

    def __init__(
        self,
        about: str,
        turns: tuple[str, ...],
        at: str,
        words: tuple[str, str],
        *,
        id: str,  # noqa: A002 - Textual's own name for it
    ) -> None:
        super().__init__(id=id)
        self._about = about
        self._turns = turns
        self._at = at
        self._words = words

    def compose(self) -> ComposeResult:
        """Whom it is about, what it is turned to, and the words."""
        with Horizontal():
            yield Static(content(self._about), classes="about")
            yield TurnField(self._turns, self._at)
        yield Static(classes="meaning")
        for label, words in zip(self.LABELS, self._words, strict=True):
            with Horizontal(classes="words"):
                yield Static(label, classes="label")
                yield LineField(words)
        yield Problem()

    def on_mount(self) -> None:
        """Ask for words where they count."""
        self.show_words()

    def on_turn_field_turned(self) -> None:
        """Words may count by now, or no more."""
        self.show_words()

    def values(self) -> tuple[str, str, str]:
        """What it is turned to, and the two lines."""
        first, second = self.query(LineField)
        return self.query_one(TurnField).value, first.value, second.value

    def counts(self) -> bool:
        """Whether the words are asked for."""
        raise NotImplementedError

    def meaning(self) -> str:
        """What it means to have it turned so, where that has to be said."""
        return ""

    def show_words(self) -> None:
        """Show what it means, and the two lines, or don't."""
        for words in self.query(".words"):
            words.display = self.counts()
        explained, meaning = self.query_one(".meaning", Static), self.meaning()
        explained.update(content(meaning))
        explained.display = bool(meaning)


class SupportRow(WordedRow):
    """What one team gives: a kind of input, what exactly, and when."""

    LABELS = ("what exactly", "when")

    def __init__(self, team: str, name: str, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        kinds = (NOTHING, *(kind.value for kind in InputKind))
        super().__init__(fit(name, _TEAM_CELLS), kinds, NOTHING, ("", ""), id=id)
        self.team = team
        self._preset = SupportTyped(team, NOTHING, "", "")

    @property
    def typed(self) -> SupportTyped:
        """What the row says."""
        return SupportTyped(self.team, *self.values())

    def preset(self, support: Support | None) -> None:
        """Fill the row in, unless somebody has typed in it."""
        if self.typed != self._preset:
            return
        self.query_one(TurnField).turn_to(support.input.value if support else NOTHING)
        detail, when = self.query(LineField)
        detail.value = support.detail if support else ""
        when.value = support.when if support else ""
        self._preset = self.typed
        self.show_words()

    def meaning(self) -> str:
        """What the team does for the driver."""
        kind = self.values()[0]
        return f"It {INPUTS[InputKind(kind)].meaning}." if kind != NOTHING else ""

    def counts(self) -> bool:
        """For as long as the team gives anything, or something was typed."""
        kind, *words = self.values()
        return kind != NOTHING or any(words)


class DissentRow(WordedRow):
    """One objection: whether it is kept, why, and what would change that mind."""

    LABELS = ("because", "would change that")

    def __init__(self, stance: Dissent, who: str, *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        kept = KEPT if stance.reason else LEFT_OUT
        words = (stance.reason, stance.would_change)
        super().__init__(who, (KEPT, LEFT_OUT), kept, words, id=id)
        self.stance = stance

    @property
    def typed(self) -> DissentTyped:
        """What the row says."""
        kept, reason, would_change = self.values()
        return DissentTyped(self.stance, kept == KEPT, reason, would_change)

    def counts(self) -> bool:
        """For as long as it is kept."""
        return self.values()[0] == KEPT
