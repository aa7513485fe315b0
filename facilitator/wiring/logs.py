"""Past decisions: the logs in a folder, what is wrong with them, and which a session follows.

Unless one is named, a new session is held against the newest log of the same agenda that can be
read, rehearsals apart. From there the chain goes back along ``follows``, as far as those logs lie
in the same folder and can be read. Which logs were passed over on the way, and why, is said in
:attr:`Followed.remarks`. What is in force is read off all the real sessions of the folder. Promises
between teams that today's agenda lacks are not asked about but carried on
(:attr:`~facilitator.domain.earlier.Earlier.elsewhere`).
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facilitator.domain.agenda import Agenda
from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.earlier import Earlier, between
from facilitator.domain.past.register import earlier_of
from facilitator.domain.retitled import ANOTHER_ID, retitled_since
from facilitator.errors import Unusable, one_line, retold, shown
from facilitator.storage import decision_log_toml as log_toml
from facilitator.storage.archive import SUFFIX, Archive, LogEntry, LogNotFound, of_sessions
from facilitator.storage.toml_file import FileUnreadable, read_bytes
from facilitator.storage.toml_problems import Problem, Severity

NOTHING = "none"
"""The word for following no session at all."""
MOST_NAMED = 5
"""How many files that can't be read are named at the most."""
MOST_LOGS = 100
"""How far back the chain goes at the most."""


def list_logs(folder: Path) -> tuple[LogEntry, ...]:
    """Every decision log in the folder, newest first, broken ones with their problems.

    Raises Unusable when the folder can't be listed.
    """
    with retold(Unusable, FileUnreadable):
        return Archive(folder).entries()


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
        if read_bytes(one, most=log_toml.MOST_BYTES) == read_bytes(other, most=log_toml.MOST_BYTES):
            return False
    except FileUnreadable:
        return False
    told, other_told = _log_in(one), _log_in(other)
    return None not in (told, other_told) and told != other_told


def _log_in(path: Path) -> DecisionLog | None:
    try:
        return log_toml.read_log(path).log
    except FileUnreadable:
        return None


def find_log(folder: Path, reference: str) -> Path:
    """The file of a log, meant by an id, a beginning of one, ``latest`` or a path.

    A path need not exist. Raises Unusable when no log or more than one is meant.
    """
    with retold(Unusable, LogNotFound, FileUnreadable):
        return Archive(folder).find(reference)


def read_one(
    folder: Path, reference: str, tell: Callable[[str], None] | None = None
) -> DecisionLog:
    """The log meant by an id, a beginning of one, ``latest`` or a path.

    Where it contradicts itself, or those that it names and that lie beside it, and where a copy
    beside it says something else, ``tell`` is told so in a sentence. Raises Unusable when there is
    none, or it can't be read.
    """
    path = find_log(folder, reference)
    log = _checked(path).log
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
        unreadable=tuple(name for name in state if state[name] is log_toml.LogState.UNREADABLE),
        contradicting=tuple(name for name in state if state[name] is log_toml.LogState.CONTRADICTS),
        told_twice=tuple(_told_twice(entries)),
    )


def _named_like(path: Path, log: DecisionLog) -> list[Path]:
    """Files beside a log's that are named as its session's copies are, and tell of it otherwise."""
    try:
        beside = [each for each in path.parent.iterdir() if each.suffix == SUFFIX]
    except OSError:
        return []
    named = [each for each in beside if each.stem.startswith(log.session.id) and each != path]
    parts = ((each, _log_in(each)) for each in sorted(named))
    copies = [each for each, other in parts if other and other.session.id == log.session.id]
    return [each for each in copies if _differ(path, each)]


def check(folder: Path, reference: str) -> tuple[Problem, ...]:
    """Every problem of one log.

    In ``folder`` that it is not named by its session is remarked, and a copy that says something
    else. Raises Unusable when there is no such file or it can't be read.
    """
    path = find_log(folder, reference)
    reading = _checked(path)
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
    followed = log.session.follows if log else None
    before = log_toml.read_beside(path, followed) if followed else None
    if log is None or before is None:
        return ()
    decisions = enumerate(log.decisions)
    tasks = [(f"decisions[{place}].task", each.task, each.title) for place, each in decisions]
    return retitled(path, tasks, [before])


def _misnamed(folder: Path, path: Path, log: DecisionLog | None) -> Iterator[Problem]:
    """What is to be said of a copy, of a file that has one, and of one not named by its session."""
    if log is None or path.parent.resolve() != folder.resolve():
        return
    name = shown(path)
    right = path.with_name(f"{log.session.id}{SUFFIX}")
    if path != right:
        text = "this file does not have its session's name"
        hint = f"call it {right.name}"
        if right.exists():
            differs = ", says something else" if _differ(path, right) else ""
            hint = f"{right.name} lies beside it{differs}, and a session counts once"
        yield Problem(name, "", text, shown(hint), Severity.WARNING)
    for copy in _named_like(path, log):
        if copy == right:
            continue
        text = f"{shown(copy.name)} tells of the same session, and otherwise"
        hint = "of the two counts the one amended last, else the one that has the session's name"
        yield Problem(name, "", text, f"{hint}; keep one", Severity.WARNING)


def _checked(path: Path) -> log_toml.LogReading:
    with retold(Unusable, FileUnreadable):
        return log_toml.check_log_file(path)


@dataclass(frozen=True, slots=True)
class Followed:
    """The earlier session that is followed, if any, and what is to be said of the choice."""

    earlier: Earlier | None = None
    remarks: tuple[str, ...] = ()

    @property
    def known(self) -> dict[str, Any]:
        """What the session that follows is told of it as it starts."""
        return {"earlier": self.earlier, "remarks": self.remarks}


NOTHING_FOLLOWED = Followed()


def followed_session(folder: Path, agenda: Agenda, reference: str | None = None) -> Followed:
    """The session that a new one on this agenda follows.

    ``folder`` holds the decision logs. ``reference`` names one by an id, a beginning of one,
    ``latest`` or a path; ``none`` stands for nothing. Raises Unusable when the log named is not
    there or can't be read, or when the folder can't be listed.
    """
    if reference == NOTHING:
        return NOTHING_FOLLOWED
    entries = list_logs(folder)
    found = _newest(entries, agenda)
    if reference is not None:
        found = find_log(folder, reference), read_one(folder, reference)
    remarks = tuple(_remarks(entries, agenda, found, is_named=reference is not None))
    if found is None:
        return Followed(None, remarks)
    ids = {task.id for task in agenda.tasks}
    earlier = earlier_of(_chain(*found), _others(entries, found[1]), ids)
    return Followed(between(earlier, {team.id for team in agenda.teams}), remarks)


def _remarks(
    entries: Sequence[LogEntry],
    agenda: Agenda,
    found: tuple[Path, DecisionLog] | None,
    *,
    is_named: bool,
) -> Iterator[str]:
    """What the log followed contradicts, and which logs were passed over."""
    if found is not None and found[1].contradicts:
        name = _quotable(found[0].stem)
        mend = f"facilitator log check {name} lists where"
        yield f"{name} contradicts itself, or a log that it names, and is followed: {mend}"
    unreadable = [entry for entry in entries if entry.reading.log is None]
    for entry in unreadable[:MOST_NAMED]:
        why = str(entry.reading.problems[0]) if entry.reading.problems else "it can't be read"
        why = one_line(why.removeprefix(f"{entry.path}: "))
        yield f"{_quotable(entry.id)} was passed over, for it can't be read: {why}"
    if len(unreadable) > MOST_NAMED:
        yield f"{len(unreadable) - MOST_NAMED} more can't be read: facilitator log list says why"
    if is_named:
        return
    newest = found[1].session.started_at if found else None
    for entry in entries:
        log = entry.reading.log
        if log is None or log.session.agenda != agenda.id or not log.session.rehearsal:
            continue
        if newest is None or log.session.started_at > newest:
            yield f"{_quotable(entry.id)} was passed over, for it was a rehearsal"
            return


def _quotable(name: str) -> str:
    return one_line(shlex.quote(name))


def _others(entries: Iterable[LogEntry], log: DecisionLog) -> list[DecisionLog]:
    """The folder's logs: with a real session the real ones, with a rehearsal none."""
    if log.session.rehearsal:
        return []
    found = (entry.reading.log for entry in entries)
    return [each for each in found if each is not None and not each.session.rehearsal]


def _newest(entries: Iterable[LogEntry], agenda: Agenda) -> tuple[Path, DecisionLog] | None:
    for entry in entries:
        log = entry.reading.log
        if log and log.session.agenda == agenda.id and not log.session.rehearsal:
            return entry.path, log
    return None


def _chain(path: Path, log: DecisionLog) -> list[DecisionLog]:
    """The log, the one it follows, and so on; a log that comes round again ends it."""
    chain = {log.session.id: log}
    while len(chain) < MOST_LOGS:
        follows = log.session.follows
        older = log_toml.read_beside(path, follows) if follows and follows not in chain else None
        if older is None:
            break
        chain[older.session.id] = log = older
    return list(chain.values())
