"""What the ``agenda`` and ``log`` verbs print: reports for people, documents for machines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from facilitator.domain.agenda import Agenda
from facilitator.domain.decision_log import DecisionLog
from facilitator.domain.text import visible
from facilitator.reports.documents.agenda import AgendaLine, agenda_document, agenda_list
from facilitator.reports.documents.log import LogLine, log_document, log_list
from facilitator.reports.terminal import as_terminal
from facilitator.storage.archive import LogEntry
from facilitator.storage.toml_problems import Problem
from facilitator.wiring.agendas import AgendaFile

MOST_CELLS = 200


def agenda_table(found: Sequence[AgendaFile]) -> RenderableType:
    """The list of agendas."""
    if not found:
        return Text("No agendas here. Put one in agendas/, or name a file.")
    lines = [
        AgendaLine(
            entry.name,
            entry.reading.agenda,
            "ships" if entry.ships else f"{entry.path.parent}/",
            _first(entry.reading.problems),
        )
        for entry in found
    ]
    return as_terminal(agenda_list(lines))


def agenda_entry(entry: AgendaFile) -> dict[str, object]:
    """One agenda of the list, for machines."""
    agenda = entry.reading.agenda
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


def agenda_outline(agenda: Agenda) -> RenderableType:
    """An agenda's outline, with times."""
    return as_terminal(agenda_document(agenda))


def log_table(
    found: Sequence[LogEntry],
    folder: Path,
    counting: Collection[Path],
    *,
    is_filtered: bool = False,
) -> RenderableType:
    """The list of decision logs; ``is_filtered`` says that there are more than are wanted.

    Of several files of a session those that are not among ``counting`` don't count.
    """
    if not found and is_filtered:
        return Text("No decision log here fits these filters; leave one out to see more.")
    if not found:
        where = visible(str(folder), most_cells=MOST_CELLS)
        return Text(f"No decision logs in {where} yet. A workshop leaves one when it ends.")
    lines = [
        LogLine(
            _named(entry, counts=entry.path in counting),
            entry.reading.log,
            _first(entry.reading.problems),
        )
        for entry in found
    ]
    return as_terminal(log_list(lines))


def _named(entry: LogEntry, *, counts: bool) -> str:
    """A file's name, and that it has not its session's, or is a copy."""
    if not counts:
        return f"{entry.id}  another file of {entry.session}, which does not count"
    return entry.id if entry.is_named_right else f"{entry.id}  tells of {entry.session}"


def log_entry(entry: LogEntry, *, counts: bool) -> dict[str, object]:
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


def log_report(log: DecisionLog) -> RenderableType:
    """One decision log, whole."""
    return as_terminal(log_document(log))


def _first(problems: Sequence[Problem]) -> str:
    return str(problems[0]) if problems else ""
