"""Past decisions on a real terminal: from the home screen and by their own verb, to an export."""

from __future__ import annotations

import os
import sys
from datetime import date

import pytest

from facilitator.storage.decision_log_toml import write_log
from tests.terminal import Terminal
from tests.worlds.past_sessions import AUTUMN, SPRING


@pytest.fixture
def folder(tmp_path):
    """A folder with two sessions and a file that is no log."""
    for log in (SPRING, AUTUMN):
        write_log(tmp_path / "sessions", log)
    (tmp_path / "sessions" / "2026-01-01-notes.toml").write_text("not = a log", encoding="utf-8")
    return tmp_path


@pytest.fixture
def facilitator(folder):
    """Opens the program in that folder."""
    env = {
        **{name: value for name, value in os.environ.items() if "FACILITATOR" not in name},
        "FACILITATOR_CONFIG": str(folder / "config"),
    }

    def start(*arguments: str, size=(80, 24), **more_env: str) -> Terminal:
        command = [sys.executable, "-m", "facilitator", *arguments]
        return Terminal(command, env={**env, **more_env}, cwd=folder, size=size)

    return start


def test_past_decisions_are_looked_at_and_exported(facilitator, folder):
    with facilitator("review") as terminal:
        terminal.see("2 sessions · ✘ 1 broken", "Competitive messaging", "22 Nov 2026")
        terminal.press("\r", "⇄ reversed", "Last round, │ required")
        terminal.press("3", "⇄ reversed", "In all")
        terminal.press("e", "This comparison as Markdown")
        terminal.press("\r", "Write it to which file?")
        terminal.press("\r", "Written to")
        terminal.press("5", "promise", "review")
        assert terminal.press_to_end("q") == 0
    (exported,) = folder.glob("*.md")
    assert "reversed" in exported.read_text(encoding="utf-8")
    assert date(2026, 11, 22).isoformat() in exported.name


def test_the_home_screen_leads_to_past_decisions_and_they_lead_back(facilitator):
    with facilitator() as terminal:
        terminal.see("2 past sessions")
        terminal.press("p", "Past decisions", "2 Session")
        terminal.press("q", "Agendas", "P Past")
        assert terminal.press_to_end("q") == 0


def test_a_folder_that_cant_be_listed_ends_the_screen_with_one_line(facilitator, folder):
    (folder / "file").write_text("no folder", encoding="utf-8")
    with facilitator("review", "--sessions", "file") as terminal:
        assert terminal.wait_for_end() == 3
        assert "facilitator: file: this folder can't be listed" in " ".join(terminal.text.split())
        assert "Traceback" not in terminal.text
