"""Another process that amends a log: ``python amending_process.py LOG NAME``.

It says ``ready``, waits for a line, and changes an owner five times. Each time it says whether that
was ``written``, or nothing was because the file had ``changed``.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from facilitator.domain.decision_log.amending import SetOwner, amend
from facilitator.storage.decision_log_amending import (
    FileChanged,
    amended_file,
    open_log,
    replace_log,
)

NOW = datetime(2026, 12, 2, 10, 0, tzinfo=UTC)


def amend_owner(path: Path, name: str) -> None:
    for number in range(5):
        log = open_log(path)
        amended = amend(log.log, [SetOwner("price-list", f"{name} {number}")], "Ines", NOW).log
        try:
            replace_log(log, amended_file(log, amended).data)
        except FileChanged:
            sys.stdout.write("changed\n")
        else:
            sys.stdout.write("written\n")


if __name__ == "__main__":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    amend_owner(Path(sys.argv[1]), sys.argv[2])
