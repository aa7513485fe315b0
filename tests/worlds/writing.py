"""Writes the files of :mod:`tests.worlds.written` that are not there yet.

Run as ``python -m tests.worlds.writing`` once there is a new kind of session. What is there stays:
it is what an earlier version wrote. Only what is told of all logs together, ``told/all.*``, is to
be removed before, for with one more there is more to tell.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from itertools import count
from pathlib import Path

from facilitator.domain.decision_log.projection import project_log
from facilitator.hosting.journals import create_journal, open_journal
from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.decision_log_toml import write_log
from facilitator.storage.journal_layout import encode
from tests.command_line import run_command, settings_of_nobody
from tests.worlds.every_kind import WORLDS
from tests.worlds.seen import texts_typed, what_is_seen
from tests.worlds.written import (
    JOURNALS,
    LOGS,
    TOLD,
    answer,
    as_lines,
    commands_on_a_log,
    commands_on_all,
    lay_out,
)


async def write_journal(kind: str) -> None:
    """A session's journal, by the way of all commands."""
    world = WORLDS[kind]
    path = JOURNALS / f"{world.session}.journal"
    if path.exists():
        return
    is_sealed = world.attribution == "anonymous"
    numbers = count(1)
    live = LiveSession(
        await create_journal(path, world.session, is_sealed=is_sealed),
        lambda: f"{kind}-{next(numbers)}",
    )
    await live.open()
    for command in world.interrupted().accepted:
        assert isinstance(await live.submit(command), Accepted)
    await live.close()


async def tell_journal(kind: str) -> None:
    """The events of a journal, and what people see."""
    world = WORLDS[kind]
    if (TOLD / f"{kind}.seen.json").exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        copies = lay_out(Path(folder)) / ".journals"
        journal = await open_journal(copies / f"{world.session}.journal")
        live = LiveSession(journal, lambda: "")
        await live.open()
        events = [encode(record.event) for record in await journal.read()]
        seen = what_is_seen(live.state, texts_typed([data for _, _, data in events]))
        await live.close()
    put(f"{kind}.events.jsonl", "".join(f"{json.dumps(e, ensure_ascii=False)}\n" for e in events))
    put(f"{kind}.seen.json", as_lines(seen))


def tell_logs() -> None:
    """What commands say of the logs."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        lay_out(folder)

        def run(*arguments: str):
            return run_command(*arguments, folder=folder, env=settings_of_nobody(folder))

        for kind in WORLDS:
            for ending, command in commands_on_a_log(kind).items():
                put(f"{kind}.{ending}", answer(run, command))
        for name, command in commands_on_all().items():
            put(f"all.{name}", answer(run, command))


def put(name: str, text: str) -> None:
    """Keep a text, unless there is one already."""
    path = TOLD / name
    if not path.exists():
        path.write_text(text, "utf-8")


def main() -> None:
    for folder in (JOURNALS, LOGS, TOLD):
        folder.mkdir(parents=True, exist_ok=True)
    JOURNALS.chmod(0o700)
    for kind, world in WORLDS.items():
        asyncio.run(write_journal(kind))
        if not (LOGS / f"{world.session}.toml").exists():
            write_log(LOGS, project_log(world.ended().state))
    for kind in WORLDS:
        asyncio.run(tell_journal(kind))
    tell_logs()


if __name__ == "__main__":
    main()
