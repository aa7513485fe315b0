"""Blind means blind: no picture tells what it may not, whatever the ballots hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.anonymity import teams_shown
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import Decision, Outcome, Promise
from facilitator.domain.earlier import Earlier
from facilitator.domain.events import (
    BallotCast,
    HandRaised,
    ItemMarked,
    ItemParked,
    PromiseTakenUp,
    RoundOpened,
    TimeExtended,
)
from facilitator.domain.fold import evolve
from facilitator.domain.rounds import ABSTAIN, NEED_INFO, NOBODY, Ballot, Mark
from facilitator.domain.steps.commit import Commit, Proposal
from facilitator.domain.steps.follow_up import FollowUp
from facilitator.domain.steps.rate import Rate, Statement
from facilitator.domain.steps.shortlist import Shortlist
from facilitator.domain.views import CommitView, facilitator_view, stage_view, voter_view
from tests.examples import examples
from tests.worlds.scenario import (
    AGENDA,
    ANONYMOUS,
    FRUIT,
    GOODBYE,
    NOON,
    SOUP,
    WELCOME,
    cast,
    closed,
    disconnected,
    ended,
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

    In both the same people have cast, in any order, themselves or not, and what they cast may
    differ.
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
    retold = {
        who: replace(draw(ballots), proxy=told[who].proxy) for who in draw(st.permutations(cast_by))
    }
    return history(*before), number, voters, told, retold


@given(voting_sessions())
@examples(percent=150)
def test_before_the_reveal_every_picture_is_the_same_whatever_the_ballots_hold(drawn):
    before, number, _, told, retold = drawn
    one = session(before, casts(number, told))
    other = session(before, casts(number, retold))
    assert stage_view(one) == stage_view(other)
    assert facilitator_view(one) == facilitator_view(other)
    assert repr(facilitator_view(one)) == repr(facilitator_view(other))
    assert voter_view(one, "f1") == voter_view(other, "f1")


@given(voting_sessions())
@examples(percent=150)
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
@examples(percent=50)
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
@examples(percent=200)
def test_where_votes_are_anonymous_team_mates_could_have_cast_each_others(drawn):
    room, rounds, swapped = drawn
    one, other = revealed(room, rounds), revealed(room, swapped)
    assert stage_view(one) == stage_view(other)
    assert facilitator_view(one) == facilitator_view(other)


@given(anonymous_sessions())
@examples(percent=50)
def test_where_votes_are_anonymous_no_name_stands_beside_a_vote(drawn):
    room, rounds, _ = drawn
    state = revealed(room, rounds)
    stage = stage_view(state)
    assert "Person" not in repr(stage)
    view = facilitator_view(state)
    assert view.draft.stances == ()
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
@examples(percent=50)
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
@examples(percent=50)
def test_where_votes_are_anonymous_movement_is_that_of_three_people_or_more_and_of_all(drawn):
    room, rounds, _ = drawn
    reveals = stage_view(revealed(room, rounds)).reveals
    for earlier, later, reveal in zip(rounds, rounds[1:], reveals[1:], strict=False):
        is_safe = earlier.keys() == later.keys() and len(later) >= 3
        assert (reveal.movement is not None) == is_safe
        if reveal.movement is not None:
            assert reveal.movement.people == ()
            assert reveal.movement.movers + reveal.movement.stayed == len(later)


def test_views_are_plain_frozen_data_that_hold_no_session():
    state = session(started(), seats("abc"), entered("fruit"), opened("fruit"), cast("p1", "a"))
    for view in (stage_view(state), facilitator_view(state), voter_view(state, "p2")):
        assert "Session(" not in repr(view)
        assert "Round(" not in repr(view)
        asdict(view)


# Rounds on the items of a step: statements, dots, earlier promises, consent, fingers

RATE = Rate(
    id="rate",
    title="How are we?",
    question="How true is this?",
    scale=("No", "Partly", "Yes"),
    statements=(
        Statement(id="s1", text="The soup is hot", tasks=("soup",)),
        Statement(id="s2", text="Fruit is picked on time", team="a"),
    ),
)
PICK = Shortlist(id="pick", title="Which today?", dots=3, keep=1, tasks=("fruit", "soup"))
SINCE = FollowUp(id="since", title="Since last time")
OWE = Commit(
    id="owe",
    title="What we owe",
    proposals=(Proposal(id="peel", giver="a", receiver="b", text="Peel the fruit"),),
)
BEFORE = Earlier(
    session="s0",
    title="Last year",
    held_on=NOON.date(),
    commitments=(
        Promise(id="wash", giver="a", receiver="b", text="Wash the fruit"),
        Promise(id="bake", giver="b", receiver="c", text="Bake on Mondays"),
    ),
)
ASKING = {
    "rate": ("s1", "s2"),
    "pick": ("fruit", "soup"),
    "since": ("wash", "bake"),
    "owe": ("consent",),
    "goodbye": ("plan", "return-on-time"),
}
"""The steps that ask about items, and about which."""


def with_items(agenda):
    """The agenda with a step of every kind, held against an earlier session."""
    steps = (WELCOME, SINCE, RATE, PICK, FRUIT, SOUP, OWE, GOODBYE)
    begun, facilitator = started(replace(agenda, steps=steps))
    return replace(begun, earlier=BEFORE), facilitator


def marks_in(step):
    """Any mark that can be made in a step."""
    if step == "pick":
        # One dot at a time, so that everybody has always placed the same number of them.
        return st.just(Mark(1))
    values = {"rate": st.integers(1, 3), "since": st.integers(1, 4), "owe": st.integers(0, 1)}
    said = ["", "ours", "who knows"] if step in ("owe", "goodbye") else [""]
    return st.builds(
        Mark,
        st.none() | values.get(step, st.integers(1, 5)),
        reason=st.sampled_from(said),
        proxy=st.booleans(),
    )


def marked(step, marks):
    return [
        ItemMarked(at=NOON, step=step, number=1, participant=who, item=item, mark=mark)
        for who, by_item in marks.items()
        for item, mark in by_item.items()
    ]


def retold_marks(draw, step, marks):
    """Other marks by the same people, who have answered as much as before."""
    told = {}
    for who in draw(st.permutations(sorted(marks))):
        items = list(marks[who])
        if step == "pick":
            items = draw(
                st.lists(
                    st.sampled_from(ASKING[step]),
                    min_size=len(items),
                    max_size=len(items),
                    unique=True,
                )
            )
        told[who] = {item: draw(marks_in(step)) for item in items}
    return told


@st.composite
def item_sessions(draw):
    """What came before an open round on items; its step; and two tellings of its marks.

    In both the same people have answered equally much, in any order, themselves or not, and how may
    differ.
    """
    step = draw(st.sampled_from(sorted(ASKING)))
    room = draw(rooms)
    voters = [f"p{n}" for n in range(1, len(room) + 1)]
    about = "peel" if step == "owe" else ""
    agenda = draw(st.sampled_from([AGENDA, ANONYMOUS]))
    before = history(
        with_items(agenda),
        *seats(room),
        entered(step),
        RoundOpened(at=NOON, step=step, number=1, about=about),
    )
    state = session(before)
    marks = {}
    for who in draw(st.lists(st.sampled_from(voters), unique=True)):
        asked = voter_view(state, who).asked
        items = draw(st.lists(st.sampled_from(asked), unique=True)) if asked else []
        if items:
            marks[who] = {item: draw(marks_in(step)) for item in items}
    retold = {
        who: {item: replace(mark, proxy=is_by_proxy(marks[who])) for item, mark in given.items()}
        for who, given in retold_marks(draw, step, marks).items()
    }
    return before, step, voters, marks, retold


def is_by_proxy(given):
    return all(mark.proxy for mark in given.values())


@given(item_sessions())
@examples(percent=150)
def test_before_the_reveal_every_picture_is_the_same_whatever_the_marks_say(drawn):
    before, step, _, told, retold = drawn
    one = session(before, marked(step, told))
    other = session(before, marked(step, retold))
    assert stage_view(one) == stage_view(other)
    assert repr(stage_view(one)) == repr(stage_view(other))
    assert facilitator_view(one) == facilitator_view(other)
    assert repr(facilitator_view(one)) == repr(facilitator_view(other))
    assert voter_view(one, "f1") == voter_view(other, "f1")


@given(item_sessions())
@examples(percent=150)
def test_before_the_reveal_voters_see_of_all_marks_their_own_alone(drawn):
    before, step, voters, told, retold = drawn
    one = session(before, marked(step, told))
    for me in voters:
        mine = {me: told[me]} if me in told else {}
        other = session(before, marked(step, retold | mine))
        assert voter_view(one, me) == voter_view(other, me)
        assert repr(voter_view(one, me)) == repr(voter_view(other, me))
        assert dict(voter_view(one, me).marks) == told.get(me, {})


@given(item_sessions())
@examples(percent=50)
def test_closing_a_round_on_items_alone_reveals_nothing_yet(drawn):
    before, step, _, told, retold = drawn
    close, reveal = closed(step)
    one = session(before, marked(step, told), close)
    other = session(before, marked(step, retold), close)
    assert stage_view(one) == stage_view(other)
    assert facilitator_view(one) == facilitator_view(other)
    assert stage_view(session(before, marked(step, told), close, reveal)) != stage_view(one)


@given(item_sessions())
@examples(percent=50)
def test_where_answers_are_anonymous_no_name_stands_beside_a_mark(drawn):
    before, step, _, told, _ = drawn
    stage = stage_view(session(before, marked(step, told), closed(step)))
    assert stage.named or "Person" not in repr(stage)


THREE_AND_ONE = "aaab"
"""Three of one team, and one of another: of neither may any figure be told."""
EVERYBODY = [f"p{n}" for n in range(1, len(THREE_AND_ONE) + 1)]
in_other_places = st.permutations(EVERYBODY).map(
    lambda order: dict(zip(EVERYBODY, order, strict=True))
)


def assert_cannot_be_told_apart(one, other):
    """Two sessions whose every picture, and whose log at the end, are the same."""
    assert stage_view(one) == stage_view(other)
    assert repr(facilitator_view(one)) == repr(facilitator_view(other))
    over = ended(early=True)
    assert project_log(evolve(one, over)) == project_log(evolve(other, over))


@given(
    st.lists(st.fixed_dictionaries(dict.fromkeys(EVERYBODY, ballots)), min_size=1, max_size=3),
    in_other_places,
)
@examples(percent=100)
def test_the_one_of_a_team_of_one_could_have_cast_any_ballot(rounds, places):
    swapped = [{places[who]: ballot for who, ballot in votes.items()} for votes in rounds]
    assert_cannot_be_told_apart(revealed(THREE_AND_ONE, rounds), revealed(THREE_AND_ONE, swapped))


@pytest.mark.parametrize("step", ASKING)
@given(st.data(), in_other_places)
@examples(percent=50)
def test_the_one_of_a_team_of_one_could_have_given_any_answer(step, data, places):
    items = st.fixed_dictionaries({item: marks_in(step) for item in ASKING[step]})
    told = {who: data.draw(items) for who in EVERYBODY}
    swapped = {places[who]: given for who, given in told.items()}
    about = "peel" if step == "owe" else ""
    before = history(
        with_items(ANONYMOUS),
        *seats(THREE_AND_ONE),
        entered(step),
        RoundOpened(at=NOON, step=step, number=1, about=about),
    )
    one = session(before, marked(step, told), closed(step))
    other = session(before, marked(step, swapped), closed(step))
    assert_cannot_be_told_apart(one, other)


def test_own_marks_on_a_promise_are_those_of_the_newest_round_about_it():
    two = replace(
        OWE, proposals=(*OWE.proposals, Proposal(id="cut", giver="a", receiver="b", text="Cut"))
    )
    begun, facilitator = started(replace(AGENDA, steps=(two,)))

    def asked(number, about, value):
        return (
            RoundOpened(at=NOON, step="owe", number=number, about=about),
            ItemMarked(
                at=NOON,
                step="owe",
                number=number,
                participant="p1",
                item="consent",
                mark=Mark(value),
            ),
            closed("owe", number),
        )

    state = session(begun, facilitator, seats("ab"), entered("owe"), asked(1, "peel", 0))
    assert dict(voter_view(state, "p1").marks) == {"consent": Mark(0)}
    taken_up = PromiseTakenUp(at=NOON, step="owe", promise="cut")
    history_so_far = (begun, facilitator, seats("ab"), entered("owe"), asked(1, "peel", 0))
    assert voter_view(session(history_so_far, taken_up), "p1").marks == ()
    later = session(
        history_so_far, asked(2, "cut", 1), PromiseTakenUp(at=NOON, step="owe", promise="peel")
    )
    assert dict(voter_view(later, "p1").marks) == {"consent": Mark(0)}


def test_the_promise_being_asked_about_is_the_one_at_hand():
    two = replace(
        OWE, proposals=(*OWE.proposals, Proposal(id="cut", giver="a", receiver="b", text="Cut"))
    )
    asked = RoundOpened(at=NOON, step="owe", number=1, about="cut")
    state = session(started(replace(AGENDA, steps=(two,))), seats("ab"), entered("owe"), asked)
    assert stage_view(state).about(CommitView).at_hand.id == "cut"
