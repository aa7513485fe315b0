"""Claim patterns: what the split between teams looks like, and what to ask the room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum

from facilitator.domain.agreement import FEWEST_TOLD
from facilitator.domain.rounds import Tally


class ClaimPattern(StrEnum):
    """The name of a split between teams."""

    THIN = "thin"
    AGREED = "agreed"
    CONTESTED = "contested"
    DIVIDED = "divided"
    ORPHANED = "orphaned"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """A pattern with what it rests on.

    ``positions`` gives, for each team with a real vote, the choice named by more than half of its
    real votes, or None where the team is divided. ``driver_absent``: the teams agree on a team that
    has nobody in the room.
    """

    pattern: ClaimPattern
    positions: Mapping[str, str | None]
    driver_absent: bool = False

    @property
    def claimants(self) -> tuple[str, ...]:
        """The teams whose position is themselves."""
        return tuple(team for team, position in self.positions.items() if position == team)

    @property
    def divided(self) -> tuple[str, ...]:
        """The teams without a position."""
        return tuple(team for team, position in self.positions.items() if position is None)


def position_of(votes: Mapping[str, int]) -> str | None:
    """The choice named by more than half of a team's real votes; None when it is divided."""
    total = sum(votes.values())
    for choice, number in votes.items():
        if 2 * number > total:
            return choice
    return None


def read_claims(tally: Tally, teams_present: frozenset[str]) -> ClaimReading:
    """Name the pattern of a tally; ``teams_present`` are the teams with somebody in the room."""
    positions = {team: position_of(votes) for team, votes in tally.by_team.items()}
    pattern = _pattern(positions)
    absent = pattern is ClaimPattern.AGREED and next(iter(positions.values())) not in teams_present
    return ClaimReading(pattern, positions, driver_absent=absent)


def _pattern(positions: Mapping[str, str | None]) -> ClaimPattern:
    claimants = [team for team, position in positions.items() if team == position]
    is_divided = None in positions.values()
    if len(positions) < 2:  # noqa: PLR2004 - one side is no split
        return ClaimPattern.THIN
    if not is_divided and len(set(positions.values())) == 1:
        return ClaimPattern.AGREED
    if len(claimants) > 1:
        return ClaimPattern.CONTESTED
    if is_divided:
        return ClaimPattern.DIVIDED
    return ClaimPattern.DISPUTED if claimants else ClaimPattern.ORPHANED


def sentence(reading: ClaimReading, names: Mapping[str, str]) -> str:
    """The pattern in words for the room; ``names`` gives each team's name by id."""
    positions = reading.positions
    match reading.pattern:
        case ClaimPattern.THIN:
            return "Only one side has voted. Whose view is missing?"
        case ClaimPattern.AGREED:
            return "You agree. Confirm what support the driver needs."
        case ClaimPattern.CONTESTED:
            claim = "Both claim it" if len(reading.claimants) == 2 else "Several claim it"  # noqa: PLR2004
            return f"{claim}. What would each lose by supporting instead of driving?"
        case ClaimPattern.DIVIDED:
            split = _listed([names[team] for team in reading.divided])
            if len(reading.divided) == 1:
                return f"{split} is split inside. Let that team talk first."
            return f"{split} are split inside. Let those teams talk first."
        case ClaimPattern.ORPHANED:
            return "Everyone points at someone else. What makes this task unattractive?"
        case ClaimPattern.DISPUTED:
            (team,) = reading.claimants
            others = [other for other in positions if other != team and positions[other] != team]
            seen = _listed(sorted({names[str(positions[other])] for other in others}))
            verb = "sees" if len(others) == 1 else "see"
            who = _listed([names[other] for other in others])
            return f"{names[team]} wants it; {who} {verb} {seen}. What worries them?"


def _listed(words: list[str]) -> str:
    if len(words) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def teams_shown(electorate: Mapping[str, str]) -> frozenset[str]:
    """The teams whose figures may be given where attribution is anonymous.

    A team with fewer than :data:`~facilitator.domain.agreement.FEWEST_TOLD` voters is left out,
    and then the smallest others too until what is left out, which anyone can have by subtraction
    from the total, is at least two teams and that many voters.
    """
    sizes = Counter(electorate.values())
    by_size = sorted(sizes, key=lambda team: (sizes[team], team))
    hidden = [team for team in by_size if sizes[team] < FEWEST_TOLD]
    for team in by_size[len(hidden) :]:
        enough = len(hidden) > 1 and sum(sizes[t] for t in hidden) >= FEWEST_TOLD
        if not hidden or enough:
            break
        hidden.append(team)
    return frozenset(by_size) - frozenset(hidden)


def teams_told(electorate: Mapping[str, str], answered: Container[str]) -> frozenset[str]:
    """The teams whose figures in a round may be given where attribution is anonymous.

    ``answered`` are those of the electorate who cast something: the room sees who has, so a team of
    three of whom one has answered is as small as a team of one.
    """
    cast = {voter: team for voter, team in electorate.items() if voter in answered}
    return teams_shown(electorate) & teams_shown(cast)
