"""Any session that the rules allow, and any decision log, for Hypothesis to draw."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta

from hypothesis import strategies as st

from facilitator.domain.agenda import Attribution, ContestedTask, InputKind, Support
from facilitator.domain.commands import (
    AddTask,
    BringBackTask,
    CorrectTeam,
    MergeItems,
    ParkItem,
    RecordStatuses,
    RemoveParticipant,
    ReopenDecision,
    ReopenShortlist,
    SeatSomebody,
    SettlePromise,
    SettleShortlist,
    WordPromise,
)
from facilitator.domain.decision_log.model import Amendment, Commitment, LogParkedItem
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import CommitmentStatus, Dissent, Outcome, Promise
from facilitator.domain.people import Seat
from facilitator.domain.rounds import ABSTAIN, NEED_INFO
from facilitator.domain.state import Session
from facilitator.domain.steps.commit import CONSENT, YES
from facilitator.domain.steps.follow_up import statuses_told
from tests.worlds.scenario import items_asked
from tests.worlds.workshop import (
    EARLIER,
    EARLIER_ID,
    TEAMS,
    Workshop,
    agenda,
    full_agenda,
)

WORDS = [
    "we talk to buyers",
    "Straße, naïve “café”",
    "日本語の理由",
    'a\\b "q" = [x] # no',
    "é 👩‍🚀",
]

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
