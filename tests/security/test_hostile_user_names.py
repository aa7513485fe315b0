"""Whatever name a client logs in under reaches neither its own terminal nor the server's log."""

from __future__ import annotations

import re

import pytest

from tests.hostile import ESCAPES
from tests.security.served import in_thread, needs, serving
from tests.terminal import Terminal

pytestmark = pytest.mark.timeout(240)
OURS = re.compile(r"\x1b\[[?>]?[0-9;]*[A-Za-z]|\x08( \x08)?")
"""What the program itself sends: for colours, the cursor, modes, and to hide a code again."""
NAMES = {
    what: text.replace("\ud800", "\udc9b") for what, text in ESCAPES.items() if "\0" not in text
}


@pytest.fixture
async def served(tmp_path):
    async with serving(tmp_path) as served:
        yield served


def come(served, name):
    """Somebody who logs in under a name, and takes no other; what they see, to the end."""
    command = served.command("ssh")
    command[-1] = "127.0.0.1"
    with Terminal([*command, "-o", "LogLevel=QUIET", "-l", name], env=served.env) as terminal:
        seen = terminal.see_that(lambda text: "Code:" in text or terminal.has_ended, "a prompt")
        if "Code:" in seen:
            terminal.send(f"{served.code}\r")
            terminal.see("Your name")
            terminal.send("\x03")
        terminal.wait_for_end()
        return "Code:" in seen, terminal.raw


async def test_a_name_that_is_text_gets_in_and_one_that_is_none_does_not(served):
    needs("ssh")
    admitted = {"=1+1 [red]": (await in_thread(come, served, "=1+1 [red]"))[0]}
    for what, name in NAMES.items():
        admitted[what], raw = await in_thread(come, served, name)
        text = OURS.sub("", raw.decode(errors="surrogateescape"))
        assert all(mark * 5 not in text for mark in "\u0301\u1161"), what
        harmful = [char for char in text if not char.isprintable() and char not in "\r\n\u00a0"]
        assert harmful == [], (what, ascii(text))
    assert admitted["=1+1 [red]"]
    assert not all(admitted.values())
    log = (served.folder / "server.log").read_text(encoding="utf-8", errors="replace")
    assert all(char.isprintable() or char == "\n" for char in log), ascii(log)
    assert "Traceback" not in log
