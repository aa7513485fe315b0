"""Errors as exit codes and lines for a person."""

from __future__ import annotations

import errno
import os

from facilitator.cli.output import remark
from facilitator.errors import (
    MENDS,
    JournalFailed,
    Misused,
    OutsideFailed,
    Taken,
    Unusable,
    one_line,
    outside_failure,
    told_of,
)

PROBLEMS_FOUND = 1
WRONG_USAGE = 2
NOT_READABLE = 3
JOURNAL_FAILED = 4
OUTSIDE_FAILED = 5
OUR_FAULT = 70
"""What nobody foresaw: a fault of this program, under the number that sysexits.h has for it."""
_CODES: dict[type[BaseException], int] = {
    Misused: WRONG_USAGE,
    Taken: WRONG_USAGE,
    Unusable: NOT_READABLE,
    JournalFailed: JOURNAL_FAILED,
}
_OF_A_NAME = (
    *(errno.ENOENT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EEXIST, errno.ENOTDIR),
    *(errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.ENOTEMPTY),
)
"""What a file's name or permissions are to blame for."""
_NO_THREAD = "can't start new thread"
_NO_DESCRIPTOR = os.strerror(errno.EMFILE)


def exit_code_of(error: Exception) -> int:
    """The exit code for an error: what the system failed of first, then what became of that."""
    if isinstance(error, OutsideFailed):
        return OUTSIDE_FAILED
    if is_foreseen(error):
        code = _CODES[type(error)]
        is_outside = code != JOURNAL_FAILED and outside_failure(error) is not None
        return OUTSIDE_FAILED if is_outside else code
    if isinstance(error, OSError) and error.errno in _OF_A_NAME:
        return NOT_READABLE
    return OUTSIDE_FAILED if _of_the_system(error) else OUR_FAULT


def is_foreseen(error: Exception) -> bool:
    """Whether its words are meant for a person, and where it was raised is of no use to them."""
    return type(error) in _CODES or isinstance(error, OutsideFailed)


def in_one_line(error: Exception) -> str:
    """What happened, where, and what to do."""
    if is_foreseen(error):
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


def tell(error: Exception) -> None:
    """Say on standard error what happened, where there is somebody to be told."""
    if not getattr(error, "is_quiet", False):
        remark(in_one_line(error))
