"""Unicode's table of characters that look alike, as it ships with the program."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("confusables.txt")


@cache
def confusables() -> dict[str, str]:
    """Every character that looks like another, with the one that stands for all of those.

    Read once, when it is first asked for: most verbs never need it.
    """
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    groups = ([chr(int(code, 16)) for code in line.split()] for line in lines if line[0] != "#")
    return {other: one for one, *others in groups for other in others}
