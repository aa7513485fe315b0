"""Changes to a log after its session has ended: an owner, a day, a promise's fate, a typing error.

Each is recorded in the log itself, with who made it and when. Nothing else may change: what was
decided, and who said what, stays as it was. Typing errors are corrected in the facilitator's and
the agenda's text alone: not in ids, by which logs know each other's tasks again; not in what people
said with a vote or an objection, which is theirs; not in amendments, which tell what was changed.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias, TypeVar, assert_never

from facilitator.domain.agenda import NAME_CELLS, SENTENCE_CELLS
from facilitator.domain.decision_log import model
from facilitator.domain.decision_log.checks import check_log
from facilitator.domain.decision_log.faults import quoted
from facilitator.domain.decisions import CommitmentStatus, Outcome
from facilitator.domain.fields import Text, fields_of
from facilitator.domain.text import TextRefused, cells, clean_block, clean_line, visible
from facilitator.domain.words.figures import day_of

MOST_NAMED = 8
"""How many ids a refusal names at the most."""
_NOBODY = "nobody"
_NO_DAY = "no day"
_A_SECOND = timedelta(seconds=1)
_CALLED: dict[type[model.LogTable], str] = {
    model.LogSession: "the session",
    model.LogRules: "the rules",
    model.LogTeam: "team {0.id}",
    model.LogParticipant: "participant {0.id}",
    model.LogDecision: "{0.task}",
    model.LogSupport: "{0.team}'s support on {above}",
    model.LogDissent: "an objector on {above}",
    model.Rating: "statement {0.statement}",
    model.ShortlistEntry: "{0.task} on the shortlist",
    model.Commitment: "commitment {0.id}",
    model.LogParkedItem: "parked item {number}",
}
"""What people call a table.

``0`` is the table itself, ``above`` what the one above it is called, ``number`` its place among its
like.
"""
_FIELDS = {"facilitators": "facilitator", "raised_by": "author"}
"""What people call a field, where that is not its key."""

T = TypeVar("T", bound=model.LogTable)


class AmendmentRefused(ValueError):  # noqa: N818 - reads as what happened
    """A log can't be amended like this. The message says why, as a line for a person."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One field that says something else than before: what it is called, what it said and says."""

    field: str
    was: str
    now: str


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

    log: model.DecisionLog
    amendments: tuple[model.Amendment, ...]
    edits: tuple[Edit, ...]


def amend(log: model.DecisionLog, changes: Sequence[Change], by: str, at: datetime) -> Amended:
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
        note = model.Amendment(at=moment, by=author, what=_what(change, made))
        amended = replace(amended, amendments=(*amended.amendments, note))
        edits += made
    before = frozenset(check_log(log))
    for fault in check_log(amended):
        if fault in before:
            continue
        text = f"then {fault.place[-1]} in {fault.place[0]} {fault.message}"
        raise AmendmentRefused(f"the log would contradict itself: {text}; {fault.hint}")
    return Amended(amended, amended.amendments[len(log.amendments) :], tuple(edits))


def _in_order(log: model.DecisionLog, at: datetime) -> datetime:
    latest = log.last_written
    first = latest if latest.microsecond == 0 else latest.replace(microsecond=0) + _A_SECOND
    return max(first, at.astimezone(UTC).replace(microsecond=0))


def _with(log: model.DecisionLog, change: Change) -> tuple[model.DecisionLog, tuple[Edit, ...]]:
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
    log: model.DecisionLog,
    told: model.LogDecision | model.Commitment,
    field: str,
    value: Any,
    edit: Edit,
) -> tuple[model.DecisionLog, tuple[Edit, ...]]:
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


def _decision(
    log: model.DecisionLog, task: str, otherwise: str, *outcomes: Outcome
) -> model.LogDecision:
    """The decision on a task, which is decided or has one of the other ``outcomes``."""
    told = log.decisions[_index("task", task, [each.task for each in log.decisions])]
    if told.outcome not in (Outcome.DECIDED, *outcomes):
        raise AmendmentRefused(f"{quoted(task)} is {told.outcome}: {otherwise}")
    return told


def _reviewed(log: model.DecisionLog, task: str, day: date) -> model.LogDecision:
    """The decision on a task that may be reviewed on a day."""
    otherwise = "only a decided or deferred task is reviewed"
    told = _decision(log, task, otherwise, Outcome.DEFERRED)
    made_on = day_of(told.decided_at)
    if day < made_on:
        why = f"the review of {task} can't be on {day}, before the decision on {made_on}"
        raise AmendmentRefused(f"{why}: give a later day")
    return told


def _commitment(log: model.DecisionLog, name: str) -> model.Commitment:
    return log.commitments[_index("commitment", name, [each.id for each in log.commitments])]


def _index(what: str, wanted: str, known: Sequence[str]) -> int:
    """Where it stands among those known; raises AmendmentRefused, naming those that are near."""
    if wanted in known:
        return known.index(wanted)
    text = f"this log has no {what} {quoted(visible(wanted))}"
    near = difflib.get_close_matches(wanted[:64], known, n=3)
    if near:
        raise AmendmentRefused(f"{text}: did you mean {' or '.join(map(quoted, near))}?")
    if not known:
        raise AmendmentRefused(f"{text}; it has none at all")
    more = " …" if len(known) > MOST_NAMED else ""
    raise AmendmentRefused(f"{text}; it has {', '.join(known[:MOST_NAMED])}{more}")


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


def correct_prose(
    log: model.DecisionLog, wrong: str, right: str
) -> tuple[model.DecisionLog, tuple[Edit, ...]]:
    """The log with one text in place of another, and where that was.

    Whole words alone: correcting "An" leaves "Ana" as it is. Raises AmendmentRefused when the text
    stands nowhere, or a field can't be kept with the other one in it.
    """
    correction = _Correction(wrong, right)
    corrected = correction.of(log, "", 0)
    if correction.edits:
        return corrected, tuple(correction.edits)
    shown = quoted(visible(wrong))
    if correction.is_part:
        text = f"{shown} stands in this log only as a part of longer words"
        raise AmendmentRefused(f"{text}: type the whole word that is wrong")
    text = f"no title, rationale, support, commitment, parked item or name in this log says {shown}"
    raise AmendmentRefused(f"{text}; ids, and what people said with a vote, stay as they are")


class _Correction:
    """One correction on its way through a log."""

    def __init__(self, wrong: str, right: str) -> None:
        self._wrong = wrong
        self._right = right
        self.edits: list[Edit] = []
        self.is_part = False

    def of(self, table: T, above: str, index: int) -> T:
        """A table corrected, with those below it; ``above`` is what the one above it is called."""
        called = _CALLED.get(type(table), "{above}")
        called = called.format(table, above=above, number=index + 1)
        changed: dict[str, Any] = {}
        for field in fields_of(type(table)):
            value = getattr(table, field.name)
            if isinstance(field.content, Text) and field.content.is_prose:
                text = f"{_FIELDS.get(field.name, field.name)} of {called}"
                corrected = self._texts(value, text, field.content)
            else:
                corrected = self._below(value, called)
            if corrected != value:
                changed[field.name] = corrected
        return replace(table, **changed) if changed else table

    def _below(self, value: object, called: str) -> object:
        if isinstance(value, model.LogTable):
            return self.of(value, called, 0)
        if isinstance(value, tuple):
            return tuple(
                self.of(below, called, index) if isinstance(below, model.LogTable) else below
                for index, below in enumerate(value)
            )
        return value

    def _texts(self, value: object, told: str, kept: Text) -> object:
        if isinstance(value, tuple):
            return tuple(self._texts(each, told, kept) for each in value)
        return self._text(value, told, kept) if isinstance(value, str) else value

    def _text(self, text: str, told: str, kept: Text) -> str:
        replaced = self._replaced(text)
        if replaced == text:
            return text
        try:
            clean = clean_block if kept.is_block else clean_line
            now = clean(replaced, most_cells=kept.cells)
        except TextRefused as refused:
            raise AmendmentRefused(f"then the {told} can't be kept: it {refused}") from refused
        self.edits.append(Edit(told, text, now))
        return now

    def _replaced(self, text: str) -> str:
        parts, end = [], 0
        for start in _occurrences(text, self._wrong):
            after = start + len(self._wrong)
            if start < end:
                continue
            if _cuts_word(text, start) or _cuts_word(text, after):
                self.is_part = True
                continue
            parts += [text[end:start], self._right]
            end = after
        return "".join([*parts, text[end:]])


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    start = text.find(wanted)
    while start >= 0:
        yield start
        start = text.find(wanted, start + 1)


def _cuts_word(text: str, place: int) -> bool:
    """Whether a cut at that place would go through a word."""
    return 0 < place < len(text) and _is_in_word(text[place - 1]) and _is_in_word(text[place])


def _is_in_word(char: str) -> bool:
    """Whether words are made of it, in a script that puts spaces between them: no wide one does."""
    is_mark = unicodedata.category(char)[0] == "M"
    return (char.isalnum() or is_mark) and cells(char) <= 1
