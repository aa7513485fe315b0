"""Anonymous sessions: what is told of a round, and what not, so that it gives nobody away."""

from __future__ import annotations

import pytest

from facilitator.domain.events import TeamCorrected
from facilitator.domain.views import stage_view
from tests.domain.scenario import (
    ANONYMOUS,
    NOON,
    cast,
    closed,
    entered,
    joined,
    marked,
    opened,
    session,
    started,
    voted,
)


def seats(teams):
    """Voters p1, p2 … of these teams."""
    return [joined(f"p{n}", f"Person{n}", team) for n, team in enumerate(teams, start=1)]


def at(step, teams, agenda=ANONYMOUS):
    """A room of these teams has come to a step."""
    return (started(agenda), seats(teams), entered(step))


def chosen(choices):
    """Ballots by p1, p2 … in this order: "aab-" is a, a, b, and none by p4."""
    return {f"p{n}": each for n, each in enumerate(choices, start=1) if each != "-"}


# words


def reasons_of(choices, *, said):
    """What is revealed of the reasons that some voters gave, with the choice beside each."""
    ballots = [cast(who, what, reason=said.get(who, "")) for who, what in chosen(choices).items()]
    state = session(at("fruit", "a" * len(choices)), opened("fruit"), ballots, closed("fruit"))
    return [(each.choice, each.reason) for each in stage_view(state).reveal.reasons]


def test_a_reason_stands_by_its_choice_where_every_choice_was_made_by_three():
    said = {"p1": "ladder", "p6": "apron"}
    assert reasons_of("aaabbb", said=said) == [("Apples", "ladder"), ("Bakers", "apron")]


@pytest.mark.parametrize("said", [{"p1": "ladder", "p4": "apron"}, {"p1": "ladder"}])
def test_where_few_made_a_choice_no_reason_stands_by_one_whoever_gave_any(said):
    """Else a reason that stands by none would be known for that of the rare choice."""
    shown = reasons_of("aaab", said=said)
    assert shown == [("", reason) for reason in sorted(said.values())]


def turns_of(*ballots):
    state = session(at("fruit", "aaaa"), opened("fruit"), ballots, closed("fruit"))
    return stage_view(state).reveal.turns


def test_who_speaks_next_depends_neither_on_who_gave_a_reason_nor_on_how_sure_they_were():
    plain = turns_of(*(cast(who, what) for who, what in chosen("aabb").items()))
    assert plain == turns_of(
        cast("p1", "a"),
        cast("p2", "a", confidence=5),
        cast("p3", "b", reason="apron"),
        cast("p4", "b"),
    )


def low_of(*fingers, said):
    marks = [
        marked(f"p{n}", "plan", shown, step="goodbye", reason=said.get(f"p{n}", ""))
        for n, shown in enumerate(fingers, start=1)
    ]
    room = at("goodbye", "a" * len(fingers))
    state = session(room, opened("goodbye"), marks, closed("goodbye"))
    return [(each.fingers, each.reason) for each in stage_view(state).plan.low]


def test_doubts_stand_by_the_fingers_that_three_have_shown():
    assert low_of(2, 2, 2, 5, said={"p2": "too much"}) == [(2, ""), (2, ""), (2, "too much")]


@pytest.mark.parametrize("said", [{"p1": "too much", "p4": "no time"}, {"p4": "no time"}])
def test_where_few_showed_as_many_fingers_doubts_are_words_alone(said):
    assert low_of(2, 2, 2, 1, 5, said=said) == [(None, each) for each in sorted(said.values())]


# moves


def movement_of(teams, first, second, between=()):
    """What is told of who moved between two rounds in which these were chosen."""
    before = voted("fruit", **chosen(first))
    state = session(at("fruit", teams), before, between, voted("fruit", 2, **chosen(second)))
    return stage_view(state).reveals[1].movement


def test_moves_are_told_of_the_same_people_in_both_rounds():
    moved = movement_of("aaab", "aaab", "abbb")
    assert (moved.moves, moved.stayed) == ((("Apples", "Bakers", 2),), 2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("aaab---", "aaa----"),  # somebody voted in the first alone
        ("aaa----", "aaab---"),  # in the second alone
        ("aaabbb-", "aaa----"),  # even three: who of them chose what is told by the moves
        ("aab----", "aa-b---"),
    ],
)
def test_no_moves_are_told_where_somebody_voted_in_one_of_the_rounds_alone(first, second):
    assert movement_of("aaabbbb", first, second) is None


def test_no_moves_are_told_where_teams_were_told_otherwise():
    swapped = (
        TeamCorrected(at=NOON, participant="p1", team="b", by="f1"),
        TeamCorrected(at=NOON, participant="p4", team="a", by="f1"),
    )
    assert movement_of("aaabbb", "aaabbb", "aaabbb") is not None
    assert movement_of("aaabbb", "aaabbb", "aaabbb", swapped) is None
    late = joined("p7", "Person7", "c")
    assert movement_of("aaabbb", "aaabbb", "aaabbb", late) is None
