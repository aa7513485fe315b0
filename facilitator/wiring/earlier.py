"""Which past session a new one is held against, and what its log and those before it tell.

Unless one is named, that is the newest sound log of the same agenda, rehearsals apart. From there
the chain goes back along ``follows``, as far as those logs lie in the same folder and are sound.
What is in force is read off all the real sessions of the folder.
Promises between teams that today's agenda lacks are not asked about but carried on
(:attr:`~facilitator.domain.earlier.Earlier.elsewhere`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from facilitator.domain.agenda import Agenda
from facilitator.domain.decision_log import DecisionLog
from facilitator.domain.decision_log.succession import earlier_of
from facilitator.domain.earlier import Earlier, between
from facilitator.storage.archive import LogEntry
from facilitator.storage.decision_log_toml import read_beside
from facilitator.wiring import logs

NOTHING = "none"
"""The word for following no session at all."""
MOST_LOGS = 100
"""How far back the chain goes at the most."""


def earlier_session(folder: Path, agenda: Agenda, reference: str | None = None) -> Earlier | None:
    """The session that one on this agenda follows; None when it follows nothing.

    ``folder`` holds the decision logs. ``reference`` names one by an id, a beginning of one,
    ``latest`` or a path; ``none`` stands for nothing. Raises Unusable when the log named is not
    there, can't be read or is not sound, or when the folder can't be listed.
    """
    if reference == NOTHING:
        return None
    entries = logs.list_logs(folder)
    found = _newest(entries, agenda) if reference is None else _named(folder, reference)
    if found is None:
        return None
    path, log = found
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
    return logs.find_log(folder, reference), logs.sound_log(folder, reference)


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
