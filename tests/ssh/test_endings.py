"""However it ends: the terminal is given back, and the others and the process are left alone."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import pytest

from facilitator.terminal.line import LEAVE

pytestmark = pytest.mark.asyncio


# Every way out gives the terminal back


def assert_restored(output: bytes, last_line: str) -> None:
    assert output.count(LEAVE.encode()) == 1
    after = output.partition(LEAVE.encode())[2]
    assert after == (f"{last_line}\r\n".encode() if last_line else b"")


async def test_the_app_ends(lobby: Any, app: Any) -> None:
    await lobby.serve(app=app)
    ana = await lobby.sit_down()
    await ana.enter()
    ana.type("Q")
    assert_restored(await ana.screen.until_closed(), "Thank you for coming.")
    assert ana.screen.status == 0


async def test_the_app_fails(
    lobby: Any, app: Any, capfd: pytest.CaptureFixture[str], caplog: Any
) -> None:
    await lobby.serve(app=app)
    ana, ben = await lobby.sit_down(), await lobby.sit_down()
    await ana.enter()
    await ben.enter()
    ana.type("X")
    output = await ana.screen.until_closed()
    assert_restored(
        output, "Something went wrong here, and it has been noted. Please connect again."
    )
    assert ana.screen.status == 1
    assert b"Traceback" not in output
    assert b"RuntimeError" not in output
    ben.type("b")
    await ben.until("b")
    assert "RuntimeError" in caplog.text
    assert "secret ballot" not in caplog.text + "".join(capfd.readouterr())


async def test_the_app_fails_before_it_is_made(lobby: Any, caplog: Any) -> None:
    def make_app(visitor: object, line: object) -> object:
        raise RuntimeError("no app")

    await lobby.serve(app=make_app)
    ana = await lobby.sit_down()
    await ana.until("Code: ")
    ana.type("ABCD-EFGH\r")
    output = await ana.screen.until_closed()
    assert output.endswith(b"Please connect again.\r\n")
    assert b"\x1b" not in output
    assert "no app" in caplog.text
    assert len(lobby.gone) == 1


async def test_the_server_closes(lobby: Any, app: Any) -> None:
    server = await lobby.serve(app=app)
    ana, ben = await lobby.sit_down(), await lobby.sit_down()
    await ana.enter()
    await ben.until("Code: ")
    await server.close("The workshop is over.")
    assert_restored(await ana.screen.until_closed(), "The workshop is over.")
    assert (await ben.screen.until_closed()).endswith(b"\r\nThe workshop is over.\r\n")
    assert [visitor.connection for visitor in lobby.gone] == [lobby.apps[0].visitor.connection]


async def test_the_client_sends_an_end_of_file(lobby: Any, app: Any) -> None:
    await lobby.serve(app=app)
    ana = await lobby.sit_down()
    await ana.enter()
    ana.channel.write_eof()
    assert_restored(await ana.screen.until_closed(), "")


@pytest.mark.parametrize("how", ["abort", "close", "channel"])
async def test_the_connection_is_lost(lobby: Any, app: Any, eventually: Any, how: str) -> None:
    await lobby.serve(app=app)
    ana = await lobby.sit_down()
    await ana.enter()
    {"abort": ana.connection.abort, "close": ana.connection.close, "channel": ana.channel.abort}[
        how
    ]()
    await eventually(lambda: bool(lobby.gone))
    assert lobby.gone == [lobby.apps[0].visitor]


async def test_an_app_that_does_not_end_is_left_behind(lobby: Any) -> None:
    class Stubborn:
        farewell = ""
        return_code = None

        def __init__(self, visitor: object, line: object) -> None:
            self.visitor = visitor

        async def run_async(self, *, mouse: bool) -> None:
            while True:
                try:
                    await asyncio.sleep(3600)
                except asyncio.CancelledError:
                    return

        def exit(self) -> None:
            """Take no notice."""

    server = await lobby.serve(app=Stubborn, exit_seconds=0.05)
    ana = await lobby.sit_down()
    await ana.until("Code: ")
    ana.type("ABCD-EFGH\r")
    await ana.until("\r\n")
    await server.close("Over.")
    assert (await ana.screen.until_closed()).endswith(b"Over.\r\n")
    assert len(lobby.gone) == 1


# Apart from the others, and from the process


async def test_apps_that_end_out_of_order_leave_the_process_its_streams(lobby: Any) -> None:
    streams = (sys.stdout, sys.stderr)
    await lobby.serve()
    first, second, third = [await lobby.sit_down() for _ in range(3)]
    for terminal in (first, second, third):
        await terminal.enter()
        assert (sys.stdout, sys.stderr) == streams
    for terminal in (first, third, second):
        terminal.type("Q")
        await terminal.screen.until_closed()
        assert (sys.stdout, sys.stderr) == streams


async def test_apps_leave_the_loop_its_way_of_making_tasks(
    lobby: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With Python 3.12's eager tasks, which Textual asks for, AsyncSSH lets nobody log in."""

    def eager(loop: asyncio.AbstractEventLoop, coro: Any, **options: Any) -> asyncio.Task[Any]:
        return asyncio.Task(coro, loop=loop, **options)

    monkeypatch.setattr(asyncio, "eager_task_factory", eager, raising=False)
    await lobby.serve()
    ana = await lobby.sit_down()
    await ana.enter()
    assert asyncio.get_running_loop().get_task_factory() is None
    await (await lobby.sit_down()).enter()


async def test_nothing_is_opened_or_saved_on_the_server(lobby: Any, tmp_path: Any) -> None:
    await lobby.serve()
    ana = await lobby.sit_down()
    await ana.enter()
    app = lobby.apps[0]
    app.open_url("https://example.org")
    app.deliver_text(__file__, save_directory=tmp_path)
    ana.type("z")
    await ana.until("z")
    assert list(tmp_path.iterdir()) == []
