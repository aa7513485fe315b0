"""Decision logs for tests: from sessions held at random by the rules, and one written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from facilitator.domain.agenda import (
    Agenda,
    Attribution,
    Brief,
    Close,
    Commit,
    ContestedTask,
    FollowUp,
    InputKind,
    Phase,
    Proposal,
    Rate,
    Rules,
    Shortlist,
    Statement,
    Support,
    Team,
)
from facilitator.domain.asking import items_asked
from facilitator.domain.ballots import ABSTAIN, NEED_INFO
from facilitator.domain.commands import (
    AddTask,
    BringBackTask,
    CastBallot,
    CloseRound,
    Command,
    CorrectTeam,
    EndSession,
    EnterStep,
    Envelope,
    JoinSession,
    MarkItem,
    MergeItems,
    OpenRound,
    ParkItem,
    RecordDecision,
    RecordStatuses,
    Refusal,
    RemoveParticipant,
    ReopenDecision,
    ReopenShortlist,
    SeatSomebody,
    SettlePromise,
    SettleShortlist,
    StartSession,
    WordPromise,
)
from facilitator.domain.commitments import Promise
from facilitator.domain.decision_log import (
    Amendment,
    Commitment,
    CommitmentStatus,
    LogParkedItem,
)
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import Decision, Dissent, Outcome
from facilitator.domain.earlier import Earlier, EarlierCommitment, EarlierDecision
from facilitator.domain.evolving import fold
from facilitator.domain.marks import CONSENT, PLAN, RETURN_ON_TIME, YES
from facilitator.domain.people import Seat
from facilitator.domain.planning import statuses_told
from facilitator.domain.rules import decide
from facilitator.domain.state import Session

START = datetime(2026, 11, 22, 9, 0, 0, 250_000, UTC)
SESSION_ID = "2026-11-22-grey-areas-7k2m"
TEAMS = (
    Team("pm", "Product Management", "PM"),
    Team("pmm", "Product Marketing", "PMM"),
    Team("sales", "Sales", "SALES"),
)
WORDS = [
    "we talk to buyers",
    "Straße, naïve “café”",
    "日本語の理由",
    'a\\b "q" = [x] # no',
    "é 👩‍🚀",
]


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
        number = len(self.state.task(step).rounds) + 1
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


CHOICES = st.sampled_from([*(team.id for team in TEAMS), ABSTAIN, NEED_INFO])
BALLOTS = st.tuples(
    CHOICES,
    st.none() | st.integers(1, 5),
    st.just("") | st.sampled_from(WORDS),
    st.none() | st.sampled_from(["pm", "nobody", "unclear"]),
)
CAST = st.none() | BALLOTS
ATTRIBUTIONS = st.sampled_from(Attribution)
NAMES = st.sampled_from(["Ana", "Żółw", "李雷", "O’Neil"])
SEATS = st.sampled_from([Seat.VOTER, Seat.VOTER, Seat.VOTER, Seat.OBSERVER])
SOME_TEAM = st.sampled_from(TEAMS)
SOME_WORDS = st.sampled_from(WORDS)
OUTCOMES = st.sampled_from(Outcome)
INPUTS = st.sampled_from(InputKind)
UP_TO_TWO, UP_TO_EIGHT, UP_TO_NINE = (st.integers(0, most) for most in (2, 8, 9))
YES_OR_NO = st.booleans()
VALUES = st.none() | st.integers(0, 7)


@st.composite
def sessions(draw) -> Session:
    """Any session that the rules allow, held to its end."""
    room = Workshop(agenda(attribution=draw(ATTRIBUTIONS)))
    people: list[str] = []

    def somebody_joins() -> None:
        name = f"{draw(NAMES)} {len(people)}"
        seat = draw(SEATS)
        people.append(room.join(name, draw(SOME_TEAM).id, seat))

    for _ in range(draw(UP_TO_EIGHT)):
        somebody_joins()
    room.enter("hello")
    for step in draw(st.lists(st.sampled_from(room.state.agenda.tasks), max_size=5)):
        room.enter(step.id)
        if draw(YES_OR_NO):
            room.do(ReopenDecision, step=step.id)
        for _ in range(draw(UP_TO_TWO)):
            if draw(YES_OR_NO):
                somebody_joins()
            today = step.ask_today
            votes = {
                who: cast if today else (*cast[:3], None)
                for who in people
                if (cast := draw(CAST)) is not None
            }
            room.vote(step.id, votes)
        if draw(YES_OR_NO):
            _record_something(draw, room, step.id)
        if people and draw(YES_OR_NO):
            room.do(ParkItem, by=draw(st.sampled_from(people)), text=draw(SOME_WORDS))
    return room.end()


def _record_something(draw, room: Workshop, step: str) -> None:
    outcome = draw(OUTCOMES)
    driver = draw(SOME_TEAM).id if outcome is Outcome.DECIDED else None
    support = tuple(
        Support(team.id, draw(INPUTS), draw(SOME_WORDS), "weekly")
        for team in TEAMS
        if team.id != driver and driver and draw(YES_OR_NO)
    )
    dissent = tuple(
        Dissent(draw(SOME_TEAM).id, "pm", draw(SOME_WORDS)) for _ in range(draw(UP_TO_TWO))
    )
    words = draw(SOME_WORDS)
    room.record(
        step, outcome, driver=driver, owner="Ana", rationale=words, support=support, dissent=dissent
    )


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
        EarlierCommitment(
            id="win-loss",
            giver="pmm",
            receiver="pm",
            text="Win/loss findings every month",
            due=date(2026, 8, 1),
            owner="Ana",
        ),
        EarlierCommitment(id="calls", giver="sales", receiver="pmm", text="Two calls a month"),
    ),
    elsewhere=(EarlierCommitment(id="desk", giver="ops", receiver="pm", text="A desk"),),
    team_names={"pm": "Product", "pmm": "Marketing", "sales": "Sales", "ops": "Operations"},
)
"""An earlier session: a decision due for review, a task left open, promises to follow up.

One of them, and the launch plan's driver, is of a team that is there no more.
"""

MAYBE_EARLIER = st.none() | st.just(EARLIER)
WHYS = st.sampled_from(["", "We know better."])


@st.composite
def full_sessions(draw) -> Session:
    """Any session that the rules allow of an agenda with every kind of step, held to its end."""
    plan = full_agenda(
        attribution=draw(ATTRIBUTIONS),
        categories=draw(st.integers(2, 7)),
        keep=draw(st.integers(1, 3)),
    )
    room = Workshop(plan, draw(MAYBE_EARLIER))
    people = [
        room.join(f"somebody {number}", draw(SOME_TEAM).id) for number in range(draw(UP_TO_NINE))
    ]
    room.do(BringBackTask, task="event-booths")
    steps = draw(st.lists(st.sampled_from([step.id for step in room.state.steps]), max_size=9))
    for step in draw(st.sampled_from([steps, [each.id for each in room.state.steps]])):
        room.enter(step)
        if people and draw(YES_OR_NO):
            _change_somebody(draw, room, people)
        for _ in range(draw(UP_TO_TWO)):
            _hold_something(draw, room, step, people)
    for text in draw(st.lists(st.sampled_from(WORDS), max_size=4 if people else 0)):
        room.do(ParkItem, by=draw(st.sampled_from(people)), text=text)
    room.do(MergeItems, items=(2, 3), text="Both")
    if room.do(AddTask, title="Analysts", parked=1) and draw(YES_OR_NO):
        room.enter(room.state.tasks[-1].id)
    return room.end()


def _change_somebody(draw, room: Workshop, people: list[str]) -> None:
    """Correct a team, remove somebody, or seat somebody without a terminal."""
    who = draw(st.sampled_from(people))
    match draw(UP_TO_TWO):
        case 0:
            room.do(CorrectTeam, participant=who, team=draw(SOME_TEAM).id)
        case 1:
            room.do(RemoveParticipant, participant=who, reason="They had to go.")
        case _:
            name = f"somebody {len(room.state.participants)}"
            room.do(SeatSomebody, name=name, likeness=name, team="sales")


def _hold_something(draw, room: Workshop, step: str, people: list[str]) -> None:
    """One round of whatever the step asks, and what the facilitator makes of it."""
    if isinstance(room.state.step(step), ContestedTask):
        votes = {who: draw(CHOICES) for who in people if draw(YES_OR_NO)}
        room.vote(step, votes)
        if draw(YES_OR_NO):
            _record_something(draw, room, step)
        return
    abouts = list(room.state.promises.get(step, {})) or [""]
    about = draw(st.sampled_from(abouts))
    answers = {
        who: {
            item: YES if item == CONSENT else draw(VALUES)
            for item in items_asked(room.state, step)
            if draw(YES_OR_NO)
        }
        for who in people
    }
    room.answer(step, answers, about=about)
    if draw(YES_OR_NO):
        room.do(ReopenShortlist, step=step)
    tasks = [each.id for each in room.state.agenda.tasks]
    taken = draw(st.lists(st.sampled_from(tasks), unique=True))
    why = draw(WHYS)
    room.do(SettleShortlist, step=step, taken=tuple(taken), reason=why)
    told = {each.id: statuses_told(room.state, step, each.id)[0] for each in room.state.owed}
    room.do(RecordStatuses, step=step, statuses=told)
    room.do(SettlePromise, step=step, promise=about, agreed=draw(YES_OR_NO))
    promise = Promise(id="", giver="pm", receiver="sales", text=draw(SOME_WORDS))
    room.do(WordPromise, step=step, promise=promise)


OWNERS = st.sampled_from(["", "Ana"])
DUE = st.none() | st.dates(date(2026, 11, 23))
STATUSES = st.sampled_from(CommitmentStatus)
CARRIED = st.none() | st.just(EARLIER_ID)
NEW_KEYS = st.dictionaries(
    st.sampled_from(["mood", "weather report", "naïve.key", "temperature"]),
    st.recursive(
        st.booleans()
        | st.integers(-(2**53), 2**53)
        | st.floats(allow_nan=False)
        | st.sampled_from([*WORDS, "two\nlines", "two\r\nlines", ""])
        | st.dates(date(1900, 1, 1))
        | st.datetimes(timezones=st.just(UTC)),
        lambda below: (
            st.lists(below, max_size=3)
            | st.dictionaries(st.sampled_from(["a", "b c", "ü"]), below, max_size=3)
        ),
        max_leaves=6,
    ),
    max_size=2,
)


ANY_SESSION = sessions() | full_sessions()


@st.composite
def logs(draw):
    """Any sound log: of a random session, and whatever else a log may hold."""
    log = project_log(draw(ANY_SESSION))
    ended = log.session.ended_at
    tasks = [decision.task for decision in log.decisions]
    return replace(
        log,
        session=replace(log.session, extra=draw(NEW_KEYS)),
        decisions=tuple(replace(each, extra=draw(NEW_KEYS)) for each in log.decisions),
        commitments=(
            *log.commitments,
            *(
                Commitment(
                    id=f"promise-{number}",
                    giver="pm",
                    receiver="sales",
                    text=draw(SOME_WORDS),
                    owner=draw(OWNERS),
                    due=draw(DUE),
                    status=draw(STATUSES),
                    carried_from=draw(CARRIED),
                )
                for number in range(draw(UP_TO_TWO))
            ),
        ),
        parking_lot=(
            *log.parking_lot,
            *(LogParkedItem(text="Later", became=each) for each in tasks[:1]),
        ),
        amendments=tuple(
            Amendment(at=ended + timedelta(days=day), by="Ines", what="owner: Ana -> Kim")
            for day in range(draw(UP_TO_TWO))
        ),
        extra=draw(NEW_KEYS),
    )


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
