"""Why something can't be done, for the person at the command line."""

from __future__ import annotations

import errno
import os
import signal

from facilitator.domain.text import visible
from facilitator.storage.atomic import NotLasting

_MOST_CELLS = 4000


class Unusable(Exception):  # noqa: N818 - reads as what the thing is
    """A file, folder or session that can't be read or does not exist: exit code 3."""


class Misused(Exception):  # noqa: N818 - reads as what happened
    """The command can't be carried out as given: exit code 2."""


class Taken(Misused):
    """A file of that name is there, and was not to be replaced."""


class JournalFailed(Exception):  # noqa: N818 - reads as what happened
    """The journal could not be written or read: exit code 4."""


class OutsideFailed(Exception):  # noqa: N818 - reads as what happened
    """What every program stands on has failed, as a device that is full: exit code 5."""


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
