"""The cryptography offered to clients.

No SHA-1, no NIST curve, no group under 2048 bits: nothing that the ``ssh-audit`` tool fails. Still
there is a choice for OpenSSH from 7.4, PuTTY from 0.68 and Dropbear from 2020.79, the first with
Ed25519 host keys. The 4096-bit and 2048-bit groups are for clients in FIPS mode; the 8192-bit one
is left out, since one client could then hold up all the others for a tenth of a second a time.
"""

from __future__ import annotations

from asyncssh.kex import get_kex_algs
from asyncssh.public_key import get_public_key_algs

_KEY_EXCHANGES = (
    "mlkem768x25519-sha256",
    "curve25519-sha256",
    "curve25519-sha256@libssh.org",
    "diffie-hellman-group16-sha512",
    "diffie-hellman-group14-sha256",
)
ENCRYPTIONS = (
    "chacha20-poly1305@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-gcm@openssh.com",
    "aes256-ctr",
    "aes192-ctr",
    "aes128-ctr",
)
MACS = (
    "hmac-sha2-256-etm@openssh.com",
    "hmac-sha2-512-etm@openssh.com",
    "hmac-sha2-256",
    "hmac-sha2-512",
)
_SIGNATURES = (
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "rsa-sha2-512",
    "rsa-sha2-256",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com",
)


def key_exchanges() -> tuple[str, ...]:
    """Return the key exchanges offered, best first: those that the installed libraries have."""
    known = get_kex_algs()
    return tuple(name for name in _KEY_EXCHANGES if name.encode() in known)


def signatures() -> tuple[str, ...]:
    """Return the signatures taken from people's keys: those that the installed libraries have."""
    known = get_public_key_algs()
    return tuple(name for name in _SIGNATURES if name.encode() in known)
