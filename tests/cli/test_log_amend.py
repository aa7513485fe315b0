"""``facilitator log amend``: owners, days, promises and typing errors, changed in a log."""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pexpect
import pytest

from facilitator.cli.amend import amend
from facilitator.domain.decisions import CommitmentStatus
from tests.worlds.by_hand import BY_HAND, decided, put

LOG_ID = "2026-10-05-our-areas-k3x9"
KIM = ("--task", "sales-training", "--owner", "Kim")


@pytest.fixture
def ours(facilitator):
    """A folder with the log that somebody wrote by hand."""
    (facilitator.folder / "sessions").mkdir()
    log_of(facilitator).write_text(BY_HAND, encoding="utf-8")
    return facilitator


def log_of(facilitator) -> Path:
    return facilitator.folder / "sessions" / f"{LOG_ID}.toml"


def read(facilitator) -> dict:
    return tomllib.loads(log_of(facilitator).read_text(encoding="utf-8"))


def test_several_changes_in_one_call_are_made_and_recorded_with_who_and_when(ours):
    before = datetime.now(UTC).replace(microsecond=0)
    done = ours(
        *("log", "amend", "2026-10", "--by", "Inés"),
        *("--task", "sales-training", "--review-on", "2027-03-01", "--owner", "Kim"),
        *("--commitment", "win-loss", "--status", "kept", "--owner", "Ana", "--due", "2027-01-31"),
        *("--task", "price-list", "--owner", "Raj"),
        *("--typo", "Teh", "The", "--typo", "teh", "the"),
    )
    whats = [
        "review of sales-training: 2027-02-02 -> 2027-03-01",
        "owner of sales-training: nobody -> Kim",
        "status of commitment win-loss: open -> kept",
        "owner of commitment win-loss: nobody -> Ana",
        "due day of commitment win-loss: no day -> 2027-01-31",
        "owner of price-list: Lee -> Raj",
        "typing error in rationale of sales-training: Teh -> The",
        "typing error in text of parked item 1: teh -> the",
    ]
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"Amended sessions/{LOG_ID}.toml:",
        *(f"  {what}" for what in whats),
    ]
    document = read(ours)
    assert [note["what"] for note in document["amendments"]] == whats
    assert {note["by"] for note in document["amendments"]} == {"Inés"}
    (at,) = {note["at"] for note in document["amendments"]}
    assert before <= at <= datetime.now(UTC)
    assert at.microsecond == 0
    training, prices, *_ = document["decisions"]
    assert (training["owner"], str(training["review_on"])) == ("Kim", "2027-03-01")
    assert prices["owner"] == "Raj"
    assert document["commitments"][0]["status"] == "kept"
    assert ours("log", "check", LOG_ID).returncode == 0
    assert "Amended since" in ours("log", "show", LOG_ID).stdout


def test_as_json_it_prints_the_amendments_made_and_no_others(ours):
    assert ours("log", "amend", "latest", *KIM).returncode == 0
    done = ours("log", "amend", "latest", "--json", "--task", "price-list", "--owner", "Raj")
    (note,) = json.loads(done.stdout)
    assert list(note) == ["at", "by", "what"]
    assert note["what"] == "owner of price-list: Lee -> Raj"
    assert datetime.fromisoformat(note["at"]) == read(ours)["amendments"][1]["at"]
    assert note["by"] == read(ours)["amendments"][1]["by"]


def test_the_name_is_that_of_the_settings_unless_it_is_given(ours):
    ours("log", "amend", "latest", *KIM, FACILITATOR_NAME="Olu")
    ours("log", "amend", "latest", "--typo", "teh", "the", "--by", "Ines", FACILITATOR_NAME="Olu")
    assert [note["by"] for note in read(ours)["amendments"]] == ["Olu", "Ines"]


def test_a_value_may_stand_before_what_it_belongs_to(ours):
    done = ours("log", "amend", "latest", "--owner", "Kim", "--task", "sales-training")
    assert done.returncode == 0, done.stderr
    assert read(ours)["decisions"][0]["owner"] == "Kim"


def test_an_owner_is_that_of_what_was_named_last(ours):
    done = ours(
        *("log", "amend", "latest", "--task", "price-list", "--commitment", "win-loss"),
        *("--owner", "Raj", "--review-on", "2027-03-01"),
    )
    assert done.stdout.splitlines()[1:] == [
        "  review of price-list: 2027-02-02 -> 2027-03-01",
        "  owner of commitment win-loss: nobody -> Raj",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "say what to change"),
        (("--by", "Ines"), "say what to change"),
        (("--task", "price-list"), "say what is to change of it, with --owner or --review-on"),
        ((*KIM, "--commitment", "win-loss"), "with --owner, --status or --due"),
        (("--owner", "Kim"), "name it with --task or --commitment"),
        (("--due", "2027-01-01", "--task", "price-list"), "name it with --commitment"),
        ((*KIM, "--owner", "Lee"), "--owner is said twice of --task sales-training"),
        (("--task", "price-list", "--owner", "Lee"), "the owner of price-list is Lee already"),
        (("--task", "pricelist", "--owner", "Kim"), 'did you mean "price-list"?'),
        (("--commitment", "winloss", "--status", "kept"), 'did you mean "win-loss"?'),
        (("--commitment", "win-loss", "--status", "open"), "is open already"),
        (("--task", "price-list", "--review-on", "2026-10-04"), "before the decision"),
        (("--task", "analyst-calls", "--owner", "Kim"), "only a decided task has an owner"),
        (("--task", "price-list", "--owner", "\x1b[2J"), "control character"),
        (("--task", "price-list", "--owner", "x" * 61), "at most 60 fit"),
        (("--typo", "understand", "like"), "in this log says"),
        ((*KIM, "--by", "\x07"), "the name of who amends the log"),
        (("--task", "price-list", "--review-on", "tomorrow"), "'tomorrow' does not match"),
        (("--commitment", "win-loss", "--status", "keep"), "'keep' is not one of"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(ours, arguments, words):
    done = ours("log", "amend", "latest", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1 or done.stderr.startswith("Usage:")
    assert done.stdout == ""
    assert "\x1b" not in done.stderr
    assert log_of(ours).read_text(encoding="utf-8") == BY_HAND


def test_every_status_can_be_given():
    (status,) = [option for option in amend.params if option.name == "status"]
    assert sorted(status.type.choices) == sorted(CommitmentStatus)


def test_a_log_that_cant_be_read_is_refused_with_what_lists_its_problems(ours):
    broken = BY_HAND.replace('driver = "pm"\n', "driver = 3\n")
    path = log_of(ours).with_name("2026-10-06 broken.toml")
    path.write_text(broken, encoding="utf-8")
    done = ours("log", "amend", "2026-10-06", *KIM)
    assert done.returncode == 3
    assert done.stderr == (
        "facilitator: sessions/2026-10-06 broken.toml can't be read as a decision log;"
        " `facilitator log check 'sessions/2026-10-06 broken.toml'` lists why\n"
    )
    assert path.read_text(encoding="utf-8") == broken


@pytest.mark.parametrize("log", ["2025", "none.toml", "sessions/loop.toml"])
def test_a_log_that_is_not_there_is_an_error_of_one_line(ours, log):
    (ours.folder / "sessions" / "loop.toml").symlink_to("loop.toml")
    done = ours("log", "amend", log, *KIM)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_a_file_that_has_to_be_laid_out_anew_is_said_to_be(ours):
    deep = BY_HAND.replace('weather = "rain"', f"nest = {'[' * 200}{']' * 200}")
    log_of(ours).write_text(deep, encoding="utf-8")
    done = ours("log", "amend", "latest", *KIM, "--yes")
    assert done.returncode == 0
    assert "laid out anew, without its comments: “Our first workshop. Typed by Ines" in done.stderr
    assert ours("log", "check", "latest").returncode == 0


DEEP = BY_HAND.replace('weather = "rain"', f"nest = {'[' * 200}{']' * 200}")
TRAILING = """amendments = [
  { at = 2026-10-06T09:00:00Z, by = "Ines", what = "a day" } # by telephone
  # and nothing else
]
"""
COMMENTED = {
    "tables nested too deeply to be edited": DEEP,
    "a comment where the next note goes": BY_HAND.replace("[session]", f"{TRAILING}[session]", 1),
    "the same with the line ends of Windows": DEEP.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("text", COMMENTED.values(), ids=COMMENTED)
def test_comments_go_only_with_a_yes(ours, text):
    log_of(ours).write_bytes(text.encode())
    done = ours("log", "amend", "latest", *KIM)
    assert (done.returncode, done.stdout) == (2, "")
    assert "without its comments: “Our first workshop." in done.stderr
    assert "let them go with --yes" in done.stderr
    assert log_of(ours).read_bytes() == text.encode()
    terminal = in_terminal(ours, *KIM)
    terminal.expect("Write this")
    assert "without its comments" in " ".join(terminal.before.split())
    terminal.sendline("n")
    assert "Nothing was written." in ended(terminal)
    assert log_of(ours).read_bytes() == text.encode()
    assert ours("log", "amend", "latest", *KIM, "--yes").returncode == 0
    assert read(ours)["decisions"][0]["owner"] == "Kim"


def test_a_file_without_comments_has_none_to_lose(ours):
    bare = "\n".join(re.sub(r" *#.*", "", line) for line in DEEP.splitlines())
    log_of(ours).write_text(bare, encoding="utf-8")
    done = ours("log", "amend", "latest", *KIM)
    assert done.returncode == 0
    assert done.stderr == (
        "facilitator: the file can't be edited as it stands: it is laid out anew\n"
    )


def test_what_looks_like_a_comment_in_text_is_none(ours):
    said = 'owner = "Lee #1"\nrationale = """\nTeh # of \\""" deals\n# and so on"""\n'
    text = BY_HAND.replace('owner = "Lee"               # until the summer\n', said)
    assert said in text
    log_of(ours).write_text(text, encoding="utf-8")
    done = ours("log", "amend", "latest", "--typo", "Teh", "The")
    assert (done.returncode, done.stderr) == (0, "")


def in_terminal(ours, *arguments: str) -> pexpect.spawn:
    env = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    return pexpect.spawn(
        sys.executable,
        ["-m", "facilitator", "log", "amend", "latest", *arguments],
        cwd=str(ours.folder),
        env={**env, "FACILITATOR_CONFIG": str(ours.folder / "none"), "TERM": "xterm"},
        encoding="utf-8",
        timeout=30,
        dimensions=(24, 80),
    )


def ended(terminal: pexpect.spawn) -> str:
    terminal.expect(pexpect.EOF)
    terminal.close()
    return terminal.before


def test_in_a_terminal_it_shows_what_will_change_and_asks(ours):
    terminal = in_terminal(ours, *KIM, "--typo", "Teh", "The", "--by", "Ines")
    terminal.expect(r"Write this, as amended by Ines\? \[y/N\]: ")
    shown = terminal.before
    assert "Who does what around a launch?" in shown
    assert "owner of sales-training" in shown
    assert "nobody" in shown
    assert "Kim" in shown
    assert "Teh rest of us" in shown
    assert "The rest of us" in shown
    assert log_of(ours).read_text(encoding="utf-8") == BY_HAND
    terminal.sendline("y")
    assert f"Amended sessions/{LOG_ID}.toml" in ended(terminal)
    assert terminal.exitstatus == 0
    assert read(ours)["decisions"][0]["owner"] == "Kim"


def test_a_no_writes_nothing(ours):
    terminal = in_terminal(ours, *KIM)
    terminal.expect("Write this")
    terminal.sendline("")
    assert "Nothing was written." in ended(terminal)
    assert terminal.exitstatus == 130
    assert log_of(ours).read_text(encoding="utf-8") == BY_HAND


def test_with_yes_it_does_not_ask(ours):
    terminal = in_terminal(ours, *KIM, "--yes")
    assert "Write this" not in ended(terminal)
    assert terminal.exitstatus == 0
    assert read(ours)["decisions"][0]["owner"] == "Kim"


def test_a_file_that_changed_while_it_asked_is_left_alone(ours):
    terminal = in_terminal(ours, *KIM)
    terminal.expect("Write this")
    theirs = BY_HAND.replace("until the summer", "until Monday")
    log_of(ours).write_text(theirs, encoding="utf-8")
    terminal.sendline("y")
    told = " ".join(ended(terminal).split())
    assert "somebody else has changed this file meanwhile; nothing was written" in told
    assert terminal.exitstatus == 3
    assert log_of(ours).read_text(encoding="utf-8") == theirs


@pytest.mark.parametrize(
    ("task", "owner", "team"),
    [
        ("sales-training", "Olu", "Product Marketing"),
        ("sales-training", "Raj", "Product Marketing"),
        ("price-list", "Kim", "Product Management"),
    ],
)
def test_an_owner_whom_the_log_does_not_list_with_the_driver_is_remarked_on(
    ours, task, owner, team
):
    done = ours("log", "amend", "latest", "--task", task, "--owner", owner)
    told = f"facilitator: {owner} is not among the participants of {team} in this log\n"
    assert (done.returncode, done.stderr) == (0, told)
    (changed,) = (each for each in read(ours)["decisions"] if each["task"] == task)
    assert changed["owner"] == owner


def test_an_owner_from_the_drivers_team_is_not_remarked_on_nor_who_owned_it_before(ours):
    assert ours("log", "amend", "latest", "--task", "price-list", "--owner", "Olu").stderr
    for task, owner in (("price-list", "Zoe"), ("sales-training", "kim")):
        done = ours("log", "amend", "latest", "--task", task, "--owner", owner)
        assert (done.returncode, done.stderr) == (0, "")
    assert ours("log", "amend", "latest", "--task", "price-list", "--owner", "Olu").stderr
    done = ours("log", "amend", "latest", "--task", "price-list", "--review-on", "2027-05-05")
    assert (done.returncode, done.stderr) == (0, "")


def test_where_nobody_is_named_no_owner_is_remarked_on(facilitator):
    put(facilitator.folder / "sessions", "2026-05-20-our-areas-x1y2", decided("pricing"))
    done = facilitator("log", "amend", "latest", "--task", "pricing", "--owner", "Olu", "--by", "I")
    assert (done.returncode, done.stderr) == (0, "")
