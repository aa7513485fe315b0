"""Random commands against the rules, held against a plain model of a workshop."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from facilitator.domain.agenda import Attribution, ContestedTask, InputKind, Support
from facilitator.domain.commands import (
    CastBallot,
    CloseRound,
    EndSession,
    EnterStep,
    Envelope,
    ExtendTime,
    JoinSession,
    LeaveSession,
    LowerHand,
    MarkItem,
    NoteLogWritten,
    OpenRound,
    ParkItem,
    RaiseHand,
    RecordDecision,
    Refusal,
    ReopenDecision,
    ReportServerLost,
    ResumeSeat,
    StartSession,
    WithdrawBallot,
)
from facilitator.domain.decisions import Decision, Dissent, Outcome
from facilitator.domain.events import (
    DecisionRecorded,
    DecisionReopened,
    Event,
    ParticipantJoined,
    RoundRevealed,
)
from facilitator.domain.fold import fold
from facilitator.domain.people import Seat
from facilitator.domain.rounds import ABSTAIN, NEED_INFO, Ballot, Mark, count
from facilitator.domain.rules import decide
from facilitator.domain.views import facilitator_view, stage_view, voter_view
from tests.examples import examples
from tests.worlds.scenario import AGENDA, ANONYMOUS, ESCALATING, NOON

CANDIDATES = {"fruit": ("a", "b"), "soup": ("a", "b", "c")}
MOST_ROUNDS = 2

people = st.sampled_from(["f1", "p1", "p2", "p3", "p4", "p5", "", "p99"])
steps = st.sampled_from(["fruit", "fruit", "soup", "welcome", "goodbye", "lunch"])
numbers = st.integers(0, 4)
names = st.sampled_from(["Ana", "Ben", "Cem", "Dot", "Eve", "ana", " ", "\x1b[m"])
servers = st.sampled_from(["s1", "s2"])
connections = st.builds("{}-{}".format, servers, st.integers(1, 6))
texts = st.sampled_from(["", "ours", "a\nb", "x" * 300, "x" * 900, "\ud800", "\u202e"])
plain_texts = st.sampled_from(["", "we know", "they asked"])
teams = st.sampled_from(["a", "b", "c", "z"])
ballots = st.fixed_dictionaries(
    {
        "choice": st.sampled_from(["a", "b", "c", "z", ABSTAIN, NEED_INFO]),
        "confidence": st.none() | st.integers(0, 6),
        "reason": texts,
        "today": st.none() | st.sampled_from(["a", "nobody", "z"]),
    }
)
decisions = st.builds(
    Decision,
    st.sampled_from(Outcome),
    driver=st.sampled_from(["a", "b", "c", "z", None]),
    owner=texts,
    rationale=st.sampled_from(["", "ours", "ours", "\x07"]),
    support=st.lists(
        st.builds(Support, teams, st.sampled_from(InputKind), plain_texts, plain_texts), max_size=2
    ).map(tuple),
    dissent=st.lists(
        st.builds(
            Dissent,
            teams,
            teams,
            plain_texts,
            name=st.none() | names,
            participant=st.none() | people,
        ),
        max_size=1,
    ).map(tuple),
    review_on=st.sampled_from([None, date(2026, 11, 22), date(2027, 3, 22)]),
)
fingers = st.none() | st.integers(1, 5)
sound_decisions = st.sampled_from(
    [
        Decision(Outcome.DECIDED, driver="a", rationale="ours", review_on=date(2027, 3, 22)),
        Decision(Outcome.DEFERRED, review_on=date(2027, 3, 22)),
        Decision(Outcome.PARKED),
        Decision(Outcome.SKIPPED),
    ]
)


@dataclass
class ModelRound:
    """A round as anybody would note it on paper."""

    ballots: dict[str, Any] = field(default_factory=dict)
    is_open: bool = True


@dataclass
class Model:
    """A workshop as anybody would note it on paper."""

    voters: set[str] = field(default_factory=set)
    at: str | None = None
    rounds: dict[str, list[ModelRound]] = field(default_factory=dict)
    used_up: dict[str, int] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)
    is_over: bool = False

    def held(self, step: str, number: int) -> ModelRound | None:
        rounds = self.rounds.get(step, [])
        return rounds[number - 1] if 1 <= number <= len(rounds) else None

    def is_voting(self, step: str | None) -> bool:
        return any(held.is_open for held in self.rounds.get(step or "", []))

    def may_touch(self, by: str, voter: str, held: ModelRound | None) -> bool:
        own = held.ballots.get(voter) if held else None
        is_theirs = by == voter or (by == "f1" and (own is None or own.proxy))
        return bool(voter in self.voters and is_theirs and held and held.is_open)

    def may_open(self, step: str, number: int) -> bool:
        held = len(self.rounds.get(step, []))
        return (
            step == self.at
            and step in (*CANDIDATES, "goodbye")
            and step not in self.settled
            and not self.is_voting(step)
            and number == held + 1
            and (step == "goodbye" or held < self.used_up.get(step, 0) + MOST_ROUNDS)
        )


class Workshop(RuleBasedStateMachine):
    """Every command, sensible or not, from anybody."""

    @initialize(agenda=st.sampled_from([AGENDA, ANONYMOUS, ESCALATING]))
    def start(self, agenda):
        self.state: Any = None
        self.events: list[Event] = []
        self.model = Model()
        self.clock = NOON
        start = {"session": "s", "facilitator": "Ines", "join_code": "7KXM"}
        assert not isinstance(self.send(EnterStep, "f1", step="fruit"), tuple)
        assert isinstance(self.send(StartSession, "", agenda=agenda, **start), tuple)
        assert not isinstance(self.send(StartSession, "f1", agenda=agenda, **start), tuple)
        self.join("Ana", "a", Seat.VOTER, "s1-1")
        self.join("Ben", "b", Seat.VOTER, "s1-2")

    def send(self, kind, by, **fields):
        """Decide a command and take in what it comes to."""
        self.clock += timedelta(seconds=1)
        outcome = decide(self.state, Envelope(self.clock, by, kind(**fields)))
        if isinstance(outcome, Refusal):
            assert outcome.reason.endswith((".", "?"))
        else:
            self.events.extend(outcome)
            self.state = fold(outcome, self.state)
        return outcome

    def expect(self, outcome, *, accepted):
        assert isinstance(outcome, tuple) == (accepted and not self.model.is_over)
        return isinstance(outcome, tuple)

    @rule(name=names, team=teams, seat=st.sampled_from(Seat), where=connections)
    def join(self, name, team, seat, where):
        like = name.casefold()
        outcome = self.send(
            JoinSession,
            "",
            name=name,
            likeness=like,
            team=team,
            seat=seat,
            credential=f"key:{like}",
            connection=where,
        )
        if isinstance(outcome, tuple) and outcome:
            assert not self.model.is_over
            assert isinstance(outcome[0], ParticipantJoined)
            if seat is Seat.VOTER:
                self.model.voters.add(outcome[0].participant)

    @rule(name=names, where=connections)
    def resume(self, name, where):
        self.send(ResumeSeat, "", credential=f"key:{name.casefold()}", connection=where)

    @rule(where=connections)
    def leave(self, where):
        assert isinstance(self.send(LeaveSession, "", connection=where), tuple)
        assert not any(p.connection == where for p in self.state.participants.values())

    @rule(server=servers)
    def lose_server(self, server):
        assert isinstance(self.send(ReportServerLost, "", server=server), tuple)
        assert not any(
            (p.connection or "").startswith(f"{server}-") for p in self.state.participants.values()
        )

    @rule(by=people, step=steps)
    def enter(self, by, step):
        self._enter(by, step)

    @rule(step=st.sampled_from(["fruit", "soup"]))
    def lead_to(self, step):
        self._enter("f1", step)

    def _enter(self, by, step):
        stays = step == self.model.at
        free = stays or not self.model.is_voting(self.model.at)
        accepted = by == "f1" and step != "lunch" and free
        if self.expect(self.send(EnterStep, by, step=step), accepted=accepted):
            self.model.at = step

    @rule(by=people, seconds=st.integers(-1, 20_000))
    def extend(self, by, seconds):
        accepted = by == "f1" and self.model.at is not None and 0 < seconds <= 14_400
        self.expect(self.send(ExtendTime, by, seconds=seconds), accepted=accepted)

    @rule(by=people, step=steps, number=numbers)
    def open_round(self, by, step, number):
        self._open(by, step, number)

    @rule()
    def open_next_round(self):
        step = self.model.at or "fruit"
        self._open("f1", step, len(self.model.rounds.get(step, [])) + 1)

    def _open(self, by, step, number):
        accepted = by == "f1" and self.model.may_open(step, number)
        if self.expect(self.send(OpenRound, by, step=step, number=number), accepted=accepted):
            self.model.rounds.setdefault(step, []).append(ModelRound())

    @rule(by=people, step=steps, number=numbers)
    def close_round(self, by, step, number):
        held = self.model.held(step, number)
        accepted = by == "f1" and held is not None and held.is_open
        outcome = self.send(CloseRound, by, step=step, number=number)
        if self.expect(outcome, accepted=accepted):
            assert held is not None
            held.is_open = False

    @rule()
    def close_open_round(self):
        step = self.model.at or "fruit"
        self.close_round("f1", step, len(self.model.rounds.get(step, [])))

    @rule(
        by=people,
        step=steps,
        number=numbers,
        who=people,
        ballot=ballots,
    )
    def cast(self, by, step, number, who, ballot):
        self._cast(by, who, (step, number), ballot)

    def _cast(self, by, who, where, ballot):
        step, number = where
        held = self.model.held(step, number)
        accepted = (
            self.model.may_touch(by, who, held)
            and step in CANDIDATES
            and ballot["choice"] in (*CANDIDATES.get(step, ()), ABSTAIN, NEED_INFO)
            and ballot["confidence"] in (None, 1, 2, 3, 4, 5)
            and ballot["reason"] in ("", "ours")
            and (ballot["today"] is None or (step == "fruit" and ballot["today"] != "z"))
        )
        outcome = self.send(CastBallot, by, step=step, number=number, participant=who, **ballot)
        if self.expect(outcome, accepted=accepted):
            assert held is not None
            held.ballots[who] = Ballot(**ballot, proxy=by != who)

    @rule(place=st.integers(0, 5), choice=st.sampled_from(["a", "b", ABSTAIN]))
    def vote(self, place, choice):
        """Somebody casts a plain ballot where the room is."""
        plain = {"choice": choice, "confidence": 3, "reason": "", "today": None}
        who = self._somebody(place)
        self._cast(who, who, self._newest_round(), plain)

    @rule(place=st.integers(0, 5))
    def take_back(self, place):
        """Somebody withdraws their ballot where the room is."""
        step, number = self._newest_round()
        who = self._somebody(place)
        self.withdraw(who, step, number, who)

    @rule(
        votes=st.lists(
            st.tuples(st.integers(0, 5), st.sampled_from(["a", "b", ABSTAIN])), max_size=4
        ),
        back=st.integers(0, 5),
    )
    def poll(self, votes, back):
        """A round opens, several vote, and one of them thinks better of it."""
        self.open_next_round()
        for place, choice in votes:
            self.vote(place, choice)
        if votes:
            self.take_back(votes[back % len(votes)][0])

    def _somebody(self, place):
        voters = sorted(self.model.voters)
        return voters[place % len(voters)]

    def _newest_round(self):
        step = self.model.at or "fruit"
        return step, len(self.model.rounds.get(step, []))

    @rule(step=st.sampled_from(["fruit", "soup"]), times=st.integers(1, 3))
    def settle_and_reopen(self, step, times):
        """Whole rounds at once, each settled and reopened, so that runs get far."""
        self._enter("f1", step)
        for _ in range(times):
            self.open_next_round()
            self.vote(0, "a")
            self.close_open_round()
            self._record("f1", step, Decision(Outcome.PARKED))
            self.reopen("f1", step)

    @rule(by=people, step=steps, number=numbers, who=people)
    def withdraw(self, by, step, number, who):
        held = self.model.held(step, number)
        outcome = self.send(WithdrawBallot, by, step=step, number=number, participant=who)
        accepted = step in CANDIDATES and self.model.may_touch(by, who, held)
        if self.expect(outcome, accepted=accepted):
            assert held is not None
            held.ballots.pop(who, None)

    @rule(
        by=people,
        who=people,
        where=st.tuples(steps, numbers),
        item=st.sampled_from(["plan", "return-on-time", "soup"]),
        value=st.none() | st.integers(0, 6),
    )
    def mark(self, by, who, where, item, value):
        self._mark(by, who, where, item, value)

    @rule(place=st.integers(0, 5), item=st.sampled_from(["plan", "return-on-time"]), value=fingers)
    def show_fingers(self, place, item, value):
        """Somebody answers in the closing round, where the room is on it."""
        who = self._somebody(place)
        self._mark(who, who, self._newest_round(), item, value)

    def _mark(self, by, who, where, item, value):
        step, number = where
        held = self.model.held(step, number)
        given = held.ballots.get(who) if held else None
        before = given.get(item) if isinstance(given, dict) else None
        is_theirs = by == who or (by == "f1" and (before is None or before.proxy))
        accepted = bool(
            step == "goodbye"
            and who in self.model.voters
            and is_theirs
            and held
            and held.is_open
            and item != "soup"
            and value in (None, *range(1, 6))
        )
        outcome = self.send(
            MarkItem, by, step=step, number=number, participant=who, item=item, value=value
        )
        if self.expect(outcome, accepted=accepted):
            assert held is not None
            held.ballots.setdefault(who, {})[item] = Mark(value, proxy=by != who)

    @rule(by=people, step=steps, decision=decisions)
    def record(self, by, step, decision):
        self._record(by, step, decision)

    @rule(decision=sound_decisions)
    def settle(self, decision):
        self._record("f1", self.model.at or "fruit", decision)

    def _record(self, by, step, decision):
        outcome = self.send(RecordDecision, by, step=step, decision=decision)
        if isinstance(outcome, tuple):
            assert not self.model.is_over
            assert by == "f1"
            assert step == self.model.at
            assert step not in self.model.settled
            assert not self.model.is_voting(step)
            voted = bool(self.model.rounds.get(step))
            assert voted == (decision.outcome is not Outcome.SKIPPED)
            self.model.settled.add(step)

    @rule(by=people, step=steps)
    def reopen(self, by, step):
        accepted = by == "f1" and step == self.model.at and step in self.model.settled
        if self.expect(self.send(ReopenDecision, by, step=step), accepted=accepted):
            self.model.settled.discard(step)
            self.model.used_up[step] = len(self.model.rounds.get(step, []))

    @rule(by=people, who=people, kind=st.sampled_from([RaiseHand, LowerHand]))
    def hand(self, by, who, kind):
        self.send(kind, by, participant=who)

    @rule(by=people, text=texts)
    def park(self, by, text):
        self.send(ParkItem, by, text=text)

    @precondition(lambda self: len(self.events) > 25)
    @rule(by=st.sampled_from(["f1", "f1", "f1", "p1"]))
    def end(self, by):
        accepted = by == "f1" and not self.model.is_voting(self.model.at)
        if self.expect(self.send(EndSession, by), accepted=accepted):
            self.model.settled |= {step for step in CANDIDATES if step in self.state.entered}
            self.model.is_over = True

    @rule(file=st.sampled_from(["s.toml", "t.toml"]))
    def note_log(self, file):
        outcome = self.send(NoteLogWritten, "", file=file)
        assert isinstance(outcome, tuple) == self.model.is_over

    @invariant()
    def rounds_are_never_erased_and_closed_ballots_never_change(self):
        kept = {
            step: [(dict(held.answers), held.is_open) for held in self.state.record(step).rounds]
            for step in CANDIDATES
        }
        noted = {
            step: [(held.ballots, held.is_open) for held in self.model.rounds.get(step, [])]
            for step in CANDIDATES
        }
        assert kept == noted
        kept_marks = [(dict(h.answers), h.is_open) for h in self.state.rounds_on("goodbye")]
        noted_marks = [(h.ballots, h.is_open) for h in self.model.rounds.get("goodbye", [])]
        assert kept_marks == noted_marks
        for step in CANDIDATES:
            numbered = [held.number for held in self.state.record(step).rounds]
            assert numbered == list(range(1, len(numbered) + 1))

    @invariant()
    def a_settled_task_has_exactly_one_decision(self):
        for step, candidates in CANDIDATES.items():
            recorded = sum(isinstance(e, DecisionRecorded) and e.step == step for e in self.events)
            undone = sum(isinstance(e, DecisionReopened) and e.step == step for e in self.events)
            decision = self.state.record(step).decision
            assert recorded - undone == (step in self.model.settled)
            assert (decision is not None) == (step in self.model.settled)
            if decision is not None:
                is_decided = decision.outcome is Outcome.DECIDED
                assert is_decided == (decision.driver in candidates)

    @invariant()
    def a_tally_accounts_for_everybody(self):
        for step in CANDIDATES:
            for held in self.state.record(step).rounds:
                if not held.is_open:
                    tally = count(held.answers, held.electorate)
                    votes = tally.real_votes
                    assert held.answers.keys() <= held.electorate.keys() <= self.model.voters
                    assert votes + tally.abstained + tally.need_info + tally.silent == (
                        tally.eligible
                    )
                    assert sum(sum(team.values()) for team in tally.by_team.values()) == votes

    @invariant()
    def nobody_shares_an_id_a_credential_or_a_name(self):
        everybody = self.state.participants.values()
        joined = [e.participant for e in self.events if isinstance(e, ParticipantJoined)]
        assert joined == [p.id for p in everybody]
        for of in ("id", "credential", "likeness"):
            assert len({getattr(p, of) for p in everybody}) == len(everybody)
        items = [item.number for item in self.state.parked]
        assert items == list(range(1, len(items) + 1))

    @invariant()
    def every_view_can_be_drawn_and_shows_revealed_rounds_alone(self):
        stage = stage_view(self.state)
        at = self.state.current if isinstance(self.state.current_step, ContestedTask) else None
        revealed = sum(isinstance(e, RoundRevealed) and e.step == at for e in self.events)
        assert [reveal.number for reveal in stage.reveals] == list(range(1, revealed + 1))
        assert facilitator_view(self.state).stage == stage
        for person in self.state.participants:
            assert voter_view(self.state, person).stage == stage

    @invariant()
    def where_votes_are_anonymous_no_dissent_has_a_name(self):
        if self.state.agenda.rules.attribution is Attribution.ANONYMOUS:
            for _, decision in stage_view(self.state).settled:
                assert not any(dissent.name for dissent in decision.dissent)

    def teardown(self):
        assert repr(fold(self.events)) == repr(self.state)


TestWorkshop = Workshop.TestCase
TestWorkshop.settings = settings(examples(percent=60), stateful_step_count=50)
