"""What attackers do: ``python -m tests.security.attacks NAME PORT [CODE]``, until input ends.

A process of its own, and one that gives way to all others: on a machine of few cores the people who
vote would otherwise wait for the attackers' own program, not for the server.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import sys
import traceback

import asyncssh
from asyncssh.channel import SSHClientChannel
from asyncssh.packet import Boolean, String, UInt32

HOST = "127.0.0.1"
MSG_IGNORE = 2
MSG_GLOBAL_REQUEST = 80


class Port:
    """Where to, and what is known of it."""

    def __init__(self, port: int, code: str) -> None:
        self.port = port
        self.code = code

    @contextlib.asynccontextmanager
    async def tcp(self):
        reader, writer = await asyncio.open_connection(HOST, self.port)
        try:
            yield reader, writer
        finally:
            writer.close()

    @contextlib.asynccontextmanager
    async def ssh(self, username="mallory", **options):
        connection = await asyncssh.connect(
            HOST,
            self.port,
            username=username,
            client_keys=None,
            known_hosts=None,
            config=None,
            agent_path=None,
            client_factory=_Client,
            **options,
        )
        try:
            yield connection
        finally:
            connection.abort()

    @contextlib.asynccontextmanager
    async def terminal(self, username="mallory", window=1 << 21):
        """A terminal at the code prompt."""
        async with self.ssh(username) as connection:
            channel, _ = await connection.create_session(
                asyncssh.SSHClientSession,
                term_type="xterm",
                term_size=(80, 24),
                encoding=None,
                window=window,
            )
            yield connection, channel

    @contextlib.asynccontextmanager
    async def seat(self, number, window=1 << 21):
        """Somebody with the code, in a seat: an insider."""
        async with self.terminal(f"mallory {number}", window) as (connection, channel):
            await asyncio.sleep(0.5)
            channel.write(self.code.encode() + b"\r")
            await asyncio.sleep(1.0)
            channel.write(b"\r1\r")
            await asyncio.sleep(1.0)
            channel.write(b"\r")
            yield connection, channel


class _Client(asyncssh.SSHClient):
    def kbdint_auth_requested(self) -> str:
        return ""

    def kbdint_challenge_received(self, name, instructions, lang, prompts):
        return []


async def _again_and_again(times, one):
    """So many at once of something that is done again whenever it has ended, however it has."""

    async def for_ever(number):
        while True:
            try:
                await one(number)
            except (OSError, asyncssh.Error, EOFError):
                pass
            except Exception:  # noqa: BLE001 - of the attackers' own library, when cut off
                traceback.print_exc()
            await asyncio.sleep(0.01)

    await asyncio.gather(*(for_ever(number) for number in range(times)))


async def silent(port):
    """Two thousand connections that say nothing."""

    async def one(_):
        async with port.tcp() as (reader, _writer):
            while await reader.read(1000):
                pass

    await _again_and_again(2000, one)


async def loris(port):
    """Five hundred that say a letter now and then, of their version or after it, until cut off."""

    async def one(number):
        async with port.tcp() as (_, writer):
            writer.write(b"SSH-2.0-slow" + b"\r\n" * (number % 2))
            for _ in range(120):
                writer.write(b"\0" if number % 2 else b"w")
                await writer.drain()
                await asyncio.sleep(0.5)

    await _again_and_again(500, one)


async def loiterers(port):
    """Three hundred that log in and want nothing then, or open a channel and want nothing in it."""

    async def one(number):
        async with port.ssh() as connection:
            if number % 2:
                channel = SSHClientChannel(
                    connection, connection._loop, "strict", None, "strict", 65536, 32768
                )
                await channel._open(b"session")
            await connection.wait_closed()

    await _again_and_again(300, one)


async def forms(port):
    """Three hundred insiders that give the code and never say who they are."""

    async def one(number):
        async with port.terminal(f"mallory {number}") as (connection, channel):
            await asyncio.sleep(0.5)
            channel.write(port.code.encode() + b"\r")
            await connection.wait_closed()

    await _again_and_again(300, one)


async def garbage(port):
    """Sixteen that send whatever comes to mind."""

    async def one(_):
        async with port.tcp() as (_, writer):
            for _ in range(20):
                writer.write(os.urandom(65536))
                await writer.drain()

    await _again_and_again(16, one)


async def handshakes(port):
    """Thirty-two that exchange keys and leave."""

    async def one(_):
        async with port.ssh():
            pass

    await _again_and_again(32, one)


async def pour(port):
    """Sixteen that pour bytes in at the code prompt."""

    async def one(_):
        async with port.terminal() as (_, channel):
            while not channel.is_closing():
                channel.write(b"x" * 32768)
                await asyncio.sleep(0.01)

    await _again_and_again(16, one)


async def ignored(port):
    """Sixteen that send the smallest packets there are, to be ignored."""

    async def one(_):
        async with port.terminal() as (connection, _):
            while not connection.is_closed():
                for _ in range(500):
                    connection.send_packet(MSG_IGNORE, String(b""))
                await asyncio.sleep(0.005)

    await _again_and_again(16, one)


async def rekeying(port):
    """Sixteen that want new keys all the time."""

    async def one(_):
        async with port.terminal() as (connection, _):
            while not connection.is_closed():
                if not connection._kex:
                    connection._send_kexinit()
                await asyncio.sleep(0)

    await _again_and_again(16, one)


async def requests(port):
    """Sixteen that want all that can be wanted of a connection."""

    async def one(_):
        async with port.terminal() as (connection, channel):
            while not connection.is_closed():
                for _ in range(100):
                    connection.send_packet(
                        MSG_GLOBAL_REQUEST,
                        String(b"tcpip-forward"),
                        Boolean(True),  # noqa: FBT003
                        String(b"0.0.0.0"),
                        UInt32(0),
                    )
                    channel._send_request(b"env", String(b"LANG"), String(b"C"))
                await asyncio.sleep(0.01)

    await _again_and_again(16, one)


async def codes(port):
    """Eighteen that try thirty wrong codes each."""

    async def one(_):
        for _ in range(10):
            async with port.terminal() as (connection, channel):
                for _ in range(3):
                    await asyncio.sleep(0.2)
                    channel.write(b"WRON-GCOD-E2\r")
                await connection.wait_closed()

    await _again_and_again(18, one)


async def pasting(port):
    """Eight insiders that paste fifty megabytes without an end."""

    async def one(number):
        async with port.seat(number) as (_, channel):
            channel.write(b"r\x1b[200~")
            for _ in range(50 * 32):
                channel.write(b"x" * 32768)
                await asyncio.sleep(0.01)

    await _again_and_again(8, one)


async def typing(port):
    """Eight insiders that lean on all keys at once."""

    async def one(number):
        async with port.seat(number) as (_, channel):
            while not channel.is_closing():
                channel.write(b"12h?u\x1b[A" * 400)
                await asyncio.sleep(0.01)

    await _again_and_again(8, one)


async def resizing(port):
    """Eight insiders that drag the edge of their window for ever."""

    async def one(number):
        async with port.seat(number) as (_, channel):
            width = 60
            while not channel.is_closing():
                width = 60 + (width + 7) % 340
                channel.change_terminal_size(width, 20 + width % 180)
                await asyncio.sleep(0.005)

    await _again_and_again(8, one)


async def deaf(port):
    """Eight insiders with a window of two gigabytes who read nothing."""

    async def one(number):
        async with port.seat(number, window=2**31 - 1) as (connection, channel):
            connection._transport.pause_reading()
            for _ in range(600):
                channel.write(b"?")
                await asyncio.sleep(0.1)

    await _again_and_again(8, one)


ATTACKS = {
    each.__name__: each
    for each in (
        silent, loris, loiterers, forms, garbage, handshakes, pour, ignored, rekeying, requests,
        codes, pasting, typing, resizing, deaf,
    )
}  # fmt: skip


async def _attack(name, port, code):
    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    loop.add_reader(sys.stdin, over.set)
    attack = asyncio.create_task(ATTACKS[name](Port(port, code)))
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    ended = asyncio.create_task(over.wait())
    done, _ = await asyncio.wait({attack, ended}, return_when=asyncio.FIRST_COMPLETED)
    if attack in done:
        attack.result()


if __name__ == "__main__":
    os.nice(19)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncssh.set_log_level("CRITICAL")
    asyncio.run(_attack(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
    os._exit(0)  # its connections are not worth a goodbye
