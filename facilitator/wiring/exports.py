"""What past decisions look like elsewhere: Markdown, tables of figures, a calendar.

Sessions are meant by an id, a beginning of one, ``latest`` or a path.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import assert_never

from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.past import due
from facilitator.domain.past.comparison import compare
from facilitator.domain.past.register import register
from facilitator.domain.words.figures import counted
from facilitator.errors import Misused, shown
from facilitator.reports.data import comparison_csv, log_csv, register_csv
from facilitator.reports.documents.comparison import comparison_document
from facilitator.reports.documents.log import log_document
from facilitator.reports.documents.register import matrix_document
from facilitator.reports.markdown import as_markdown
from facilitator.ui.reviewing.model import Export, Form
from facilitator.wiring import logs
from facilitator.wiring.logs import Findings
from facilitator.wiring.output_file import put, refuse_unfit
from facilitator.wiring.past import REHEARSED, look_back

_Dues = tuple[Sequence[due.DueReview], Sequence[due.DueCommitment]]


__all__ = ["Export", "Form"]

_SUFFIXES = {
    ".md": Form.MARKDOWN,
    ".markdown": Form.MARKDOWN,
    ".csv": Form.CSV,
    ".ics": Form.CALENDAR,
}
STANDARD_OUTPUT = "-"
"""What stands for standard output in the place of a file's name."""


@dataclass(frozen=True, slots=True)
class Exported:
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
        text = f"the ending “{ending}” is none that is known" if ending else "it has no ending"
        mend = f"name a file that ends in {known}, or say with --as what to write"
        raise Misused(f"{shown(Path(where))}: {text}; {mend}")
    return form


def export(
    folder: Path, what: Export, today: date, tell: Callable[[str], None] | None = None
) -> Exported:
    """Make an export from the logs in ``folder``; ``today`` tells what is overdue.

    ``tell`` is told of a log that contradicts itself. Raises Unusable when a log can't be
    read, Misused when there is no such export.
    """
    if what.session is None:
        return _folder(folder, what, today)
    if what.against is None:
        return _log(folder, what.session, what.form, tell)
    return _pair(folder, (what.against, what.session), what.form, tell)


def check_place(where: str, *, force: bool = False) -> None:
    """Make sure, before anything is read, that a file can be there; raises as :func:`write`."""
    refuse_unfit(Path(where), where, force=force)


def write(where: str, made: Exported, *, force: bool = False) -> None:
    """Write an export to a file.

    Raises Taken when one is there, unless ``force`` has it replaced, Misused when none can be
    there, and Unusable when it can't be written.
    """
    refuse_unfit(Path(where), where, force=force)
    put(Path(where), made.mark + made.data, replace=force)


def _log(folder: Path, session: str, form: Form, tell: Callable[[str], None] | None) -> Exported:
    log = logs.read_one(folder, session, tell)
    match form:
        case Form.MARKDOWN:
            return _text(as_markdown(log_document(log)))
        case Form.CSV:
            return _table(log_csv(log))
        case Form.CALENDAR:
            before = _before(log, logs.find_log(folder, session))
            promises = [each for each in due.open_commitments([*before, log]) if each.log is log]
            return _calendar((due.due_reviews([log]), promises), _settled_in(log, before))
        case _:
            assert_never(form)


def _pair(
    folder: Path, pair: tuple[str, str], form: Form, tell: Callable[[str], None] | None
) -> Exported:
    if form is Form.CALENDAR:
        raise Misused("a comparison has no days for a calendar; export one log, or the register")
    older, newer = (logs.read_one(folder, each, tell) for each in pair)
    compared = compare(older, newer)
    if form is Form.MARKDOWN:
        return _text(as_markdown(comparison_document(compared)))
    return _table(comparison_csv(compared))


def _folder(folder: Path, what: Export, today: date) -> Exported:
    past = look_back(folder, rehearsals=what.rehearsals)
    counted, spoken_of = past.logs, past.findings
    match what.form:
        case Form.MARKDOWN:
            made = _text(
                as_markdown(matrix_document(register(counted), today, spoken_of.unreadable))
            )
        case Form.CSV:
            made = _table(register_csv(register(counted), today))
        case Form.CALENDAR:
            real = _real(counted)
            made = _calendar(
                (due.due_reviews(counted), due.open_commitments(counted)),
                (due.settled_reviews(real), due.settled_commitments(real)),
            )
        case _:
            assert_never(what.form)
    if past.is_rehearsed:
        made = replace(made, remarks=(REHEARSED, *made.remarks))
    return replace(made, findings=spoken_of)


def _text(text: str) -> Exported:
    return Exported(text.encode())


def _table(text: str) -> Exported:
    """A table for spreadsheets: Excel takes a file for UTF-8 by its mark alone."""
    return Exported(text.encode(), mark=codecs.BOM_UTF8)


def _calendar(open_: _Dues, settled: _Dues) -> Exported:
    from facilitator.reports.calendar import calendar  # noqa: PLC0415 - its library takes a moment

    reviews, promises = open_
    undated = sum(each.due is None for each in promises)
    remarks = []
    if undated:
        remarks.append(f"left out: {counted(undated, 'open commitment')} without a day")
    if not reviews and len(promises) == undated:
        done = len(settled[0]) + sum(each.due is not None for each in settled[1])
        cancels = f"it only cancels {counted(done, 'event')}" if done else "the calendar is empty"
        remarks.append(f"nothing in it is due: {cancels}")
    return Exported(
        calendar([*reviews, *settled[0]], [*promises, *settled[1]]), remarks=tuple(remarks)
    )


def _before(log: DecisionLog, path: Path) -> list[DecisionLog]:
    """The logs beside a log's file of sessions before it, by which its promises are known again."""
    beside = (entry.reading.log for entry in logs.list_logs(path.parent))
    return [each for each in beside if each and each.session.started_at < log.session.started_at]


def _settled_in(log: DecisionLog, before: Sequence[DecisionLog]) -> _Dues:
    """What the log settled of what stood before it, or of its own."""
    real = _real([*before, log])
    reviews = [each for each in due.settled_reviews(real) if each.settled_by is log]
    return reviews, [each for each in due.settled_commitments(real) if each.log is log]


def _real(found: Iterable[DecisionLog]) -> list[DecisionLog]:
    """The logs that can settle something: what was rehearsed cancels nothing."""
    return [log for log in found if not log.session.rehearsal]
