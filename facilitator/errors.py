"""Why something can't be done: words for a person, and a process's exit code."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
from collections.abc import Iterator

from facilitator.domain.text import visible
from facilitator.storage.own_file import NotLasting
from facilitator.terminal.line import shows_screens

_MOST_CELLS = 4000
_MOST_OF_A_NAME = 200
_MOST_OF_A_TERM = 24


PROBLEMS_FOUND = 1
WRONG_USAGE = 2
NOT_READABLE = 3
JOURNAL_FAILED = 4
OUTSIDE_FAILED = 5
OUR_FAULT = 70
"""What nobody foresaw: a fault of this program, under the number that sysexits.h has for it."""


class Foreseen(Exception):  # noqa: N818 - reads as what it was
    """Its words are meant for a person, and where it was raised is of no use to them."""

    exit_code: int


class Unusable(Foreseen):
    """A file, folder or session that can't be read or does not exist."""

    exit_code = NOT_READABLE


class Misused(Foreseen):
    """The command can't be carried out as given."""

    exit_code = WRONG_USAGE


class Taken(Misused):
    """A file of that name is there, and was not to be replaced."""


class JournalFailed(Foreseen):
    """The journal could not be written or read."""

    exit_code = JOURNAL_FAILED


class OutsideFailed(Foreseen):
    """What every program stands on has failed, as a device that is full."""

    exit_code = OUTSIDE_FAILED


@contextlib.contextmanager
def retold(kind: type[Foreseen], *errors: type[Exception]) -> Iterator[None]:
    """Raise errors of other parts, whose words are a person's already, as one of these."""
    try:
        yield
    except errors as error:
        raise kind(str(error)) from error


MENDS = {
    errno.ENOSPC: "free some space there, or choose another place",
    errno.EDQUOT: "free some of your space there, or choose another place",
    errno.EFBIG: "have files be larger, by ulimit -f unlimited",
    errno.EIO: "look at the disk, or choose another place",
    errno.EMFILE: "have more files be open at a time: ulimit -n 256",
    errno.ENFILE: "this machine has too many files open: end what is not needed",
    errno.ENOMEM: "free some memory",
    errno.ENOLCK: "choose a folder on a disk of this machine",
    errno.ESTALE: "look at the network drive, or choose another place",
    errno.ETIMEDOUT: "look at the network drive, or choose another place",
}
"""What the system fails of, by itself and not for a name or permission; and what can be done."""
_OTHER_MENDS = {
    errno.EAGAIN: "this machine gives no more processes: end what is not needed",
    errno.EBADF: "leave it open, or send it to /dev/null",
    errno.EPIPE: "whoever read it has left",
}
"""What can be done about what may as well come of something else."""


_OF_A_NAME = (
    *(errno.ENOENT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EEXIST, errno.ENOTDIR),
    *(errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.ENOTEMPTY),
)
"""What a file's name or permissions are to blame for."""
_NO_THREAD = "can't start new thread"
_NO_DESCRIPTOR = os.strerror(errno.EMFILE)


def exit_code_of(error: Exception) -> int:
    """The exit code for an error: what the system failed of first, then what became of that."""
    if isinstance(error, Foreseen):
        is_outside = not isinstance(error, JournalFailed) and outside_failure(error) is not None
        return OUTSIDE_FAILED if is_outside else error.exit_code
    if isinstance(error, OSError) and error.errno in _OF_A_NAME:
        return NOT_READABLE
    return OUTSIDE_FAILED if _of_the_system(error) else OUR_FAULT


def in_one_line(error: Exception) -> str:
    """What happened, where, and what to do."""
    if isinstance(error, Foreseen):
        told, failure = one_line(error), outside_failure(error)
        if failure is None or ";" in told:
            return told
        return f"{told}; {MENDS[failure.errno or 0]}"
    if told := _of_the_system(error):
        return one_line(told)
    return (
        f"something went wrong that should not have ({type(error).__name__}: {one_line(error)}); "
        "FACILITATOR_DEBUG=1 shows where"
    )


def _of_the_system(error: Exception) -> str:
    """What the system failed of, where an error that nobody foresaw comes of that; else nothing."""
    match error:
        case OSError():
            return told_of(error)
        case MemoryError():
            return told_of(OSError(errno.ENOMEM, "there is no more memory"))
        case RuntimeError() if _NO_THREAD in str(error):
            return told_of(OSError(errno.EAGAIN, "no thread can be started"))
        case ImportError() if _NO_DESCRIPTOR in str(error):
            return told_of(OSError(errno.EMFILE, _NO_DESCRIPTOR))
    return ""


def outside_failure(error: BaseException | None) -> OSError | None:
    """The failure of the system that an error came of; None where it came of something else.

    That a folder can't be synced is none: not every file system does that.
    """
    while error is not None:
        if isinstance(error, OSError) and error.errno in MENDS:
            return None if isinstance(error, NotLasting) else error
        error = error.__cause__
    return None


def told_of(error: OSError) -> str:
    """What the system has failed of, where, and what to do, on one line."""
    where = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
    reason = error.strerror or str(error) or type(error).__name__
    mends = {**MENDS, **_OTHER_MENDS}
    mend = mends.get(error.errno or 0, "look at the place and its permissions")
    return f"{where}{reason}; {mend}"


class Stopped(Exception):  # noqa: N818 - reads as what happened
    """A signal had this process end: exit code 128 and its number, as a shell gives it."""

    def __init__(self, number: signal.Signals, how_to_go_on: str = "") -> None:
        super().__init__(f"Told to end by {number.name}. {how_to_go_on}".strip())
        self.exit_code = 128 + number


def not_lasting(done: str, error: OSError) -> str:
    """What is true of a file whose folder could not be brought to the disk; ``done`` says of what.

    As in “a.toml is written”.
    """
    reason = error.strerror or type(error).__name__
    return (
        f"{done}, but a crash of this machine may undo that: its folder can't be synced ({reason})"
    )


def harmless(text: object) -> str:
    """What is to be told, line by line as it is, with nothing that a terminal obeys."""
    return "\n".join(visible(line, most_cells=_MOST_CELLS) for line in str(text).splitlines())


def one_line(text: object) -> str:
    """What is to be told, as one line that no terminal obeys: names of files may hold anything."""
    return visible(" ".join(str(text).split()), most_cells=_MOST_CELLS)


def shown(name: object) -> str:
    """A name of a file or folder, as messages have it."""
    return visible(str(name), most_cells=_MOST_OF_A_NAME)


def why_no_screen(term: str) -> str:
    """Why a terminal that calls itself so (``TERM``) gets no screen, and what to do; "" if it does.

    As in a shell inside of Emacs, in a log of a build, or where no terminal is named at all.
    """
    if shows_screens(term):
        return ""
    named = (
        f"TERM={visible(term.strip(), most_cells=_MOST_OF_A_TERM)}" if term.strip() else "no TERM"
    )
    return f"this terminal can show no screen ({named}): start it in another one"
