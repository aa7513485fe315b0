"""The form in which a facilitator enters the answers of somebody without a terminal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.app import ComposeResult
from textual.widgets import Static

from facilitator.domain.marks import (
    CONSENT,
    FINGERS,
    OBJECTION,
    PLAN,
    RETURN_ON_TIME,
    TOLD,
    YES,
)
from facilitator.domain.views import StageView
from facilitator.domain.words.figures import counted
from facilitator.domain.words.signs import STATUS_SIGNS
from facilitator.ui.text import content
from facilitator.ui.widgets.fields import TurnField
from facilitator.ui.widgets.forms import Form, FormRow, part
from facilitator.ui.widgets.keys import Key

Entered = tuple[tuple[str, int | None], ...]
"""Items with the values entered for them."""
Save = Callable[[Entered], Awaitable[str]]
NOTHING = "nothing entered"
_CANT_SAY = "can't say"


@dataclass(frozen=True, slots=True)
class Asked:
    """One item: what it asks, and the words that stand for its values."""

    item: str
    text: str
    words: Mapping[str, int | None]


def questions_for(stage: StageView, team: str) -> tuple[Asked, ...]:
    """What the open round asks of somebody of a team."""
    if stage.rate is not None:
        scale = {f"{n}  {word}": n for n, word in enumerate(stage.rate.scale, start=1)}
        words = {**scale, _CANT_SAY: None}
        return tuple(Asked(each.id, each.text, words) for each in stage.rate.statements)
    if stage.shortlist is not None:
        words = {counted(n, "dot"): n for n in range(1, stage.shortlist.dots + 1)}
        return tuple(Asked(each.task, each.title, words) for each in stage.shortlist.offers)
    if stage.follow_up is not None:
        words = {STATUS_SIGNS[s].word: n for n, s in enumerate(TOLD, start=1)}
        words[_CANT_SAY] = None
        return tuple(
            Asked(each.id, each.text, words)
            for each in stage.follow_up.owed
            if each.receiver.id == team or not stage.named
        )
    if stage.commit is not None:
        text = stage.commit.at_hand.text if stage.commit.at_hand else ""
        return (Asked(CONSENT, text, {"yes": YES, "objects": OBJECTION, "stands aside": None}),)
    fingers: dict[str, int | None] = {counted(n, "finger"): n for n in FINGERS}
    fingers["abstains"] = None
    return (
        Asked(PLAN, "The plan", fingers),
        Asked(RETURN_ON_TIME, "Was it worth the time?", fingers),
    )


_PARTS = (part("Answers", "What they told you. It counts as theirs, marked as entered for them."),)


class EnterForm(Form):
    """One row for each item; of dots no more than there are."""

    def __init__(
        self,
        title: str,
        asked: tuple[Asked, ...],
        dots: int | None,
        save: Save,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(title, clock)
        self._asked = asked
        self._dots = dots
        self._save_answers = save

    def rows(self) -> ComposeResult:
        """The items in their order."""
        for place, each in enumerate(self._asked):
            field = TurnField((NOTHING, *each.words), NOTHING)
            yield Static(content(each.text), classes="part")
            yield FormRow("", field, "← → or SPACE turn." * (not place), id=f"item-{place}")

    def typed(self) -> Entered:
        """What was entered, without what was left out."""
        turned = zip(self._asked, self.query(TurnField), strict=True)
        return tuple(
            (each.item, each.words[field.value]) for each, field in turned if field.value != NOTHING
        )

    def problems(self) -> dict[str, str]:
        """What the rules would refuse."""
        entered = self.typed()
        if not entered:
            return {"item-0": "Enter an answer, or leave with Esc."}
        if self._dots is not None and sum(n or 0 for _, n in entered) > self._dots:
            return {"item-0": f"There are {counted(self._dots, 'dot')} to place, no more."}
        return {}

    def parts(self) -> Sequence[Key]:
        """There is one kind of them."""
        return _PARTS

    async def record(self) -> str:
        """Hand it over."""
        return await self._save_answers(self.typed())
