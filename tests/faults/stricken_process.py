"""Work on the store, done where calls can be made to fail: ``python stricken_process.py``.

For every line ``TASK FOLDER`` of its input it forks a process and prints its id. That process stops
itself before it begins, so that somebody can lie in wait for its calls. When it is told to go on it
does the task in the folder, and prints what came of it, a line each. The last line is ``exit`` and
its exit code.
"""

from __future__ import annotations

import asyncio
import concurrent.futures.thread  # noqa: F401 - so that no task has to
import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from facilitator.domain.agenda import Attribution, Rules
from facilitator.domain.commands import EndSession, Envelope
from facilitator.domain.journal import JournalError
from facilitator.errors import JournalFailed, Misused, Unusable
from facilitator.hosting.codes import likeness, new_id
from facilitator.hosting.host_key import HostKeyError, load_or_create_host_key
from facilitator.hosting.journals import SUFFIX, listed, open_journal
from facilitator.hosting.rosters import roster_beside
from facilitator.hosting.sessions import LogFile
from facilitator.live.ports import LogNotWritten
from facilitator.live.session import Accepted, LiveSession, NotRecorded
from facilitator.storage.agenda_toml import read_agenda
from facilitator.storage.archive import Archive
from facilitator.storage.toml_file import FileUnreadable
from facilitator.wiring import workshop
from facilitator.wiring.settings import Settings, load_settings
from tests.e2e.room import AGENDA
from tests.storage.reading_process import later
from tests.worlds.live import ballot, join
from tests.worlds.scenario import NOON

IN_WORDS = (
    *(JournalError, JournalFailed, Misused, Unusable, LogNotWritten, HostKeyError, FileUnreadable),
)
"""The errors that the program tells people about, each with its own sentence."""
JOURNAL = "s.journal"
VOTES = (("p1", "a"), ("p2", "b"), ("p1", "b"), ("p3", "a"))
_PR_SET_PTRACER, _ANY = 0x59616D61, ctypes.c_ulong(-1)


def say(words: str) -> None:
    """Tell a line by a call that is never made to fail."""
    os.writev(1, [f"{' '.join(words.split())}\n".encode()])


def settings_of(folder: Path) -> Settings:
    env = {"FACILITATOR_CONFIG": str(folder / "config"), "FACILITATOR_NAME": "Ines"}
    return load_settings(sessions=folder / "sessions", environment=env)


async def opened(path: Path) -> LiveSession:
    live = LiveSession(await open_journal(path), new_id)
    await live.open()
    return live


async def tell(live: LiveSession, sent: Envelope, command_id: str) -> None:
    """Have something recorded; where the journal fails, once more when it is back."""
    for _ in range(2):
        answer = await live.submit(sent, command_id=command_id)
        if isinstance(answer, Accepted):
            say(f"recorded {command_id}")
            return
        assert isinstance(answer, NotRecorded), answer
        say(f"not recorded: {answer.reason}")
        if not await live.recover():
            say(f"not back: {live.health.reason}")
            return


async def vote(folder: Path) -> None:
    """Join, and cast ballots one after the other."""
    live = await opened(folder / JOURNAL)
    await tell(live, join("Dan", "b"), "dan")
    for number, (voter, choice) in enumerate(VOTES):
        await tell(live, ballot(voter, choice, f"v{number}"), f"v{number}")
    await live.close()


async def begin(folder: Path) -> None:
    """Start an anonymous session for the people on a roster."""
    agenda = read_agenda(AGENDA).found
    assert agenda is not None
    anonymous = replace(agenda, rules=Rules(attribution=Attribution.ANONYMOUS))
    roster = roster_beside(folder / "small.toml", agenda)
    begun = await workshop.begin(settings_of(folder), anonymous, None, roster)
    say(f"begun {begun.journal.name}")


async def close(folder: Path) -> None:
    """End a session, write its decision log and put everything away; or what is left of that."""
    settings = settings_of(folder)
    await workshop.tidy(settings)
    for path in listed(settings.journals, SUFFIX):
        await end(settings, path)
    say("put away")


async def end(settings: Settings, path: Path) -> None:
    live = await opened(path)
    try:
        if live.state.ended_at is None:
            await tell(live, Envelope(NOON, "f1", EndSession()), "end")
        say(f"written {await LogFile(live, settings.sessions)()}")
        state = live.state
    finally:
        await live.close()
    workshop.put_away(path, state, keep_journal=settings.keep_journal)


async def index(folder: Path) -> None:
    """Look through a folder of logs."""
    for entry in Archive(folder, clock=later).entries():
        told = entry.reading.problems[0] if entry.reading.problems else "sound"
        say(f"{entry.id} {told}")


async def key(folder: Path) -> None:
    """Make the host key, or take the one that is there."""
    say(f"key {load_or_create_host_key(folder / 'keys' / 'host_key').fingerprint}")


TASKS: dict[str, Callable] = {each.__name__: each for each in (vote, begin, close, index, key)}


def do(task: str, folder: Path) -> None:
    try:
        asyncio.run(TASKS[task](folder))
    except IN_WORDS as error:
        say(f"refused: {error}")
    except BaseException:  # noqa: BLE001 - what nobody was told in words
        say(traceback.format_exc())
        os._exit(1)
    os._exit(0)


def wait_to_be_watched() -> None:
    """Let any process of ours watch this one, and stop until it does."""
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANY, 0, 0, 0)
    os.dup2(1, 2)
    os.kill(os.getpid(), signal.SIGSTOP)


def fork_for_each_line() -> None:
    for line in sys.stdin:
        task, folder = line.split()
        process_id = os.fork()
        if process_id == 0:
            wait_to_be_watched()
            do(task, Path(folder))
        os.waitpid(process_id, os.WUNTRACED)
        say(str(process_id))
        _, status = os.waitpid(process_id, 0)
        say(f"exit {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    likeness("")  # reads a file of the program's own, which is no part of the store
    fork_for_each_line()
