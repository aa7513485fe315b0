"""A long workshop: ``python -m tests.soak --minutes 40``.

The real program in a terminal and its server, with thirty voters over SSH who come and go, resize
their windows and vote, while the facilitator goes from task to task. Prints, for every half minute,
the memory and open files of both processes and how long voters' keys took, and ends with 1 where
something grew, failed or was slow.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import re
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks import clients
from benchmarks.clients import Voter, Who, people
from benchmarks.errors import GaveUp
from benchmarks.figures import percentile
from tests.e2e.conftest import end_servers
from tests.e2e.room import Room
from tests.terminal import NotSeen

TASKS = 200
TURN_SECONDS = 12.0
"""How long the facilitator leaves a round open."""
SAMPLE_SECONDS = 30.0
WARM = 0.25
"""The part of the time after which memory has to stand still …"""
STILL = 1.10
"""… but for so much of it …"""
SPARE_KB = 8_000
"""… and this."""
SLOWEST_MS = 250.0
"""What all but one key in a hundred may take …"""
TIMES_THE_FLOOR = 10
"""… or so many times what bringing a few bytes to the disk takes, where that is slow."""
RECORDED = b"Recorded. "
"""Not the words by which a decision is announced."""
LABEL = re.compile(r"^ *SPACE  (\S.*?)(?: {2,}|$)", re.MULTILINE)


@dataclass
class Soak:
    """What is seen on the way."""

    room: Room
    taken: list[float] = field(default_factory=list)
    all_taken: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    lost: deque[str] = field(default_factory=lambda: deque(maxlen=20))
    joins: int = 0
    resizes: int = 0
    rounds: int = 0
    rows: list[tuple[float, ...]] = field(default_factory=list)


def agenda(folder: Path) -> Path:
    """An agenda of very many tasks."""
    teams = "".join(
        f'[[teams]]\nid = "{each}"\nname = "{each.capitalize()}"\n'
        for each in ("red", "blue", "green")
    )
    tasks = "".join(
        f'[[steps]]\nkind = "task"\nid = "t{number}"\ntitle = "Task {number}"\nminutes = 1\n'
        f'question = "Who drives task {number}?"\n'
        for number in range(1, TASKS + 1)
    )
    head = 'format = "facilitator.agenda/1"\nid = "soak"\ntitle = "A long workshop"\n'
    path = folder / "soak.toml"
    path.write_text(head + teams + tasks)
    return path


# The facilitator, in a thread: their terminal waits


def facilitate(terminal, soak: Soak, over: threading.Event) -> None:
    """Go from task to task: open a round, leave it a while, reveal, set the task aside."""
    while not over.is_set():
        with contextlib.suppress(NotSeen):
            found = LABEL.search(terminal.see_that(_asks_for_something, "what to do", 20))
            label = found[1] if found else ""
            if not found:
                terminal.send("\x13")  # a form: what it says is good enough
            elif label.startswith("End"):
                return
            if label.startswith("Close and reveal"):
                soak.rounds += 1
                over.wait(TURN_SECONDS)
                terminal.send(random.choice(("?", "r", "g")))  # noqa: S311
                over.wait(0.7)
                terminal.send("\x1b")
                over.wait(0.7)
                terminal.send(" ")
                over.wait(1.0)
                if "reveal anyway" in terminal.text.lower():
                    terminal.send(" ")
            elif label.startswith(("Decide", "Vote again", "Defer")):
                terminal.send("f")
            else:
                terminal.send(" ")
            over.wait(1.0)


def _asks_for_something(text: str) -> bool:
    return "SPACE" in text or "Ctrl+S" in text


# The voters


async def vote(soak: Soak, voter: Voter, until: float, dice: random.Random) -> None:
    """Vote, take it back, resize and look at the help, until it is time to go."""
    while time.monotonic() < until:
        await asyncio.sleep(dice.uniform(0.3, 1.2))
        what = dice.random()
        if what < 0.15:
            soak.resizes += 1
            for _ in range(dice.randrange(1, 12)):
                size = dice.randrange(60, 160), dice.randrange(20, 50)
                voter.terminal._channel.change_terminal_size(*size)
                await asyncio.sleep(0.03)
        elif what < 0.2:
            voter.terminal._channel.write(b"??h")
        else:
            await _key(soak, voter, dice)


async def _key(soak: Soak, voter: Voter, dice: random.Random) -> None:
    key = dice.choice((b"1", b"2", b"3", b"a"))
    for pressed in (b"u", key):
        began = time.monotonic()
        arrival = voter.terminal.press(pressed, RECORDED if pressed == key else b"ote")
        try:
            at = await asyncio.wait_for(asyncio.shield(arrival), 3.0)
        except TimeoutError:  # no vote is open now, or nothing on the screen has changed
            arrival.cancel()
            continue
        if pressed == key:
            soak.taken.append(at - began)
        await asyncio.sleep(dice.uniform(0.05, 0.4))


async def live(soak: Soak, port: int, code: str, who: Who, dice: random.Random) -> None:
    """Come and go, over and over."""
    is_known = False
    while True:
        await asyncio.sleep(dice.uniform(0, 5))
        wanted = (b"task",) if is_known else (b"Code: ",)
        try:
            voter, _ = await clients.connect(port, who, *wanted)
        except GaveUp as error:
            soak.lost.append(str(error)[:200])
            await asyncio.sleep(5)
            continue
        try:
            if not is_known:
                await voter.press(code.encode() + b"\r", b"Who are you?")
                await voter.press(b"\r" + who.team_key + b"\r", b"Task")
                is_known = True
            soak.joins += 1
            await vote(soak, voter, time.monotonic() + dice.uniform(20, 60), dice)
        except GaveUp as error:
            soak.lost.append(str(error)[:200])
        finally:
            voter.terminal.expect(b"nothing any more").cancel()
            if dice.random() < 0.5:
                voter.connection.abort()
            else:
                voter.connection.close()


async def end_all(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancel tasks until they have ended: a wait that just times out may miss that it is told."""
    pending = set(tasks)
    while pending:
        for each in pending:
            each.cancel()
        _, pending = await asyncio.wait(pending, timeout=1)


# What is seen


def measured(process: psutil.Process) -> tuple[float, int]:
    """Resident kB and open files."""
    return process.memory_info().rss / 1000, process.num_fds()


def seconds_to_disk(folder: Path) -> float:
    """How long it takes to bring a few bytes to the disk that the votes go to."""
    began = time.monotonic()
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"vote")
        file.flush()
        os.fsync(file.fileno())
    return time.monotonic() - began


async def sample(soak: Soak, facilitator: psutil.Process, seconds: float) -> None:
    """Print a row for every half minute."""
    began = time.monotonic()
    _say("  min   server kB  files   screen kB  files   keys   p50 ms   p99 ms  joins  rounds")
    while (now := time.monotonic() - began) < seconds:
        await asyncio.sleep(min(SAMPLE_SECONDS, seconds - now))
        (server,) = facilitator.children()
        soak.floor.append(await asyncio.to_thread(seconds_to_disk, soak.room.folder))
        taken, soak.taken = soak.taken or [0.0], []
        soak.all_taken += taken
        row = (
            (time.monotonic() - began) / 60,
            *measured(server),
            *measured(facilitator),
            len(taken),
            percentile(taken, 0.5) * 1000,
            percentile(taken, 0.99) * 1000,
            soak.joins,
            soak.rounds,
        )
        soak.rows.append(row)
        _say("{:5.1f} {:11,.0f} {:6} {:11,.0f} {:6} {:6} {:8.0f} {:8.0f} {:6} {:7}".format(*row))


def _dice(number: int) -> random.Random:
    """The same for the same voter in every soak."""
    return random.Random(number)  # noqa: S311 - no secret


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def faults(soak: Soak, log: str) -> list[str]:
    """What was wrong, in words."""
    warm = [row for row in soak.rows if row[0] >= WARM * soak.rows[-1][0]]
    found = []
    for place, name in ((1, "the server"), (3, "the facilitator's program")):
        first, last = min(row[place] for row in warm[:3]), warm[-1][place]
        if last > STILL * first + SPARE_KB:
            found.append(f"{name} grew from {first:,.0f} to {last:,.0f} kB")
    slowest = percentile(soak.all_taken, 0.99) * 1000
    if slowest > max(SLOWEST_MS, TIMES_THE_FLOOR * percentile(soak.floor, 0.5) * 1000):
        found.append(f"one key in a hundred took more than {slowest:.0f} ms")
    failed = re.findall(r"The app of .* failed", log)
    if failed:
        found.append(f"{len(failed)} screens failed")
    found += [f"somebody was lost: {each}" for each in soak.lost]
    return found


async def soak_for(minutes: float, voters: int, folder: Path) -> int:
    with contextlib.ExitStack() as stack:
        room = Room(folder, stack)
        stack.callback(end_servers, folder / "sessions")
        soak = Soak(room)
        terminal = room.facilitate("run", str(agenda(folder)), "--listen", "127.0.0.1:0")
        await asyncio.to_thread(room.learn_how_to_join, terminal)
        over = threading.Event()
        driver = threading.Thread(target=facilitate, args=(terminal, soak, over), daemon=True)
        driver.start()
        facilitator = psutil.Process(terminal.process.pid)
        crowd = [
            asyncio.create_task(live(soak, int(room.port), room.code, who, _dice(number)))
            for number, who in enumerate(people(voters))
        ]
        await sample(soak, facilitator, minutes * 60)
        await end_all(crowd)
        over.set()
        await asyncio.to_thread(driver.join)
        (log,) = (folder / "sessions" / ".journals").glob("*.server.log")
        _say(f"{soak.joins} joins, {soak.resizes} windows resized, {soak.rounds} rounds")
        ms = [percentile(soak.all_taken, part) * 1000 for part in (0.5, 0.99)]
        ms.append(percentile(soak.floor, 0.5) * 1000)
        figures = "{} keys: p50 {:.0f} ms, p99 {:.0f} ms; to the disk and back: {:.0f} ms"
        _say(figures.format(len(soak.all_taken), *ms))
        wrong = faults(soak, log.read_text(errors="replace"))
        for each in wrong:
            _say(f"✘ {each}")
        _say("✘ not as it should be" if wrong else "✔ flat, fast, and nobody lost")
        return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--voters", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        return asyncio.run(soak_for(options.minutes, options.voters, Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
