"""The promise form: what is promised, by whom to whom, by when, and who answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from textual.app import ComposeResult

from facilitator.domain.agenda import SENTENCE_CELLS
from facilitator.domain.commands import Command, WordPromise
from facilitator.domain.decisions import Promise
from facilitator.domain.people import NAME_CELLS
from facilitator.domain.views import FacilitatorView, PromiseView, Stage
from facilitator.domain.words.figures import day_of
from facilitator.live.ports import Clock
from facilitator.ui.facilitating.forms import form
from facilitator.ui.widgets.fields import ParagraphField, PickField, TurnField

DAYS_TO_KEEP = 60
"""How far off the day lies that a promise without one starts from."""
_DAYS_OFFERED = (14, 30, 60, 90, 120)


class PromiseForm(form.Form):
    """Words a promise, or adds one when it is given none."""

    parts = (
        form.part("Promise", "One sentence that says what the other team can count on."),
        form.part("From To", "The team that promises, and the one that it is promised to."),
        form.part("Kept by", "The day by which it is kept; empty where there is none."),
        form.part("Owner", "The person of the promising team who answers for it."),
    )

    DEFAULT_CSS = "PromiseForm TurnField { width: 34; max-width: 100%; }"

    def __init__(self, view: FacilitatorView, promise: PromiseView | None, clock: Clock) -> None:
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
        yield form.FormRow(
            "Promise", ParagraphField(promise.text if promise else ""), hint, id="text"
        )
        yield form.FormRow("From", TurnField(names, giver), "← → turns to another team", id="giver")
        yield form.FormRow("To", TurnField(names, receiver), id="receiver")
        by = PickField(due.isoformat())
        by.offers = [self._in(days).isoformat() for days in _DAYS_OFFERED]
        yield form.FormRow("Kept by", by, "YYYY-MM-DD, or ↑ ↓; empty for no day", id="due")
        owner = PickField(promise.owner if promise else "", placeholder="who answers for it")
        yield form.FormRow("Owner", owner, id="owner")

    def catch_up(self) -> None:
        """Offer the people of the team that promises."""
        owners = self._people.get(self._teams[self.typed()["giver"]], ())
        self.query_one("#owner", form.FormRow).offer_people(owners)

    def problems(self, typed: form.Values) -> dict[str, str]:
        """What the rules would refuse, beside each field."""
        text, due = typed["text"], typed["due"]
        as_day = form.flaw_of_day(due, self._today, self._in(DAYS_TO_KEEP), _TOO_EARLY)
        return {
            "text": form.flaw_of_line(text, SENTENCE_CELLS) if text.strip() else _NO_TEXT,
            "receiver": _TO_ITSELF if typed["giver"] == typed["receiver"] else "",
            "due": as_day if due.strip() else "",
            "owner": form.flaw_of_line(typed["owner"], NAME_CELLS),
        }

    async def record(self, typed: form.Values) -> str:
        """Record the wording; the same once more would not get anywhere with those who object."""
        has_day = self._promise is not None and self._promise.due is not None
        is_same = self.commands(typed) == self.commands(self.at_first or typed)
        if self._was_asked and has_day and is_same:
            return _THE_SAME
        return await super().record(typed)

    def commands(self, typed: form.Values) -> Sequence[Command]:
        """Word the promise."""
        promise = Promise(
            id=self._promise.id if self._promise else "",
            giver=self._teams[typed["giver"]],
            receiver=self._teams[typed["receiver"]],
            text=typed["text"],
            due=form.day_typed(typed["due"]),
            owner=typed["owner"],
        )
        return [WordPromise(step=self._step, promise=promise)]

    def _in(self, days: int) -> date:
        return self._today + timedelta(days=days)


_ANEW = "Whatever changes here, it is asked anew."
_THE_SAME = "Nothing is changed. Esc goes back: there N asks for it as it is, L leaves it out."
_NO_TEXT = "Say what is promised."
_TOO_EARLY = "The day has to lie in the future."
_TO_ITSELF = "A promise goes to another team than the one that makes it."
