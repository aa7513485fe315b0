"""Which past session a new one is held against, and what its log and those before it tell.

Unless one is named, that is the newest log of the same agenda that can be read, rehearsals apart.
From there the chain goes back along ``follows``, as far as those logs lie in the same folder and
can be read. Which logs were passed over on the way, and why, is said in :attr:`Followed.remarks`.
What is in force is read off all the real sessions of the folder.
Promises between teams that today's agenda lacks are not asked about but carried on
(:attr:`~facilitator.domain.earlier.Earlier.elsewhere`).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from facilitator.domain.agenda import Agenda
from facilitator.domain.commands import Envelope, StartSession
from facilitator.domain.decision_log import DecisionLog
from facilitator.domain.earlier import Earlier, between
from facilitator.domain.past.register import earlier_of
from facilitator.errors import one_line
from facilitator.hosting import codes
from facilitator.hosting.sessions import new_session_id
from facilitator.storage.archive import LogEntry
from facilitator.storage.decision_log_toml import read_beside
from facilitator.wiring import logs

NOTHING = "none"
"""The word for following no session at all."""
MOST_NAMED = 5
"""How many files that can't be read are named at the most."""
MOST_LOGS = 100
"""How far back the chain goes at the most."""


@dataclass(frozen=True, slots=True)
class Followed:
    """The earlier session that is followed, if any, and what is to be said of the choice."""

    earlier: Earlier | None = None
    remarks: tuple[str, ...] = ()


NOTHING_FOLLOWED = Followed()


def start_of(
    agenda: Agenda,
    facilitator: str,
    follows: Followed,
    at: datetime,
    join_code: str = "",
    *,
    is_rehearsal: bool,
) -> Envelope[StartSession]:
    """The command that starts a session on an agenda, held against the one that it follows."""
    start = StartSession(
        session=new_session_id(agenda, at),
        agenda=agenda,
        facilitator=facilitator,
        likeness=codes.likeness(facilitator),
        join_code=join_code,
        earlier=follows.earlier,
        remarks=follows.remarks,
        rehearsal=is_rehearsal,
    )
    return Envelope(at, "", start)


def followed_session(folder: Path, agenda: Agenda, reference: str | None = None) -> Followed:
    """The session that a new one on this agenda follows.

    ``folder`` holds the decision logs. ``reference`` names one by an id, a beginning of one,
    ``latest`` or a path; ``none`` stands for nothing. Raises Unusable when the log named is not
    there or can't be read, or when the folder can't be listed.
    """
    if reference == NOTHING:
        return NOTHING_FOLLOWED
    entries = logs.list_logs(folder)
    found = _newest(entries, agenda) if reference is None else _named(folder, reference)
    remarks = tuple(_remarks(entries, agenda, found, is_named=reference is not None))
    return Followed(_told(entries, agenda, *found) if found else None, remarks)


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


def _told(entries: Sequence[LogEntry], agenda: Agenda, path: Path, log: DecisionLog) -> Earlier:
    earlier = earlier_of(
        _chain(path, log), _others(entries, log), {task.id for task in agenda.tasks}
    )
    return between(earlier, {team.id for team in agenda.teams})


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


def _named(folder: Path, reference: str) -> tuple[Path, DecisionLog]:
    return logs.find_log(folder, reference), logs.read_one(folder, reference)


def _chain(path: Path, log: DecisionLog) -> list[DecisionLog]:
    """The log, the one it follows, and so on; a log that comes round again ends it."""
    chain = {log.session.id: log}
    while len(chain) < MOST_LOGS:
        follows = log.session.follows
        older = read_beside(path, follows) if follows and follows not in chain else None
        if older is None:
            break
        chain[older.session.id] = log = older
    return list(chain.values())
