"""The forms in which a task is added on the spot, and in which parked items become one."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from facilitator.domain.agenda import FEWEST_CANDIDATES, default_question
from facilitator.domain.commands import AddTask, Command, MergeItems
from facilitator.domain.rules.session import FEWEST_MERGED, MOST_PARKED_CHARACTERS
from facilitator.domain.state import ParkedItem
from facilitator.domain.views import FacilitatorView, Stage
from facilitator.live.ports import Clock
from facilitator.ui.facilitating.forms.form import Form, FormRow, Values, part
from facilitator.ui.text import fit
from facilitator.ui.widgets.fields import LineField, Offer, ParagraphField, PickOne, PickSome

_TITLE_CELLS = 40
LAST = "the usual place"
"""Stands for no step in particular; no step's id has a blank."""
_USUAL = Offer(LAST, "After today's other tasks", "ahead of promises and the close")


class AddForm(Form):
    """What the task is, which teams could drive it, and when it is taken."""

    parts = (
        part("Title", "A few words, as the agenda lists it."),
        part(
            "Question", "What the room is asked. It follows the title until you word it yourself."
        ),
        part("Candidates", "The teams that could drive it: two at least."),
        part("Place", "Before which step it is taken."),
    )

    def __init__(self, view: FacilitatorView, item: ParkedItem | None, clock: Clock) -> None:
        """``item`` is the parked item that the task is made of, if it is."""
        super().__init__("Add a task to today's agenda", clock)
        self._item = item
        self._first_title = _title_from(item.text) if item else ""
        self._teams: Sequence[tuple[str, str]] = [(team.id, team.name) for team in view.room]
        self._places = places(view)
        self._preset = _question_for(self._first_title)

    def rows(self) -> ComposeResult:
        """The task, its question, the teams, the place."""
        yield FormRow("Title", LineField(self._first_title), id="title")
        yield FormRow("Question", ParagraphField(self._preset), "Follows the title.", id="question")
        offers = [Offer(team, name) for team, name in self._teams]
        yield FormRow(
            "Candidates",
            PickSome(offers, frozenset(team for team, _ in self._teams)),
            "↑ ↓ then SPACE takes or leaves. At least two.",
            id="candidates",
        )
        yield FormRow("Place", PickOne(self._places, self._places[0].id), id="place")

    def on_input_changed(self, event: LineField.Changed) -> None:
        """Have the question follow the title, until it is worded otherwise."""
        field = self.query_one(ParagraphField)
        if field.text == self._preset:
            self._preset = _question_for(event.value)
            field.text = self._preset

    def problems(self, typed: Values) -> dict[str, str]:
        """What the rules would refuse, as far as it shows here."""
        too_few = "Pick at least two teams: else there is nothing to debate."
        return {
            "title": "" if typed["title"].strip() else "Say what the task is.",
            "candidates": too_few if len(typed["candidates"]) < FEWEST_CANDIDATES else "",
        }

    def commands(self, typed: Values) -> Sequence[Command]:
        """Add the task."""
        return [
            AddTask(
                title=typed["title"].strip(),
                question=typed["question"].strip(),
                candidates=tuple(team for team, _ in self._teams if team in typed["candidates"]),
                before=None if typed["place"] == LAST else typed["place"],
                parked=self._item.number if self._item else None,
            )
        ]


def _question_for(title: str) -> str:
    return default_question(title.strip()) if title.strip() else ""


def _title_from(text: str) -> str:
    """A title made of what was parked; as much of it as a title holds."""
    return fit(text.strip(), _TITLE_CELLS)


def places(view: FacilitatorView) -> list[Offer]:
    """The places to pick from: next first, while the room is on a step."""
    known = {entry.id: place for place, entry in enumerate(view.stage.outline)}
    here = view.stage.step.number - 1 if view.stage.step else -1
    following = [step for step in view.ahead if known.get(step[0], 0) > here]
    offers = [Offer(step, f"Before “{fit(title, _TITLE_CELLS)}”") for step, title in view.ahead]
    if view.stage.stage is Stage.GATHERING or not following:
        return [_USUAL, *offers]
    step, title = following[0]
    others = [offer for offer in offers if offer.id != step]
    return [Offer(step, "Next", f"before “{fit(title, _TITLE_CELLS)}”"), _USUAL, *others]


class MergeForm(Form):
    """Which parked items say the same, and how to say it once."""

    parts = (
        part("Items", "Those that say the same. Two or more become one."),
        part("Text", "How to say it once."),
    )

    def __init__(self, items: tuple[ParkedItem, ...], first: ParkedItem, clock: Clock) -> None:
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

    def problems(self, typed: Values) -> dict[str, str]:
        """What the rules would refuse."""
        fits = 1 <= len(typed["text"].strip()) <= MOST_PARKED_CHARACTERS
        return {
            "items": "Take two or more." if len(typed["items"]) < FEWEST_MERGED else "",
            "text": "" if fits else f"Write 1 to {MOST_PARKED_CHARACTERS} characters.",
        }

    def commands(self, typed: Values) -> Sequence[Command]:
        """Make one of them."""
        items = tuple(sorted(int(number) for number in typed["items"]))
        return [MergeItems(items=items, text=typed["text"].strip())]
