"""Apps on this terminal: what they end with, and what becomes of one that fails."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver

from facilitator.wiring.screens import show


class Failing(App):
    def on_mount(self):
        ballot = "Ana votes for Sales"
        raise ZeroDivisionError(len(ballot))


class Leaving(App):
    def on_mount(self):
        self.exit("done")


async def test_what_an_app_ends_with_is_given_back():
    assert await show(Leaving(driver_class=HeadlessDriver)) == "done"


async def test_a_failing_app_raises_and_shows_nobody_its_variables(capfd):
    with pytest.raises(ZeroDivisionError):
        await show(Failing(driver_class=HeadlessDriver))
    told = capfd.readouterr()
    assert "Ana votes" not in told.out + told.err
