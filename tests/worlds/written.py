"""Files that the program once wrote of sessions, and what it made of them then.

``journals/`` holds a journal for each session of :mod:`tests.worlds.every_kind`, broken off there,
and the seal of the anonymous one; ``logs/`` the decision log that each comes to; ``told/`` by kind
the journal's events, what people saw, and what commands said of the log. Whatever becomes of the
program, it has to read them, and to make the same of them.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.worlds.every_kind import WORLDS
from tests.worlds.seen import texts

WRITTEN = Path(__file__).with_name("written")
JOURNALS, LOGS, TOLD = (WRITTEN / name for name in ("journals", "logs", "told"))
ON = "2027-02-01"

Run = Callable[..., subprocess.CompletedProcess[str]]


def lay_out(folder: Path) -> Path:
    """Put copies of the journals and logs where the program looks for them; the logs' folder."""
    sessions = folder / "sessions"
    shutil.copytree(LOGS, sessions, dirs_exist_ok=True)
    journals = sessions / ".journals"
    journals.mkdir(mode=0o700)
    for path in JOURNALS.iterdir():
        copy = journals / path.name
        shutil.copyfile(path, copy)
        copy.chmod(0o600)
    return sessions


def commands_on_a_log(kind: str) -> dict[str, tuple[str, ...]]:
    """What is asked of one log, by the ending of the file with the answer."""
    session = WORLDS[kind].session
    return {
        "check.json": ("check", session, "--json"),
        "check.txt": ("check", session),
        "show.json": ("show", session, "--json"),
        "show.txt": ("show", session),
        "md": ("export", session, "--as", "markdown"),
        "csv": ("export", session, "--as", "csv"),
        "ics": ("export", session, "--as", "calendar"),
    }


def commands_on_all() -> dict[str, tuple[str, ...]]:
    """What is asked of all the logs, by the name of the file with the answer."""
    older, newer = WORLDS["commit"].session, WORLDS["follow-up"].session
    return {
        "list.txt": ("list",),
        "list.json": ("list", "--json"),
        "register.txt": ("register", "--on", ON),
        "register.json": ("register", "--on", ON, "--json"),
        "register.md": ("export", "--register", "--as", "markdown"),
        "due.txt": ("due", "--on", ON, "--all"),
        "due.json": ("due", "--on", ON, "--all", "--json"),
        "history.txt": ("history", "competitive-messaging"),
        "history.json": ("history", "competitive-messaging", "--json"),
        "compare.txt": ("compare", older, newer, "--all"),
        "compare.json": ("compare", older, newer, "--all", "--json"),
        "compare.md": ("export", newer, "--against", older, "--as", "markdown"),
    }


def answer(run: Run, command: tuple[str, ...]) -> str:
    """What a command on logs says, with how it exits where that is not 0."""
    done = run("log", *command)
    code = f"exit code {done.returncode}\n" if done.returncode else ""
    return done.stdout + done.stderr + code


def told(kind: str, ending: str) -> str:
    """What is kept of a kind under an ending."""
    return (TOLD / f"{kind}.{ending}").read_text("utf-8")


def events_written(kind: str) -> list[tuple[str, int, str]]:
    """The events of a kind's journal: each one's name, version and JSON."""
    return [tuple(json.loads(line)) for line in told(kind, "events.jsonl").splitlines()]


def as_lines(document: Mapping[str, Any]) -> str:
    """A JSON document to be kept and looked at: a line for each of its keys."""
    lines = (
        f"{json.dumps({key: value}, ensure_ascii=False)[1:-1]}" for key, value in document.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def facts(text: str, document: str) -> tuple[list[str], set[int]]:
    """What a text tells, whatever its words and its layout.

    That is the strings of a JSON document that stand in it, in the order in which they do, and all
    its numbers, rounded.
    """
    flat = " ".join(text.split())
    known = {" ".join(each.split()) for each in texts(json.loads(document))}
    found = sorted((flat.index(each), each) for each in known if len(each) > 3 and each in flat)
    numbers = {round(float(each)) for each in re.findall(r"\d+(?:\.\d+)?", flat)}
    return [each for _, each in found], numbers
