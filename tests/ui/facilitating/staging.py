"""A live session on a journal in memory, taken to any stage by real commands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from facilitator.domain.agenda import Agenda, Fallback, Rules, Team
from facilitator.domain.commands import (
    CastBallot,
    CloseRound,
    Command,
    EnterStep,
    Envelope,
    JoinSession,
    LeaveSession,
    MarkItem,
    OpenRound,
    RaiseHand,
    RecordDecision,
    StartSession,
)
from facilitator.domain.decisions import Decision, Dissent, Outcome
from facilitator.domain.earlier import Earlier, EarlierCommitment, EarlierDecision
from facilitator.domain.people import Seat
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.close import Close
from facilitator.domain.steps.commit import Commit, Proposal
from facilitator.domain.steps.follow_up import FollowUp
from facilitator.domain.steps.rate import Rate, Statement
from facilitator.domain.steps.shortlist import Shortlist
from facilitator.domain.tasks import ContestedTask, InputKind, Phase, Suggestion, Support
from facilitator.live.memory import MemoryJournal
from facilitator.live.ports import LogNotWritten, ServerState, ServerStatus
from facilitator.live.session import Accepted, LiveSession
from facilitator.ui.facilitating.app import FacilitatorApp

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
        EarlierCommitment(
            id="feature-facts",
            giver="pm",
            receiver="pmm",
            text="Feature facts two weeks before each launch",
            due=date(2026, 9, 30),
            owner="Raj",
        ),
        EarlierCommitment(
            id="win-loss",
            giver="pmm",
            receiver="pm",
            text="Win/loss review findings every month",
            due=date(2027, 1, 15),
        ),
    ),
)


class StillClock:
    """A clock that stands until it is turned; far enough at every look for keys to be taken."""

    def __init__(self) -> None:
        self.now = START
        self.step = timedelta(seconds=1)

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


LISTENING = ServerStatus(
    ServerState.LISTENING,
    "ssh -p 2222 10.0.0.5",
    "SHA256:sR0v5V2m3bq1oKk8p6yqL1cC0uW8m7tYxw2H4nJd9aE",
)


@dataclass
class FakeHosting:
    """A server whose state is set by the test."""

    status: ServerStatus = LISTENING
    wakes: list[Callable[[], None]] = field(default_factory=list)

    def subscribe(self, wake: Callable[[], None]) -> None:
        self.wakes.append(wake)

    def become(self, status: ServerStatus) -> None:
        self.status = status
        for wake in self.wakes:
            wake()


@dataclass
class FakeLog:
    """Writes nothing; fails with each of ``failures`` first."""

    failures: list[str] = field(default_factory=list)
    written: int = 0

    async def __call__(self) -> str:
        await asyncio.sleep(0)
        if self.failures:
            raise LogNotWritten(self.failures.pop(0))
        self.written += 1
        return "sessions/2026-11-22-grey-areas-7k2m.toml"


OPENED: list[LiveSession] = []
"""Every session of a test, to be closed after it."""


class Staged:
    """A session, the app that shows it, and short words for what people do."""

    def __init__(self, plan: Agenda | None = None, earlier: Earlier | None = None) -> None:
        self.plan = plan or agenda()
        self.earlier = earlier
        self.journal = MemoryJournal()
        ids = count(1)
        self.session = LiveSession(self.journal, lambda: f"c{next(ids)}")
        self.clock = StillClock()
        self.hosting = FakeHosting()
        self.log = FakeLog()
        self.people: dict[str, str] = {}

    async def open(self) -> Staged:
        OPENED.append(self.session)
        await self.session.open()
        await self.do(
            StartSession(
                session="2026-11-22-grey-areas-7k2m",
                agenda=self.plan,
                facilitator="Ines",
                join_code="7KXM4QPD9T",
                earlier=self.earlier,
            ),
            by="",
        )
        return self

    def app(self, *, dark: bool = True) -> FacilitatorApp:
        return FacilitatorApp(self.session, "f1", self.hosting, self.log, self.clock, dark=dark)

    async def do(self, command: Command, by: str = "f1", at: datetime | None = None) -> None:
        answer = await self.session.submit(Envelope(at or self.clock.now, by, command))
        assert isinstance(answer, Accepted), answer

    async def join(self, *people: tuple[str, str], seat: Seat = Seat.VOTER) -> None:
        for name, team in people:
            number = len(self.people) + 1
            self.people[name] = f"p{number}"
            await self.do(
                JoinSession(
                    name=name,
                    likeness=name.casefold(),
                    team=team,
                    credential=f"code:{number}",
                    connection=f"s1-{number}",
                    seat=seat,
                ),
                by="",
            )

    async def drop(self, name: str) -> None:
        who = self.people[name]
        await self.do(LeaveSession(connection=f"s1-{who[1:]}"), by="")

    async def raise_hand(self, name: str) -> None:
        who = self.people[name]
        await self.do(RaiseHand(participant=who), by=who)

    async def enter(self, step: str) -> None:
        await self.do(EnterStep(step=step))

    async def open_round(self, number: int = 1, about: str = "") -> None:
        step = self.session.state.current or ""
        await self.do(OpenRound(step=step, number=number, about=about))

    async def mark(self, name: str, number: int = 1, reason: str = "", **items: int | None) -> None:
        """Answer items of the open round; a dash in an item's id is typed as an underscore."""
        for item, value in items.items():
            await self.do(
                MarkItem(
                    step=self.session.state.current or "",
                    number=number,
                    participant=self.people[name],
                    item=item.replace("_", "-"),
                    value=value,
                    reason=reason,
                ),
                by=self.people[name],
            )

    async def vote(self, number: int = 1, **choices: str) -> None:
        for name, said in choices.items():
            choice, _, reason = said.partition(": ")
            who = self.people[name]
            await self.do(
                CastBallot(
                    step=self.session.state.current or "",
                    number=number,
                    participant=who,
                    choice=choice,
                    confidence=4 if reason else None,
                    reason=reason,
                ),
                by=who,
            )

    async def close_round(self, number: int = 1) -> None:
        step = self.session.state.current or ""
        await self.do(CloseRound(step=step, number=number))

    async def decide(self, driver: str = "pmm") -> None:
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
        step = self.session.state.current or ""
        await self.do(RecordDecision(step=step, decision=decision))


async def four_people(plan: Agenda | None = None) -> Staged:
    """A session that two people of each team have joined."""
    staged = await Staged(plan).open()
    await staged.join(("Raj", "pm"), ("Lee", "pm"), ("Ana", "pmm"), ("Kim", "pmm"))
    return staged


async def revealed(plan: Agenda | None = None, **choices: str) -> Staged:
    """Four people whose first round on messaging is revealed."""
    staged = await four_people(plan)
    await staged.enter("competitive-messaging")
    await staged.open_round()
    await staged.vote(
        **(choices or {"Raj": "pm: we know it", "Lee": "pm", "Ana": "pmm", "Kim": "pmm"})
    )
    await staged.close_round()
    return staged


async def six_people(plan: Agenda = EVERY_KIND, *, earlier: bool = True) -> Staged:
    """A session of every kind of step that two people of each team have joined."""
    staged = await Staged(plan, EARLIER if earlier else None).open()
    await staged.join(("Raj", "pm"), ("Lee", "pm"), ("Ana", "pmm"), ("Kim", "pmm"))
    await staged.join(("Vera", "sales"), ("Tom", "sales"))
    return staged


async def rated() -> Staged:
    """Six people who have rated; Product Management sees launches otherwise than the others."""
    staged = await six_people()
    await staged.enter("maturity")
    await staged.open_round()
    await staged.mark("Raj", established=4, launches=2, buyers=3)
    await staged.mark("Lee", established=4, launches=2, buyers=3)
    await staged.mark("Ana", established=3, launches=5, buyers=2)
    await staged.mark("Kim", established=4, launches=4, buyers=3)
    await staged.mark("Vera", established=5, launches=4, buyers=None)
    await staged.mark("Tom", established=3, launches=4)
    await staged.close_round()
    return staged


async def with_dots() -> Staged:
    """The same people, whose dots on the three tasks are revealed."""
    staged = await rated()
    await staged.enter("which")
    await staged.open_round()
    await staged.mark("Raj", launch_plan=3)
    await staged.mark("Lee", launch_plan=1, competitive_messaging=2)
    await staged.mark("Ana", competitive_messaging=3)
    await staged.mark("Kim", advisory_boards=3)
    await staged.mark("Vera", launch_plan=3)
    await staged.mark("Tom", launch_plan=2, competitive_messaging=1)
    await staged.close_round()
    return staged


async def asked_of_promises(**said: int | None) -> Staged:
    """Six people who were asked about the first promise that is not still owed."""
    staged = await six_people(earlier=False)
    await staged.enter("owe")
    await staged.open_round(about="win-loss")
    for name, value in said.items():
        await staged.mark(name, consent=value, reason="too often" if value == 0 else "")
    await staged.close_round()
    return staged


async def told() -> Staged:
    """Six people of whom those who were promised something have said how it went."""
    staged = await six_people()
    await staged.enter("since")
    await staged.open_round()
    await staged.mark("Ana", feature_facts=1)
    await staged.mark("Kim", feature_facts=2)
    await staged.mark("Raj", win_loss=1)
    await staged.mark("Lee", win_loss=1)
    await staged.close_round()
    return staged


async def fingers_shown() -> Staged:
    """Six people at the end, some of them with doubts."""
    staged = await six_people()
    await staged.enter("game-plan")
    await staged.open_round()
    for name, plan, time in (("Raj", 5, 4), ("Lee", 4, 4), ("Ana", 4, 5), ("Kim", 3, 3)):
        await staged.mark(name, plan=plan)
        await staged.mark(name, return_on_time=time)
    await staged.mark("Vera", plan=2, reason="no owner for pricing")
    await staged.mark("Vera", return_on_time=None)
    await staged.close_round()
    return staged
