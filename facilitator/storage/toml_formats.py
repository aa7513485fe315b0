"""The formats of this program's own files, so that one given for another is told what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from facilitator.domain.text import visible
from facilitator.storage.toml_table import Table


@dataclass(frozen=True, slots=True)
class _Family:
    """A format whatever its number. ``telling`` are keys of the root that no other format has."""

    called: str
    read_by: str
    telling: frozenset[str]


_FAMILIES = {
    "facilitator.agenda": _Family(
        "an agenda", "`facilitator agenda check` reads it", frozenset({"steps"})
    ),
    "facilitator.decision-log": _Family(
        "a decision log", "`facilitator log check` reads it", frozenset({"session", "decisions"})
    ),
    "facilitator.roster": _Family(
        "a roster",
        "it lies beside its agenda as NAME.roster.toml, and `facilitator agenda check` on the "
        "agenda NAME.toml reads both",
        frozenset({"people"}),
    ),
    "": _Family(
        "the config file",
        "it is config.toml in the folder that `facilitator doctor` names",
        frozenset({"listen", "theme", "keep_journal", "limits"}),
    ),
}
"""By the name before the number; the config file has none."""


def check_format(root: Table, wanted: str) -> bool:
    """Take the ``format`` key and check it, noting what is wrong; whether to go on reading.

    A missing one is a problem but doesn't keep the rest from being read; another format does, and
    so does what has all the looks of one.
    """
    family, number = wanted.rsplit("/", 1)
    found = root.take("format")
    mend = f'write format = "{wanted}" at the top of the file'
    if found is None:
        looks = _looks_like(root.values, family)
        if looks is not None:
            root.problem((), f"this looks like {looks.called}", looks.read_by)
            return False
        root.problem("format", "is missing", mend)
        root.is_spoilt = True
        return True
    if found == wanted:
        return True
    shown = f'"{visible(found)}"' if isinstance(found, str) else "this value"
    newer = re.fullmatch(re.escape(family) + r"/([1-9][0-9]{0,8})", str(found), re.ASCII)
    if newer and int(newer.group(1)) > int(number):
        problem = f'{shown} is newer than what is understood here, "{wanted}"'
        root.problem("format", problem, "update facilitator")
        return False
    other = _FAMILIES.get(str(found).rsplit("/", 1)[0]) if isinstance(found, str) else None
    if other is None or other is _FAMILIES[family]:
        root.problem("format", f"{shown} is not the format of this kind of file", mend)
        return False
    is_ours = _looks_like(root.values, family) is None and _tells(root.values, family)
    otherwise = f"; if it is {_FAMILIES[family].called}, {mend}" if is_ours else ""
    root.problem("format", f"{shown}: this is {other.called}", f"{other.read_by}{otherwise}")
    return False


def refuse_format(root: Table) -> bool:
    """Refuse a file with the ``format`` of another where the config file is meant; note it."""
    found = root.take("format")
    if found is None:
        return False
    other = _FAMILIES.get(str(found).rsplit("/", 1)[0])
    if other is None:
        root.problem("format", "is not a key of the config file", "take it out")
    else:
        root.problem("format", f"this is {other.called}, and no config file", other.read_by)
    return True


def _looks_like(values: Mapping[str, object], family: str) -> _Family | None:
    """What a document without a format has all the looks of; None where that is what is wanted."""
    if _tells(values, family):
        return None
    return next((_FAMILIES[name] for name in _FAMILIES if _tells(values, name)), None)


def _tells(values: Mapping[str, object], family: str) -> bool:
    return not _FAMILIES[family].telling.isdisjoint(values)
