"""The promise form: what is promised, by whom to whom, by when, and who answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from textual.app import ComposeResult
from textual.widgets import Input

from facilitator.domain.agenda import SENTENCE_CELLS
from facilitator.domain.commands import Command, WordPromise
from facilitator.domain.decisions import Promise
from facilitator.domain.people import NAME_CELLS
from facilitator.domain.views import FacilitatorView, PromiseView, Stage
from facilitator.domain.words.figures import day_of
from facilitator.live.ports import Clock
from facilitator.ui.facilitating.forms.form import Form, FormRow, day_typed, flaw_of_line, part
from facilitator.ui.widgets.fields import ParagraphField, PickField, TurnField

DAYS_TO_KEEP = 60
"""How far off the day lies that a promise without one starts from."""
_DAYS_OFFERED = (14, 30, 60, 90, 120)


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything in the form; teams by id."""

    text: str
    giver: str
    receiver: str
    due: str
    owner: str


class PromiseForm(Form):
    """Words a promise, or adds one when it is given none."""

    PARTS = (
        part("Promise", "One sentence that says what the other team can count on."),
        part("From To", "The team that promises, and the one that it is promised to."),
        part("Kept by", "The day by which it is kept; empty where there is none."),
        part("Owner", "The person of the promising team who answers for it."),
    )

    DEFAULT_CSS = "PromiseForm TurnField { width: 34; max-width: 100%; }"

    def __init__(
        self,
        view: FacilitatorView,
        promise: PromiseView | None,
        clock: Clock,
    ) -> None:
        super().__init__("Reword this promise" if promise else "Add a promise", clock)
        self._promise = promise
        self._teams = {team.name: team.id for team in view.room}
        self._people = dict(view.people)
        self._was_asked = promise is not None and view.stage.stage is Stage.REVEALED
        self._step = view.stage.step.id if view.stage.step else ""
        self._today = day_of(clock())

    def rows(self) -> ComposeResult:
        """What, from whom, to whom, by when, and by whom."""
        promise = self._promise
        names = list(self._teams)
        giver = promise.giver.name if promise else names[0]
        receiver = promise.receiver.name if promise else names[1]
        due = promise.due if promise and promise.due else self._in(DAYS_TO_KEEP)
        hint = _ANEW if self._was_asked else ""
        yield FormRow("Promise", ParagraphField(promise.text if promise else ""), hint, id="text")
        yield FormRow("From", TurnField(names, giver), "← → turns to another team", id="giver")
        yield FormRow("To", TurnField(names, receiver), id="receiver")
        by = PickField(due.isoformat())
        by.offers = [self._in(days).isoformat() for days in _DAYS_OFFERED]
        yield FormRow("Kept by", by, "YYYY-MM-DD, or ↑ ↓; empty for no day", id="due")
        owner = PickField(promise.owner if promise else "", placeholder="who answers for it")
        yield FormRow("Owner", owner, id="owner")

    def on_mount(self) -> None:
        """Offer the people of the team that promises."""
        self._follow_giver()

    def on_turn_field_turned(self) -> None:
        """Another team: other people."""
        self._follow_giver()

    def typed(self) -> Typed:
        """Everything in the form."""
        return Typed(
            text=self.query_one(ParagraphField).text,
            giver=self._teams[self.query_one("#giver TurnField", TurnField).value],
            receiver=self._teams[self.query_one("#receiver TurnField", TurnField).value],
            due=self.query_one("#due Input", Input).value,
            owner=self.query_one("#owner Input", Input).value,
        )

    def problems(self) -> dict[str, str]:
        """What the rules would refuse, beside each field."""
        typed = self.typed()
        found = {
            "text": flaw_of_line(typed.text, SENTENCE_CELLS) if typed.text.strip() else _NO_TEXT,
            "receiver": _TO_ITSELF if typed.giver == typed.receiver else "",
            "due": self._flaw_of_day(typed.due),
            "owner": flaw_of_line(typed.owner, NAME_CELLS),
        }
        return {field: flaw for field, flaw in found.items() if flaw}

    async def record(self) -> str:
        """Record the wording; the same once more would not get anywhere with those who object."""
        if self._was_asked and self._worded() == _as_it_is(self._promise):
            return _THE_SAME
        return await super().record()

    def commands(self) -> Sequence[Command]:
        """Word the promise."""
        return [WordPromise(step=self._step, promise=self._worded())]

    def _worded(self) -> Promise:
        typed = self.typed()
        return Promise(
            id=self._promise.id if self._promise else "",
            giver=typed.giver,
            receiver=typed.receiver,
            text=typed.text,
            due=day_typed(typed.due),
            owner=typed.owner,
        )

    def _flaw_of_day(self, text: str) -> str:
        if not text.strip():
            return ""
        chosen = day_typed(text)
        if chosen is None:
            return f"Type a day as YYYY-MM-DD, such as {self._in(DAYS_TO_KEEP).isoformat()}."
        return "" if chosen > self._today else "The day has to lie in the future."

    def _in(self, days: int) -> date:
        return self._today + timedelta(days=days)

    def _follow_giver(self) -> None:
        owners = self._people.get(self.typed().giver, ())
        self.query_one("#owner", FormRow).offer_people(owners)


_ANEW = "Whatever changes here, it is asked anew."
_THE_SAME = "Nothing is changed. Esc goes back: there N asks for it as it is, L leaves it out."
_NO_TEXT = "Say what is promised."
_TO_ITSELF = "A promise goes to another team than the one that makes it."


def _as_it_is(promise: PromiseView | None) -> Promise | None:
    if promise is None:
        return None
    return Promise(
        id=promise.id,
        giver=promise.giver.id,
        receiver=promise.receiver.id,
        text=promise.text,
        due=promise.due,
        owner=promise.owner,
    )
