"""LiveSession: one process's part in a running session."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.domain.commands import Command, Envelope, Refusal
from facilitator.domain.fold import fold
from facilitator.domain.journal import Conflict, Entry, JournalError, Record
from facilitator.domain.rules import decide
from facilitator.domain.state import Session, State
from facilitator.live.ports import Ids, Journal
from facilitator.live.subscribers import Fanout, Subscription, Urgency, Wake

FIRST_RETRY = 0.5
"""Seconds after a journal's failure until it is tried again; doubled each time …"""
LONGEST_RETRY = 8.0
"""… up to this many."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The command's events are durably recorded; ``seq`` is the journal's last after them."""

    seq: int


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """The journal failed: what became of the command is unknown, and nobody was told it holds.

    Sent again with the same command id, it is stored at most once.
    """

    reason: str


Answer = Accepted | Refusal | NotRecorded


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the journal takes what happens; ``reason`` says why not."""

    recording: bool = True
    reason: str = ""


@dataclass(slots=True, eq=False)
class _Submission:
    command_id: str
    envelope: Envelope[Command]
    answer: asyncio.Future[Answer]


class LiveSession:
    """A session's state in this process, kept in step with the journal.

    Commands that arrive while a commit is under way are decided together and appended as one batch.
    Nothing is published and no command is answered before its commit has returned.
    """

    def __init__(self, journal: Journal, ids: Ids) -> None:
        self._journal = journal
        self._ids = ids
        self._state: State = None
        self._seq = 0
        self._pending: list[_Submission] = []
        self._stirred = asyncio.Event()
        self._has_news = False
        self._fanout: Fanout | None = None
        self._health = Health()
        self._retry: asyncio.TimerHandle | None = None
        self._retry_after = FIRST_RETRY
        self._is_open = False
        self._pump_task: asyncio.Task[None] | None = None
        self._recovery: asyncio.Task[bool] | None = None
        self._turn = asyncio.Lock()
        """Held while the journal is used: two readers at once would take in a record twice."""

    async def open(self) -> None:
        """Read the journal from its beginning and go on with it. Raises JournalError."""
        await self._catch_up()
        self._journal.watch(self._on_news)
        self._has_news = True  # what was appended between the reading and the watching
        self._stirred.set()
        self._is_open = True
        self._pump_task = asyncio.create_task(self._pump(), name="session pump")

    async def close(self) -> None:
        """Answer what is still under way, then let go of the journal. May be called twice."""
        self._is_open = False
        if self._retry is not None:
            self._retry.cancel()
        if self._pump_task is not None:
            self._stirred.set()
            await self._pump_task
        async with self._turn:
            await self._journal.close()

    @property
    def state(self) -> Session:
        """The session as far as this process has read; raises RuntimeError before it started."""
        if self._state is None:
            raise RuntimeError("the session has not started")
        return self._state

    @property
    def health(self) -> Health:
        """Whether what happens is being recorded."""
        return self._health

    def subscribe(self, wake: Wake, *, urgent: Urgency | None = None) -> Subscription:
        """Call ``wake`` in the event loop when there is a newer state to take.

        ``urgent(state)`` says what must be seen at once when it changes; without it, everything.
        Raises RuntimeError before the session has started.
        """
        if self._fanout is None:
            raise RuntimeError("the session has not started")
        return self._fanout.add(wake, urgent)

    async def submit(self, envelope: Envelope[Command], *, command_id: str | None = None) -> Answer:
        """Have a command decided and recorded; the answer comes once that is durable.

        Raises whatever deciding it raised: that is a fault in the rules, and changes nothing.
        A command id that is stored already is answered as accepted and changes nothing.
        """
        if not self._health.recording:
            return NotRecorded(self._health.reason)
        if not self._is_open:
            return NotRecorded("the session was left")
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._pending.append(_Submission(command_id or self._ids(), envelope, answer))
        self._stirred.set()
        return await answer

    async def recover(self) -> bool:
        """Try a failed journal again now; return whether it records."""
        async with self._turn:
            if self._health.recording:
                return True
            try:
                await self._journal.probe()
                await self._catch_up()
            except JournalError as error:
                self._fail(str(error))
                return False
            self._retry_after = FIRST_RETRY
            self._health = Health()
            self._publish(to_all=True)
            return True

    def _on_news(self) -> None:
        self._has_news = True
        self._stirred.set()

    async def _pump(self) -> None:
        while self._is_open or self._pending:
            await self._stirred.wait()
            self._stirred.clear()
            async with self._turn:
                await self._work_off()

    async def _work_off(self) -> None:
        """Take in what is new and commit what is pending. Whatever fails, nobody waits for ever."""
        batch: list[_Submission] = []
        try:
            if self._has_news:
                await self._catch_up()
            batch, self._pending = self._pending, []
            if batch:
                await self._commit(batch)
        except JournalError as error:
            self._fail(str(error), batch)
        except Exception as error:  # noqa: BLE001 - told to everybody, and to the loop
            self._fail(f"the program is at fault ({type(error).__name__})", batch)
            about = {"message": "a session stopped recording", "exception": error}
            asyncio.get_running_loop().call_exception_handler(about)

    async def _catch_up(self) -> None:
        """Take in what others have appended."""
        self._has_news = False
        records = await self._journal.read(self._seq)
        if records:
            self._take_in(records)
            self._publish()

    async def _was_behind(self) -> bool:
        """Take in what others have appended; whether there was anything."""
        before = self._seq
        await self._catch_up()
        return self._seq != before

    async def _learn_more(self, stored: set[str], batch: Sequence[_Submission]) -> bool:
        """Add to ``stored`` what of a batch the journal holds already; whether that was more."""
        before = len(stored)
        stored |= await self._journal.stored([each.command_id for each in batch])
        return len(stored) > before

    def _take_in(self, records: Sequence[Record]) -> None:
        self._state = fold((record.event for record in records), self._state)
        self._seq = records[-1].seq

    async def _commit(self, batch: list[_Submission]) -> None:
        stored: set[str] = set()
        while True:
            decided = _Batch(self._state, stored)
            misses = [decided.add(submission) for submission in batch]
            refused = any(isinstance(miss, Refusal) for miss in misses)
            if refused and (await self._was_behind() or await self._learn_more(stored, batch)):
                continue  # refused for what has changed since: nobody is told that
            if not decided.entries:
                break
            try:
                seq = await self._journal.append(decided.entries, expected=self._seq)
            except Conflict:
                if not await self._was_behind():
                    await self._learn_more(stored, batch)
                continue
            self._seq = seq
            self._state = decided.state
            break
        for submission, miss in zip(batch, misses, strict=True):
            if submission.answer.done():
                continue
            if isinstance(miss, Exception):
                submission.answer.set_exception(miss)
            else:
                submission.answer.set_result(miss or Accepted(self._seq))
        if decided.entries:
            self._publish()

    def _publish(self, *, to_all: bool = False) -> None:
        if self._state is None:
            return
        if self._fanout is None:
            self._fanout = Fanout(self._state)
        self._fanout.publish(self._state, to_all=to_all)

    def _fail(self, reason: str, batch: Sequence[_Submission] = ()) -> None:
        """Stop recording, loudly, and try again by and by."""
        self._health = Health(recording=False, reason=reason)
        for submission in (*batch, *self._pending):
            if not submission.answer.done():
                submission.answer.set_result(NotRecorded(reason))
        self._pending = []
        if self._is_open:
            self._try_again_later()
        self._publish(to_all=True)

    def _try_again_later(self) -> None:
        if self._retry is not None:
            self._retry.cancel()
        loop = asyncio.get_running_loop()
        self._retry = loop.call_later(self._retry_after, self._recover_by_itself)
        self._retry_after = min(2 * self._retry_after, LONGEST_RETRY)

    def _recover_by_itself(self) -> None:
        self._retry = None
        self._recovery = asyncio.create_task(self.recover(), name="journal recovery")


class _Batch:
    """Commands decided one on top of the other, to be appended together."""

    def __init__(self, state: State, stored: set[str]) -> None:
        self.state = state
        self.entries: list[Entry] = []
        self._stored = stored
        self._here: set[str] = set()

    def add(self, submission: _Submission) -> Refusal | Exception | None:
        """Decide one more command; return its refusal, or the fault that its sender is told."""
        command_id = submission.command_id
        if command_id in self._stored or command_id in self._here:
            return None
        try:
            decided = decide(self.state, submission.envelope)
            if isinstance(decided, Refusal):
                return decided
            state = fold(decided, self.state)
        except Exception as fault:  # noqa: BLE001 - one command's failure is its sender's alone
            return fault
        if decided:
            self._here.add(command_id)
            self.entries.append(Entry(command_id, decided))
            self.state = state
        return None
