"""Changes to a log after its session has ended: an owner, a day, a promise's fate, a typing error.

Each is recorded in the log itself, with who made it and when. Nothing else may change: what was
decided, and who said what, stays as it was.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias, TypeVar, assert_never

from facilitator.domain.agenda import NAME_CELLS, SENTENCE_CELLS
from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.days import day_of
from facilitator.domain.decision_log.checks import check_log
from facilitator.domain.decision_log.faults import quoted
from facilitator.domain.decision_log.model import Amendment, Commitment, DecisionLog, LogDecision
from facilitator.domain.decision_log.prose import AmendmentRefused, Edit, correct_prose
from facilitator.domain.decisions import Outcome
from facilitator.domain.text import TextRefused, clean_line, visible

__all__ = [
    "Amended",
    "AmendmentRefused",
    "Change",
    "CorrectTyping",
    "Edit",
    "SetCommitmentOwner",
    "SetDueDay",
    "SetOwner",
    "SetReviewDate",
    "SetStatus",
    "amend",
]

T = TypeVar("T")

MOST_NAMED = 8
"""How many ids a refusal names at the most."""
_NOBODY = "nobody"
_NO_DAY = "no day"
_A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class SetOwner:
    """Somebody else in the driving team answers for a decided task."""

    task: str
    owner: str


@dataclass(frozen=True, slots=True)
class SetReviewDate:
    """A decided or deferred task is looked at again on another day."""

    task: str
    review_on: date


@dataclass(frozen=True, slots=True)
class SetStatus:
    """What has become of a commitment."""

    commitment: str
    status: CommitmentStatus


@dataclass(frozen=True, slots=True)
class SetDueDay:
    """A commitment is to be kept by another day."""

    commitment: str
    due: date


@dataclass(frozen=True, slots=True)
class SetCommitmentOwner:
    """Somebody else in the giving team answers for a commitment."""

    commitment: str
    owner: str


@dataclass(frozen=True, slots=True)
class CorrectTyping:
    """A typing error, corrected wherever the text is the facilitator's or the agenda's."""

    wrong: str
    right: str


Change: TypeAlias = (
    SetOwner | SetReviewDate | SetStatus | SetDueDay | SetCommitmentOwner | CorrectTyping
)


@dataclass(frozen=True, slots=True)
class Amended:
    """A log with changes made: the ``amendments`` that were added, and field by field the edits."""

    log: DecisionLog
    amendments: tuple[Amendment, ...]
    edits: tuple[Edit, ...]


def amend(log: DecisionLog, changes: Sequence[Change], by: str, at: datetime) -> Amended:
    """A log with these changes, each recorded as made by somebody at a moment.

    It contradicts itself in nothing that it didn't before.

    The moment is kept in whole seconds, and never before the session's end or an earlier amendment,
    however slow the clock. Raises AmendmentRefused when one of them can't be made.
    """
    author = _name(by, "who amends the log")
    moment = _in_order(log, at)
    amended = log
    edits: list[Edit] = []
    for change in changes:
        amended, made = _with(amended, change)
        note = Amendment(at=moment, by=author, what=_what(change, made))
        amended = replace(amended, amendments=(*amended.amendments, note))
        edits += made
    before = frozenset(check_log(log))
    for fault in check_log(amended):
        if fault in before:
            continue
        told = f"then {fault.place[-1]} in {fault.place[0]} {fault.message}"
        raise AmendmentRefused(f"the log would contradict itself: {told}; {fault.hint}")
    return Amended(amended, amended.amendments[len(log.amendments) :], tuple(edits))


def _in_order(log: DecisionLog, at: datetime) -> datetime:
    latest = max([log.session.ended_at, *(each.at for each in log.amendments)])
    first = latest if latest.microsecond == 0 else latest.replace(microsecond=0) + _A_SECOND
    return max(first, at.astimezone(UTC).replace(microsecond=0))


def _with(log: DecisionLog, change: Change) -> tuple[DecisionLog, tuple[Edit, ...]]:
    """The log after one change, and which fields say something else now."""
    match change:
        case SetOwner(task, owner):
            return _with_decision(log, task, lambda told: _owned(told, owner))
        case SetReviewDate(task, review_on):
            return _with_decision(log, task, lambda told: _reviewed(told, review_on))
        case SetStatus(commitment, status):
            return _with_commitment(log, commitment, lambda told: _with_status(told, status))
        case SetDueDay(commitment, due):
            return _with_commitment(log, commitment, lambda told: _due(told, due))
        case SetCommitmentOwner(commitment, owner):
            return _with_commitment(log, commitment, lambda told: _promised(told, owner))
        case CorrectTyping(wrong, right):
            before, after = _text(wrong), _text(right)
            if before == after:
                raise AmendmentRefused(f"{quoted(visible(before))} stays as it is: nothing changes")
            return correct_prose(log, before, after)
        case _:
            assert_never(change)


def _what(change: Change, edits: Sequence[Edit]) -> str:
    """The change as the log records it."""
    if not isinstance(change, CorrectTyping):
        (edit,) = edits
        return f"{edit.field}: {edit.was} -> {edit.now}"
    where = edits[0].field if len(edits) == 1 else f"{len(edits)} places"
    return f"typing error in {where}: {_text(change.wrong)} -> {_text(change.right)}"


def _with_decision(
    log: DecisionLog, task: str, change: Callable[[LogDecision], tuple[LogDecision, Edit]]
) -> tuple[DecisionLog, tuple[Edit, ...]]:
    index = _index("task", task, [told.task for told in log.decisions])
    decision, edit = _changed(log.decisions[index], change)
    return replace(log, decisions=_put(log.decisions, index, decision)), (edit,)


def _with_commitment(
    log: DecisionLog, commitment: str, change: Callable[[Commitment], tuple[Commitment, Edit]]
) -> tuple[DecisionLog, tuple[Edit, ...]]:
    index = _index("commitment", commitment, [promise.id for promise in log.commitments])
    promise, edit = _changed(log.commitments[index], change)
    return replace(log, commitments=_put(log.commitments, index, promise)), (edit,)


def _changed(told: T, change: Callable[[T], tuple[T, Edit]]) -> tuple[T, Edit]:
    """What became of it; raises AmendmentRefused when that is what it was."""
    made, edit = change(told)
    if edit.was == edit.now:
        raise AmendmentRefused(f"the {edit.field} is {visible(edit.now)} already")
    return made, edit


def _put(tables: tuple[T, ...], index: int, table: T) -> tuple[T, ...]:
    return (*tables[:index], table, *tables[index + 1 :])


def _index(what: str, wanted: str, known: Sequence[str]) -> int:
    """Where it stands among those known; raises AmendmentRefused, naming those that are near."""
    if wanted in known:
        return known.index(wanted)
    told = f"this log has no {what} {quoted(visible(wanted))}"
    near = difflib.get_close_matches(wanted[:64], known, n=3)
    if near:
        raise AmendmentRefused(f"{told}: did you mean {_either(near)}?")
    if not known:
        raise AmendmentRefused(f"{told}; it has none at all")
    more = " …" if len(known) > MOST_NAMED else ""
    raise AmendmentRefused(f"{told}; it has {', '.join(known[:MOST_NAMED])}{more}")


def _either(names: Iterable[str]) -> str:
    return " or ".join(quoted(name) for name in names)


def _owned(told: LogDecision, owner: str) -> tuple[LogDecision, Edit]:
    if told.outcome is not Outcome.DECIDED:
        why = f"{quoted(told.task)} is {told.outcome}: only a decided task has an owner"
        raise AmendmentRefused(why)
    name = _name(owner, "who owns it")
    edit = Edit(f"owner of {told.task}", told.owner or _NOBODY, name)
    return replace(told, owner=name), edit


def _reviewed(told: LogDecision, review_on: date) -> tuple[LogDecision, Edit]:
    if told.outcome not in (Outcome.DECIDED, Outcome.DEFERRED):
        why = f"{quoted(told.task)} is {told.outcome}: only a decided or deferred task is reviewed"
        raise AmendmentRefused(why)
    made_on = day_of(told.decided_at)
    if review_on < made_on:
        why = f"the review of {told.task} can't be on {review_on}, before the decision on {made_on}"
        raise AmendmentRefused(f"{why}: give a later day")
    edit = Edit(f"review of {told.task}", str(told.review_on or _NO_DAY), str(review_on))
    return replace(told, review_on=review_on), edit


def _with_status(told: Commitment, status: CommitmentStatus) -> tuple[Commitment, Edit]:
    edit = Edit(f"status of commitment {told.id}", told.status.value, status.value)
    return replace(told, status=status), edit


def _due(told: Commitment, due: date) -> tuple[Commitment, Edit]:
    edit = Edit(f"due day of commitment {told.id}", str(told.due or _NO_DAY), str(due))
    return replace(told, due=due), edit


def _promised(told: Commitment, owner: str) -> tuple[Commitment, Edit]:
    name = _name(owner, "who owns it")
    edit = Edit(f"owner of commitment {told.id}", told.owner or _NOBODY, name)
    return replace(told, owner=name), edit


def _name(typed: str, whose: str) -> str:
    return _line(typed, NAME_CELLS, f"the name of {whose}")


def _text(typed: str) -> str:
    return _line(typed, SENTENCE_CELLS, "the text to correct")


def _line(typed: str, most_cells: int, what: str) -> str:
    """Text as it is kept; raises AmendmentRefused when it can't be, or there is none."""
    try:
        line = clean_line(typed, most_cells=most_cells)
    except TextRefused as refused:
        raise AmendmentRefused(f"{what} can't be kept like this: {refused}") from refused
    if not line:
        raise AmendmentRefused(f"{what} is empty: type it")
    return line
