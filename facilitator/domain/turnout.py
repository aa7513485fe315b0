"""Who is asked what in a round on a step's items, and whether they have answered it all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from facilitator.domain.agenda import (
    Attribution,
    Close,
    Commit,
    ContestedTask,
    FollowUp,
    Rate,
    Shortlist,
)
from facilitator.domain.anonymity import item_shown
from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.marks import (
    CONSENT,
    FINGERS,
    OBJECTION,
    PLAN,
    RETURN_ON_TIME,
    TOLD,
    YES,
    ItemRound,
    marks_of,
)
from facilitator.domain.people import Participant
from facilitator.domain.state import Session


def teams_asked(state: Session, step: str, about: str) -> frozenset[str]:
    """The teams whose voters are asked in a round on a step's items.

    A promise is the matter of its two teams, what became of promises that of those who receive
    them. Where attribution is anonymous everybody is asked about everything: else a small team's
    answers would be known.
    """
    everybody = frozenset(team.id for team in state.agenda.teams)
    if state.agenda.rules.attribution is Attribution.ANONYMOUS:
        return everybody
    held_on = state.step(step)
    if isinstance(held_on, Commit) and about in state.promises[step]:
        return everybody & frozenset(state.promises[step][about].promise.teams)
    if isinstance(held_on, FollowUp):
        return everybody & {promise.receiver for promise in state.owed}
    return everybody


def items_asked(state: Session, step: str, voter: Participant | None = None) -> tuple[str, ...]:
    """The ids of what a round on a step's items asks, of everybody or of one voter."""
    match state.step(step):
        case Rate(statements=statements):
            return tuple(statement.id for statement in statements)
        case Shortlist(tasks=tasks):
            return tasks
        case FollowUp():
            return tuple(
                promise.id
                for promise in state.owed
                if voter is None
                or state.agenda.rules.attribution is Attribution.ANONYMOUS
                or promise.receiver == voter.team
            )
        case Commit():
            return (CONSENT,)
        case Close():
            return (PLAN, RETURN_ON_TIME)
        case _:
            return ()


def numbers_for(state: Session, step: str) -> range:
    """The numbers that a mark in a step can have, besides None."""
    match state.step(step):
        case Rate(scale=scale):
            return range(1, len(scale) + 1)
        case Shortlist(dots=dots):
            return range(1, dots + 1)
        case FollowUp():
            return range(1, len(TOLD) + 1)
        case Commit():
            return range(OBJECTION, YES + 1)
        case Close():
            return FINGERS
        case _:
            return range(0)


def is_asked(state: Session, step: str, held: ItemRound, person: Participant) -> bool:
    """Whether a round asks anything of somebody."""
    return person.team in teams_asked(state, step, held.about)


@dataclass(frozen=True, slots=True)
class Turnout:
    """The voters whom the open round asks, and those of them who have answered all of it.

    Of dots in an anonymous session those are ``done`` who have placed any, and ``has_dots_left``
    says whether all of them have placed all: how many somebody has placed is part of the answer.
    """

    asked: frozenset[str]
    done: frozenset[str]
    has_dots_left: bool = False


_NOBODY: frozenset[str] = frozenset()


@lru_cache(maxsize=4)
def turnout(state: Session) -> Turnout:
    """Who is asked, and who has answered, in the open round of the current step, if any."""
    step = state.current
    items = state.open_round(step) if step else None
    if step is None or items is None:
        return Turnout(_NOBODY, _NOBODY)
    if isinstance(state.step(step), ContestedTask):
        everybody = frozenset(voter.id for voter in state.voters)
        return Turnout(everybody, everybody & frozenset(items.answers))
    teams = teams_asked(state, step, items.about)
    asked = {voter.id: voter for voter in state.voters if voter.team in teams}
    finished = frozenset(_finished(state, step, items, asked))
    is_anonymous = state.agenda.rules.attribution is Attribution.ANONYMOUS
    if is_anonymous and isinstance(state.step(step), Shortlist):
        begun = frozenset(voter for voter in asked if marks_of(items, voter))
        return Turnout(frozenset(asked), begun, has_dots_left=finished != asked.keys())
    return Turnout(frozenset(asked), finished)


def _finished(
    state: Session, step: str, held: ItemRound, asked: Mapping[str, Participant]
) -> Iterator[str]:
    """Those who have answered every item, or placed every dot."""
    shortlist = state.step(step)
    if isinstance(shortlist, Shortlist):
        for voter in asked:
            if sum(mark.value or 0 for mark in marks_of(held, voter).values()) >= shortlist.dots:
                yield voter
        return
    wanted: dict[str | None, frozenset[str]] = {}
    for voter, person in asked.items():
        if person.team not in wanted:
            wanted[person.team] = frozenset(items_asked(state, step, person))
        if wanted[person.team] <= marks_of(held, voter).keys():
            yield voter


def statuses_told(state: Session, step: str, promise: str) -> tuple[CommitmentStatus, ...]:
    """What the receiving team says of an earlier promise, most said first.

    When nobody says anything it is still open; so it is where anonymity lets nothing be told.
    """
    held = state.last_revealed(step)
    if held is None:
        return (CommitmentStatus.OPEN,)
    counts = item_shown(state.agenda, held, promise, range(1, len(TOLD) + 1)).counts
    said = [(count, status) for count, status in zip(counts, TOLD, strict=True) if count]
    said.sort(key=lambda each: -each[0])
    return tuple(status for _, status in said) or (CommitmentStatus.OPEN,)
