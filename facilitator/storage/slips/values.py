"""Values as people write them elsewhere, and what parts and encloses them in arrays and tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from facilitator.domain.text import visible
from facilitator.storage.slips.characters import Slip, is_text, quotes_within
from facilitator.storage.toml_scan import KEY, SPACE, Token

Told = tuple[str, str]
"""What is wrong, and the mend."""

_TRUE = {"true", "yes", "on", "y", "ja", "oui", "si", "sí", "wahr", "vrai"}
_FALSE = {"false", "no", "off", "n", "nein", "non", "falsch", "faux"}
_NOTHING = {"none", "null", "nil", "undefined", "na", "n/a", "~", "-", "nothing", "empty"}
_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_PERCENT = re.compile(
    rf"({_NUMBER})[ \t]*(?:%|٪|％|percent|per cent|pct|prozent)\.?", re.IGNORECASE
)
_FRACTION = re.compile(r"(\d{1,6})[ \t]*[/⁄∕][ \t]*(\d{1,6})")
_DECIMAL_COMMA = re.compile(r"([+-]?\d+)[,٫](\d+)")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:[,.' ’]\d{3})+")
_POINT = re.compile(r"[+-]?\d+\.\d{3}")
_NO_DIGIT_BEFORE = re.compile(r"([+-]?)[.,](\d+)")
_NO_DIGIT_AFTER = re.compile(r"([+-]?\d+)[.,]")
_ZERO_BEFORE = re.compile(r"([+-]?)0+(\d+)")
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-./][ ]?(\d{1,2})[-./][ ]?(\d{4}|\d{2})")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}(?:[ \t]*(?:am|pm|uhr))?", re.IGNORECASE)
_WITH_UNIT = re.compile(rf"({_NUMBER})[ \t]*([^\W\d_][^\d\n]{{0,20}})")
_PLAIN_WORD = re.compile(r"[^\W\d_]")
_SHORTEST_WORDS = 60
_STATEMENT = re.compile(rf"{KEY}[ \t]*=|\[\[?[ \t]*{KEY}[ \t]*\]\]?[ \t]*(?:#|\n|\Z)")
_ELEMENT = re.compile(r"[^\n#,\]}]*")
_DECIMAL = re.compile(r"(\d+),(\d+)\Z")
_CLOSES = {"[": "]", "{": "}"}
_KINDS = {"[": "array", "{": "table in braces"}


def of_value(written: str) -> Told | None:
    """What is wrong with a value as it stands without quotes; None where it is in quotes."""
    value = written.strip().rstrip(",;").strip()
    if not value or value[0] == "#":
        return "a value is missing after =", 'write one, like "text" or 5, or take the key out'
    known = _of_word(value) or _of_number(value) or _of_date(value)
    if known is not None:
        return known
    return _of_beginning(value)


def _of_beginning(value: str) -> Told | None:
    """What is wrong with a value by how it begins; None where that is all right."""
    if value[0] in "=>":
        return f"{value[0]} stands behind =", "write = alone"
    if value[0] in "\"'[{":
        return None
    if value[-1] in "\"'":
        return "a text has no quote at its beginning", f"write {_quoted(value[:-1])}"
    if value[0] == "(":
        return "a value stands in round brackets", 'write a list as ["one", "two"], a number alone'
    if value[0].isdigit():
        unit = _WITH_UNIT.fullmatch(value)
        alone = f"{_plain(unit[1])} alone" if unit else "a number alone"
        return f"{_shown(value)} is more than a number", f"write {alone}, or text in quotes"
    if _PLAIN_WORD.match(value):
        return "a text stands here without quotes", f"text needs quotes: {_quoted(value)}"
    hint = f"write a number alone; text needs quotes: {_quoted(value)}"
    return f"no value begins with {_shown(value[0])}", hint


def _of_word(value: str) -> Told | None:
    word = value.casefold()
    if word in _TRUE | _FALSE:
        mend = "true" if word in _TRUE else "false"
        return f"{_shown(value)} is no value", f"TOML's own words are true and false: write {mend}"
    if word in _NOTHING:
        return f"{_shown(value)} is no value", "TOML has no word for nothing: take the key out"
    return None


def _of_number(value: str) -> Told | None:
    return _of_share(value) or _of_signs(value) or _of_digits(value)


def _of_share(value: str) -> Told | None:
    percent = _PERCENT.fullmatch(value)
    if percent:
        return "a share stands here in percent", f"write {_as_float(percent[1]) / 100:.6g}"
    fraction = _FRACTION.fullmatch(value)
    if fraction and int(fraction[2]):
        share = int(fraction[1]) / int(fraction[2])
        return "a fraction stands here", f"write {share:.4g}"
    vulgar = _vulgar(value)
    return None if vulgar is None else ("a fraction stands here", f"write {vulgar:.4g}")


def _of_signs(value: str) -> Told | None:
    """Signs between the digits of a number."""
    if _THOUSANDS.fullmatch(value) and not _POINT.fullmatch(value):
        digits = re.sub(r"[,.' ’]", "", value)
        more = f", or {value.replace(',', '.')} for a decimal" if value.count(",") == 1 else ""
        return f"{_shown(value)} has a sign between its digits", f"write {digits}{more}"
    comma = _DECIMAL_COMMA.fullmatch(value)
    if comma:
        return "a comma stands in a number", f"write a decimal point: {comma[1]}.{comma[2]}"
    return None


def _of_digits(value: str) -> Told | None:
    before = _NO_DIGIT_BEFORE.fullmatch(value)
    if before:
        return "a number begins with a digit", f"write {before[1]}0.{before[2]}"
    after = _NO_DIGIT_AFTER.fullmatch(value)
    if after:
        return "a number ends with a digit", f"write {after[1]}, or {after[1]}.0"
    zero = _ZERO_BEFORE.fullmatch(value)
    return ("a number has no 0 in front", f"write {zero[1]}{zero[2]}") if zero else None


def _of_date(value: str) -> Told | None:
    first = _YEAR_FIRST.fullmatch(value)
    if first:
        day = _day(int(first[1]), int(first[2]), int(first[3]))
        if day is None:
            return f"there is no such day as {_shown(value)}", "write one like 2027-03-22"
        return f"{_shown(value)} is no date of TOML", f"write {day}"
    last = _YEAR_LAST.fullmatch(value)
    if last:
        return f"{_shown(value)} is no date of TOML", "write year, month, day, like 2027-03-22"
    if _CLOCK.fullmatch(value):
        hint = f"write it like 09:30:00, or as text: {_quoted(value)}"
        return f"{_shown(value)} is no time of TOML", hint
    return None


def _vulgar(value: str) -> float | None:
    """What a sign like ½ stands for, alone or after a whole number."""
    whole, sign = value[:-1].strip(), value[-1]
    if unicodedata.category(sign) != "No" or (whole and not (whole.isascii() and whole.isdigit())):
        return None
    number = unicodedata.numeric(sign, 0.0)
    return None if number == int(number) else number + (int(whole[:6]) if whole else 0)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _as_float(number: str) -> float:
    return float(number[:20].replace(",", "."))


def _plain(number: str) -> str:
    return _shown(number.replace(",", "."))


def _quoted(value: str) -> str:
    return f'"{visible(value, most_cells=_SHORTEST_WORDS)}"'


def _shown(value: str) -> str:
    return visible(value, most_cells=_SHORTEST_WORDS)


def of_brackets(said: str, text: str, at: int, before: Sequence[Token]) -> Slip | None:
    """The slip in what is open at a place; ``before`` is what of its value stands before that."""
    opened = _opened(before)
    if opened is None:
        return None
    last, char = before[-1], text[at : at + 1]
    is_end = not char or (char in "]}" and char != _CLOSES[opened.text])
    # An older parser keeps a table in braces to one line.
    if char == "\n" and opened.text == "{":
        is_end = said.startswith("Unclosed") or text.startswith(("{", "]"), _skip(text, at))
    if is_end or _is_next_statement(text, at, before, opened):
        told = f"the {_KINDS[opened.text]} that begins here has no closing {_CLOSES[opened.text]}"
        return Slip(opened.start, told, f"write {_CLOSES[opened.text]} at its end")
    return (
        _of_sign(said, text, at, opened)
        or _of_decimal(text, at, opened)
        or _of_two_values(said, text, at, last)
        or _of_value(said, text, at)
    )


def _skip(text: str, at: int) -> int:
    match = SPACE.match(text, at)
    return match.end() if match else at


def _opened(before: Sequence[Token]) -> Token | None:
    """The bracket that is open after all that; None where none is."""
    stack: list[Token] = []
    for token in before:
        if token.text in _CLOSES:
            stack.append(token)
        elif token.text in _CLOSES.values() and stack:
            stack.pop()
    return stack[-1] if stack else None


def _is_next_statement(text: str, at: int, before: Sequence[Token], opened: Token) -> bool:
    """Whether the next statement begins at the place, so that the brackets were to end before."""
    is_first = not text[text.rfind("\n", 0, at) + 1 : at].strip()
    if not is_first or not _STATEMENT.match(text, at):
        return False
    # Within braces a key on a line of its own may be the table's own.
    return opened.text == "[" or text[at] == "[" or before[-1].text not in (",", "{")


def _of_sign(said: str, text: str, at: int, opened: Token) -> Slip | None:
    char = text[at]
    if char == ",":
        told = "a comma stands where a value or a key belongs"
        return Slip(at, told, "take one comma out")
    if char in ";|":
        return Slip(at, f"{char} stands where a comma belongs", "write , there")
    if opened.text == "{" and char == ":":
        return Slip(at, ": stands where = belongs", "write = there")
    if opened.text == "{" and said.startswith("Invalid initial") and char in "}\n":
        told = "a table in braces stands on one line, and ends without a comma"
        return Slip(at, told, "write it so, or give the table a header of its own")
    return None


def _of_decimal(text: str, at: int, opened: Token) -> Slip | None:
    """A decimal comma where commas part keys."""
    if opened.text != "{":
        return None
    match = _DECIMAL.search(text[text.rfind("\n", 0, at) + 1 : at].rstrip())
    told = of_value(match.group()) if match else None
    if match is None or told is None:
        return None
    return Slip(text.rfind("\n", 0, at) + 1 + match.start(), *told)


def _of_two_values(said: str, text: str, at: int, last: Token) -> Slip | None:
    """Two values with nothing between them, or one that was cut in two."""
    if not said.startswith("Unclosed") or last.text in (",", "=", *_CLOSES):
        return None
    if is_text(last):
        if last.end == at and text[at] not in "\"'[{":
            return quotes_within(last)
    elif last.text not in _CLOSES.values():
        told = of_value(text[last.start : at] + _rest(text, at))
        if told is not None and last.end == at:
            return Slip(last.start, *told)
    shown = visible(last.text, most_cells=40)
    return Slip(last.end, "a comma is missing between two values", f"write , after {shown}")


def _of_value(said: str, text: str, at: int) -> Slip | None:
    told = of_value(_rest(text, at)) if said.startswith("Invalid value") else None
    if told is None:
        return None
    return Slip(at, *told)


def _rest(text: str, at: int) -> str:
    match = _ELEMENT.match(text, at)
    return match.group() if match else ""
