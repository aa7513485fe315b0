"""What the pages point to is there: files, headings, and the types that the glossary names."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.docs.pages import DOCS, PAGES, ROOT, literals, page, sections

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_OURS = re.compile(
    r"(?<![\w/.-])((?:facilitator|tests|benchmarks|docs|\.ci)/[\w./-]*[\w/])(?![\w*-])"
)
"""A path of this repository, in prose or in code."""
_DEFINED = r"^(?:class {0}\b|def {0}\b|{0}(?:: [^=\n]+)? = )"

LINKS = [
    (path, target)
    for path in PAGES
    for target in dict.fromkeys(_LINK.findall(path.read_text(encoding="utf-8")))
    if "://" not in target and not target.startswith("mailto:")
]
NAMED = [
    (path.name, found)
    for path in PAGES
    for found in dict.fromkeys(_OURS.findall(path.read_text(encoding="utf-8")))
]
_WITHIN = re.compile(r"`((?:[a-z_]+/)+[\w./]*)`")
WITHIN = [
    found
    for found in dict.fromkeys(_WITHIN.findall((DOCS / "architecture.md").read_text("utf-8")))
    if (ROOT / "facilitator" / found.partition("/")[0]).is_dir()
]
"""Paths in the program, as the page on its structure names them."""
WORDS = [
    (word, cell)
    for each in sections(page("glossary.md"))
    for table in each.tables
    for word, _, cell in table.rows
]


@cache
def anchors(path):
    """The names by which a code host links to a page's headings."""
    text = path.read_text(encoding="utf-8")
    found = []
    for each in sections(text):
        plain = re.sub(r"[^\w\- ]", "", each.heading.lower().replace("`", ""))
        found.append(plain.strip().replace(" ", "-"))
    return found


@pytest.mark.parametrize(("path", "target"), LINKS, ids=[f"{p.name}: {t}" for p, t in LINKS])
def test_a_link_leads_somewhere(path, target):
    name, _, anchor = target.partition("#")
    there = (path.parent / name).resolve() if name else path
    assert there.exists()
    if anchor:
        assert anchor in anchors(there)


@pytest.mark.parametrize(("name", "found"), NAMED, ids=[f"{n}: {f}" for n, f in NAMED])
def test_a_path_that_is_named_is_there(name, found):
    assert (ROOT / found).exists()


@pytest.mark.parametrize("found", WITHIN)
def test_a_path_within_the_program_is_there(found):
    assert {"domain/words", "ui/voting/steps/task.py"} <= set(WITHIN)
    assert (ROOT / "facilitator" / found).exists()


def test_the_list_of_pages_has_them_all():
    targets = {target for path, target in LINKS if path == DOCS / "README.md"}
    assert {path.name for path in DOCS.glob("*.md")} - {"README.md"} <= targets


@pytest.mark.parametrize(("word", "cell"), WORDS, ids=[word for word, _ in WORDS])
def test_a_word_of_the_glossary_is_in_the_code_where_it_says(word, cell):
    *names, folder = literals(cell)
    files = list((ROOT / folder).rglob("*.py"))
    assert files
    for name in names:
        defined = re.compile(_DEFINED.format(name), re.MULTILINE)
        assert any(defined.search(file.read_text(encoding="utf-8")) for file in files), name


def test_no_word_stands_twice_in_the_glossary():
    words = [word.lower() for word, _ in WORDS]
    assert len(words) == len(set(words))
