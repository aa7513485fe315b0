"""What the words that a page has for a key's value let through, and what they don't."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from tests.docs.pages import literals

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NO_ZONE = NOON.replace(tzinfo=None)
MOST_TAKEN, MOST_REFUSED = 100, 1000
"""Arrays of more tables than that are not made only to be read, or to be refused."""

Probes = tuple[list[object], list[object]]


def probes(row, present):
    """Values that a key can have and values that it can't; ``present`` is that of the example."""
    for pattern, make in KINDS:
        if found := re.match(pattern, row.value):
            return make(found, row, present)
    raise AssertionError(f"{row}: what is a value like this? {row.value}")


def text(found, row, present):
    most = int(found[2])
    good = ["x" * most, *([""] if 'or `""`' in row.value else [])]
    return good, ["x" * (most + 1), 1, *(["one\ntwo"] if found[1] == "line" else [])]


def whole_number(found, row, present):
    least, most = int(found[1]), int(found[2])
    return [least, most], [least - 1, most + 1, "1", 1.5, True]


def share(found, row, present):
    least, most = float(found[1]), int(found[2])
    return [least, most], [least - 0.001, most + 0.001, "1", True]


def share_above(found, row, present):
    least, most = float(found[1]), int(found[2])
    return [least + 0.001, most], [least, most + 0.001]


def words(found, row, present):
    return literals(row.value.split(":")[0]), ["something-else", 1]


def lines(found, row, present):
    cells = int(found[1])
    bad = [["x" * (cells + 1), "a"], "a", [1, 2]]
    counts = re.search(r"cells, (\d+) to (\d+)", row.value)
    if counts is None:
        return [[], ["x" * cells, "a"]], bad
    least, most = map(int, counts.groups())
    many = [f"{n}".ljust(cells, "x") for n in range(most + 1)]
    return [many[:least], many[:most]], [many[: least - 1], many, [many[0]] * 2, *bad]


def ids(found, row, present):
    return [present], ["a", ["nothing-of-that-name"], *([[]] if "at least 1" in row.value else [])]


def tables(found, row, present):
    least, most = int(found[1] or 0), int(found[2])
    entry = (present or [{}])[0]
    good = [[entry] * least, *([[entry] * most] if most <= MOST_TAKEN else [])]
    bad = ["a", 1, [1], *([[entry] * (least - 1)] if least else [])]
    return good, [*bad, *([[entry] * (most + 1)] if most <= MOST_REFUSED else [])]


def always(good, bad):
    return lambda *_: (good, bad)


KINDS: list[tuple[str, Callable[..., Probes]]] = [
    (r"(line|text), (\d+) (?:cells|characters)", text),
    (r"id$", always(["a" * 64, "a-1"], ["a" * 65, "1a", "A", "", 1])),
    (r"id\b", always([], ["", "A", 1])),
    (r"session id", always(["a" * 100, "2026-a"], ["a" * 101, "A", "../a", 1])),
    (r"whole number, (\d+) to (\d+)", whole_number),
    (r"number, (-?\d+) to (\d+)", share),
    (r"number above ([\d.]+), at most (\d+)", share_above),
    (r"flag", always([True, False], ["true", 1])),
    (r"one of", words),
    (r"day or moment", always([NOON.date(), NOON], ["2026-11-22", NO_ZONE, 1])),
    (r"day", always([date(2028, 11, 22)], ["2028-11-22", NOON, 1])),
    (r"moment", always([NOON], [NOON.date(), NO_ZONE, 1])),
    (r"array of lines, (\d+) cells", lines),
    (r"array of whole numbers", always([[0, 1]], [1, ["1"], [-1]])),
    (r"array of ids", ids),
    (r"tables, (?:(\d+) to|at most) (\d+)", tables),
    (r"table", always([], [1, "a"])),
]
