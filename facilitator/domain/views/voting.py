"""What one voter may see: the stage, and their own ballot."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.agenda import ContestedTask
from facilitator.domain.decisions import Dissent
from facilitator.domain.fields import copied
from facilitator.domain.people import Participant, Seat
from facilitator.domain.rounds import Ballot, Mark, Marks, marks_of
from facilitator.domain.state import Session
from facilitator.domain.steps import kind_of
from facilitator.domain.views.stage import StageView, stage_view


@dataclass(frozen=True, slots=True)
class SeatView:
    """Who is looking. ``connection`` is the one that holds the seat now."""

    id: str
    name: str
    team: str | None
    team_name: str
    seat: Seat
    connection: str | None
    hand_raised: bool


@dataclass(frozen=True, slots=True)
class VoterView:
    """One voter's picture.

    ``ballots`` are their own, by round number of the current task. In every other kind of step
    ``asked`` are the ids of the items that the open round asks of them, empty when none is open or
    it asks others; ``marks`` are their own answers in the open round, or else in the newest one,
    which among promises is the newest about the one at hand. ``dissent`` is what the decision at
    hand keeps of their objection; ``has_answered_dissent`` once they had their say on it.
    """

    stage: StageView
    me: SeatView
    ballots: tuple[tuple[int, Ballot], ...]
    dissent: Dissent | None = None
    has_answered_dissent: bool = False
    asked: tuple[str, ...] = ()
    marks: tuple[tuple[str, Mark], ...] = ()

    @property
    def ballot(self) -> Ballot | None:
        """The voter's own ballot in the round that is open, or in the newest one revealed."""
        stage = self.stage
        number = stage.round.number if stage.round else (stage.reveal.number if stage.reveal else 0)
        return dict(self.ballots).get(number)


def voter_view(state: Session, participant: str) -> VoterView:
    """The picture for one participant; raises KeyError when there is no such seat."""
    person = state.participants[participant]
    step = state.current_step
    decision = state.record(step.id).decision if step else None
    rounds = state.rounds_on(step.id) if isinstance(step, ContestedTask) else ()
    return VoterView(
        stage=stage_view(state),
        me=copied(
            SeatView,
            person,
            team_name=state.agenda.team(person.team).name if person.team else "",
            hand_raised=person.hand_raised_at is not None,
        ),
        ballots=tuple(
            (held.number, held.answers[participant])
            for held in rounds
            if participant in held.answers
        ),
        dissent=decision.objection_of(participant) if decision else None,
        has_answered_dissent=(state.current or "", participant) in state.dissent_answered,
        asked=_asked(state, person),
        marks=tuple(_marks(state, participant).items()),
    )


def _marks(state: Session, participant: str) -> Marks:
    """Somebody's answers in the newest round on what is at hand, if it asks about items."""
    step = state.current_step
    if step is None or isinstance(step, ContestedTask):
        return {}
    held = kind_of(step).newest_round(state, step)
    return marks_of(held, participant) if held else {}


def _asked(state: Session, person: Participant) -> tuple[str, ...]:
    step = state.current_step
    held = state.open_round(step.id) if step else None
    if step is None or held is None or person.seat is not Seat.VOTER:
        return ()
    kind = kind_of(step)
    if person.team not in kind.teams_asked(state, step, held.about):
        return ()
    return kind.items_for(state, step, person)
