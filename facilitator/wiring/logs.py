"""Past decisions: the logs in a folder, and whether they are sound."""

from __future__ import annotations

from pathlib import Path

from facilitator.domain.decision_log import DecisionLog
from facilitator.storage.archive import Archive, LogEntry, LogNotFound
from facilitator.storage.decision_log_document import log_json
from facilitator.storage.decision_log_toml import LogReading, check_log_file
from facilitator.storage.toml_file import FileUnreadable
from facilitator.storage.toml_problems import Problem
from facilitator.wiring.errors import Unusable


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


def sound_log(folder: Path, reference: str) -> DecisionLog:
    """The log meant by an id, a beginning of one, ``latest`` or a path.

    Raises Unusable when there is none, or it can't be read.
    """
    path = find_log(folder, reference)
    log = _check(path).log
    if log is None:
        raise Unusable(f"{path} is no sound log; `facilitator log check {path}` lists what to mend")
    return log


def check(folder: Path, reference: str) -> tuple[Problem, ...]:
    """Every problem of one log; raises Unusable when there is no such file or it can't be read."""
    return _check(find_log(folder, reference)).problems


def document(log: DecisionLog) -> dict[str, object]:
    """The log with the keys of its file."""
    return dict(log_json(log))


def _check(path: Path) -> LogReading:
    try:
        return check_log_file(path)
    except FileUnreadable as error:
        raise Unusable(str(error)) from error
