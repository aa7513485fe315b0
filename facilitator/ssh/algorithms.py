"""The cryptography offered to clients.

No SHA-1, no NIST curve, no finite-field group: nothing that the ``ssh-audit`` tool fails. Still
there is a choice for OpenSSH from 7.4, PuTTY from 0.68 and Dropbear from 2020.79, the first with
Ed25519 host keys. Clients in FIPS mode, which alone would need a finite-field group, couldn't
accept an Ed25519 host key either.
"""

from __future__ import annotations

from asyncssh.kex import get_kex_algs
from asyncssh.public_key import get_public_key_algs

# A client's order decides. Ours matters only to Dropbear, which sends its first message on a guess:
# it counts the guess as right if both lists begin alike, AsyncSSH if the client's first is taken.
_KEY_EXCHANGES = (
    "curve25519-sha256",
    "mlkem768x25519-sha256",
    "curve25519-sha256@libssh.org",
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
