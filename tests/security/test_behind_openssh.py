"""Whatever a client of an OpenSSH server asks for, sends along or names itself, it gets a screen.

The server is set up as docs/ssh.md tells, and hands on more of the client's environment than any
should. Nothing that the client says makes a file, opens a shell or gives it another's seat.

By default what can be sent along at once is; ``FACILITATOR_TESTS=full`` tries each thing alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess

import pytest

from facilitator.hosting import sessions
from facilitator.storage.agenda_toml import read_agenda
from facilitator.wiring import workshop
from facilitator.wiring.settings import load_settings
from tests.e2e.room import AGENDA, Room
from tests.openssh import example, openssh_server, options_of
from tests.terminal import PATIENCE, Terminal

pytestmark = pytest.mark.timeout(240)
IS_FULL = os.environ.get("FACILITATOR_TESTS") == "full"
HANDED_ON = "AcceptEnv TEXTUAL* FACILITATOR_* TERM LANG LC_* COLUMNS LINES XDG_* HOME EDITOR VISUAL"
HANDED_ON += " PAGER SHELL NO_COLOR FORCE_COLOR COLORTERM UNICODE_VERSION ESCDELAY TZ SSH_*\n"
"""Everything but what takes effect before the program does: see docs/ssh.md."""
USUALLY_HANDED_ON = "AcceptEnv LANG LC_* COLORTERM NO_COLOR\n"
"""What the server of a distribution hands on."""


class House:
    """A session, and two OpenSSH servers in front of it: one by keys, one by a rule for all."""

    def __init__(self, folder, stack):
        self.room = Room(folder, stack)
        self.marks = folder / "marks"
        self.marks.mkdir()
        settings = load_settings(
            sessions=folder / "sessions",
            environment={"FACILITATOR_CONFIG": str(folder / "config"), "FACILITATOR_NAME": "Ines"},
        )
        self.journals = settings.journals
        asyncio.run(workshop.begin(settings, read_agenda(AGENDA).found, None))
        self._stack = stack

    def server(self, match=""):
        made = openssh_server(self.room)
        self._stack.callback(made.stop)
        return made.start(match=match)

    @property
    def mark(self):
        """A file that is there only once somebody has had their way."""
        return self.marks / "made"

    def seated(self):
        """The names of those who hold a seat."""
        state = asyncio.run(sessions.find_session(self.journals, "latest")).state
        return {person.name for person in state.participants.values()}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    if shutil.which("ssh") is None:
        if os.environ.get("CI"):
            pytest.fail("no OpenSSH client is installed")
        pytest.skip("needs an OpenSSH client (ssh, ssh-keygen), and none is installed")
    with contextlib.ExitStack() as stack:
        yield House(tmp_path_factory.mktemp("house"), stack)


@pytest.fixture(scope="module")
def by_keys(house):
    """Where a key stands for a person, and the server hands on what it should not."""
    server = house.server(HANDED_ON)
    for name in ("ana", "raj"):
        server.admit(name, options_of(name))
    return server


@pytest.fixture(scope="module")
def by_code(house):
    """Where one rule holds for everybody of an account."""
    server = house.server(USUALLY_HANDED_ON + example("sshd_config"))
    server.admit("ana")
    return server


@pytest.fixture(autouse=True)
def nothing_was_made(house):
    """Nobody has had their way, nobody else's seat was taken, and nobody has seen a traceback."""
    yield
    assert list(house.marks.iterdir()) == []
    assert house.seated() <= {"Ines", "Ana Lima"}


def environment(house, variables):
    """A client's own environment, and the options that have it send these variables."""
    told = {name: value.replace("MARK", str(house.mark)) for name, value in variables.items()}
    sent = [word for name in told for word in ("-o", f"SendEnv={name}")]
    return {"PATH": os.environ["PATH"], "TERM": "xterm-256color", **told}, sent


def come(house, server, *command, options=(), variables=None):
    """Ana's client, in a terminal of hers."""
    env, sent = environment(house, variables or {})
    argv = server.argv("ana", tty=True)
    return house.room.open(
        Terminal([argv[0], *sent, *options, *argv[1:], *command], env=env, only_this=True)
    )


def without_terminal(server, *command, options=()):
    """Ana's client, without a terminal; what it said, and its exit code."""
    argv = server.argv("ana", tty=False)
    return subprocess.run(
        [argv[0], *options, *argv[1:], *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )


ANA = "Ana Lima · Product Marketing"
ENVIRONMENTS = {
    "a terminal by a path": {"TERM": "../../../../tmp/x"},
    "a terminal by an escape": {"TERM": "\x1b]0;evil\x07\x1b[6n"},
    "a terminal with line breaks": {"TERM": "xterm\n\nevil %s%n"},
    "a terminal without end": {"TERM": "x" * 10_000},
    "no language": {"LANG": "nonsense", "LC_ALL": "../../x", "LC_CTYPE": "x" * 10_000},
    "a language without UTF-8": {"LANG": "C", "LC_ALL": "en_US.ISO-8859-1"},
    "no size": {"COLUMNS": "-1", "LINES": "x"},
    "an endless size": {"COLUMNS": "9" * 400, "LINES": "999999999999"},
    "commands": dict.fromkeys(("EDITOR", "VISUAL", "PAGER", "SHELL"), "touch MARK"),
    "folders": {"XDG_CONFIG_HOME": "MARK", "XDG_DATA_HOME": "MARK", "XDG_STATE_HOME": "MARK"},
    "another home": {"HOME": "MARK", "TZ": ":MARK"},
    "colours": {"NO_COLOR": "", "FORCE_COLOR": "\x1b[5m", "COLORTERM": "\x1b]52;c;aGk=\x07"},
    "a table of widths": {"UNICODE_VERSION": "../../os", "ESCDELAY": "-9"},
    "a log of the toolkit's": {"TEXTUAL_LOG": "MARK", "TEXTUAL_DEBUG": "1"},
    "a driver of the toolkit's": {"TEXTUAL_DRIVER": "antigravity:x", "TEXTUAL": "debug,devtools"},
    "a picture of the toolkit's": {
        "TEXTUAL_SCREENSHOT": "0",
        "TEXTUAL_SCREENSHOT_LOCATION": "MARK",
        "TEXTUAL_SCREENSHOT_FILENAME": "x.svg",
    },
    "keys of the toolkit's": {"TEXTUAL_PRESS": "q", "TEXTUAL_SHOW_RETURN": "1"},
    "settings": {
        "FACILITATOR_NAME": "\x1b[2J",
        "FACILITATOR_LISTEN": "x",
        "FACILITATOR_DEBUG": "1",
    },
    "what the client was asked for": {"SSH_CONNECTION": "\x1b[2J", "SSH_ORIGINAL_COMMAND": "sh"},
}


def at_once(environments):
    """As few connections as give each variable each of its values."""
    merged = []
    for each in environments.values():
        room = next((m for m in merged if not m.keys() & each.keys()), None)
        if room is None:
            merged.append(room := {})
        room.update(each)
    return dict(enumerate(merged))


SENT = ENVIRONMENTS if IS_FULL else at_once(ENVIRONMENTS)


@pytest.mark.parametrize("variables", SENT.values(), ids=SENT)
def test_no_variable_changes_what_there_is_to_see(house, by_keys, variables):
    ana = come(house, by_keys, variables=variables)
    ana.see(ANA)
    assert b"Traceback" not in ana.raw
    assert b"]0;evil" not in ana.raw
    assert ana.press_to_end("q") == 0


REFUSED = {
    "a dumb terminal": ({"TERM": "dumb"}, "this terminal can show no screen (TERM=dumb)"),
    "a dumb one with more to it": ({"TERM": "dumb-\x1b[2Jx"}, "(TERM=dumb-<U+001B>[2Jx)"),
    "no terminal's name": ({"TERM": ""}, "this terminal can show no screen (no TERM)"),
    "a theme": ({"FACILITATOR_THEME": "\x1b[2Jx"}, "theme “<U+001B>[2Jx” is unknown"),
    "a folder": ({"FACILITATOR_SESSIONS": "MARK"}, "no session"),
    "a folder of everybody's": ({"FACILITATOR_SESSIONS": "/dev/\x1b[2J"}, "no session"),
}


@pytest.mark.parametrize(("variables", "told"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense_is_refused_in_words(house, by_keys, variables, told):
    ana = come(house, by_keys, variables={**variables, "FACILITATOR_DEBUG": "1"})
    assert ana.wait_for_end() in (2, 3)
    assert told in ana.text.replace("\n", "")
    assert b"Traceback" not in ana.raw
    assert b"\x1b[2J" not in ana.raw


def test_a_server_hands_on_nothing_that_takes_effect_before_the_program_does(house, by_code):
    """What docs/ssh.md has a host leave out of AcceptEnv."""
    (house.room.folder / "sitecustomize.py").write_text(f"open({str(house.mark)!r}, 'w')\n")
    ana = come(
        house,
        by_code,
        variables={
            "PYTHONPATH": str(house.room.folder),
            "PYTHONINSPECT": "1",
            "PYTHONBREAKPOINT": "os.system",
            "BASH_ENV": "/dev/stdin",
            "ENV": "$(touch MARK)",
            "BASH_FUNC_exec%%": "() { touch MARK; }",
            "LD_PRELOAD": str(house.room.folder / "x.so"),
            "FACILITATOR_SESSIONS": str(house.mark),
        },
    )
    ana.see("Code:")
    ana.send("\x03")
    ana.wait_for_end()
    assert b">>>" not in ana.raw


COMMANDS = {
    "one more": "; touch MARK",
    "a substitution": "$(touch MARK)",
    "an old substitution": "`touch MARK`",
    "a line of its own": "x\ntouch MARK\n",
    "a pipe": "| touch MARK",
    "either or": "x || touch MARK && touch MARK & touch MARK",
    "a quote that ends": "'; touch MARK; '",
    "a double quote that ends": '"; touch MARK; "',
    "a file": "> MARK",
    "without end": "x" * 100_000,
    "help": "--help",
    "an option of a client's": "-oProxyCommand=touch MARK",
    "somebody else": "vote latest --as Raj",
    "the program itself": "facilitator vote latest --as Raj --sessions MARK",
    "a shell": "exec bash -i",
    "control characters": "\x1b]0;evil\x07\x1b[2J\x9b",
}


ASKED = COMMANDS if IS_FULL else {"all": "\n".join(COMMANDS.values())}


@pytest.mark.parametrize("command", ASKED.values(), ids=ASKED)
def test_no_command_is_run_in_place_of_the_screen(house, by_keys, command):
    ana = come(house, by_keys, "--", command.replace("MARK", str(house.mark)))
    ana.see(ANA)
    assert b"]0;evil" not in ana.raw
    assert ana.press_to_end("q") == 0


@pytest.mark.parametrize("command", ASKED.values(), ids=ASKED)
def test_nor_where_there_is_no_terminal(house, by_code, command):
    ended = without_terminal(by_code, "--", command.replace("MARK", str(house.mark)))
    assert ended.returncode == 2
    assert (ended.stdout, b"ssh -t" in ended.stderr) == (b"", True)
    assert b"Traceback" not in ended.stderr


WITHOUT_A_SCREEN = {
    "a connection through it": ("-W", "127.0.0.1:PORT"),
    "a port there": ("-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:PORT"),
    "a socket there": ("-N", "-o", "ExitOnForwardFailure=yes", "-R", "MARK:127.0.0.1:PORT"),
    "a network there": ("-N", "-o", "ExitOnForwardFailure=yes", "-w", "any"),
    "files": ("-s",),
}


@pytest.mark.parametrize("which", ["by_keys", "by_code"])
@pytest.mark.parametrize("options", WITHOUT_A_SCREEN.values(), ids=WITHOUT_A_SCREEN)
def test_no_option_opens_anything_else(house, request, which, options):
    server = request.getfixturevalue(which)
    told = [
        each.replace("PORT", str(server.port)).replace("MARK", str(house.mark)) for each in options
    ]
    ended = without_terminal(server, *(["sftp"] if options == ("-s",) else []), options=told)
    assert ended.returncode not in (0, None)
    assert ended.stdout == b""
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize("which", ["by_keys", "by_code"])
@pytest.mark.parametrize("option", ["-L", "-D"])
def test_no_port_of_the_clients_leads_anywhere(house, request, which, option):
    server = request.getfixturevalue(which)
    port = _free_port()
    where = f"127.0.0.1:{port}" + (f":127.0.0.1:{server.port}" if option == "-L" else "")
    argv = server.argv("ana", tty=False)
    with subprocess.Popen([argv[0], "-N", option, where, *argv[1:]]) as client:
        try:
            connected = _connected(port, client)
            with connected:
                if option == "-D":
                    connected.sendall(b"\x05\x01\x00")
                    assert connected.recv(2) == b"\x05\x00"
                    there = b"\x05\x01\x00\x01\x7f\x00\x00\x01"
                    connected.sendall(there + server.port.to_bytes(2, "big"))
                assert b"SSH-2.0" not in _all_of(connected)
        finally:
            client.kill()


@pytest.mark.parametrize("which", ["by_keys", "by_code"])
@pytest.mark.parametrize("program", ["sftp", "scp", "scp -O"])
def test_no_file_is_copied_either_way(house, request, which, program):
    server = request.getfixturevalue(which)
    name, *options = program.split()
    mine = house.room.folder / "mine"
    mine.write_text("x")
    argv = server.argv("ana", tty=False)
    pairs = [each for each in argv[1:-3] if each != "-T"]
    there = f"{argv[-1]}:{house.mark}"
    ways = [[argv[-1]]] if name == "sftp" else [[str(mine), there], [there, str(house.mark)]]
    for way in ways:
        ended = subprocess.run(
            [name, *options, *pairs, "-P", str(server.port), *way],
            input=f"put {mine} {house.mark}\n".encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        assert ended.returncode != 0
        assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize("options", [("-A",), ("-X",), ("-Y",)])
def test_what_is_offered_along_with_a_terminal_is_not_taken(house, by_keys, options):
    """No agent and no display of the client's is at hand there."""
    variables = {"SSH_AUTH_SOCK": str(house.room.folder / "agent"), "DISPLAY": "127.0.0.1:9"}
    ana = come(house, by_keys, options=options, variables=variables)
    ana.see(ANA)
    assert ana.press_to_end("q") == 0


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def _connected(port, client):
    """A connection to a port of the client's, as soon as it listens."""
    while client.poll() is None:
        with contextlib.suppress(ConnectionRefusedError):
            return socket.create_connection(("127.0.0.1", port), PATIENCE)
    raise AssertionError("the client has ended")


def _all_of(connected):
    data = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := connected.recv(4096):
            data += piece
    return data
