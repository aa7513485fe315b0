"""What a client with a key is taken for."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

import asyncssh
import pytest
from asyncssh.auth import MSG_USERAUTH_PK_OK
from asyncssh.constants import MSG_USERAUTH_REQUEST
from asyncssh.packet import Boolean, String

from facilitator.ssh.connection import Connection, KeyProof
from facilitator.ssh.shared import Visitor

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


async def test_where_only_listed_keys_get_in_the_listed_one_of_several_is_found(
    lobby: Any, key: Any
) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519")
    lobby.gate.closed = "Only those listed get in."
    lobby.gate.keys.add(key.get_fingerprint())
    await lobby.serve()
    await (await lobby.sit_down(keys=(other, key))).until("page")
    assert lobby.apps[0].visitor.fingerprint == key.get_fingerprint()


async def test_a_listed_key_gets_nobody_in_who_can_only_offer_it(lobby: Any, key: Any) -> None:
    lobby.gate.closed = "Only those listed get in."
    lobby.gate.keys.add(key.get_fingerprint())
    await lobby.serve()
    other = asyncssh.generate_private_key("ssh-ed25519")
    client = offering(pair_of(key, wrong_signature()), pair_of(other))
    eve = await lobby.sit_down(connection=await lobby.connect(client=client))
    assert b"Only those listed" in await eve.screen.until_closed()
    assert lobby.apps == []


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


async def test_a_proven_key_counts_only_if_its_method_completed(lobby: Any, key: Any) -> None:
    await lobby.serve()
    connection = Connection(lobby.server._shared, 99, {})
    public = key.convert_to_public()
    assert await connection.validate_public_key("ana", public)
    assert public.verify(b"data", key.sign(b"data", b"ssh-ed25519"))
    assert connection.fingerprint is None
    assert connection.get_kbdint_challenge("ana", "", "")
    connection.auth_completed()
    assert connection.fingerprint is None


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
    await eventually(lambda: len(lobby.server._shared.penalties._delays) == 1)
    await (await lobby.sit_down()).enter()
    assert not slow.done()
    slow.cancel()


async def test_passwords_and_nothing_at_all_are_not_methods(lobby: Any) -> None:
    await lobby.serve()
    methods = await asyncssh.get_server_auth_methods("127.0.0.1", lobby.server.port, config=None)
    assert sorted(methods) == ["keyboard-interactive", "publickey"]


async def test_a_visitor_cannot_be_changed() -> None:
    visitor = Visitor("test-1", "ana", None, None, "127.0.0.1")
    with pytest.raises(dataclasses.FrozenInstanceError):
        visitor.fingerprint = "SHA256:other"  # type: ignore[misc]
