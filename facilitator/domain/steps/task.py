"""A contested task under discussion, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facilitator.domain.agenda import Agenda, ContestedTask, Support, Team
from facilitator.domain.ballots import NOBODY, UNCLEAR
from facilitator.domain.decisions import Decision, Dissent, Outcome
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


def task_view(agenda: Agenda, task: ContestedTask) -> TaskView:
    """A task as everybody may see it before it is voted on."""
    candidates = tuple(_candidate(agenda.team(team)) for team in task.candidates)
    today = tuple(_candidate(team) for team in agenda.teams)
    unsure = tuple(Candidate(c, CHOICES[c], "") for c in (NOBODY, UNCLEAR))
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
