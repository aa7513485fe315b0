"""Which addresses a host to listen on stands for, and which of them a machine does without."""

from __future__ import annotations

import errno
import socket

EVERYWHERE = "*"
"""The host that is all interfaces of this machine, by IPv4 and by IPv6."""
NOT_HAD = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
"""What a system says of addresses that it does without, as some do without IPv6."""


def name_of(host: str) -> str | None:
    """The host as the system is asked for its addresses."""
    return None if host in ("", EVERYWHERE) else host


def try_port(host: str, port: int) -> None:
    """Listen for a moment wherever a server would; raises OSError where it couldn't."""
    kind, flags = socket.SOCK_STREAM, socket.AI_PASSIVE
    found = socket.getaddrinfo(name_of(host), port, type=kind, flags=flags)
    addresses = dict.fromkeys((family, address) for family, _, _, _, address in found)
    lacking: list[OSError] = []
    for family, address in addresses:
        try:
            with socket.create_server(address[:2], family=family):
                pass
        except OSError as error:
            if error.errno not in NOT_HAD:
                raise
            lacking.append(error)
    if len(lacking) == len(addresses):
        raise lacking[0]
