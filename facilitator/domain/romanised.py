"""How letters are written in a-z, for ids made from titles.

What is here is part of ids that stay for ever, so that it may grow and must not change. It is to be
read by people rather than turned back: several letters share one spelling, and titles are told
apart by a digest wherever any of this was needed (:mod:`facilitator.domain.slugs`). Chinese
characters have no reading here: it depends on the language, and on the word.
"""

# ruff: noqa: RUF001 - letters of all alphabets are the matter here

from __future__ import annotations

import re
import unicodedata

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


def _table(*alphabets: str) -> dict[str, str]:
    parts = " ".join(alphabets).split()
    return {
        letter: "" if spelt == _SILENT else spelt
        for letter, spelt in zip(parts[::2], parts[1::2], strict=True)
    }


_LATIN_LETTERS = _table(_LATIN)
_LETTERS = _table(_GREEK, _CYRILLIC, _ARMENIAN, _GEORGIAN, _HEBREW, _ARABIC)


def latin(letter: str) -> str | None:
    """A small Latin letter without what was drawn onto it; None for any other sign."""
    found = _LATIN_LETTERS.get(letter)
    if found is None and (named := _WITH_STROKE.fullmatch(unicodedata.name(letter, ""))):
        return named[1].lower()
    return found


def romanised(letter: str) -> str | None:
    """How a small letter of another script is spelt; None where it has no spelling here."""
    found = _LETTERS.get(letter)
    if found is None and (named := _SYLLABLE.fullmatch(unicodedata.name(letter, ""))):
        return named[1].lower()
    return found
