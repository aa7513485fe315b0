"""Doing without the rights of root, whom no permission keeps out, where the tests have them."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

NOBODY = 65534


@contextlib.contextmanager
def as_anybody() -> Iterator[None]:
    """Be somebody whom permissions hold for."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


@contextlib.contextmanager
def folder_for_anybody() -> Iterator[Path]:
    """A folder that everybody may look into: pytest's own are for their maker alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        path.chmod(0o755)
        yield path
