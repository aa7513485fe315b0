"""A room whose agenda has every kind of step, brought to each of its stages."""

from __future__ import annotations

from datetime import date, timedelta

from facilitator.domain.agenda import Agenda, Attribution, ContestedTask, Phase, Rules
from facilitator.domain.commands import (
    CloseRound,
    MarkItem,
    OpenRound,
    ParkItem,
    RecordStatuses,
    SettlePromise,
    SettleShortlist,
    StartSession,
    WordPromise,
)
from facilitator.domain.decisions import CommitmentStatus, Outcome, Promise
from facilitator.domain.earlier import Earlier, EarlierDecision
from facilitator.domain.people import Seat
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.close import Close
from facilitator.domain.steps.commit import Commit, Proposal
from facilitator.domain.steps.follow_up import FollowUp
from facilitator.domain.steps.rate import Rate, Statement
from facilitator.domain.steps.shortlist import Shortlist
from tests.ui.voting.rooms import BEGIN, DECISION, TEAMS, Room, kept

SCALE = ("Not at all", "A little", "Partly", "Mostly", "Fully")
STATEMENTS = (
    Statement(id="known", text="We can say in one sentence which market the product is for"),
    Statement(
        id="established",
        text="Product marketing is an established function here",
        team="pmm",
    ),
    Statement(
        id="answered",
        text="Buyers who compare us with a competitor get a good answer",
        tasks=("messaging",),
    ),
    Statement(id="launches", text="Launches run well", team="pmm", tasks=("launch",)),
)
TITLES = {
    "messaging": "Competitive messaging",
    "boards": "Customer advisory board",
    "launch": "Launch readiness",
    "roadmap": "Roadmap communication",
}
EARLIER = Earlier(
    session="s0",
    title="Who owns the grey areas?",
    held_on=date(2025, 11, 3),
    decisions=(
        EarlierDecision(
            task="boards",
            title="Customer advisory board",
            outcome=Outcome.DECIDED,
            session="s0",
            decided_on=date(2025, 11, 3),
            driver="sales",
            owner="Zebedee",
            review_on=date(2026, 2, 1),
        ),
        EarlierDecision(
            task="pricing",
            title="Pricing changes",
            outcome=Outcome.DEFERRED,
            session="s0",
            decided_on=date(2025, 11, 3),
        ),
    ),
    in_force=(
        EarlierDecision(
            task="boards",
            title="Customer advisory board",
            outcome=Outcome.DECIDED,
            session="s0",
            decided_on=date(2025, 11, 3),
            driver="sales",
            owner="Zebedee",
            review_on=date(2026, 2, 1),
        ),
    ),
    commitments=(
        Promise(
            id="facts",
            giver="pm",
            receiver="pmm",
            text="Feature facts two weeks before every launch",
            due=date(2026, 1, 31),
            owner="Raj",
        ),
        Promise(
            id="visits",
            giver="sales",
            receiver="pmm",
            text="One customer visit a month, with a seat for marketing",
            due=date(2026, 6, 30),
        ),
        Promise(id="win-loss", giver="pmm", receiver="pm", text="Win/loss findings every month"),
    ),
)


def an_agenda(*, attribution=Attribution.NAMED, statements=STATEMENTS, tasks=None, dots=3):
    titles = tasks or TITLES
    return Agenda(
        id="every-kind",
        title="Who owns the grey areas?",
        teams=TEAMS,
        steps=(
            Brief(id="coin", title="Two sides of one coin", text="Read this."),
            FollowUp(id="since", title="Since last time", minutes=4),
            Rate(
                id="maturity",
                title="How mature are we?",
                question="How true is this of us today?",
                scale=SCALE,
                statements=statements,
                minutes=5,
            ),
            Shortlist(id="which", title="Which two today?", dots=dots, keep=2, tasks=tuple(titles)),
            *(
                ContestedTask(
                    id=task,
                    title=title,
                    question=f"Who drives {title}?",
                    candidates=("pm", "pmm", "sales"),
                    phase=Phase.MARKET,
                    market_facing=task in ("messaging", "boards"),
                )
                for task, title in titles.items()
            ),
            Commit(
                id="owe",
                title="What we owe each other",
                minutes=8,
                proposals=(
                    Proposal(
                        id="facts-again",
                        giver="pmm",
                        receiver="pm",
                        text="A one-page market brief before every planning week",
                    ),
                    Proposal(
                        id="roadmap",
                        giver="pm",
                        receiver="sales",
                        text="A roadmap that may be shown to customers, every quarter",
                    ),
                ),
            ),
            Close(id="close", title="The game plan", minutes=5),
        ),
        rules=Rules(attribution=attribution),
    )


class KindRoom(Room):
    """A room with shorthands for rounds on the items of a step."""

    def __post_init__(self):
        self.do(
            StartSession(
                session="s1",
                agenda=self.agenda,
                facilitator="Fay",
                join_code="7KXM",
                earlier=EARLIER,
            ),
            by="",
        )

    def ask(self, step, number=1, about=""):
        return self.do(OpenRound(step=step, number=number, about=about))

    def mark(self, name, item, value, reason="", *, step, number=1, by=None):
        who = self.people[name]
        return self.do(
            MarkItem(
                participant=who, step=step, number=number, item=item, value=value, reason=reason
            ),
            by=by or who,
        )

    def shut(self, step, number=1):
        return self.do(CloseRound(step=step, number=number))


@kept
def a_room(**options) -> KindRoom:
    room = KindRoom(an_agenda(**options))
    for name, team in [
        ("Ana", "pmm"),
        ("Raj", "pm"),
        ("Kim", "pmm"),
        ("Lee", "pm"),
        ("Sue", "sales"),
    ]:
        room.join(name, team)
    return room.join("Olga", "sales", Seat.OBSERVER)


@kept
def rating(**options):
    return a_room(**options).enter("maturity").ask("maturity")


RATINGS = {
    "Ana": (4, 5, 2, None),
    "Raj": (2, 2, 1, 3),
    "Kim": (4, 4, 2, 2),
    "Lee": (3, 2, 2, None),
}


@kept
def rated():
    room = rating()
    for name, values in RATINGS.items():
        for statement, value in zip(STATEMENTS, values, strict=True):
            room.mark(name, statement.id, value, step="maturity")
    return room


@kept
def placing(**options):
    return (
        rated().shut("maturity").enter("which").ask("which")
        if not options
        else (a_room(**options).enter("which").ask("which"))
    )


@kept
def placed():
    room = placing()
    for name, item, dots in [
        ("Ana", "messaging", 2),
        ("Ana", "launch", 1),
        ("Raj", "boards", 3),
        ("Kim", "messaging", 1),
        ("Kim", "boards", 1),
        ("Lee", "roadmap", 1),
    ]:
        room.mark(name, item, dots, step="which")
    return room


@kept
def telling():
    return a_room().enter("since").ask("since")


@kept
def told():
    room = telling()
    room.mark("Ana", "facts", 1, step="since").mark("Ana", "visits", 3, step="since")
    room.mark("Kim", "facts", 2, step="since").mark("Raj", "win-loss", None, step="since")
    return room.shut("since")


@kept
def promising():
    return a_room().enter("owe").ask("owe", about="facts-again")


@kept
def promised(value=0, reason="we have no analyst before May"):
    room = promising()
    room.mark("Ana", "consent", 1, step="owe").mark("Kim", "consent", None, step="owe")
    room.mark("Raj", "consent", value, reason, step="owe")
    return room.shut("owe")


@kept
def reworded():
    room = promised()
    promise = Promise(
        id="facts-again",
        giver="pmm",
        receiver="pm",
        text="Half a page on the market before every planning week",
        due=BEGIN.date() + timedelta(days=90),
        owner="Ana",
    )
    return room.do(WordPromise(step="owe", promise=promise))


@kept
def agreed():
    room = reworded().ask("owe", 2, about="facts-again")
    room.mark("Ana", "consent", 1, step="owe", number=2)
    room.mark("Raj", "consent", 1, step="owe", number=2).shut("owe", 2)
    return room.do(SettlePromise(step="owe", promise="facts-again", agreed=True))


@kept
def all_settled():
    room = agreed()
    return room.do(SettlePromise(step="owe", promise="roadmap", agreed=False))


@kept
def parting():
    room = all_settled().do(ParkItem(text="Pricing, once more"), by="p1")
    room.enter("messaging").open().vote("Ana", "pmm").vote("Raj", "pmm").close().decide(DECISION)
    return room.enter("close")


@kept
def fingers():
    return parting().ask("close")


@kept
def parted():
    room = fingers()
    room.mark("Ana", "plan", 2, "nobody owns pricing", step="close")
    room.mark("Ana", "return-on-time", 4, step="close")
    room.mark("Raj", "plan", 4, step="close").mark("Raj", "return-on-time", 5, step="close")
    room.mark("Kim", "plan", 4, step="close").mark("Kim", "return-on-time", None, step="close")
    return room.shut("close")


@kept
def statuses():
    room = told()
    kept = {
        "facts": CommitmentStatus.PARTLY,
        "visits": CommitmentStatus.MISSED,
        "win-loss": CommitmentStatus.OPEN,
    }
    return room.do(RecordStatuses(step="since", statuses=kept))


@kept
def chosen(taken=("messaging", "launch"), reason="the launch is in three weeks"):
    room = placed().shut("which")
    return room.do(SettleShortlist(step="which", taken=taken, reason=reason))


_KINDS = {
    "rate-ready": lambda: a_room().enter("maturity"),
    "rate-voting": rating,
    "rate-done": rated,
    "rate-revealed": lambda: rated().shut("maturity"),
    "shortlist-ready": lambda: rated().shut("maturity").enter("which"),
    "shortlist-voting": placing,
    "shortlist-done": placed,
    "shortlist-revealed": lambda: placed().shut("which"),
    "shortlist-settled": chosen,
    "follow-up-ready": lambda: a_room().enter("since"),
    "follow-up-voting": telling,
    "follow-up-revealed": told,
    "follow-up-settled": statuses,
    "commit-ready": lambda: a_room().enter("owe"),
    "commit-voting": promising,
    "commit-revealed": promised,
    "commit-reworded": lambda: reworded().ask("owe", 2, about="facts-again"),
    "commit-agreed": agreed,
    "commit-settled": all_settled,
    "close-ready": parting,
    "close-voting": fingers,
    "close-revealed": parted,
    "close-ended": lambda: parted().end(),
}
KINDS = {name: kept(make) for name, make in _KINDS.items()}
