"""Why something can't be done, for the person at the command line."""

from __future__ import annotations


class Unusable(Exception):  # noqa: N818 - reads as what the thing is
    """A file, folder or session that can't be read or does not exist: exit code 3."""


class Misused(Exception):  # noqa: N818 - reads as what happened
    """The command can't be carried out as given: exit code 2."""


class JournalFailed(Exception):  # noqa: N818 - reads as what happened
    """The journal could not be written or read: exit code 4."""
