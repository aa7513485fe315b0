"""Records of the domain out of tables and as documents, field by field as their kinds say.

What a field may hold is said where it is declared (:mod:`facilitator.domain.fields`), and here what
that is in a file: how it is read with every problem, and how it is written.

TOML is laid out for people and for diffs: keys in the order given, each table under its own header.
Keys and values are written by tomli-w; only the lines are arranged here, because it would spread a
row of counts over as many lines and move tables that it finds short to the top of the file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, assert_never

import tomli_w

from facilitator.domain import fields
from facilitator.domain.agenda import PAGE_CELLS
from facilitator.domain.rounds import ABSTAIN, NEED_INFO, NOBODY, UNCLEAR, Tally
from facilitator.domain.text import TextRefused, clean_block
from facilitator.storage import toml_kinds
from facilitator.storage.toml_scan import BARE_KEY
from facilitator.storage.toml_table import Table

Document = dict[str, Any]
R = TypeVar("R")
Read = Callable[[Table], object]

_EXTRA = "extra"
"""The field of a record that keeps the keys of newer programs."""


def is_session_id(text: str) -> bool:
    """Whether a text may be a session's id, which files are called by, all in one folder."""
    return re.fullmatch(r"[a-z0-9][a-z0-9-]{0,99}", text, re.ASCII) is not None


TEAM_ID = toml_kinds.SLUG.unless(
    lambda name: name in (ABSTAIN, NEED_INFO, NOBODY, UNCLEAR),
    "is a word that ballots use for something else",
    "give the team another id",
)
_SESSION_ID = toml_kinds.line(100).unless(
    lambda name: not is_session_id(name),
    "is not a session's id",
    "use a-z, 0-9 and -, like 2026-11-22-grey-areas-7k2m",
)
_IDS = {fields.Id.ANY: toml_kinds.SLUG, fields.Id.TEAM: TEAM_ID, fields.Id.SESSION: _SESSION_ID}
_PLAIN: dict[type[Any], toml_kinds.Kind[Any]] = {
    bool: toml_kinds.FLAG,
    date: toml_kinds.DAY,
    datetime: toml_kinds.MOMENT,
}


def kind_of(content: fields.Content) -> toml_kinds.Kind[Any]:
    """What a field's value must be in a file."""
    match content:
        case fields.Text(cells, is_block, may_be_empty):
            text = toml_kinds.block(cells) if is_block else toml_kinds.line(cells)
            if not may_be_empty:
                return text
            return toml_kinds.Kind(
                lambda value: value if value == "" else text.read(value), "", '""'
            )
        case fields.Whole(least, most):
            return toml_kinds.whole(least, most)
        case fields.Number(least, most, above):
            return toml_kinds.share(above=above, least=least, most=most)
        case fields.Id():
            return _IDS[content]
        case type():
            return toml_kinds.choice(content) if issubclass(content, StrEnum) else _PLAIN[content]
        case _:
            assert_never(content)


def read_record(table: Table, record: type[R], **others: object) -> R:
    """What a table says, its fields asked for in their order.

    ``others`` are fields that not their kinds alone tell: what they are, what they must be here, or
    how they are read from the table. Keys that nobody asked for are kept, where the record has a
    field for them.
    """
    found: dict[str, object] = {}
    for field, read in _readers(record):  # type: ignore[arg-type] # it can be hashed
        other = others.get(field.name, read)
        if isinstance(other, toml_kinds.Kind):
            found[field.name] = _reader_of(field, other)(table)
        elif field.name in others or read is not None:
            found[field.name] = other(table) if callable(other) else other
    if _EXTRA in record.__dataclass_fields__:  # type: ignore[attr-defined]
        found[_EXTRA] = unknown_keys(table)
    return record(**found)


def read_records(
    tables: Sequence[Table], record: type[R], read: Callable[[Table], R] | None = None
) -> tuple[R, ...]:
    """What the tables of an array say; those that say nothing that can be used are left out."""
    found = []
    for table in tables:
        said = read(table) if read is not None else read_record(table, record)
        if table.is_spoilt:
            table.leave_out()
        else:
            found.append(said)
    return tuple(found)


@cache
def _readers(record: type[Any]) -> tuple[tuple[fields.Field, Read | None], ...]:
    """How each field of a record is read; None where its kind alone doesn't tell."""
    return tuple((each, _reader(each)) for each in fields.fields_of(record))


def _reader(field: fields.Field) -> Read | None:
    content, key, default = field.content, field.key, field.default
    if field.writing in (fields.Writing.NEVER, fields.Writing.FLAT) or content is Mapping:
        return None
    if isinstance(content, type) and is_dataclass(content):
        if field.is_many:
            return lambda table: read_records(table.tables(key), content)
        return lambda table: read_record(table.table(key), content) if key in table else default
    return _reader_of(field, kind_of(content))


def _reader_of(field: fields.Field, kind: toml_kinds.Kind[Any]) -> Read:
    """How a field is read whose values are of that kind."""
    if field.is_many:
        return lambda table: table.array(field.key, kind, required=field.is_required)
    if field.is_required:
        return lambda table: table.required(field.key, kind)
    return lambda table: table.get(field.key, kind, default=field.default)


def unknown_keys(table: Table) -> Mapping[str, object]:
    """The keys that nobody asked for, to be kept: a newer program may have written them.

    Text in them is held to the same rules as all other text: what breaks those is left out.
    """
    unknown = table.unknown()
    return {key: value for key, value in unknown.items() if _is_fit(table, key, value)}


def _is_fit(table: Table, key: str, value: object) -> bool:
    """Whether a key may be kept; where not, that is noted, and the key is known from now on."""
    for text in (key, *_texts(value)):
        try:
            clean_block(text, most_cells=PAGE_CELLS)
        except TextRefused as refused:
            table.problem(key, str(refused), "take it out")
            table.take(key)
            return False
    return True


def _texts(value: object) -> list[str]:
    """Every text within a value, names of keys included."""
    if isinstance(value, Mapping):
        return [text for pair in value.items() for part in pair for text in _texts(part)]
    if isinstance(value, list):
        return [text for below in value for text in _texts(below)]
    return [value] if isinstance(value, str) else []


def document_of(record: object) -> Document:
    """A record as nested dicts and lists with dates, as a TOML library takes and gives them.

    Its keys stand in the order of its fields; what says nothing is left out, false and 0 stay.
    """
    found: Document = {}
    for each in fields.fields_of(type(record)):
        value = getattr(record, each.name)
        if each.writing is fields.Writing.FLAT:
            found.update(_tally(value) if isinstance(value, Tally) else document_of(value))
        elif each.writing is not fields.Writing.NEVER and _is_written(each, value):
            found[each.key] = _plain(value)
    return {**found, **getattr(record, _EXTRA, {})}


def _is_written(field: fields.Field, value: object) -> bool:
    may_be_empty = isinstance(field.content, fields.Text) and field.content.may_be_empty
    return value not in (None, "", ()) or may_be_empty or field.writing is fields.Writing.ALWAYS


def _plain(value: object) -> object:
    """A value of a record as plain TOML types."""
    if isinstance(value, Mapping):
        return {key: _plain(below) for key, below in value.items()}
    if isinstance(value, tuple):
        return [_plain(below) for below in value]
    if isinstance(value, str):
        return str(value)
    return document_of(value) if is_dataclass(value) else value


def _tally(tally: Tally) -> Document:
    """A round's figures; where they are withheld, only how many took part."""
    parts = ("eligible", "votes", "abstained", "need_info", "silent", "by_team")
    keys = ("eligible", "votes", "silent", "withheld") if tally.withheld else parts
    return {key: _plain(getattr(tally, key)) for key in keys}


def as_json(value: object) -> Any:
    """A document's value as JSON takes it: moments and days as text in ISO's form."""
    if isinstance(value, Mapping):
        return {key: as_json(below) for key, below in value.items()}
    if isinstance(value, list):
        return [as_json(below) for below in value]
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, (date, time)):
        return value.isoformat()
    # JSON has no words for these; a newer program's key may hold them.
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


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
