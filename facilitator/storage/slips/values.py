"""Values as people write them elsewhere, and what parts and encloses them in arrays and tables.

Among them are characters that look like those of TOML, and texts in quotes that end wrongly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from facilitator.domain.text import INVISIBLE, visible
from facilitator.storage.toml_scan import KEY, Token, skip_space


class Slip(NamedTuple):
    """What was done wrong at a place of the text, counted in characters from 0, and the mend."""

    at: int
    message: str
    hint: str


_QUOTES = "“”„‟″«»‹›‘’‚‛′「」『』＂＇｀`´"
_DASHES = "‐‑‒–—―−－"
_STAND_FOR = {
    "＝": "=", "［": "[", "］": "]", "｛": "{", "｝": "}", "，": ",", "、": ",", "．": ".",
    "：": "=", "＃": "#", "；": ",", "【": "[", "】": "]",
}  # fmt: skip
_NAMES = {
    "\u00a0": "a no-break space",
    "\u202f": "a narrow no-break space",
    "\ufeff": "a byte order mark",
    "\u00ad": "a soft hyphen",
    "\u200b": "a zero-width space",
    "\r": "the line end of an old Mac",
    "\t": "a tab",
}
_BLOCKS = ('"""', "'''")
_SAID = ("Illegal character", "Found invalid", "Unterminated", "Expected '\"", "Expected \"'")
"""How the parser speaks of these."""
_CLOSING = "”“„‟″’‘‚»«＂"


def of_character(text: str, at: int) -> Slip | None:
    """The slip where the character at a place is of those kinds; None where it is not."""
    char = text[at : at + 1]
    if not char or (char.isascii() and char not in "`\r") or text.startswith("```", at):
        return None
    told = _told(char)
    if told is None:
        return None
    hint = f"{told[1]}{_example(text, at)}" if char in _QUOTES else told[1]
    return Slip(at, told[0], hint)


def called(char: str) -> str:
    """What a character is called, with its number."""
    unnamed = "a control character" if unicodedata.category(char) == "Cc" else "a character"
    name = _NAMES.get(char) or unicodedata.name(char, unnamed).lower()
    return f"{name} (U+{ord(char):04X})"


def _told(char: str) -> tuple[str, str] | None:
    name = called(char)
    category = unicodedata.category(char)
    if char in _QUOTES:
        is_known = "` is no quote of TOML" if char == "`" else f"{char} is a typographic quote"
        return f"{is_known}, {name}", 'write " around the text, like '
    told = None
    if char == "\r":
        told = f"{name} stands here", "save the file with the line ends LF"
    elif category == "Zs":
        told = f"{name} stands here, which only looks like a space", "write a plain space"
    elif category in ("Cf", "Cc", "Cs", "Zl", "Zp") or char in INVISIBLE:
        told = f"{name} stands here, which nobody can see", "take it out"
    elif char in _DASHES:
        told = f"{char} is {name}", "write a plain hyphen, -"
    elif char in _STAND_FOR:
        told = f"{char} is {name}", f"write a plain {_STAND_FOR[char]}"
    elif char.isdecimal():
        told = f"{char} is {name}", f"write plain digits: {unicodedata.decimal(char)}"
    return told


def _example(text: str, at: int) -> str:
    """The text that stands between the quotes, if it ends soon."""
    inside = text[at + 1 : at + 61].partition("\n")[0]
    ends = [index for index, char in enumerate(inside) if char in _QUOTES + '"' + "'"]
    return f'"{inside[: ends[0]]}"' if ends and ends[0] else '"this"'


def of_text(said: str, text: str, at: int, before: Sequence[Token]) -> Slip | None:
    """A text that is open where the line or the file ends; ``before`` is its value up to there."""
    if not said.startswith(_SAID):
        return None
    if at < len(text) and text[at] != "\n":
        char = text[at]
        words = f"{called(char)} stands in a text or a comment, where nobody can see it"
        return Slip(at, words, "take it out")
    block = next((each for each in before if text.startswith(_BLOCKS, each.start)), None)
    is_whole = block is not None and re.fullmatch(r"(\"{3}|'{3}).*\1", block.text, re.DOTALL)
    if block is not None and not is_whole:
        quotes = text[block.start : block.start + 3]
        return Slip(
            block.start,
            f"the text that begins here has no closing {quotes}",
            f"write {quotes} at its end",
        )
    line = text.rfind("\n", 0, at) + 1
    opened = [each for each in before if each.text in ('"', "'") and each.start >= line]
    return _of_line(text, opened[0].start, at) if opened else None


def is_text(token: Token) -> bool:
    """Whether a value is text in quotes."""
    return len(token.text) > 1 and token.text[0] in "\"'"


def quotes_within(value: Token) -> Slip:
    """The slip where a text has quotes within, of the kind that it stands in."""
    if value.text[0] == "'":
        text, hint = "a ' within single quotes ends the text", 'put it in double quotes, "…"'
    else:
        text = 'a " within the text ends it'
        hint = 'write \\" for those within, or put the text in single quotes'
    return Slip(value.end - 1, text, hint)


def _of_line(text: str, opening: int, at: int) -> Slip:
    """A text whose quote is open at the end of its line."""
    quote, inside = text[opening], text[opening + 1 : at]
    end = inside.rstrip(" \t,;]}")
    if end and end[-1] in _CLOSING:
        words = f"the text begins with {quote} and ends with {end[-1]}, {called(end[-1])}"
        return Slip(opening + len(end), words, f"write {quote} at its end, no typographic quote")
    line = text.rfind("\n", 0, opening) + 1
    if quote == "'" and "'" in text[line:opening]:
        words = "a ' within single quotes ends the text"
        return Slip(opening, words, 'put the text in double quotes, "…"')
    if quote == '"' and '"' in text[line:opening] and inside.strip(" \t,;]}") == "":
        words = 'a " stands here that opens a text, and nothing closes it'
        return Slip(opening, words, 'take it out, or write \\" for a quote within a text')
    words = f"the text that begins here has no closing {quote}"
    hint = f'text in quotes ends on its line: write {quote} there, or the text between """ and """'
    return Slip(opening, words, hint)


Told = tuple[str, str]
"""What is wrong, and the mend."""

_MOST_CELLS = 60
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
    for pattern, message, mend in _ELSEWHERE:
        found = re.fullmatch(pattern, value, re.IGNORECASE | re.DOTALL)
        hint = mend(found) if found is not None and callable(mend) else mend
        if found is not None and isinstance(hint, str):
            groups = [_shown(group) for group in found.groups("")]
            words = {"value": _shown(value), "quoted": f'"{_shown(value)}"'}
            return message.format(value, *groups, **words), hint.format(value, *groups, **words)
    return None


def _percent(found: re.Match[str]) -> str:
    return f"write {float(found[1][:20].replace(',', '.')) / 100:.6g}"


def _fraction(found: re.Match[str]) -> str | None:
    below = int(found[2])
    return f"write {int(found[1]) / below:.4g}" if below else None


def _vulgar(found: re.Match[str]) -> str | None:
    """A sign like ½ in digits, alone or after a whole number."""
    number = unicodedata.numeric(found[2], 0.0)
    if unicodedata.category(found[2]) != "No" or number == int(number):
        return None
    return f"write {number + int(found[1][:6] or 0):.4g}"


def _thousands(found: re.Match[str]) -> str:
    digits = re.sub(r"[,.' ’]", "", found[0])
    return f"write {digits}" + ", or {1}.{2} for a decimal" * (found[0].count(",") == 1)


def _day(found: re.Match[str]) -> str | None:
    try:
        return f"write {date(int(found[1]), int(found[2]), int(found[3]))}"
    except ValueError:
        return None


def _shown(value: str) -> str:
    return visible(value, most_cells=_MOST_CELLS)


_NO_VALUE, _NO_NUMBER = "{value} is no value", "{value} is more than a number"
_OWN_WORDS = "TOML's own words are true and false: write"
_YEAR_FIRST = r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})"
_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_ELSEWHERE: tuple[tuple[str, str, str | Callable[[re.Match[str]], str | None]], ...] = (
    ("true|yes|on|y|ja|oui|si|sí|wahr|vrai", _NO_VALUE, f"{_OWN_WORDS} true"),
    ("false|no|off|n|nein|non|falsch|faux", _NO_VALUE, f"{_OWN_WORDS} false"),
    (
        "none|null|nil|undefined|na|n/a|~|-|nothing|empty",
        _NO_VALUE,
        "TOML has no word for nothing: take the key out",
    ),
    (
        rf"({_NUMBER})[ \t]*(?:%|٪|％|percent|per cent|pct|prozent)\.?",
        "a share stands here in percent",
        _percent,
    ),
    (r"(\d{1,6})[ \t]*[/⁄∕][ \t]*(\d{1,6})", "a fraction stands here", _fraction),
    (r"([0-9]*)\s*(.)", "a fraction stands here", _vulgar),
    (
        r"(?![+-]?\d+\.\d{3}\Z)([+-]?[1-9]\d{0,2})(?:[,.' ’](\d{3}))+",
        "{value} has a sign between its digits",
        _thousands,
    ),
    (r"([+-]?\d+)[,٫](\d+)", "a comma stands in a number", "write a decimal point: {1}.{2}"),
    (r"([+-]?)[.,](\d+)", "a number begins with a digit", "write {1}0.{2}"),
    (r"([+-]?\d+)[.,]", "a number ends with a digit", "write {1}, or {1}.0"),
    (r"([+-]?)0+(\d+)", "a number has no 0 in front", "write {1}{2}"),
    (_YEAR_FIRST, "{value} is no date of TOML", _day),
    (_YEAR_FIRST, "there is no such day as {value}", "write one like 2027-03-22"),
    (
        r"\d{1,2}[-./][ ]?\d{1,2}[-./][ ]?(?:\d{4}|\d{2})",
        "{value} is no date of TOML",
        "write year, month, day, like 2027-03-22",
    ),
    (
        r"\d{1,2}[:.h]\d{2}(?:[ \t]*(?:am|pm|uhr))?",
        "{value} is no time of TOML",
        "write it like 09:30:00, or as text: {quoted}",
    ),
    ("([=>]).*", "{1} stands behind =", "write = alone"),
    (r"(?![\"'\[{])(.*)[\"']", "a text has no quote at its beginning", 'write "{1}"'),
    (
        r"\(.*",
        "a value stands in round brackets",
        'write a list as ["one", "two"], a number alone',
    ),
    (
        rf"(?=\d)({_NUMBER})[ \t]*[^\W\d_][^\d\n]{{0,20}}",
        _NO_NUMBER,
        lambda found: f"write {found[1].replace(',', '.')} alone, or text in quotes",
    ),
    (r"[\d²³¹⁰⁴-⁹₀-₉].*", _NO_NUMBER, "write a number alone, or text in quotes"),
    (r"[^\W_].*", "a text stands here without quotes", "text needs quotes: {quoted}"),
    (
        r"(?![\"'\[{])(.).*",
        "no value begins with {1}",
        "write a number alone; text needs quotes: {quoted}",
    ),
)
"""How values are written elsewhere, what is told of each, and the mend; the first that fits is
meant, unless there is no mend to work out."""


def of_brackets(said: str, text: str, at: int, before: Sequence[Token]) -> Slip | None:
    """The slip in what is open at a place; ``before`` is what of its value stands before that."""
    opened = _opened(before)
    if opened is None:
        return None
    last, char = before[-1], text[at : at + 1]
    is_end = not char or (char in "]}" and char != _CLOSES[opened.text])
    # An older parser keeps a table in braces to one line.
    if char == "\n" and opened.text == "{":
        is_end = said.startswith("Unclosed") or text.startswith(("{", "]"), skip_space(text, at))
    if is_end or _is_next_statement(text, at, before, opened):
        words = f"the {_KINDS[opened.text]} that begins here has no closing {_CLOSES[opened.text]}"
        return Slip(opened.start, words, f"write {_CLOSES[opened.text]} at its end")
    return (
        _of_sign(said, text, at, opened)
        or _of_decimal(text, at, opened)
        or _of_two_values(said, text, at, last)
        or _of_value(said, text, at)
    )


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
        words = "a comma stands where a value or a key belongs"
        return Slip(at, words, "take one comma out")
    if char in ";|":
        return Slip(at, f"{char} stands where a comma belongs", "write , there")
    if opened.text == "{" and char == ":":
        return Slip(at, ": stands where = belongs", "write = there")
    if opened.text == "{" and said.startswith("Invalid initial") and char in "}\n":
        words = "a table in braces stands on one line, and ends without a comma"
        return Slip(at, words, "write it so, or give the table a header of its own")
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
