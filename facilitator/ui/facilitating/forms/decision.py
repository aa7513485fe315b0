"""The decision form: everything that makes a decision definite, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from facilitator.domain.agenda import Support
from facilitator.domain.commands import Command, RecordDecision
from facilitator.domain.decisions import Outcome
from facilitator.domain.views import FacilitatorView, TaskView
from facilitator.domain.words.choices import INPUTS
from facilitator.domain.words.figures import counted, day_of
from facilitator.live.ports import Clock
from facilitator.ui.facilitating.forms import decision_rows
from facilitator.ui.facilitating.forms.form import Form, FormRow, Values, part
from facilitator.ui.text import fit
from facilitator.ui.widgets.fields import Offer, ParagraphField, PickField, PickOne
from facilitator.ui.widgets.keys import Key

_WHY = part("Why", "The reason, for whoever reads the log. Required against the lead.")
_REVIEW = part("Review", "When to look at it again. The agenda's rules say the first date.")
_PARTS: Mapping[Outcome, Sequence[Key]] = {
    Outcome.ESCALATED: (_WHY,),
    Outcome.DEFERRED: (_WHY, _REVIEW),
    Outcome.DECIDED: (
        part("Driver", "The one team that drives it. Another than the leading one needs a reason."),
        part("Owner", "The person of that team who answers for it."),
        _WHY,
        _REVIEW,
        part(
            "Support",
            "What each other team gives, and when. "
            + "; ".join(f"{kind}: {words.meaning}" for kind, words in INPUTS.items())
            + ".",
        ),
        part(
            "Dissent",
            "Who wanted another driver. What is kept stands on their own screen at once, for them"
            " to confirm, reword or withdraw.",
        ),
    ),
}
_NAME_CELLS = 20


class DecisionForm(Form):
    """Decides, defers or escalates a task."""

    DEFAULT_CSS = "DecisionForm #dissent-part { margin-top: 1; }"

    def __init__(self, view: FacilitatorView, outcome: Outcome, clock: Clock) -> None:
        task, step = view.stage.matter, view.stage.step
        if view.draft is None or not isinstance(task, TaskView) or step is None:
            raise ValueError("only a revealed task can get an outcome")
        super().__init__(_title(view, outcome), clock)
        self._view = view
        self._draft = view.draft
        self._candidates = task.candidates
        self._outcome = outcome
        self.parts = _PARTS[outcome]
        self._step = step.id
        self._today = day_of(clock())
        self._names = {team.id: team.name for team in view.room}

    def rows(self) -> ComposeResult:
        """The parts that this outcome has."""
        if self._outcome is Outcome.DECIDED:
            yield FormRow("Driver", PickOne(tuple(self._offers()), self._draft.leader), id="driver")
            yield FormRow("Owner", PickField(placeholder="who answers for it"), id="owner")
        yield FormRow("Why", ParagraphField(), id="rationale")
        if self._outcome in decision_rows.REVIEWED:
            review = PickField(self._draft.review_on.isoformat())
            yield FormRow("Review on", review, "YYYY-MM-DD", id="review")
        if self._outcome is Outcome.DECIDED:
            yield Static("Support: what the other teams give", classes="part")
            yield Static("← → turns to a kind of input", classes="note")
            yield from self._support_rows()
            yield Static("Dissent: who wanted another driver", classes="part", id="dissent-part")
            yield from self._dissent_rows()

    def catch_up(self) -> None:
        """Support and objections follow the driver."""
        if self._outcome is Outcome.DECIDED:
            self._follow_driver(self.query_one(PickOne).value)

    def problems(self, typed: Values) -> dict[str, str]:
        """What keeps the decision from being recorded."""
        filled_in = decision_rows.Typed.of(self._outcome, typed)
        return decision_rows.problems_of(filled_in, self._draft.leader, self._today)

    def commands(self, typed: Values) -> Sequence[Command]:
        """Record the decision."""
        decision = decision_rows.decision_of(decision_rows.Typed.of(self._outcome, typed))
        return [RecordDecision(step=self._step, decision=decision)]

    @property
    def _is_withheld(self) -> bool:
        reveal = self._view.stage.reveal
        return reveal is not None and reveal.withheld > 0

    def _offers(self) -> Iterator[Offer]:
        reveal = self._view.stage.reveal
        votes = {bar.choice: bar.count for bar in reveal.bars} if reveal else {}
        for candidate in self._candidates:
            note = counted(votes.get(candidate.id, 0), "vote")
            leads = ", leads" if candidate.id == self._draft.leader else ""
            figures = "" if self._is_withheld else f"{note}{leads}"
            yield Offer(candidate.id, candidate.name, figures)

    def _suggested(self, driver: str | None) -> tuple[Support, ...]:
        suggested = self._view.suggested
        return suggested.support if suggested and suggested.driver == driver else ()

    def _support_rows(self) -> Iterator[Widget]:
        suggested = self._view.suggested.support if self._view.suggested else ()
        number = 0
        for team in self._view.room:
            for _ in range(max(1, sum(s.team == team.id for s in suggested))):
                yield decision_rows.SupportRow(team.id, team.name, id=f"support-{number}")
                number += 1

    def _dissent_rows(self) -> Iterator[Widget]:
        for number, stance in enumerate(self._draft.stances):
            name = fit(stance.name or "Somebody", _NAME_CELLS)
            wants = self._names.get(stance.position, stance.position)
            yield decision_rows.DissentRow(stance, f"{name} wants {wants}", id=f"dissent-{number}")

    def _follow_driver(self, driver: str | None) -> None:
        owners = dict(self._draft.owners).get(driver or "", ())
        self.query_one("#owner", FormRow).offer_people(owners)
        left = list(self._suggested(driver))
        for row in self.query(decision_rows.SupportRow):
            given = next((s for s in left if s.team == row.team), None)
            if given:
                left.remove(given)
            row.preset(given)
            row.display = row.team != driver
        for objection in self.query(decision_rows.DissentRow):
            objection.display = objection.stance.position != driver
        self.query_one("#dissent-part").display = any(
            r.display for r in self.query(decision_rows.DissentRow)
        )
        self._ask_why(driver)

    def _ask_why(self, driver: str | None) -> None:
        leader = self._draft.leader
        if driver is None or driver == leader:
            hint = ""
        elif self._is_withheld:
            hint = "Required: too few have voted to tell who leads."
        elif leader is None:
            hint = "Required: no team leads the vote."
        else:
            hint = f"Required: {self._names[leader]} leads the vote."
        self.query_one("#rationale", FormRow).hint(hint)


def _title(view: FacilitatorView, outcome: Outcome) -> str:
    task = fit(view.stage.step.title, 50) if view.stage.step else ""
    if outcome is Outcome.DECIDED:
        return f"Decide: {task}"
    if outcome is Outcome.ESCALATED:
        return f"Escalate to {view.rules.approver}: {task}"
    return f"Defer: {task}"
