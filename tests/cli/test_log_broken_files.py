"""A folder of logs with all kinds of things in it: every verb reports them and goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from facilitator.domain.text import visible
from tests.anybody import NOBODY, folder_for_anybody
from tests.worlds.by_hand import with_known_keys_alone

TESTS = Path(__file__).parents[1]
BY_HAND = with_known_keys_alone().encode()
EXAMPLE = TESTS.joinpath("storage", "decision-log-example.toml").read_bytes()
GOOD = ("2026-10-05-our-areas-k3x9", "2026-11-22-grey-areas-7k2m")
CUTS = (0, 1, 40, 1500, EXAMPLE.index(b"\xe2\x80\xa6") + 1, len(EXAMPLE) - 2)
NO_TEXT = [] if sys.platform == "darwin" else [os.fsdecode(b"\xff\xfe")]
"""Names of files that are no text, where the system has such names."""


def fill(folder: Path) -> None:
    """Two good logs, and whatever else."""
    folder.mkdir()
    for name, data in zip(GOOD, (BY_HAND, EXAMPLE), strict=True):
        (folder / f"{name}.toml").write_bytes(data)
    for cut in CUTS:
        (folder / f"cut-{cut}.toml").write_bytes(EXAMPLE[:cut])
    (folder / "agenda.toml").write_text('format = "facilitator.agenda/1"\n')
    (folder / "empty.toml").touch()
    (folder / "loop.toml").symlink_to("loop.toml")
    (folder / "dangling.toml").symlink_to("nowhere")
    (folder / "x.toml").mkdir()
    os.mkfifo(folder / "y.toml")
    for name in ("\x1b[2J", *NO_TEXT):
        (folder / f"{name}.toml").write_bytes(b"x")


BAD = {
    **{f"cut-{cut}": "" for cut in CUTS},
    "agenda": "this is an agenda",
    "empty": "format: is missing",
    "loop": "this file can't be read",
    "dangling": "there is no such file",
    "x": "this is a folder",
    "y": "this is not a regular file",
    **dict.fromkeys(("\x1b[2J", *NO_TEXT), "not valid TOML"),
}


@pytest.fixture
def ours(facilitator):
    fill(facilitator.folder / "sessions")
    return facilitator


def test_the_list_reports_what_is_broken_and_shows_the_rest(ours):
    for _ in range(2):
        done = ours("log", "list", COLUMNS="200")
        assert (done.returncode, done.stderr) == (0, "")
        assert not set("\x1b\x07") & set(done.stdout)
        for name in GOOD:
            assert name in done.stdout
        assert done.stdout.count("broken") == len(BAD)
        for words in BAD.values():
            assert words in " ".join(done.stdout.split())


def test_the_list_for_machines_too(ours):
    for _ in range(2):
        done = ours("log", "list", "--json")
        assert (done.returncode, done.stderr) == (0, "")
        found = {entry["id"]: entry for entry in json.loads(done.stdout)}
        assert set(found) == {*GOOD, *BAD}
        for name in GOOD:
            assert (found[name]["problems"], bool(found[name]["title"])) == ([], True)
        for name, words in BAD.items():
            assert found[name]["title"] is None
            assert words in found[name]["problems"][0]
            assert found[name]["problems"][0].isprintable()


@pytest.mark.parametrize("verb", [("register",), ("due", "--all")])
def test_what_all_logs_say_is_told_of_those_that_are_sound(ours, verb):
    done = ours("log", *verb)
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    assert not set("\x1b\x07") & set(done.stdout + done.stderr)
    assert f" and {len(BAD) - 8} more can't be read and are left out" in done.stderr
    assert "price list" in done.stdout
    assert "Competitive messaging" in done.stdout


def test_the_check_reports_every_file_in_one_run(ours):
    names = sorted(path.name for path in (ours.folder / "sessions").iterdir())
    done = ours("log", "check", *(f"sessions/{name}" for name in names if name.endswith(".toml")))
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    told = (done.stdout + done.stderr).splitlines()
    assert all(line.isprintable() for line in told)
    sound, follower = GOOD
    assert f"sessions/{sound}.toml: no problems" in told
    (remark,) = (line for line in told if line.startswith(f"sessions/{follower}.toml"))
    assert (
        'session.follows (line 13): warning: there is no log of "2026-05-20-grey-areas-x1y2"'
        in remark
    )
    for name, words in BAD.items():
        shown = visible(name)
        assert any(f"sessions/{shown}.toml: " in line and words in line for line in told), name


@pytest.mark.parametrize("name", ["cut-1500", "agenda", "empty", "loop", "x", "y", "none"])
def test_one_that_is_broken_can_not_be_amended(ours, name):
    done = ours("log", "amend", f"sessions/{name}.toml", "--typo", "a", "b")
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.startswith(f"facilitator: sessions/{name}.toml")
    assert done.stderr.count("\n") == 1


LISTED_TWICE = """\
import os, sys
from facilitator.cli import run
sys.argv[1:] = ["log", "list", "--json"]
try:
    run()  # whatever is to be imported is by now: another user may not get at it
except SystemExit:
    print("=====", flush=True)
if os.geteuid() == 0:
    os.seteuid(int(os.environ["NOBODY"]))
run()
"""


def test_a_file_that_may_not_be_read_is_listed_with_that():
    with folder_for_anybody() as folder:
        fill(folder / "sessions")
        (folder / "sessions" / "secret.toml").write_bytes(EXAMPLE)
        (folder / "sessions" / "secret.toml").chmod(0)
        done = subprocess.run(
            [sys.executable, "-c", LISTED_TWICE],
            cwd=folder,
            env={
                **os.environ,
                "NOBODY": str(NOBODY),
                "FACILITATOR_CONFIG": str(folder / "config"),
                "FACILITATOR_SESSIONS": "sessions",
                "PYTHONPATH": str(TESTS.parent),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")
    found = {entry["id"]: entry for entry in json.loads(done.stdout.split("=====")[1])}
    assert set(found) == {*GOOD, *BAD, "secret"}
    assert "you may not read this file" in found["secret"]["problems"][0]
    assert all(found[name]["problems"] == [] for name in GOOD)
