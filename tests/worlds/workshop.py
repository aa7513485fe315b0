"""Workshops held by the rules, command after command, and what comes of some of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

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
    Command,
    EndSession,
    EnterStep,
    Envelope,
    JoinSession,
    MarkItem,
    OpenRound,
    ParkItem,
    RecordDecision,
    Refusal,
    SettlePromise,
    SettleShortlist,
    StartSession,
)
from facilitator.domain.decisions import Decision, Dissent, Outcome, Promise
from facilitator.domain.earlier import Earlier, EarlierDecision
from facilitator.domain.fold import fold
from facilitator.domain.people import Seat
from facilitator.domain.rounds import ABSTAIN, NEED_INFO
from facilitator.domain.rules import decide
from facilitator.domain.state import Session
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.close import PLAN, RETURN_ON_TIME, Close
from facilitator.domain.steps.commit import CONSENT, YES, Commit, Proposal
from facilitator.domain.steps.follow_up import FollowUp
from facilitator.domain.steps.rate import Rate, Statement
from facilitator.domain.steps.shortlist import Shortlist

START = datetime(2026, 11, 22, 9, 0, 0, 250_000, UTC)
SESSION_ID = "2026-11-22-grey-areas-7k2m"
TEAMS = (
    Team("pm", "Product Management", "PM"),
    Team("pmm", "Product Marketing", "PMM"),
    Team("sales", "Sales", "SALES"),
)


def task(task_id: str, title: str, **more) -> ContestedTask:
    return ContestedTask(
        id=task_id,
        title=title,
        question=f"Who drives {title}?",
        candidates=tuple(team.id for team in TEAMS),
        **more,
    )


def agenda(*, attribution: Attribution = Attribution.NAMED) -> Agenda:
    return Agenda(
        id="grey-areas",
        title="Who owns the grey areas?",
        teams=TEAMS,
        steps=(
            Brief(id="hello", title="Hello", text="Two sides of one coin."),
            task("competitive-messaging", "Competitive messaging", phase=Phase.MARKET),
            task("launch-plan", "Launch plan", ask_today=True),
            task("advisory-boards", "Advisory boards"),
        ),
        rules=Rules(attribution=attribution),
        digest="sha256:" + "0" * 64,
    )


STATEMENTS = (
    Statement(id="established", text="Launches run well", tasks=("launch-plan",)),
    Statement(id="known", text="Everybody knows “who”", team="pmm", tasks=("advisory-boards",)),
)
PROPOSALS = (
    Proposal(id="win-loss", giver="pmm", receiver="pm", text="Win/loss findings every month"),
    Proposal(id="facts", giver="pm", receiver="pmm", text="Feature facts two weeks ahead"),
)


def full_agenda(
    *, attribution: Attribution = Attribution.NAMED, categories: int = 5, keep: int = 2
) -> Agenda:
    """Every kind of step: three tasks of which a shortlist takes ``keep``."""
    simple = agenda(attribution=attribution)
    hello, *tasks = simple.steps
    scale = tuple(f"label {number}" for number in range(categories))
    return replace(
        simple,
        steps=(
            hello,
            FollowUp(id="since", title="Since last time"),
            Rate(
                id="maturity",
                title="How mature?",
                question="How true?",
                scale=scale,
                statements=STATEMENTS,
            ),
            Shortlist(
                id="which", title="Which?", dots=3, keep=keep, tasks=tuple(t.id for t in tasks)
            ),
            *tasks,
            Commit(id="owe", title="What we owe", proposals=PROPOSALS),
            Close(id="plan", title="The game plan"),
        ),
    )


class Workshop:
    """A session driven by commands; those that the rules refuse change nothing."""

    def __init__(
        self,
        plan: Agenda,
        earlier: Earlier | None = None,
        session: str = SESSION_ID,
        start: datetime = START,
        join_code: str = "CODE",
    ) -> None:
        self.now = start
        self.state: Session | None = None
        self.accepted: list[Envelope] = []
        self.refused: list[str] = []
        self.do(
            StartSession,
            session=session,
            agenda=plan,
            facilitator="Ines",
            join_code=join_code,
            earlier=earlier,
        )

    def do(self, kind: type[Command], by: str = "f1", **fields) -> bool:
        """Whether the rules let it happen."""
        self.now += timedelta(seconds=7, milliseconds=300)
        envelope = Envelope(self.now, by, kind(**fields))
        result = decide(self.state, envelope)
        if isinstance(result, Refusal):
            self.refused.append(result.reason)
            return False
        self.accepted.append(envelope)
        self.state = fold(result, self.state)
        return True

    def join(self, name: str, team: str, seat: Seat = Seat.VOTER) -> str:
        self.do(
            JoinSession,
            by="",
            name=name,
            likeness=name.casefold(),
            team=team,
            credential=f"code:{name}",
            connection=f"c-{name}",
            seat=seat,
        )
        return list(self.state.participants)[-1]

    def enter(self, step: str) -> None:
        self.do(EnterStep, step=step)

    def vote(self, step: str, votes: dict[str, str | tuple]) -> None:
        """Hold one round; a vote is a choice, or a choice with confidence, reason and today."""
        number = len(self.state.record(step).rounds) + 1
        self.do(OpenRound, step=step, number=number)
        for voter, cast in votes.items():
            choice, confidence, reason, today = (
                cast if isinstance(cast, tuple) else (cast, None, "", None)
            )
            self.do(
                CastBallot,
                by=voter,
                step=step,
                number=number,
                participant=voter,
                choice=choice,
                confidence=confidence,
                reason=reason,
                today=today,
            )
        self.do(CloseRound, step=step, number=number)

    def answer(self, step: str, answers: dict[str, dict], *, about: str = "") -> None:
        """Hold one round on a step's items; an answer is a value, or a value with a reason."""
        number = len(self.state.rounds_on(step)) + 1
        self.do(OpenRound, step=step, number=number, about=about)
        for voter, marks in answers.items():
            for item, given in marks.items():
                value, reason = given if isinstance(given, tuple) else (given, "")
                self.do(
                    MarkItem,
                    by=voter,
                    step=step,
                    number=number,
                    participant=voter,
                    item=item,
                    value=value,
                    reason=reason,
                )
        self.do(CloseRound, step=step, number=number)

    def agree(self, promise: str, *voters: str) -> bool:
        """Have these voters say yes to a promise of the step ``owe``, and note it as agreed."""
        self.answer("owe", {voter: {CONSENT: YES} for voter in voters}, about=promise)
        return self.do(SettlePromise, step="owe", promise=promise, agreed=True)

    def record(self, step: str, outcome: Outcome, **fields) -> bool:
        if outcome in (Outcome.DECIDED, Outcome.DEFERRED):
            fields.setdefault("review_on", (self.now + timedelta(days=120)).date())
        return self.do(RecordDecision, step=step, decision=Decision(outcome, **fields))

    def end(self) -> Session:
        self.do(EndSession)
        assert self.state.ended_at, self.refused[-1]
        return self.state


def held_session(*, attribution: Attribution = Attribution.NAMED) -> Session:
    """Nine voters, one observer: one task decided in two rounds, one deferred, one parked."""
    room = Workshop(agenda(attribution=attribution))
    names = ["Ana", "Raj", "Lee", "Kim", "Zoe", "Max", "Eva", "Tom", "Ida"]
    teams = ["pmm", "pm", "pm", "pmm", "pm", "pmm", "pmm", "pm", "pmm"]
    voters = [room.join(name, team) for name, team in zip(names, teams, strict=True)]
    room.join("Olu", "sales", Seat.OBSERVER)
    room.enter("hello")
    room.enter("competitive-messaging")
    first = ["pmm", "pm", "pm", "pmm", "pmm", "pmm", ABSTAIN, "pm", "pmm"]
    second = ["pmm", "pm", "pmm", "pmm", "pmm", "pmm", "pmm", "pm", "pmm"]
    for choices in (first, second):
        cast = dict(zip(voters, choices, strict=True))
        room.vote("competitive-messaging", {**cast, "p1": ("pmm", 4, "we talk to buyers", None)})
    room.do(ParkItem, by="p3", text="Who answers analyst requests?")
    room.record(
        "competitive-messaging",
        Outcome.DECIDED,
        driver="pmm",
        owner="Ana",
        rationale="They talk to buyers every week.",
        support=(
            Support("pm", InputKind.CONTRIBUTE, "feature facts", "two weeks before launch"),
            Support("sales", InputKind.REVIEW, "objections heard in calls", "every month"),
        ),
        dissent=(
            Dissent("pm", "pm", "We know the product.", "a year of flat win rates", "Raj", "p2"),
        ),
    )
    room.enter("launch-plan")
    room.vote("launch-plan", {"p1": ("pmm", 2, "", "nobody"), "p2": "pm", "p3": NEED_INFO})
    room.record("launch-plan", Outcome.DEFERRED)
    room.enter("advisory-boards")
    room.vote("advisory-boards", dict.fromkeys(voters[:4], "sales"))
    return room.end()


EARLIER_ID = "2026-05-20-grey-areas-x1y2"
EARLIER = Earlier(
    session=EARLIER_ID,
    title="Who owned the grey areas?",
    held_on=date(2026, 5, 20),
    decisions=(
        EarlierDecision(
            task="competitive-messaging",
            title="Competitive messaging",
            outcome=Outcome.DECIDED,
            session=EARLIER_ID,
            decided_on=date(2026, 5, 20),
            driver="pm",
            review_on=date(2026, 9, 1),
        ),
        EarlierDecision(
            task="event-booths",
            title="Event booths",
            outcome=Outcome.DEFERRED,
            session=EARLIER_ID,
            decided_on=date(2026, 5, 20),
        ),
    ),
    in_force=(
        EarlierDecision(
            task="competitive-messaging",
            title="Competitive messaging",
            outcome=Outcome.DECIDED,
            session=EARLIER_ID,
            decided_on=date(2026, 5, 20),
            driver="pm",
            review_on=date(2026, 9, 1),
        ),
        EarlierDecision(
            task="launch-plan",
            title="Launch plan",
            outcome=Outcome.DECIDED,
            session="2025-11-20-grey-areas-q1q1",
            decided_on=date(2025, 11, 20),
            driver="ops",
        ),
    ),
    commitments=(
        Promise(
            id="win-loss",
            giver="pmm",
            receiver="pm",
            text="Win/loss findings every month",
            due=date(2026, 8, 1),
            owner="Ana",
        ),
        Promise(id="calls", giver="sales", receiver="pmm", text="Two calls a month"),
    ),
    elsewhere=(Promise(id="desk", giver="ops", receiver="pm", text="A desk"),),
    team_names={"pm": "Product", "pmm": "Marketing", "sales": "Sales", "ops": "Operations"},
)
"""An earlier session: a decision due for review, a task left open, promises to follow up.

One of them, and the launch plan's driver, is of a team that is there no more.
"""


def few_voters(*, attribution: Attribution = Attribution.ANONYMOUS) -> Session:
    """Three voters of whom seldom all answer, so that anonymously most of it is withheld."""
    room = Workshop(full_agenda(attribution=attribution))
    voters = [room.join(f"somebody {n}", team) for n, team in enumerate(("pm", "pmm", "pm"))]
    ana, ben, _ = voters
    room.enter("maturity")
    room.answer(
        "maturity",
        {
            ana: {"established": 4, "known": 2},
            ben: {"established": 4, "known": 3},
            voters[2]: {"known": 2},
        },
    )
    room.enter("which")
    room.answer("which", {ana: {"launch-plan": 3}, ben: {"launch-plan": 1}})
    room.do(
        SettleShortlist,
        step="which",
        taken=("competitive-messaging", "launch-plan"),
        reason="Both are late.",
    )
    room.enter("competitive-messaging")
    room.vote("competitive-messaging", {ana: ("pm", 5, "we know it", None), ben: "pm"})
    room.vote("competitive-messaging", dict.fromkeys(voters, "pmm"))
    room.record("competitive-messaging", Outcome.DECIDED, driver="pmm", owner="Ana")
    room.enter("launch-plan")
    room.vote("launch-plan", {ana: "pm"})
    room.record("launch-plan", Outcome.DECIDED, driver="pm", rationale="Nobody else was there.")
    room.enter("plan")
    answers = {who: {RETURN_ON_TIME: 4} for who in voters}
    answers[ana][PLAN] = (2, "too thin")
    room.answer("plan", answers)
    return room.end()
