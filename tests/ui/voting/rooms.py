"""Rooms as their commands make them: a session in every stage that a voter can see."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import wraps

from facilitator.domain.agenda import (
    Agenda,
    Attribution,
    ContestedTask,
    InputKind,
    Phase,
    Rules,
    Support,
    Team,
)
from facilitator.domain.commands import (
    CastBallot,
    CloseRound,
    EndSession,
    EnterStep,
    Envelope,
    JoinSession,
    OpenRound,
    RecordDecision,
    Refusal,
    StartSession,
)
from facilitator.domain.decisions import Decision, Dissent, Outcome
from facilitator.domain.fold import evolve
from facilitator.domain.people import Seat
from facilitator.domain.rules import decide
from facilitator.domain.state import Session
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.close import Close
from facilitator.domain.views import VoterView, voter_view

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TEAMS = (
    Team("pm", "Product Management", "PM"),
    Team("pmm", "Product Marketing", "PMM"),
    Team("sales", "Sales", "Sales"),
)
BRIEF = """# Two sides of one coin

Product management and product marketing **share** a customer and differ in what they owe.

- The one decides *what* is built, and why now
- The other decides how the market hears of it

1. Vote in silence
2. Then talk
"""


def an_agenda(*, teams=TEAMS, attribution=Attribution.NAMED, background=None, ask_today=True):
    return Agenda(
        id="grey-areas",
        title="Who owns the grey areas?",
        teams=teams,
        steps=(
            Brief(id="coin", title="Two sides of one coin", minutes=5, text=BRIEF),
            ContestedTask(
                id="messaging",
                title="Competitive messaging",
                minutes=8,
                question="Who drives competitive messaging?",
                background=background
                or "Sales asks for battlecards, marketing writes them, product corrects them…",
                phase=Phase.MARKET,
                market_facing=True,
                candidates=tuple(team.id for team in teams),
                ask_today=ask_today,
            ),
            ContestedTask(
                id="boards",
                title="Advisory boards",
                minutes=8,
                question="Who drives the customer advisory board?",
                candidates=("pm", "pmm"),
            ),
            Close(id="close", title="The game plan", minutes=5),
        ),
        rules=Rules(attribution=attribution),
    )


@dataclass
class Room:
    """A session as its commands make it, without a journal."""

    agenda: Agenda = field(default_factory=an_agenda)
    state: Session = None
    now: datetime = BEGIN
    people: dict[str, str] = field(default_factory=dict)
    commands: list[Envelope] = field(default_factory=list)

    def __post_init__(self):
        self.do(
            StartSession(session="s1", agenda=self.agenda, facilitator="Fay", join_code="7KXM"),
            by="",
        )

    def do(self, command, by="f1", at=None):
        envelope = Envelope(at or self.now, by, command)
        self.commands.append(envelope)
        events = decide(self.state, envelope)
        assert not isinstance(events, Refusal), events
        for event in events:
            self.state = evolve(self.state, event)
        return self

    def join(self, name, team, seat=Seat.VOTER, connection=None):
        """Seat somebody who came some minutes ago, so that they may press keys at will."""
        before = set(self.state.participants)
        self.do(
            JoinSession(
                name=name,
                likeness=name.casefold(),
                team=team,
                seat=seat,
                credential=f"key:{name}",
                connection=connection or f"c-{name}",
            ),
            by="",
            at=self.now - timedelta(minutes=5),
        )
        (self.people[name],) = set(self.state.participants) - before
        return self

    def enter(self, step):
        return self.do(EnterStep(step=step))

    def open(self, number=1, step="messaging"):
        return self.do(OpenRound(step=step, number=number))

    def vote(self, name, choice, number=1, step="messaging", **more):
        who = self.people[name]
        return self.do(
            CastBallot(participant=who, step=step, number=number, choice=choice, **more), by=who
        )

    def close(self, number=1, step="messaging"):
        return self.do(CloseRound(step=step, number=number))

    def decide(self, decision, step="messaging"):
        return self.do(RecordDecision(step=step, decision=decision))

    def end(self):
        return self.do(EndSession())

    def wait(self, **delta):
        self.now += timedelta(**delta)
        return self

    def view(self, name="Ana") -> VoterView:
        return voter_view(self.state, self.people[name])

    def copy(self):
        """A room of one's own that stands where this one does."""
        other = copy(self)
        other.people, other.commands = dict(self.people), [*self.commands]
        return other


def kept(make):
    """Make a room once for all who ask for the same; each gets a copy, for states are frozen."""
    rooms = {}

    @wraps(make)
    def again(**options):
        key = repr(options)
        if key not in rooms:
            rooms[key] = make(**options)
        return rooms[key].copy()

    return again


DECISION = Decision(
    Outcome.DECIDED,
    driver="pmm",
    owner="Ana",
    rationale="They talk to buyers weekly and own the launch calendar.",
    support=(
        Support("pm", InputKind.REVIEW, "facts and roadmap claims", "within two days"),
        Support("sales", InputKind.INFORM, "what competitors say in deals", "monthly"),
    ),
    dissent=(
        Dissent(
            team="pm",
            position="pm",
            reason="roadmap claims need us",
            would_change="a review that is kept",
            name="Raj",
            participant="p2",
        ),
    ),
    review_on=date(2026, 7, 1),
)


@kept
def full_room(**kwargs) -> Room:
    room = Room(an_agenda(**kwargs))
    for name, team in [
        ("Ana", "pmm"),
        ("Raj", "pm"),
        ("Kim", "pmm"),
        ("Lee", "pm"),
        ("Sue", "sales"),
        ("Bo", "pmm"),
        ("Tom", "pm"),
    ]:
        room.join(name, team)
    return room.join("Olga", "sales", Seat.OBSERVER)


def voted(room: Room) -> Room:
    room.enter("messaging").open()
    room.vote("Ana", "pmm", confidence=4, reason="we talk to buyers weekly", today="pm")
    room.vote("Raj", "pm", confidence=5, reason="roadmap claims need us", today="unclear")
    room.vote("Kim", "pmm").vote("Lee", "pm", confidence=2).vote("Sue", "pmm")
    return room.vote("Bo", "abstain")


def second_round(room: Room) -> Room:
    voted(room).close().open(2)
    room.vote("Ana", "pmm", 2, confidence=5, reason="we talk to buyers weekly")
    room.vote("Raj", "pmm", 2, confidence=3, reason="if roadmap claims are reviewed")
    room.vote("Kim", "pmm", 2).vote("Lee", "pm", 2, confidence=2).vote("Sue", "pmm", 2)
    return room.vote("Bo", "pmm", 2).close(2)


_STAGES = {
    "gathering": full_room,
    "brief": lambda: full_room().enter("coin"),
    "ready": lambda: full_room().enter("messaging"),
    "voting-before": lambda: full_room().enter("messaging").open(),
    "voting": lambda: voted(full_room()),
    "revealed": lambda: voted(full_room()).close(),
    "revealed-again": lambda: second_round(full_room()),
    "settled": lambda: second_round(full_room()).decide(DECISION),
    "closing": lambda: second_round(full_room()).decide(DECISION).enter("close"),
    "ended": lambda: second_round(full_room()).decide(DECISION).enter("close").end(),
}
STAGES = {name: kept(make) for name, make in _STAGES.items()}
