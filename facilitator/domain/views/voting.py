"""What one voter may see: the stage, and their own ballot."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.ballots import Ballot
from facilitator.domain.people import Seat
from facilitator.domain.state import Session
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
    """One voter's picture. ``ballots`` are their own, by round number of the current task."""

    stage: StageView
    me: SeatView
    ballots: tuple[tuple[int, Ballot], ...]

    @property
    def ballot(self) -> Ballot | None:
        """The voter's own ballot in the round that is open, or in the newest one revealed."""
        stage = self.stage
        number = stage.round.number if stage.round else (stage.reveal.number if stage.reveal else 0)
        return dict(self.ballots).get(number)


def voter_view(state: Session, participant: str) -> VoterView:
    """The picture for one participant; raises KeyError when there is no such seat."""
    person = state.participants[participant]
    rounds = state.task(state.current).rounds if state.current else ()
    return VoterView(
        stage=stage_view(state),
        me=SeatView(
            id=person.id,
            name=person.name,
            team=person.team,
            team_name=state.agenda.team(person.team).name if person.team else "",
            seat=person.seat,
            connection=person.connection,
            hand_raised=person.hand_raised_at is not None,
        ),
        ballots=tuple(
            (held.number, held.ballots[participant])
            for held in rounds
            if participant in held.ballots
        ),
    )
