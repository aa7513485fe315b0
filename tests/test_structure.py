"""The house itself: which module imports which, read from the source by this file alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
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


# Who words facts. That each is worded in one form is tests/ui/test_one_form_of_a_fact.py's.

WORDS = ROOT / "facilitator" / "domain" / "words"
FOR_PEOPLE = ("ui", "reports", "live", "hosting", "wiring", "cli")


def shown_to_people():
    """The modules that make what people read, each with its tree."""
    for folder in FOR_PEOPLE:
        for path in sorted((ROOT / "facilitator" / folder).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def texts(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every text in it that is no docstring."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node


@lru_cache
def labels() -> frozenset[str]:
    """Every label of more than a word that ``domain/words`` has."""
    found = set()
    for path in WORDS.glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
                found |= {text.value for text in texts(node.value)}
    return frozenset(label for label in found if " " in label.strip())


def test_what_words_call_something_is_spelt_there_alone():
    assert {"Need to know more", "left out"} <= labels()
    spelt = [
        f"{path}:{text.lineno}: {text.value!r}"
        for path, tree in shown_to_people()
        for text in texts(tree)
        if text.value.strip() in labels()
    ]
    assert not spelt


def shapes_a_figure(node: ast.AST) -> bool:
    """Whether it makes text of a number or a day by a form of its own: ``f"{share:.0%}"``."""
    if isinstance(node, ast.Attribute):
        return node.attr == "strftime"
    if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
        parts = [part for part in node.format_spec.values if isinstance(part, ast.Constant)]
        return any(re.search(r"[efgn%,_]$|%[A-Za-z]", str(part.value)) for part in parts)
    return False


def test_figures_and_days_get_their_form_from_words_alone():
    assert shapes_a_figure(ast.parse('f"{share:.0%}"').body[0].value.values[0])
    shaped = [
        f"{path}:{node.lineno}"
        for path, tree in shown_to_people()
        for node in ast.walk(tree)
        if shapes_a_figure(node)
    ]
    assert not shaped
