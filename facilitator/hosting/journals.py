"""The folder of journals, and a session's journal with its seal: made, opened, destroyed together.

Whoever could put a file into that folder would hold votes, seals and the way to running servers. So
it is looked at whenever it is used (:func:`check_folder`): a real folder of this user's, in which
nobody else writes.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from facilitator.domain.journal import JournalError
from facilitator.errors import OutsideFailed, Unusable
from facilitator.storage import own_file
from facilitator.storage.journal_layout import is_sealed_and_over
from facilitator.storage.own_file import destroy_secret
from facilitator.storage.seal import SEAL_SUFFIX, Seal
from facilitator.storage.sqlite_file import BESIDE, NoLocks, beside, remove_files, try_locks
from facilitator.storage.sqlite_journal import SqliteJournal

SUFFIX = ".journal"
FINISHED = "finished"
"""The folder in it of journals whose decision log is written."""
_ELSEWHERE = "where that does not help, choose another folder with --sessions DIR"


def check_folder(folder: Path) -> None:
    """Make sure that the folder of a journal, if there is one, is ours alone.

    Raises Unusable, with what to do, where it isn't, or the one of finished ones in it isn't.
    """
    _make_sure(folder, own_file.check_folder)


def close_folder(folder: Path) -> None:
    """Make sure of the folder of all journals, and that others don't look into it.

    Only of that one: a journal that is named by its path may lie in a folder that has other uses.
    Raises as :func:`check_folder`.
    """
    _make_sure(folder, own_file.close_folder)


def prepare_folder(folder: Path) -> None:
    """Make the journals' folder: its owner's alone, and left out of git.

    Raises Unusable when it can't be made, or is there and not ours.
    """
    try:
        own_file.make_private(folder)
        own_file.keep_out_of_git(folder)
    except OSError as error:
        raise _unusable(folder, error) from error
    close_folder(folder)


def check_locks(folder: Path) -> None:
    """Make sure that the file system of a folder, if it is there, gives locks.

    Raises OutsideFailed, with what to do, where it doesn't.
    """
    try:
        try_locks(folder)
    except NoLocks as error:
        raise _without_locks(error) from error


def lock(file: int, folder: Path, how: int = fcntl.LOCK_EX) -> None:
    """Lock an open file in a folder of journals.

    Raises BlockingIOError where another process has it locked, and ``how`` is not to wait for that;
    OutsideFailed where its file system gives no locks.
    """
    try:
        fcntl.flock(file, how)
    except BlockingIOError:
        raise
    except OSError as error:
        raise _without_locks(NoLocks(folder, error)) from error


def _without_locks(error: NoLocks) -> OutsideFailed:
    return OutsideFailed(f"{error.filename}: {error.strerror}")


def listed(folder: Path, suffix: str = "") -> list[Path]:
    """What lies in a folder of journals, with a suffix, by name; nothing where no folder is.

    Raises Unusable where there is no telling.
    """
    try:
        return sorted(path for path in folder.iterdir() if path.name.endswith(suffix))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Unusable(f"{folder} can't be listed: {error.strerror or error}") from error


def finished_folder(folder: Path) -> Path:
    """Where finished journals are kept in a folder of journals, made if need be; raises OSError."""
    finished = folder / FINISHED
    own_file.make_private(finished)
    return finished


def seal_path(journal: Path) -> Path:
    """Where the key of an anonymous session lies, by its journal."""
    return journal.with_suffix(SEAL_SUFFIX)


async def create_journal(path: Path, session: str, *, is_sealed: bool) -> SqliteJournal:
    """Make a session's journal, and its seal: that is on the disk before any event can be.

    Raises JournalError; then nothing of ours is left behind that can be removed.
    """
    seal = Seal.make(session) if is_sealed else None
    journal = await SqliteJournal.open(path, create=True, seal=seal)
    try:
        if seal is not None:
            seal.keep(seal_path(path))
    except JournalError:
        await journal.close()
        remove_files(path)
        raise
    return journal


async def open_journal(path: Path) -> SqliteJournal:
    """Open a session's journal with the seal that lies beside it, if any.

    Raises JournalError, also where its folder is not ours alone.
    """
    try:
        check_folder(path.parent)
    except Unusable as error:
        raise JournalError(str(error)) from error
    seal = seal_path(path)
    has_seal = os.path.lexists(seal)
    return await SqliteJournal.open(path, seal=Seal.load(seal) if has_seal else None)


def destroy(path: Path) -> None:
    """Remove a journal for good, its seal first: from there on no copy can be read either.

    Raises OSError as it comes.
    """
    destroy_secret(seal_path(path))
    for each in (*(beside(path, ending) for ending in BESIDE), path):
        each.unlink(missing_ok=True)


def forget(path: Path) -> None:
    """Remove a journal in which no session has begun, and its seal, as far as that can be."""
    with contextlib.suppress(OSError):
        seal_path(path).unlink()
    remove_files(path)


def is_half_destroyed(path: Path) -> bool:
    """Whether a journal's seal is destroyed already, because its session is over."""
    try:
        Seal.load(seal_path(path))
    except JournalError:
        return is_sealed_and_over(path)
    return False


def destroy_lone_seals(folder: Path) -> None:
    """Destroy seals whose journal somebody removed by hand; what can't be is left there.

    No session is just being started with them: a journal is made before its seal. Raises Unusable
    when the folder can't be listed.
    """
    for seal in listed(folder, SEAL_SUFFIX):
        if not os.path.lexists(seal.with_suffix(SUFFIX)):
            with contextlib.suppress(OSError):
                destroy_secret(seal)


def _make_sure(folder: Path, how: Callable[[Path], object]) -> None:
    try:
        how(folder)
        how(folder / FINISHED)
    except OSError as error:
        raise _unusable(folder, error) from error


def _unusable(folder: Path, error: OSError) -> Unusable:
    where, told = error.filename or folder, error.strerror or error
    if isinstance(error, own_file.NotOurs):
        return Unusable(f"{where} can't be used: {told}; {_ELSEWHERE}")
    return Unusable(f"{where} can't be written: {told}")
