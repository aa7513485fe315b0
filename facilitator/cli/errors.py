"""Errors as exit codes and lines for a person."""

from __future__ import annotations

import click

from facilitator.wiring.errors import JournalFailed, Misused, Taken, Unusable, one_line

PROBLEMS_FOUND = 1
WRONG_USAGE = 2
NOT_READABLE = 3
JOURNAL_FAILED = 4
_CODES: dict[type[Exception], int] = {
    Misused: WRONG_USAGE,
    Taken: WRONG_USAGE,
    Unusable: NOT_READABLE,
    JournalFailed: JOURNAL_FAILED,
}


def exit_code_of(error: Exception) -> int:
    """The exit code for an error; what nobody foresaw counts as problems found."""
    return _CODES.get(type(error), PROBLEMS_FOUND)


def is_foreseen(error: Exception) -> bool:
    """Whether its words are meant for a person, and where it was raised is of no use to them."""
    return type(error) in _CODES


def in_one_line(error: Exception) -> str:
    """What happened, where, and what to do."""
    if is_foreseen(error):
        return one_line(error)
    return (
        f"something went wrong that should not have ({type(error).__name__}: {one_line(error)}); "
        "FACILITATOR_DEBUG=1 shows where"
    )


def tell(error: Exception) -> None:
    """Say on standard error what happened."""
    click.echo(f"facilitator: {in_one_line(error)}", err=True)
