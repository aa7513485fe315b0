"""Past decisions: the logs in a folder, and what is wrong with them."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from facilitator.domain.decision_log import DecisionLog
from facilitator.domain.retitled import ANOTHER_ID, retitled_since
from facilitator.errors import Unusable, shown
from facilitator.storage.archive import SUFFIX, Archive, LogEntry, LogNotFound, of_sessions
from facilitator.storage.decision_log_toml import (
    MOST_BYTES,
    LogReading,
    LogState,
    check_log_file,
    read_beside,
    read_log,
)
from facilitator.storage.toml_file import FileUnreadable, read_bytes
from facilitator.storage.toml_problems import Problem, Severity


def list_logs(folder: Path) -> tuple[LogEntry, ...]:
    """Every decision log in the folder, newest first, broken ones with their problems.

    Raises Unusable when the folder can't be listed.
    """
    try:
        return Archive(folder).entries()
    except FileUnreadable as error:
        raise Unusable(str(error)) from error


def counting(entries: Iterable[LogEntry]) -> frozenset[Path]:
    """The files that count: of several of one session the one amended last, or of its name."""
    return frozenset(files[0].path for files in of_sessions(entries))


def _told_twice(entries: Iterable[LogEntry]) -> Iterator[str]:
    """What is to be said of sessions of which several files tell, and not the same.

    A copy that tells the same is no matter.
    """
    for first, *others in of_sessions(entries):
        differing = [each for each in others if _differ(first.path, each.path)]
        if differing:
            names = ", ".join(shown(each.path.name) for each in differing)
            counts = shown(first.path.name)
            yield f"{counts} counts: {names} tells of the same session, and otherwise"


def _differ(one: Path, other: Path) -> bool:
    """Whether two files don't tell the same; what can't be read is no matter here."""
    try:
        if read_bytes(one, most=MOST_BYTES) == read_bytes(other, most=MOST_BYTES):
            return False
        told, other_told = read_log(one).log, read_log(other).log
    except FileUnreadable:
        return False
    return None not in (told, other_told) and told != other_told


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

    Where it contradicts itself, or those that it names and that lie beside it, and where a copy
    beside it says something else, ``tell`` is told so in a sentence. Raises Unusable when there is
    none, or it can't be read.
    """
    path = find_log(folder, reference)
    log = _read(path, check_log_file).log
    check = f"`facilitator log check {shlex.quote(str(path))}`"
    if log is None:
        raise Unusable(f"{path} can't be read as a decision log; {check} lists what to mend")
    if tell is None:
        return log
    if log.contradicts:
        tell(f"{path} contradicts itself, or the logs beside it; {check} lists where")
    for copy in _named_like(path, log):
        than = shown(path.name)
        tell(f"{shown(copy.name)} tells of the same session, and otherwise than {than}")
    return log


@dataclass(frozen=True, slots=True)
class Findings:
    """The files of a folder that have to be spoken of, by their ids, newest first.

    What can't be read is left out; what contradicts itself counts. ``told_twice`` says, each in a
    sentence, of which sessions several files tell different things.
    """

    unreadable: tuple[str, ...] = ()
    contradicting: tuple[str, ...] = ()
    told_twice: tuple[str, ...] = ()


def findings(entries: Sequence[LogEntry]) -> Findings:
    """What is to be said of these files."""
    state = {entry.id: entry.reading.state for entry in entries}
    return Findings(
        unreadable=tuple(name for name in state if state[name] is LogState.UNREADABLE),
        contradicting=tuple(name for name in state if state[name] is LogState.CONTRADICTS),
        told_twice=tuple(_told_twice(entries)),
    )


def _named_like(path: Path, log: DecisionLog) -> list[Path]:
    """Files beside a log's that are named as its session's copies are, and tell of it otherwise."""
    try:
        beside = [each for each in path.parent.iterdir() if each.suffix == SUFFIX]
    except OSError:
        return []
    named = [each for each in beside if each.stem.startswith(log.session.id) and each != path]
    return [
        each
        for each in sorted(named)
        if _session_of(each) == log.session.id and _differ(path, each)
    ]


def _session_of(path: Path) -> str:
    try:
        log = read_log(path).log
    except FileUnreadable:
        return ""
    return log.session.id if log is not None else ""


def check(folder: Path, reference: str) -> tuple[Problem, ...]:
    """Every problem of one log.

    In ``folder`` that it is not named by its session is remarked, and a copy that says something
    else. Raises Unusable when there is no such file or it can't be read.
    """
    path = find_log(folder, reference)
    reading = _read(path, check_log_file)
    remarks = (*_misnamed(folder, path, reading.log), *_retitled(path, reading.log))
    return (*remarks, *reading.problems)


def retitled(
    path: Path, tasks: Sequence[tuple[str, str, str]], before: Sequence[DecisionLog]
) -> tuple[Problem, ...]:
    """What is to be said of tasks, by place, id and title, that were others in logs before."""
    places = {task: place for place, task, _ in tasks}
    return tuple(
        Problem(shown(path), places[each.task], str(each), ANOTHER_ID, Severity.WARNING)
        for each in retitled_since([(task, title) for _, task, title in tasks], before)
    )


def _retitled(path: Path, log: DecisionLog | None) -> tuple[Problem, ...]:
    """What is to be said of tasks that seem to be others in the log that is followed."""
    follows = read_beside(path, log.session.follows) if log and log.session.follows else None
    if log is None or follows is None:
        return ()
    decisions = enumerate(log.decisions)
    tasks = [(f"decisions[{place}].task", each.task, each.title) for place, each in decisions]
    return retitled(path, tasks, [follows])


def _misnamed(folder: Path, path: Path, log: DecisionLog | None) -> Iterator[Problem]:
    """What is to be said of a copy, of a file that has one, and of one not named by its session."""
    if log is None or path.parent.resolve() != folder.resolve():
        return
    name = shown(path)
    right = path.with_name(f"{log.session.id}{SUFFIX}")
    if path != right:
        told = "this file does not have its session's name"
        hint = f"call it {right.name}"
        if right.exists():
            differs = ", says something else" if _differ(path, right) else ""
            hint = f"{right.name} lies beside it{differs}, and a session counts once"
        yield Problem(name, "", told, shown(hint), Severity.WARNING)
    for copy in _named_like(path, log):
        if copy == right:
            continue
        told = f"{shown(copy.name)} tells of the same session, and otherwise"
        hint = "of the two counts the one amended last, else the one that has the session's name"
        yield Problem(name, "", told, f"{hint}; keep one", Severity.WARNING)


def _read(path: Path, read: Callable[[Path], LogReading]) -> LogReading:
    try:
        return read(path)
    except FileUnreadable as error:
        raise Unusable(str(error)) from error
