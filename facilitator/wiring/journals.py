"""A session's journal and, for an anonymous one, its seal: made, opened and destroyed together."""

from __future__ import annotations

from pathlib import Path

from facilitator.domain.journal import JournalError
from facilitator.storage.journal_layout import is_sealed_and_over
from facilitator.storage.seal import SEAL_SUFFIX, Seal
from facilitator.storage.secret_file import destroy_secret
from facilitator.storage.sqlite_journal import SqliteJournal

SUFFIX = ".journal"
_BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite may leave beside its file, at the end of the name."""


def seal_path(journal: Path) -> Path:
    """Where the key of an anonymous session lies, by its journal."""
    return journal.with_suffix(SEAL_SUFFIX)


async def create_journal(path: Path, session: str, *, is_sealed: bool) -> SqliteJournal:
    """Make a session's journal, and its seal: that is on the disk before any event can be.

    Raises JournalError; then nothing of ours is left behind.
    """
    seal = Seal.make(session) if is_sealed else None
    journal = await SqliteJournal.open(path, create=True, seal=seal)
    try:
        if seal is not None:
            seal.keep(seal_path(path))
    except JournalError:
        await journal.close()
        path.unlink(missing_ok=True)
        raise
    return journal


async def open_journal(path: Path) -> SqliteJournal:
    """Open a session's journal with the seal that lies beside it, if any; raises JournalError."""
    beside = seal_path(path)
    return await SqliteJournal.open(path, seal=Seal.load(beside) if beside.exists() else None)


def destroy(path: Path) -> None:
    """Remove a journal for good, its seal first: from there on no copy can be read either.

    Raises OSError as it comes.
    """
    destroy_secret(seal_path(path))
    for ending in (*_BESIDE, ""):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)


def is_half_destroyed(path: Path) -> bool:
    """Whether a journal's seal is destroyed already, because its session is over."""
    try:
        Seal.load(seal_path(path))
    except JournalError:
        return is_sealed_and_over(path)
    return False


def destroy_lone_seals(folder: Path) -> None:
    """Destroy seals whose journal somebody removed by hand. Raises OSError as it comes.

    No session is just being started with them: a journal is made before its seal.
    """
    for seal in folder.glob(f"*{SEAL_SUFFIX}"):
        if not seal.with_suffix(SUFFIX).exists():
            destroy_secret(seal)
