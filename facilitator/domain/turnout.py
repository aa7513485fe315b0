"""Who has answered in an open round, and what a reveal of so much would give away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from facilitator.domain.agenda import Attribution
from facilitator.domain.anonymity import FEWEST_TOLD
from facilitator.domain.rounds import Round
from facilitator.domain.state import Session
from facilitator.domain.steps import kind_of


@dataclass(frozen=True, slots=True)
class Turnout:
    """The voters whom the open round asks, and those of them who have answered all of it.

    Of dots in an anonymous session those are ``done`` who have placed any, and ``has_dots_left``
    says whether all of them have placed all: how many somebody has placed is part of the answer.
    """

    asked: frozenset[str]
    done: frozenset[str]
    has_dots_left: bool = False


@lru_cache(maxsize=4)
def turnout(state: Session) -> Turnout:
    """Who is asked, and who has answered, in the open round of the current step, if any."""
    step = state.current_step
    held = state.open_round(step.id) if step else None
    if step is None or held is None:
        return Turnout(frozenset(), frozenset())
    kind = kind_of(step)
    teams = kind.teams_asked(state, step, held.about)
    asked = {voter.id: voter for voter in state.voters if voter.team in teams}
    done = frozenset(who for who, voter in asked.items() if kind.is_done(state, step, held, voter))
    is_hidden = kind.is_one_answer and state.agenda.rules.attribution is Attribution.ANONYMOUS
    is_left = is_hidden and not all(
        kind.has_finished(state, step, held, voter) for voter in asked.values()
    )
    return Turnout(frozenset(asked), done, has_dots_left=is_left)


@dataclass(frozen=True, slots=True)
class Exposure:
    """Why to think twice before an open round is revealed; people are told by name.

    ``answered`` have answered something so far. ``is_too_few``: nothing could be told of that.
    Otherwise the results of this round and of the earlier one of that ``number`` could be held
    against each other: ``gone`` answered then and not, or not all of it, now, ``new`` the other way
    round. Each is one person, two or none: of more nobody's answer stands out.
    """

    answered: int
    is_too_few: bool
    number: int = 0
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Answered:
    """Who has answered something in a round, and who all of it."""

    something: frozenset[str]
    everything: frozenset[str]


def exposure(state: Session) -> Exposure | None:
    """What there is to say before the open round of the current step is revealed, if anything."""
    now = _now(state)
    if now is None or not now.something:
        return None
    answered = len(now.something)
    if answered < FEWEST_TOLD:
        return Exposure(answered, is_too_few=True)
    for number, before in _earlier(state):
        gone = before.something - now.everything
        new = now.something - before.everything
        if 0 < len(gone) < FEWEST_TOLD or 0 < len(new) < FEWEST_TOLD:
            return Exposure(
                answered,
                is_too_few=False,
                number=number,
                gone=_in_order(state, gone),
                new=_in_order(state, new),
            )
    return None


def _in_order(state: Session, people: frozenset[str]) -> tuple[str, ...]:
    """One person or two as they came; nobody where there are more."""
    few = people if len(people) < FEWEST_TOLD else frozenset()
    return tuple(person.name for person in state.participants.values() if person.id in few)


def _now(state: Session) -> _Answered | None:
    """Who has answered in the open round of an anonymous session; None where none is open."""
    held = state.open_round(state.current) if state.current else None
    if held is None or state.agenda.rules.attribution is Attribution.NAMED:
        return None
    there = turnout(state)
    return _Answered(frozenset(v for v in there.asked if held.answers.get(v)), there.done)


def _earlier(state: Session) -> Iterator[tuple[int, _Answered]]:
    """The revealed rounds about the same of which something was told, the newest first."""
    step = state.current or ""
    now = state.open_round(step)
    for held in reversed(state.rounds_on(step)):
        if now is not None and held.is_revealed and held.about == now.about:
            before = _answered_in(state, step, held)
            if len(before.something) >= FEWEST_TOLD:
                yield held.number, before


def _answered_in(state: Session, step_id: str, held: Round[Any]) -> _Answered:
    step = state.step(step_id)
    kind = kind_of(step)
    something = frozenset(voter for voter in held.electorate if held.answers.get(voter))
    people = (state.participants[voter] for voter in something)
    everything = frozenset(p.id for p in people if kind.is_done(state, step, held, p))
    return _Answered(something, everything)
