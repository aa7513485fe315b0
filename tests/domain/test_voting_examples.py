"""What a tally has beside the worked examples, which stand in ``docs/voting.md``."""

from __future__ import annotations

from facilitator.domain.rounds import ABSTAIN, Ballot, Tally, count


def test_no_votes_have_no_leader_and_a_tie_has_none_either():
    nobody = count({"p1": Ballot(ABSTAIN)}, {"p1": "a"})
    assert (nobody.leaders, nobody.leader, nobody.leading_share) == ((), None, 0.0)
    tie = count({"p1": Ballot("a"), "p2": Ballot("b")}, {"p1": "a", "p2": "b"})
    assert (tie.leader, tie.leaders) == (None, ("a", "b"))
    assert not tie.meets(0.5)


def test_teams_written_down_without_a_vote_count_as_not_there():
    nothing = Tally(eligible=2, votes={"a": 0, "b": 0}, by_team={}, abstained=2)
    assert (nothing.leaders, nothing.leading_share, nothing.share("a")) == ((), 0.0, 0.0)
    assert not nothing.meets(0.5)
    some = Tally(eligible=2, votes={"a": 0, "b": 2}, by_team={})
    assert (some.leader, some.share("a"), some.share("b")) == ("b", 0.0, 1.0)
