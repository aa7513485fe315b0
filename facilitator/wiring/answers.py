"""What the ``agenda`` and ``log`` verbs answer: reports for people, documents for machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from facilitator.domain.agenda import Agenda
from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.past.comparison import Comparison
from facilitator.domain.past.due import Due
from facilitator.domain.past.register import History, Standing
from facilitator.errors import Unusable, in_one_line, one_line, shown
from facilitator.reports.data import comparison_json, due_json, history_json, register_json
from facilitator.reports.documents.agenda import AgendaLine
from facilitator.reports.documents.agenda import agenda_document as outline
from facilitator.reports.documents.agenda import agenda_list as list_of_agendas
from facilitator.reports.documents.comparison import comparison_document
from facilitator.reports.documents.due import due_document
from facilitator.reports.documents.history import history_document
from facilitator.reports.documents.log import LogLine, log_document
from facilitator.reports.documents.log import log_list as list_of_logs
from facilitator.reports.documents.register import register_document
from facilitator.reports.terminal import as_terminal
from facilitator.storage.agenda_writing import agenda_document
from facilitator.storage.archive import LogEntry
from facilitator.storage.decision_log_toml import log_json
from facilitator.storage.toml_problems import Problem, Severity
from facilitator.wiring.agendas import AgendaFile
from facilitator.wiring.logs import counting
from facilitator.wiring.past import Past

_NO_AGENDAS = "No agendas here. Put one in agendas/, or name a file."
_NO_LOG_FITS = "No decision log here fits these filters; leave one out to see more."
_NOTHING_FITS = "Nothing here fits these filters; leave one out to see more."
_NOTHING_DECIDED = "Nothing was decided yet: facilitator log due tells what was left open."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb answers, made once it is known in which form it is wanted."""

    report: Callable[[], RenderableType]
    document: Callable[[], object]


def agenda_list(found: Sequence[AgendaFile]) -> Answer:
    """The agendas at hand."""
    return Answer(lambda: _agenda_table(found), lambda: [_agenda_entry(each) for each in found])


def agenda(agenda: Agenda) -> Answer:
    """An agenda's outline, with times."""
    return Answer(lambda: as_terminal(outline(agenda)), partial(agenda_document, agenda))


def log_list(found: Sequence[LogEntry], every: Sequence[LogEntry], folder: Path) -> Answer:
    """The decision logs that are wanted, of ``every`` one in a folder.

    Of several files of a session one counts.
    """
    counted = counting(every)

    def table() -> RenderableType:
        if not found:
            return Text(_NO_LOG_FITS if every else _no_logs(folder, ""))
        lines = [_log_line(each, counts=each.path in counted) for each in found]
        return as_terminal(list_of_logs(lines))

    return Answer(table, lambda: [_log_entry(e, counts=e.path in counted) for e in found])


def log(log: DecisionLog) -> Answer:
    """One decision log, whole."""
    return Answer(lambda: as_terminal(log_document(log)), lambda: dict(log_json(log)))


def comparison(found: Comparison, *, everything: bool) -> Answer:
    """What changed; in the report with ``everything`` also what did not."""
    told = partial(comparison_document, found, everything=everything, counts_the_rest=True)
    return Answer(lambda: as_terminal(told()), partial(comparison_json, found))


def register(past: Past, standings: Sequence[Standing], today: date) -> Answer:
    """The decisions in force, or why there are none to show."""

    def report() -> RenderableType:
        if standings:
            return as_terminal(register_document(standings, today), titled=False)
        if not past.logs:
            return _without_logs(past)
        is_decided = any(decision.driver for log in past.logs for decision in log.decisions)
        return Text(_NOTHING_FITS if is_decided else _NOTHING_DECIDED)

    return Answer(report, partial(register_json, standings, today))


def history(found: History) -> Answer:
    """How a task went."""

    def report() -> RenderableType:
        return as_terminal(history_document(found)) if found.chapters else Text(_NOTHING_FITS)

    return Answer(report, partial(history_json, found))


def due(past: Past, found: Due, days: int | None) -> Answer:
    """What is due, or why there is nothing."""

    def report() -> RenderableType:
        if not past.logs:
            return _without_logs(past)
        return as_terminal(due_document(found, days), titled=False)

    return Answer(report, partial(due_json, found))


def _without_logs(past: Past) -> Text:
    if past.findings.unreadable:
        return Text(f"None of the files in {shown(past.folder)} can be read.")
    return Text(_no_logs(past.folder, ": facilitator run AGENDA"))


def _no_logs(folder: Path, how: str) -> str:
    return f"No decision logs in {shown(folder)} yet. A workshop leaves one when it ends{how}."


def _agenda_table(found: Sequence[AgendaFile]) -> RenderableType:
    if not found:
        return Text(_NO_AGENDAS)
    lines = [
        AgendaLine(
            entry.name,
            entry.reading.found,
            "ships" if entry.ships else f"{entry.path.parent}/",
            _first(entry.reading.problems),
        )
        for entry in found
    ]
    return as_terminal(list_of_agendas(lines))


def _agenda_entry(entry: AgendaFile) -> dict[str, object]:
    """One agenda of the list, for machines."""
    agenda = entry.reading.found
    return {
        "id": agenda.id if agenda else None,
        "name": entry.name,
        "title": agenda.title if agenda else None,
        "summary": agenda.summary if agenda else None,
        "minutes": agenda.minutes if agenda else None,
        "steps": len(agenda.steps) if agenda else None,
        "ships": entry.ships,
        "file": str(entry.path),
        "problems": [str(problem) for problem in entry.reading.problems],
    }


def _log_line(entry: LogEntry, *, counts: bool) -> LogLine:
    """A log of the list for people: what its file is called, and what is wrong with it."""
    name = entry.id if entry.is_named_right else f"{entry.id}  tells of {entry.session}"
    if not counts:
        name = f"{entry.id}  another file of {entry.session}, which does not count"
    return LogLine(name, entry.reading.log, _first(entry.reading.problems))


def _log_entry(entry: LogEntry, *, counts: bool) -> dict[str, object]:
    """One decision log of the list, for machines; of a session's files one ``counts``."""
    log = entry.reading.log
    return {
        "id": entry.id,
        "state": str(entry.reading.state),
        "session": log.session.id if log else None,
        "counts": counts and log is not None,
        "title": log.session.title if log else None,
        "agenda": log.session.agenda if log else None,
        "started_at": log.session.started_at.isoformat() if log else None,
        "ended_at": log.session.ended_at.isoformat() if log else None,
        "status": str(log.session.status) if log else None,
        "rehearsal": log.session.rehearsal if log else None,
        "decided": sum(d.outcome == "decided" for d in log.decisions) if log else None,
        "tasks": len(log.decisions) if log else None,
        "file": str(entry.path),
        "problems": [str(problem) for problem in entry.reading.problems],
    }


def _first(problems: Sequence[Problem]) -> str:
    return str(problems[0]) if problems else ""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What is wrong with a file; ``unread`` says why it can't be read at all."""

    name: str
    problems: Sequence[Problem]
    unread: Unusable | None = None

    @property
    def is_sound(self) -> bool:
        """Whether there is nothing to mend."""
        return all(each.severity is not Severity.ERROR for each in self.problems)

    @property
    def lines(self) -> list[str]:
        """What people are told of one that can be read, a sound one included."""
        if self.unread:
            return []
        return [str(each) for each in self.problems] or [f"{one_line(self.name)}: no problems"]


def checked(
    names: Iterable[str], check: Callable[[str], Sequence[Problem]]
) -> tuple[CheckedFile, ...]:
    """Check each file; that one can't be read, of which ``check`` raises Unusable, is a problem."""
    files = []
    for name in names:
        try:
            files.append(CheckedFile(name, check(name)))
        except Unusable as error:
            problem = Problem(one_line(name), "", in_one_line(error))
            files.append(CheckedFile(name, (problem,), error))
    return tuple(files)


def problems_document(files: Iterable[CheckedFile]) -> list[dict[str, object]]:
    """All problems, for machines; what has no line there has null."""
    keys = ("file", "place", "message", "hint", "severity")
    return [
        {key: getattr(each, key) for key in keys}
        | {"line": each.line or None, "column": each.column or None}
        for file in files
        for each in file.problems
    ]


def workflow_commands(files: Iterable[CheckedFile]) -> Iterator[str]:
    """All problems as workflow commands, which GitHub shows beside the lines of the files."""
    for each in (problem for file in files for problem in file.problems):
        where = {"line": each.line, "col": each.column} if each.line else {}
        properties = {"file": each.file, **where, "title": each.place or "facilitator"}
        listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        text = f"{each.message}; {each.hint}" if each.hint else each.message
        yield f"::{each.severity} {listed}::{_data(text)}"


def _data(text: str) -> str:
    """Text as workflow commands have it after their two colons."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """And as the value of a property before them."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
