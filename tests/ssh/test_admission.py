"""Who gets in, as what, and what is refused, with a real client at the other end."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

import asyncssh
import pytest
from asyncssh.auth import MSG_USERAUTH_PK_OK
from asyncssh.constants import MSG_USERAUTH_REQUEST
from asyncssh.packet import Boolean, String

from facilitator.ssh.admission import KeyProof, Visitor

pytestmark = pytest.mark.asyncio


class KeyClient(asyncssh.SSHClient):
    """Offers the given key pairs one after the other, and then goes without a key."""

    pairs: tuple[Any, ...] = ()

    def connection_made(self, conn: asyncssh.SSHClientConnection) -> None:
        self.conn = conn
        self.left = list(self.pairs)

    def public_key_auth_requested(self) -> Any:
        return self.left.pop(0) if self.left else None

    def kbdint_auth_requested(self) -> str:
        return ""


def offering(*pairs: Any) -> type[KeyClient]:
    return type("Client", (KeyClient,), {"pairs": pairs})


def pair_of(key: asyncssh.SSHKey, signature: bytes | None = None) -> Any:
    """Return a key pair that signs well, or always with ``signature``."""
    (pair,) = asyncssh.load_keypairs([key])
    if signature is not None:
        pair.sign = lambda _data: signature  # type: ignore[method-assign]
    return pair


def wrong_signature(algorithm: bytes = b"ssh-ed25519") -> bytes:
    return String(algorithm) + String(b"\0" * 64)


def request(conn: Any, key: asyncssh.SSHKey, *, signature: bytes | None) -> None:
    algorithm = key.get_algorithm().encode()
    parts = [String(b"ana"), String(b"ssh-connection"), String(b"publickey")]
    parts += [Boolean(signature is not None), String(algorithm), String(key.public_data)]
    if signature is not None:
        parts.append(String(signature))
    conn.send_packet(MSG_USERAUTH_REQUEST, *parts)


def good_signature(conn: Any, key: asyncssh.SSHKey, signer: asyncssh.SSHKey) -> bytes:
    """Return ``signer``'s signature under a request that names ``key``."""
    algorithm = key.get_algorithm().encode()
    payload = bytes([MSG_USERAUTH_REQUEST]) + b"".join(
        (
            String(b"ana"),
            String(b"ssh-connection"),
            String(b"publickey"),
            Boolean(True),  # noqa: FBT003
            String(algorithm),
            String(key.public_data),
        )
    )
    return signer.sign(String(conn._session_id) + payload, algorithm)


async def visitor_of(lobby: Any, connection: Any) -> Visitor:
    ana = await lobby.sit_down(connection=connection)
    await ana.enter()
    return lobby.apps[-1].visitor


# With a key


async def test_a_known_key_gets_in_without_a_code(lobby: Any, key: Any) -> None:
    lobby.gate.keys.add(key.get_fingerprint())
    await lobby.serve()
    ana = await lobby.sit_down(keys=(key,))
    shown = await ana.until("page")
    assert b"Code" not in shown
    visitor = lobby.apps[0].visitor
    assert visitor == Visitor("test-1", "ana", key.get_fingerprint(), None, "127.0.0.1")


async def test_an_unknown_key_needs_a_code_and_is_told_of(lobby: Any, key: Any) -> None:
    await lobby.serve()
    visitor = await visitor_of(lobby, await lobby.connect(keys=(key,)))
    assert (visitor.fingerprint, visitor.code) == (key.get_fingerprint(), "ABCD-EFGH")


async def test_no_key_needs_a_code(lobby: Any) -> None:
    await lobby.serve()
    visitor = await visitor_of(lobby, await lobby.connect())
    assert (visitor.fingerprint, visitor.code) == (None, "ABCD-EFGH")


async def test_a_key_that_was_only_offered_is_not_bound(
    lobby: Any, key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client asks whether the key would do, hears that it would, and never signs."""

    def go_on(self: Any, *_: object) -> bool:
        self._conn.try_next_auth()
        return True

    handlers = {**asyncssh.auth._ClientPublicKeyAuth._packet_handlers, MSG_USERAUTH_PK_OK: go_on}
    monkeypatch.setattr(asyncssh.auth._ClientPublicKeyAuth, "_packet_handlers", handlers)
    await lobby.serve()
    lobby.gate.keys.add(key.get_fingerprint())
    client = offering(pair_of(key))
    assert (await visitor_of(lobby, await lobby.connect(client=client))).fingerprint is None


async def test_a_key_whose_signature_was_wrong_is_not_bound(lobby: Any, key: Any) -> None:
    await lobby.serve()
    lobby.gate.keys.add(key.get_fingerprint())
    client = offering(pair_of(key, wrong_signature()))
    assert (await visitor_of(lobby, await lobby.connect(client=client))).fingerprint is None


async def test_another_key_that_signed_is_bound_whatever_was_offered_before(
    lobby: Any, key: Any
) -> None:
    await lobby.serve()
    victim = asyncssh.generate_private_key("ssh-ed25519")
    client = offering(pair_of(victim, wrong_signature()), pair_of(key))
    visitor = await visitor_of(lobby, await lobby.connect(client=client))
    assert visitor.fingerprint == key.get_fingerprint()


async def test_a_key_offered_behind_a_signed_request_is_not_bound(lobby: Any, key: Any) -> None:
    """Both requests are on their way before the first is answered."""
    victim = asyncssh.generate_private_key("ssh-ed25519")

    class Racer(KeyClient):
        pairs = (pair_of(victim, wrong_signature()),)

        def public_key_auth_requested(self) -> Any:
            if self.left:
                request(self.conn, key, signature=good_signature(self.conn, key, key))
            return super().public_key_auth_requested()

    await lobby.serve()
    lobby.gate.keys.add(victim.get_fingerprint())
    visitor = await visitor_of(lobby, await lobby.connect(client=Racer))
    assert visitor.fingerprint in (None, key.get_fingerprint())


async def test_proof_ends_when_anything_else_is_begun(key: Any) -> None:
    failures: list[int] = []
    proof = KeyProof(lambda: failures.append(1))
    other = asyncssh.generate_private_key("ssh-ed25519")
    good, offered = key.convert_to_public(), other.convert_to_public()
    assert proof.watch(good)
    assert proof.fingerprint is None
    assert good.verify(b"data", key.sign(b"data", b"ssh-ed25519"))
    assert proof.fingerprint == key.get_fingerprint()
    assert proof.watch(offered)
    assert proof.fingerprint is None
    assert not offered.verify(b"data", key.sign(b"data", b"ssh-ed25519"))
    assert (proof.fingerprint, failures) == (None, [1])
    assert good.verify(b"data", key.sign(b"data", b"ssh-ed25519"))
    proof.forget()
    assert proof.fingerprint is None


async def test_a_small_rsa_key_is_not_taken(lobby: Any) -> None:
    await lobby.serve()
    small = asyncssh.generate_private_key("ssh-rsa", key_size=1024)
    assert (await visitor_of(lobby, await lobby.connect(keys=(small,)))).fingerprint is None


async def test_an_rsa_key_signs_without_sha1(lobby: Any) -> None:
    await lobby.serve()
    rsa = asyncssh.generate_private_key("ssh-rsa", key_size=2048)
    visitor = await visitor_of(lobby, await lobby.connect(keys=(rsa,)))
    assert visitor.fingerprint == rsa.get_fingerprint()
    weak = pair_of(rsa)
    weak.sign = lambda data: rsa.sign(data, b"ssh-rsa")
    visitor = await visitor_of(lobby, await lobby.connect(client=offering(weak)))
    assert visitor.fingerprint is None


async def test_too_many_wrong_signatures_close_the_connection(lobby: Any, key: Any) -> None:
    await lobby.serve(key_failures=3)
    client = offering(*[pair_of(key, wrong_signature()) for _ in range(10)])
    with pytest.raises(asyncssh.DisconnectError, match="Too many keys failed"):
        await lobby.connect(client=client)


async def test_failed_keys_are_penalised(lobby: Any, key: Any, eventually: Any) -> None:
    await lobby.serve(penalty_step_seconds=3600.0, penalty_most_seconds=3600.0)
    pairs = [pair_of(key, wrong_signature()) for _ in range(2)]
    slow = asyncio.create_task(lobby.connect(client=offering(*pairs)))
    await eventually(lambda: len(lobby.server._shared.penalties) == 1)
    await (await lobby.sit_down()).enter()
    assert not slow.done()
    slow.cancel()


async def test_passwords_and_nothing_at_all_are_not_methods(lobby: Any) -> None:
    await lobby.serve()
    methods = await asyncssh.get_server_auth_methods("127.0.0.1", lobby.server.port, config=None)
    assert sorted(methods) == ["keyboard-interactive", "publickey"]


# With a code


async def test_the_prompt_shows_the_welcome_without_its_escapes(lobby: Any) -> None:
    lobby.gate.title = "Who \x1b]0;owns\x07 what?"
    await lobby.serve()
    ana = await lobby.sit_down()
    assert await ana.until("Code: ") == b"\r\nWho ]0;owns what?\r\n\r\n"


async def test_three_wrong_codes(lobby: Any) -> None:
    await lobby.serve()
    ana = await lobby.sit_down()
    for _ in range(3):
        await ana.until("Code: ")
        ana.type("wrong\r")
    output = await ana.screen.until_closed()
    assert output.endswith(b"Please ask the facilitator, then connect again.\r\n")
    assert ana.screen.status == 1
    assert lobby.apps == []
    assert lobby.gone == []


async def test_an_empty_line_is_no_try(lobby: Any) -> None:
    await lobby.serve(code_tries=1)
    ana = await lobby.sit_down()
    for _ in range(5):
        await ana.until("Code: ")
        ana.type("\r")
    await ana.enter()


async def test_a_mistyped_code_can_be_put_right(lobby: Any) -> None:
    await lobby.serve()
    ana = await lobby.sit_down()
    await ana.until("Code: ")
    ana.type("ABCD-EFGX\x7fH\r")
    await ana.until("page")
    assert lobby.apps[0].visitor.code == "ABCD-EFGH"


@pytest.mark.parametrize("key_pressed", ["\x03", "\x04"])
async def test_leaving_from_the_prompt(lobby: Any, key_pressed: str) -> None:
    await lobby.serve()
    ana = await lobby.sit_down()
    await ana.until("Code: ")
    ana.type(f"AB{key_pressed}")
    assert (await ana.screen.until_closed()).endswith(b"\r\nGoodbye.\r\n")
    assert ana.screen.status == 0


async def test_the_prompt_does_not_wait_for_ever(lobby: Any) -> None:
    await lobby.serve(code_seconds=0.05)
    ana = await lobby.sit_down()
    assert b"Nobody typed a code" in await ana.screen.until_closed()


async def test_wrong_codes_are_answered_late_and_right_ones_at_once(lobby: Any) -> None:
    await lobby.serve(penalty_step_seconds=3600.0, penalty_most_seconds=3600.0)
    ana, ben = await lobby.sit_down(), await lobby.sit_down()
    await ana.until("Code: ")
    ana.type("wrong\r")
    await ana.until("*****")
    await ben.enter()
    assert b"right" not in ana.screen.output
    ana.connection.abort()


async def test_where_only_listed_keys_get_in_no_code_is_asked(lobby: Any, key: Any) -> None:
    lobby.gate.asks = False
    lobby.gate.keys.add(key.get_fingerprint())
    await lobby.serve()
    await (await lobby.sit_down(keys=(key,))).until("page")
    ben = await lobby.sit_down()
    assert b"open only to the people on its list" in await ben.screen.until_closed()
    assert ben.screen.status == 1


async def test_a_gate_that_fails_ends_one_connection(lobby: Any, caplog: Any) -> None:
    await lobby.serve()
    ana, ben = await lobby.sit_down(), await lobby.sit_down()
    await ana.until("Code: ")
    lobby.gate.codes = None
    ana.type("any\r")
    assert (await ana.screen.until_closed()).endswith(b"Please connect again.\r\n")
    lobby.gate.codes = {"ABCD-EFGH"}
    await ben.enter()
    assert "TypeError" in caplog.text


# How many, how often


async def test_a_seat_is_not_connected_to_too_often(lobby: Any, key: Any) -> None:
    lobby.gate.codes.add("RESUME")
    lobby.gate.seats["RESUME"] = "seat 7"
    lobby.gate.keys.add(key.get_fingerprint())
    await lobby.serve(seat_arrivals=2)
    for _ in range(2):
        await (await lobby.sit_down()).enter("RESUME")
        await (await lobby.sit_down(keys=(key,))).until("page")
    with_code, with_key = await lobby.sit_down(), await lobby.sit_down(keys=(key,))
    await with_code.until("Code: ")
    with_code.type("RESUME\r")
    for refused in (with_code, with_key):
        assert b"connected to several times" in await refused.screen.until_closed()
    for _ in range(6):
        await (await lobby.sit_down()).enter()


async def test_everybody_in_line_gets_in_and_sees_their_place(lobby: Any) -> None:
    gates: list[asyncio.Event] = []

    class Slow:
        farewell, return_code = "", None

        def __init__(self, visitor: Visitor, driver_class: Any) -> None:
            self.visitor = visitor
            self.driver_class = driver_class
            self.error_console = type("Console", (), {"quiet": False})()
            self.ending = asyncio.Event()
            gates.append(asyncio.Event())

        async def run_async(self, *, mouse: bool) -> None:
            await gates[-1].wait()
            driver = self.driver_class(self, mouse=mouse)
            driver.write("page")
            await self.ending.wait()

        def exit(self) -> None:
            self.ending.set()

    await lobby.serve(app=Slow, starting_apps=1)
    terminals = [await lobby.sit_down() for _ in range(4)]
    for terminal in terminals:
        await terminal.until("Code: ")
        terminal.type("ABCD-EFGH\r")
        await terminal.until("\r\n")
    await terminals[1].until("You are next in line.")
    await terminals[2].until("You are number 2 in line.")
    await terminals[3].until("You are number 3 in line.")
    terminals[2].type("\x03")
    assert (await terminals[2].screen.until_closed()).endswith(b"Goodbye.\r\n")
    await terminals[3].until("You are number 2 in line.")
    for turn, terminal in enumerate((terminals[0], terminals[1], terminals[3])):
        gates[turn].set()
        await terminal.until("page")


async def test_one_connection_too_many_is_told_so(lobby: Any) -> None:
    await lobby.serve(connections=2)
    first = [await lobby.sit_down() for _ in range(2)]
    third = await lobby.sit_down()
    assert b"Every place in this server is taken" in await third.screen.until_closed()
    for terminal in first:
        await terminal.enter()


async def test_of_too_many_half_open_connections_the_oldest_makes_room(lobby: Any) -> None:
    await lobby.serve(half_open=3)
    ana = await lobby.sit_down()
    idle = [await asyncio.open_connection("127.0.0.1", lobby.server.port) for _ in range(6)]
    async with asyncio.timeout(10):
        await idle[0][0].read()
        await idle[2][0].read()
    await ana.enter()
    await (await lobby.sit_down()).enter()
    for _, writer in idle:
        writer.close()


async def test_logging_in_does_not_take_for_ever(lobby: Any) -> None:
    await lobby.serve(login_seconds=0.1)
    reader, writer = await asyncio.open_connection("127.0.0.1", lobby.server.port)
    async with asyncio.timeout(10):
        assert (await reader.read()).startswith(b"SSH-2.0-facilitator\r\n")
    writer.close()
    connection = await lobby.connect()
    async with asyncio.timeout(10):
        await connection.wait_closed()


# Refused, in words where the protocol has room for them


@pytest.mark.parametrize("command", ["uptime", "scp -t .", "rsync --server"])
async def test_commands_are_refused(lobby: Any, command: str) -> None:
    await lobby.serve()
    screen = await lobby.request(command=command)
    assert screen.errors == (
        b"This server runs no commands. Connect without one, from a terminal, with ssh -t.\n"
    )
    assert (screen.status, screen.output) == (1, b"")


@pytest.mark.parametrize("subsystem", ["sftp", "netconf"])
async def test_subsystems_are_refused(lobby: Any, subsystem: str) -> None:
    await lobby.serve()
    screen = await lobby.request(subsystem=subsystem)
    assert b"no SFTP, no SCP" in screen.errors
    assert screen.status == 1


async def test_a_shell_without_a_terminal_is_refused(lobby: Any) -> None:
    await lobby.serve()
    screen = await lobby.request()
    assert screen.errors.count(b"\n") == 1
    assert b"ssh -t" in screen.errors
    assert screen.status == 1
    assert screen.output == b""


async def test_a_second_terminal_on_a_connection_is_refused(lobby: Any) -> None:
    await lobby.serve()
    ana = await lobby.sit_down()
    with pytest.raises(asyncssh.ChannelOpenError, match="One terminal for each connection"):
        await lobby.sit_down(connection=ana.connection)
    await ana.enter()


async def test_forwarding_of_every_kind_is_refused(lobby: Any) -> None:
    await lobby.serve()
    connection = await lobby.connect()
    for opening in (
        connection.open_connection("127.0.0.1", 22),
        connection.open_unix_connection("/tmp/socket"),  # noqa: S108
    ):
        with pytest.raises(asyncssh.ChannelOpenError, match="forwards nothing"):
            await opening
    for listening in (
        connection.forward_remote_port("127.0.0.1", 0, "127.0.0.1", 22),
        connection.forward_remote_path("/tmp/there", "/tmp/here"),  # noqa: S108
    ):
        with pytest.raises(asyncssh.ChannelListenError):
            await listening
    for kind in (connection.create_tun, connection.create_tap):
        with pytest.raises(asyncssh.ChannelOpenError, match="forwards nothing"):
            await kind(asyncssh.SSHTunTapSession)


async def test_variables_agents_and_displays_are_refused(lobby: Any) -> None:
    await lobby.serve()
    connection = await lobby.connect()
    ana = await lobby.sit_down(connection=connection)
    await ana.enter()
    (channel,) = lobby.server._shared.connections[1]._ssh._channels.values()
    for number in range(1000):
        ana.channel._send_request(b"env", String(b"NAME%d" % number), String(b"x" * 1000))
    assert not await ana.channel._make_request(b"env", String(b"LANG"), String(b"C"))
    assert not await ana.channel._make_request(b"auth-agent-req@openssh.com")
    assert channel.get_environment_bytes() == {}
    assert not await ana.channel._make_request(
        b"x11-req",
        Boolean(False),  # noqa: FBT003
        String(b"MIT-MAGIC-COOKIE-1"),
        String(b"00" * 16),
        b"\0\0\0\0",
    )


async def test_a_connection_ends_after_its_terminal(lobby: Any) -> None:
    await lobby.serve(linger_seconds=0.05)
    ana = await lobby.sit_down()
    await ana.until("Code: ")
    ana.type("\x04")
    async with asyncio.timeout(10):
        await ana.connection.wait_closed()


async def test_a_visitor_cannot_be_changed() -> None:
    visitor = Visitor("test-1", "ana", None, None, "127.0.0.1")
    with pytest.raises(dataclasses.FrozenInstanceError):
        visitor.fingerprint = "SHA256:other"  # type: ignore[misc]
