"""Blind rounds, what is answered in them, and the pure count of that.

On a task each person casts a ballot. In every other kind of step, whatever is asked (statements to
rate, dots to place, promises kept or missed, consent, a fist of five) is answered by a number: a
mark for each person and item. How much a room agrees on an item is told by figures of its counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from math import log2
from typing import Generic, TypeVar

Answer_co = TypeVar("Answer_co", covariant=True)


@dataclass(frozen=True, slots=True, eq=False)
class Round(Generic[Answer_co]):
    """One blind round. None is ever erased.

    ``answers`` are by participant id: ballots on a task, marks by item in every other kind of step;
    ``about`` names the promise that is asked about, or is "". ``electorate`` gives the team of
    everybody who was asked, as it stood when the round closed, and is empty until then.
    """

    number: int
    opened_at: datetime
    about: str = ""
    answers: Mapping[str, Answer_co] = field(default_factory=dict)
    closed_at: datetime | None = None
    electorate: Mapping[str, str] = field(default_factory=dict)
    revealed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether answers are still taken."""
        return self.closed_at is None

    @property
    def is_revealed(self) -> bool:
        """Whether everybody may see the answers."""
        return self.revealed_at is not None

    @property
    def counted(self) -> dict[str, Answer_co]:
        """The answers of the electorate: whoever is outside it holds no seat that may vote."""
        return {voter: each for voter, each in self.answers.items() if voter in self.electorate}


ABSTAIN = "abstain"
NEED_INFO = "need-info"
NOBODY = "nobody"
UNCLEAR = "unclear"
REASON_CHARACTERS = 280
"""Most characters of a ballot's reason."""
CONFIDENCE = range(1, 6)
"""How sure a voter can be: 1 (hardly) to 5 (certain)."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One participant's answer in one round.

    ``choice`` is a candidate team's id, or :data:`ABSTAIN`, or :data:`NEED_INFO`. ``today`` says
    who drives the task now: a team's id, :data:`NOBODY` or :data:`UNCLEAR`; only where the task
    asks.
    ``proxy`` marks, for ever, a ballot that the facilitator entered for somebody in the room.
    """

    choice: str
    confidence: int | None = None
    reason: str = ""
    today: str | None = None
    proxy: bool = False

    @property
    def names_team(self) -> bool:
        """Whether this is a real vote: one that names a team."""
        return self.choice not in (ABSTAIN, NEED_INFO)


VotingRound = Round[Ballot]
"""A round on a task."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The pure count of a closed round.

    ``votes`` counts real votes per team named, ``by_team`` the same per voter's own team; choices
    and teams without a real vote need not appear, and count for nothing where a log written by hand
    names them. ``silent`` are the eligible who cast nothing: silence is not abstention.
    ``withheld`` ballots were cast, and nothing of them is told: neither votes nor any other figure.
    """

    eligible: int
    votes: Mapping[str, int]
    by_team: Mapping[str, Mapping[str, int]]
    abstained: int = 0
    need_info: int = 0
    silent: int = 0
    withheld: int = 0

    @property
    def real_votes(self) -> int:
        """How many ballots name a team."""
        return sum(self.votes.values())

    @property
    def leaders(self) -> tuple[str, ...]:
        """The most-named teams: none without a real vote, several in a tie."""
        most = max(self.votes.values(), default=0)
        return tuple(choice for choice, count in self.votes.items() if count and count == most)

    @property
    def leader(self) -> str | None:
        """The one most-named team; None when there is none or a tie."""
        return self.leaders[0] if len(self.leaders) == 1 else None

    @property
    def leading_share(self) -> float:
        """Votes for the most-named team over real votes, 0 to 1; 0 when there are none."""
        real_votes = self.real_votes
        return max(self.votes.values()) / real_votes if real_votes else 0.0

    def share(self, choice: str) -> float:
        """The share of real votes that name ``choice``, 0 to 1."""
        real_votes = self.real_votes
        return self.votes.get(choice, 0) / real_votes if real_votes else 0.0

    def meets(self, agreement_required: float) -> bool:
        """Whether the rule is met: one leader, with at least the share required."""
        return self.leader is not None and self.leading_share >= agreement_required


def count(ballots: Mapping[str, Ballot], electorate: Mapping[str, str]) -> Tally:
    """Count the ballots of the eligible; ``electorate`` gives each one's team.

    Ballots by people outside the electorate do not count: they hold no seat that may vote.
    """
    cast = {voter: ballots[voter] for voter in electorate if voter in ballots}
    choices = Counter(ballot.choice for ballot in cast.values())
    by_team: dict[str, Counter[str]] = {}
    for voter, ballot in cast.items():
        if ballot.names_team:
            by_team.setdefault(electorate[voter], Counter())[ballot.choice] += 1
    return Tally(
        eligible=len(electorate),
        votes={c: n for c, n in sorted(choices.items()) if c not in (ABSTAIN, NEED_INFO)},
        by_team={team: dict(sorted(votes.items())) for team, votes in sorted(by_team.items())},
        abstained=choices[ABSTAIN],
        need_info=choices[NEED_INFO],
        silent=len(electorate) - len(cast),
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """One person's answer on one item; what the number means is the step's matter.

    None is an answer too: "can't say", or standing aside. ``proxy`` marks, for ever, what the
    facilitator entered for somebody in the room.
    """

    value: int | None
    reason: str = ""
    proxy: bool = False


Marks = Mapping[str, Mark]
"""One person's answers, by item."""
ItemRound = Round[Marks]
"""A round on the items of a step."""


def marks_of(held: ItemRound, participant: str) -> Marks:
    """One person's answers in a round."""
    return held.answers.get(participant, {})


@dataclass(frozen=True, slots=True)
class ItemCount:
    """The pure count of one item: ``counts`` per number from low to high, the rest apart.

    ``withheld`` answers were given, and nothing of them is told.
    """

    counts: tuple[int, ...]
    cant_say: int
    silent: int
    withheld: int = 0


def count_item(
    held: ItemRound, item: str, numbers: range, voters: Iterable[str] | None = None
) -> ItemCount:
    """Count the marks on an item by ``voters``, by default everybody who was asked."""
    counts = dict.fromkeys(numbers, 0)
    cant_say = silent = 0
    for voter in held.electorate if voters is None else voters:
        mark = marks_of(held, voter).get(item)
        if mark is None:
            silent += 1
        elif mark.value in counts:
            counts[mark.value] += 1
        else:
            cant_say += 1
    return ItemCount(tuple(counts.values()), cant_say, silent)


LEAST_SCALE_FOR_A = 3
"""The fewest categories of which agreement A can be told."""
PERCEPTION_GAP = 2
"""From this difference between two teams' medians on, they see a statement differently."""


def median(counts: Sequence[int]) -> float | None:
    """The median of ratings 1 … K given as counts per category; None without ratings."""
    ratings = [place for place, n in enumerate(counts, start=1) for _ in range(n)]
    if not ratings:
        return None
    middle = len(ratings) // 2
    if len(ratings) % 2:
        return float(ratings[middle])
    return (ratings[middle - 1] + ratings[middle]) / 2


def consensus(counts: Sequence[int]) -> float | None:
    """Tastle & Wierman's consensus (2007), 0 to 1; None without ratings.

    ``counts`` are ratings per category 1 … K, K ≥ 2:
    1 + Σ pⱼ log₂(1 − |j − μ| / (K − 1)), with μ the mean rating.
    """
    total = sum(counts)
    if not total:
        return None
    mean = sum(place * n for place, n in enumerate(counts, start=1)) / total
    width = len(counts) - 1
    return 1 + sum(
        n / total * log2(1 - abs(place - mean) / width)
        for place, n in enumerate(counts, start=1)
        if n
    )


def agreement_a(counts: Sequence[int]) -> float | None:
    """Van der Eijk's agreement A (2001), −1 (two camps) to 1; None without ratings.

    ``counts`` are ratings per category 1 … K; raises ValueError for K < 3, where there are no
    triples of categories. The counts are peeled
    into layers of equal height, and each layer's value is weighed by its share of the votes.
    """
    if len(counts) < LEAST_SCALE_FOR_A:
        raise ValueError("agreement A needs at least three categories")
    total = sum(counts)
    if not total:
        return None
    rest = list(counts)
    result = 0.0
    while any(rest):
        height = min(n for n in rest if n)
        used = [n > 0 for n in rest]
        result += height * sum(used) / total * _layer_agreement(used)
        rest = [n - height if n else 0 for n in rest]
    return result


def _layer_agreement(used: Sequence[bool]) -> float:
    """The value of one layer: unimodality U, times 1 − (S − 1)/(K − 1) for S used categories."""
    categories = len(used)
    triples = list(combinations(used, 3))
    unimodal = triples.count((True, True, False)) + triples.count((False, True, True))
    split = triples.count((True, False, True))
    if unimodal + split:
        unimodality = ((categories - 2) * unimodal - (categories - 1) * split) / (
            (categories - 2) * (unimodal + split)
        )
    else:
        unimodality = 1.0
    return unimodality * (1 - (sum(used) - 1) / (categories - 1))
