"""Whatever is done in a workshop, in any order and by anybody: what is promised of it holds.

The commands, and the plain model that they are held against, are the rules' own test's. By default
a hundred workshops of each kind are held; ``FACILITATOR_TESTS=full`` holds two thousand.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant

from facilitator.domain.agenda import Attribution
from facilitator.domain.anonymity import FEWEST_TOLD
from facilitator.domain.commands import JoinSession, ResumeSeat
from facilitator.domain.events import (
    BallotCast,
    BallotWithdrawn,
    DecisionRecorded,
    ItemMarked,
    MarkWithdrawn,
    ParticipantConnected,
    ParticipantJoined,
    RoundRevealed,
    SessionEnded,
)
from facilitator.domain.fold import fold
from facilitator.domain.journal import Entry
from facilitator.domain.rounds import ABSTAIN, NEED_INFO, Ballot, Mark, count
from facilitator.domain.views import facilitator_view, stage_view, voter_view
from facilitator.storage.seal import Seal
from facilitator.storage.sqlite_journal import SqliteJournal
from tests.domain.test_rules_machine import CANDIDATES, Workshop
from tests.worlds.scenario import AGENDA, ANONYMOUS, ESCALATING

IS_FULL = os.environ.get("FACILITATOR_TESTS") == "full"
OFTEN = settings(
    max_examples=2000 if IS_FULL else 100,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
pytestmark = pytest.mark.timeout(900)
TELLING = (BallotCast, BallotWithdrawn, ItemMarked, RoundRevealed, DecisionRecorded, SessionEnded)
"""Events after which screens say something else about a round."""
STORED_EVERY = 20
"""One workshop of so many is also stored in a file, event by event."""
workshops_held = Counter()


class Watched(Workshop):
    """A workshop of which everything is written down that was said, and by whom."""

    def send(self, kind, by, **fields):
        before = len(getattr(self, "events", ()))
        outcome = super().send(kind, by, **fields)
        if isinstance(outcome, tuple):
            self.entries.append(Entry(f"c{len(self.entries)}", outcome))
            assert self.events[:before] == self.kept, "what had happened was changed"
            self.kept = list(self.events)
            for event in outcome:
                self.nobody_acts_for_another(event, kind, by, fields)
            self.nothing_of_a_ballot_is_shown_that_is_not_told()
        else:
            assert self.events == self.kept
        return outcome

    def nobody_acts_for_another(self, event, kind, by, fields):
        match event:
            case ParticipantJoined():
                assert event.participant not in self.holders
                self.holders[event.participant] = event.credential
            case ParticipantConnected() if kind in (JoinSession, ResumeSeat):
                assert self.holders[event.participant] == fields["credential"]
                assert event.connection == fields["connection"]
            case BallotCast() | BallotWithdrawn() | ItemMarked() | MarkWithdrawn():
                assert event.participant == fields["participant"]
                assert by in (event.participant, "f1")
                answer = getattr(event, "ballot", None) or getattr(event, "mark", None)
                assert answer is None or answer.proxy == (by != event.participant)

    def begin(self, agenda):
        self.entries = []
        self.kept = []
        self.holders = {}
        self.looked_at = 0
        Workshop.start(self, agenda)

    @invariant()
    def all_holds_after_whatever_has_happened(self):
        if self.looked_at < len(self.events):
            self.a_seat_stays_its_holders()
            self.everybody_has_one_ballot_in_a_round_and_it_is_the_last_they_cast()
            self.a_tally_is_what_anybody_would_count()
            self.where_votes_are_anonymous_no_later_event_says_whose_they_were()
        self.looked_at = len(self.events)

    def a_seat_stays_its_holders(self):
        assert {p.id: p.credential for p in self.state.participants.values()} == self.holders

    def everybody_has_one_ballot_in_a_round_and_it_is_the_last_they_cast(self):
        last = {}
        for event in self.events:
            if isinstance(event, BallotCast | BallotWithdrawn):
                ballot = event.ballot if isinstance(event, BallotCast) else None
                last[event.step, event.number, event.participant] = ballot
        for step in CANDIDATES:
            for held in self.state.record(step).rounds:
                cast = {
                    who: ballot
                    for (at, number, who), ballot in last.items()
                    if (at, number) == (step, held.number) and ballot is not None
                }
                assert held.answers == cast

    def a_tally_is_what_anybody_would_count(self):
        for step, candidates in CANDIDATES.items():
            for held, noted in zip(
                self.state.record(step).rounds, self.model.rounds.get(step, []), strict=True
            ):
                if held.is_open:
                    continue
                tally = count(held.answers, held.electorate)
                said = [b.choice for who, b in noted.ballots.items() if who in held.electorate]
                assert {each: tally.votes.get(each, 0) for each in candidates} == {
                    each: said.count(each) for each in candidates
                }
                assert (tally.abstained, tally.need_info) == (
                    said.count(ABSTAIN),
                    said.count(NEED_INFO),
                )

    def nothing_of_a_ballot_is_shown_that_is_not_told(self):
        """Had those who answered said something else, everybody would see the very same."""
        if not self.events or not isinstance(self.events[-1], TELLING):
            return
        untold = self.untold()
        other = fold(
            [said_otherwise(each) if is_of(each, untold) else each for each in self.events]
        )
        answering = {e.participant for e in self.events if is_of(e, untold)}
        if not answering:
            return
        is_open = any(self.is_open(*where) for where in untold)
        workshops_held[self.kind, "open" if is_open else "closed"] += 1
        assert stage_view(other) == stage_view(self.state)
        assert facilitator_view(other) == facilitator_view(self.state)
        for who in self.state.participants.keys() - answering:
            assert voter_view(other, who) == voter_view(self.state, who)

    def untold(self):
        """The rounds of which nothing is told: open ones, and anonymous ones of too few."""
        few = FEWEST_TOLD if self.kind is Attribution.ANONYMOUS else 0
        rounds = {
            (step, held.number): len(held.answers)
            for step in CANDIDATES
            for held in self.state.record(step).rounds
        }
        rounds |= {
            ("goodbye", held.number): len(held.answers) for held in self.state.rounds_on("goodbye")
        }
        return {at for at, answers in rounds.items() if self.is_open(*at) or answers < few}

    def is_open(self, step, number):
        held = (
            self.state.record(step).rounds if step in CANDIDATES else self.state.rounds_on(step)
        )[number - 1]
        return held.is_open

    def where_votes_are_anonymous_no_later_event_says_whose_they_were(self):
        if self.kind is Attribution.ANONYMOUS:
            for event in self.events:
                if isinstance(event, DecisionRecorded):
                    for each in event.decision.dissent:
                        assert (each.name, each.participant) == (None, None)

    def teardown(self):
        workshops_held[self.kind, "held"] += 1
        if workshops_held[self.kind, "held"] % STORED_EVERY == 1:
            with tempfile.TemporaryDirectory() as folder:
                asyncio.run(self.read_back(Path(folder)))
        super().teardown()

    async def read_back(self, folder):
        """The journal gives back what was appended, in that order, and the same workshop."""
        is_sealed = self.kind is Attribution.ANONYMOUS
        seal = Seal.make("s") if is_sealed else None
        journal = await SqliteJournal.open(folder / "s.journal", create=True, seal=seal)
        try:
            last = 0
            for entry in self.entries:
                last = await journal.append([entry], expected=last)
            records = await journal.read()
        finally:
            await journal.close()
        assert [each.seq for each in records] == list(range(1, len(self.events) + 1))
        assert [each.event for each in records] == self.events
        assert repr(fold(each.event for each in records)) == repr(self.state)


class Named(Watched):
    kind = Attribution.NAMED

    @initialize(agenda=st.sampled_from([AGENDA, ESCALATING]))
    def start(self, agenda):
        self.begin(agenda)


class Anonymous(Watched):
    kind = Attribution.ANONYMOUS

    @initialize(agenda=st.just(ANONYMOUS))
    def start(self, agenda):
        self.begin(agenda)


def is_of(event, rounds):
    """Whether it is an answer in one of these rounds."""
    return isinstance(event, BallotCast | ItemMarked) and (event.step, event.number) in rounds


def said_otherwise(event):
    """The same answer by the same person with nothing the same in it."""
    if isinstance(event, ItemMarked):
        mark = event.mark
        value = 1 if mark.value is None else mark.value % 5 + 1
        return replace(event, mark=Mark(value, mark.reason, proxy=mark.proxy))
    choice = "b" if event.ballot.choice == "a" else "a"
    ballot = Ballot(choice, 5, "something else", proxy=event.ballot.proxy)
    return replace(event, ballot=ballot)


@pytest.mark.parametrize("machine", [Named, Anonymous])
def test_what_is_promised_holds_in_every_workshop(machine):
    machine.TestCase.settings = OFTEN
    machine.TestCase("runTest").runTest()
    assert workshops_held[machine.kind, "held"] >= OFTEN.max_examples
    assert workshops_held[machine.kind, "open"] >= OFTEN.max_examples
    assert (workshops_held[machine.kind, "closed"] > 0) == (machine is Anonymous)
