"""What a reveal gives the room to go on with.

The split between its teams with what to ask them, who speaks, who moved, which ways lead on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from facilitator.domain.agenda import Fallback, Rules
from facilitator.domain.rounds import Ballot, Tally
from facilitator.domain.words.figures import listed


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
            split = listed([names[team] for team in reading.divided])
            if len(reading.divided) == 1:
                return f"{split} is split inside. Let that team talk first."
            return f"{split} are split inside. Let those teams talk first."
        case ClaimPattern.ORPHANED:
            return "Everyone points at someone else. What makes this task unattractive?"
        case ClaimPattern.DISPUTED:
            (team,) = reading.claimants
            others = [other for other in positions if other != team and positions[other] != team]
            seen = listed(sorted({names[str(positions[other])] for other in others}))
            verb = "sees" if len(others) == 1 else "see"
            who = listed([names[other] for other in others])
            return f"{names[team]} wants it; {who} {verb} {seen}. What worries them?"


class WayOn(StrEnum):
    """What the facilitator can do after a reveal. Deciding is always possible."""

    DECIDE = "decide"
    NEW_ROUND = "new-round"
    DEFER = "defer"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class WaysOn:
    """The ways on after a reveal, and the one that the rules point to."""

    open: tuple[WayOn, ...]
    advised: WayOn


def ways_on(tally: Tally, rules: Rules, rounds_held: int) -> WaysOn:
    """The stop rule: decide when it is met, else a new round while any is left, else fall back.

    ``rounds_held`` counts since the task was last reopened: with none yet, a new round is advised
    whatever the old ones said, for that is why it was reopened.
    """
    fallback = WayOn.DEFER if rules.fallback is Fallback.DEFER else WayOn.ESCALATE
    more = rounds_held < rules.max_rounds
    ways = (WayOn.DECIDE, *((WayOn.NEW_ROUND,) if more else ()), fallback)
    if rounds_held and tally.meets(rules.agreement_required):
        return WaysOn(ways, WayOn.DECIDE)
    return WaysOn(ways, WayOn.NEW_ROUND if more else fallback)


@dataclass(frozen=True, slots=True)
class Movement:
    """Who went where between two rounds, among participants with ballots in both.

    ``moves`` are pairs of unlike choices, from and to, with how many made that move; ``stayed`` is
    how many kept their choice. ``people`` are the movers, each with from and to.
    """

    moves: tuple[tuple[str, str, int], ...]
    stayed: int
    people: tuple[tuple[str, str, str], ...]

    @property
    def movers(self) -> int:
        """How many changed their choice."""
        return sum(number for _, _, number in self.moves)


def movement(before: Mapping[str, Ballot], after: Mapping[str, Ballot]) -> Movement:
    """Compare the ballots of two rounds, by participant id."""
    both = [(v, before[v].choice, after[v].choice) for v in after if v in before]
    people = tuple((voter, old, new) for voter, old, new in both if old != new)
    moves = sorted(Counter((old, new) for _, old, new in people).items())
    return Movement(
        moves=tuple((old, new, number) for (old, new), number in moves),
        stayed=len(both) - len(people),
        people=people,
    )


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody to hear: a choice, and those participants who made it and are asked to speak."""

    choice: str
    speakers: tuple[str, ...]
    why: str


def speaking_order(ballots: Mapping[str, Ballot], tally: Tally) -> tuple[Turn, ...]:
    """Who speaks next after a reveal: the rarest reasons, the surest losers, the largest group.

    Who did not say how sure they are counts as less sure than anyone who did.
    """
    real = {voter: ballot for voter, ballot in ballots.items() if ballot.names_team}
    turns: list[Turn] = []
    if len(tally.votes) > 1:
        fewest = min(tally.votes.values())
        for choice in (c for c, n in tally.votes.items() if n == fewest):
            voters = tuple(v for v, b in real.items() if b.choice == choice and b.reason)
            if voters:
                turns.append(Turn(choice, voters, "fewest named it, with a reason"))
    losing = {v: b.confidence or 0 for v, b in real.items() if b.choice not in tally.leaders}
    surest = max(losing.values(), default=0)
    why = "surest of the others" if surest else "the others"
    turns.extend(_turns_by_choice(real, [v for v in losing if losing[v] == surest], why))
    for choice in tally.leaders:
        voters = tuple(v for v, b in real.items() if b.choice == choice)
        turns.append(Turn(choice, voters, _largest(tally)))
    return _each_speaker_once(turns)


def order_by_counts(tally: Tally) -> tuple[Turn, ...]:
    """The same where votes are anonymous: choices alone, by how many made them.

    Who gave a reason, or how sure they were, must not show in the order: it would tie that to a
    choice that few have made.
    """
    rarest_first = sorted(tally.votes, key=lambda choice: (tally.votes[choice], choice))
    fewest = min(tally.votes.values(), default=0)
    others = [choice for choice in rarest_first if choice not in tally.leaders]
    return (
        *(
            Turn(choice, (), "fewest named it" if tally.votes[choice] == fewest else "the others")
            for choice in others
        ),
        *(Turn(choice, (), _largest(tally)) for choice in tally.leaders),
    )


def _largest(tally: Tally) -> str:
    return "the largest group" if tally.leader else "as large a group as any"


def _turns_by_choice(real: Mapping[str, Ballot], voters: list[str], why: str) -> list[Turn]:
    choices = sorted({real[voter].choice for voter in voters})
    return [
        Turn(choice, tuple(v for v in voters if real[v].choice == choice), why)
        for choice in choices
    ]


def _each_speaker_once(turns: list[Turn]) -> tuple[Turn, ...]:
    heard: set[str] = set()
    result = []
    for turn in turns:
        speakers = tuple(v for v in turn.speakers if v not in heard)
        heard.update(speakers)
        if speakers:
            result.append(Turn(turn.choice, speakers, turn.why))
    return tuple(result)
