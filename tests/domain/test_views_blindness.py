"""Blind means blind: no picture tells what it may not, whatever the ballots hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.domain.ballots import ABSTAIN, NEED_INFO, NOBODY, Ballot
from facilitator.domain.claims import teams_shown
from facilitator.domain.decisions import Decision, Outcome
from facilitator.domain.events import BallotCast, HandRaised, ItemParked, TimeExtended
from facilitator.domain.views import facilitator_view, stage_view, voter_view
from tests.domain.scenario import (
    AGENDA,
    ANONYMOUS,
    NOON,
    cast,
    closed,
    disconnected,
    entered,
    history,
    joined,
    opened,
    reopened,
    session,
    settled,
    started,
)

ballots = st.builds(
    Ballot,
    st.sampled_from(["a", "b", ABSTAIN, NEED_INFO]),
    confidence=st.none() | st.integers(1, 5),
    reason=st.sampled_from(["", "", "ours", "theirs", "who knows"]),
    today=st.sampled_from([None, "a", "c", NOBODY]),
    proxy=st.booleans(),
)
rooms = st.lists(st.sampled_from("abc"), min_size=1, max_size=9)
"""The team of each voter: p1, p2 …"""


def seats(room):
    return [joined(f"p{n}", f"Person{n}", team) for n, team in enumerate(room, start=1)]


def casts(number, votes):
    return [
        BallotCast(at=NOON, step="fruit", number=number, participant=who, ballot=ballot)
        for who, ballot in votes.items()
    ]


@st.composite
def voting_sessions(draw):
    """What came before an open round; its number; and two tellings of its ballots.

    In both the same people have cast, in any order, and what they cast may differ.
    """
    agenda = draw(st.sampled_from([AGENDA, ANONYMOUS]))
    room = draw(rooms)
    voters = [f"p{n}" for n in range(1, len(room) + 1)]
    some_ballots = st.dictionaries(st.sampled_from(voters), ballots)
    before = [started(agenda), *seats(room), entered("fruit")]
    rounds = draw(st.lists(some_ballots, max_size=3))
    for number, votes in enumerate(rounds, start=1):
        before += [opened("fruit", number), *casts(number, votes), closed("fruit", number)]
        if draw(st.booleans()):
            before += [settled("fruit", Decision(Outcome.PARKED)), reopened("fruit")]
    number = len(rounds) + 1
    before.append(opened("fruit", number))
    cast_by = draw(st.lists(st.sampled_from(voters), unique=True))
    told = {who: draw(ballots) for who in cast_by}
    retold = {who: draw(ballots) for who in draw(st.permutations(cast_by))}
    return history(*before), number, voters, told, retold


@given(voting_sessions())
@settings(max_examples=150, deadline=None)
def test_before_the_reveal_every_picture_is_the_same_whatever_the_ballots_hold(drawn):
    before, number, _, told, retold = drawn
    one = session(before, casts(number, told))
    other = session(before, casts(number, retold))
    assert stage_view(one) == stage_view(other)
    assert facilitator_view(one) == facilitator_view(other)
    assert repr(facilitator_view(one)) == repr(facilitator_view(other))
    assert voter_view(one, "f1") == voter_view(other, "f1")


@given(voting_sessions())
@settings(max_examples=150, deadline=None)
def test_before_the_reveal_voters_see_of_all_ballots_their_own_alone(drawn):
    before, number, voters, told, retold = drawn
    one = session(before, casts(number, told))
    for me in voters:
        mine = {me: told[me]} if me in told else {}
        other = session(before, casts(number, retold | mine))
        assert voter_view(one, me) == voter_view(other, me)
        assert repr(voter_view(one, me)) == repr(voter_view(other, me))
        assert dict(voter_view(one, me).ballots).get(number) == told.get(me)


@given(voting_sessions())
@settings(max_examples=50, deadline=None)
def test_closing_alone_reveals_nothing_yet(drawn):
    before, number, _, told, retold = drawn
    close, reveal = closed("fruit", number)
    one = session(before, casts(number, told), close)
    other = session(before, casts(number, retold), close)
    assert facilitator_view(one) == facilitator_view(other)
    assert len(stage_view(one).reveals) == number - 1
    assert len(stage_view(session(before, casts(number, told), close, reveal)).reveals) == number


@pytest.mark.parametrize(
    "event",
    [
        cast("p3", "a"),
        disconnected("p1", "s1-p1"),
        joined("p4", "Late", "c"),
        TimeExtended(at=NOON, step="fruit", seconds=60),
        HandRaised(at=NOON, participant="p1"),
        ItemParked(at=NOON, item=1, text="Pies", by="p1"),
        closed("fruit")[0],
    ],
)
def test_only_a_reveal_reveals(event):
    voting = (started(), seats("abc"), entered("fruit"), opened("fruit"), cast("p1", "a"))
    after = session(voting, event)
    assert stage_view(after).reveals == ()
    assert facilitator_view(after).suggested is None
    assert facilitator_view(after).draft is None


@st.composite
def anonymous_sessions(draw):
    """A room, its revealed rounds, and the same with people of one team in each other's places."""
    room = draw(rooms)
    voters = [f"p{n}" for n in range(1, len(room) + 1)]
    some_ballots = st.dictionaries(st.sampled_from(voters), ballots, min_size=1)
    rounds = draw(st.lists(some_ballots, min_size=1, max_size=3))
    places = {}
    for team in sorted(set(room)):
        mates = [who for who, its_team in zip(voters, room, strict=True) if its_team == team]
        places |= dict(zip(mates, draw(st.permutations(mates)), strict=True))
    swapped = [{places[who]: ballot for who, ballot in votes.items()} for votes in rounds]
    return room, rounds, swapped


def revealed(room, rounds, agenda=ANONYMOUS):
    happened = [started(agenda), *seats(room), entered("fruit")]
    for number, votes in enumerate(rounds, start=1):
        happened += [opened("fruit", number), *casts(number, votes), closed("fruit", number)]
    return session(*happened)


@given(anonymous_sessions())
@settings(max_examples=200, deadline=None)
def test_where_votes_are_anonymous_team_mates_could_have_cast_each_others(drawn):
    room, rounds, swapped = drawn
    one, other = revealed(room, rounds), revealed(room, swapped)
    assert stage_view(one) == stage_view(other)
    assert facilitator_view(one) == facilitator_view(other)


@given(anonymous_sessions())
@settings(max_examples=50, deadline=None)
def test_where_votes_are_anonymous_no_name_stands_beside_a_vote(drawn):
    room, rounds, _ = drawn
    state = revealed(room, rounds)
    stage = stage_view(state)
    assert "Person" not in repr(stage)
    view = facilitator_view(state)
    assert (view.draft.dissent, view.draft.stances) == ((), ())
    for reveal in stage.reveals:
        assert all(bar.names == () for bar in reveal.bars)
        assert all(turn.speakers == () for turn in reveal.turns)
        for said in reveal.reasons:
            assert (said.name, said.team, said.confidence, said.proxy) == ("", "", None, False)


def test_the_same_views_do_name_people_where_votes_are_named():
    room = "ab"
    votes = [{"p1": Ballot("a", reason="ours"), "p2": Ballot("b")}]
    stage = stage_view(revealed(room, votes, AGENDA))
    assert "Person1" in repr(stage)
    swapped = [{"p1": votes[0]["p2"], "p2": votes[0]["p1"]}]
    assert stage != stage_view(revealed(room, swapped, AGENDA))


@given(anonymous_sessions())
@settings(max_examples=50, deadline=None)
def test_where_votes_are_anonymous_no_small_team_has_a_figure_nor_is_one_had_by_subtraction(drawn):
    room, rounds, _ = drawn
    sizes = Counter(room)
    for reveal in stage_view(revealed(room, rounds)).reveals:
        shown = {team.team for team in reveal.teams}
        assert all(sizes[team] >= 3 for team in shown)
        if shown:
            hidden = [team for team in sizes if team not in teams_shown_in(room)]
            assert not hidden or (len(hidden) > 1 and sum(sizes[t] for t in hidden) >= 3)


def teams_shown_in(room):
    return teams_shown({str(place): team for place, team in enumerate(room)})


@given(anonymous_sessions())
@settings(max_examples=50, deadline=None)
def test_where_votes_are_anonymous_movement_needs_three_people(drawn):
    room, rounds, _ = drawn
    reveals = stage_view(revealed(room, rounds)).reveals
    for earlier, later, reveal in zip(rounds, rounds[1:], reveals[1:], strict=False):
        both = earlier.keys() & later.keys()
        assert (reveal.movement is not None) == (len(both) >= 3)
        if reveal.movement is not None:
            assert reveal.movement.names == ()
            assert reveal.movement.movers + reveal.movement.stayed == len(both)


def test_views_are_plain_frozen_data_that_hold_no_session():
    state = session(started(), seats("abc"), entered("fruit"), opened("fruit"), cast("p1", "a"))
    for view in (stage_view(state), facilitator_view(state), voter_view(state, "p2")):
        assert "Session(" not in repr(view)
        assert "VotingRound" not in repr(view)
        asdict(view)
