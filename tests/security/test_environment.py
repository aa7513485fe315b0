"""What Textual can be told by variables is not told to this program's screens."""

from __future__ import annotations

import os
import sys

import pytest

from tests.terminal import Terminal

SWITCHES = {
    "a log": {"TEXTUAL_LOG": "MARK", "TEXTUAL_DEBUG": "1"},
    "a driver": {"TEXTUAL_DRIVER": "planted:Driver"},
    "a picture": {
        "TEXTUAL_SCREENSHOT": "0",
        "TEXTUAL_SCREENSHOT_LOCATION": "MARK",
        "TEXTUAL_SCREENSHOT_FILENAME": "x.svg",
    },
    "keys": {"TEXTUAL_PRESS": "q"},
    "a debugger": {"TEXTUAL": "debug,devtools"},
}
ALL = {name: value for each in SWITCHES.values() for name, value in each.items()}
TRIED = SWITCHES if os.environ.get("FACILITATOR_TESTS") == "full" else {"all at once": ALL}


def home_screen(tmp_path, variables, *command):
    """The home screen, as somebody starts it who has set these."""
    (tmp_path / "planted.py").write_text(f"open({str(tmp_path / 'mark')!r}, 'w')\n")
    told = {
        name: value.replace("MARK", str(tmp_path / "mark")) for name, value in variables.items()
    }
    env = {**os.environ, **told, "FACILITATOR_CONFIG": str(tmp_path / "config")}
    return Terminal([sys.executable, *command], env=env, cwd=tmp_path)


@pytest.mark.parametrize("variables", TRIED.values(), ids=TRIED)
def test_no_switch_of_the_toolkits_is_obeyed(tmp_path, variables):
    with home_screen(tmp_path, variables, "-m", "facilitator") as terminal:
        terminal.see("Start this workshop")
        terminal.let_it_be_read()
        assert terminal.process.isalive()
        assert terminal.press_to_end("q") == 0
    assert not (tmp_path / "mark").exists()


def test_they_would_be_obeyed_if_they_were_not_forgotten(tmp_path):
    """That the above is tried at all: this way in forgets nothing."""
    way_in = ("-c", "from facilitator.cli import run; run()")
    with home_screen(tmp_path, SWITCHES["a driver"], *way_in) as terminal:
        assert terminal.wait_for_end() != 0
    assert (tmp_path / "mark").exists()
