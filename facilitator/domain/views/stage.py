"""What everybody in the session may see; all that a projector needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from facilitator.domain.agenda import ContestedTask, StepBase
from facilitator.domain.anonymity import tally_shown
from facilitator.domain.decisions import Outcome
from facilitator.domain.people import Seat
from facilitator.domain.state import Session, StepRecord
from facilitator.domain.steps import Matter, commit, kind_of
from facilitator.domain.steps.close import SinceView, since_view
from facilitator.domain.steps.kind import Stage
from facilitator.domain.steps.task import DecisionView, decision_view
from facilitator.domain.turnout import turnout
from facilitator.domain.views.reveal import RevealView, reveals_of


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
    SET_ASIDE = "set-aside"
    """Not taken by the shortlist, or a follow-up with nothing to follow."""


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
class RoundProgress:
    """The open round: how many of those who are asked have answered all of it.

    Of dots in an anonymous session those are counted who have placed any; ``has_dots_left`` unless
    all have placed all.
    """

    number: int
    voted: int
    eligible: int
    has_dots_left: bool = False


class Standing(StrEnum):
    """Whether the room, voting blind, still holds the decision in force."""

    HELD = "held"
    WAVERING = "wavering"
    DRIFTED = "drifted"


@dataclass(frozen=True, slots=True)
class InForceView:
    """The decision in force on the task at hand; told only once the room has voted blind.

    ``share`` is how much of the first round's real votes its driver got, 0 to 1. ``standing`` is
    None where nothing may be told of that round, and ``share`` is 0 then.
    """

    driver: str
    owner: str
    decided_on: date
    session: str
    standing: Standing | None
    share: float


@dataclass(frozen=True, slots=True)
class WordView:
    """Who has the word, of which team ("" for facilitators), since when."""

    name: str
    team: str
    since: datetime


MatterT = TypeVar("MatterT")


@dataclass(frozen=True, slots=True)
class StageView:
    """What everybody may see.

    ``matter`` is what the current step is about, by its kind; None while people gather. For the
    read-back, ``settled`` lists titles with their outcomes, ``promised`` what was agreed between
    teams, ``unsettled`` what was neither agreed nor left out, and ``set_aside`` what went to the
    parking lot: items as typed, then tasks that the shortlist left, by title.
    ``rounds_held`` counts the rounds of the current step, an open one among them. ``here`` counts
    voters and observers. ``lead`` names the facilitator who leads, "" where there is only one;
    ``is_unattended`` says that every facilitator's terminal is closed. ``in_force`` is the earlier
    decision on the task at hand, None before the room has voted on it; ``word`` is who speaks.
    ``since`` tells what changed since the earlier session, from the close on.
    """

    session: str
    title: str
    stage: Stage
    step: StepHeading | None
    timer: TimerView | None
    outline: tuple[OutlineEntry, ...]
    matter: Matter | None
    round: RoundProgress | None
    rounds_held: int
    reveals: tuple[RevealView, ...]
    decision: DecisionView | None
    settled: tuple[tuple[str, DecisionView], ...]
    promised: tuple[commit.PromiseView, ...]
    unsettled: tuple[commit.PromiseView, ...]
    set_aside: tuple[str, ...]
    here: int
    named: bool
    agreement_required: float
    max_rounds: int
    log_file: str | None
    lead: str = ""
    in_force: InForceView | None = None
    word: WordView | None = None
    is_unattended: bool = False
    since: SinceView | None = None

    def about(self, kind: type[MatterT]) -> MatterT | None:
        """What the step is about, if it is of that kind."""
        return self.matter if isinstance(self.matter, kind) else None

    @property
    def reveal(self) -> RevealView | None:
        """The newest reveal of the current task."""
        return self.reveals[-1] if self.reveals else None

    @property
    def tasks_today(self) -> int:
        """How many tasks are today's, reached or not: all but those that a shortlist set aside."""
        return sum(
            entry.kind == "task" and entry.status is not StepStatus.SET_ASIDE
            for entry in self.outline
        )

    @property
    def turning(self) -> tuple[object, ...]:
        """What a person must see change at once; counts may follow a little later."""
        step = self.step.id if self.step else ""
        number = self.round.number if self.round else 0
        promises = self.about(commit.CommitView)
        asked = promises.at_hand if promises else None
        return (
            self.stage,
            step,
            number,
            len(self.reveals),
            self.decision,
            asked,
            self.timer,
            self.word,
        )


@lru_cache(maxsize=4)
def stage_view(state: Session) -> StageView:
    """The picture of a session for everybody."""
    step = state.current_step
    record = state.record(step.id) if step else StepRecord()
    task = step if isinstance(step, ContestedTask) else None
    return StageView(
        session=state.id,
        title=state.agenda.title,
        stage=_stage(state, step),
        step=_heading(state),
        timer=_timer(state),
        outline=tuple(_entry(state, each) for each in state.steps),
        matter=kind_of(step).view(state, step) if step else None,
        round=_progress(state),
        rounds_held=len(record.rounds),
        reveals=reveals_of(state, record) if task else (),
        decision=decision_view(state.agenda, record.decision),
        settled=_settled(state),
        promised=commit.promises_made(state),
        unsettled=commit.promises_unsettled(state),
        set_aside=(
            *(item.text for item in state.parked_now),
            *(task.title for task in state.tasks if task.id in state.set_aside),
        ),
        here=sum(p.is_here for p in state.participants.values() if p.seat is not Seat.FACILITATOR),
        named=state.agenda.rules.attribution == "named",
        agreement_required=state.agenda.rules.agreement_required,
        max_rounds=record.rounds_before + state.agenda.rules.max_rounds,
        log_file=state.log_file,
        lead=_lead(state),
        in_force=_in_force(state, task, record) if task else None,
        word=_word(state),
        is_unattended=_is_unattended(state),
        since=since_view(state),
    )


def _in_force(state: Session, task: ContestedTask, record: StepRecord) -> InForceView | None:
    """The decision in force, after the first reveal; drift is read off the first, blind round."""
    standing = state.earlier.standing(task.id) if state.earlier else None
    if standing is None or standing.driver is None or not record.revealed:
        return None
    tally = tally_shown(state.agenda, record.revealed[0])
    held: Standing | None
    if tally.withheld:
        held = None
    elif tally.leader != standing.driver:
        held = Standing.DRIFTED
    else:
        is_met = tally.meets(state.agenda.rules.agreement_required)
        held = Standing.HELD if is_met else Standing.WAVERING
    return InForceView(
        driver=state.team_names.get(standing.driver, standing.driver),
        owner=standing.owner,
        decided_on=standing.decided_on,
        session=standing.session,
        standing=held,
        share=tally.share(standing.driver),
    )


def _word(state: Session) -> WordView | None:
    if state.speaking is None:
        return None
    who, since = state.speaking
    person = state.participants[who]
    team = state.agenda.team(person.team).name if person.team else ""
    return WordView(person.name, team, since)


def _lead(state: Session) -> str:
    if len(state.facilitators) < 2:  # noqa: PLR2004 - with one there is nothing to tell apart
        return ""
    return next((p.name for p in state.facilitators if p.id == state.lead), "")


def _is_unattended(state: Session) -> bool:
    """Whether every facilitator came and is gone; before the first has come, nobody has gone."""
    return all(
        not person.is_here and person.changed_at and person.changed_at > state.started_at
        for person in state.facilitators
    )


def _stage(state: Session, step: StepBase | None) -> Stage:
    if state.ended_at is not None:
        return Stage.ENDED
    return kind_of(step).stage(state, step) if step else Stage.GATHERING


def _heading(state: Session) -> StepHeading | None:
    step = state.current_step
    if step is None:
        return None
    number = state.steps.index(step) + 1
    return StepHeading(step.id, kind_of(step).word, step.title, number, len(state.steps))


def _timer(state: Session) -> TimerView | None:
    step = state.current_step
    if step is None or state.ended_at is not None:
        return None
    timer = state.entered[step.id]
    total = step.minutes * 60 + timer.extended if step.minutes else timer.extended or None
    return TimerView(timer.started_at, total)


def _entry(state: Session, step: StepBase) -> OutlineEntry:
    decision = state.record(step.id).decision
    is_current = step.id == state.current and state.ended_at is None
    if decision is not None:
        is_decided = decision.outcome is Outcome.DECIDED
        status = StepStatus.DONE if is_decided else StepStatus(decision.outcome)
    elif is_current:
        status = StepStatus.CURRENT
    elif step.id in state.set_aside or kind_of(step).passes_by_itself(state):
        status = StepStatus.SET_ASIDE
    elif step.id not in state.entered:
        status = StepStatus.AHEAD
    else:
        status = StepStatus.STARTED if isinstance(step, ContestedTask) else StepStatus.DONE
    return OutlineEntry(step.id, kind_of(step).word, step.title, step.minutes, status, is_current)


def _progress(state: Session) -> RoundProgress | None:
    if state.current is None:
        return None
    held = state.open_round(state.current)
    if held is None:
        return None
    there = turnout(state)
    return RoundProgress(held.number, len(there.done), len(there.asked), there.has_dots_left)


def _settled(state: Session) -> tuple[tuple[str, DecisionView], ...]:
    views = (
        (task.title, decision_view(state.agenda, state.record(task.id).decision))
        for task in state.tasks
    )
    return tuple((title, view) for title, view in views if view is not None)
