"""The worked examples of the voting definitions, one by one."""

from __future__ import annotations

import pytest

from facilitator.domain.agreement import agreement_a, consensus, median, pairwise_agreement
from facilitator.domain.ballots import ABSTAIN, Ballot, Tally, count
from facilitator.domain.claims import ClaimPattern, read_claims, sentence, teams_shown, teams_told

NAMES = {"a": "Apples", "b": "Bakers", "c": "Cooks"}


def vote(**teams: str):
    """Count one round; a team's votes are written as in the definitions: ``a="a,a,b"``."""
    electorate, ballots = {}, {}
    for team, choices in teams.items():
        for number, choice in enumerate(choices.split(",")):
            voter = f"{team}{number}"
            electorate[voter] = team
            ballots[voter] = Ballot(choice)
    tally = count(ballots, electorate)
    return tally, read_claims(tally, frozenset(electorate.values()))


@pytest.mark.parametrize(
    ("teams", "pattern"),
    [
        ({"a": "a,a,a", "b": "b,b"}, "contested"),
        ({"a": "b,b,a", "b": "a,a"}, "orphaned"),
        ({"a": "a,a", "b": "a,a,b"}, "agreed"),
        ({"a": "a,b", "b": "a,a"}, "divided"),
        ({"a": "a,b", "b": "b,b"}, "divided"),
        ({"a": "a,a,b", "b": "b,b,a"}, "contested"),
        ({"a": "b,b", "b": ABSTAIN}, "thin"),
        ({"a": "a,a", "b": "b,b", "c": "b,b"}, "contested"),
        ({"a": "a,a", "b": "b,b", "c": "a,b"}, "contested"),
        ({"a": "a,a", "b": "c,c"}, "disputed"),
        ({"a": "c,c", "b": "c,b,c", "c": "a"}, "orphaned"),
        ({"a": "c,c", "b": "c,c"}, "agreed"),
    ],
)
def test_claim_patterns(teams, pattern):
    assert vote(**teams)[1].pattern is ClaimPattern(pattern)


def test_the_third_example_has_a_leading_share_of_four_fifths():
    tally, reading = vote(a="a,a", b="a,a,b")
    assert tally.leading_share == pytest.approx(0.8)
    assert not reading.driver_absent


def test_agreeing_on_a_team_with_nobody_in_the_room_is_flagged():
    _, reading = vote(a="c,c", b="c,c")
    assert reading.driver_absent


@pytest.mark.parametrize(
    ("counts", "expected_consensus", "expected_a"),
    [
        ((3, 0, 3), 0.0, -1.0),
        ((3, 3, 0), 0.5850, 0.5),
        ((2, 2, 2), 0.3333, 0.0),
        ((5, 0, 1), 0.3500, 0.3333),
        ((1, 4, 1), 0.6667, 0.5),
        ((30, 40, 210, 130, 530, 50, 10), 0.7257, 0.6113),
    ],
)
def test_agreement_figures(counts, expected_consensus, expected_a):
    assert consensus(counts) == pytest.approx(expected_consensus, abs=5e-5)
    assert agreement_a(counts) == pytest.approx(expected_a, abs=5e-5)


@pytest.mark.parametrize(
    ("teams", "words"),
    [
        ({"a": "a", "b": ABSTAIN}, "Only one side has voted. Whose view is missing?"),
        ({"a": "a", "b": "a"}, "You agree. Confirm what support the driver needs."),
        (
            {"a": "a", "b": "b"},
            "Both claim it. What would each lose by supporting instead of driving?",
        ),
        ({"a": "a,b", "b": "a"}, "Apples is split inside. Let that team talk first."),
        (
            {"a": "b", "b": "a"},
            "Everyone points at someone else. What makes this task unattractive?",
        ),
        ({"a": "a", "b": "c"}, "Apples wants it; Bakers sees Cooks. What worries them?"),
    ],
)
def test_each_pattern_has_its_prompt(teams, words):
    assert sentence(vote(**teams)[1], NAMES) == words


def test_pairwise_agreement_is_the_chance_that_two_people_agree():
    assert pairwise_agreement((3, 1)) == pytest.approx(0.5)
    assert pairwise_agreement((4,)) == 1
    assert pairwise_agreement((1,)) is None


def test_median_of_ratings():
    assert median((0, 1, 4, 2, 0)) == 3
    assert median((1, 1)) == 1.5
    assert median((0, 0)) is None


def test_no_votes_have_no_leader_and_a_tie_has_none_either():
    tally, _ = vote(a=ABSTAIN)
    assert (tally.leader, tally.leading_share) == (None, 0.0)
    tally, _ = vote(a="a", b="b")
    assert (tally.leader, tally.leaders) == (None, ("a", "b"))
    assert not tally.meets(0.5)


def test_teams_written_down_without_a_vote_count_as_not_there():
    nothing = Tally(eligible=2, votes={"a": 0, "b": 0}, by_team={}, abstained=2)
    assert (nothing.leaders, nothing.leading_share, nothing.share("a")) == ((), 0.0, 0.0)
    assert not nothing.meets(0.5)
    some = Tally(eligible=2, votes={"a": 0, "b": 2}, by_team={})
    assert (some.leader, some.share("a"), some.share("b")) == ("b", 0.0, 1.0)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 3, "b": 1}, set()),
        ({"a": 3, "b": 4}, {"a", "b"}),
        ({"a": 5, "b": 4, "c": 2}, {"a"}),
        ({"a": 5, "b": 1, "c": 1}, set()),
        ({"a": 5, "b": 2, "c": 1}, {"a"}),
    ],
)
def test_small_teams_stay_hidden_even_from_subtraction(sizes, shown):
    electorate = {f"{team}{n}": team for team, size in sizes.items() for n in range(size)}
    assert teams_shown(electorate) == shown


SIX = {"a1": "a", "a2": "a", "a3": "a", "b1": "b", "b2": "b", "b3": "b"}


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        (SIX, {"a", "b"}),
        ({"a1"}, set()),
        ({"a1", "a2", "a3", "b1"}, set()),
        ({"a1", "a2", "a3"}, {"a"}),
        (set(), set()),
    ],
)
def test_a_team_is_as_small_as_the_number_of_those_who_answered(answered, told):
    assert teams_told(SIX, answered) == told
