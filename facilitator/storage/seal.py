"""The seal of an anonymous session: what ties a person to a choice is stored under a key.

The key is random, belongs to one session, and lies in a file of its own beside the journal. The
journal alone, or any copy of it, therefore holds no link between a person and a choice; and once
the key is destroyed, nothing can read what it sealed. ChaCha20-Poly1305 with a random 96-bit nonce
for each event: a session's few thousand are far below the 2³² that such nonces are good for.
"""

from __future__ import annotations

import binascii
import json
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from facilitator.domain.journal import JournalError
from facilitator.storage.own_file import create_secret, read_own

SEAL_SUFFIX = ".seal"
"""Where a journal has its own suffix, its seal's file has this one."""
SEALED_EVENTS = frozenset(
    {
        "ballot-cast",
        "ballot-withdrawn",
        "item-marked",
        "mark-withdrawn",
        "dissent-answered",
        "dissent-withdrawn",
        "item-parked",
    }
)
"""The stored names of the events that tie a person to a choice or to what they said."""
SIZE_STEP = 2048
"""Bytes to a multiple of which a text is padded: more than any ballot takes, so that not even the
length of a reason, which all read after the reveal, tells one ballot from another."""
MARK = "sealed:1:"
"""How everything sealed begins; no JSON document does."""
_TITLE = "facilitator seal 1"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_MOST_BYTES = 4096
"""More than any seal's file takes."""
_END = b"\x01"
"""Ends a text; what follows, all zeros, is padding."""


class SealBroken(Exception):  # noqa: N818 - reads as what is found
    """A text that this seal did not seal, or not about this, or that was changed since."""


def _useless(path: Path, why: str) -> JournalError:
    return JournalError(f"{path.name}, the key to anonymous votes, {why}")


@dataclass(frozen=True, slots=True)
class Seal:
    """One session's key; :meth:`keep` and :meth:`load` know its file."""

    session: str
    _key: bytes = field(repr=False)

    @classmethod
    def make(cls, session: str) -> Seal:
        """A fresh key, nowhere stored yet."""
        return cls(session, secrets.token_bytes(_KEY_BYTES))

    def keep(self, path: Path) -> None:
        """Store the key durably, in a new file that its owner alone can read.

        Raises JournalError when a file lies there already or can't be written.
        """
        lines = (_TITLE, json.dumps(self.session), self._key.hex())
        try:
            create_secret(path, "".join(f"{line}\n" for line in lines).encode())
        except OSError as error:
            raise _useless(path, f"can't be written: {error.strerror}") from error

    @classmethod
    def load(cls, path: Path) -> Seal:
        """The key that :meth:`keep` stored; raises JournalError when it can't be read."""
        try:
            title, session, key, end = read_own(path, most=_MOST_BYTES).decode().split("\n")
            seal = cls(str(json.loads(session)), bytes.fromhex(key))
            if (title, end, len(seal._key)) != (_TITLE, "", _KEY_BYTES):
                raise ValueError
        except OSError as error:
            raise _useless(path, f"can't be read: {error.strerror}") from error
        except ValueError:
            mend = "put back the one that was made with the journal"
            raise _useless(path, f"is damaged: {mend}") from None
        return seal

    def seal(self, data: str, about: str) -> str:
        """A text that only this seal opens, and only as being about the same thing."""
        plain = data.encode() + _END
        plain += bytes(-len(plain) % SIZE_STEP)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = ChaCha20Poly1305(self._key).encrypt(nonce, plain, self._context(about))
        return MARK + b64encode(nonce + sealed).decode()

    def unseal(self, text: str, about: str) -> str:
        """What was sealed; raises SealBroken when it was not by this seal, about this, or changed.

        ``about`` says what the text is and where it stands, as it did when the text was sealed.
        """
        if not text.startswith(MARK):
            raise SealBroken
        try:
            sealed = b64decode(text.removeprefix(MARK), validate=True)
            nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
            plain = ChaCha20Poly1305(self._key).decrypt(nonce, rest, self._context(about))
        except (InvalidTag, ValueError, binascii.Error) as error:
            raise SealBroken from error
        return plain.rstrip(b"\0").removesuffix(_END).decode()

    def _context(self, about: str) -> bytes:
        return f"{self.session}\0{about}".encode()
