"""Past decisions: the logs in a folder, and what is wrong with them."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from facilitator.domain.decision_log import DecisionLog
from facilitator.domain.retitled import ANOTHER_ID, retitled_since
from facilitator.domain.text import visible
from facilitator.storage.archive import SUFFIX, Archive, LogEntry, LogNotFound
from facilitator.storage.decision_log_document import log_json
from facilitator.storage.decision_log_toml import (
    LogReading,
    LogState,
    check_log_file,
    read_beside,
    read_log,
)
from facilitator.storage.toml_file import FileUnreadable
from facilitator.storage.toml_problems import Problem, Severity
from facilitator.wiring.errors import Unusable

_MOST_CELLS = 200


def list_logs(folder: Path) -> tuple[LogEntry, ...]:
    """Every decision log in the folder, newest first, broken ones with their problems.

    Raises Unusable when the folder can't be listed.
    """
    try:
        return Archive(folder).entries()
    except FileUnreadable as error:
        raise Unusable(str(error)) from error


def find_log(folder: Path, reference: str) -> Path:
    """The file of a log, meant by an id, a beginning of one, ``latest`` or a path.

    A path need not exist. Raises Unusable when no log or more than one is meant.
    """
    try:
        return Archive(folder).find(reference)
    except (LogNotFound, FileUnreadable) as error:
        raise Unusable(str(error)) from error


def read_one(
    folder: Path, reference: str, tell: Callable[[str], None] | None = None
) -> DecisionLog:
    """The log meant by an id, a beginning of one, ``latest`` or a path.

    Where it contradicts itself, or those that it names and that lie beside it, ``tell`` is told so
    in a sentence. Raises Unusable when there is none, or it can't be read.
    """
    path = find_log(folder, reference)
    log = _read(path, check_log_file).log
    check = f"`facilitator log check {shlex.quote(str(path))}`"
    if log is None:
        raise Unusable(f"{path} can't be read as a decision log; {check} lists what to mend")
    if log.contradicts and tell is not None:
        tell(f"{path} contradicts itself, or the logs beside it; {check} lists where")
    return log


@dataclass(frozen=True, slots=True)
class Findings:
    """The files of a folder that have to be spoken of, by their ids, newest first.

    What can't be read is left out; what contradicts itself counts.
    """

    unreadable: tuple[str, ...] = ()
    contradicting: tuple[str, ...] = ()


def findings(entries: Iterable[LogEntry]) -> Findings:
    """What is to be said of these files."""
    state = {entry.id: entry.reading.state for entry in entries}
    return Findings(
        unreadable=tuple(name for name in state if state[name] is LogState.UNREADABLE),
        contradicting=tuple(name for name in state if state[name] is LogState.CONTRADICTS),
    )


def check(folder: Path, reference: str) -> tuple[Problem, ...]:
    """Every problem of one log, and in ``folder`` a warning when it is not named by its session.

    Raises Unusable when there is no such file or it can't be read.
    """
    path = find_log(folder, reference)
    reading = _read(path, check_log_file)
    remarks = (*_misnamed(folder, path, reading.log), *_retitled(path, reading.log))
    return (*remarks, *reading.problems)


def _retitled(path: Path, log: DecisionLog | None) -> Iterator[Problem]:
    """What is to be said of tasks that seem to be others in the log that is followed."""
    follows = read_beside(path, log.session.follows) if log and log.session.follows else None
    if log is None or follows is None:
        return
    shown = visible(str(path), most_cells=_MOST_CELLS)
    places = {decision.task: index for index, decision in enumerate(log.decisions)}
    for each in retitled_since([(d.task, d.title) for d in log.decisions], [follows]):
        place = f"decisions[{places[each.task]}].task"
        yield Problem(shown, place, str(each), ANOTHER_ID, Severity.WARNING)


def _misnamed(folder: Path, path: Path, log: DecisionLog | None) -> Iterator[Problem]:
    """What is to be said of a copy, or of a file that logs of later sessions would not find."""
    if log is None or path.stem == log.session.id or path.parent.resolve() != folder.resolve():
        return
    right = f"{log.session.id}{SUFFIX}"
    is_copy = path.with_name(right).exists()
    hint = f"{right} lies beside it, and a session counts once" if is_copy else f"call it {right}"
    shown = visible(str(path), most_cells=_MOST_CELLS)
    told = "this file does not have its session's name"
    yield Problem(shown, "", told, visible(hint, most_cells=_MOST_CELLS), Severity.WARNING)


def document(log: DecisionLog) -> dict[str, object]:
    """The log with the keys of its file."""
    return dict(log_json(log))


def _read(path: Path, read: Callable[[Path], LogReading]) -> LogReading:
    try:
        return read(path)
    except FileUnreadable as error:
        raise Unusable(str(error)) from error
