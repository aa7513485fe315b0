"""The house itself: which module imports which, read from the source by this file alone."""

from __future__ import annotations

import ast
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]


@lru_cache
def modules() -> dict[str, Path]:
    """Every module of the program by its name."""
    found = {}
    for path in (ROOT / "facilitator").rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(path: Path) -> set[str]:
    """The modules of the program that a file imports anywhere, for types alone too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                found.add(inner if inner in modules() else node.module)
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found & modules().keys()


def test_no_import_goes_in_a_circle():
    graph = {name: imports(path) - {name} for name, path in modules().items()}
    assert sum(map(len, graph.values())) > len(graph)  # it does read imports
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" → ".join(error.args[1])) from None
