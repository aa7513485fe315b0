"""The form in which a facilitator takes other tasks than the dots chose, and says why."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from facilitator.domain.commands import Command, SettleShortlist
from facilitator.domain.decisions import MOST_CELLS
from facilitator.domain.views import RankedView, ShortlistView
from facilitator.domain.words.figures import counted
from facilitator.live.ports import Clock
from facilitator.ui.facilitating.forms.form import Form, FormRow, flaw_of_line, part
from facilitator.ui.widgets.fields import Offer, ParagraphField, PickSome


class OverruleForm(Form):
    """Which tasks are taken, and why other ones than the dots say."""

    PARTS = (
        part("Taken", "The tasks for today. The others go to the parking lot with their dots."),
        part("Why", "The reason, for the log. Required where you take others than the dots chose."),
    )

    def __init__(self, step: str, shortlist: ShortlistView, clock: Clock) -> None:
        few = "Too few placed dots: which tasks are taken today?"
        dots = "Overrule the dots: which tasks are taken today?"
        super().__init__(few if shortlist.withheld else dots, clock)
        self._is_by_choice = bool(shortlist.withheld)
        self._step = step
        self._ranked = shortlist.ranked
        self._by_dots = frozenset(each.task for each in shortlist.ranked if each.by_dots)

    def rows(self) -> ComposeResult:
        """The tasks in the order of the dots, and the reason."""
        offers = [Offer(each.task, each.title, _note(each)) for each in self._ranked]
        yield FormRow("Taken", PickSome(offers, self._by_dots), "x", id="taken")
        yield FormRow("Why", ParagraphField(), id="reason")

    def on_mount(self) -> None:
        """Say from the start what is asked."""
        self._say_what_is_asked()

    def on_pick_some_changed(self) -> None:
        """Say whether it has to be said why."""
        self._say_what_is_asked()

    def typed(self) -> tuple[frozenset[str], str]:
        """The tasks taken, and the reason."""
        return self.query_one(PickSome).taken, self.query_one(ParagraphField).text

    def problems(self) -> dict[str, str]:
        """What the rules would refuse."""
        taken, reason = self.typed()
        if not taken:
            return {"taken": "Take at least one task."}
        if taken != self._by_dots and not reason.strip():
            why = "take these" if self._is_by_choice else "overrule the dots"
            return {"reason": f"Say why you {why}."}
        flaw = flaw_of_line(reason, MOST_CELLS)
        return {"reason": flaw} if flaw else {}

    def commands(self) -> Sequence[Command]:
        """Settle the shortlist."""
        taken, reason = self.typed()
        in_order = tuple(each.task for each in self._ranked if each.task in taken)
        return [SettleShortlist(step=self._step, taken=in_order, reason=reason)]

    def _say_what_is_asked(self) -> None:
        taken, _ = self.typed()
        number = f"{len(taken)} taken"
        number += "." if self._is_by_choice else f"; the dots took {len(self._by_dots)}."
        self.query_one("#taken", FormRow).hint(f"↑ ↓ then SPACE takes or leaves. {number}")
        differs = taken != self._by_dots
        hint = "Required: the dots chose other tasks." if differs else "The same as the dots."
        hint = "Required: the dots choose none." if self._is_by_choice else hint
        self.query_one("#reason", FormRow).hint(hint)


def _note(each: RankedView) -> str:
    """How many dots a task has, where that may be told."""
    if each.dots is None:
        return ""
    return f"{counted(each.dots, 'dot')}{', by the dots' if each.by_dots else ''}"
