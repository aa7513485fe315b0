"""TOML laid out for people and for diffs: keys in the order given, each table under its own header.

Keys and values are written by tomli-w; only the lines are arranged here, because it would spread a
row of counts over as many lines and move tables that it finds short to the top of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import tomli_w

from facilitator.storage.toml_scan import BARE_KEY

_INDENT = "  "


def lay_out(document: Mapping[str, object]) -> str:
    """The document as TOML.

    Tables of the root get headers, and so do arrays of tables wherever they stand, indented by
    their depth; every other table and array takes one line. Moments in UTC end in Z.
    """
    return "\n".join(_table(document, "", 0)).lstrip("\n") + "\n"


def _table(table: Mapping[str, object], path: str, depth: int) -> Iterator[str]:
    indent = _INDENT * max(0, depth - 1)
    below = {key: value for key, value in table.items() if _has_header(value, depth)}
    for key, value in table.items():
        if key not in below:
            yield f"{indent}{_key(key)} = {one_value(value, multiline=True)}"
    for key, value in below.items():
        name = f"{path}{_key(key)}"
        if isinstance(value, Mapping):
            yield from _headed(f"[{name}]", value, name, depth)
        elif isinstance(value, list):
            for each in value:
                yield from _headed(f"[[{name}]]", each, name, depth)


def _headed(header: str, table: Mapping[str, object], name: str, depth: int) -> Iterator[str]:
    yield ""
    yield f"{_INDENT * depth}{header}"
    yield from _table(table, f"{name}.", depth + 1)


def _has_header(value: object, depth: int) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(each, Mapping) for each in value)
    return isinstance(value, Mapping) and depth == 0


def _key(key: str) -> str:
    return key if BARE_KEY.fullmatch(key) else _scalar(key)


def one_value(value: object, *, multiline: bool = False) -> str:
    """A value as TOML in one line, text of several lines apart where ``multiline``."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {one_value(below)}" for key, below in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(one_value(below) for below in value)}]"
    if isinstance(value, datetime) and value.utcoffset() == timedelta(0):
        return value.isoformat().replace("+00:00", "Z")
    return _scalar(value, multiline=multiline)


def _scalar(value: object, *, multiline: bool = False) -> str:
    # tomli-w drops carriage returns from text of several lines.
    is_block = multiline and isinstance(value, str) and "\r" not in value
    return tomli_w.dumps({"v": value}, multiline_strings=is_block)[len("v = ") : -1]
