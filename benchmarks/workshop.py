"""A real session with its real server, in a folder of its own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import children, clients
from benchmarks.clients import Voter, Who
from benchmarks.errors import GaveUp
from benchmarks.wording import BALLOT, CODE_PROMPT, FORM, QUESTION
from facilitator.clock import now
from facilitator.domain.agenda import Agenda, ContestedTask, Team
from facilitator.domain.commands import Command, EnterStep, Envelope, OpenRound, StartSession
from facilitator.hosting import codes
from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.sqlite_journal import SqliteJournal

FACILITATOR = "f1"
TASK = "battlecards"
SERVER_ID = "bench"


@dataclass(frozen=True, slots=True)
class Workshop:
    """A session with an open round, the facilitator's part of it, and its server."""

    session: LiveSession
    server: children.Server

    async def join(self, who: Who) -> tuple[Voter, float]:
        """Come in as somebody new: code, name and team, until the first ballot is on the screen."""
        voter, _ = await clients.connect(self.server.port, who, CODE_PROMPT)
        code = self.session.state.join_code.encode()
        await voter.press(code + b"\r", FORM)
        return voter, await voter.press(b"\r" + who.team_key + b"\r", *BALLOT)

    async def come_back(self, who: Who) -> tuple[Voter, float]:
        """Come back with the same key: straight to the ballot."""
        return await clients.connect(self.server.port, who, *BALLOT)

    async def nobody_here(self) -> None:
        """Wait until the session knows that everybody has left; raises GaveUp."""
        stirred = asyncio.Event()
        news = self.session.subscribe(stirred.set)
        try:
            async with asyncio.timeout(clients.PATIENCE):
                while any(person.is_here for person in news.take().participants.values()):
                    await stirred.wait()
                    stirred.clear()
        except TimeoutError:
            raise GaveUp("voters left, and the session did not hear of it") from None
        finally:
            news.close()


@contextlib.asynccontextmanager
async def workshop(folder: Path, *, files: int | None = None) -> AsyncIterator[Workshop]:
    """Begin a session in ``folder``, open its round, and serve it as the facilitator's does.

    ``files`` bounds how many files the server may have open.
    """
    folder.mkdir(mode=0o700, parents=True)
    path = folder / "bench.journal"
    session = LiveSession(await SqliteJournal.open(path, create=True), codes.new_id)
    await session.open()
    try:
        await _open_round(session)
        arguments = ["-m", "facilitator", "serve", str(path), "--watched"]
        arguments += ["--listen", f"{clients.HOST}:0", "--shown-host", clients.HOST]
        arguments += ["--server-id", SERVER_ID, "--sessions", str(folder)]
        environment = {"FACILITATOR_CONFIG": str(folder / "config")}
        log = folder / "server.log"
        served = children.server(arguments, log=log, environment=environment, files=files)
        async with served as server:
            yield Workshop(session, server)
    finally:
        await session.close()


async def _open_round(session: LiveSession) -> None:
    at = now()
    start = Envelope(
        at,
        "",
        StartSession(
            session=SERVER_ID,
            agenda=_agenda(),
            facilitator="Frida",
            join_code=codes.new_join_code(),
        ),
    )
    commands: Sequence[Envelope[Command]] = (
        start,
        Envelope(at, FACILITATOR, EnterStep(step=TASK)),
        Envelope(at, FACILITATOR, OpenRound(step=TASK, number=1)),
    )
    for command in commands:
        answer = await session.submit(command)
        if not isinstance(answer, Accepted):
            raise GaveUp(f"{type(command).__name__}: {answer.reason}")


def _agenda() -> Agenda:
    """Three teams and one task, with a timebox as agendas have them."""
    teams = (
        Team("product", "Product", "PM"),
        Team("marketing", "Marketing", "PMM"),
        Team("sales", "Sales", "Sales"),
    )
    task = ContestedTask(
        id=TASK,
        title="Battlecards",
        minutes=30,
        question=QUESTION,
        candidates=tuple(team.id for team in teams),
        background="Sales asks for battlecards, marketing writes them, product corrects them.",
    )
    return Agenda("bench", "Who owns the grey areas?", teams, (task,))
