"""A revealed round, as everybody sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from facilitator.domain import discussion
from facilitator.domain.agenda import Attribution
from facilitator.domain.anonymity import moves_told, stand_by_choices, tally_shown
from facilitator.domain.rounds import ABSTAIN, NEED_INFO, Tally, VotingRound
from facilitator.domain.state import Session, StepRecord
from facilitator.domain.words.choices import CHOICES, choice_label


@dataclass(frozen=True, slots=True)
class ChoiceCount:
    """One bar: how many made a choice, and who, where attribution is named."""

    choice: str
    label: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamCount:
    """One team's votes per choice. ``position`` is what more than half of it named, if so."""

    team: str
    name: str
    votes: tuple[tuple[str, int], ...]
    position: str | None


@dataclass(frozen=True, slots=True)
class BallotView:
    """One revealed ballot with something to say.

    ``name`` and ``team`` are "" when anonymous; so is ``choice`` where few have made one.
    """

    name: str
    team: str
    choice: str
    confidence: int | None
    reason: str
    proxy: bool


@dataclass(frozen=True, slots=True)
class RevealView:
    """A revealed round. ``bars`` go from most to least named, then abstained and need-info.

    ``leading_share`` is 0 to 1; ``turns`` and ``movement`` (since the round before) are by the
    choices' labels and people's names. Where ballots are ``withheld`` there is nothing but their
    number and ``silent``: no bars, no words, and ``pattern`` is None.
    """

    number: int
    eligible: int
    silent: int
    ways: discussion.WaysOn
    bars: tuple[ChoiceCount, ...] = ()
    teams: tuple[TeamCount, ...] = ()
    reasons: tuple[BallotView, ...] = ()
    today: tuple[tuple[str, int], ...] = ()
    pattern: discussion.ClaimPattern | None = None
    sentence: str = ""
    driver_absent: bool = False
    leader: str | None = None
    leading_share: float = 0.0
    rule_met: bool = False
    turns: tuple[discussion.Turn, ...] = ()
    movement: discussion.Movement | None = None
    withheld: int = 0


def reveals_of(state: Session, record: StepRecord) -> tuple[RevealView, ...]:
    """Every revealed round of a task, oldest first."""
    rounds = record.revealed
    before: tuple[VotingRound | None, ...] = (None, *rounds)
    held_since = len(record.rounds) - record.rounds_before
    return tuple(
        _reveal(state, held, earlier, held_since)
        for held, earlier in zip(rounds, before, strict=False)
    )


def _reveal(
    state: Session, held: VotingRound, before: VotingRound | None, rounds_held: int
) -> RevealView:
    agenda = state.agenda
    named = agenda.rules.attribution is Attribution.NAMED
    tally = tally_shown(agenda, held)
    ways = discussion.ways_on(tally, agenda.rules, rounds_held)
    if tally.withheld:
        return RevealView(held.number, tally.eligible, tally.silent, ways, withheld=tally.withheld)
    reading = discussion.read_claims(tally, frozenset(held.electorate.values()))
    cast = held.counted
    turns = discussion.speaking_order(cast, tally) if named else discussion.order_by_counts(tally)
    names = agenda.team_names
    people = {p.id: p.name for p in state.participants.values()} if named else {}
    return RevealView(
        number=held.number,
        eligible=tally.eligible,
        silent=tally.silent,
        bars=_bars(tally, names, {v: b.choice for v, b in cast.items()}, people),
        teams=tuple(
            TeamCount(team, names[team], tuple(votes.items()), reading.positions[team])
            for team, votes in tally.by_team.items()
        ),
        reasons=_reasons(held, people, names),
        today=tuple(sorted(Counter(b.today for b in cast.values() if b.today).items())),
        pattern=reading.pattern,
        sentence=discussion.sentence(reading, names),
        driver_absent=reading.driver_absent,
        leader=tally.leader,
        leading_share=tally.leading_share,
        rule_met=tally.meets(agenda.rules.agreement_required),
        ways=ways,
        turns=tuple(
            discussion.Turn(
                names[turn.choice],
                tuple(people[v] for v in turn.speakers if v in people),
                turn.why,
            )
            for turn in turns
        ),
        movement=_movement(before, held, names, people),
    )


def _bars(
    tally: Tally,
    names: Mapping[str, str],
    choices: Mapping[str, str],
    people: Mapping[str, str],
) -> tuple[ChoiceCount, ...]:
    counted = sorted(tally.votes.items(), key=lambda item: (-item[1], item[0]))
    counted += [(c, n) for c, n in ((ABSTAIN, tally.abstained), (NEED_INFO, tally.need_info)) if n]
    return tuple(
        ChoiceCount(
            choice,
            choice_label(choice, names),
            number,
            tuple(people[v] for v, made in choices.items() if made == choice and v in people),
        )
        for choice, number in counted
    )


def _reasons(
    held: VotingRound, people: Mapping[str, str], teams: Mapping[str, str]
) -> tuple[BallotView, ...]:
    spoken = [
        (voter, held.answers[voter])
        for voter in held.electorate
        if voter in held.answers and held.answers[voter].reason
    ]
    made = Counter(ballot.choice for ballot in held.counted.values())
    has_choices = bool(people) or stand_by_choices(made.values())
    views = [
        BallotView(
            name=people.get(voter, ""),
            team=teams[held.electorate[voter]] if voter in people else "",
            choice=choice_label(ballot.choice, teams) if has_choices else "",
            confidence=ballot.confidence if voter in people else None,
            reason=ballot.reason,
            proxy=ballot.proxy and voter in people,
        )
        for voter, ballot in spoken
    ]
    # Without names even the order in which people joined must not tell them apart.
    return tuple(views) if people else tuple(sorted(views, key=lambda v: (v.choice, v.reason)))


def _movement(
    before: VotingRound | None,
    held: VotingRound,
    names: Mapping[str, str],
    people: Mapping[str, str],
) -> discussion.Movement | None:
    if before is None or not (people or moves_told(before, held)):
        return None
    moved = discussion.movement(before.counted, held.counted)
    label = {**names, **CHOICES}
    return replace(
        moved,
        moves=tuple((label[old], label[new], number) for old, new, number in moved.moves),
        people=tuple(
            (people[v], label[old], label[new]) for v, old, new in moved.people if v in people
        ),
    )
