"""What goes to a file or another program is plain and never wrapped, whatever COLUMNS says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.worlds.by_hand import decided, put

SHIPPED = Path(__file__).parents[2] / "sessions"
TITLE = "Who tells the whole company what changes in the roadmap, when, in which words, and who may"
WHY = "They talk to the people who are surprised by it every week. " * 4
SESSION = "2027-01-10-grey-areas-aaaa"
VERBS = {
    "list": ("log", "list"),
    "show": ("log", "show", "2027"),
    "compare": ("log", "compare", "2026-11", "2027", "--all"),
    "history": ("log", "history", "telling"),
    "register": ("log", "register"),
    "due": ("log", "due", "--on", "2030-01-01"),
    "agendas": ("agenda", "list"),
    "agenda": ("agenda", "show", "grey-areas"),
}


@pytest.fixture
def ours(facilitator):
    shutil.copytree(SHIPPED, facilitator.folder / "sessions")
    put(facilitator.folder / "sessions", SESSION, decided("telling", rationale=WHY.strip()))
    log = facilitator.folder / "sessions" / f"{SESSION}.toml"
    text = log.read_text(encoding="utf-8")
    assert 'title = "Telling"' in text
    log.write_text(text.replace('title = "Telling"', f'title = "{TITLE}"'), encoding="utf-8")
    return facilitator


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_no_line_depends_on_a_width(ours, verb):
    plain = ours(*verb)
    assert plain.stdout
    for columns in ("20", "1000"):
        assert ours(*verb, COLUMNS=columns).stdout == plain.stdout
    assert "\x1b" not in ours(*verb, FORCE_COLOR="1", TERM="xterm-256color").stdout
    lines = plain.stdout.splitlines()
    assert lines == [line.rstrip() for line in lines]
    assert "…" not in plain.stdout.replace("words …", "")


@pytest.mark.parametrize("verb", ["show", "register", "history", "due"])
def test_a_title_stays_on_one_line_for_grep(ours, verb):
    found = [line for line in ours(*VERBS[verb]).stdout.splitlines() if TITLE in line]
    assert found


@pytest.mark.parametrize("verb", ["show", "history"])
def test_so_does_a_rationale(ours, verb):
    assert any(WHY.strip() in line for line in ours(*VERBS[verb]).stdout.splitlines())


def test_the_columns_of_a_table_can_be_cut(ours):
    lines = ours(*VERBS["register"]).stdout.splitlines()
    since = lines[0].index("Since")
    row = next(line for line in lines if TITLE in line)
    assert row[since - 6 : since + 5].strip() == "10 Jan 2027"
