"""Ids made from titles: of agendas, teams, steps, tasks and promises.

An id holds a-z, 0-9 and - alone, and whatever it is made for is known again by it for ever. So it
has to keep what tells titles apart, and this is the rule, which never changes for a title that it
was used on:

- Case and accents go (``ß`` is ss, ``ł`` is l), apostrophes too; spaces, punctuation, ``&`` and
  ``|`` become ``-``. "Competitive messaging" gives ``competitive-messaging``.
- Letters of other scripts are spelt in a-z as far as :mod:`facilitator.domain.romanised` knows
  them. Other letters, emoji and signs that mean something (``+``, ``#``, ``%``, ``€`` …) have no
  place in an id, nor has a number at its beginning, nor what is too much.
- Where anything of that kind was lost or respelt, a digest of the title follows: "C++ roadmap"
  gives ``c-roadmap-`` and six signs. Those are the first six hexadecimal digits of the SHA-256 of
  the title in small letters and compatibility form (NFKC), its words one space apart and
  without the variation selectors of emoji.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from itertools import count

from facilitator.domain.romanised import latin, romanised

SLUG_CHARACTERS = 64
"""Longest id made of a-z, 0-9 and -."""
DIGEST_CHARACTERS = 6

_MOST_READ = 4000
"""How much of a text is looked at: no title is as long."""
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ´"), "")  # noqa: RUF001
_EMOJI_SELECTORS = dict.fromkeys((0xFE0E, 0xFE0F), "")
_TELLING_PUNCTUATION = "#%‰@*\\"
_PARTING_SYMBOLS = "|`−"


@dataclass(frozen=True, slots=True)
class Spelling:
    """A title in a-z, 0-9 and -, and the signs of it that are respelt there or not there at all."""

    words: str
    lost: str


def slug(title: str, stand_in: str, *, most_words: int | None = None) -> str:
    """An id made from a title, by the rule above; "" for one that is blank.

    ``stand_in``, itself an id, takes the place of a title of which nothing can be spelt. With
    ``most_words`` only so many are, and the digest tells the rest.
    """
    title = title[:_MOST_READ]
    if not title.strip():
        return ""
    beginning = " ".join(title.split()[:most_words])
    spelt = spelling(beginning)
    body = spelt.words.lstrip("-0123456789")
    is_whole = len(spelt.words) == len(body) <= SLUG_CHARACTERS and not spelt.lost
    if is_whole and body and beginning == " ".join(title.split()):
        return body
    room = SLUG_CHARACTERS - DIGEST_CHARACTERS - 1
    return f"{(body or stand_in)[:room].rstrip('-')}-{_digest(title)}"


def unlike(wanted: str, taken: Container[str]) -> str:
    """The id, or one like it that is not taken: "win-loss-2"."""
    found, numbers = wanted, count(2)
    while found in taken:
        ending = f"-{next(numbers)}"
        found = wanted[: SLUG_CHARACTERS - len(ending)].rstrip("-") + ending
    return found


def spelling(title: str) -> Spelling:
    """What of a title an id can hold, of any length, and what it can't."""
    told: list[str] = []
    lost: list[str] = []
    for sign in _folded(title.translate(_APOSTROPHES)):
        _spell(sign, told, lost)
    return Spelling(re.sub("-+", "-", "".join(told)).strip("-"), "".join(lost))


def former_slug(title: str) -> str:
    """The id that was made of a title before this rule, without what it lost; maybe "".

    Logs and agendas from then hold it.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub("[^a-z0-9]+", "-", plain.replace("'", ""))
    return words.lstrip("-0123456789")[:SLUG_CHARACTERS].rstrip("-")


def _spell(sign: str, told: list[str], lost: list[str]) -> None:
    """Note what one sign of a folded title is spelt as, and whether it is lost by that."""
    if sign.isascii() and sign.isalnum():
        told.append(sign)
    elif (plain := latin(sign)) is not None:
        told.append(plain)
    elif (spelt := romanised(sign)) is not None:
        told.append(spelt)
        lost.append(sign)
    elif (parts := unicodedata.normalize("NFD", sign)) != sign:
        for part in parts:
            _spell(part, told, lost)
    elif (digit := unicodedata.decimal(sign, None)) is not None:
        told.append(str(digit))
    else:
        kind = unicodedata.category(sign)
        if (kind[0] in "LNS" and sign not in _PARTING_SYMBOLS) or sign in _TELLING_PUNCTUATION:
            lost.append(sign)
        if kind[0] != "M" and kind not in ("Cf", "Lm"):
            told.append("-")


def _folded(title: str) -> str:
    small = unicodedata.normalize("NFKC", title).casefold().translate(_EMOJI_SELECTORS)
    return unicodedata.normalize("NFKC", small)


def _digest(title: str) -> str:
    whole = " ".join(_folded(title).split()).encode(errors="surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:DIGEST_CHARACTERS]
