"""Changes to a log after its session has ended: an owner, a day, a promise's fate, a typing error.

Each is recorded in the log itself, with who made it and when. Nothing else may change: what was
decided, and who said what, stays as it was.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias, assert_never

from facilitator.domain.agenda import NAME_CELLS, SENTENCE_CELLS
from facilitator.domain.decision_log.checks import check_log
from facilitator.domain.decision_log.faults import quoted
from facilitator.domain.decision_log.model import Amendment, Commitment, DecisionLog, LogDecision
from facilitator.domain.decision_log.prose import AmendmentRefused, Edit, correct_prose
from facilitator.domain.decisions import CommitmentStatus, Outcome
from facilitator.domain.text import TextRefused, clean_line, visible
from facilitator.domain.words.figures import day_of

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
            told = _decision(log, task, "only a decided task has an owner")
            name = _name(owner, "who owns it")
            return _put(log, told, "owner", name, Edit(f"owner of {task}", _NOBODY, name))
        case SetReviewDate(task, day):
            told = _reviewed(log, task, day)
            return _put(log, told, "review_on", day, Edit(f"review of {task}", _NO_DAY, str(day)))
        case SetStatus(promise, status):
            edit = Edit(f"status of commitment {promise}", "", status.value)
            return _put(log, _commitment(log, promise), "status", status, edit)
        case SetDueDay(promise, day):
            edit = Edit(f"due day of commitment {promise}", _NO_DAY, str(day))
            return _put(log, _commitment(log, promise), "due", day, edit)
        case SetCommitmentOwner(promise, owner):
            kept, name = _commitment(log, promise), _name(owner, "who owns it")
            return _put(
                log, kept, "owner", name, Edit(f"owner of commitment {promise}", _NOBODY, name)
            )
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


def _put(
    log: DecisionLog, told: LogDecision | Commitment, field: str, value: Any, edit: Edit
) -> tuple[DecisionLog, tuple[Edit, ...]]:
    """The log with a field of one of its tables changed.

    ``edit`` says what the field is called, what it says where it is absent, and what it says now.
    Raises AmendmentRefused when it says that already.
    """
    edit = replace(edit, was=str(getattr(told, field) or edit.was))
    if edit.was == edit.now:
        raise AmendmentRefused(f"the {edit.field} is {visible(edit.now)} already")
    changed: Any = replace(told, **{field: value})
    decisions = tuple(changed if each is told else each for each in log.decisions)
    commitments = tuple(changed if each is told else each for each in log.commitments)
    return replace(log, decisions=decisions, commitments=commitments), (edit,)


def _decision(log: DecisionLog, task: str, otherwise: str, *outcomes: Outcome) -> LogDecision:
    """The decision on a task, which is decided or has one of the other ``outcomes``."""
    told = log.decisions[_index("task", task, [each.task for each in log.decisions])]
    if told.outcome not in (Outcome.DECIDED, *outcomes):
        raise AmendmentRefused(f"{quoted(task)} is {told.outcome}: {otherwise}")
    return told


def _reviewed(log: DecisionLog, task: str, day: date) -> LogDecision:
    """The decision on a task that may be reviewed on a day."""
    otherwise = "only a decided or deferred task is reviewed"
    told = _decision(log, task, otherwise, Outcome.DEFERRED)
    made_on = day_of(told.decided_at)
    if day < made_on:
        why = f"the review of {task} can't be on {day}, before the decision on {made_on}"
        raise AmendmentRefused(f"{why}: give a later day")
    return told


def _commitment(log: DecisionLog, name: str) -> Commitment:
    return log.commitments[_index("commitment", name, [each.id for each in log.commitments])]


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
