"""Codes that let people in, ids, and what names are like."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from facilitator.domain.people import likeness_of

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What codes are made of: 32 signs, 5 bits each, without 0, 1, I and O. L stays: codes are shown
in capitals, and what is typed in small letters is folded first."""
JOIN_CODE_SIGNS = 10
"""50 bits, shown as 4-4-2."""
RESUME_CODE_SIGNS = 16
"""80 bits, shown as 4-4-4-4."""
GROUP = 4
CODE = "code:"
"""How the credential begins that a resume code opens a seat by."""


def new_join_code() -> str:
    """A fresh join code in groups that read aloud well."""
    return _new_code(JOIN_CODE_SIGNS)


def new_resume_code() -> str:
    """A fresh resume code in groups."""
    return _new_code(RESUME_CODE_SIGNS)


def new_facilitator_code() -> tuple[str, str]:
    """A fresh one-time facilitator code, as strong as a join code, and its digest to be kept."""
    code = _new_code(JOIN_CODE_SIGNS)
    return code, facilitator_digest(code)


def facilitator_digest(code: str) -> str:
    """What a facilitator code is kept as; as of a resume code, the code itself is kept nowhere."""
    return "facilitator:" + hashlib.sha256(normal_code(code).encode()).hexdigest()


def same_digest(one: str, other: str) -> bool:
    """Whether two digests are the same, compared in constant time; no digest is like none."""
    return bool(one) and hmac.compare_digest(one.encode(), other.encode())


def normal_code(typed: str) -> str:
    """A code as typed, without regard to case, spaces, dashes and the digits of which script.

    An input method may type full-width letters and digits, other keyboards Arabic or Indian ones.
    """
    signs = unicodedata.normalize("NFKC", typed).upper()
    plain = (str(unicodedata.decimal(sign, sign)) for sign in signs if sign.isalnum())
    return "".join(plain)


def same_code(typed: str, code: str) -> bool:
    """Whether a typed code is this one, compared in constant time."""
    return hmac.compare_digest(normal_code(typed).encode(), normal_code(code).encode())


def code_credential(code: str) -> str:
    """What a resume code is kept as: a digest, so that the journal does not give it away.

    A plain SHA-256 does: the code is random and long, so there is nothing to guess.
    """
    return CODE + hashlib.sha256(normal_code(code).encode()).hexdigest()


def key_credential(fingerprint: str) -> str:
    """What a seat bound to a verified key is kept under."""
    return f"key:{fingerprint}"


def new_id() -> str:
    """An id that nobody else makes."""
    return secrets.token_hex(12)


def new_tail() -> str:
    """Four letters or digits that tell sessions of one day apart."""
    return "".join(secrets.choice(ALPHABET.lower()) for _ in range(GROUP))


@cache
def confusables() -> dict[str, str]:
    """Every character that looks like another, with the one that stands for all of those.

    Unicode's table, as it ships with the program, is read once, when it is first asked for.
    """
    lines = Path(__file__).with_name("confusables.txt").read_text(encoding="utf-8").splitlines()
    groups = ([chr(int(code, 16)) for code in line.split()] for line in lines if line[0] != "#")
    return {other: one for one, *others in groups for other in others}


def _plain_digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def _new_code(signs: int) -> str:
    code = "".join(secrets.choice(ALPHABET) for _ in range(signs))
    return "-".join(code[start : start + GROUP] for start in range(0, signs, GROUP))


@lru_cache(maxsize=2048)
def likeness(name: str) -> str:
    """What a name is like, for names that can't be told apart to be refused; see ``clash``."""
    return likeness_of(name, confusables())
