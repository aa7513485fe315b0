"""Ballots on a task, and the pure count of a round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from facilitator.domain.rounds import Round

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
