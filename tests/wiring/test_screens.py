"""Apps on this terminal: what they end with, and what becomes of one that fails."""

from __future__ import annotations

import os
import sys

import pytest
from textual.app import App

from facilitator.wiring.screens import show


class Failing(App):
    def on_mount(self):
        ballot = "Ana votes for Sales"
        raise ZeroDivisionError(len(ballot))


class Leaving(App):
    def on_mount(self):
        self.exit("done")


@pytest.fixture
def terminal(monkeypatch):
    """A terminal of this process's own; gives what reads from its other end."""
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "rb+", buffering=0) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield ours
    os.close(ours)


async def test_what_an_app_ends_with_is_given_back(terminal):
    assert await show(Leaving()) == "done"


async def test_a_failing_app_raises_and_shows_nobody_its_variables(terminal, capfd):
    with pytest.raises(ZeroDivisionError):
        await show(Failing())
    told = capfd.readouterr()
    assert "Ana votes" not in told.out + told.err
    os.write(sys.stdin.fileno(), b"the end")
    shown = os.read(terminal, 1 << 16)
    assert b"the end" in shown
    assert b"Ana votes" not in shown
