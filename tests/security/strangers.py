"""Being another user than whoever made a file."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from unittest import mock

from tests.anybody import as_anybody


@contextlib.contextmanager
def as_somebody_else() -> Iterator[None]:
    """Be another user; where the tests have no right to that, the program takes us for one."""
    if os.geteuid() == 0:
        with as_anybody():
            yield
        return
    with mock.patch.object(os, "geteuid", return_value=os.geteuid() + 1):
        yield
