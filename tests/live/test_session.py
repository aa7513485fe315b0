"""One running session on a journal: what is recorded, what is answered, and when."""

from __future__ import annotations

import asyncio
import sys

import pytest

from facilitator.domain.commands import CloseRound, EnterStep, Envelope, Refusal
from facilitator.live import session as live_session
from facilitator.live.session import Accepted, Health, LiveSession, NotRecorded
from tests.worlds.live import (
    Screen,
    TrickyJournal,
    ballot,
    begin,
    join,
    new_id,
    open_round,
    park,
    parked,
    running,
    start,
)
from tests.worlds.scenario import NOON


async def turns(number: int = 10) -> None:
    """Let everything that is ready to run do so."""
    for _ in range(number):
        await asyncio.sleep(0)


async def tricky(journals) -> TrickyJournal:
    return TrickyJournal(await journals.open())


async def test_a_session_starts_on_an_empty_journal(journals):
    async with running(await journals.open()) as live:
        with pytest.raises(RuntimeError, match="has not started"):
            _ = live.state
        with pytest.raises(RuntimeError, match="has not started"):
            live.subscribe(lambda: None)
        assert await live.submit(start()) == Accepted(2)
        assert live.state.agenda.title == "Who owns the kitchen?"


async def test_a_session_is_gone_on_with_where_it_was_left(journals):
    async with running(await journals.open()) as live:
        await begin(live)
        await live.submit(join("Ana"))
        before = repr(live.state)
    async with running(await journals.open()) as live:
        assert repr(live.state) == before
        live.subscribe(lambda: None)
        assert await live.submit(park("Pies")) == Accepted(5)


async def test_nothing_is_answered_or_published_before_it_is_durable(journals):
    journal = await tricky(journals)
    async with running(journal) as live:
        await begin(live)
        screen = Screen(live)
        journal.gate.clear()
        journal.waiting.clear()
        answer = asyncio.ensure_future(live.submit(park("Pies")))
        await journal.waiting.wait()
        await turns()
        assert not answer.done()
        assert (screen.wakes, parked(live)) == (0, [])
        journal.gate.set()
        assert await answer == Accepted(3)
        assert (screen.wakes, parked(live)) == (1, ["Pies"])


async def test_a_refusal_waits_for_what_it_was_decided_on(journals):
    journal = await tricky(journals)
    async with running(journal) as live:
        await begin(live)
        journal.gate.clear()
        journal.waiting.clear()
        answers = [
            asyncio.ensure_future(live.submit(command))
            for command in (join("Ana"), join("Ana", connection="s1-9"))
        ]
        await journal.waiting.wait()
        await turns()
        assert not any(answer.done() for answer in answers)
        journal.gate.set()
        assert await answers[0] == Accepted(4)
        assert isinstance(await answers[1], Refusal)


async def test_commands_that_arrive_during_a_commit_are_appended_as_one_batch(journals):
    journal = await tricky(journals)
    async with running(journal) as live:
        await begin(live)
        journal.gate.clear()
        journal.waiting.clear()
        first = asyncio.ensure_future(live.submit(park("0")))
        await journal.waiting.wait()
        rest = [asyncio.ensure_future(live.submit(park(str(n)))) for n in range(1, 101)]
        await turns()
        journal.gate.set()
        assert await first == Accepted(3)
        assert await asyncio.gather(*rest) == [Accepted(103)] * 100
        assert [len(batch) for batch in journal.appended] == [1, 1, 100]
        assert parked(live) == [str(n) for n in range(101)]


async def test_commands_of_a_batch_are_decided_one_on_top_of_the_other(journals):
    async with running(await journals.open()) as live:
        await begin(live)
        answers = await asyncio.gather(
            live.submit(join("Ana")),
            live.submit(Envelope(NOON, "f1", EnterStep(step="fruit"))),
            live.submit(open_round()),
            live.submit(ballot("p1", "a")),
            live.submit(Envelope(NOON, "f1", CloseRound(step="fruit", number=1))),
            live.submit(ballot("p1", "b")),
        )
        assert answers[:5] == [Accepted(9)] * 5
        assert answers[5] == Refusal(
            "Voting on this round is closed. A new round lets you change your mind."
        )
        (held,) = live.state.record("fruit").rounds
        assert held.answers["p1"].choice == "a"


async def test_a_refused_command_stores_and_publishes_nothing(journals):
    journal = await tricky(journals)
    async with running(journal) as live:
        await begin(live)
        screen, batches = Screen(live), len(journal.appended)
        assert await live.submit(park("Pies", by="p9")) == Refusal("Take a seat first.")
        assert (screen.wakes, len(journal.appended)) == (0, batches)


async def test_a_command_with_nothing_left_to_do_is_accepted_and_stores_nothing(journals):
    journal = await tricky(journals)
    async with running(journal) as live:
        await begin(live)
        step = Envelope(NOON, "f1", EnterStep(step="fruit"))
        assert await live.submit(step) == Accepted(3)
        batches = len(journal.appended)
        assert await live.submit(step) == Accepted(3)
        assert len(journal.appended) == batches


async def test_a_command_id_is_stored_once(journals):
    async with running(await journals.open()) as live:
        await begin(live)
        assert await live.submit(park("Pies"), command_id="c1") == Accepted(3)
        assert await live.submit(park("Pies"), command_id="c1") == Accepted(3)
        twice = (live.submit(park("Soup"), command_id="c2") for _ in range(2))
        assert await asyncio.gather(*twice) == [Accepted(4)] * 2
        assert parked(live) == ["Pies", "Soup"]
    async with running(await journals.open()) as live:
        assert await live.submit(park("Pies"), command_id="c1") == Accepted(4)
        assert parked(live) == ["Pies", "Soup"]


async def test_a_command_stored_by_another_process_is_not_stored_again(journals):
    journal = await tricky(journals)
    async with running(await journals.open()) as one:
        await begin(one)
        async with running(journal) as other:
            journal.gate.clear()
            late = asyncio.ensure_future(other.submit(park("Pies"), command_id="c1"))
            await journal.waiting.wait()
            await one.submit(park("Pies"), command_id="c1")
            journal.gate.set()
            assert await late == Accepted(3)
            assert parked(other) == ["Pies"]


async def test_a_conflict_is_decided_again_on_what_was_missed(journals):
    journal = await tricky(journals)
    async with running(await journals.open()) as one:
        await begin(one)
        async with running(journal) as other:
            journal.gate.clear()
            ana_here = asyncio.ensure_future(one.submit(join("Ana")))
            late = [
                asyncio.ensure_future(other.submit(command))
                for command in (join("Ana", connection="s2-1"), park("x"))
            ]
            await journal.waiting.wait()
            await ana_here
            await one.submit(park("first"))
            journal.gate.set()
            refused, accepted = await asyncio.gather(*late)
            assert refused == Refusal("You already hold a seat here: reconnect to come back to it.")
            assert accepted == Accepted(6)
            assert parked(other) == ["first", "x"]


async def test_two_processes_lose_and_repeat_nothing(journals):
    async with running(await journals.open()) as one:
        await begin(one)
        async with running(await journals.open()) as other:
            sides = [("one", one), ("other", other)]
            answers = await asyncio.gather(
                *(live.submit(park(f"{side}{n}")) for n in range(30) for side, live in sides)
            )
            assert all(isinstance(answer, Accepted) for answer in answers)
            screens = [Screen(live) for live in (one, other)]
            for screen in screens:
                await screen.see(lambda state: len(state.parked) == 60)
            assert parked(one) == parked(other)
            for side, _ in sides:
                mine = [text for text in parked(one) if text.rstrip("0123456789") == side]
                assert mine == [f"{side}{n}" for n in range(30)]


async def test_what_one_process_records_another_publishes(journals):
    async with running(await journals.open()) as one:
        await begin(one)
        async with running(await journals.open()) as other:
            screen = Screen(other)
            await one.submit(park("Pies"))
            await screen.see(lambda state: state.parked != ())
            assert parked(other) == ["Pies"]


async def test_a_failing_journal_is_told_to_everybody(journals):
    journal = await tricky(journals)
    async with running(journal) as live:
        await begin(live)
        assert live.health == Health()
        screens = [Screen(live), Screen(live, urgent=lambda state: state.current)]
        journal.broken = "the disk is full"
        assert await live.submit(park("Pies")) == NotRecorded("the disk is full")
        assert live.health == Health(recording=False, reason="the disk is full")
        assert [screen.wakes for screen in screens] == [1, 1]
        assert parked(live) == []
        journal.waiting.clear()
        assert await live.submit(park("Soup")) == NotRecorded("the disk is full")
        assert not journal.waiting.is_set()


async def test_everybody_whose_command_was_in_the_failed_batch_or_behind_it_is_told(journals):
    journal = await tricky(journals)
    async with running(journal) as live:
        await begin(live)
        journal.gate.clear()
        journal.waiting.clear()
        inside = asyncio.ensure_future(live.submit(park("0")))
        await journal.waiting.wait()
        behind = [asyncio.ensure_future(live.submit(park(str(n)))) for n in range(1, 10)]
        await turns()
        journal.broken = "no more"
        journal.gate.set()
        assert await asyncio.gather(inside, *behind) == [NotRecorded("no more")] * 10


async def test_a_journal_in_order_again_is_recovered_by_hand(journals):
    journal = await tricky(journals)
    async with running(journal) as live:
        assert await live.recover()
        assert journal.probes == 0
        await begin(live)
        journal.broken = "the disk is full"
        await live.submit(park("Pies"))
        assert not await live.recover()
        assert live.health.reason == "the disk is full"
        screens = [Screen(live), Screen(live, urgent=lambda state: state.current)]
        journal.broken = ""
        assert await live.recover()
        assert live.health == Health()
        assert [screen.wakes for screen in screens] == [1, 1]
        assert await live.submit(park("Pies")) == Accepted(3)


async def test_a_journal_in_order_again_recovers_by_itself(journals, monkeypatch):
    monkeypatch.setattr(live_session, "FIRST_RETRY", 0.001)
    monkeypatch.setattr(live_session, "LONGEST_RETRY", 0.004)
    journal = await tricky(journals)
    async with running(journal) as live:
        await begin(live)
        journal.broken = "the disk is full"
        await live.submit(park("Pies"))
        screen = Screen(live)
        await screen.see(lambda _: journal.probes >= 4)
        journal.broken = ""
        await screen.see(lambda _: live.health.recording)
        assert await live.submit(park("Pies")) == Accepted(3)


async def test_while_one_process_cannot_record_it_still_sees_what_others_do(journals):
    journal = await tricky(journals)
    async with running(await journals.open()) as one:
        await begin(one)
        async with running(journal) as other:
            journal.broken = "gone"
            await other.submit(park("x"))
            await one.submit(park("Pies"))
            journal.broken = ""
            assert await other.recover()
            assert parked(other) == ["Pies"]


async def test_a_commit_whose_answer_was_lost_is_sent_again_and_stored_once(journals):
    journal = await tricky(journals)
    async with running(journal) as live:
        await begin(live)
        journal.lose_answer = True
        lost = await live.submit(park("Pies"), command_id="c1")
        assert lost == NotRecorded("the answer was lost")
        assert parked(live) == []
        assert await live.recover()
        assert parked(live) == ["Pies"]
        assert await live.submit(park("Pies"), command_id="c1") == Accepted(3)
        assert parked(live) == ["Pies"]
    async with running(await journals.open()) as live:
        assert parked(live) == ["Pies"]


async def test_recovering_while_news_come_in_takes_in_everything_once(journals):
    journal = await tricky(journals)
    async with running(await journals.open()) as one:
        await begin(one)
        async with running(journal) as other:
            for number in range(20):
                journal.broken = "gone"
                await other.submit(park("x"))
                journal.broken = ""
                _, *recovered = await asyncio.gather(
                    one.submit(park(str(number))), other.recover(), other.recover()
                )
                assert recovered == [True, True]
            screen = Screen(other)
            await screen.see(lambda state: len(state.parked) >= 20)
            assert [item.number for item in other.state.parked] == list(range(1, 21))


async def test_closing_during_a_commit_answers_everybody(journals):
    journal = await tricky(journals)
    live = LiveSession(journal, new_id)
    await live.open()
    await begin(live)
    journal.gate.clear()
    journal.waiting.clear()
    inside = asyncio.ensure_future(live.submit(park("0")))
    await journal.waiting.wait()
    behind = [asyncio.ensure_future(live.submit(park(str(n)))) for n in range(1, 10)]
    await turns()
    closing = [asyncio.ensure_future(live.close()) for _ in range(2)]
    await turns()
    late = await live.submit(park("late"))
    assert late == NotRecorded("the session was left")
    assert not journal.is_closed
    journal.gate.set()
    await asyncio.gather(*closing)
    assert await inside == Accepted(3)
    assert await asyncio.gather(*behind) == [Accepted(12)] * 9
    assert journal.is_closed


async def test_closing_while_the_journal_fails_answers_everybody(journals):
    journal = await tricky(journals)
    live = LiveSession(journal, new_id)
    await live.open()
    await begin(live)
    journal.gate.clear()
    journal.waiting.clear()
    inside = asyncio.ensure_future(live.submit(park("0")))
    await journal.waiting.wait()
    closing = asyncio.ensure_future(live.close())
    await turns()
    journal.broken = "gone"
    journal.gate.set()
    assert await inside == NotRecorded("gone")
    await closing
    assert not await live.recover()
    await live.close()


async def test_a_session_that_was_never_opened_records_nothing(journals):
    live = LiveSession(await journals.open(), new_id)
    assert await live.submit(start()) == NotRecorded("the session was left")
    await live.close()


async def test_who_stops_waiting_for_an_answer_disturbs_nobody(journals):
    journal = await tricky(journals)
    async with running(journal) as live:
        await begin(live)
        journal.gate.clear()
        journal.waiting.clear()
        gone = asyncio.ensure_future(live.submit(park("gone")))
        await journal.waiting.wait()
        gone.cancel()
        stays = asyncio.ensure_future(live.submit(park("stays")))
        await turns()
        journal.gate.set()
        assert await stays == Accepted(4)
        assert parked(live) == ["gone", "stays"]


async def test_a_command_that_the_rules_choke_on_fails_for_its_sender_alone(journals, monkeypatch):
    async with running(await journals.open()) as live:
        await begin(live)
        real = live_session.decide

        def choke(state, sent):
            if sent.command.text == "poison":
                raise ZeroDivisionError
            return real(state, sent)

        monkeypatch.setattr(live_session, "decide", choke)
        first, poisoned, last = await asyncio.gather(
            live.submit(park("first")),
            live.submit(park("poison")),
            live.submit(park("last")),
            return_exceptions=True,
        )
        assert (first, last) == (Accepted(4), Accepted(4))
        assert isinstance(poisoned, ZeroDivisionError)
        assert parked(live) == ["first", "last"]


async def test_a_fault_in_the_program_stops_recording_loudly_and_keeps_nobody_waiting(journals):
    journal = await tricky(journals)
    async with running(journal) as live:
        await begin(live)
        told = []
        asyncio.get_running_loop().set_exception_handler(lambda _, about: told.append(about))

        async def blow_up(*_, **__):
            raise ZeroDivisionError

        real, journal.append = journal.append, blow_up
        answer = await live.submit(park("Pies"))
        assert isinstance(answer, NotRecorded)
        assert "ZeroDivisionError" in answer.reason
        assert not live.health.recording
        assert [type(about["exception"]) for about in told] == [ZeroDivisionError]
        journal.append = real
        assert await live.recover()
        assert await live.submit(park("Pies")) == Accepted(3)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks came with Python 3.12")
async def test_a_session_runs_where_tasks_start_eagerly(journals):
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    async with running(await journals.open()) as live:
        assert await live.submit(start()) == Accepted(2)
