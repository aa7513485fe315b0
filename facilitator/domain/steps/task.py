"""A contested task under discussion, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facilitator.domain.agenda import Agenda, ContestedTask, Support, Team
from facilitator.domain.anonymity import tally_shown
from facilitator.domain.decisions import Decision, Dissent, Outcome
from facilitator.domain.discussion import WayOn, ways_on
from facilitator.domain.fields import copied
from facilitator.domain.people import Participant
from facilitator.domain.rounds import NOBODY, UNCLEAR, VotingRound
from facilitator.domain.state import Session
from facilitator.domain.steps.kind import NextAction, StepKind
from facilitator.domain.words.choices import CHOICES


@dataclass(frozen=True, slots=True)
class Candidate:
    """A team that a ballot can name."""

    id: str
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """The contested task under discussion. ``background`` is Markdown."""

    question: str
    background: str
    phase: str | None
    market_facing: bool
    candidates: tuple[Candidate, ...]
    ask_today: bool
    today_choices: tuple[Candidate, ...]
    source: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A recorded outcome, with teams by name."""

    outcome: Outcome
    driver: Team | None
    owner: str
    rationale: str
    support: tuple[tuple[Team, Support], ...]
    dissent: tuple[Dissent, ...]
    review_on: date | None


class TaskKind(StepKind[ContestedTask, TaskView]):
    """A vote on who drives a task; its rounds hold ballots, not marks."""

    word = "task"

    def view(self, state: Session, step: ContestedTask) -> TaskView:
        """The task as everybody may see it before it is voted on."""
        agenda = state.agenda
        today = tuple(_candidate(team) for team in agenda.teams)
        unsure = tuple(Candidate(c, CHOICES[c], "") for c in (NOBODY, UNCLEAR))
        return copied(
            TaskView,
            step,
            candidates=tuple(_candidate(agenda.team(team)) for team in step.candidates),
            today_choices=(*today, *unsure) if step.ask_today else (),
        )

    def is_concluded(self, state: Session, step: ContestedTask) -> bool:
        """Whether it has its outcome."""
        return state.record(step.id).decision is not None

    def has_finished(
        self, _state: Session, _step: ContestedTask, held: VotingRound, person: Participant
    ) -> bool:
        """Whether somebody has cast a ballot."""
        return person.id in held.answers

    def flaw_of_opening(self, state: Session, step: ContestedTask, about: str) -> str:
        """Rounds are held until it has its outcome."""
        if self.is_concluded(state, step):
            return "This task has its outcome. Reopen it to vote again."
        return super().flaw_of_opening(state, step, about)

    def after_reveal(self, state: Session, step: ContestedTask) -> NextAction:
        """What the rules advise after the newest reveal."""
        record = state.record(step.id)
        if not record.revealed:
            return NextAction.DECIDE
        tally = tally_shown(state.agenda, record.revealed[-1])
        held = len(record.rounds) - record.rounds_before
        return _NEXT[ways_on(tally, state.agenda.rules, held).advised]

    def is_settled(self, state: Session, step: ContestedTask) -> bool:
        """Whether it has its outcome, or was set aside."""
        return self.is_concluded(state, step) or step.id in state.set_aside


_NEXT = {
    WayOn.DECIDE: NextAction.DECIDE,
    WayOn.NEW_ROUND: NextAction.NEW_ROUND,
    WayOn.DEFER: NextAction.FALL_BACK,
    WayOn.ESCALATE: NextAction.FALL_BACK,
}


def _candidate(team: Team) -> Candidate:
    return copied(Candidate, team)


def decision_view(agenda: Agenda, decision: Decision | None) -> DecisionView | None:
    """A recorded outcome with its teams by name; None for none."""
    if decision is None:
        return None
    driver = agenda.team(decision.driver) if decision.driver else None
    support = tuple((agenda.team(given.team), given) for given in decision.support)
    return copied(DecisionView, decision, driver=driver, support=support)
