"""Where attribution is anonymous: what may be told of a round so that it gives nobody away.

Everything that is told of a round, on whatever screen and in the log, goes by what is told here, so
that a figure which is withheld is withheld with all that could be made of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from facilitator.domain.agenda import Agenda, Attribution
from facilitator.domain.rounds import ItemCount, ItemRound, Tally, VotingRound, count, count_item

FEWEST_TOLD = 3
"""Where attribution is anonymous, nothing is told of what fewer people than this have answered."""


def withheld(agenda: Agenda, answers: int) -> int:
    """How many of the answers to a matter are not told.

    All of them, where votes are anonymous and fewer than
    :data:`FEWEST_TOLD` people have answered; else none.
    """
    is_anonymous = agenda.rules.attribution is Attribution.ANONYMOUS
    return answers if is_anonymous and answers < FEWEST_TOLD else 0


def teams_shown(electorate: Mapping[str, str]) -> frozenset[str]:
    """The teams whose figures may be given where attribution is anonymous.

    A team with fewer than :data:`FEWEST_TOLD` voters is left out,
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


def tally_shown(agenda: Agenda, held: VotingRound) -> Tally:
    """The count of a closed round, without what anonymity withholds: all of it, or some teams."""
    tally = count(held.answers, held.electorate)
    if agenda.rules.attribution is Attribution.NAMED:
        return tally
    if number := withheld(agenda, tally.eligible - tally.silent):
        return Tally(tally.eligible, {}, {}, silent=tally.silent, withheld=number)
    shown = teams_told(held.electorate, held.answers)
    return replace(tally, by_team={t: votes for t, votes in tally.by_team.items() if t in shown})


def first_told(agenda: Agenda, rounds: Iterable[VotingRound]) -> VotingRound | None:
    """The first of several closed rounds of which something is told; None where there is none."""
    return next((held for held in rounds if not tally_shown(agenda, held).withheld), None)


def item_shown(agenda: Agenda, held: ItemRound, item: str, numbers: range) -> ItemCount:
    """The count of an item in a closed round, without what anonymity withholds."""
    found = count_item(held, item, numbers)
    number = withheld(agenda, len(held.electorate) - found.silent)
    return ItemCount((0,) * len(numbers), 0, found.silent, number) if number else found


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


def _answered(held: VotingRound) -> Mapping[str, str]:
    """Who of the electorate has cast a ballot, with their team."""
    return {voter: held.electorate[voter] for voter in held.counted}
