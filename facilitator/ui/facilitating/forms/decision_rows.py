"""The decision form's own rows, what was typed into them, and what has to be mended in it.

The rules have the last word; this says the same earlier, beside each field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from facilitator.domain.agenda import InputKind, Support
from facilitator.domain.decisions import MOST_CELLS, Decision, Dissent, Outcome
from facilitator.domain.text import clean_line
from facilitator.domain.words.choices import INPUTS
from facilitator.ui.facilitating.forms.form import Problem, Row, flaw_of_day, flaw_of_line
from facilitator.ui.text import content, fit
from facilitator.ui.widgets.fields import LineField, TurnField

NOTHING = "nothing"
"""The kind of input that a team gives which gives none."""
_flaw = partial(flaw_of_line, most_cells=MOST_CELLS)
_clean = partial(clean_line, most_cells=MOST_CELLS)
REVIEWED = (Outcome.DECIDED, Outcome.DEFERRED)
"""The outcomes that are looked at again on a day."""
KEPT, LEFT_OUT = "keep it", "leave it out"
_TEAM_CELLS = 40


@dataclass(frozen=True, slots=True)
class SupportTyped:
    """One supporting team's row; ``kind`` is a kind of input or :data:`NOTHING`."""

    team: str
    kind: str
    detail: str
    when: str


@dataclass(frozen=True, slots=True)
class DissentTyped:
    """One objection's row."""

    stance: Dissent
    is_kept: bool
    reason: str
    would_change: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything in the form. Rows that do not apply to the driver chosen are left out."""

    outcome: Outcome
    driver: str | None
    owner: str
    rationale: str
    review_on: str
    support: tuple[tuple[str, SupportTyped], ...] = ()
    dissent: tuple[tuple[str, DissentTyped], ...] = ()

    def needs_rationale(self, leader: str | None) -> bool:
        """Whether it has to be said why: the decision is not for the team that leads the vote."""
        return self.outcome is Outcome.DECIDED and self.driver != leader

    @classmethod
    def of(cls, outcome: Outcome, rows: Mapping[str, Any]) -> Typed:
        """What is typed by the ids of rows; not every outcome has them all."""
        return cls(
            outcome=outcome,
            driver=rows.get("driver"),
            owner=rows.get("owner", ""),
            rationale=rows["rationale"],
            review_on=rows.get("review", ""),
            support=tuple(each for each in rows.items() if isinstance(each[1], SupportTyped)),
            dissent=tuple(each for each in rows.items() if isinstance(each[1], DissentTyped)),
        )


def problems_of(typed: Typed, leader: str | None, today: date) -> dict[str, str]:
    """What is wrong, a sentence for each field's id; empty when the form can be saved."""
    return {field: problem for field, problem in _problems(typed, leader, today) if problem}


def decision_of(typed: Typed) -> Decision:
    """The decision that a form without problems says."""
    decision = Decision(typed.outcome, rationale=_clean(typed.rationale))
    if typed.outcome in REVIEWED:
        decision = replace(decision, review_on=date.fromisoformat(typed.review_on.strip()))
    if typed.outcome is not Outcome.DECIDED:
        return decision
    return replace(
        decision,
        driver=typed.driver,
        owner=_clean(typed.owner),
        support=tuple(
            Support(row.team, InputKind(row.kind), _clean(row.detail), _clean(row.when))
            for _, row in typed.support
            if row.kind != NOTHING
        ),
        dissent=tuple(
            replace(row.stance, reason=_clean(row.reason), would_change=_clean(row.would_change))
            for _, row in typed.dissent
            if row.is_kept
        ),
    )


def _problems(typed: Typed, leader: str | None, today: date) -> Iterator[tuple[str, str]]:
    if typed.outcome is Outcome.DECIDED and typed.driver is None:
        yield "driver", "Choose the one team that drives this task."
    yield "owner", _flaw(typed.owner)
    missing = typed.needs_rationale(leader) and not typed.rationale.strip()
    yield "rationale", "Say why." if missing else _flaw(typed.rationale)
    if typed.outcome in REVIEWED:
        such_as, flaw = date(today.year + 1, 1, 31), "The review has to lie in the future."
        yield "review", flaw_of_day(typed.review_on, today, such_as, flaw)
    for field, row in typed.support:
        yield field, _flaw_of_support(row)
    for field, objection in typed.dissent:
        yield field, _flaw_of_dissent(objection)


def _flaw_of_support(row: SupportTyped) -> str:
    if row.kind == NOTHING:
        lost = row.detail.strip() or row.when.strip()
        return "Turn to a kind of input, or empty this row." if lost else ""
    if not row.detail.strip():
        return "Say what exactly they give."
    if not row.when.strip():
        return "Say when they give it."
    return _flaw(row.detail) or _flaw(row.when)


def _flaw_of_dissent(row: DissentTyped) -> str:
    if not row.is_kept:
        return ""
    if not row.reason.strip():
        return "Say why, or leave the objection out."
    return _flaw(row.reason) or _flaw(row.would_change)


# Rows


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
