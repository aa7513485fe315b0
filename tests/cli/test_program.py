"""The program as a whole, where it is not a screen."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from facilitator import __version__


def test_importing_the_package_imports_neither_textual_nor_asyncssh():
    code = "import facilitator, sys; print({'textual', 'asyncssh'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_version(program):
    assert program("--version").stdout.strip() == f"facilitator, version {__version__}"


def test_without_a_terminal_the_bare_program_prints_its_help(program):
    done = program()
    assert done.returncode == 2
    assert "Usage: facilitator" in done.stdout


@pytest.mark.parametrize("verb", [("run", "grey-areas"), ("resume",)])
def test_a_screen_needs_a_terminal(facilitator, verb):
    done = facilitator(*verb)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "terminal" in done.stderr
    assert list(facilitator.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "grey-areas", "--listen", "nonsense"), "HOST:PORT"),
        (("run", "grey-areas", "--no-ssh", "--lan"), "--no-ssh goes with neither"),
        (("agenda", "unheard-of"), "No such command"),
        (("run", "grey-areas", "--follows", "2019"), 'there is no log "2019"'),
        (("serve", "none"), None),
    ],
)
def test_wrong_usage_is_told_in_words(facilitator, arguments, words):
    done = facilitator(*arguments)
    assert done.returncode in (2, 3)
    assert words is None or words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_config_file_with_an_unknown_key_says_which(facilitator, tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('colour = "blue"\n')
    done = facilitator("log", "list")
    assert done.returncode == 2
    assert "config.toml: colour (line 1): is not a key of this table" in done.stderr


def test_doctor_finds_this_machine_fit(program, facilitator):
    done = program("doctor", "--listen", "127.0.0.1:0")
    assert done.returncode == 0, done.stdout
    for what in ("text", "decision logs", "port", "host key", "clock"):
        assert what in done.stdout
    again = facilitator("doctor", "--listen", "127.0.0.1:0")
    key = [line for line in done.stdout.splitlines() if "SHA256" in line]
    assert key == [line for line in again.stdout.splitlines() if "SHA256" in line]


def test_doctor_names_the_mend_for_a_taken_port(facilitator):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = facilitator("doctor", "--listen", f"127.0.0.1:{taken.getsockname()[1]}")
    assert done.returncode == 1
    assert "choose another with --listen" in done.stdout


def test_names_of_files_reach_no_terminal_as_they_are(facilitator):
    (facilitator.folder / "agendas").mkdir()
    (facilitator.folder / "agendas" / "\x1b]0;oops\x07.toml").touch()
    told = facilitator("agenda", "show", "none").stderr
    assert "<U+001B>]0;oops<U+0007>" in told
    assert "\x1b" not in told
