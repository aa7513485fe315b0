"""What everybody in the session may see; all that a projector needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from facilitator.domain.agenda import KINDS, Agenda, Brief, ContestedTask, Step, Support, Team
from facilitator.domain.ballots import ABSTAIN, NEED_INFO, NOBODY, UNCLEAR
from facilitator.domain.decisions import Decision, Dissent, Outcome
from facilitator.domain.state import Session, TaskRecord
from facilitator.domain.views.reveal import RevealView, reveals_of


class Stage(StrEnum):
    """Where the room stands."""

    GATHERING = "gathering"
    BRIEF = "brief"
    READY = "ready"
    VOTING = "voting"
    REVEALED = "revealed"
    SETTLED = "settled"
    CLOSING = "closing"
    ENDED = "ended"


class StepStatus(StrEnum):
    """How far a step of the outline has come."""

    AHEAD = "ahead"
    CURRENT = "current"
    STARTED = "started"
    DONE = "done"
    DEFERRED = "deferred"
    ESCALATED = "escalated"
    PARKED = "parked"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class StepHeading:
    """The step that the room is on: the ``number``-th of ``total``, from 1."""

    id: str
    kind: str
    title: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One line of the agenda's outline."""

    id: str
    kind: str
    title: str
    minutes: int | None
    status: StepStatus
    is_current: bool


@dataclass(frozen=True, slots=True)
class TimerView:
    """The current step's clock: ``seconds`` is its timebox with extensions, None without one."""

    started_at: datetime
    seconds: int | None


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
class RoundProgress:
    """The open round: how many of those who may vote have."""

    number: int
    voted: int
    eligible: int


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


@dataclass(frozen=True, slots=True)
class StageView:
    """What everybody may see. ``settled`` lists titles with their outcomes, for the read-back."""

    session: str
    title: str
    stage: Stage
    step: StepHeading | None
    timer: TimerView | None
    outline: tuple[OutlineEntry, ...]
    text: str
    task: TaskView | None
    round: RoundProgress | None
    reveals: tuple[RevealView, ...]
    decision: DecisionView | None
    settled: tuple[tuple[str, DecisionView], ...]
    here: int
    named: bool
    agreement_required: float
    max_rounds: int
    log_file: str | None

    @property
    def reveal(self) -> RevealView | None:
        """The newest reveal of the current task."""
        return self.reveals[-1] if self.reveals else None

    @property
    def turning(self) -> tuple[object, ...]:
        """What a person must see change at once; counts may follow a little later."""
        step = self.step.id if self.step else ""
        number = self.round.number if self.round else 0
        return (self.stage, step, number, len(self.reveals), self.decision, self.timer)


@lru_cache(maxsize=4)
def stage_view(state: Session) -> StageView:
    """The picture of a session for everybody."""
    step = state.current_step
    record = state.task(step.id) if step else TaskRecord()
    task = step if isinstance(step, ContestedTask) else None
    return StageView(
        session=state.id,
        title=state.agenda.title,
        stage=_stage(state, record),
        step=_heading(state),
        timer=_timer(state),
        outline=tuple(_entry(state, each) for each in state.steps),
        text=step.text if isinstance(step, Brief) else "",
        task=_task(state.agenda, task) if task else None,
        round=_progress(state, record),
        reveals=reveals_of(state, record) if task else (),
        decision=decision_view(state.agenda, record.decision),
        settled=_settled(state),
        here=sum(p.is_here for p in state.participants.values()),
        named=state.agenda.rules.attribution == "named",
        agreement_required=state.agenda.rules.agreement_required,
        max_rounds=record.rounds_before + state.agenda.rules.max_rounds,
        log_file=state.log_file,
    )


def decision_view(agenda: Agenda, decision: Decision | None) -> DecisionView | None:
    """A recorded outcome with its teams by name; None for none."""
    if decision is None:
        return None
    return DecisionView(
        outcome=decision.outcome,
        driver=agenda.team(decision.driver) if decision.driver else None,
        owner=decision.owner,
        rationale=decision.rationale,
        support=tuple((agenda.team(given.team), given) for given in decision.support),
        dissent=decision.dissent,
        review_on=decision.review_on,
    )


def choice_label(agenda: Agenda, choice: str) -> str:
    """What a choice is called on screen."""
    plain = {
        ABSTAIN: "Abstain",
        NEED_INFO: "Need to know more",
        NOBODY: "Nobody",
        UNCLEAR: "Unclear",
    }
    return plain.get(choice) or agenda.team(choice).name


def _stage(state: Session, record: TaskRecord) -> Stage:
    step = state.current_step
    if state.ended_at is not None:
        return Stage.ENDED
    if step is None:
        return Stage.GATHERING
    if not isinstance(step, ContestedTask):
        return Stage.CLOSING if KINDS[type(step)] == "close" else Stage.BRIEF
    if record.decision is not None:
        return Stage.SETTLED
    if record.open_round is not None:
        return Stage.VOTING
    return Stage.REVEALED if record.rounds else Stage.READY


def _heading(state: Session) -> StepHeading | None:
    step = state.current_step
    if step is None:
        return None
    number = state.steps.index(step) + 1
    return StepHeading(step.id, KINDS[type(step)], step.title, number, len(state.steps))


def _timer(state: Session) -> TimerView | None:
    step = state.current_step
    if step is None or state.ended_at is not None:
        return None
    timer = state.entered[step.id]
    total = step.minutes * 60 + timer.extended if step.minutes else timer.extended or None
    return TimerView(timer.started_at, total)


_BY_OUTCOME = {
    Outcome.DECIDED: StepStatus.DONE,
    Outcome.DEFERRED: StepStatus.DEFERRED,
    Outcome.ESCALATED: StepStatus.ESCALATED,
    Outcome.PARKED: StepStatus.PARKED,
    Outcome.SKIPPED: StepStatus.SKIPPED,
}


def _entry(state: Session, step: Step) -> OutlineEntry:
    decision = state.task(step.id).decision
    is_current = step.id == state.current and state.ended_at is None
    if decision is not None:
        status = _BY_OUTCOME[decision.outcome]
    elif is_current:
        status = StepStatus.CURRENT
    elif step.id not in state.entered:
        status = StepStatus.AHEAD
    else:
        status = StepStatus.STARTED if isinstance(step, ContestedTask) else StepStatus.DONE
    return OutlineEntry(step.id, KINDS[type(step)], step.title, step.minutes, status, is_current)


def _task(agenda: Agenda, task: ContestedTask) -> TaskView:
    candidates = tuple(_candidate(agenda.team(team)) for team in task.candidates)
    today = tuple(_candidate(team) for team in agenda.teams)
    unsure = tuple(Candidate(c, choice_label(agenda, c), "") for c in (NOBODY, UNCLEAR))
    return TaskView(
        question=task.question,
        background=task.background,
        phase=task.phase,
        market_facing=task.market_facing,
        candidates=candidates,
        ask_today=task.ask_today,
        today_choices=(*today, *unsure) if task.ask_today else (),
        source=task.source,
    )


def _candidate(team: Team) -> Candidate:
    return Candidate(team.id, team.name, team.short)


def _progress(state: Session, record: TaskRecord) -> RoundProgress | None:
    held = record.open_round
    if held is None:
        return None
    voters = state.voters
    voted = sum(voter.id in held.ballots for voter in voters)
    return RoundProgress(held.number, voted, len(voters))


def _settled(state: Session) -> tuple[tuple[str, DecisionView], ...]:
    views = (
        (task.title, decision_view(state.agenda, state.task(task.id).decision))
        for task in state.agenda.tasks
    )
    return tuple((title, view) for title, view in views if view is not None)
