"""Ids made from titles: of agendas, teams, steps, tasks and promises.

An id holds a-z, 0-9 and - alone, and whatever it is made for is known again by it for ever. So it
has to keep what tells titles apart, and this is the rule, which never changes for a title that it
was used on:

- Case and accents go (``ß`` is ss, ``ł`` is l), apostrophes too; spaces, punctuation, ``&`` and
  ``|`` become ``-``. "Competitive messaging" gives ``competitive-messaging``.
- Letters of other scripts are spelt in a-z as far as the tables here know them: to be read by
  people rather than turned back, for several letters share one spelling. Chinese characters have
  none, since their reading depends on the language, and on the word. Other letters, emoji and signs
  that mean something (``+``, ``#``, ``%``, ``€`` …) have no place in an id, nor has a number at its
  beginning, nor what is too much.
- Where anything of that kind was lost or respelt, a digest of the title follows: "C++ roadmap"
  gives ``c-roadmap-`` and six signs. Those are the first six hexadecimal digits of the SHA-256 of
  the title in small letters and compatibility form (NFKC), its words one space apart and
  without the variation selectors of emoji.
"""

# ruff: noqa: RUF001 - letters of all alphabets are the matter here

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from itertools import count

SLUG_CHARACTERS = 64
"""Longest id made of a-z, 0-9 and -."""
DIGEST_CHARACTERS = 6

_MOST_READ = 4000
"""How much of a text is looked at: no title is as long."""
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ´"), "")
_EMOJI_SELECTORS = dict.fromkeys((0xFE0E, 0xFE0F), "")
_TELLING_PUNCTUATION = "#%‰@*\\"
_PARTING_SYMBOLS = "|`−"

# How letters are spelt. Ids that stay for ever are made by it: it may grow, and must not change.
_SILENT = "_"
_LATIN = """
    ı i ø o ł l đ d ð d þ th æ ae œ oe ħ h ŋ ng ŧ t ə e ɛ e ɔ o ɣ g ʋ v ɩ i ʊ u ʒ z ĸ k ȷ j
    ǝ e ɨ i ʉ u
"""
_GREEK = """
    α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch
    ψ ps ω o
"""
_CYRILLIC = """
    а a б b в v г g д d е e ё yo ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh
    ц ts ч ch ш sh щ shch ъ _ ы y ь _ э e ю yu я ya ґ g є ye і i ї yi ў u ђ dj ј j љ lj њ nj ћ c
    џ dz ѓ g ќ k ѕ dz ә a ғ g қ k ң n ө o ұ u ү u һ h җ j ҳ h ҷ j ӣ i ӯ u
"""
_ARMENIAN = """
    ա a բ b գ g դ d ե e զ z է e ը e թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n
    շ sh ո o չ ch պ p ջ j ռ r ս s վ v տ t ր r ց ts ւ w փ p ք k օ o ֆ f
"""
_GEORGIAN = """
    ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh
    ყ q შ sh ჩ ch ც ts ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h
"""
_HEBREW = """
    א a ב b ג g ד d ה h ו v ז z ח h ט t י y כ k ך k ל l מ m ם m נ n ן n ס s ע a פ p ף p צ ts ץ ts
    ק k ר r ש sh ת t
"""
_ARABIC = """
    ا a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z ع a غ gh ف f ق q ك k
    ل l م m ن n ه h و w ي y ى a ة a ء _ پ p چ ch ژ zh ک k گ g ی y ٹ t ڈ d ڑ r ں n ہ h ھ h ے e
"""
_SYLLABLE = re.compile(r"(?:KATAKANA LETTER (?:SMALL )?|HANGUL SYLLABLE )([A-Z]+)")
"""Their names in Unicode are what they sound like, and never change. Of hiragana, too, but what
stands between Chinese characters makes no word by itself."""
_WITH_STROKE = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH .+")


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
    parts: list[str] = []
    lost: list[str] = []
    for sign in _folded(title.translate(_APOSTROPHES)):
        _spell(sign, parts, lost)
    return Spelling(re.sub("-+", "-", "".join(parts)).strip("-"), "".join(lost))


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
    elif (plain := _latin(sign)) is not None:
        told.append(plain)
    elif (spelt := _romanised(sign)) is not None:
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


def _table(*alphabets: str) -> dict[str, str]:
    parts = " ".join(alphabets).split()
    return {
        letter: "" if spelt == _SILENT else spelt
        for letter, spelt in zip(parts[::2], parts[1::2], strict=True)
    }


_LATIN_LETTERS = _table(_LATIN)
_LETTERS = _table(_GREEK, _CYRILLIC, _ARMENIAN, _GEORGIAN, _HEBREW, _ARABIC)


def _latin(letter: str) -> str | None:
    """A small Latin letter without what was drawn onto it; None for any other sign."""
    found = _LATIN_LETTERS.get(letter)
    if found is None and (named := _WITH_STROKE.fullmatch(unicodedata.name(letter, ""))):
        return named[1].lower()
    return found


def _romanised(letter: str) -> str | None:
    """How a small letter of another script is spelt; None where it has no spelling here."""
    found = _LETTERS.get(letter)
    if found is None and (named := _SYLLABLE.fullmatch(unicodedata.name(letter, ""))):
        return named[1].lower()
    return found
