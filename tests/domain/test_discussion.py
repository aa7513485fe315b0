"""What a reveal gives the room to go on with."""

from __future__ import annotations

import pytest

from facilitator.domain.agenda import Fallback, Rules
from facilitator.domain.discussion import (
    WayOn,
    movement,
    order_by_counts,
    speaking_order,
    ways_on,
)
from facilitator.domain.rounds import ABSTAIN, NEED_INFO, Ballot, count

RAREST = "fewest named it, with a reason"
SUREST = "surest of the others"
LARGEST = "the largest group"


def turns(**ballots: Ballot):
    """Who is heard, in order: choice, speakers, why."""
    tally = count(ballots, dict.fromkeys(ballots, "a"))
    return [(turn.choice, turn.speakers, turn.why) for turn in speaking_order(ballots, tally)]


def test_the_rarest_reason_speaks_first_then_the_surest_loser_then_the_largest_group():
    assert turns(
        p1=Ballot("a", 4, "we do it anyway"),
        p2=Ballot("a"),
        p3=Ballot("a"),
        p4=Ballot("b", 5),
        p5=Ballot("b", 2, "cheaper"),
        p6=Ballot("c", 1, "nobody asked us"),
    ) == [
        ("c", ("p6",), RAREST),
        ("b", ("p4",), SUREST),
        ("a", ("p1", "p2", "p3"), LARGEST),
    ]


def test_who_differs_is_heard_before_the_largest_group_even_without_a_reason():
    assert turns(p1=Ballot("a"), p2=Ballot("a"), p3=Ballot("b")) == [
        ("b", ("p3",), "the others"),
        ("a", ("p1", "p2"), LARGEST),
    ]


def test_everybody_equally_sure_on_the_losing_side_is_heard_by_choice():
    assert turns(
        p1=Ballot("a", 5),
        p2=Ballot("a"),
        p3=Ballot("a"),
        p4=Ballot("c", 4),
        p5=Ballot("b", 4),
        p6=Ballot("b", 3),
    ) == [
        ("b", ("p5",), SUREST),
        ("c", ("p4",), SUREST),
        ("a", ("p1", "p2", "p3"), LARGEST),
    ]


def test_nobody_is_called_up_twice():
    assert turns(p1=Ballot("a"), p2=Ballot("a"), p3=Ballot("b", 5, "we must")) == [
        ("b", ("p3",), RAREST),
        ("a", ("p1", "p2"), LARGEST),
    ]


def test_in_a_tie_nobody_has_lost_and_either_side_is_as_large_as_any():
    assert turns(p1=Ballot("a", 2, "one"), p2=Ballot("a"), p3=Ballot("b", 3), p4=Ballot("b")) == [
        ("a", ("p1",), RAREST),
        ("a", ("p2",), "as large a group as any"),
        ("b", ("p3", "p4"), "as large a group as any"),
    ]


def test_when_all_agree_they_are_simply_the_largest_group():
    assert turns(p1=Ballot("a", 5, "clear"), p2=Ballot("a")) == [("a", ("p1", "p2"), LARGEST)]


def test_who_named_no_team_is_not_called_up():
    assert turns(p1=Ballot(ABSTAIN, 5, "no view"), p2=Ballot(NEED_INFO, 5, "what is it?")) == []
    assert turns() == []


@pytest.mark.parametrize(
    ("votes", "order"),
    [
        ("aaabbc", [("c", "fewest named it"), ("b", "the others"), ("a", LARGEST)]),
        ("aaabc", [("b", "fewest named it"), ("c", "fewest named it"), ("a", LARGEST)]),
        ("aabb", [("a", "as large a group as any"), ("b", "as large a group as any")]),
        ("aaa", [("a", LARGEST)]),
        ("", []),
    ],
)
def test_without_names_the_counts_alone_say_who_is_heard(votes, order):
    ballots = {str(place): Ballot(choice) for place, choice in enumerate(votes)}
    tally = count(ballots, dict.fromkeys(ballots, "a"))
    assert [(turn.choice, turn.why) for turn in order_by_counts(tally)] == order
    assert all(turn.speakers == () for turn in order_by_counts(tally))


def test_movement_counts_those_with_ballots_in_both_rounds():
    before = {
        "p1": Ballot("a"),
        "p2": Ballot("a", 1),
        "p3": Ballot(ABSTAIN),
        "p4": Ballot("b"),
        "gone": Ballot("b"),
    }
    after = {
        "p1": Ballot("b"),
        "p2": Ballot("a", 5, "surer"),
        "p3": Ballot("b"),
        "p4": Ballot("a"),
        "late": Ballot("a"),
    }
    moved = movement(before, after)
    assert moved.moves == (("a", "b", 1), (ABSTAIN, "b", 1), ("b", "a", 1))
    assert (moved.movers, moved.stayed) == (3, 1)


def test_when_nobody_voted_twice_nobody_moved():
    moved = movement({"p1": Ballot("a")}, {"p2": Ballot("b")})
    assert (moved.moves, moved.movers, moved.stayed) == ((), 0, 0)


@pytest.mark.parametrize(
    ("votes", "held", "fallback", "open_ways", "advised"),
    [
        ("aaab", 1, "defer", "decide new-round defer", "decide"),
        ("aab", 1, "defer", "decide new-round defer", "new-round"),
        ("aab", 2, "defer", "decide defer", "defer"),
        ("aab", 2, "escalate", "decide escalate", "escalate"),
        ("aab", 1, "escalate", "decide new-round escalate", "new-round"),
        ("aaab", 2, "defer", "decide defer", "decide"),
        ("aaab", 0, "defer", "decide new-round defer", "new-round"),
        ("ab", 1, "defer", "decide new-round defer", "new-round"),
        ("", 2, "defer", "decide defer", "defer"),
    ],
)
def test_the_stop_rule(votes, held, fallback, open_ways, advised):
    ballots = {str(place): Ballot(choice) for place, choice in enumerate(votes)}
    tally = count(ballots, dict.fromkeys(ballots, "a"))
    ways = ways_on(tally, Rules(max_rounds=2, fallback=Fallback(fallback)), held)
    assert ways.open == tuple(WayOn(way) for way in open_ways.split())
    assert ways.advised is WayOn(advised)


def test_a_tie_never_meets_the_rule_however_low():
    tally = count({"p1": Ballot("a"), "p2": Ballot("b")}, {"p1": "a", "p2": "b"})
    assert ways_on(tally, Rules(agreement_required=0.5), 1).advised is WayOn.NEW_ROUND
