"""Something of value outside the folder of sessions, and whether it is still as it was."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n"


class Valuables:
    """A folder with a file, a database and a folder in it, none of which anybody shall touch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "id_ed25519"
        self.database = folder / "history.sqlite"
        self.nowhere = folder / "not-there"
        (folder / "photos").mkdir(parents=True)
        (folder / "photos" / "1.jpg").write_bytes(b"\xff\xd8 holiday")
        self.file.write_text(KEY)
        self.file.chmod(0o600)
        self._make_database()
        for path in folder.rglob("*"):  # so that a change can't fall into the same tick
            os.utime(path, (1, 1))
        self.before = self.now()

    def _make_database(self) -> None:
        """A database as other programs have them: in WAL mode, with a table called ``logs``."""
        connection = sqlite3.connect(self.database, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE logs (line TEXT)")
        connection.execute("INSERT INTO logs VALUES ('worth keeping')")
        connection.close()

    def now(self) -> dict[str, object]:
        """What lies there: of each thing its kind and rights, its age, and what it holds."""
        return {
            str(path.relative_to(self.folder)): (
                path.lstat().st_mode,
                path.lstat().st_mtime_ns,
                path.read_bytes() if path.is_file() else None,
            )
            for path in sorted(self.folder.rglob("*"))
        }
