"""A repository of decision logs that somebody else has filled: files and links, as git has them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from facilitator.clock import now
from facilitator.domain.agenda import Agenda
from facilitator.domain.commands import EndSession, Envelope
from facilitator.hosting import codes, journals
from facilitator.hosting.sessions import LogFile
from facilitator.live.session import LiveSession
from facilitator.storage.archive import Archive
from facilitator.wiring import workshop
from facilitator.wiring.settings import Settings, load_settings
from tests.security.sqlite_attacks import endless, redefine, rollback_that_names
from tests.security.valuables import Valuables
from tests.storage.reading_process import later

SERVER = "abcd0123"


class Repository:
    """What was cloned: two sessions, of which one is over, their log, and whatever is planted."""

    def __init__(self, folder: Path, valuables: Valuables) -> None:
        self.folder = folder
        self.valuables = valuables
        self.sessions = folder / "sessions"
        self.journals = self.sessions / ".journals"
        self.running = self.over = Path()

    async def fill(self, agenda: Agenda) -> None:
        """Put sessions there that were held elsewhere."""
        env = {"FACILITATOR_CONFIG": str(self.folder / "config"), "FACILITATOR_NAME": "Eve"}
        settings = load_settings(sessions=self.sessions, environment=env)
        self.over = (await workshop.begin(settings, agenda, None)).journal
        await _end(self.over, settings)
        aside = self.over.rename(self.folder / "aside")
        self.running = (await workshop.begin(settings, agenda, None)).journal
        aside.rename(self.over)
        (self.journals / ".gitignore").unlink()
        (self.folder / "agendas").mkdir()
        Archive(self.sessions, clock=later).entries()

    def clone(self, to: Path) -> Path:
        """Have it as somebody who cloned it has it: git keeps links, and no rights of files."""
        shutil.copytree(self.folder, to, symlinks=True)
        for path in (to, *to.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() else 0o644)
        return to

    def beside(self, suffix: str) -> Path:
        """A file of the session that is not over."""
        return self.running.with_suffix(suffix)


async def _end(journal: Path, settings: Settings) -> None:
    session = LiveSession(await journals.open_journal(journal), codes.new_id)
    await session.open()
    await session.submit(Envelope(now(), "f1", EndSession()))
    await LogFile(session, settings.sessions)()
    await session.close()


def _note(repo: Repository) -> None:
    told = {"server": SERVER, "pid": os.getppid(), "socket": str(repo.valuables.folder / "s")}
    for journal in (repo.running, repo.over):
        journal.with_suffix(f".{SERVER}.server").write_text(json.dumps(told))


def _link(suffix: str) -> Callable[[Repository], None]:
    def plant(repo: Repository) -> None:
        for journal in (repo.running, repo.over):
            journal.with_suffix(suffix).symlink_to(repo.valuables.file)

    return plant


def _endless_index(repo: Repository) -> None:
    redefine(repo.sessions / ".index/logs.sqlite", "DROP TABLE form", endless("form", "version"))


def _index_elsewhere(repo: Repository) -> None:
    shutil.rmtree(repo.sessions / ".index")
    (repo.sessions / ".index").symlink_to(repo.valuables.folder)


def _index_file_elsewhere(repo: Repository) -> None:
    (repo.sessions / ".index/logs.sqlite").unlink()
    (repo.sessions / ".index/logs.sqlite").symlink_to(repo.valuables.database)


def _folder_elsewhere(repo: Repository) -> None:
    shutil.rmtree(repo.journals)
    repo.journals.symlink_to(repo.valuables.folder)


PLANTS: dict[str, Callable[[Repository], None]] = {
    "a server's note": _note,
    "a server's socket": _link(f".{SERVER}.socket"),
    "a seal": _link(".seal"),
    "a lone seal": lambda r: (r.journals / "x.seal").symlink_to(r.valuables.file),
    "a lock": _link(".lock"),
    "a server's log": _link(".server.log"),
    "a roster": _link(".roster.toml"),
    "a terminal's mark": _link(".terminal0000000a.terminal"),
    "a server's mark": _link(f".{SERVER}.terminal"),
    "a journal": lambda r: (r.journals / "x.journal").symlink_to(r.valuables.database),
    "a journal that is nowhere": lambda r: (r.journals / "y.journal").symlink_to(
        r.valuables.nowhere
    ),
    "a rollback": lambda r: rollback_that_names(r.running, r.valuables.file),
    "a rollback of one that is over": lambda r: rollback_that_names(r.over, r.valuables.file),
    "a rollback by a link": _link(".journal-journal"),
    "a write-ahead log": _link(".journal-wal"),
    "git's list": lambda r: (r.journals / ".gitignore").symlink_to(r.valuables.nowhere),
    "the finished ones": lambda r: (r.journals / "finished").symlink_to(r.valuables.folder),
    "all journals": _folder_elsewhere,
    "a log to come": lambda r: (r.sessions / f"{r.running.stem}.toml").symlink_to(r.valuables.file),
    "a log to come nowhere": lambda r: (r.sessions / f"{r.running.stem}.toml").symlink_to(
        r.valuables.nowhere
    ),
    "a log": lambda r: (r.sessions / "x.toml").symlink_to(r.valuables.file),
    "a device as a log": lambda r: (r.sessions / "y.toml").symlink_to("/dev/zero"),
    "a device as an agenda": lambda r: (r.folder / "agendas/grey-areas.toml").symlink_to(
        "/dev/zero"
    ),
    "an index without end": _endless_index,
    "the index": _index_file_elsewhere,
    "the index's folder": _index_elsewhere,
    "the index's rollback": lambda r: rollback_that_names(
        r.sessions / ".index/logs.sqlite", r.valuables.file
    ),
}
"""Each a way to have the program touch something elsewhere, or never come to its end."""

EXCLUDE_EACH_OTHER = (
    "all journals",
    "a rollback by a link",
    "a log to come nowhere",
    "the index",
    "an index without end",
    "the index's folder",
)
"""What can't be planted beside the rest."""
