"""A server on 127.0.0.1, apps for it to serve, and a client that types and looks."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import asyncssh
import pytest
from textual.app import App
from textual.widget import Widget

from facilitator.hosting.host_key import HostKey, load_or_create_host_key
from facilitator.ssh.limits import Limits
from facilitator.ssh.server import SshServer, start_server
from facilitator.terminal.driver import driver_of, keep_to_itself
from facilitator.terminal.painted import Painted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Container
    from pathlib import Path

    from textual import events

    from facilitator.ssh.shared import Visitor
    from facilitator.terminal.line import Line

PATIENCE = 20.0
CODE = "ABCD-EFGH"


class Page(Widget):
    DEFAULT_CSS = "Page { width: 1fr; height: 1fr; }"

    def render(self) -> str:
        return f"page {self.app.size.width}x{self.app.size.height} {' '.join(self.app.seen)}"


class ServedApp(App[None]):
    """Shows its size and the keys that reached it. Some keys make it do something."""

    ENABLE_COMMAND_PALETTE = False
    farewell = "Thank you for coming."

    def __init__(self, visitor: Visitor, line: Line) -> None:
        super().__init__(driver_class=driver_of(line))
        keep_to_itself(self)
        self.visitor = visitor
        self.line = line
        self.seen: list[str] = []

    def compose(self) -> Any:
        yield Page()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.seen.append(event.key)
        if event.key == "Q":
            self.exit()
        if event.key == "X":
            ballot = "secret ballot"
            raise RuntimeError(len(ballot))
        self.query_one(Page).refresh()

    def on_paste(self, event: events.Paste) -> None:
        self.seen.append(f"pasted:{len(event.text)}")
        self.query_one(Page).refresh()

    def action_help_quit(self) -> None:
        """Leave Ctrl-C to ``on_key``."""

    def show(self, *seen: str, more: int = 0) -> None:
        """Show something else, and so many bytes beside it."""
        self.seen = list(seen)
        self.query_one(Page).refresh()
        if more:
            self._driver.write("." * more)


class PaintedPage:
    """The same as a painted screen."""

    farewell = ServedApp.farewell

    def __init__(self, app: ServedScreen) -> None:
        self.app = app
        self.more = 0

    def begin(self, canvas: Painted) -> None:
        self.canvas = canvas

    def rows(self, width: int, height: int) -> list[bytes]:
        text = f"page {width}x{height} {' '.join(self.app.seen)}"
        first = text[:width].ljust(width) + "." * self.more
        return [first.encode(), *[b" " * width] * (height - 1)]

    def press(self, key: str, character: str | None) -> None:
        self.app.seen.append(key)
        if key == "Q":
            self.canvas.exit()
        if key == "X":
            ballot = "secret ballot"
            raise RuntimeError(len(ballot))
        self.canvas.changed()

    def paste(self, text: str) -> None:
        self.app.seen.append(f"pasted:{len(text)}")
        self.canvas.changed()

    def close(self) -> None:
        """Nothing is held."""


class ServedScreen(Painted):
    def __init__(self, visitor: Visitor, line: Line) -> None:
        self.visitor = visitor
        self.line = line
        self.seen: list[str] = []
        self.page = PaintedPage(self)
        super().__init__(line, self.page)

    @property
    def size(self) -> tuple[int, int]:
        return self.line.size

    def show(self, *seen: str, more: int = 0) -> None:
        """Show something else, and so many bytes beside it."""
        self.seen = list(seen)
        self.page.more = more
        self.changed()


@pytest.fixture(params=[ServedApp, ServedScreen])
def app(request: pytest.FixtureRequest) -> Any:
    """Both kinds of what can be served."""
    return request.param


class Everybody:
    """Whoever was let in has a seat."""

    def __contains__(self, _: object) -> bool:
        return True


@dataclass
class FakeGate:
    codes: set[str] = field(default_factory=lambda: {CODE})
    keys: set[str] = field(default_factory=set)
    seats: dict[str, str] = field(default_factory=dict)
    closed: str = ""
    barred: dict[str, str] = field(default_factory=dict)
    title: str = "Who owns what?"
    sitting: Container[str] = field(default_factory=Everybody)

    def welcome(self) -> str:
        return self.title

    def wants_key(self, fingerprint: str) -> bool:
        return not self.closed or fingerprint in self.keys

    def turns_away(self, fingerprint: str | None) -> str:
        return "" if fingerprint in self.keys else self.closed

    def knows_key(self, fingerprint: str) -> bool:
        return fingerprint in self.keys

    def admits(self, code: str) -> bool:
        return code in self.codes

    def bars(self, visitor: Visitor) -> str:
        return self.barred.get(visitor.code or visitor.fingerprint or "", "")

    def seat_of(self, visitor: Visitor) -> str | None:
        return self.seats.get(visitor.code or "")

    def seated(self) -> Container[str]:
        return self.sitting


class Screen(asyncssh.SSHClientSession[bytes]):
    """The client's end of a channel: all bytes that came, and a way to wait for some."""

    def __init__(self) -> None:
        self.output = b""
        self.errors = b""
        self.status: int | None = None
        self.closed = False
        self._news = asyncio.Event()

    def data_received(self, data: bytes, datatype: int | None) -> None:
        if datatype is None:
            self.output += data
        else:
            self.errors += data
        self._news.set()

    def exit_status_received(self, status: int) -> None:
        self.status = status

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        self._news.set()

    async def wait(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def until(self, wanted: bytes) -> bytes:
        """Wait until ``wanted`` has come; return all that came before it, and forget both."""
        await self.wait(lambda: wanted in self.output or self.closed)
        before, found, self.output = self.output.partition(wanted)
        assert found, f"{wanted!r} never came; there was {before[-600:]!r}"
        return before

    async def until_closed(self) -> bytes:
        await self.wait(lambda: self.closed)
        return self.output


class _Client(asyncssh.SSHClient):
    def kbdint_auth_requested(self) -> str:
        return ""


@dataclass
class Terminal:
    """A person at a terminal."""

    connection: asyncssh.SSHClientConnection
    channel: asyncssh.SSHClientChannel[bytes]
    screen: Screen

    def type(self, text: str | bytes) -> None:
        self.channel.write(text.encode() if isinstance(text, str) else text)

    async def until(self, wanted: str | bytes) -> bytes:
        return await self.screen.until(wanted.encode() if isinstance(wanted, str) else wanted)

    async def enter(self, code: str = CODE) -> bytes:
        """Get past the code prompt and see the app."""
        await self.until("Code: ")
        self.type(f"{code}\r")
        return await self.until("page")


class Lobby:
    """Servers and clients of one test; all are closed at its end."""

    def __init__(self, host_key: HostKey, stack: contextlib.AsyncExitStack) -> None:
        self.host_key = host_key
        self.gate = FakeGate()
        self.apps: list[Any] = []
        self.gone: list[Visitor] = []
        self.server: SshServer | None = None
        self._stack = stack

    async def serve(
        self,
        *,
        app: Callable[[Visitor, Line], Any] = ServedApp,
        mouse: bool = False,
        **limits: float,
    ) -> SshServer:
        def make_app(visitor: Visitor, line: Line) -> Any:
            made = app(visitor, line)
            self.apps.append(made)
            return made

        fast: dict[str, Any] = {"penalty_step_seconds": 0.0, "sweep_seconds": 0.02}
        self.server = await start_server(
            host="127.0.0.1",
            port=0,
            host_key=self.host_key.private,
            gate=self.gate,
            make_app=make_app,
            on_disconnect=self.gone.append,
            limits=Limits(**{**fast, **limits}),
            server_id="test",
            mouse=mouse,
        )
        self._stack.push_async_callback(self.server.close, "")
        return self.server

    @property
    def seated(self) -> int:
        """How many have a seat, as far as the server has seen."""
        return self.server._shared.entrance.seated

    async def connect(
        self,
        *,
        keys: tuple[asyncssh.SSHKey, ...] = (),
        client: type[asyncssh.SSHClient] = _Client,
        **options: Any,
    ) -> asyncssh.SSHClientConnection:
        assert self.server is not None
        async with asyncio.timeout(PATIENCE):
            connection = await asyncssh.connect(
                "127.0.0.1",
                self.server.port,
                config=None,
                username="ana",
                known_hosts=([self.host_key.private.convert_to_public()], [], []),
                client_keys=list(keys) or None,
                agent_path=None,
                client_factory=client,
                **options,
            )
        self._stack.callback(connection.abort)
        return connection

    async def sit_down(
        self,
        *,
        size: tuple[int, int] = (80, 24),
        term: str = "xterm-256color",
        window: int = 1 << 21,
        connection: asyncssh.SSHClientConnection | None = None,
        keys: tuple[asyncssh.SSHKey, ...] = (),
    ) -> Terminal:
        """Connect and open a terminal."""
        connection = connection or await self.connect(keys=keys)
        channel, screen = await connection.create_session(
            Screen, term_type=term, term_size=size, encoding=None, window=window
        )
        return Terminal(connection, channel, screen)

    async def request(self, *, command: str | None = None, subsystem: str | None = None) -> Screen:
        """Ask for something without a terminal, and wait until it is closed."""
        connection = await self.connect()
        _, screen = await connection.create_session(
            Screen, command, subsystem=subsystem, encoding=None
        )
        await screen.until_closed()
        return screen


@pytest.fixture(scope="session")
def host_key(tmp_path_factory: pytest.TempPathFactory) -> HostKey:
    path: Path = tmp_path_factory.mktemp("host") / "private" / "host_key"
    return load_or_create_host_key(path)


@pytest.fixture
async def lobby(host_key: HostKey) -> AsyncIterator[Lobby]:
    async with contextlib.AsyncExitStack() as stack:
        yield Lobby(host_key, stack)


@pytest.fixture
def key() -> asyncssh.SSHKey:
    return asyncssh.generate_private_key("ssh-ed25519")


async def eventually(condition: Callable[[], bool]) -> None:
    """Let the loop turn until ``condition`` holds."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110  (some conditions have no event)
            await asyncio.sleep(0.005)


@pytest.fixture(name="eventually")
def _eventually() -> Callable[[Callable[[], bool]], Any]:
    return eventually
