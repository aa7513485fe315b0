"""What the body of a screen speaks of: of a voter's picture, all that does not change by itself.

Counts, the clock and a name in the header change all the time and for everybody differently. The
body is drawn from what is here, so that it is drawn once for all screens that show the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.ballots import Ballot
from facilitator.domain.people import Seat
from facilitator.domain.views import (
    DecisionView,
    OutlineEntry,
    RevealView,
    Stage,
    TaskView,
    VoterView,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Only what the stage shows is filled in. ``mine`` is the choice of one's own ballot."""

    stage: Stage
    is_voter: bool = True
    named: bool = True
    name: str = ""
    team_name: str = ""
    title: str = ""
    text: str = ""
    outline: tuple[OutlineEntry, ...] = ()
    task: TaskView | None = None
    ballot: Ballot | None = None
    mine: str | None = None
    agreement_required: float = 0.0
    reveal: RevealView | None = None
    decision: DecisionView | None = None
    settled: tuple[tuple[str, DecisionView], ...] = ()


def subject_of(view: VoterView) -> Subject:
    """What a picture's stage speaks of."""
    stage, me = view.stage, view.me
    is_voter = me.seat is Seat.VOTER
    mine = view.ballot.choice if view.ballot else None
    match stage.stage:
        case Stage.GATHERING:
            return Subject(
                stage.stage,
                is_voter,
                stage.named,
                name=me.name,
                team_name=me.team_name,
                outline=stage.outline,
            )
        case Stage.READY:
            return Subject(stage.stage, is_voter, task=stage.task)
        case Stage.VOTING:
            return Subject(stage.stage, is_voter, task=stage.task, ballot=view.ballot)
        case Stage.REVEALED | Stage.SETTLED:
            return Subject(
                stage.stage,
                is_voter,
                task=stage.task,
                mine=mine,
                agreement_required=stage.agreement_required,
                reveal=stage.reveal,
                decision=stage.decision,
            )
        case Stage.CLOSING:
            return Subject(stage.stage, is_voter, settled=stage.settled)
        case Stage.ENDED:
            return Subject(stage.stage, is_voter, name=me.name, settled=stage.settled)
        case _:
            title = stage.step.title if stage.step else ""
            return Subject(stage.stage, is_voter, title=title, text=stage.text)
