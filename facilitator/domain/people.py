"""Who is in a session, and when two names clash because people can't tell them apart.

By sight "Sal" is "SaI" with a capital i, and whatever the case it is "SAL"; yet "S AL" and "S AI"
are two names. So what a name is like is no single string that equal names share, but a few *keys*,
and two names clash when they have one in common. There are two kinds:

- *case*: the name whatever its case and style. A letter of another script becomes the ASCII one
  that it looks like, before case is folded and once more after it, since the two cases of a letter
  may look like different ones (a Greek nu like N and like v). ``0`` counts as o, ``1`` and ``|``
  count as l, and i stays i.
- *sight*: the skeleton of UTS #39, which is true to case: ``I``, ``l``, ``1`` and ``|`` are one,
  ``0`` and ``O`` are. Of the name as it is, and of its compatibility form (NFKC), for ``🄸`` has no
  look-alike of its own.

Both leave out spaces, invisible characters and marks that are drawn onto a letter: accents, strokes
through it, and vowel points. What makes another kana (``が``, ``ば``) stays. Letters that look like
two of another kind (m, rn) don't count: a terminal's letters all have one width.

UTS #39: https://www.unicode.org/reports/tr39/#Confusable_Detection
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from facilitator.domain.text import INVISIBLE, is_selector

NAME_CELLS = 40
"""The widest name, in terminal cells."""
NO_TERMINAL = "room:"
"""How the credential of somebody in the room without a terminal begins; nothing opens it."""


class Seat(StrEnum):
    """What a participant may do."""

    VOTER = "voter"
    OBSERVER = "observer"
    FACILITATOR = "facilitator"


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone in the session.

    ``team`` is None for facilitators only. ``connection`` is where the participant sits now, None
    when dropped; ``changed_at`` is when that last changed. ``hand_raised_at`` is None with the hand
    down. ``removed`` says why a facilitator had them leave, None while they may be here.
    """

    id: str
    name: str
    likeness: str
    team: str | None
    seat: Seat
    credential: str
    connection: str | None = None
    changed_at: datetime | None = None
    hand_raised_at: datetime | None = None
    removed: str | None = None

    @property
    def has_terminal(self) -> bool:
        """Whether they can come by themselves; else facilitators vote for them."""
        return not self.credential.startswith(NO_TERMINAL)

    @property
    def is_here(self) -> bool:
        """Whether a connection of theirs is open."""
        return self.connection is not None


Twins = Mapping[str, str]
"""Single characters, each with the one that stands for all that look like it. Those that look like
nothing else, and those that stand for others, may be missing."""

_CASE = "case:"
_SIGHT = "sight:"
_STROKES = str.maketrans("01|", "oll")
_VOICING = "\u3099\u309a"
"""The marks that make another kana."""


def likeness_of(name: str, twins: Twins) -> str:
    """What a name is like: its keys, a line each, for :func:`clash`.

    A name of nothing but what is left out is like itself.
    """
    as_it_is = plain(name, "NFD")
    looks = "".join(_letter(sign, twins) for sign in as_it_is)
    cases = {_CASE + (_folded(each, twins) or name.strip()) for each in (name, looks)}
    sights = {
        _SIGHT + (_skeleton(each, twins) or name.strip())
        for each in (as_it_is, plain(name, "NFKC"))
    }
    return "\n".join(sorted(cases | sights))


def clash(one: str, other: str) -> bool:
    """Whether names of these likenesses can't be told apart.

    Journals written before likenesses had keys hold a single string: the *case* key without its
    kind, and with i counted as l. Such a one clashes with what would have been equal to it.
    """
    if _is_keyed(one) and _is_keyed(other):
        return not keys(one).isdisjoint(keys(other))
    return not _unkeyed(one).isdisjoint(_unkeyed(other))


def keys(likeness: str) -> frozenset[str]:
    """What names must not have in common."""
    return frozenset(likeness.split("\n"))


def _is_keyed(likeness: str) -> bool:
    """Whether a likeness is of the present form."""
    return "\n" in likeness


def plain(text: str, form: Literal["NFD", "NFKC", "NFKD"]) -> str:
    """A text in a normal form, without what is not looked at: spaces, marks, what is invisible."""
    normal = unicodedata.normalize(form, text)
    return "".join(sign for sign in normal if not _is_overlooked(sign))


def _is_overlooked(sign: str) -> bool:
    if unicodedata.combining(sign):
        return sign not in _VOICING
    is_left_out = unicodedata.category(sign) in ("Cc", "Cf", "Me")
    return is_left_out or sign.isspace() or sign in INVISIBLE or is_selector(sign)


def _letter(sign: str, twins: Twins) -> str:
    """The ASCII character that another one looks like, in its case; itself where it has none.

    What looks like a stroke is l, and a capital among them I: the table doesn't tell them apart.
    """
    twin = twins.get(sign, sign)
    if sign.isascii() or not twin.isascii():
        return sign
    return "I" if twin == "l" and unicodedata.category(sign) == "Lu" else twin


def _folded(text: str, twins: Twins) -> str:
    before = None
    while text != before:
        before, text = text, plain(text.casefold(), "NFKD")
    return "".join(_folded_letter(sign, twins) for sign in text).translate(_STROKES)


def _folded_letter(sign: str, twins: Twins) -> str:
    """The small ASCII letter that either case of a letter looks like; the small case goes first."""
    letter = _letter(sign, twins)
    if letter == sign and len(sign.upper()) == 1:
        capital = _letter(sign.upper(), twins)
        letter = capital if capital.isascii() else sign
    return letter.lower()


def _skeleton(text: str, twins: Twins) -> str:
    return plain("".join(twins.get(sign, sign) for sign in plain(text, "NFD")), "NFD")


def _unkeyed(likeness: str) -> frozenset[str]:
    """The single strings that journals of before would hold for a likeness."""
    if not _is_keyed(likeness):
        return frozenset({likeness})
    cases = (key.removeprefix(_CASE) for key in keys(likeness) if key.startswith(_CASE))
    return frozenset(case.replace("i", "l") for case in cases)
