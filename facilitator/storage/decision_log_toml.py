"""Decision logs as TOML files: read with every problem, written whole or not at all."""

from __future__ import annotations

import contextlib
import difflib
import errno
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from facilitator.domain.decision_log.checks import check_log
from facilitator.domain.decision_log.faults import Fault
from facilitator.domain.decision_log.model import FORMAT, DecisionLog
from facilitator.domain.text import visible
from facilitator.storage.decision_log_reading import read_document
from facilitator.storage.own_file import make_file, make_folder, make_last, read_own
from facilitator.storage.records import Document, as_json, document_of, is_session_id, lay_out
from facilitator.storage.toml_file import FileUnreadable, parse_document, read_bytes, shape
from facilitator.storage.toml_problems import Problem, Problems, Severity, place_of
from facilitator.storage.toml_scan import Path as Place
from facilitator.storage.toml_shape import Shape

MOST_BYTES = 64 * 1024 * 1024
"""The largest decision log that is read. Five thousand named voters leave about 1 MB a round."""

_MOST_LIKEWISE = 8
"""How many places at which a fault shows again are named at the most."""

MOST_BEFORE = 50
"""How many earlier logs one log is held against at the most."""


class LogState(StrEnum):
    """What can be made of a file."""

    UNREADABLE = "unreadable"
    CONTRADICTS = "contradicts itself"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class LogReading:
    """What came of reading a file: every problem, in the order of the file, warnings included.

    ``log`` is None exactly when the file can't be read as one. A log that contradicts itself counts
    all the same, and says so: :attr:`~facilitator.domain.decision_log.DecisionLog.contradicts`.
    """

    log: DecisionLog | None
    problems: tuple[Problem, ...]

    @property
    def state(self) -> LogState:
        """Which of the three states the file is in."""
        if self.log is None:
            return LogState.UNREADABLE
        return LogState.CONTRADICTS if self.log.contradicts else LogState.SOUND


class LogUnsound(Exception):  # noqa: N818 - reads as what happened
    """A log would not read back as what it is, and was not written; ``problems`` say why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        first = str(errors[0]) if errors else "it would read back as something else"
        super().__init__(f"the decision log was not written: {first}")
        self.problems = problems


def read_log(path: Path, *before: DecisionLog) -> LogReading:
    """Read a log's file, and check it against itself and the logs of sessions ``before`` it.

    Raises :class:`~facilitator.storage.toml_file.FileUnreadable` when it can't be read at all.
    """
    return parse_log(read_bytes(path, most=MOST_BYTES), str(path), *before)


def check_log_file(path: Path) -> LogReading:
    """Read a log's file as :func:`read_log`, against the logs that it names and that lie beside it.

    Those are what it follows, and the sessions whose decisions it replaces or whose promises it
    carries on. One that can't be used is left aside: its own check says why.
    """
    return check_log_data(read_bytes(path, most=MOST_BYTES), path)


def check_log_data(data: bytes, path: Path) -> LogReading:
    """What :func:`check_log_file` would find with these bytes at ``path``."""

    def beside(log: DecisionLog) -> list[DecisionLog]:
        names = named_before(log)
        found = read_all_beside(path, names)
        return [found[name] for name in names if name in found]

    return _parse(data, str(path), beside, path.parent)


def read_beside(path: Path, session: str) -> DecisionLog | None:
    """The log of that session in the folder of ``path``; None where there is none."""
    return read_all_beside(path, (session,)).get(session)


def read_all_beside(path: Path, sessions: Iterable[str]) -> dict[str, DecisionLog]:
    """The logs of those sessions in the folder of ``path``, as far as there are any, by id.

    A file that was renamed is found by the session that it tells of. What is no session's id leads
    to no file. A link in the folder is followed, as by whoever lists it: logs may be kept
    elsewhere, and nothing is read but a regular file up to its limit.
    """
    wanted = [session for session in sessions if is_session_id(session)]
    found: dict[str, DecisionLog] = {}
    for session in wanted:
        log = _readable(path.with_name(f"{session}.toml"))
        if log is not None and log.session.id == session:
            found[session] = log
    missing = {session for session in wanted if session not in found}
    for renamed in _that_name(path.parent, missing) if missing else ():
        log = _readable(renamed)
        if log is not None and log.session.id in missing and renamed != path:
            known = found.setdefault(log.session.id, log)
            if log.last_written > known.last_written:
                found[log.session.id] = log
    return found


def _that_name(folder: Path, sessions: Iterable[str]) -> Iterator[Path]:
    """The logs of a folder that have one of these ids anywhere in them."""
    ids = [session.encode() for session in sessions]
    try:
        paths = sorted(each for each in folder.iterdir() if each.suffix == ".toml")
    except OSError:
        return
    for path in paths:
        with contextlib.suppress(FileUnreadable):
            data = read_bytes(path, most=MOST_BYTES)
            if not path.name.startswith(".") and any(each in data for each in ids):
                yield path


def _readable(path: Path) -> DecisionLog | None:
    try:
        return read_log(path).log
    except FileUnreadable:
        return None


def named_before(log: DecisionLog) -> list[str]:
    """The earlier sessions that a log names, the one it follows first."""
    return list(dict.fromkeys(name for _, name in _named(log)))[:MOST_BEFORE]


def _named(log: DecisionLog) -> Iterator[tuple[Place, str]]:
    """Each earlier session that a log names, with where it does so."""
    named: list[tuple[Place, str | None]] = [(("session", "follows"), log.session.follows)]
    for index, decision in enumerate(log.decisions):
        named.append((("decisions", index, "supersedes"), decision.supersedes))
    for index, promise in enumerate(log.commitments):
        named.append((("commitments", index, "carried_from"), promise.carried_from))
    return ((place, name) for place, name in named if name and name != log.session.id)


def parse_log(data: bytes, name: str, *before: DecisionLog) -> LogReading:
    """Read a log from a file's bytes; ``name`` is what problems call the file. Never raises."""
    return _parse(data, name, lambda _: before)


def _parse(
    data: bytes,
    name: str,
    before: Callable[[DecisionLog], Sequence[DecisionLog]],
    folder: Path | None = None,
) -> LogReading:
    """Read a log and check it against those ``before`` it, told by what could be read of it.

    With a ``folder`` in which those lie it is remarked which of them don't.
    """
    problems = Problems(name)
    root = parse_document(data, problems, wanted=FORMAT, shape=_shape, most=MOST_BYTES)
    if root is None:
        return LogReading(None, problems.in_order())
    log = read_document(root)
    earlier = before(log)
    for fault in _that_stand(check_log(log, *earlier), problems):
        add_fault(problems, fault)
    if folder is not None:
        _remark_absent(log, earlier, folder, problems)
    text = None if root.is_spoilt else replace(log, contradicts=problems.any_errors)
    return LogReading(text, problems.in_order())


def add_fault(problems: Problems, fault: Fault) -> None:
    """Note a contradiction as a problem of the log's file, with where else it shows."""
    message = fault.message
    if fault.likewise:
        shown = ", ".join(place_of(place) for place in fault.likewise[:_MOST_LIKEWISE])
        more = len(fault.likewise) - _MOST_LIKEWISE
        message += f" (likewise at {shown}{f' and {more} more' if more > 0 else ''})"
    problems.add(fault.place, message, fault.hint)


@cache
def _shape() -> Shape:
    """What the format knows."""
    return shape(lambda root: (root.take("format"), read_document(root)), {})


def _remark_absent(
    log: DecisionLog, found: Sequence[DecisionLog], folder: Path, problems: Problems
) -> None:
    """Remark each session that a log names and that has no readable log beside it, once."""
    here = {each.session.id for each in found}
    for place, session in _named(log):
        if session not in here and place not in problems.error_paths:
            here.add(session)
            missing = f'there is no log of "{session}" here that can be read'
            text = f"{missing}: nothing is held against it"
            problems.add(place, text, _nearest_log(session, folder), Severity.WARNING)


def _nearest_log(session: str, folder: Path) -> str:
    try:
        there = [path.stem for path in folder.glob("*.toml")]
    except OSError:
        there = []
    one_letter_else = 1 - 1.5 / max(2, len(session))
    near = difflib.get_close_matches(session, there, n=1, cutoff=one_letter_else)
    if near and near[0] != session:
        return f'did you mean "{visible(near[0])}"?'
    return "put it beside this one, or mend it"


def log_document(log: DecisionLog) -> Document:
    """The log's keys and values, in the order that the format gives."""
    return {"format": FORMAT, **document_of(log)}


def log_json(log: DecisionLog) -> Document:
    """The same as JSON takes it."""
    return {key: as_json(value) for key, value in log_document(log).items()}


def dump_log(log: DecisionLog) -> bytes:
    """The log as the bytes of its file."""
    return lay_out(log_document(log)).encode()


def write_log(folder: Path, log: DecisionLog) -> Path:
    """Write a log into a folder, which is made if need be, under its session's id.

    When it returns the file lies safely on disk and reads back as this log. To write it again does
    no harm; where anything else lies there, an amended log or another session's, that is left
    alone. Raises :class:`LogUnsound` when the log wouldn't read back, OSError when it can't be
    written, and :class:`~facilitator.storage.own_file.NotLasting` when it is written and may not
    survive a crash of the machine.
    """
    data = dump_log(log)
    path = folder / f"{log.session.id}.toml"
    reading = parse_log(data, str(path))
    if reading.log != log:
        raise LogUnsound(reading.problems)
    make_folder(folder)
    try:
        make_file(path, data)
    except FileExistsError:
        if not _holds(path, data):
            text = f"{path.name} is there, and isn't what this session decided: move it away first"
            raise OSError(errno.EEXIST, text, str(path)) from None
        make_last(path)
    return path


def _holds(path: Path, data: bytes) -> bool:
    try:
        return read_own(path, most=len(data)) == data
    except OSError:
        return False


_FOUNDATIONS = ("session", "teams", "participants")
"""What every other table is checked with,"""
_HARMLESS = ("title", "name", "agenda", "agenda_digest", "facilitators", "rehearsal", "follows")
"""and what in those tables nothing else depends on."""
_ALONE = frozenset(
    {"phase", "owner", "rationale", "agreement", "pattern", "driver_absent", "review_on"}
    | {"supersedes", "verdict"}
)
"""What in a decision nothing else depends on."""


def _that_stand(faults: Iterable[Fault], problems: Problems) -> list[Fault]:
    """The faults that are not merely consequences of values that could not be read."""
    broken = problems.error_paths
    if any(path and path[0] in _FOUNDATIONS and path[-1] not in _HARMLESS for path in broken):
        return []
    unsure = {*problems.shifted, *map(_shaken, broken)}
    return [
        fault
        for fault in faults
        if not any(fault.place[:length] in unsure for length in range(1, len(fault.place) + 1))
    ]


def _shaken(path: Place) -> Place:
    """What is in doubt where the value at a path could not be read: its entry, or it alone."""
    if path[:1] == ("decisions",) and path[2:3] and path[2] in _ALONE:
        return path[:3]
    # A path of one table's own means that the array has lost it, and that indexes are shifted.
    return path[:1] if len(path) < 3 else path[:2]  # noqa: PLR2004 - array, index, key
