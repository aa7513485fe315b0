"""What past decisions look like elsewhere: Markdown, tables of figures, a calendar.

Whoever wants one says what of, a :data:`What`, and in which :class:`Form`.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from facilitator.domain.decision_log import DecisionLog
from facilitator.domain.past.comparison import compare
from facilitator.domain.past.due import (
    DueCommitment,
    DueReview,
    due_reviews,
    open_commitments,
    settled_commitments,
    settled_reviews,
)
from facilitator.domain.past.register import register
from facilitator.domain.past.sequence import that_count
from facilitator.domain.words.figures import counted
from facilitator.reports.csv_tables import comparison_csv, log_csv, register_csv
from facilitator.reports.documents.comparison import comparison_document
from facilitator.reports.documents.log import log_document
from facilitator.reports.documents.register import matrix_document
from facilitator.reports.markdown import as_markdown
from facilitator.wiring import logs
from facilitator.wiring.errors import Misused
from facilitator.wiring.logs import Findings
from facilitator.wiring.output_file import put, refuse_unfit, shown

_Dues = tuple[Sequence[DueReview], Sequence[DueCommitment]]


class Form(StrEnum):
    """What an export is written in."""

    MARKDOWN = "markdown"
    CSV = "csv"
    CALENDAR = "calendar"


_REHEARSED = "there are rehearsals only: nothing here was decided in earnest yet"
_SUFFIXES = {
    ".md": Form.MARKDOWN,
    ".markdown": Form.MARKDOWN,
    ".csv": Form.CSV,
    ".ics": Form.CALENDAR,
}
STANDARD_OUTPUT = "-"
"""What stands for standard output in the place of a file's name."""


@dataclass(frozen=True, slots=True)
class OneLog:
    """One session; ``log`` means it by id, a beginning of one, ``latest`` or a path."""

    log: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What changed from one session to another, meant like :attr:`OneLog.log`."""

    older: str
    newer: str


@dataclass(frozen=True, slots=True)
class Folder:
    """What all logs of a folder come to; with ``rehearsals`` those count beside real sessions."""

    rehearsals: bool = False


What = OneLog | Pair | Folder


@dataclass(frozen=True, slots=True)
class Export:
    """The content of a file, and ``remarks`` on what is not in it, each a line for a person.

    ``findings`` are the files of the folder that have to be spoken of. ``mark`` is what a file of
    it begins with, which a program at the other end of a pipe would trip over.
    """

    data: bytes
    mark: bytes = b""
    remarks: tuple[str, ...] = ()
    findings: Findings = field(default_factory=Findings)


def form_of(where: str) -> Form:
    """What a file of that name is written in; raises Misused where its ending tells nothing."""
    ending = Path(where).suffix
    form = _SUFFIXES.get(ending.lower())
    if form is None:
        known = f"{', '.join(list(_SUFFIXES)[:-1])} or {list(_SUFFIXES)[-1]}"
        told = f"the ending “{ending}” is none that is known" if ending else "it has no ending"
        mend = f"name a file that ends in {known}, or say with --as what to write"
        raise Misused(f"{shown(Path(where))}: {told}; {mend}")
    return form


def export(
    folder: Path, what: What, form: Form, today: date, tell: Callable[[str], None] | None = None
) -> Export:
    """Make an export from the logs in ``folder``; ``today`` tells what is overdue.

    ``tell`` is told of a log that contradicts itself. Raises Unusable when a log can't be
    read, Misused when there is no such export.
    """
    match what:
        case OneLog():
            return _log(folder, what, form, tell)
        case Pair():
            return _pair(folder, what, form, tell)
        case Folder():
            return _folder(folder, what, form, today)
        case _:
            assert_never(what)


def check_place(where: str, *, force: bool = False) -> None:
    """Make sure, before anything is read, that a file can be there; raises as :func:`write`."""
    refuse_unfit(Path(where), where, force=force)


def write(where: str, made: Export, *, force: bool = False) -> None:
    """Write an export to a file.

    Raises Taken when one is there, unless ``force`` has it replaced, Misused when none can be
    there, and Unusable when it can't be written.
    """
    refuse_unfit(Path(where), where, force=force)
    put(Path(where), made.mark + made.data, replace=force)


def _log(folder: Path, what: OneLog, form: Form, tell: Callable[[str], None] | None) -> Export:
    log = logs.read_one(folder, what.log, tell)
    match form:
        case Form.MARKDOWN:
            return _text(as_markdown(log_document(log)))
        case Form.CSV:
            return _table(log_csv(log))
        case Form.CALENDAR:
            before = _before(log, logs.find_log(folder, what.log))
            promises = [each for each in open_commitments([*before, log]) if each.log is log]
            return _calendar((due_reviews([log]), promises), _settled_in(log, before))
        case _:
            assert_never(form)


def _pair(folder: Path, what: Pair, form: Form, tell: Callable[[str], None] | None) -> Export:
    if form is Form.CALENDAR:
        raise Misused("a comparison has no days for a calendar; export one log, or the register")
    older, newer = (logs.read_one(folder, each, tell) for each in (what.older, what.newer))
    compared = compare(older, newer)
    if form is Form.MARKDOWN:
        return _text(as_markdown(comparison_document(compared)))
    return _table(comparison_csv(compared))


def _folder(folder: Path, what: Folder, form: Form, today: date) -> Export:
    entries = logs.list_logs(folder)
    found = [entry.reading.log for entry in entries if entry.reading.log]
    counted = that_count(found, rehearsals=what.rehearsals)
    spoken_of = logs.findings(entries)
    match form:
        case Form.MARKDOWN:
            made = _text(
                as_markdown(matrix_document(register(counted), today, spoken_of.unreadable))
            )
        case Form.CSV:
            made = _table(register_csv(register(counted), today))
        case Form.CALENDAR:
            real = _real(counted)
            made = _calendar(
                (due_reviews(counted), open_commitments(counted)),
                (settled_reviews(real), settled_commitments(real)),
            )
        case _:
            assert_never(form)
    if counted and all(log.session.rehearsal for log in counted):
        made = replace(made, remarks=(_REHEARSED, *made.remarks))
    return replace(made, findings=spoken_of)


def _text(text: str) -> Export:
    return Export(text.encode())


def _table(text: str) -> Export:
    """A table for spreadsheets: Excel takes a file for UTF-8 by its mark alone."""
    return Export(text.encode(), mark=codecs.BOM_UTF8)


def _calendar(due: _Dues, settled: _Dues) -> Export:
    from facilitator.reports.calendar import calendar  # noqa: PLC0415 - its library takes a moment

    reviews, promises = due
    undated = sum(each.due is None for each in promises)
    remarks = []
    if undated:
        remarks.append(f"left out: {counted(undated, 'open commitment')} without a day")
    if not reviews and len(promises) == undated:
        done = len(settled[0]) + sum(each.due is not None for each in settled[1])
        cancels = f"it only cancels {counted(done, 'event')}" if done else "the calendar is empty"
        remarks.append(f"nothing in it is due: {cancels}")
    return Export(
        calendar([*reviews, *settled[0]], [*promises, *settled[1]]), remarks=tuple(remarks)
    )


def _before(log: DecisionLog, path: Path) -> list[DecisionLog]:
    """The logs beside a log's file of sessions before it, by which its promises are known again."""
    beside = (entry.reading.log for entry in logs.list_logs(path.parent))
    return [each for each in beside if each and each.session.started_at < log.session.started_at]


def _settled_in(log: DecisionLog, before: Sequence[DecisionLog]) -> _Dues:
    """What the log settled of what stood before it, or of its own."""
    real = _real([*before, log])
    reviews = [each for each in settled_reviews(real) if each.settled_by is log]
    return reviews, [each for each in settled_commitments(real) if each.log is log]


def _real(found: Iterable[DecisionLog]) -> list[DecisionLog]:
    """The logs that can settle something: what was rehearsed cancels nothing."""
    return [log for log in found if not log.session.rehearsal]
