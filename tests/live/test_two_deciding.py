"""Two facilitators who decide in the same moment: one wins, and the other is told who did."""

from __future__ import annotations

import asyncio

from facilitator.domain.commands import (
    CloseRound,
    EnterStep,
    Envelope,
    IssueFacilitatorCode,
    JoinSession,
    OpenRound,
    RecordDecision,
    Refusal,
    ReopenDecision,
)
from facilitator.domain.decisions import Decision, Outcome
from facilitator.domain.people import Seat
from facilitator.domain.views import facilitator_view
from facilitator.live.session import Accepted
from facilitator.storage.sqlite_journal import SqliteJournal
from tests.examples import by_tries, tries
from tests.worlds.live import Screen, begin, running
from tests.worlds.scenario import DECIDED, NOON

TIMES = tries(200)
DEFERRED = Decision(Outcome.DEFERRED, rationale="Not today.", review_on=DECIDED.review_on)


def recording(by, decision):
    return Envelope(NOON, by, RecordDecision(step="fruit", decision=decision))


@by_tries
async def test_of_two_decisions_in_one_moment_one_holds_and_the_other_is_told(tmp_path):
    path = tmp_path / "s.journal"
    async with running(await SqliteJournal.open(path, create=True)) as first:
        await begin(first)
        async with running(await SqliteJournal.open(path)) as second:
            await seat_two_at_a_reveal(first, second)
            for turn in range(TIMES):
                await decide_both(first, second, turn)
    kinds = [type(record.event).__name__ for record in await stored(path)]
    assert kinds.count("DecisionRecorded") == kinds.count("DecisionReopened") == TIMES


async def seat_two_at_a_reveal(first, second):
    await first.submit(Envelope(NOON, "f1", IssueFacilitatorCode(digest="d")))
    join = Envelope(
        NOON,
        "",
        JoinSession(
            name="Uma",
            likeness="uma",
            team="",
            credential="key:uma",
            connection="s1-1",
            seat=Seat.FACILITATOR,
            facilitator_code="d",
        ),
    )
    assert accepted(await second.submit(join))
    await first.submit(Envelope(NOON, "f1", EnterStep(step="fruit")))
    await first.submit(Envelope(NOON, "f1", OpenRound(step="fruit", number=1)))
    assert accepted(await second.submit(Envelope(NOON, "f2", CloseRound(step="fruit", number=1))))


async def decide_both(first, second, turn):
    sides = [(first, "f1", DECIDED), (second, "f2", DEFERRED)]
    if turn % 2:
        sides.reverse()
    answers = await asyncio.gather(
        *(session.submit(recording(by, what)) for session, by, what in sides)
    )
    (won,) = (who for who, each in zip(sides, answers, strict=True) if accepted(each))
    (told,) = (each for each in answers if isinstance(each, Refusal))
    name = {"f1": "Ines", "f2": "Uma"}[won[1]]
    assert told.reason.startswith(f"{name} has recorded an outcome already.")
    await level(first, second)
    assert first.state.record("fruit").decision == won[2]
    reopen = Envelope(NOON, won[1], ReopenDecision(step="fruit"))
    assert accepted(await won[0].submit(reopen))


def accepted(answer):
    return isinstance(answer, Accepted)


async def level(first, second):
    """Wait until both have read the same; compare what they show."""
    behind = min(first, second, key=lambda each: each._seq)
    goal = max(first._seq, second._seq)
    screen = Screen(behind)
    await screen.see(lambda _: behind._seq >= goal)
    screen.subscription.close()
    # Both screens are drawn from this, and from nothing else but the clock.
    assert facilitator_view(first.state) == facilitator_view(second.state)


async def stored(path):
    journal = await SqliteJournal.open(path)
    try:
        return await journal.read()
    finally:
        await journal.close()
