"""The form in which a task is added on the spot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.app import ComposeResult

from facilitator.domain.agenda import default_question
from facilitator.domain.on_the_spot import FEWEST_CANDIDATES
from facilitator.domain.views import FacilitatorView
from facilitator.ui.facilitating.adding.places import LAST, places
from facilitator.ui.text import fit
from facilitator.ui.widgets.fields import LineField, Offer, ParagraphField, PickOne, PickSome
from facilitator.ui.widgets.forms import Form, FormRow, part
from facilitator.ui.widgets.keys import Key

_TITLE_CELLS = 40


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task as typed; ``before`` is a step's id, None for the usual place."""

    title: str
    question: str
    candidates: tuple[str, ...]
    before: str | None


Save = Callable[[NewTask], Awaitable[str]]
"""Adds the task; returns why it could not be, or ""."""

_PARTS = (
    part("Title", "A few words, as the agenda lists it."),
    part("Question", "What the room is asked. It follows the title until you word it yourself."),
    part("Candidates", "The teams that could drive it: two at least."),
    part("Place", "Before which step it is taken."),
)


class AddForm(Form):
    """What the task is, which teams could drive it, and when it is taken."""

    def __init__(
        self, view: FacilitatorView, title: str, save: Save, clock: Callable[[], datetime]
    ) -> None:
        super().__init__("Add a task to today's agenda", clock)
        self._first_title = title
        self._teams: Sequence[tuple[str, str]] = [(team.id, team.name) for team in view.room]
        self._places = places(view)
        self._save_task = save
        self._preset = _question_for(title)

    def rows(self) -> ComposeResult:
        """The task, its question, the teams, the place."""
        yield FormRow("Title", LineField(self._first_title, classes="name"), id="title")
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

    def typed(self) -> NewTask:
        """The task."""
        taken = self.query_one(PickSome).taken
        place = self.query_one(PickOne).value
        return NewTask(
            title=self.query_one(".name", LineField).value.strip(),
            question=self.query_one(ParagraphField).text.strip(),
            candidates=tuple(team for team, _ in self._teams if team in taken),
            before=None if place in (None, LAST) else place,
        )

    def problems(self) -> dict[str, str]:
        """What the rules would refuse, as far as it shows here."""
        task = self.typed()
        problems = {}
        if not task.title:
            problems["title"] = "Say what the task is."
        if len(task.candidates) < FEWEST_CANDIDATES:
            problems["candidates"] = "Pick at least two teams: else there is nothing to debate."
        return problems

    def parts(self) -> Sequence[Key]:
        """The task, its teams, its place."""
        return _PARTS

    async def record(self) -> str:
        """Add the task."""
        return await self._save_task(self.typed())


def _question_for(title: str) -> str:
    return default_question(title.strip()) if title.strip() else ""


def title_from(text: str) -> str:
    """A title made of what was parked; as much of it as a title holds."""
    return fit(text.strip(), _TITLE_CELLS)
