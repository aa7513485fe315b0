"""Print the constraints with what pyproject.toml names itself at the lowest version it allows.

``python .ci/lowest.py > FILE``, then ``pip install --constraint FILE``. Packages that only others
ask for stay as the constraints pin them.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
_FLOOR = re.compile(r"([\w-]+)>=([\w.]+)")


def main() -> None:
    """Print a line for each package."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    floors = dict(found.groups() for each in wanted if (found := _FLOOR.match(each)))
    for pin in (HERE / "constraints.txt").read_text().split():
        name, _, version = pin.partition("==")
        print(f"{name}=={floors.get(name.lower().replace('_', '-'), version)}")  # noqa: T201


if __name__ == "__main__":
    main()
