"""What can be worked out of anonymous rounds: nobody's answer, whoever holds what against what.

The room sees who has answered in every round, every reveal, and the log. Two tellings of who said
what that look the same in all of that can't be told apart. So nobody's answer is known as long as
there is another telling that looks the same and in which they said something else; here such a
telling is looked for among all that there are.

Known is what was unanimous: where everybody whose answers are told together said the same. Those
are the members of a team that is told by itself, or else all who are in none of these teams.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, product
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator.domain.anonymity import teams_told
from facilitator.domain.commands import (
    Envelope,
    RecordDecision,
    RecordStatuses,
    SettlePromise,
    SettleShortlist,
)
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import Decision, Outcome
from facilitator.domain.fold import fold
from facilitator.domain.people import Seat
from facilitator.domain.rounds import ABSTAIN, Ballot, Mark
from facilitator.domain.rules import decide
from facilitator.domain.steps.commit import OBJECTION
from facilitator.domain.steps.follow_up import TOLD
from facilitator.domain.views import facilitator_view, stage_view, voter_view
from tests.worlds.scenario import (
    FULL_ANONYMOUS,
    LAST_YEAR,
    NOON,
    PICK,
    SPRING,
    cast,
    closed,
    ended,
    entered,
    history,
    joined,
    marked,
    opened,
    started,
)

IN_TIME = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)

TWO_DOTS = replace(PICK, dots=2)
AGENDA = replace(
    FULL_ANONYMOUS,
    steps=tuple(TWO_DOTS if step is PICK else step for step in FULL_ANONYMOUS.steps),
)

Answer: TypeAlias = tuple[tuple[str, Ballot | Mark], ...]
"""What somebody said in a round: an answer to each item, or a ballot on the task."""
Held: TypeAlias = tuple[tuple[str, Answer], ...]
"""A round: the answer of everybody who gave one, in the order in which they did."""
Telling: TypeAlias = tuple[Held, ...]
"""The rounds on one step."""


def placings(dots: int) -> list[Answer]:
    """Every way of placing one to so many dots on fruit and soup."""
    ways = [(f, s) for f, s in product(range(dots + 1), repeat=2) if 0 < f + s <= dots]
    return [tuple((item, Mark(n)) for item, n in (("fruit", f), ("soup", s)) if n) for f, s in ways]


def marks(*values: int | None) -> list[Mark]:
    return [Mark(value) for value in values]


OPTIONS: dict[str, dict[str, list[Ballot | Mark]]] = {
    "fruit": {"fruit": [Ballot("a"), Ballot("b"), Ballot(ABSTAIN)]},
    "taste": {"salted": marks(1, 2, 3, None), "ripe": marks(1, 3)},
    "look-back": {"plums": marks(1, 2, 3, 4, None), "stock": marks(1, 4)},
    "owe": {"consent": [Mark(1), Mark(OBJECTION, "too much"), Mark(OBJECTION), Mark(None)]},
    "goodbye": {
        "plan": [Mark(1, "too thin"), Mark(2, "no time"), *marks(1, 3, 5, None)],
        "return-on-time": marks(2, 4),
    },
}
"""What can be said to each item of a step that has items which stand for themselves."""
PLACINGS = placings(TWO_DOTS.dots)
STEPS = [*OPTIONS, "pick"]
WITH_TEAMS = ("fruit", "taste")
"""The steps in which some teams' figures are told."""
MOST_PEOPLE = dict.fromkeys(STEPS, 4) | dict.fromkeys(WITH_TEAMS, 6)
"""So large are rooms at the most: all tellings are gone through where it comes to that."""


@dataclass(frozen=True)
class Room:
    """Voters p1, p2 … by team, on the step in which they are asked."""

    teams: str
    step: str

    @property
    def voters(self) -> list[str]:
        return [f"p{n}" for n in range(1, len(self.teams) + 1)]

    def events(self):
        seats = [
            joined(who, f"Person{who[1:]}", team)
            for who, team in zip(self.voters, self.teams, strict=True)
        ]
        watching = joined("w", "Watcher", "a", seat=Seat.OBSERVER)
        return history(started(AGENDA, LAST_YEAR), seats, watching, entered(self.step))

    def given(self, who: str, answer: Answer, number: int):
        if self.step == "fruit":
            ((_, ballot),) = answer
            said = {"confidence": ballot.confidence, "reason": ballot.reason}
            return [cast(who, ballot.choice, number=number, **said)]
        return [
            marked(who, item, mark.value, step=self.step, number=number, reason=mark.reason)
            for item, mark in answer
        ]

    @cache  # noqa: B019 - a room lives as long as its example
    def shown(self, telling: Telling):
        """All that is seen of it, from every seat that is nobody's own, and the log at the end."""
        about = "jam" if self.step == "owe" else ""
        state = fold(self.events())
        seen = []
        for number, held in enumerate(telling, start=1):
            state = fold([opened(self.step, number, about)], state)
            for who, answer in held:
                state = fold(self.given(who, answer, number), state)
            seen.append(facilitator_view(state))
            state = fold(closed(self.step, number), state)
            seen += [facilitator_view(state), stage_view(state), voter_view(state, "w")]
        over = fold([ended(early=True)], state)
        return [*seen, stage_view(over), project_log(over)]


def said(answer: Answer, item: str) -> object:
    """What an answer says to an item, without the words that went with it."""
    given_to = dict(answer).get(item)
    return given_to.choice if isinstance(given_to, Ballot) else given_to and given_to.value


# Fewer than three


def few_rounds(step: str):
    """A round that one person or two have answered, told twice; what they said may differ."""
    one_answer = answers_to(step)
    teams = st.text("abc", min_size=1, max_size=4)

    def told(room: str):
        voters = [f"p{n}" for n in range(1, len(room) + 1)]
        few = st.lists(st.sampled_from(voters), min_size=1, max_size=2, unique=True)
        return few.flatmap(
            lambda who: st.tuples(
                st.just(Room(room, step)),
                *(st.tuples(*(st.tuples(st.just(p), one_answer) for p in who)) for _ in "12"),
            )
        )

    return teams.flatmap(told)


def answers_to(step: str):
    """Any answer to everything that a step asks."""
    if step == "pick":
        return st.sampled_from(PLACINGS)
    words = st.sampled_from(["", "ours", "who knows"])
    if step == "fruit":
        choice = st.sampled_from(["a", "b", ABSTAIN])
        ballots = st.builds(Ballot, choice, st.none() | st.integers(1, 5), words)
        return ballots.map(lambda ballot: (("fruit", ballot),))
    return st.tuples(
        *(st.tuples(st.just(item), st.sampled_from(each)) for item, each in OPTIONS[step].items())
    )


ATTEMPTS = {
    "fruit": [
        RecordDecision(
            step="fruit", decision=Decision(Outcome.DECIDED, driver=driver, review_on=SPRING)
        )
        for driver in "ab"
    ],
    "pick": [SettleShortlist(step="pick", taken=(taken,)) for taken in ("fruit", "soup")],
    "look-back": [
        RecordStatuses(step="look-back", statuses=dict.fromkeys(("plums", "stock"), status))
        for status in TOLD
    ],
    "owe": [SettlePromise(step="owe", promise="jam", agreed=True)],
}
"""Commands that the rules take or refuse by what was said."""


@pytest.mark.parametrize("step", STEPS)
@given(data=st.data())
@IN_TIME
def test_of_fewer_than_three_answers_nothing_is_seen_whatever_they_are(step, data):
    room, one, other = data.draw(few_rounds(step))
    # While dots are placed it is seen whether everybody has placed all of theirs.
    seen = slice(1 if step == "pick" else 0, None)
    assert room.shown((one,))[seen] == room.shown((other,))[seen]
    assert repr(room.shown((one,))[seen]) == repr(room.shown((other,))[seen])
    states = [after(room, told) for told in (one, other)]
    answering = [who for who, _ in one]
    for who in [*room.voters, "f1"]:
        if who not in answering:
            assert voter_view(states[0], who) == voter_view(states[1], who)
    for command in ATTEMPTS.get(step, ()):
        sent = Envelope(NOON, "f1", command)
        assert decide(states[0], sent) == decide(states[1], sent)


def after(room: Room, held: Held):
    about = "jam" if room.step == "owe" else ""
    happened = [room.given(who, answer, 1) for who, answer in held]
    return fold(history(room.events(), opened(room.step, 1, about), happened, closed(room.step, 1)))


# Subtraction


@st.composite
def tellings(draw, step: str, most_rounds: int):
    """A small room, who answers in each of its rounds, and what."""
    room = Room(draw(st.text("ab", min_size=1, max_size=MOST_PEOPLE[step])), step)
    rounds: list[Held] = []
    for _ in range(draw(st.integers(1, most_rounds))):
        answering = draw(st.lists(st.sampled_from(room.voters), unique=True))
        if rounds and draw(st.booleans()):
            answering = [who for who, _ in rounds[-1]]
        elif draw(st.booleans()):
            answering = room.voters
        rounds.append(tuple((who, draw(some_answers_to(step))) for who in answering))
    return room, tuple(rounds)


def some_answers_to(step: str):
    """Any answer, that may leave some items out."""
    if step in ("fruit", "pick"):
        return answers_to(step)
    whole = answers_to(step)
    return whole.flatmap(
        lambda answer: st.lists(st.sampled_from(answer), min_size=1, unique=True).map(
            lambda kept: tuple(each for each in answer if each in kept)
        )
    )


def together(room: Room, held: Held, item: str, who: str) -> list[str]:
    """Those whose answers to an item are told in one figure with somebody's."""
    people = answering(room, held, item)
    electorate = dict(zip(room.voters, room.teams, strict=True))
    told = teams_told(electorate, people) if room.step in WITH_TEAMS else frozenset()
    if electorate[who] in told:
        return [p for p in people if electorate[p] == electorate[who]]
    return [p for p in people if electorate[p] not in told]


def answering(room: Room, held: Held, item: str) -> list[str]:
    """Those who have answered an item; dots are one answer in all."""
    return [who for who, answer in held if room.step == "pick" or item in dict(answer)]


def is_unanimous(held: Held, item: str, people: list[str]) -> bool:
    answers = dict(held)
    return len({said(answers[p], item) for p in people}) == 1


def swapped(
    room: Room, telling: Telling, item: str, pair: tuple[str, str], places: tuple[int, ...]
) -> Telling:
    """The same with the answers of two people to an item exchanged in some of the rounds."""
    rounds = list(telling)
    for place in places:
        before = dict(telling[place])
        answers = dict(before)
        for one, other in (pair, pair[::-1]):
            answers[one] = as_given(room, before, item, one, other)
        rounds[place] = tuple(answers.items())
    return tuple(rounds)


def as_given(room: Room, answers: dict[str, Answer], item: str, one: str, other: str) -> Answer:
    """What one would have said with the other's answer to an item; dots are one answer in all."""
    if room.step == "pick":
        return answers[other]
    return tuple((i, dict(answers[other])[i] if i == item else own) for i, own in answers[one])


def other_tellings(room: Room, telling: Telling, place: int, item: str, who: str):
    """Tellings in which the same people answered: first those that are likely to look the same."""
    for other, _ in telling[place]:
        pair = (who, other)
        shared = [n for n, held in enumerate(telling) if {*pair} <= {*answering(room, held, item)}]
        for size in range(1, len(shared) + 1):
            for places in combinations(shared, size):
                if place in places:
                    yield swapped(room, telling, item, pair, places)
    yield from every_telling(room, telling, place, item)


MOST_TELLINGS = 4000


def every_telling(room: Room, telling: Telling, place: int, item: str) -> Iterator[Telling]:
    """Every way in which the same people could have answered that item, in all of the rounds.

    In the one round alone, where in all of them these would be too many.
    """
    many = [list(ways(room, held, item)) for held in telling]
    total = 1
    for each in many:
        total *= len(each)
    if total > MOST_TELLINGS:
        many = [each if n == place else [telling[n]] for n, each in enumerate(many)]
    yield from product(*many)


def ways(room: Room, held: Held, item: str) -> Iterator[Held]:
    """Every way in which those who answered an item in a round could have answered it."""
    options = []
    for who, answer in held:
        if room.step == "pick":
            options.append(PLACINGS)
        elif who in answering(room, held, item):
            said_so = dict(answer)[item]
            each = dict.fromkeys((said_so, *OPTIONS[room.step][item]))
            options.append([tuple({**dict(answer), item: other}.items()) for other in each])
        else:
            options.append([answer])
    for chosen in product(*options):
        yield tuple((who, answer) for (who, _), answer in zip(held, chosen, strict=True))


@dataclass(frozen=True)
class Asked:
    """What is to be worked out: what somebody said to an item in one of the rounds told."""

    room: Room
    telling: Telling
    place: int
    item: str
    who: str

    def is_known(self, insider: str) -> bool:
        """Whether it is, to somebody who also knows the insider's own answers, if there is one."""
        room, telling, place = self.room, self.telling, self.place
        truth = said(dict(telling[place])[self.who], self.item)
        own = [dict(held).get(insider) for held in telling]
        for other in other_tellings(room, telling, place, self.item, self.who):
            is_other = said(dict(other[place])[self.who], self.item) != truth
            is_theirs = [dict(held).get(insider) for held in other] == own
            if is_other and is_theirs and room.shown(other) == room.shown(telling):
                return False
        return True


def items_of(room: Room, answer: Answer) -> list[str]:
    return ["fruit", "soup"] if room.step == "pick" else [item for item, _ in answer]


def assert_nobody_is_known(room: Room, telling: Telling) -> None:
    """Neither to one who watches nor to one who also knows their own answers."""
    for place, held in enumerate(telling):
        for who, answer in held:
            for item in items_of(room, answer):
                told_with = together(room, held, item, who)
                for insider in ["", *(p for p in room.voters if p != who)]:
                    others = [p for p in told_with if p != insider]
                    if len(told_with) >= 3 and is_unanimous(held, item, others):
                        continue
                    asked = Asked(room, telling, place, item, who)
                    assert not asked.is_known(insider), f"{insider or 'anybody'} knows {asked}"
    Room.shown.cache_clear()


@pytest.mark.parametrize("step", [step for step in STEPS if step != "fruit"])
@given(data=st.data())
@IN_TIME
def test_nobodys_answer_can_be_worked_out_unless_all_said_the_same(step, data):
    room, telling = data.draw(tellings(step, most_rounds=2))
    assert_nobody_is_known(room, telling)


@given(tellings("fruit", most_rounds=3))
@IN_TIME
def test_nobodys_vote_can_be_worked_out_unless_all_voted_the_same(drawn):
    assert_nobody_is_known(*drawn)


def votes(choices: str) -> Held:
    """Ballots by p1, p2 … in this order: "ab-" is a, b, and none by p3."""
    return tuple(
        (f"p{n}", (("fruit", Ballot(choice)),))
        for n, choice in enumerate(choices, start=1)
        if choice != "-"
    )


@pytest.mark.parametrize(
    ("teams", "rounds"),
    [
        ("a", ["a"]),
        ("aab", ["aa-"]),
        # Three left, and those who stayed did not move: the three voted alike.
        ("aaaaaa", ["aaabbb", "aaa---"]),
        ("aaaaaa", ["aabbbb", "aab---"]),
    ],
)
def test_nor_by_what_ties_rounds_together(teams, rounds):
    room = Room(teams, "fruit")
    assert_nobody_is_known(room, tuple(votes(each) for each in rounds))


def test_nor_by_who_has_placed_all_their_dots():
    """Two have placed both of theirs, the third has not: four on fruit are theirs, one is not."""
    both, one = (("fruit", Mark(2)),), (("soup", Mark(1)),)
    assert_nobody_is_known(Room("aaa", "pick"), ((("p1", both), ("p2", both), ("p3", one)),))
