"""The form in which a facilitator enters the answers of somebody without a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from textual.app import ComposeResult
from textual.widgets import Static

from facilitator.domain.commands import Command, MarkItem, WithdrawMark
from facilitator.domain.words.figures import counted
from facilitator.live.ports import Clock
from facilitator.ui.facilitating.forms.form import Form, FormRow, Values, part
from facilitator.ui.text import content
from facilitator.ui.widgets.fields import TurnField

NOTHING = "nothing entered"


@dataclass(frozen=True, slots=True)
class Asked:
    """One item: what it asks, and the words that stand for its values."""

    item: str
    text: str
    words: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Answering:
    """Whose answers are entered, in which round."""

    step: str
    number: int
    participant: str


class EnterForm(Form):
    """One row for each item; of dots no more than there are."""

    parts = (
        part("Answers", "What they told you. It counts as theirs, marked as entered for them."),
    )

    def __init__(
        self,
        title: str,
        answering: Answering,
        asked: tuple[Asked, ...],
        dots: int | None,
        clock: Clock,
    ) -> None:
        super().__init__(title, clock)
        self._answering = answering
        self._asked = asked
        self._dots = dots

    def rows(self) -> ComposeResult:
        """The items in their order."""
        for place, each in enumerate(self._asked):
            field = TurnField((NOTHING, *each.words), NOTHING)
            yield Static(content(each.text), classes="part")
            yield FormRow("", field, "← → or SPACE turn." * (not place), id=f"item-{place}")

    def problems(self, typed: Values) -> dict[str, str]:
        """What the rules would refuse."""
        entered = self._entered(typed)
        if not entered:
            return {"item-0": "Enter an answer, or leave with Esc."}
        if self._dots is not None and sum(n or 0 for _, n in entered) > self._dots:
            return {"item-0": f"There are {counted(self._dots, 'dot')} to place, no more."}
        return {}

    def commands(self, typed: Values) -> Sequence[Command]:
        """Give the answers; dots entered before would count on top of these, and are taken back."""
        to = asdict(self._answering)
        gone = [each.item for each in self._asked] if self._dots is not None else []
        return [
            *(WithdrawMark(**to, item=item) for item in gone),
            *(MarkItem(**to, item=item, value=value) for item, value in self._entered(typed)),
        ]

    def _entered(self, typed: Values) -> tuple[tuple[str, int | None], ...]:
        """What was entered, without what was left out."""
        turned = zip(self._asked, typed.values(), strict=True)
        return tuple((each.item, each.words[word]) for each, word in turned if word != NOTHING)
