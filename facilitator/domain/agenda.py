"""The plan of a workshop: teams, rules and ordered steps. Immutable once a session starts.

The file that describes an agenda is read in ``storage``; the limits it must respect are here, so
that every reader of agendas holds them alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from facilitator.domain.fields import Id, Number, Text, Whole
from facilitator.domain.step import SHORT_CELLS, NameLine, Sentence, StepBase
from facilitator.domain.tasks import ContestedTask

MOST_TEAMS = 12
MOST_STEPS = 200
AgreementRequired = Annotated[float, Number(above=0.5)]
MaxRounds = Annotated[int, Whole(1, 9)]
ReviewAfterDays = Annotated[int, Whole(1, 730)]


class Attribution(StrEnum):
    """Whether a vote is shown beside its voter's name once it is revealed."""

    NAMED = "named"
    ANONYMOUS = "anonymous"


class Fallback(StrEnum):
    """What becomes of a task that finds no agreement within the most rounds allowed."""

    DEFER = "defer"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Team:
    """A function whose members share an interest and can own a task.

    ``short`` is at most 8 terminal cells wide.
    """

    id: Annotated[str, Id.TEAM]
    name: NameLine
    short: Annotated[str, Text(SHORT_CELLS)]
    purpose: Sentence = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """How votes are taken; fixed before the first of them.

    ``agreement_required`` is a share of real votes, above 0.5 and at most 1.0;
    ``review_after_days`` counts from the day of the decision; ``approver`` is set exactly when
    ``fallback`` is to escalate.
    """

    attribution: Attribution = Attribution.NAMED
    agreement_required: AgreementRequired = 0.75
    max_rounds: MaxRounds = 3
    review_after_days: ReviewAfterDays = 120
    fallback: Fallback = Fallback.DEFER
    approver: NameLine | None = None


@dataclass(frozen=True, slots=True)
class Agenda:
    """A workshop's plan. ``digest`` is ``sha256:`` and the hex digest of the file's bytes."""

    id: str
    title: str
    teams: tuple[Team, ...]
    steps: tuple[StepBase, ...]
    rules: Rules = Rules()
    summary: str = ""
    digest: str = ""

    def team(self, team_id: str) -> Team:
        """The team of that id; raises KeyError when there is none."""
        for team in self.teams:
            if team.id == team_id:
                return team
        raise KeyError(team_id)

    def step(self, step_id: str) -> StepBase:
        """The step of that id; raises KeyError when there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    @property
    def tasks(self) -> tuple[ContestedTask, ...]:
        """The contested tasks, in agenda order."""
        return tuple(step for step in self.steps if isinstance(step, ContestedTask))

    @property
    def minutes(self) -> int:
        """The sum of all timeboxes; steps without one count nothing."""
        return sum(step.minutes or 0 for step in self.steps)
