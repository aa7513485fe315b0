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
    ContestedTask,
    InputKind,
    Rules,
    Suggestion,
    Support,
    Team,
)
from facilitator.domain.commands import Command, Envelope, Refusal
from facilitator.domain.decisions import Decision, Outcome, Promise
from facilitator.domain.earlier import Earlier, EarlierDecision
from facilitator.domain.events import (
    BallotCast,
    DecisionRecorded,
    DecisionReopened,
    Event,
    ItemMarked,
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
from facilitator.domain.fold import fold
from facilitator.domain.people import Seat
from facilitator.domain.rounds import Ballot, Mark
from facilitator.domain.rules import decide
from facilitator.domain.state import Session, State
from facilitator.domain.steps import kind_of
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.close import Close
from facilitator.domain.steps.commit import Commit, Proposal
from facilitator.domain.steps.follow_up import FollowUp
from facilitator.domain.steps.rate import Rate, Statement
from facilitator.domain.steps.shortlist import Shortlist

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

LOOK_BACK = FollowUp(id="look-back", title="Since last time")
TASTE = Rate(
    id="taste",
    title="How does it taste?",
    question="How true is it?",
    scale=("No", "Partly", "Yes"),
    statements=(
        Statement(id="salted", text="The soup is salted", team="c", tasks=("soup",)),
        Statement(id="ripe", text="The fruit is ripe", tasks=("fruit",)),
    ),
)
PICK = Shortlist(id="pick", title="Which?", dots=3, keep=1, tasks=("fruit", "soup"))
JAM = Proposal(id="jam", giver="a", receiver="b", text="Jam every Monday")
OWE = Commit(id="owe", title="What we owe each other", proposals=(JAM,))
FULL = replace(
    AGENDA, steps=(WELCOME, LOOK_BACK, TASTE, PICK, FRUIT, SOUP, OWE, GOODBYE), rules=AGENDA.rules
)
"""An agenda with every kind of step."""
FULL_ANONYMOUS = replace(FULL, rules=ANONYMOUS.rules)


def earlier_decision(task: str, outcome: Outcome = Outcome.DECIDED, **more: Any) -> EarlierDecision:
    """What last year's session made of a task."""
    told = {"title": task.capitalize(), "session": "last-year", "decided_on": date(2025, 11, 22)}
    if outcome is Outcome.DECIDED:
        told["driver"] = "a"
    return EarlierDecision(task=task, outcome=outcome, **{**told, **more})


LAST_YEAR = Earlier(
    session="last-year",
    title="Who owned the kitchen?",
    held_on=date(2025, 11, 22),
    decisions=(
        earlier_decision("tea", review_on=date(2026, 11, 1)),
        earlier_decision("soup", review_on=date(2026, 10, 1)),
        earlier_decision("cake", Outcome.DEFERRED),
    ),
    in_force=(
        earlier_decision("tea", review_on=date(2026, 11, 1)),
        earlier_decision("soup", review_on=date(2026, 10, 1)),
        earlier_decision("wine", review_on=SPRING, session="long-ago"),
    ),
    commitments=(
        Promise(id="plums", giver="a", receiver="b", text="Plums in August"),
        Promise(id="stock", giver="b", receiver="c", text="Stock each week", owner="Ben"),
    ),
    team_names={"a": "Apples", "b": "Bakers", "c": "Cooks"},
)
"""A session a year ago: two decisions due for review, a task left open, two promises."""

Happening = Event | Iterable["Happening"]


def started(agenda: Agenda = AGENDA, earlier: Earlier | None = None) -> tuple[Event, ...]:
    """A session has begun; Ines, ``f1``, facilitates."""
    return (
        SessionStarted(
            at=NOON,
            session="s",
            agenda=agenda,
            join_code="7KXM",
            follows=earlier.session if earlier else None,
            rehearsal=False,
            earlier=earlier,
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


def opened(step: str, number: int = 1, about: str = "") -> Event:
    return RoundOpened(at=NOON, step=step, number=number, about=about)


def marked(
    participant: str, item: str, value: int | None, *, step: str, number: int = 1, **more: Any
) -> Event:
    """An item was answered; ``more`` are the mark's other fields."""
    return ItemMarked(
        at=NOON,
        step=step,
        number=number,
        participant=participant,
        item=item,
        mark=Mark(value, **more),
    )


def answered(
    step: str, number: int = 1, about: str = "", /, **answers: dict[str, int | None]
) -> tuple[Event, ...]:
    """A whole round on a step's items: each participant's values by item."""
    marks = (
        marked(who, item, value, step=step, number=number)
        for who, values in answers.items()
        for item, value in values.items()
    )
    return (opened(step, number, about), *marks, *closed(step, number))


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
THREE = (*TWO, *joined("p3", "Cem", "c"))
"""Cem of the Cooks, p3, too."""

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
        return Answered(decide(self.state, Envelope(at, by, kind(**fields))))


def given(*happenings: Happening) -> Given:
    """A session after all that; none at all when nothing happened."""
    return Given(fold(history(*happenings)))


def items_asked(state: Session, step: str) -> tuple[str, ...]:
    """What a round on a step would ask about."""
    return kind_of(state.step(step)).items_asked(state, state.step(step))


def is_settled(state: Session, step: str) -> bool:
    """Whether a step needs no more time."""
    return kind_of(state.step(step)).is_settled(state, state.step(step))
