"""Where attribution is anonymous: what may be told of a round so that it gives nobody away."""

from __future__ import annotations

from collections.abc import Iterable

from facilitator.domain.agreement import FEWEST_TOLD
from facilitator.domain.ballots import VotingRound
from facilitator.domain.claims import teams_told


def stand_by_choices(counts: Iterable[int]) -> bool:
    """Whether words may stand beside the choices that they were given with.

    ``counts`` say how many made each choice. Every choice that was made has to be that of several
    people, whether words came with it or not: else words that stand beside no choice would be those
    of a rare one.
    """
    return all(number >= FEWEST_TOLD for number in counts if number)


def moves_told(before: VotingRound, after: VotingRound) -> bool:
    """Whether it may be told who moved where between two closed rounds, without names.

    Moves tie two rounds to each other. Where somebody answered in one of them alone, was of another
    team, or had their team told in one alone, the figures of both could be held against the moves
    and would tell of fewer people than either does.
    """
    first, second = _answered(before), _answered(after)
    return (
        first == second
        and len(first) >= FEWEST_TOLD
        and teams_told(before.electorate, first) == teams_told(after.electorate, second)
    )


def _answered(held: VotingRound) -> dict[str, str]:
    """Who of the electorate has cast a ballot, with their team."""
    return {voter: team for voter, team in held.electorate.items() if voter in held.ballots}
