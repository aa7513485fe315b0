"""Where a server listens, and what people type to get there."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
from dataclasses import dataclass

from facilitator.errors import Misused, one_line
from facilitator.ssh.addresses import EVERYWHERE

SSH_PORT = 22
LAST_PORT = 65535
ONE_KEY = "-o IdentitiesOnly=yes -i FILE"
"""What has OpenSSH offer one key alone: an agent's others would come before it …"""
NO_KEY = "-o PubkeyAuthentication=no"
"""… and what has it offer none."""
_ALL = ("", EVERYWHERE, "0.0.0.0", "::")  # noqa: S104 - compared, not bound
_HOST = re.compile(r"[^\W_]([\w.-]*[^\W_])?\.?")
_MOST_OF_A_HOST = 253
_SHOWN = re.compile(r"(?:\[([^\[\]]*)\]|([^:]*))(?::([0-9]+))?")
"""An IPv6 address in brackets, or another host; and a port."""
_PROBES = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""Addresses of nobody, kept for documentation: the way out to them is the way out."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What people call the server, as somebody has said; ``port`` None where it listens on that."""

    host: str
    port: int | None = None

    def __str__(self) -> str:
        """As it is written."""
        return joined(self.host, self.port)


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen, and how many server processes share it.

    ``is_asked``: the person has named it, so that a server elsewhere will not do. ``shown`` is what
    voters type for the host, where somebody has said.
    """

    host: str
    port: int
    servers: int = 1
    is_asked: bool = False
    shown: Shown | None = None


def joined(host: str, port: int | None) -> str:
    """A host and a port in one word; an IPv6 address stands in brackets."""
    if port is None:
        return host
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def split_address(listen: str) -> tuple[str, int]:
    """``HOST:PORT`` as its parts; raises Misused when it is something else."""
    host, colon, port = listen.strip().rpartition(":")
    if not colon or not port.isdecimal() or int(port) > LAST_PORT:
        raise Misused(
            f"“{one_line(listen)}” is no address to listen on: write HOST:PORT, as 0.0.0.0:2222"
            " or [::1]:2222"
        )
    bare = host.removeprefix("[").removesuffix("]")
    if ":" in bare and not _is_ip(bare):
        raise Misused(
            f"“{one_line(listen)}” is no address to listen on: an IPv6 address stands in brackets,"
            f" and its port behind them, as [{'::1' if bare == ':' else '2001:db8::1'}]:2222"
        )
    return bare or "127.0.0.1", int(port)


def split_shown(told: str) -> Shown:
    """What people are to type for the server: ``HOST`` or ``HOST:PORT``; raises Misused."""
    text = told.strip()
    found = None if _is_ipv6(text) else _SHOWN.fullmatch(text)
    bracketed, name, port = found.groups() if found else (text, "", None)
    if not (_is_ipv6(bracketed) if bracketed else _is_host(name or "")):
        raise Misused(
            f"“{one_line(told)}” is nothing that voters can type for this host: write HOST or"
            " HOST:PORT, as vpn.example.org or vpn.example.org:2022 (shown-host)"
        )
    if port and not 0 < int(port) <= LAST_PORT:
        raise Misused(f"“{one_line(told)}” has no port from 1 to {LAST_PORT} (shown-host)")
    return Shown(bracketed or name, int(port) if port else None)


def ssh_command(host: str, port: int, shown: Shown | None = None) -> str:
    """What a voter types to get to a server that listens there, unless it is ``shown`` otherwise.

    An IPv6 address stands without brackets: SSH clients take it so.
    """
    name, number = (shown.host, shown.port or port) if shown else (reachable_host(host), port)
    return f"ssh {name}" if number == SSH_PORT else f"ssh -p {number} {name}"


def with_options(options: str, command: str) -> str:
    """An ssh command with more options; where it is known by other words alone, those beside it."""
    if command.split(" ", maxsplit=1)[0] == "ssh":
        return f"ssh {options}{command.removeprefix('ssh')}"
    return f"{command} with {options}"


def is_local(host: str) -> bool:
    """Whether an address that is listened on is reached from this computer alone."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    with contextlib.suppress(ValueError):
        address = ipaddress.ip_address(host)
        mapped = getattr(address, "ipv4_mapped", None)
        return (mapped or address).is_loopback
    return False


def reachable_host(host: str) -> str:
    """What voters should type for a host that is listened on; all interfaces: the LAN's address.

    Where only IPv6 is listened on it is an IPv6 address.
    """
    if host not in _ALL:
        return host
    families = {"::": [socket.AF_INET6], "0.0.0.0": [socket.AF_INET]}  # noqa: S104 - compared
    for family in families.get(host, list(_PROBES)):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            # A datagram socket sends nothing when it connects: it only picks the way out.
            probe.connect((_PROBES[family], 9))
            return str(probe.getsockname()[0])
    return socket.gethostname()


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_ipv6(text: str) -> bool:
    return ":" in text and _is_ip(text)


def _is_host(text: str) -> bool:
    """Whether this could be a name or an IPv4 address: one word, and no option."""
    return len(text) <= _MOST_OF_A_HOST and _HOST.fullmatch(text) is not None
