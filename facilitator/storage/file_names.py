"""Names of files in either of Unicode's forms.

A folder that comes from a Mac may spell ``Ü`` as ``U`` and two dots (NFD), where a keyboard types
one letter (NFC). To Linux those are two names, to people one.
"""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path


def composed(name: str) -> str:
    """A name in the form in which names are compared (NFC)."""
    return unicodedata.normalize("NFC", name)


def as_it_lies(path: Path) -> Path:
    """The path as its folders spell it; itself where there is no such file, or that very one."""
    if str(path).isascii() or os.path.lexists(path) or path == path.parent:
        return path
    folder = as_it_lies(path.parent)
    wanted = composed(path.name)
    try:
        found = sorted(each for each in folder.iterdir() if composed(each.name) == wanted)
    except OSError:
        return path
    return found[0] if found else path
