"""Rounds and ballots: who may vote, on what, and until when."""

from __future__ import annotations

import pytest

from facilitator.domain.commands import (
    CastBallot,
    CloseRound,
    JoinSession,
    OpenRound,
    WithdrawBallot,
)
from facilitator.domain.events import BallotWithdrawn
from facilitator.domain.people import Seat
from facilitator.domain.rounds import ABSTAIN, NEED_INFO, NOBODY, UNCLEAR, Ballot, count
from tests.worlds.scenario import (
    DECIDED,
    NOON,
    TWO,
    cast,
    closed,
    disconnected,
    entered,
    given,
    joined,
    opened,
    reopened,
    session,
    settled,
    started,
    voted,
)

AT_FRUIT = (started(), TWO, entered("fruit"))
VOTING = (*AT_FRUIT, opened("fruit"))
ANAS = {"step": "fruit", "number": 1, "participant": "p1"}
CLOSED = "Voting on this round is closed. A new round lets you change your mind."


def withdrawn(participant: str) -> BallotWithdrawn:
    return BallotWithdrawn(at=NOON, step="fruit", number=1, participant=participant)


def test_a_facilitator_opens_the_first_round():
    given(AT_FRUIT).when(OpenRound, step="fruit", number=1).then(opened("fruit", 1))


def test_another_round_follows_a_revealed_one():
    given(AT_FRUIT, voted("fruit", p1="a")).when(OpenRound, step="fruit", number=2).then(
        opened("fruit", 2)
    )


@pytest.mark.parametrize(
    ("before", "step", "number", "words"),
    [
        ((started(), TWO), "fruit", 1, "The room has moved on to another step."),
        (AT_FRUIT, "soup", 1, "The room has moved on to another step."),
        ((started(), TWO, entered("welcome")), "welcome", 1, "This step has no vote."),
        (VOTING, "fruit", 2, "A round is open already."),
        (AT_FRUIT, "fruit", 2, "Another round was held meanwhile."),
        ((*AT_FRUIT, voted("fruit")), "fruit", 1, "Another round was held meanwhile."),
        (
            (*AT_FRUIT, voted("fruit"), voted("fruit", 2)),
            "fruit",
            3,
            "The rules allow 2 rounds. Decide, or fall back.",
        ),
        (
            (*AT_FRUIT, voted("fruit"), settled("fruit", DECIDED)),
            "fruit",
            2,
            "This task has its outcome. Reopen it to vote again.",
        ),
    ],
)
def test_opening_a_round_is_refused(before, step, number, words):
    given(before).when(OpenRound, step=step, number=number).refused(words)


def test_reopening_keeps_the_rounds_and_grants_as_many_again():
    before = (
        *AT_FRUIT,
        voted("fruit", p1="a"),
        voted("fruit", 2, p1="b"),
        settled("fruit", DECIDED),
        reopened("fruit"),
    )
    kept = session(before).record("fruit").rounds
    assert [dict(held.answers) for held in kept] == [{"p1": Ballot("a")}, {"p1": Ballot("b")}]
    given(before).when(OpenRound, step="fruit", number=3).then(opened("fruit", 3))
    more = (*before, voted("fruit", 3), voted("fruit", 4))
    given(more).when(OpenRound, step="fruit", number=5).refused(
        "The rules allow 2 rounds. Decide, or fall back."
    )


def test_closing_a_round_reveals_it():
    given(VOTING, cast("p1", "a")).when(CloseRound, step="fruit", number=1).then(closed("fruit"))


def test_a_round_closes_without_a_single_ballot():
    given(VOTING).when(CloseRound, step="fruit", number=1).then(closed("fruit"))


@pytest.mark.parametrize(
    ("before", "number"),
    [(AT_FRUIT, 1), ((*VOTING, closed("fruit")), 1), (VOTING, 2), (VOTING, 0), (VOTING, -1)],
)
def test_only_an_open_round_closes(before, number):
    given(before).when(CloseRound, step="fruit", number=number).refused(
        "That round is closed already."
    )


@pytest.mark.parametrize("choice", ["a", "b", ABSTAIN, NEED_INFO])
def test_a_voter_makes_one_of_the_choices(choice):
    given(VOTING).when(CastBallot, by="p1", **ANAS, choice=choice).then(cast("p1", choice))


@pytest.mark.parametrize("today", ["a", "c", NOBODY, UNCLEAR])
def test_a_ballot_keeps_confidence_reason_and_who_drives_it_today(today):
    more = {"confidence": 5, "reason": "we know", "today": today}
    given(VOTING).when(CastBallot, by="p1", **ANAS, choice="a", **more).then(
        cast("p1", "a", **more)
    )


def test_a_reason_loses_its_outer_spaces_and_may_be_long_in_any_script():
    long = "果" * 280
    given(VOTING).when(CastBallot, by="p1", **ANAS, choice="a", reason=f" {long} ").then(
        cast("p1", "a", reason=long)
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"choice": "c"}, "That is not one of the choices."),
        ({"choice": "z"}, "That is not one of the choices."),
        ({"choice": ""}, "That is not one of the choices."),
        ({"confidence": 0}, "Confidence goes from 1 to 5."),
        ({"confidence": 6}, "Confidence goes from 1 to 5."),
        ({"today": "z"}, "That is not one of the answers to who drives it today."),
        ({"reason": "x" * 281}, "A reason has at most 280 characters."),
        ({"reason": "x" * 9999}, "A reason has at most 280 characters."),
        (
            {"reason": "a\x07b"},
            "That reason can't be used: character 2 is a control character (U+0007).",
        ),
        ({"number": 2}, CLOSED),
        ({"step": "soup"}, CLOSED),
        ({"step": "welcome"}, CLOSED),
        ({"step": "nowhere"}, CLOSED),
        ({"participant": "p9"}, "Only voters can vote."),
        ({"participant": ""}, "Only voters can vote."),
    ],
)
def test_a_ballot_is_refused(change, words):
    given(VOTING).when(CastBallot, by="p1", **(ANAS | {"choice": "a"} | change)).refused(words)


def test_who_drives_it_today_is_answered_only_where_the_task_asks():
    given(started(), TWO, entered("soup"), opened("soup")).when(
        CastBallot, by="p1", step="soup", number=1, participant="p1", choice="a", today="a"
    ).refused("That is not one of the answers to who drives it today.")


@pytest.mark.parametrize("seat", [Seat.OBSERVER, Seat.FACILITATOR])
def test_observers_and_facilitators_do_not_vote(seat):
    who = "f1" if seat is Seat.FACILITATOR else "p3"
    given(VOTING, joined("p3", "Oli", "c", seat=Seat.OBSERVER)).when(
        CastBallot, by=who, step="fruit", number=1, participant=who, choice="a"
    ).refused("Only voters can vote.")


@pytest.mark.parametrize("by", ["p2", "p3", "", "p9"])
@pytest.mark.parametrize(("kind", "more"), [(CastBallot, {"choice": "a"}), (WithdrawBallot, {})])
def test_a_ballot_is_its_voters_own(kind, more, by):
    given(VOTING, joined("p3", "Oli", "c", seat=Seat.OBSERVER)).when(
        kind, by=by, **ANAS, **more
    ).refused("A ballot is its voter's own.")


def test_a_ballot_by_the_facilitator_for_somebody_else_is_marked_as_proxy():
    given(VOTING).when(CastBallot, by="f1", **ANAS, choice="a").then(cast("p1", "a", proxy=True))


@pytest.mark.parametrize(("kind", "more"), [(CastBallot, {"choice": "b"}), (WithdrawBallot, {})])
def test_not_even_a_facilitator_touches_a_ballot_that_its_voter_cast(kind, more):
    given(VOTING, cast("p1", "a")).when(kind, by="f1", **ANAS, **more).refused(
        "Ana has voted: that ballot is theirs alone."
    )


def test_a_proxy_ballot_may_be_replaced_by_the_facilitator_and_by_the_voter():
    proxied = given(VOTING, cast("p1", "a", proxy=True))
    proxied.when(CastBallot, by="f1", **ANAS, choice="b").then(cast("p1", "b", proxy=True))
    proxied.when(CastBallot, by="p1", **ANAS, choice="b").then(cast("p1", "b"))


def test_a_proxy_ballot_keeps_its_mark_in_every_later_state():
    held = session(VOTING, cast("p1", "a", proxy=True), closed("fruit")).record("fruit").rounds[0]
    assert held.answers["p1"].proxy


def test_a_ballot_is_replaced_and_withdrawn_until_the_round_closes():
    voting = given(VOTING, cast("p1", "a"))
    voting.when(CastBallot, by="p1", **ANAS, choice="b").then(cast("p1", "b"))
    voting.when(WithdrawBallot, by="p1", **ANAS).then(withdrawn("p1"))
    revealed = given(VOTING, cast("p1", "a"), closed("fruit"))
    revealed.when(CastBallot, by="p1", **ANAS, choice="b").refused(CLOSED)
    revealed.when(WithdrawBallot, by="p1", **ANAS).refused(CLOSED)
    later = given(VOTING, cast("p1", "a"), closed("fruit"), opened("fruit", 2))
    later.when(CastBallot, by="p1", **ANAS, choice="b").refused(CLOSED)


def test_the_last_ballot_of_a_voter_is_the_one_that_counts():
    held = session(VOTING, cast("p1", "a"), cast("p1", "b"), closed("fruit")).record("fruit").rounds
    assert dict(held[0].answers) == {"p1": Ballot("b")}


def test_a_withdrawn_ballot_leaves_its_voter_silent():
    events = (*VOTING, cast("p1", "a"), withdrawn("p1"), closed("fruit"))
    held = session(events).record("fruit").rounds[0]
    tally = count(held.answers, held.electorate)
    assert (tally.votes, tally.silent, tally.eligible) == ({}, 2, 2)


def test_the_same_ballot_again_changes_nothing_and_neither_does_withdrawing_none():
    given(VOTING, cast("p1", "a")).when(CastBallot, by="p1", **ANAS, choice="a").changes_nothing()
    given(VOTING).when(WithdrawBallot, by="p1", **ANAS).changes_nothing()


def test_who_joins_late_votes_in_the_open_round_and_is_counted():
    late = given(VOTING).when(
        JoinSession,
        by="",
        name="Cem",
        likeness="cem",
        team="c",
        credential="key:cem",
        connection="s1-p3",
    )
    after = (*VOTING, late.outcome)
    given(after).when(
        CastBallot, by="p3", step="fruit", number=1, participant="p3", choice="b"
    ).then(cast("p3", "b"))
    held = session(after, cast("p3", "b"), closed("fruit")).record("fruit").rounds[0]
    assert held.electorate == {"p1": "a", "p2": "b", "p3": "c"}


def test_who_leaves_with_a_ballot_cast_stays_counted():
    left = (*VOTING, cast("p1", "a"), disconnected("p1", "s1-p1"), closed("fruit"))
    held = session(left).record("fruit").rounds[0]
    tally = count(held.answers, held.electorate)
    assert (tally.votes, tally.silent, tally.eligible) == ({"a": 1}, 1, 2)


def test_observers_and_facilitators_are_not_eligible():
    events = (*VOTING, joined("p3", "Oli", "c", seat=Seat.OBSERVER), closed("fruit"))
    assert session(events).record("fruit").rounds[0].electorate == {"p1": "a", "p2": "b"}


def test_who_joins_after_the_close_does_not_enlarge_the_electorate():
    events = (*VOTING, closed("fruit"), joined("p3", "Cem", "c"))
    assert session(events).record("fruit").rounds[0].electorate == {"p1": "a", "p2": "b"}


def test_ballots_by_people_outside_the_electorate_do_not_count():
    tally = count({"p1": Ballot("a"), "p9": Ballot("b")}, {"p1": "a", "p2": "b"})
    assert (tally.votes, tally.silent, tally.eligible) == ({"a": 1}, 1, 2)
