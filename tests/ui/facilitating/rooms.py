"""Rooms in every stage that a facilitator can see, made by real commands, each one frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache

from facilitator.domain.agenda import (
    Agenda,
    ContestedTask,
    Fallback,
    InputKind,
    Phase,
    Rules,
    Suggestion,
    Support,
    Team,
)
from facilitator.domain.commands import (
    CastBallot,
    CloseRound,
    Command,
    EnterStep,
    Envelope,
    IssueFacilitatorCode,
    JoinSession,
    LeaveSession,
    MarkItem,
    OpenRound,
    RaiseHand,
    RecordDecision,
    Refusal,
    StartSession,
)
from facilitator.domain.decisions import Decision, Dissent, Outcome, Promise
from facilitator.domain.earlier import Earlier, EarlierDecision
from facilitator.domain.events import Event
from facilitator.domain.fold import evolve
from facilitator.domain.people import Seat
from facilitator.domain.rules import decide
from facilitator.domain.state import Session, State
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.close import Close
from facilitator.domain.steps.commit import Commit, Proposal
from facilitator.domain.steps.follow_up import FollowUp
from facilitator.domain.steps.rate import Rate, Statement
from facilitator.domain.steps.shortlist import Shortlist
from facilitator.domain.views import FacilitatorView, Stage, facilitator_view

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PM = Team("pm", "Product Management", "PM")
PMM = Team("pmm", "Product Marketing", "PMM")
MESSAGING = ContestedTask(
    id="competitive-messaging",
    title="Competitive messaging",
    question="Who drives competitive messaging?",
    background=(
        "Sales asks for battlecards, marketing writes them, product corrects them, and nobody "
        "is *sure* who has the last word."
    ),
    phase=Phase.MARKET,
    market_facing=True,
    candidates=("pm", "pmm"),
    minutes=8,
    notes="Say: two minutes, silently. One key each.",
    suggested=Suggestion(
        "pmm",
        "buyers hear it from them first",
        (Support("pm", InputKind.CONTRIBUTE, "feature facts", "two weeks before launch"),),
    ),
)


def agenda(
    teams: tuple[Team, ...] = (PM, PMM), rules: Rules | None = None, *, title: str = ""
) -> Agenda:
    ids = tuple(team.id for team in teams)
    task = ContestedTask(**{f: getattr(MESSAGING, f) for f in _FIELDS} | {"candidates": ids})
    return Agenda(
        id="grey-areas",
        title=title or "Who owns the grey areas?",
        teams=teams,
        rules=rules or Rules(),
        steps=(
            Brief(
                id="two-sides",
                title="Two sides of one coin",
                minutes=5,
                notes="Say: welcome. Nobody is wrong here.",
                text=(
                    "Most tasks have one *clear* owner. A few do not:\n\n"
                    "- both sides do them, **twice**\n- or each waits for the other\n\n"
                    "Today we pick one driver for each."
                ),
            ),
            task,
            ContestedTask(
                id="advisory-boards",
                title="Advisory boards",
                question="Who drives customer advisory boards?",
                candidates=ids,
                minutes=8,
            ),
            ContestedTask(
                id="launch-plan",
                title="Launch plan",
                question="Who drives the launch plan?",
                candidates=ids,
                minutes=8,
            ),
            Close(id="game-plan", title="The game plan", minutes=10),
        ),
    )


_FIELDS = (
    "id",
    "title",
    "question",
    "background",
    "phase",
    "market_facing",
    "minutes",
    "notes",
    "suggested",
)
ESCALATING = Rules(fallback=Fallback.ESCALATE, approver="VP Product")


EVERY_KIND = Agenda(
    id="every-kind",
    title="Who owns the grey areas?",
    teams=(PM, PMM, Team("sales", "Sales", "Sales")),
    steps=(
        FollowUp(id="since", title="Since last time", minutes=4, notes="Say: what became of it?"),
        Rate(
            id="maturity",
            title="How mature are we?",
            minutes=5,
            question="How true is this of us today?",
            scale=("Not at all", "A little", "Partly", "Mostly", "Fully"),
            statements=(
                Statement(
                    id="established", text="Product marketing is an established function here"
                ),
                Statement(
                    id="launches",
                    text="Launches run well",
                    team="pmm",
                    tasks=("launch-plan", "competitive-messaging"),
                ),
                Statement(
                    id="buyers",
                    text="We know what buyers decide by",
                    tasks=("advisory-boards",),
                ),
            ),
            notes="Rate us as we are.",
        ),
        Shortlist(
            id="which",
            title="Which grey areas today?",
            minutes=4,
            dots=3,
            keep=2,
            tasks=("competitive-messaging", "advisory-boards", "launch-plan"),
        ),
        replace(MESSAGING, candidates=("pm", "pmm", "sales")),
        ContestedTask(
            id="advisory-boards",
            title="Advisory boards",
            question="Who drives customer advisory boards?",
            candidates=("pm", "pmm"),
            minutes=8,
        ),
        ContestedTask(
            id="launch-plan",
            title="Launch plan",
            question="Who drives the launch plan?",
            candidates=("pm", "pmm"),
            minutes=8,
        ),
        Commit(
            id="owe",
            title="What we owe each other",
            minutes=8,
            proposals=(
                Proposal(
                    id="win-loss",
                    giver="pmm",
                    receiver="pm",
                    text="Win/loss review findings every month",
                ),
                Proposal(
                    id="updates",
                    giver="pm",
                    receiver="pmm",
                    text="A short written update every week before a launch",
                ),
                Proposal(
                    id="battlecards", giver="pmm", receiver="sales", text="Battlecards, kept true"
                ),
            ),
            notes="Say: who gives it, and when is the first one due?",
        ),
        Close(id="game-plan", title="The game plan", minutes=10),
    ),
)
"""Every kind of step but the brief."""
EARLIER = Earlier(
    session="2026-06-02-grey-areas-aaaa",
    title="Grey areas in spring",
    held_on=date(2026, 6, 2),
    decisions=(
        EarlierDecision(
            task="naming",
            title="Naming of releases",
            outcome=Outcome.DEFERRED,
            session="2026-06-02-grey-areas-aaaa",
            decided_on=date(2026, 6, 2),
        ),
    ),
    in_force=(
        EarlierDecision(
            task="pricing",
            title="Price lists",
            outcome=Outcome.DECIDED,
            session="2026-06-02-grey-areas-aaaa",
            decided_on=date(2026, 6, 2),
            driver="sales",
            owner="Vera",
            review_on=date(2026, 9, 17),
        ),
        EarlierDecision(
            task="launch-plan",
            title="Launch plan",
            outcome=Outcome.DECIDED,
            session="2026-06-02-grey-areas-aaaa",
            decided_on=date(2026, 6, 2),
            driver="pmm",
            review_on=date(2026, 10, 1),
        ),
    ),
    commitments=(
        Promise(
            id="feature-facts",
            giver="pm",
            receiver="pmm",
            text="Feature facts two weeks before each launch",
            due=date(2026, 9, 30),
            owner="Raj",
        ),
        Promise(
            id="win-loss",
            giver="pmm",
            receiver="pm",
            text="Win/loss review findings every month",
            due=date(2027, 1, 15),
        ),
    ),
)


@dataclass(frozen=True)
class Room:
    """A session without a journal. What happens in it makes another room of it."""

    state: Session
    events: tuple[Event, ...] = ()
    envelopes: tuple[Envelope[Command], ...] = ()

    @property
    def view(self) -> FacilitatorView:
        """What facilitators see."""
        return facilitator_view(self.state)

    @property
    def stage(self) -> Stage:
        """Where the room stands."""
        return self.view.stage.stage

    @property
    def people(self) -> Mapping[str, str]:
        """Everybody's id, by their name."""
        return {person.name: who for who, person in self.state.participants.items()}

    @property
    def steps(self) -> list[str]:
        """The ids of the agenda's steps."""
        return [step.id for step in self.state.steps]

    def do(self, command: Command, by: str = "f1") -> Room:
        """Take a command; the rules must agree to it."""
        return _taken(self.state, self, Envelope(START, by, command))

    def join(self, *people: tuple[str, str], seat: Seat = Seat.VOTER, code: str = "") -> Room:
        """Seat people, given by name and team."""
        room = self
        for name, team in people:
            number = len(room.people)
            joining = JoinSession(
                name=name,
                likeness=name.casefold(),
                team=team,
                credential=f"key:{name}" if code else f"code:{number}",
                connection=f"s1-{name}" if code else f"s1-{number}",
                seat=seat,
                facilitator_code=code,
            )
            room = room.do(joining, by="")
        return room

    def facilitated_by(self, name: str) -> Room:
        """Let another facilitator in, by a code that is used once."""
        code = f"code of {name}"
        room = self.do(IssueFacilitatorCode(digest=code))
        return room.join((name, ""), seat=Seat.FACILITATOR, code=code)

    def drop(self, name: str) -> Room:
        """Close somebody's terminal."""
        connection = self.state.participants[self.people[name]].connection or ""
        return self.do(LeaveSession(connection=connection), by="")

    def raise_hand(self, name: str) -> Room:
        """Raise somebody's hand."""
        who = self.people[name]
        return self.do(RaiseHand(participant=who), by=who)

    def enter(self, step: str) -> Room:
        """Go to a step."""
        return self.do(EnterStep(step=step))

    def open_round(self, about: str = "") -> Room:
        """Open the next round of the step at hand."""
        return self.do(OpenRound(step=self._here, number=self._number + 1, about=about))

    def mark(self, name: str, reason: str = "", **items: int | None) -> Room:
        """Answer items of the open round; a dash in an item's id is typed as an underscore."""
        room, who = self, self.people[name]
        for item, value in items.items():
            marking = MarkItem(
                step=self._here,
                number=self._number,
                participant=who,
                item=item.replace("_", "-"),
                value=value,
                reason=reason,
            )
            room = room.do(marking, by=who)
        return room

    def vote(self, **choices: str) -> Room:
        """Vote in the open round, by name; a reason follows a colon."""
        room = self
        for name, said in choices.items():
            choice, _, reason = said.partition(": ")
            who = self.people[name]
            ballot = CastBallot(
                step=self._here,
                number=self._number,
                participant=who,
                choice=choice,
                confidence=4 if reason else None,
                reason=reason,
            )
            room = room.do(ballot, by=who)
        return room

    def close_round(self) -> Room:
        """Close the open round, which reveals it."""
        return self.do(CloseRound(step=self._here, number=self._number))

    def decide(self, driver: str = "pmm") -> Room:
        """Record a decision with support and an objection."""
        decision = Decision(
            Outcome.DECIDED,
            driver=driver,
            owner="Ana",
            rationale="They talk to buyers every week.",
            support=(Support("pm", InputKind.CONTRIBUTE, "feature facts", "two weeks before"),),
            dissent=(
                Dissent(
                    "pm", "pm", "we know the product", "a quarter of wrong claims", "Raj", "p1"
                ),
            ),
            review_on=date(2027, 3, 22),
        )
        return self.do(RecordDecision(step=self._here, decision=decision))

    @property
    def _here(self) -> str:
        return self.state.current or ""

    @property
    def _number(self) -> int:
        return self.view.stage.rounds_held


def _taken(state: State, room: Room | None, envelope: Envelope[Command]) -> Room:
    events = decide(state, envelope)
    assert not isinstance(events, Refusal), events
    for event in events:
        state = evolve(state, event)
    assert state is not None
    before = room or Room(state)
    return Room(state, (*before.events, *events), (*before.envelopes, envelope))


def begun(plan: Agenda | None = None, earlier: Earlier | None = None) -> Room:
    """A session that only its facilitator, Ines, has joined."""
    starting = StartSession(
        session="2026-11-22-grey-areas-7k2m",
        agenda=plan or agenda(),
        facilitator="Ines",
        join_code="7KXM4QPD9T",
        earlier=earlier,
    )
    return _taken(None, None, Envelope(START, "", starting))


FOUR = (("Raj", "pm"), ("Lee", "pm"), ("Ana", "pmm"), ("Kim", "pmm"))
TASK = "competitive-messaging"


@cache
def four_people(plan: Agenda | None = None) -> Room:
    """A session that two people of each team have joined."""
    return begun(plan).join(*FOUR)


@cache
def at_task() -> Room:
    """The four on their first task, before anything was asked."""
    return four_people().enter(TASK)


@cache
def voting(**choices: str) -> Room:
    """The four, who are asked about their first task; some have voted."""
    return at_task().open_round().vote(**choices)


@cache
def revealed(plan: Agenda | None = None, **choices: str) -> Room:
    """Four people whose first round on messaging is revealed."""
    said = choices or {"Raj": "pm: we know it", "Lee": "pm", "Ana": "pmm", "Kim": "pmm"}
    return four_people(plan).enter(TASK).open_round().vote(**said).close_round()


@cache
def six_people(plan: Agenda = EVERY_KIND, *, earlier: bool = True) -> Room:
    """A session of every kind of step that two people of each team have joined."""
    room = begun(plan, EARLIER if earlier else None)
    return room.join(*FOUR, ("Vera", "sales"), ("Tom", "sales"))


@cache
def rated() -> Room:
    """Six people who have rated; Product Management sees launches otherwise than the others."""
    room = six_people().enter("maturity").open_round()
    room = room.mark("Raj", established=4, launches=2, buyers=3)
    room = room.mark("Lee", established=4, launches=2, buyers=3)
    room = room.mark("Ana", established=3, launches=5, buyers=2)
    room = room.mark("Kim", established=4, launches=4, buyers=3)
    room = room.mark("Vera", established=5, launches=4, buyers=None)
    return room.mark("Tom", established=3, launches=4).close_round()


@cache
def with_dots() -> Room:
    """The same people, whose dots on the three tasks are revealed."""
    room = rated().enter("which").open_round()
    room = room.mark("Raj", launch_plan=3)
    room = room.mark("Lee", launch_plan=1, competitive_messaging=2)
    room = room.mark("Ana", competitive_messaging=3)
    room = room.mark("Kim", advisory_boards=3)
    room = room.mark("Vera", launch_plan=3)
    return room.mark("Tom", launch_plan=2, competitive_messaging=1).close_round()


@cache
def at_promises(*, earlier: bool = False) -> Room:
    """Six people before their first promise is asked about."""
    return six_people(earlier=earlier).enter("owe")


@cache
def asked_of_promises(**said: int | None) -> Room:
    """Six people who were asked about the first promise that is not still owed."""
    room = at_promises().open_round(about="win-loss")
    for name, value in said.items():
        room = room.mark(name, consent=value, reason="too often" if value == 0 else "")
    return room.close_round()


@cache
def at_follow_up() -> Room:
    """Six people before they are asked what became of earlier promises."""
    return six_people().enter("since")


@cache
def told() -> Room:
    """Six people of whom those who were promised something have said how it went."""
    room = at_follow_up().open_round()
    room = room.mark("Ana", feature_facts=1).mark("Kim", feature_facts=2)
    return room.mark("Raj", win_loss=1).mark("Lee", win_loss=1).close_round()


@cache
def fingers_shown() -> Room:
    """Six people at the end, some of them with doubts."""
    room = six_people().enter("game-plan").open_round()
    for name, plan, time in (("Raj", 5, 4), ("Lee", 4, 4), ("Ana", 4, 5), ("Kim", 3, 3)):
        room = room.mark(name, plan=plan, return_on_time=time)
    room = room.mark("Vera", plan=2, reason="no owner for pricing")
    return room.mark("Vera", return_on_time=None).close_round()
