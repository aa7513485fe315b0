"""The two formats of files as the program knows them, and as their pages in ``docs/`` tell them."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

from facilitator.storage import agenda_toml, decision_log_toml
from facilitator.storage.agenda_toml import parse_agenda
from facilitator.storage.agenda_writing import agenda_document
from facilitator.storage.decision_log_toml import log_document, parse_log
from tests.docs.pages import blocks, literal, page, sections

_HEADER = re.compile(r"`\[+([a-z_.]+)\]+`")
_KIND = re.compile(r'`kind = "([a-z-]+)"`')


@dataclass(frozen=True)
class Format:
    """A format: its page, the keys that its reader asks for, and how a file is read and told.

    ``read`` gives what was read, None where that is no use, and the problems; ``tell`` the document
    that the program makes of it. ``examples`` are whole files; the last one has every key that can
    stand beside the others.
    """

    name: str
    examples: tuple[str, ...]
    known: frozenset[tuple[str, str, str]]
    read: Callable
    tell: Callable

    @property
    def example(self):
        return self.examples[-1]


@dataclass(frozen=True)
class Row:
    """One key of a page: the table that it stands in, and, of a step, the kind ("" for all)."""

    page: str
    table: str
    kind: str
    key: str
    value: str
    absent: str

    @property
    def entry(self):
        return (self.table, self.key, self.kind)

    def __str__(self):
        return ".".join(filter(None, (self.page.split("-")[0], self.kind, self.table, self.key)))


def whole_files(name):
    """The examples of a page that are a file, and no fragment of one."""
    return tuple(text for text in blocks(page(name), "toml") if text.startswith("format"))


def _known(shape):
    """A format's keys, by table and kind: its reader is asked (see ``toml_file.shape``)."""
    return frozenset(
        (".".join(home.table), home.key, kind)
        for home in shape._homes
        for kind in home.kinds or ("",)
    )


def read_agenda(text):
    reading = parse_agenda(text.encode(), "agenda.toml")
    return reading.found, reading.problems


@cache
def _earlier():
    """The log on the page of the format that its example goes on from."""
    earlier, _ = blocks(page("decision-log-format.md"), "toml")
    log = parse_log(earlier.encode(), "earlier.toml").log
    assert log is not None
    return log


def read_log(text):
    reading = parse_log(text.encode(), "log.toml", _earlier())
    return reading.log, reading.problems


AGENDA = Format(
    "agenda-format.md",
    whole_files("agenda-format.md"),
    _known(agenda_toml._shape()),
    read_agenda,
    agenda_document,
)
LOG = Format(
    "decision-log-format.md",
    whole_files("logs.md") + whole_files("decision-log-format.md"),
    _known(decision_log_toml._shape()),
    read_log,
    log_document,
)
FORMATS = (AGENDA, LOG)


def rows_of(form):
    """Every key that a page names in its tables of keys."""
    found, table, kind = [], "", ""
    for each in sections(page(form.name)):
        if each.heading == "Top level":
            table = kind = ""
        elif header := _HEADER.fullmatch(each.heading):
            table, kind = header.group(1), ""
        elif of_kind := _KIND.fullmatch(each.heading):
            table, kind = "steps", of_kind.group(1)
        for keys in each.tables:
            if keys.heads == ("key", "value", "absent"):
                for key, value, absent in keys.rows:
                    found.append(Row(form.name, table, kind, literal(key), value, absent))
    return found


def path_to(row, document):
    """The first place in a document at which a key of the page stands; None where it has none."""
    return _path(document, row.table.split(".") if row.table else [], row)


def _path(value, names, row):
    if not names:
        is_it = row.key in value and row.kind in ("", value.get("kind"))
        return (row.key,) if is_it else None
    below = value.get(names[0])
    entries = below if isinstance(below, list) else [below] if below is not None else []
    for index, entry in enumerate(entries):
        found = _path(entry, names[1:], row)
        if found is not None:
            here = (names[0], index) if isinstance(below, list) else (names[0],)
            return (*here, *found)
    return None


def at(document, path):
    """What stands at a place; None where nothing does."""
    for part in path:
        try:
            document = document[part]
        except (KeyError, IndexError):
            return None
    return document


def changed(document, path, value):
    """A document with another value at a place; without the key where that is None."""
    document = deepcopy(document)
    table = at(document, path[:-1])
    if value is None:
        del table[path[-1]]
    else:
        table[path[-1]] = value
    return document
