"""The form in which several parked items become one."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from facilitator.domain.commands import Command, MergeItems
from facilitator.domain.rules.session import FEWEST_MERGED, MOST_PARKED_CHARACTERS
from facilitator.domain.state import ParkedItem
from facilitator.live.ports import Clock
from facilitator.ui.facilitating.forms.form import Form, FormRow, part
from facilitator.ui.widgets.fields import Offer, ParagraphField, PickSome


class MergeForm(Form):
    """Which parked items say the same, and how to say it once."""

    PARTS = (
        part("Items", "Those that say the same. Two or more become one."),
        part("Text", "How to say it once."),
    )

    def __init__(
        self,
        items: tuple[ParkedItem, ...],
        first: ParkedItem,
        clock: Clock,
    ) -> None:
        super().__init__("Make one parked item of several", clock)
        self._items = items
        self._first = first

    def rows(self) -> ComposeResult:
        """The items, and the text that is left."""
        offers = [Offer(str(item.number), item.text) for item in self._items]
        yield FormRow(
            "Items",
            PickSome(offers, frozenset({str(self._first.number)})),
            "↑ ↓ then SPACE takes or leaves. Two or more become one.",
            id="items",
        )
        yield FormRow("Text", ParagraphField(self._first.text), "What is left.", id="text")

    def typed(self) -> tuple[frozenset[str], str]:
        """The items taken, and the text."""
        return self.query_one(PickSome).taken, self.query_one(ParagraphField).text.strip()

    def problems(self) -> dict[str, str]:
        """What the rules would refuse."""
        taken, text = self.typed()
        problems = {}
        if len(taken) < FEWEST_MERGED:
            problems["items"] = "Take two or more."
        if not text or len(text) > MOST_PARKED_CHARACTERS:
            problems["text"] = f"Write 1 to {MOST_PARKED_CHARACTERS} characters."
        return problems

    def commands(self) -> Sequence[Command]:
        """Make one of them."""
        taken, text = self.typed()
        return [MergeItems(items=tuple(sorted(int(number) for number in taken)), text=text)]
