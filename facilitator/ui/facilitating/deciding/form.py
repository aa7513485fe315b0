"""The decision form: everything that makes a decision definite, on one page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import date, datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from facilitator.domain.agenda import Support
from facilitator.domain.decisions import Decision, Outcome
from facilitator.domain.views import FacilitatorView
from facilitator.ui.facilitating.deciding.checking import Typed, decision_of, problems_of
from facilitator.ui.facilitating.deciding.rows import DissentRow, FormRow, Problem, SupportRow
from facilitator.ui.text import content, fit
from facilitator.ui.widgets.dialogs import Question, keys_said
from facilitator.ui.widgets.fields import Offer, ParagraphField, PickField, PickOne
from facilitator.ui.widgets.phrases import counted, day, listed

Save = Callable[[Decision], Awaitable[str]]
"""Records a decision; returns why it could not be, or ""."""
_NAMES_OFFERED = 5
_NAME_CELLS = 20


class DecisionForm(ModalScreen[bool]):
    """Decides, defers or escalates a task. Keeps all that was typed until it is saved."""

    DEFAULT_CSS = """
    DecisionForm { background: $background; }
    DecisionForm > .top { height: 1; padding: 0 2; background: $panel; text-style: bold; }
    DecisionForm > VerticalScroll { height: 1fr; padding: 1 1 0 2; scrollbar-size-vertical: 1;
        scrollbar-color: $line; scrollbar-color-hover: $line; scrollbar-background: $background;
        scrollbar-background-hover: $background;
    }
    DecisionForm .part { text-style: bold; color: $text-secondary; }
    DecisionForm .note { color: $text-muted; }
    DecisionForm #dissent-part { margin-top: 1; }
    DecisionForm > #refusal { padding: 0 2; }
    DecisionForm > .keys { margin: 0; padding: 0 2; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("escape", "leave", show=False),
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
    ]

    def __init__(
        self,
        view: FacilitatorView,
        outcome: Outcome,
        save: Save,
        today: date,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        if view.draft is None or view.stage.task is None:
            raise ValueError("only a revealed task can get an outcome")
        self._view = view
        self._draft = view.draft
        self._candidates = view.stage.task.candidates
        self._outcome = outcome
        self._save = save
        self._today = today
        self._clock = clock
        self._names = {team.id: team.name for team in view.room}
        self._at_first: Typed | None = None
        self._is_saving = False

    def compose(self) -> ComposeResult:
        """The parts that this outcome has."""
        yield Static(content(self._title()), classes="top")
        with VerticalScroll(can_focus=False):
            if self._outcome is Outcome.DECIDED:
                yield FormRow(
                    "Driver", PickOne(tuple(self._offers()), self._draft.driver), id="driver"
                )
                yield FormRow("Owner", PickField(placeholder="who answers for it"), id="owner")
            yield FormRow("Why", ParagraphField(), id="rationale")
            if self._has_review:
                review = PickField(day(self._draft.review_on))
                yield FormRow("Review on", review, "YYYY-MM-DD", id="review")
            if self._outcome is Outcome.DECIDED:
                yield Static("Support: what the other teams give", classes="part")
                yield Static("← → turns to a kind of input", classes="note")
                yield from self._support_rows()
                yield Static(
                    "Dissent: who wanted another driver", classes="part", id="dissent-part"
                )
                yield from self._dissent_rows()
        yield Problem(id="refusal")
        yield keys_said(("Ctrl+S", "Save"), ("Tab", "Next field"), ("Esc", "Leave"))

    def on_mount(self) -> None:
        """Start from the draft."""
        if self._outcome is Outcome.DECIDED:
            self._follow_driver(self._draft.driver)
        self.call_after_refresh(self._remember)
        self.set_focus(next(iter(self.query("PickOne, ParagraphField"))))

    def on_pick_one_picked(self, event: PickOne.Picked) -> None:
        """Another driver: other people, another suggestion, other objections."""
        self._follow_driver(event.value)

    async def action_save(self) -> None:
        """Save, or say beside each field what keeps it from being saved."""
        if self._is_saving:
            return
        typed = self._typed()
        problems = problems_of(typed, self._draft.leader, self._today)
        self._say(problems)
        if problems:
            self._refuse(f"Not saved: {counted(len(problems), 'field')} to mend.")
            return
        self._is_saving = True
        self.run_worker(self._record(decision_of(typed)), group="saving")

    def action_leave(self) -> None:
        """Leave at once when nothing was typed, else ask."""
        if self._at_first is None or self._typed() == self._at_first:
            self.dismiss(result=False)
            return
        question = Question(
            "Leave without saving?",
            yes="Throw away",
            no="Go on writing",
            more="What was typed here is not kept.",
            clock=self._clock,
        )
        self.app.push_screen(question, self._left)

    def _left(self, sure: bool | None) -> None:  # noqa: FBT001 - what the question answers
        if sure:
            self.dismiss(result=False)

    def _remember(self) -> None:
        self._at_first = self._typed()

    async def _record(self, decision: Decision) -> None:
        try:
            refusal = await self._save(decision)
        finally:
            self._is_saving = False
        if refusal:
            self._refuse(f"Not saved. {refusal}")
        else:
            self.dismiss(result=True)

    def _refuse(self, text: str) -> None:
        self.query_one("#refusal", Problem).say(text)

    def _say(self, problems: dict[str, str]) -> None:
        """Show every problem beside its field, and go to the first."""
        self._refuse("")
        is_first = True
        for row in self.query("FormRow, SupportRow, DissentRow"):
            problem = problems.get(row.id or "", "")
            row.query_one(Problem).say(problem)
            if problem and is_first:
                is_first = False
                self.set_focus(next(iter(row.query("PickOne, Input, TextArea, TurnField"))))
                row.scroll_visible(animate=False)

    @property
    def _has_review(self) -> bool:
        return self._outcome in (Outcome.DECIDED, Outcome.DEFERRED)

    def _title(self) -> str:
        task = fit(self._view.stage.step.title, 50) if self._view.stage.step else ""
        if self._outcome is Outcome.DECIDED:
            return f"Decide: {task}"
        if self._outcome is Outcome.ESCALATED:
            return f"Escalate to {self._view.rules.approver}: {task}"
        return f"Defer: {task}"

    def _offers(self) -> Iterator[Offer]:
        reveal = self._view.stage.reveal
        votes = {bar.choice: bar.count for bar in reveal.bars} if reveal else {}
        for candidate in self._candidates:
            note = counted(votes.get(candidate.id, 0), "vote")
            leads = ", leads" if candidate.id == self._draft.leader else ""
            yield Offer(candidate.id, candidate.name, f"{note}{leads}")

    def _suggested(self, driver: str | None) -> tuple[Support, ...]:
        suggested = self._view.suggested
        return suggested.support if suggested and suggested.driver == driver else ()

    def _support_rows(self) -> Iterator[Widget]:
        suggested = self._view.suggested.support if self._view.suggested else ()
        number = 0
        for team in self._view.room:
            for _ in range(max(1, sum(s.team == team.id for s in suggested))):
                yield SupportRow(team.id, team.name, id=f"support-{number}")
                number += 1

    def _dissent_rows(self) -> Iterator[Widget]:
        for number, stance in enumerate(self._draft.stances):
            name = fit(stance.name or "Somebody", _NAME_CELLS)
            wants = self._names.get(stance.position, stance.position)
            yield DissentRow(stance, f"{name} wants {wants}", id=f"dissent-{number}")

    def _follow_driver(self, driver: str | None) -> None:
        owners = dict(self._draft.owners).get(driver or "", ())
        self.query_one("#owner PickField", PickField).offers = owners
        names = listed([fit(name, _NAME_CELLS) for name in owners], _NAMES_OFFERED, joint="or")
        self.query_one("#owner", FormRow).hint(f"↑ ↓ {names}; or type" if names else "Type a name")
        left = list(self._suggested(driver))
        for row in self.query(SupportRow):
            given = next((s for s in left if s.team == row.team), None)
            if given:
                left.remove(given)
            row.preset(given)
            row.display = row.team != driver
        for objection in self.query(DissentRow):
            objection.display = objection.stance.position != driver
        self.query_one("#dissent-part").display = any(r.display for r in self.query(DissentRow))
        self._ask_why(driver)

    def _ask_why(self, driver: str | None) -> None:
        leader = self._draft.leader
        if driver is None or driver == leader:
            hint = ""
        elif leader is None:
            hint = "Required: no team leads the vote."
        else:
            hint = f"Required: {self._names[leader]} leads the vote."
        self.query_one("#rationale", FormRow).hint(hint)

    def _typed(self) -> Typed:
        decided = self._outcome is Outcome.DECIDED
        return Typed(
            outcome=self._outcome,
            driver=self.query_one(PickOne).value if decided else None,
            owner=self.query_one("#owner Input", Input).value if decided else "",
            rationale=self.query_one(ParagraphField).text,
            review_on=self.query_one("#review Input", Input).value if self._has_review else "",
            support=tuple((r.id or "", r.typed) for r in self.query(SupportRow) if r.display),
            dissent=tuple((r.id or "", r.typed) for r in self.query(DissentRow) if r.display),
        )
