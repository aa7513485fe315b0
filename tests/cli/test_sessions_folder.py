"""A folder of sessions that was named and is not there is an error; one nobody named is empty."""

from __future__ import annotations

import sys

import pytest

from tests.terminal import Terminal
from tests.worlds.by_hand import decided, put

SESSION = "2026-01-10-grey-areas-aaaa"
LOOKING = {
    "list": ("log", "list"),
    "show": ("log", "show", "latest"),
    "compare": ("log", "compare", "2025", "2026"),
    "history": ("log", "history", "positioning"),
    "register": ("log", "register"),
    "due": ("log", "due"),
    "check": ("log", "check", "latest"),
    "export": ("log", "export", "latest"),
    "export of the register": ("log", "export", "--register"),
    "amend": ("log", "amend", "latest", "--task", "a", "--owner", "Ana"),
    "next agenda": ("agenda", "from-log", "latest"),
    "review": ("review",),
    "resume": ("resume",),
    "present": ("present", "latest"),
    "serve": ("serve", "latest"),
    "doctor": ("doctor", "--listen", "127.0.0.1:0"),
}


def refused(done, folder: str, named_by: str) -> None:
    assert done.returncode == 3
    told = f"facilitator: no sessions: there is no folder {folder}, which {named_by} names"
    assert done.stderr == f"{told}; correct the name, or make the folder\n"


@pytest.mark.parametrize("verb", LOOKING.values(), ids=LOOKING)
def test_one_that_is_named_has_to_be_there(facilitator, verb):
    (facilitator.folder / "sessions").mkdir()
    refused(facilitator(*verb, "--sessions", "sesions"), "sesions", "--sessions")
    environment = {"FACILITATOR_SESSIONS": "/nowhere/at/all"}
    refused(facilitator(*verb, **environment), "/nowhere/at/all", "$FACILITATOR_SESSIONS")
    assert [path.name for path in facilitator.folder.iterdir()] == ["sessions"]


@pytest.mark.parametrize("verb", LOOKING.values(), ids=LOOKING)
def test_so_has_one_in_the_config(facilitator, tmp_path, verb):
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir()
    config.write_text('sessions = "/nowhere/at/all"\n')
    refused(facilitator(*verb), "/nowhere/at/all", str(config))


def test_a_voter_is_told_in_their_terminal(home):
    folder, env = home
    argv = [sys.executable, "-m", "facilitator", "vote", "latest", "--sessions", "gone"]
    with Terminal(argv, env=env, cwd=folder, size=(200, 24)) as terminal:
        assert terminal.wait_for_end() == 3
        assert "no sessions: there is no folder gone, which --sessions names" in terminal.text


@pytest.mark.parametrize("verb", ["list", "register", "due"])
def test_without_a_name_there_is_just_nothing_yet(facilitator, verb):
    done = facilitator(*LOOKING[verb])
    assert (done.returncode, done.stderr) == (0, "")
    assert "No decision logs in" in done.stdout


def test_what_is_given_by_its_path_needs_no_folder_unless_that_is_typed(facilitator):
    put(facilitator.folder, SESSION, decided("positioning"))
    path = f"./{SESSION}.toml"
    assert facilitator("log", "show", path, FACILITATOR_SESSIONS="gone").returncode == 0
    assert facilitator("log", "check", path, FACILITATOR_SESSIONS="gone").returncode == 0
    refused(facilitator("log", "show", path, "--sessions", "gone"), "gone", "--sessions")


def test_a_file_in_its_place_is_no_folder(facilitator):
    (facilitator.folder / "file").touch()
    for verb in ("list", "register", "export of the register"):
        done = facilitator(*LOOKING[verb], "--sessions", "file")
        assert (done.returncode, done.stdout) == (3, "")
        assert "file: this folder can't be listed: Not a directory" in done.stderr


def test_nor_is_a_session_held_there(facilitator):
    (facilitator.folder / "file").touch()
    done = facilitator("rehearse", "rapid-diagnostic", "--auto", "--sessions", "file")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "facilitator: file is no folder; name one with --sessions DIR\n"


def test_a_user_without_a_home_folder_is_told_what_to_set(facilitator, monkeypatch):
    """As in a container, for a user that it does not know."""
    monkeypatch.setattr("os.path.expanduser", lambda path: path)  # as it is for such a user
    nothing = dict.fromkeys(("XDG_DATA_HOME", "XDG_CONFIG_HOME", "FACILITATOR_CONFIG"), "")
    done = facilitator("log", "list", **nothing)
    assert (done.returncode, done.stdout) == (3, "")
    assert "this user has no home folder" in done.stderr
    assert "set HOME, or name a folder by FACILITATOR_CONFIG" in done.stderr
    done = facilitator("log", "list", **{**nothing, "FACILITATOR_CONFIG": "config"})
    assert "set HOME, or name a folder by FACILITATOR_SESSIONS" in done.stderr
    (facilitator.folder / "sessions").mkdir()
    done = facilitator("log", "list", **{**nothing, "FACILITATOR_CONFIG": "config"})
    assert done.returncode == 0


def test_a_home_that_nobody_has_is_told(facilitator):
    done = facilitator("log", "list", FACILITATOR_SESSIONS="~nobody-of-that-name/logs")
    assert done.returncode == 3
    assert "nobody here has such a home folder; write the whole path" in done.stderr


def test_a_rehearsal_makes_it(facilitator):
    done = facilitator("rehearse", "rapid-diagnostic", "--auto", "--sessions", "new/logs")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((facilitator.folder / "new" / "logs").glob("*.toml"))) == 1


def test_a_workshop_makes_it_and_says_so(home):
    folder, env = home
    argv = [sys.executable, "-m", "facilitator", "run", "grey-areas", "--no-ssh"]
    with Terminal([*argv, "--sessions", "new"], env=env, cwd=folder) as terminal:
        terminal.see("Who owns the grey areas?")
        assert b"there is no folder new yet: it is made for this session" in terminal.raw
    assert (folder / "new" / ".journals").is_dir()
