"""Simulated people and an automatic facilitator: a whole workshop that nobody attends."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.agenda import MOST_STEPS, SENTENCE_CELLS, Attribution, Fallback, Rules
from facilitator.domain.commands import (
    EnterStep,
    Envelope,
    OpenRound,
    ReadmitParticipant,
    RemoveParticipant,
)
from facilitator.domain.decision_log.checks import check_log
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import CommitmentStatus, Outcome, Promise
from facilitator.domain.events import (
    DissentAnswered,
    DissentWithdrawn,
    HandLowered,
    HandRaised,
    ItemParked,
    ParticipantConnected,
    ParticipantDisconnected,
    ParticipantJoined,
    PromiseSettled,
    WordGiven,
)
from facilitator.domain.past.register import earlier_of
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.commit import OBJECTION, Commit, Proposal
from facilitator.domain.steps.follow_up import FollowUp
from facilitator.domain.text import clean_line
from facilitator.domain.views import facilitator_view
from facilitator.live.rehearsal import words
from facilitator.live.rehearsal.people import MOST_PEOPLE, NAMES, Company, company_of
from facilitator.live.session import Accepted
from tests.examples import by_tries, every, examples
from tests.worlds.live import Screen
from tests.worlds.rehearsals import EARLIER, Rehearsal
from tests.worlds.workshop import agenda, full_agenda

SEEDS = range(12)
FEW_SEEDS = SEEDS[:: every(1)]


async def held(plan=None, people=8, seed=1, earlier=None) -> Rehearsal:
    rehearsal = Rehearsal(plan or full_agenda(), Company(people, seed), earlier)
    await rehearsal.hold()
    return rehearsal


@cache
def finished(seed: int) -> Rehearsal:
    """A rehearsal that was held, for whoever only reads what came of it."""
    return asyncio.run(held(seed=seed))


def log_of(rehearsal: Rehearsal):
    return project_log(rehearsal.session.state)


async def test_every_kind_of_step_is_gone_through_to_the_end():
    rehearsal = await held(earlier=EARLIER)
    state = rehearsal.session.state
    assert state.ended_at is not None
    assert not state.ended_early
    assert state.rehearsal
    log = log_of(rehearsal)
    assert check_log(log) == ()
    told = {each.id: each.status for each in log.commitments if each.carried_from}
    assert set(told) == {"roadmap", "leads"}
    assert "pricing" in state.added
    assert len(log.ratings) == 2
    assert sum(each.taken for each in log.shortlist) == 2
    reached = [decision.outcome for decision in log.decisions]
    assert len(reached) == 3
    assert Outcome.DECIDED in reached
    assert {event.promise for event in rehearsal.events(PromiseSettled)} == {"win-loss", "facts"}
    assert log.close is not None
    assert rehearsal.room.refused == []


async def test_the_lines_tell_of_every_step_and_what_came_of_it():
    rehearsal = await held()
    shown = facilitator_view(rehearsal.session.state).stage.outline
    assert len(shown) == 9
    steps = [line for line in rehearsal.lines if line.startswith("Step ")]
    assert steps[0] == "Step 1 of 9: Hello (brief)"
    assert steps[-1] == "Step 9 of 9: The game plan (close)"
    outcomes = [line for line in rehearsal.lines if "drives" in line or "deferred" in line]
    assert len(outcomes) == 2
    assert all(len(line) < 200 for line in rehearsal.lines)


async def test_the_same_seed_gives_the_same_log_twice():
    first = await held(earlier=EARLIER, seed=5)
    again = await held(earlier=EARLIER, seed=5)
    assert log_of(first) == log_of(again)
    assert first.lines == again.lines


async def test_another_seed_gives_another_workshop():
    first, other = await held(seed=1), await held(seed=2)
    assert log_of(first).decisions != log_of(other).decisions
    assert log_of(first).ratings != log_of(other).ratings
    assert log_of(first).shortlist != log_of(other).shortlist


class Watched:
    """Stands for a room that lives by itself: settled once everybody has done what is asked."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self._rehearsal = rehearsal

    async def settle(self) -> None:
        screen = Screen(self._rehearsal.session)
        await screen.see(self._is_settled)
        screen.subscription.close()

    def _is_settled(self, state) -> bool:
        is_here = len(state.voters) == self._rehearsal.company.people
        return is_here and not facilitator_view(state).waiting


def said(rehearsal: Rehearsal):
    """Who said what in every round, by name and not by seat."""
    state = rehearsal.session.state
    names = {person.id: person.name for person in state.participants.values()}
    return {
        (step.id, number): {names[who]: answer for who, answer in held_.answers.items()}
        for step in state.steps
        for number, held_ in enumerate(state.rounds_on(step.id))
    }


async def test_what_people_say_does_not_depend_on_when_they_say_it():
    at_once = await held(earlier=EARLIER)
    apart = await Rehearsal(full_agenda(), Company(pace=0), EARLIER).open()
    living = asyncio.create_task(apart.room.run())
    await apart.facilitator(Watched(apart)).run()
    await living
    await apart.session.close()
    assert said(apart) == said(at_once)


rules = st.builds(
    Rules,
    attribution=st.sampled_from(Attribution),
    max_rounds=st.integers(1, 3),
    review_after_days=st.just(1),
)
escalating = st.builds(
    replace, rules, fallback=st.just(Fallback.ESCALATE), approver=st.just("The board")
)


@given(
    seed=st.integers(0, 10**6),
    people=st.integers(1, 14),
    rules=rules | escalating,
    earlier=st.none() | st.just(EARLIER),
)
@examples(percent=30)
def test_it_always_ends_with_a_sound_log(seed, people, rules, earlier):
    plan = replace(full_agenda(), rules=rules)
    rehearsal = asyncio.run(held(plan, people, seed, earlier))
    log = log_of(rehearsal)
    assert check_log(log) == ()
    assert log.session.rehearsal
    assert rehearsal.room.refused == []


async def test_a_hundred_people_from_twelve_corners_have_names_of_their_own():
    rehearsal = await held(agenda(), people=MOST_PEOPLE)
    voters = rehearsal.session.state.voters
    assert len({voter.likeness for voter in voters}) == MOST_PEOPLE
    assert "Raj" not in {voter.name for voter in voters}  # the facilitator's name


async def test_teams_get_their_people_in_turn():
    rehearsal = await held(agenda(), people=7)
    teams = [voter.team for voter in rehearsal.session.state.voters]
    assert [teams.count(team) for team in ("pm", "pmm", "sales")] == [3, 2, 2]


@pytest.mark.parametrize("people", [1, 2])
async def test_fewer_people_than_teams_fill_what_they_can(people):
    rehearsal = await held(full_agenda(), people=people, earlier=EARLIER)
    assert check_log(log_of(rehearsal)) == ()
    assert len(rehearsal.session.state.voters) == people


@pytest.mark.parametrize("people", [1, 2])
async def test_few_who_are_anonymous_come_to_the_end_though_nothing_of_it_is_told(people):
    anonymous = full_agenda(attribution=Attribution.ANONYMOUS)
    rehearsal = await held(anonymous, people, earlier=EARLIER)
    state = rehearsal.session.state
    assert not state.ended_early
    log = log_of(rehearsal)
    assert check_log(log) == ()
    rounds = [held for decision in log.decisions for held in decision.rounds]
    assert {held.tally.withheld for held in rounds} == {people}
    assert (log.ratings, log.close) == ((), None)
    assert {each.dots for each in log.shortlist} == {None}
    assert {each.reason for each in log.shortlist if each.taken} == {words.WITHOUT_DOTS}
    assert [event.agreed for event in rehearsal.events(PromiseSettled)] == [False, False]
    told = "\n".join(rehearsal.lines)
    nouns = (
        ["1 vote", "1 voter", "1 answer"] if people == 1 else ["2 votes", "2 voters", "2 answers"]
    )
    for noun in nouns:
        assert f"{noun}, too few to tell what they say" in told


async def test_some_change_their_minds_after_a_reveal_and_stubborn_ones_stay():
    moved = stayed = 0
    for seed in SEEDS:
        rehearsal = await held(agenda(), seed=seed)
        state = rehearsal.session.state
        stubborn = {state.holder(p.credential).id for p in rehearsal.room.people if p.stubborn}
        for task in state.tasks:
            rounds = state.record(task.id).rounds
            for before, after in pairwise(rounds):
                for voter, ballot in after.answers.items():
                    is_same = before.answers[voter].choice == ballot.choice
                    moved, stayed = moved + (not is_same), stayed + is_same
                    if voter in stubborn and before.answers[voter].names_team:
                        assert is_same
    assert moved > 10
    assert stayed > moved


def test_all_that_happens_in_a_room_happens_in_some_rehearsal():
    kinds = (
        HandRaised,
        HandLowered,
        WordGiven,
        ItemParked,
        ParticipantDisconnected,
        DissentAnswered,
        DissentWithdrawn,
    )
    seen, outcomes, reasons = set(), set(), set()
    for seed in SEEDS:
        rehearsal = finished(seed)
        seen |= {type(event) for event in rehearsal.events(*kinds)}
        state = rehearsal.session.state
        for task in state.tasks:
            record = state.record(task.id)
            outcomes |= {record.decision.outcome} if record.decision else set()
            reasons |= {b.reason for held_ in record.rounds for b in held_.answers.values()}
        marks = [m for held_ in state.rounds_on("owe") for m in held_.answers.values()]
        seen |= {"objection" for mark in marks if mark["consent"].value == OBJECTION}
        texts = [event.text for event in rehearsal.events(ItemParked)]
        assert len(texts) == len(set(texts))
    assert seen == {*kinds, "objection"}
    assert {Outcome.DECIDED, Outcome.DEFERRED} <= outcomes
    assert len(reasons) > 10


def test_whoever_drops_comes_back():
    dropped = 0
    for seed in SEEDS:
        rehearsal = finished(seed)
        gone = rehearsal.events(ParticipantDisconnected)
        back = rehearsal.events(ParticipantConnected)
        dropped += len(gone)
        assert len(back) == len(rehearsal.events(ParticipantJoined)) - 1 + len(gone)
        assert all(voter.is_here for voter in rehearsal.session.state.voters)
    assert dropped


async def test_whoever_is_removed_stays_away_until_readmitted():
    rehearsal = await Rehearsal(agenda()).open()
    session, room = rehearsal.session, rehearsal.room

    async def do(kind, **about):
        command = Envelope(rehearsal.clock(), "f1", kind(**about))
        assert isinstance(await session.submit(command), Accepted)
        await room.settle()

    await room.settle()
    await do(RemoveParticipant, participant="p1", reason="has to leave")
    await do(EnterStep, step="launch-plan")
    await do(OpenRound, step="launch-plan", number=1)
    assert "p1" not in session.state.record("launch-plan").rounds[0].answers
    assert len(session.state.record("launch-plan").rounds[0].answers) == 7
    await do(ReadmitParticipant, participant="p1")
    assert "p1" in session.state.record("launch-plan").rounds[0].answers
    await session.close()


async def test_where_the_agenda_proposes_no_promise_one_is_made_up():
    plan = replace(agenda(), steps=(Commit(id="owe", title="What we owe"),))
    rehearsal = await held(plan)
    (record,) = rehearsal.session.state.promises["owe"].values()
    assert record.agreed is not None
    assert record.promise.due is not None


async def test_no_promise_is_made_up_that_is_still_open_from_an_earlier_rehearsal():
    plan = replace(agenda(), steps=(Commit(id="owe", title="What we owe"),))
    giver, receiver = (team.id for team in plan.teams[:2])
    open_still = Promise(id="made-up", giver=giver, receiver=receiver, text=words.PROMISE)
    earlier = replace(EARLIER, commitments=(open_still,))
    log = log_of(await held(plan, earlier=earlier))
    assert [each.id for each in log.commitments] == ["made-up"]


def owed(giver: str, receiver: str, text: str, number: int = 1) -> Promise:
    return Promise(id=f"owed-{number}", giver=giver, receiver=receiver, text=text)


def smaller(text: str) -> str:
    return words.REWORDED.format(text=text)


@by_tries
async def test_a_promise_that_could_only_become_one_still_owed_is_left_out():
    plan = full_agenda()
    (commit,) = (step for step in plan.steps if isinstance(step, Commit))
    open_still = tuple(
        owed(each.giver, each.receiver, smaller(each.text), number)
        for number, each in enumerate(commit.proposals)
    )
    earlier = replace(EARLIER, commitments=open_still)
    left_out = 0
    for seed in FEW_SEEDS:
        rehearsal = await held(plan, 20, seed, earlier)
        assert not rehearsal.session.state.ended_early
        log = log_of(rehearsal)
        assert check_log(log) == ()
        texts = [each.text for each in log.commitments if each.status is CommitmentStatus.OPEN]
        assert len(texts) == len(set(texts))
        left_out += sum(not event.agreed for event in rehearsal.events(PromiseSettled))
    assert left_out


async def test_nor_does_a_promise_made_up_become_one_still_owed():
    plan = replace(agenda(), steps=(Commit(id="owe", title="What we owe"),))
    giver, receiver = (team.id for team in plan.teams[:2])
    earlier = replace(EARLIER, commitments=(owed(giver, receiver, smaller(words.PROMISE)),))
    settled = set()
    for seed in SEEDS:
        rehearsal = await held(plan, 20, seed, earlier)
        settled |= {event.agreed for event in rehearsal.events(PromiseSettled)}
    assert settled == {True, False}


async def test_two_steps_that_propose_the_same_are_gone_through_though_it_is_owed():
    same = Proposal(id="same", giver="pm", receiver="pmm", text="A word before each launch")
    again = replace(same, id="again")
    plan = replace(
        agenda(),
        steps=(
            Commit(id="owe", title="What we owe", proposals=(same,)),
            Commit(id="owe-more", title="What else we owe", proposals=(again,)),
        ),
    )
    earlier = replace(
        EARLIER,
        commitments=(owed("pm", "pmm", same.text), owed("pm", "pmm", smaller(same.text), 2)),
    )
    rehearsal = await held(plan, 20, earlier=earlier)
    assert not rehearsal.session.state.ended_early
    assert rehearsal.events(PromiseSettled) == []


async def test_nothing_is_brought_back_to_an_agenda_that_is_full():
    follow_up = FollowUp(id="since", title="Since the last time")
    told = [Brief(id=f"told-{n}", title=f"Told {n}", text="…") for n in range(MOST_STEPS - 1)]
    plan = replace(agenda(), steps=(follow_up, *told))
    rehearsal = await held(plan, people=2, earlier=EARLIER)
    assert len(rehearsal.session.state.steps) == MOST_STEPS
    assert not rehearsal.session.state.ended_early


async def test_each_of_a_chain_meets_what_the_one_before_it_left():
    plan, chain = full_agenda(), []
    for number in range(12):
        earlier = earlier_of(chain) if chain else None
        rehearsal = await held(plan, 2 + 3 * number % 19, number, earlier)
        log = log_of(rehearsal)
        assert check_log(log) == ()
        session = replace(log.session, id=f"2026-11-22-chain-{number:04}")
        chain.insert(0, replace(log, session=session))
    assert any(each.status is CommitmentStatus.OPEN for log in chain for each in log.commitments)


@by_tries
async def test_a_promise_as_long_as_may_be_is_reworded_all_the_same():
    long = Proposal(id="long", giver="pm", receiver="pmm", text="é" * SENTENCE_CELLS)
    plan = replace(agenda(), steps=(Commit(id="owe", title="What we owe", proposals=(long,)),))
    for seed in FEW_SEEDS:
        rehearsal = await held(plan, seed=seed, people=20)
        assert rehearsal.session.state.promises["owe"]["long"].agreed is not None


def test_whatever_they_say_fits_any_screen():
    texts = [each for value in vars(words).values() if isinstance(value, tuple) for each in value]
    for text in (*texts, *NAMES, words.PROMISE, words.SUPPORT, words.SUPPORT_WHEN):
        assert clean_line(text, most_cells=100) == text
    assert len(set(NAMES)) == len(NAMES) > MOST_PEOPLE


def test_a_seat_tells_which_company_its_holder_came_with():
    company = Company(people=12, seed=-3)
    assert company_of(["local", company.credential(4)]) == company
    assert company_of(["local"]) == Company()
