"""The text in a log that is the facilitator's or the agenda's, and the correction of it.

Not ids, by which logs know each other's tasks again; not what people said with a vote or an
objection, which is theirs; not the amendments, which tell what was changed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from facilitator.domain.decision_log.faults import quoted
from facilitator.domain.decision_log.model import (
    Commitment,
    DecisionLog,
    LogDecision,
    LogDissent,
    LogParkedItem,
    LogParticipant,
    LogRules,
    LogSession,
    LogSupport,
    LogTable,
    LogTeam,
    Rating,
    ShortlistEntry,
)
from facilitator.domain.fields import Text, fields_of
from facilitator.domain.text import TextRefused, cells, clean_block, clean_line, visible

T = TypeVar("T", bound=LogTable)


_CALLED: dict[type[LogTable], str] = {
    LogSession: "the session",
    LogRules: "the rules",
    LogTeam: "team {0.id}",
    LogParticipant: "participant {0.id}",
    LogDecision: "{0.task}",
    LogSupport: "{0.team}'s support on {above}",
    LogDissent: "an objector on {above}",
    Rating: "statement {0.statement}",
    ShortlistEntry: "{0.task} on the shortlist",
    Commitment: "commitment {0.id}",
    LogParkedItem: "parked item {number}",
}
"""What people call a table.

``0`` is the table itself, ``above`` what the one above it is called, ``number`` its place among its
like.
"""
_FIELDS = {"facilitators": "facilitator", "raised_by": "author"}
"""What people call a field, where that is not its key."""


class AmendmentRefused(ValueError):  # noqa: N818 - reads as what happened
    """A log can't be amended like this. The message says why, as a line for a person."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One field that says something else than before: what it is called, what it said and says."""

    field: str
    was: str
    now: str


def correct_prose(log: DecisionLog, wrong: str, right: str) -> tuple[DecisionLog, tuple[Edit, ...]]:
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
        told = f"{shown} stands in this log only as a part of longer words"
        raise AmendmentRefused(f"{told}: type the whole word that is wrong")
    told = f"no title, rationale, support, commitment, parked item or name in this log says {shown}"
    raise AmendmentRefused(f"{told}; ids, and what people said with a vote, stay as they are")


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
                told = f"{_FIELDS.get(field.name, field.name)} of {called}"
                corrected = self._texts(value, told, field.content)
            else:
                corrected = self._below(value, called)
            if corrected != value:
                changed[field.name] = corrected
        return replace(table, **changed) if changed else table

    def _below(self, value: object, called: str) -> object:
        if isinstance(value, LogTable):
            return self.of(value, called, 0)
        if isinstance(value, tuple):
            return tuple(
                self.of(below, called, index) if isinstance(below, LogTable) else below
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
