"""Amending a log's file: what changed is changed in its text, and the rest stays as it stands.

People write logs by hand, with comments and in an order of their own. Where the text can't be
edited so that it reads as the amended log, the file is laid out anew.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.container import Container
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, InlineTable, Item, String, Table

from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.text import visible
from facilitator.storage.decision_log_toml import (
    MOST_BYTES,
    LogUnsound,
    check_log_data,
    dump_log,
    log_document,
)
from facilitator.storage.own_file import closing, replace_file
from facilitator.storage.records import lay_out
from facilitator.storage.toml_file import read_bytes

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_STRING_OR_COMMENT = re.compile(
    r'''"""(?:\\.|[^\\])*?"""'''  # a string of several lines, then one of one line, and both
    r"|'''.*?'''"  # again in which a backslash is one
    r'''|"(?:\\.|[^"\\\n])*"'''
    r"|'[^'\n]*'"
    r"|(?P<comment>#[^\n]*)",
    re.DOTALL,
)
"""In sound TOML every comment, and every string in which a # begins none."""


class FileChanged(Exception):  # noqa: N818 - reads as what happened
    """Somebody else has changed the file since it was read; nothing was written."""


@dataclass(frozen=True, slots=True)
class OpenedLog:
    """A log that can be read, with the bytes of its file as they were read."""

    path: Path
    data: bytes
    log: DecisionLog


@dataclass(frozen=True, slots=True)
class AmendedFile:
    """The bytes of an amended log; ``keeps_layout`` unless it had to be laid out anew.

    ``lost`` are the comments of the file that are not in them.
    """

    data: bytes
    keeps_layout: bool
    lost: tuple[str, ...] = ()


def open_log(path: Path) -> OpenedLog | None:
    """A log to be amended; None where it can't be read as one.

    It is held against the logs that it names and that lie beside it. Raises
    :class:`~facilitator.storage.toml_file.FileUnreadable` when it can't be read at all.
    """
    data = read_bytes(path, most=MOST_BYTES)
    log = check_log_data(data, path).log
    return None if log is None else OpenedLog(path, data, log)


def amended_file(opened: OpenedLog, amended: DecisionLog) -> AmendedFile:
    """What the file has to hold to read as the amended log.

    Raises :class:`~facilitator.storage.decision_log_toml.LogUnsound` when nothing would. Nor is a
    log laid out anew that contradicts itself: what can't be used in it would be lost.
    """
    edited = _edited(opened, amended)
    if edited is not None and _reads_as(edited, amended, opened.path):
        return AmendedFile(edited, keeps_layout=True, lost=_lost(opened.data, edited))
    if opened.log.contradicts:
        raise LogUnsound(check_log_data(opened.data, opened.path).problems)
    try:
        whole = dump_log(amended)
    except RecursionError as error:  # a newer program's key, of very many tables in each other
        raise LogUnsound(()) from error
    if not _reads_as(whole, amended, opened.path):
        raise LogUnsound(check_log_data(whole, opened.path).problems)
    return AmendedFile(whole, keeps_layout=False, lost=_lost(opened.data, whole))


def _lost(before: bytes, after: bytes) -> tuple[str, ...]:
    """The comments that one sound document has and another has not."""
    return tuple((Counter(_comments(before)) - Counter(_comments(after))).elements())


def _comments(data: bytes) -> Iterator[str]:
    for found in _STRING_OR_COMMENT.finditer(data.decode("utf-8-sig")):
        if found["comment"] and (words := found["comment"].strip("# \t\r")):
            yield words


def replace_log(opened: OpenedLog, data: bytes) -> None:
    """Put these bytes in the file's place, whole, unless it has changed since it was read.

    Raises :class:`FileChanged` when it has, FileUnreadable when there is no telling, and OSError
    when it can't be written: nothing has changed then. Raises
    :class:`~facilitator.storage.own_file.NotLasting` when it is written and may not survive a crash
    of the machine.
    """
    folder = Path(os.path.realpath(opened.path)).parent
    with closing(os.open(folder, os.O_RDONLY | os.O_CLOEXEC)) as handle:
        with contextlib.suppress(OSError):  # not every file system knows of locks
            fcntl.flock(handle, fcntl.LOCK_EX)  # keeps others who do the same out
        if read_bytes(opened.path, most=MOST_BYTES) != opened.data:
            shown = visible(str(opened.path), most_cells=200)
            raise FileChanged(f"{shown}: somebody else has changed this file meanwhile")
        replace_file(opened.path, data)


def _reads_as(data: bytes, log: DecisionLog, path: Path) -> bool:
    found = check_log_data(data, path).log
    # As text, since what is not a number in a newer program's key differs from itself.
    return found is not None and dump_log(found) == dump_log(log)


def _edited(opened: OpenedLog, amended: DecisionLog) -> bytes | None:
    """The file's text with the differences between the two logs; None where it can't be edited."""
    mark = _BYTE_ORDER_MARK if opened.data.startswith(_BYTE_ORDER_MARK) else b""
    text = opened.data.removeprefix(mark).decode()
    is_of_windows = text.count("\n") == text.count("\r\n")
    if is_of_windows:
        text = text.replace("\r\n", "\n")
    try:
        edited = _with_changes(text, opened.log, amended)
    except Exception:  # noqa: BLE001 - whatever the library chokes on, the file is laid out anew
        return None
    return mark + (edited.replace("\n", "\r\n") if is_of_windows else edited).encode()


def _with_changes(text: str, log: DecisionLog, amended: DecisionLog) -> str:
    """The text with the differences, and at its end the notes of them.

    Where the notes before them stand within one array, they go there.
    """
    document = tomlkit.parse(text)
    _edit(document, log_document(log), log_document(replace(amended, amendments=log.amendments)))
    notes = log_document(amended)["amendments"]
    added = notes[len(log.amendments) :] if isinstance(notes, list) else []
    array = document.get("amendments")
    if not isinstance(array, Array):
        edited = tomlkit.dumps(document).rstrip("\n")
        return f"{edited}\n\n{lay_out({'amendments': added})}"
    for note in added:
        table = tomlkit.inline_table()
        table.update(note)
        array.append(table)
    return tomlkit.dumps(document)


def _edit(
    table: Container | Table | InlineTable, old: Mapping[str, object], new: Mapping[str, object]
) -> None:
    """Bring the differences between the old and the new document into a table of the file.

    What only followed from the rest so far is added. No key goes, and no array has another length.
    """
    before = ""
    for key, value in new.items():
        if key not in old or (key not in table and value != old[key]):
            _add(table, key, value, before)
        elif value != old[key]:
            _change(table, key, old[key], value)
        before = key if key in table else before


def _change(parent: Any, key: str | int, old: object, new: object) -> None:
    """Bring a difference into what stands in a table or array of the file under a key."""
    item = parent[key]
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        _edit(item, old, new)
    elif isinstance(old, list) and isinstance(new, list):
        for index, (was, now) in enumerate(zip(old, new, strict=True)):
            if was != now:
                _change(item, index, was, now)
    elif isinstance(item, String) and isinstance(old, str) and isinstance(new, str):
        parent[key] = _in_style(item, old, new)
    else:
        parent[key] = new


def _in_style(item: String, old: str, new: str) -> Item:
    """Other text, in the same quotes and with the same breaks as far as that can be done."""
    source = item.as_string()
    if source.count(old) == 1:
        with contextlib.suppress(TOMLKitError):
            made = tomlkit.value(source.replace(old, new))
            if str(made) == item.replace(old, new):
                return made
    return tomlkit.string(new, multiline="\n" in new)


def _add(table: Container | Table | InlineTable, key: str, value: object, before: str) -> None:
    """Add a key to a table, after the one that comes before it in the format."""
    if isinstance(table, Table) and before:
        item = tomlkit.item(value)
        item.indent(len(table[before].trivia.indent))
        table.value._insert_after(before, key, item)  # noqa: SLF001 - the library has no other way
    else:
        table[key] = value
