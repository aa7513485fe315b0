"""Why something can't be done, for the person at the command line."""

from __future__ import annotations

import signal

from facilitator.domain.text import visible

_MOST_CELLS = 4000


class Unusable(Exception):  # noqa: N818 - reads as what the thing is
    """A file, folder or session that can't be read or does not exist: exit code 3."""


class Misused(Exception):  # noqa: N818 - reads as what happened
    """The command can't be carried out as given: exit code 2."""


class Taken(Misused):
    """A file of that name is there, and was not to be replaced."""


class JournalFailed(Exception):  # noqa: N818 - reads as what happened
    """The journal could not be written or read: exit code 4."""


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
