"""Looking back: what the logs of a folder say together, as far as it is asked for."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from facilitator.domain.decision_log.model import Commitment, DecisionLog
from facilitator.domain.past import comparison as comparing
from facilitator.domain.past import due as falling_due
from facilitator.domain.past import register as registering
from facilitator.domain.past import that_count
from facilitator.domain.past.comparison import Compared, Comparison
from facilitator.domain.past.due import Due
from facilitator.domain.past.register import Chapter, History, Standing
from facilitator.domain.text import visible
from facilitator.domain.words.figures import day_of
from facilitator.errors import Misused, Unusable, shown
from facilitator.storage.archive import MOST_CANDIDATES, LogEntry
from facilitator.wiring import logs
from facilitator.wiring.logs import Findings

REHEARSED = "there are rehearsals only: nothing here was decided in earnest yet"
_ENOUGH_ALIKE = 0.5
_MOST_NEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of the past is asked for; what is left out asks for all.

    ``team`` is a team's id or name, ``since`` a day, ``verdicts`` the words of verdicts.
    """

    team: str | None = None
    since: date | None = None
    verdicts: Collection[str] = ()

    @property
    def is_everything(self) -> bool:
        """Whether nothing is to be left out."""
        return self == Wanted()

    def takes_in(self, log: DecisionLog) -> bool:
        """Whether a log's session began since that day."""
        return self.since is None or day_of(log.session.started_at) >= self.since

    def asks_for(self, verdict: str | None) -> bool:
        """Whether a verdict is among those that are wanted."""
        return not self.verdicts or verdict in self.verdicts


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The logs of a folder: those that count, in order, and the rehearsals that do not.

    ``findings`` are the files of the folder that have to be spoken of.
    """

    folder: Path
    logs: tuple[DecisionLog, ...]
    rehearsed: tuple[DecisionLog, ...]
    findings: Findings

    @property
    def is_rehearsed(self) -> bool:
        """Whether there are logs, and every one of them is a rehearsal's."""
        return bool(self.logs) and all(log.session.rehearsal for log in self.logs)


def look_back(folder: Path, *, rehearsals: bool = False) -> Past:
    """What a folder holds; raises Unusable when it can't be listed."""
    entries = logs.list_logs(folder)
    found = [entry.reading.log for entry in entries if entry.reading.log is not None]
    counted = that_count(found, rehearsals=rehearsals)
    ids = {log.session.id for log in counted}
    return Past(
        folder=folder,
        logs=counted,
        rehearsed=tuple(log for log in found if log.session.id not in ids),
        findings=logs.findings(entries),
    )


def sessions(entries: Sequence[LogEntry], wanted: Wanted) -> tuple[LogEntry, ...]:
    """The logs that fit: with that team in them, begun since that day, with such a verdict.

    Files that can't be read fit only where everything is wanted.
    """
    if wanted.is_everything:
        return tuple(entries)
    found = [entry.reading.log for entry in entries if entry.reading.log is not None]
    teams = _teams(found, wanted.team)

    def fits(log: DecisionLog) -> bool:
        is_theirs = teams is None or not teams.isdisjoint(log.team_names)
        has_verdict = not wanted.verdicts or any(wanted.asks_for(d.verdict) for d in log.decisions)
        return is_theirs and wanted.takes_in(log) and has_verdict

    return tuple(entry for entry in entries if entry.reading.log and fits(entry.reading.log))


def register(past: Past, wanted: Wanted) -> tuple[Standing, ...]:
    """The decisions in force: that the team drives, decided since that day."""
    teams = _teams(past.logs, wanted.team)
    return tuple(
        standing
        for standing in registering.register(past.logs)
        if (teams is None or standing.driver in teams)
        and (wanted.since is None or standing.since >= wanted.since)
    )


def history(past: Past, task: str, wanted: Wanted) -> History:
    """How a task went, given by its id or title, or by an unambiguous beginning of one.

    Of its sessions those that gave it to the team, began since that day or ended in such a verdict.
    Raises Unusable when no task or more than one is meant.
    """
    found = registering.history(past.logs, _task(past, task))
    if found is None:
        raise Unusable(f"no session took up {_quoted(task)}")
    teams = _teams(past.logs, wanted.team)

    def fits(chapter: Chapter) -> bool:
        is_theirs = teams is None or chapter.decision.driver in teams
        return is_theirs and wanted.takes_in(chapter.log) and wanted.asks_for(chapter.verdict)

    return replace(found, chapters=tuple(filter(fits, found.chapters)))


def due(past: Past, wanted: Wanted, day: date, within: int | None) -> Due:
    """What is overdue on that day or falls due within so many days; all of it with None.

    Of that, reviews of what the team drives and promises that it gave or is owed.
    """
    reviews = falling_due.due_reviews(past.logs)
    commitments = falling_due.open_commitments(past.logs)
    teams = _teams(past.logs, wanted.team)
    if teams is not None:
        drivers = {standing.task: standing.driver for standing in registering.register(past.logs)}
        reviews = tuple(each for each in reviews if drivers.get(each.decision.task) in teams)
        commitments = tuple(each for each in commitments if _is_between(each.promise, teams))
    return falling_due.within(
        tuple(each for each in reviews if wanted.takes_in(each.log)),
        tuple(each for each in commitments if wanted.takes_in(each.log)),
        day,
        within,
    )


def comparison(
    folder: Path, older: str, newer: str, wanted: Wanted, tell: Callable[[str], None] | None = None
) -> Comparison:
    """A newer log held against an older one, both read whole and named as ``log show`` takes them.

    Of that what concerns the team, as driver, supporter, giver or receiver; where verdicts are
    asked for, neither promises nor ratings. ``tell`` is told of a log that contradicts those beside
    it. Raises Unusable when a log can't be read.
    """
    was, now = (logs.read_one(folder, each, tell) for each in (older, newer))
    whole = comparing.compare(was, now)
    teams = _teams((whole.older, whole.newer), wanted.team)
    theirs = (each for each in whole.decisions if teams is None or _concerns(each, teams))
    found = replace(whole, decisions=tuple(e for e in theirs if wanted.asks_for(e.verdict)))
    if wanted.verdicts:
        return replace(found, commitments=(), ratings=())
    if teams is None:
        return found
    return replace(
        found,
        commitments=tuple(c for c in whole.commitments if _is_between(c.promise, teams)),
        ratings=tuple(r for r in whole.ratings if not teams.isdisjoint(r.by_team)),
    )


def is_backwards(compared: Comparison) -> bool:
    """Whether the older log's session began after the newer one's."""
    return compared.older.session.started_at > compared.newer.session.started_at


def _concerns(each: Compared, teams: frozenset[str]) -> bool:
    parts = [decision for decision in (each.was, each.now) if decision is not None]
    supporters = [given.team for decision in parts for given in decision.support]
    return not teams.isdisjoint([*supporters, *(decision.driver for decision in parts)])


def _is_between(promise: Commitment, teams: Collection[str]) -> bool:
    return promise.giver in teams or promise.receiver in teams


def _teams(found: Iterable[DecisionLog], reference: str | None) -> frozenset[str] | None:
    """The ids of the team that is meant by an id or a name; None where none is asked for.

    Raises Misused when there are logs, and none of them knows the team.
    """
    if reference is None:
        return None
    names = [(team.id, team.name) for log in found for team in log.teams]
    asked = reference.casefold()
    by_name = {team for team, name in names if name.casefold() == asked}
    known = {team for team, _ in names}
    if asked in known or not known:
        return frozenset({asked})
    if not by_name:
        there = _some(sorted(known))
        raise Misused(f"no log here knows a team {_quoted(reference)}; there are: {there}")
    return frozenset(by_name)


def _task(past: Past, reference: str) -> str:
    """The id of the task that is meant; raises Unusable when none or more than one is."""
    tasks = registering.tasks_of(past.logs)
    if reference in tasks:
        return reference
    wanted, meant = _quoted(reference), _meant(tasks, reference)
    if len(meant) == 1:
        return meant[0]
    if meant:
        text = f"{wanted} is the beginning of {len(meant)} tasks: {_some(meant)}"
        raise Unusable(f"{text}; type more of it, or an id")
    text = f"no session here took up a task {wanted}"
    if _meant(registering.tasks_of(past.rehearsed), reference):
        raise Unusable(f"{text}, only a rehearsal did: --rehearsals counts those in")
    raise Unusable(f"{text}; {_near(reference, tasks)}" if tasks else text)


def _meant(tasks: Mapping[str, str], reference: str) -> list[str]:
    """The ids of the tasks of that id or title, in any case, else of those that begin so."""
    asked = _folded(reference)
    if not asked:
        return []
    names = {task: (_folded(task), _folded(title)) for task, title in tasks.items()}
    return (
        [task for task, (name, _) in names.items() if name == asked]
        or sorted(task for task, (_, title) in names.items() if title == asked)
        or sorted(task for task, each in names.items() if any(n.startswith(asked) for n in each))
    )


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _near(reference: str, tasks: Iterable[str]) -> str:
    """What may have been meant: ids that hold it or look like it, else what there is."""
    known = sorted(tasks)
    part = reference.casefold()
    holding = [task for task in known if part and part in task]
    alike = difflib.get_close_matches(part, known, n=_MOST_NEAR, cutoff=_ENOUGH_ALIKE)
    near = list(dict.fromkeys([*holding, *alike]))[:_MOST_NEAR]
    if len(near) == 1:
        return f"did you mean {visible(near[0])}?"
    return f"did you mean one of these: {_some(near)}?" if near else f"there are: {_some(known)}"


def _some(words: Sequence[str]) -> str:
    text = ", ".join(visible(word) for word in words[:MOST_CANDIDATES])
    return f"{text} …" if len(words) > MOST_CANDIDATES else text


def _quoted(reference: str) -> str:
    return f"“{shown(reference)}”"
