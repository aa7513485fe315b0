"""``facilitator agenda new`` and ``from-log``: agendas that the program writes."""

from __future__ import annotations

import json
import os
import sys
import tomllib

import pexpect
import pytest

from facilitator.domain.decision_log.projection import project_log
from facilitator.storage.decision_log_toml import write_log
from tests.worlds.workshop import SESSION_ID, held_session

GIVEN = (
    *("--title", "Who owns what?"),
    *("--team", "Product Management", "--team", "Product Marketing=PMM"),
    *("--task", "Pricing", "--task", "Launch plan"),
)
REVIEW = "2027-03-22"


def files(facilitator):
    """Every file of the folder, the index of its logs apart."""
    return sorted(
        str(path.relative_to(facilitator.folder))
        for path in facilitator.folder.rglob("*")
        if path.is_file() and path.parent.name != ".index"
    )


@pytest.fixture
def ours(facilitator):
    """A folder with the log of a session: one decision to review in March, two tasks open."""
    write_log(facilitator.folder / "sessions", project_log(held_session()))
    return facilitator


def test_a_bare_name_becomes_a_file_in_agendas_that_passes_the_check(facilitator):
    done = facilitator("agenda", "new", "spring", *GIVEN)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "Wrote agendas/spring.toml: 2 teams, 2 tasks, 31 min.",
        "Open it in an editor: its comments say what you can change. Then:",
        "    facilitator agenda check spring",
        "    facilitator run spring",
    ]
    assert files(facilitator) == ["agendas/spring.toml"]
    assert facilitator("agenda", "check", "spring").stdout == "spring: no problems\n"
    shown = json.loads(facilitator("agenda", "show", "spring", "--json").stdout)
    assert shown["id"] == "spring"
    assert [team["short"] for team in shown["teams"]] == ["PM", "PMM"]


def test_a_path_goes_where_it_says(facilitator):
    done = facilitator("agenda", "new", "our plan.toml", *GIVEN, "--minutes", "20")
    assert done.returncode == 0, done.stderr
    assert "facilitator run 'our plan.toml'" in done.stdout
    document = tomllib.loads((facilitator.folder / "our plan.toml").read_text())
    assert document["id"] == "our-plan"
    assert [step["minutes"] for step in document["steps"]] == [5, 20, 20, 10]


def test_as_json_it_says_which_file_and_what_is_in_it(facilitator):
    done = json.loads(facilitator("agenda", "new", "spring", *GIVEN, "--json").stdout)
    assert done["file"] == "agendas/spring.toml"
    assert done["agenda"]["format"] == "facilitator.agenda/1"


def test_an_existing_file_is_never_overwritten(facilitator):
    path = facilitator.folder / "mine.toml"
    path.write_text("mine")
    done = facilitator("agenda", "new", "mine.toml", *GIVEN)
    assert done.returncode == 2
    assert done.stderr == (
        "facilitator: mine.toml is there already; choose another name, or --force to replace it\n"
    )
    assert path.read_text() == "mine"
    assert facilitator("agenda", "new", "mine.toml", *GIVEN, "--force").returncode == 0
    assert facilitator("agenda", "check", "mine.toml").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("x",), "missing: --title TITLE, --team NAME (at least two), --task TITLE"),
        (("x", *GIVEN[:4]), "missing: --team NAME (at least two), --task TITLE (at least one)"),
        (("x", *GIVEN[:6]), "missing: --task TITLE (at least one)"),
        (("x", *GIVEN, "--team", "a\x1b[31mb"), "character 2 is a control character"),
        (("x", *GIVEN, "--team", "Sales=123456789"), "at most 8 fit"),
        (("x", *GIVEN, "--team", "Other=PMM"), "the short name “PMM” is given twice"),
        (("x", *GIVEN, "--task", "pricing"), "the task “pricing” is given twice"),
        (("x", *GIVEN, "--minutes", "200"), "would last over 4 h"),
        (("x", *GIVEN, "--minutes", "0"), "--minutes"),
        ((".hidden", *GIVEN), "no name for an agenda"),
        (("a\x1b[31m", *GIVEN), "no name for a file"),
        (("", *GIVEN), "no name for an agenda"),
        (("none/x.toml", *GIVEN), "there is no folder none; make it first"),
        (("./", *GIVEN), "is a folder"),
    ],
)
def test_wrong_usage_is_told_in_words_and_nothing_is_written(facilitator, arguments, words):
    done = facilitator("agenda", "new", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert list(facilitator.folder.iterdir()) == []


def test_force_replaces_nothing_but_a_file(facilitator):
    pipe = facilitator.folder / "pipe.toml"
    os.mkfifo(pipe)
    done = facilitator("agenda", "new", "pipe.toml", *GIVEN, "--force")
    assert done.returncode == 2
    assert "pipe.toml is there and not a regular file; choose another name" in done.stderr
    assert pipe.is_fifo()


def test_a_name_too_long_for_the_file_system_is_told_in_a_line(facilitator):
    done = facilitator("agenda", "new", "日" * 95, *GIVEN)
    assert done.returncode == 3
    assert "can't be written: File name too long; choose another place" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_that_takes_no_files_is_told_in_a_line(facilitator):
    (facilitator.folder / "agendas").write_text("a file, not a folder")
    done = facilitator("agenda", "new", "x", *GIVEN)
    assert done.returncode in (2, 3)
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def asked(facilitator, *arguments):
    return pexpect.spawn(
        sys.executable,
        ["-m", "facilitator", "agenda", "new", *arguments],
        cwd=str(facilitator.folder),
        encoding="utf-8",
        timeout=30,
        dimensions=(40, 100),
    )


def converse(terminal, *turns):
    for question, answer in turns:
        terminal.expect(question)
        terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    terminal.close()
    return terminal.before


def test_in_a_terminal_it_asks_and_asks_again_where_an_answer_does_not_fit(facilitator):
    terminal = asked(facilitator, "spring")
    told = converse(
        terminal,
        ("Title of the workshop: ", "Who owns what?"),
        ("Team 1: ", "Product Management"),
        (r"Short name \[PM\]: ", ""),
        ("Team 2: ", "product management"),
        ("is there already.*Team 2: ", "Product Marketing"),
        (r"Short name \[PMa\]: ", "much too long"),
        ("at most 8 fit.*Short name .*: ", "PMM"),
        ("Team 3: ", ""),
        ("Task 1: ", "Pricing"),
        ("Task 2: ", ""),
        (r"Minutes for each task \[8\]: ", "300"),
        ("240.*Minutes for each task .*: ", "12"),
    )
    assert terminal.exitstatus == 0
    assert "Wrote agendas/spring.toml: 2 teams, 1 task, 27 min." in told
    assert facilitator("agenda", "check", "spring").stdout == "spring: no problems\n"


def test_in_a_terminal_with_all_given_it_asks_nothing(facilitator):
    terminal = asked(facilitator, "spring", *GIVEN)
    assert "Wrote agendas/spring.toml" in converse(terminal)


def test_ctrl_c_writes_nothing(facilitator):
    terminal = asked(facilitator, "spring")
    terminal.expect("Title of the workshop: ")
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert "Traceback" not in terminal.before
    assert files(facilitator) == []


@pytest.mark.parametrize(("answer", "exit_code"), [("n", 130), ("y", 0)])
def test_in_a_terminal_force_asks_before_it_replaces(facilitator, answer, exit_code):
    path = facilitator.folder / "mine.toml"
    path.write_text("mine")
    terminal = asked(facilitator, "mine.toml", *GIVEN, "--force")
    converse(terminal, ("Replace mine.toml, which is there already?", answer))
    assert terminal.exitstatus == exit_code
    assert (path.read_text() == "mine") == (answer == "n")


def test_what_a_log_leaves_due_is_printed_as_a_sound_agenda(ours):
    done = ours("agenda", "from-log", "latest", "--on", REVIEW)
    assert done.returncode == 0
    assert done.stderr == ""
    document = tomllib.loads(done.stdout)
    assert document["id"] == "grey-areas"
    assert [(step["kind"], step.get("id")) for step in document["steps"]] == [
        ("follow-up", None),
        ("task", "competitive-messaging"),
        ("task", "launch-plan"),
        ("task", "advisory-boards"),
        ("close", None),
    ]
    assert files(ours) == [f"sessions/{SESSION_ID}.toml"]


def test_before_a_review_date_only_what_is_undecided_is_due(ours):
    document = json.loads(
        ours("agenda", "from-log", SESSION_ID, "--on", "2026-12-01", "--json").stdout
    )
    tasks = [step["id"] for step in document["steps"] if step["kind"] == "task"]
    assert tasks == ["launch-plan", "advisory-boards"]


def test_tasks_come_from_the_original_agenda_where_it_is_at_hand(ours):
    task = tomllib.loads(ours("agenda", "from-log", "latest", "--on", REVIEW).stdout)["steps"][1]
    assert task["background"].startswith("Last time, on 22 Nov 2026, this was decided")
    assert "why you, and not the other one?" in task["background"]
    assert task["candidates"] == ["pm", "pmm"]
    assert task["suggested"]["driver"]


def test_what_is_due_is_written_to_a_file_like_a_new_agenda(ours):
    done = ours("agenda", "from-log", "latest", "again", "--on", REVIEW)
    assert done.returncode == 0
    assert done.stdout.startswith("Wrote agendas/again.toml: 3 teams, 3 tasks, ")
    assert "facilitator run again" in done.stdout
    assert ours("agenda", "check", "again").stdout == "again: no problems\n"
    assert ours("agenda", "from-log", "latest", "again", "--on", REVIEW).returncode == 2
    forced = ours("agenda", "from-log", "latest", "again", "--on", REVIEW, "--force", "--json")
    assert json.loads(forced.stdout)["file"] == "agendas/again.toml"


def test_when_nothing_is_due_that_is_said_with_the_next_review_and_nothing_is_written(ours):
    path = ours.folder / "sessions" / f"{SESSION_ID}.toml"
    text = path.read_text()
    path.write_text(text[: text.index("[[decisions]]", text.index("[[decisions]]") + 1)])
    done = ours("agenda", "from-log", "latest", "again", "--on", "2026-12-01")
    assert done.returncode == 0
    assert done.stdout == ""
    assert done.stderr == (
        f"facilitator: nothing in {SESSION_ID} is due on 1 Dec 2026; "
        "the next review is on 22 Mar 2027: try --on 2027-03-22. Nothing was written\n"
    )
    assert not (ours.folder / "agendas").exists()
    asked_as_json = ours("agenda", "from-log", "latest", "--on", "2026-12-01", "--json")
    assert asked_as_json.stdout == "null\n"


def test_a_log_that_makes_no_agenda_says_what_is_wrong_with_it(ours):
    path = ours.folder / "sessions" / f"{SESSION_ID}.toml"
    path.write_text(path.read_text().replace('name = "Sales"', f'name = "{"S" * 100}"'))
    done = ours("agenda", "from-log", "latest", "again")
    assert done.returncode == 3
    assert "no sound agenda comes of this" in done.stderr
    assert "teams[2].name (line 29): is 100 characters wide, and at most 60 fit" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (ours.folder / "agendas").exists()


def test_a_workshop_of_many_tasks_comes_with_the_warnings_of_the_check(ours):
    path = ours.folder / "sessions" / f"{SESSION_ID}.toml"
    text = path.read_text()
    parked = text[text.index('[[decisions]]\ntask = "advisory-boards"') :]
    more = [
        parked.replace("advisory-boards", f"task-{n}").split("[[parking_lot]]")[0]
        for n in range(40)
    ]
    path.write_text(text.replace(parked, "\n".join([*more, parked])))
    done = ours("agenda", "from-log", "latest")
    assert done.returncode == 0, done.stderr
    assert "over four hours; split the workshop in two" in done.stderr
    assert len(tomllib.loads(done.stdout)["steps"]) == 44


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("none",), 3, "there is no log"),
        (("none.toml",), 3, "there is no such file"),
        (("latest", "--on", "soon"), 2, "--on"),
        (("latest", "agendas/"), 2, "agendas"),
    ],
)
def test_what_can_not_be_done_is_told_in_words(ours, arguments, code, words):
    done = ours("agenda", "from-log", *arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
