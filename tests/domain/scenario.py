"""Given what has happened, when a command comes, then these events follow, or this refusal.

    given(started(), joined("p1", "Ana", "a")).when(RaiseHand, participant="p1", by="p1").then(...)

Everything happens at NOON unless it says otherwise. Three teams own fruit, bread and soup.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from facilitator.domain.agenda import (
    Agenda,
    Attribution,
    Brief,
    Close,
    ContestedTask,
    InputKind,
    Rules,
    Suggestion,
    Support,
    Team,
)
from facilitator.domain.ballots import Ballot
from facilitator.domain.commands import Command, Refusal
from facilitator.domain.decisions import Decision, Outcome
from facilitator.domain.events import (
    BallotCast,
    DecisionRecorded,
    DecisionReopened,
    Event,
    ParticipantConnected,
    ParticipantDisconnected,
    ParticipantJoined,
    RoundClosed,
    RoundOpened,
    RoundRevealed,
    SessionEnded,
    SessionStarted,
    StepEntered,
)
from facilitator.domain.people import Seat
from facilitator.domain.rules import decide
from facilitator.domain.evolving import fold
from facilitator.domain.state import Session, State

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SPRING = date(2027, 3, 22)

WELCOME = Brief(id="welcome", title="Welcome", text="Hello.", minutes=5, notes="Smile.")
FRUIT = ContestedTask(
    id="fruit",
    title="Picking fruit",
    question="Who drives picking fruit?",
    candidates=("a", "b"),
    minutes=8,
    ask_today=True,
    suggested=Suggestion(
        driver="a",
        because="They own the ladder.",
        support=(Support("b", InputKind.CONSULT, "what sells", "each Monday"),),
    ),
)
SOUP = ContestedTask(
    id="soup", title="Soup", question="Who drives soup?", candidates=("a", "b", "c")
)
GOODBYE = Close(id="goodbye", title="Goodbye")

AGENDA = Agenda(
    id="kitchen",
    title="Who owns the kitchen?",
    teams=(
        Team("a", "Apples", "APL"),
        Team("b", "Bakers", "BAK"),
        Team("c", "Cooks", "COO"),
    ),
    steps=(WELCOME, FRUIT, SOUP, GOODBYE),
    rules=Rules(max_rounds=2),
)
ANONYMOUS = replace(AGENDA, rules=Rules(attribution=Attribution.ANONYMOUS, max_rounds=2))
ESCALATING = replace(AGENDA, rules=replace(AGENDA.rules, approver="The board"))

Happening = Event | Iterable["Happening"]


def started(agenda: Agenda = AGENDA) -> tuple[Event, ...]:
    """A session has begun; Ines, ``f1``, facilitates."""
    return (
        SessionStarted(
            at=NOON,
            session="s",
            agenda=agenda,
            join_code="7KXM",
            follows=None,
            rehearsal=False,
        ),
        ParticipantJoined(
            at=NOON,
            participant="f1",
            name="Ines",
            likeness="ines",
            team=None,
            seat=Seat.FACILITATOR,
            credential="local",
        ),
    )


def joined(
    participant: str, name: str, team: str, *, seat: Seat = Seat.VOTER, connection: str = ""
) -> tuple[Event, ...]:
    """Somebody has taken a new seat, by default from connection ``s1-`` and their id."""
    return (
        ParticipantJoined(
            at=NOON,
            participant=participant,
            name=name,
            likeness=name.casefold(),
            team=team,
            seat=seat,
            credential=f"key:{name.casefold()}",
        ),
        connected(participant, connection or f"s1-{participant}"),
    )


def connected(participant: str, connection: str, *, at: datetime = NOON) -> Event:
    return ParticipantConnected(at=at, participant=participant, connection=connection)


def disconnected(participant: str, connection: str, *, at: datetime = NOON) -> Event:
    return ParticipantDisconnected(at=at, participant=participant, connection=connection)


def entered(step: str, *, at: datetime = NOON) -> Event:
    return StepEntered(at=at, step=step)


def opened(step: str, number: int = 1) -> Event:
    return RoundOpened(at=NOON, step=step, number=number)


def cast(participant: str, choice: str, *, step: str = "fruit", number: int = 1, **more: Any):
    """A ballot was cast; ``more`` are its other fields."""
    return BallotCast(
        at=NOON, step=step, number=number, participant=participant, ballot=Ballot(choice, **more)
    )


def closed(step: str, number: int = 1) -> tuple[Event, ...]:
    """A round was closed and revealed."""
    return (
        RoundClosed(at=NOON, step=step, number=number),
        RoundRevealed(at=NOON, step=step, number=number),
    )


def voted(step: str, number: int = 1, /, **choices: str) -> tuple[Event, ...]:
    """A whole round: who chose what, by participant id."""
    ballots = (cast(who, what, step=step, number=number) for who, what in choices.items())
    return (opened(step, number), *ballots, *closed(step, number))


def settled(step: str, decision: Decision) -> Event:
    return DecisionRecorded(at=NOON, step=step, decision=decision, by="f1")


def reopened(step: str) -> Event:
    return DecisionReopened(at=NOON, step=step, by="f1")


def ended(*, early: bool = False) -> Event:
    return SessionEnded(at=NOON, early=early)


TWO = (*joined("p1", "Ana", "a"), *joined("p2", "Ben", "b"))
"""Ana of the Apples, p1, and Ben of the Bakers, p2."""

DECIDED = Decision(Outcome.DECIDED, driver="a", rationale="They own the ladder.", review_on=SPRING)


def history(*happenings: Happening) -> tuple[Event, ...]:
    """Events and groups of them, as one sequence."""
    found: list[Event] = []
    for each in happenings:
        found.extend(history(*each) if isinstance(each, Iterable) else (each,))
    return tuple(found)


def session(*happenings: Happening) -> Session:
    """The session after all that."""
    state = fold(history(*happenings))
    assert state is not None
    return state


@dataclass(frozen=True)
class Answered:
    """What a command came to."""

    outcome: tuple[Event, ...] | Refusal

    def then(self, *happenings: Happening) -> None:
        """Exactly these events followed."""
        assert self.outcome == history(*happenings)

    def refused(self, words: str) -> None:
        """It was refused, in exactly these words."""
        assert self.outcome == Refusal(words)

    def changes_nothing(self) -> None:
        """It was accepted, and there was nothing left to do."""
        assert self.outcome == ()


@dataclass(frozen=True)
class Given:
    """A session to which something happened."""

    state: State

    def when(
        self, kind: type[Command], *, by: str = "f1", at: datetime = NOON, **fields: Any
    ) -> Answered:
        """Decide a command of this kind: by the facilitator, unless it says otherwise."""
        return Answered(decide(self.state, kind(at=at, by=by, **fields)))


def given(*happenings: Happening) -> Given:
    """A session after all that; none at all when nothing happened."""
    return Given(fold(history(*happenings)))
