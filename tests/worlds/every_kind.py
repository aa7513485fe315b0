"""A session for each kind of step, which is really used in it, and one that is anonymous."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from facilitator.domain.agenda import (
    Agenda,
    Attribution,
    ContestedTask,
    Fallback,
    InputKind,
    Phase,
    Rules,
    StepBase,
    Suggestion,
    Support,
    Team,
)
from facilitator.domain.commands import (
    AddTask,
    AnswerDissent,
    BringBackTask,
    CastBallot,
    CloseRound,
    Command,
    CorrectTeam,
    EndSession,
    ExtendTime,
    GiveWord,
    HandOverLead,
    IssueFacilitatorCode,
    JoinSession,
    LeaveSession,
    LowerHand,
    MarkItem,
    MergeItems,
    MoveStep,
    OpenRound,
    ParkItem,
    RaiseHand,
    ReadmitParticipant,
    RecordStatuses,
    RemoveParticipant,
    RemoveTask,
    ReopenDecision,
    ReopenPromise,
    ReopenShortlist,
    ReportServerLost,
    ResumeSeat,
    SeatSomebody,
    SettlePromise,
    SettleShortlist,
    TakeUpPromise,
    WithdrawBallot,
    WithdrawDissent,
    WithdrawMark,
    WordPromise,
)
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import CommitmentStatus, Dissent, Outcome, Promise
from facilitator.domain.earlier import Earlier, between
from facilitator.domain.past.register import earlier_of
from facilitator.domain.people import Seat
from facilitator.domain.rounds import ABSTAIN, NEED_INFO
from facilitator.domain.state import Session
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.close import PLAN, RETURN_ON_TIME, Close
from facilitator.domain.steps.commit import CONSENT, OBJECTION, YES, Commit, Proposal
from facilitator.domain.steps.follow_up import FollowUp
from facilitator.domain.steps.rate import Rate, Statement
from facilitator.domain.steps.shortlist import Shortlist
from facilitator.hosting import codes
from tests.worlds.workshop import Workshop

SPRING = datetime(2026, 5, 20, 8, 30, tzinfo=UTC)
AUTUMN = datetime(2026, 11, 10, 13, 0, 0, 125_000, UTC)
JOIN_CODE = "7KXM-4QPD-9T"
RESUME_CODE = "ABCD-EFGH-JKLM-NPQR"
"""What brings Ana back to her seat in every session, and in no other way can anybody come back."""
FACILITATOR_CODE = "WXYZ-2345-AB"
"""What opened the seat of the second facilitator where there is one."""

TEAMS = (
    Team("pm", "Product Management", "PM", "Building"),
    Team("pmm", "Product Marketing", "PMM", "Telling"),
    Team("sales", "Sales", "Sales"),
)
HELLO = Brief(
    id="hello",
    title="Why we are here",
    minutes=5,
    text="Some tasks have **two** owners, and some have none.",
    notes="Smile.",
)
MESSAGING = ContestedTask(
    id="competitive-messaging",
    title="Competitive messaging",
    question="Who drives competitive messaging?",
    background="Somebody has to say why *us*.",
    candidates=("pm", "pmm", "sales"),
    phase=Phase.MARKET,
    market_facing=True,
    ask_today=True,
    minutes=8,
    source="The survey of spring",
    suggested=Suggestion(
        driver="pmm",
        because="The listener is a buyer.",
        support=(Support("pm", InputKind.CONTRIBUTE, "Feature facts", "Before a launch"),),
    ),
)
BOARDS = ContestedTask(
    id="advisory-boards",
    title="Advisory boards",
    question="Who drives advisory boards?",
    candidates=("pm", "pmm"),
)
LAUNCH = ContestedTask(
    id="launch-plan",
    title="Launch plan",
    question="Who drives the launch plan?",
    candidates=("pm", "pmm", "sales"),
    minutes=6,
)
SINCE = FollowUp(id="since", title="Since last time", minutes=4)
MATURITY = Rate(
    id="maturity",
    title="How mature are we?",
    question="How true is this of us today?",
    scale=("Not at all", "A little", "Partly", "Mostly", "Fully"),
    statements=(
        Statement(id="established", text="Launches run well", team="pmm", tasks=("launch-plan",)),
        Statement(id="known", text="Everybody knows “who”", tasks=("competitive-messaging",)),
        Statement(id="buyers", text="We talk to buyers, naïvely or not", team="pm"),
    ),
)
WHICH = Shortlist(
    id="which",
    title="Which two today?",
    dots=3,
    keep=2,
    tasks=(MESSAGING.id, BOARDS.id, LAUNCH.id),
)
OWE = Commit(
    id="owe",
    title="What we owe each other",
    minutes=10,
    proposals=(
        Proposal(id="win-loss", giver="pmm", receiver="pm", text="Win/loss findings every month"),
        Proposal(id="facts", giver="pm", receiver="pmm", text="Feature facts two weeks ahead"),
        Proposal(id="visits", giver="sales", receiver="pmm", text="One customer visit a month"),
    ),
)
PLAN_STEP = Close(id="plan", title="The game plan", minutes=10)


class Room(Workshop):
    """A session in which the rules let everything happen, and six people vote."""

    @classmethod
    def of(cls, state: Session, now: datetime) -> Room:
        """Go on with a session in which something happened just now."""
        room = cls.__new__(cls)
        room.state, room.now, room.accepted, room.refused = state, now, [], []
        return room

    def do(self, kind: type[Command], by: str = "f1", **fields) -> bool:
        assert super().do(kind, by, **fields), self.refused[-1]
        return True

    def gather(self) -> None:
        """Three teams come, somebody to look on, and somebody without a terminal, of Sales."""
        credential = codes.code_credential(RESUME_CODE)
        self.come("Ana", "pmm", credential=credential)
        for name, team in (("Raj", "pm"), ("Lee", "pm"), ("Kim", "pmm"), ("Zoë", "sales")):
            self.come(name, team)
        self.come("Olu", "sales", seat=Seat.OBSERVER)
        self.do(SeatSomebody, name="Uma", likeness=codes.likeness("Uma"), team="sales")

    def come(self, name: str, team: str, **more) -> None:
        fields = {"credential": f"key:SHA256:{name}", "connection": f"s1-{name}", **more}
        self.do(JoinSession, "", name=name, likeness=codes.likeness(name), team=team, **fields)

    def who(self, name: str) -> str:
        people = self.state.participants.values()
        return next(person.id for person in people if person.name == name)

    @property
    def step(self) -> str:
        return self.state.current

    @property
    def number(self) -> int:
        """The newest round of the step at hand."""
        return len(self.state.rounds_on(self.step))

    def ask(self, about: str = "") -> None:
        self.do(OpenRound, step=self.step, number=self.number + 1, about=about)

    def shut(self) -> None:
        self.do(CloseRound, step=self.step, number=self.number)

    def cast(self, name: str, choice: str, *, by: str = "", **more) -> None:
        who = self.who(name)
        fields = {"step": self.step, "number": self.number, "participant": who, "choice": choice}
        self.do(CastBallot, by or who, **fields, **more)

    def mark(self, name: str, *, by: str = "", reason: str = "", **items: int | None) -> None:
        """Answer items of the open round; a dash in an item's id is typed as an underscore."""
        who = self.who(name)
        for item, value in items.items():
            fields = {"step": self.step, "number": self.number, "participant": who}
            item_id = item.replace("_", "-")
            self.do(MarkItem, by or who, **fields, item=item_id, value=value, reason=reason)

    def agree_all(self, promise: str, *names: str) -> None:
        """Have somebody of each team say yes to a promise, and record that it is agreed."""
        self.ask(about=promise)
        for name in names:
            self.mark(name, **{CONSENT: YES})
        self.shut()
        self.do(SettlePromise, step=self.step, promise=promise, agreed=True)


def brief(room: Room) -> None:
    """People come, go, speak and are taken care of; two facilitators; tasks are added and moved."""
    room.gather()
    room.enter("hello")
    room.do(ExtendTime, seconds=120)
    for name in ("Raj", "Kim", "Zoë"):
        room.do(RaiseHand, room.who(name), participant=room.who(name))
    room.do(GiveWord, to=room.who("Raj"))
    room.do(LowerHand, room.who("Kim"), participant=room.who("Kim"))
    room.do(ParkItem, room.who("Ana"), text="Who answers analyst requests?")
    room.do(ParkItem, room.who("Lee"), text="Analysts, again")
    room.do(ParkItem, room.who("Zoë"), text="Names of releases")
    room.do(MergeItems, items=(1, 2), text="Requests of analysts")
    room.do(AddTask, title="Names of releases", parked=3)
    room.do(AddTask, title="Pricing", question="Who sets prices?", candidates=("pm", "sales"))
    room.do(AddTask, title="Swag", before="launch-plan")
    room.do(RemoveTask, task="swag")
    room.do(MoveStep, step="pricing", before="launch-plan")
    room.do(CorrectTeam, participant=room.who("Lee"), team="sales")
    room.do(RemoveParticipant, participant=room.who("Kim"), reason="You are in another workshop.")
    room.do(ReadmitParticipant, participant=room.who("Kim"))
    room.do(RemoveParticipant, participant=room.who("Zoë"), reason="Nobody knows you.")
    room.do(LeaveSession, "", connection="s1-Raj")
    room.do(ReportServerLost, "", server="s1")
    room.do(ResumeSeat, "", credential="key:SHA256:Raj", connection="s2-Raj")
    digest = codes.facilitator_digest(FACILITATOR_CODE)
    room.do(IssueFacilitatorCode, digest=digest)
    room.come("Max", "", seat=Seat.FACILITATOR, facilitator_code=digest)
    room.do(HandOverLead, to="f2")


def follow_up_asked(room: Room) -> None:
    """Those who were promised something have told of it, and are just asked once more."""
    room.gather()
    room.do(BringBackTask, task="advisory-boards")
    room.enter("since")
    room.ask()
    room.mark("Raj", win_loss=1)
    room.mark("Lee", win_loss=2)
    room.mark("Ana", visits=3)
    room.shut()
    room.ask()
    room.mark("Raj", win_loss=1)
    room.mark("Ana", visits=4)
    room.mark("Kim", visits=None)


def follow_up_told(room: Room) -> None:
    """What became of the promises is recorded."""
    room.shut()
    statuses = {"win-loss": CommitmentStatus.KEPT, "visits": CommitmentStatus.OPEN}
    room.do(RecordStatuses, step="since", statuses=statuses)


def follow_up(room: Room) -> None:
    follow_up_asked(room)
    follow_up_told(room)


def follow_up_goes_on(room: Room) -> None:
    """The room votes on what is in force, and thinks otherwise now."""
    room.enter("competitive-messaging")
    room.ask()
    for name, choice in (("Ana", "pm"), ("Raj", "pm"), ("Lee", "pm"), ("Kim", "pmm")):
        room.cast(name, choice, today="pmm")
    room.shut()
    room.record("competitive-messaging", Outcome.DECIDED, driver="pm", owner="Raj")
    room.enter("owe")
    room.do(SettlePromise, step="owe", promise="facts", agreed=False)
    room.enter("plan")


def rate(room: Room) -> None:
    """Statements were rated, by one for Uma, too; a second round is open."""
    room.gather()
    room.enter("maturity")
    room.ask()
    room.mark("Ana", established=5, known=4, buyers=2)
    room.mark("Kim", established=4, known=4, buyers=2)
    room.mark("Raj", established=2, known=1, buyers=None)
    room.mark("Lee", established=2, known=2, buyers=4)
    room.mark("Zoë", established=3)
    room.mark("Uma", by="f1", established=3, known=5)
    room.shut()
    room.ask()
    room.mark("Ana", established=4, known=3, buyers=2)
    room.mark("Raj", established=3)
    fields = {"step": "maturity", "number": 2, "participant": room.who("Raj")}
    room.do(WithdrawMark, room.who("Raj"), **fields, item="established")


def shortlist(room: Room) -> None:
    """Dots chose two tasks, but the facilitators chose otherwise, and say why."""
    room.gather()
    room.enter("which")
    room.ask()
    room.mark("Ana", competitive_messaging=2, launch_plan=1)
    room.mark("Kim", competitive_messaging=3)
    room.mark("Raj", launch_plan=3)
    room.mark("Lee", advisory_boards=1)
    room.mark("Uma", by="f1", launch_plan=3)
    room.shut()
    room.do(SettleShortlist, step="which", taken=("competitive-messaging", "launch-plan"))
    room.do(ReopenShortlist, step="which")
    taken = ("launch-plan", "advisory-boards")
    room.do(SettleShortlist, step="which", taken=taken, reason="The board meets in a week.")


def task(room: Room) -> None:
    """One task is decided against two objections, one deferred; on the third people vote."""
    room.gather()
    room.enter("hello")
    room.enter("competitive-messaging")
    room.ask()
    room.cast("Ana", "pmm", confidence=4, reason="we talk to buyers", today="nobody")
    room.cast("Kim", "pmm", confidence=5, today="unclear")
    room.cast("Raj", "pm", reason="we know the product — “really”", today="pm")
    room.cast("Lee", "pm", confidence=2)
    room.cast("Zoë", ABSTAIN)
    room.cast("Uma", "sales", by="f1")
    room.shut()
    room.ask()
    for name, choice in (("Ana", "pmm"), ("Kim", "pmm"), ("Raj", "pm"), ("Lee", "pm")):
        room.cast(name, choice)
    room.cast("Lee", "pmm", confidence=3)
    room.cast("Zoë", NEED_INFO)
    withdrawn = {"step": room.step, "number": 2, "participant": room.who("Zoë")}
    room.do(WithdrawBallot, room.who("Zoë"), **withdrawn)
    room.cast("Uma", "pmm", by="f1")
    room.shut()
    room.record(
        room.step,
        Outcome.DECIDED,
        driver="pmm",
        owner="Ana",
        rationale="They talk to buyers every week.",
        support=(
            Support("pm", InputKind.CONTRIBUTE, "feature facts", "two weeks before launch"),
            Support("sales", InputKind.REVIEW, "objections heard in calls", "every month"),
        ),
        dissent=(
            Dissent("pm", "pm", "We know the product.", "a year of wins", "Raj", room.who("Raj")),
            Dissent("pm", "pm", "So do I.", "", "Lee", room.who("Lee")),
        ),
    )
    said = {"reason": "Claims must be true.", "would_change": "a quarter without a wrong one"}
    room.do(AnswerDissent, room.who("Raj"), step=room.step, participant=room.who("Raj"), **said)
    room.do(WithdrawDissent, room.who("Lee"), step=room.step, participant=room.who("Lee"))
    room.enter("advisory-boards")
    room.ask()
    room.cast("Ana", "pm")
    room.cast("Raj", "pmm")
    room.shut()
    room.record(room.step, Outcome.ESCALATED)
    room.do(ReopenDecision, step=room.step)
    room.record(room.step, Outcome.DEFERRED, rationale="Nobody wants it.")
    room.enter("launch-plan")
    room.ask()
    room.cast("Ana", "pmm", confidence=4, reason="it is a launch")
    room.cast("Raj", "sales")


def task_goes_on(room: Room) -> None:
    """The board is to say who drives the third task."""
    room.shut()
    room.record(room.step, Outcome.ESCALATED, rationale="Nobody gives way.")
    room.enter("plan")


def commit(room: Room) -> None:
    """Promises were agreed, left out and added; on one that was reworded two teams are asked."""
    room.gather()
    room.enter("competitive-messaging")
    room.ask()
    for name in ("Ana", "Kim", "Raj", "Lee"):
        room.cast(name, "pmm")
    room.shut()
    room.record(room.step, Outcome.DECIDED, driver="pmm", owner="Ana")
    room.enter("advisory-boards")
    room.ask()
    room.cast("Ana", ABSTAIN)
    room.shut()
    room.record(room.step, Outcome.DEFERRED)
    room.enter("owe")
    room.ask(about="win-loss")
    room.mark("Ana", **{CONSENT: YES})
    room.mark("Kim", **{CONSENT: None})
    room.mark("Raj", **{CONSENT: OBJECTION}, reason="A month is too long.")
    room.shut()
    promise = Promise(
        id="win-loss",
        giver="pmm",
        receiver="pm",
        text="Win/loss findings every fortnight",
        due=date(2026, 9, 30),
        owner="Ana",
    )
    room.do(WordPromise, step="owe", promise=promise)
    room.agree_all("win-loss", "Ana", "Raj")
    room.do(TakeUpPromise, step="owe", promise="visits")
    room.agree_all("visits", "Zoë", "Kim")
    room.do(SettlePromise, step="owe", promise="facts", agreed=False)
    added = Promise(id="", giver="sales", receiver="pm", text="Two calls a month, with notes")
    room.do(WordPromise, step="owe", promise=added)
    calls = list(room.state.promises["owe"])[-1]
    room.do(SettlePromise, step="owe", promise=calls, agreed=False)
    room.do(ReopenPromise, step="owe", promise=calls)
    room.ask(about=calls)
    room.mark("Zoë", **{CONSENT: YES})
    room.mark("Uma", by="f1", **{CONSENT: None})


def close(room: Room) -> None:
    """The workshop has ended early with what the fingers said; its log is not written yet."""
    room.gather()
    room.enter("competitive-messaging")
    room.ask()
    for name, choice in (("Ana", "pmm"), ("Kim", "pmm"), ("Raj", "pm"), ("Lee", "pmm")):
        room.cast(name, choice)
    room.shut()
    room.do(ParkItem, room.who("Olu"), text="Pricing, once more")
    room.enter("plan")
    room.ask()
    room.mark("Ana", plan=4, return_on_time=4)
    room.mark("Raj", plan=2, reason="nobody owns pricing")
    room.mark("Raj", return_on_time=5)
    room.mark("Kim", plan=5, return_on_time=None)
    room.mark("Uma", by="f1", plan=3)
    room.shut()
    room.do(EndSession)


def anonymous(room: Room) -> None:
    """Every kind of step with nobody's name beside a vote, up to a round that is open."""
    room.gather()
    for name, team in (("Eva", "pmm"), ("Tom", "pm"), ("Ida", "sales")):
        room.come(name, team)
    voters = [person.name for person in room.state.voters]
    room.enter("hello")
    room.do(ParkItem, room.who("Raj"), text="Who may say no?")
    room.enter("maturity")
    room.ask()
    for number, name in enumerate(voters):
        by = "f1" if name == "Uma" else ""
        room.mark(name, by=by, established=1 + number % 5, known=4, buyers=2)
    room.shut()
    room.enter("which")
    room.ask()
    for number, name in enumerate(voters):
        by = "f1" if name == "Uma" else ""
        room.mark(name, by=by, competitive_messaging=2 + number % 2)
        if not number % 2:
            room.mark(name, by=by, advisory_boards=1)
    room.shut()
    room.do(SettleShortlist, step="which", taken=("competitive-messaging", "advisory-boards"))
    room.enter("competitive-messaging")
    room.ask()
    for number, name in enumerate(voters):
        choice = "pmm" if number % 3 else "pm"
        room.cast(name, choice, by="f1" if name == "Uma" else "", confidence=1 + number % 5)
    room.cast("Raj", "pmm", reason="they talk to buyers")
    room.shut()
    objection = Dissent("pm", "pm", "Somebody must know the product.")
    room.record(
        room.step, Outcome.DECIDED, driver="pmm", rationale="Most say so.", dissent=(objection,)
    )
    room.enter("advisory-boards")
    room.ask()
    for name in ("Ana", "Raj", "Lee", "Kim"):
        room.cast(name, "pm")
    room.do(
        WithdrawBallot,
        room.who("Kim"),
        step=room.step,
        number=1,
        participant=room.who("Kim"),
    )


def anonymous_goes_on(room: Room) -> None:
    """The task is decided, a promise agreed, and fingers are shown."""
    for name in ("Kim", "Zoë", "Eva"):
        room.cast(name, "pmm")
    room.shut()
    room.record(room.step, Outcome.DECIDED, driver="pm", rationale="They know the boards.")
    room.enter("owe")
    room.agree_all("visits", "Ana", "Kim", "Eva", "Zoë", "Ida")
    room.do(SettlePromise, step="owe", promise="facts", agreed=False)
    room.enter("plan")
    room.ask()
    for number, person in enumerate(room.state.voters):
        by = "f1" if person.name == "Uma" else ""
        room.mark(person.name, by=by, **{PLAN: 3 + number % 3})
        room.mark(person.name, by=by, **{RETURN_ON_TIME: 4})
    room.shut()


def ends(room: Room) -> None:
    """The facilitators close the round that is open, if any."""
    if room.step and room.state.open_round(room.step):
        room.shut()


@dataclass(frozen=True)
class World:
    """A session of one kind of step; ``begins`` brings it to where its journal ends.

    ``goes_on`` brings it from there to where it can end; ``follows`` names the earlier world.
    """

    steps: tuple[StepBase, ...]
    begins: Callable[[Room], None]
    goes_on: Callable[[Room], None] = ends
    tail: str = ""
    start: datetime = SPRING
    attribution: Attribution = Attribution.NAMED
    follows: str = ""

    @property
    def session(self) -> str:
        return f"{self.start:%Y-%m-%d}-{self.agenda.id}-{self.tail}"

    @property
    def agenda(self) -> Agenda:
        return Agenda(
            id="grey-areas",
            title="Who owns the grey areas?",
            teams=TEAMS,
            steps=self.steps,
            rules=Rules(
                self.attribution,
                review_after_days=90,
                fallback=Fallback.ESCALATE,
                approver="The board",
            ),
            summary="Three teams, three tasks.",
            digest="sha256:" + "0" * 64,
        )

    def earlier(self) -> Earlier | None:
        """What is known of the session before, told from its log."""
        if not self.follows:
            return None
        log = project_log(WORLDS[self.follows].ended().state)
        earlier = earlier_of([log], (), {task.id for task in self.agenda.tasks})
        return between(earlier, {team.id for team in TEAMS})

    def interrupted(self) -> Room:
        """The session as its journal has it."""
        room = Room(self.agenda, self.earlier(), self.session, self.start, JOIN_CODE)
        self.begins(room)
        return room

    def ended(self) -> Room:
        """The same session at its end."""
        room = self.interrupted()
        self.end(room)
        return room

    def end(self, room: Room) -> None:
        """Take a session that was interrupted there to its end."""
        if room.state.ended_at is None:
            self.goes_on(room)
            room.do(EndSession)


WORLDS: dict[str, World] = {
    "brief": World(
        (HELLO, LAUNCH, PLAN_STEP), brief, tail="br1f", start=AUTUMN + timedelta(days=0)
    ),
    "commit": World((MESSAGING, BOARDS, OWE, PLAN_STEP), commit, tail="cmt2"),
    "follow-up": World(
        (SINCE, MESSAGING, OWE, PLAN_STEP),
        follow_up,
        follow_up_goes_on,
        tail="fup3",
        start=AUTUMN + timedelta(days=1),
        follows="commit",
    ),
    "follow-up-asked": World(
        (SINCE, MESSAGING, OWE, PLAN_STEP),
        follow_up_asked,
        follow_up_told,
        tail="fua9",
        start=AUTUMN + timedelta(days=2),
        follows="commit",
    ),
    "rate": World(
        (HELLO, MATURITY, MESSAGING, LAUNCH, PLAN_STEP),
        rate,
        tail="rat4",
        start=AUTUMN + timedelta(days=3),
    ),
    "shortlist": World(
        (WHICH, MESSAGING, BOARDS, LAUNCH, PLAN_STEP),
        shortlist,
        tail="shr5",
        start=AUTUMN + timedelta(days=4),
    ),
    "task": World(
        (HELLO, MESSAGING, BOARDS, LAUNCH, PLAN_STEP),
        task,
        task_goes_on,
        tail="tsk6",
        start=AUTUMN + timedelta(days=5),
    ),
    "close": World(
        (MESSAGING, LAUNCH, PLAN_STEP), close, tail="cls7", start=AUTUMN + timedelta(days=6)
    ),
    "anonymous": World(
        (HELLO, SINCE, MATURITY, WHICH, MESSAGING, BOARDS, LAUNCH, OWE, PLAN_STEP),
        anonymous,
        anonymous_goes_on,
        tail="anm8",
        start=AUTUMN + timedelta(days=7),
        attribution=Attribution.ANONYMOUS,
    ),
}
"""By the kind of step that each is about; one is anonymous, and has them all."""
