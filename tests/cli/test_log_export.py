"""Past decisions as files, made by the real program."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from benchmarks.past_logs import past_logs
from facilitator.domain.decision_log.model import Amendment, Commitment
from facilitator.domain.decisions import CommitmentStatus, Verdict
from facilitator.domain.words.signs import VERDICT_SIGNS
from facilitator.storage.decision_log_toml import dump_log, write_log
from tests.markdown import lines, tables

PAST = tuple(past_logs(6, 4, seed=3))
FIRST, SECOND = PAST[0], PAST[3]  # of the same agenda, one after the other


def change_log(folder, log):
    """Put another log in the place of the one of its session."""
    (folder / "sessions" / f"{log.session.id}.toml").write_bytes(dump_log(log))


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    """A folder with some years' decision logs, to be copied."""
    folder = tmp_path_factory.mktemp("past")
    for log in PAST:
        write_log(folder, log)
    return folder


@pytest.fixture
def ours(facilitator, past):
    """The program in a folder with some years' decision logs."""
    shutil.copytree(past, facilitator.folder / "sessions")
    return facilitator


def events(text: str | bytes) -> dict[str, date]:
    """The day of each event that stands, by its UID."""
    found = Calendar.from_ical(text).walk("VEVENT")
    standing = (each for each in found if each["status"] != "CANCELLED")
    return {str(each["uid"]): each.decoded("dtstart") for each in standing}


def cancelled(text: str | bytes) -> set[str]:
    """The UIDs of the events that are taken out."""
    found = Calendar.from_ical(text).walk("VEVENT")
    return {str(each["uid"]) for each in found if each["status"] == "CANCELLED"}


def all_reviews():
    return [(log, d) for log in PAST for d in log.decisions if d.review_on]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_log_goes_to_standard_output_as_markdown(ours):
    done = ours("log", "export", SECOND.session.id)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"# {SECOND.session.title}\n")
    assert [row[0] for row in tables(done.stdout)[0][1:]] == [d.title for d in SECOND.decisions]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.md", "#"),
        ("a.markdown", "#"),
        ("a.b.CSV", "\ufeffsession,"),
        ("a.ICS", "BEGIN:VCALENDAR"),
    ],
)
def test_the_ending_of_the_file_tells_what_it_is_written_in(ours, name, form):
    done = ours("log", "export", "latest", "--output", name)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Wrote {name}.\n", "")
    assert (ours.folder / name).read_text(encoding="utf-8").startswith(form)


@pytest.mark.parametrize(
    "name", ["a.txt", "a", "a.md.bak", ".csv", "a.xlsx", "sessions/a.htm", "a."]
)
def test_an_ending_that_tells_nothing_is_refused_with_those_that_do(ours, name):
    done = ours("log", "export", "latest", "--output", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"facilitator: {name}: ")
    assert ".md, .markdown, .csv or .ics, or say with --as what to write" in done.stderr
    assert [path.name for path in ours.folder.iterdir()] == ["sessions"]
    assert ours("log", "export", "latest", "--output", name, "--as", "csv").returncode == 0


@pytest.mark.parametrize("form", ["markdown", "csv", "calendar"])
@pytest.mark.parametrize("what", [("latest",), ("--register",)], ids=["log", "register"])
def test_a_dash_is_standard_output(ours, what, form):
    plain = ours("log", "export", *what, "--as", form)
    dashed = ours("log", "export", *what, "--as", form, "--output", "-")
    assert dashed.returncode == 0
    assert dashed.stdout.splitlines()[:3] == plain.stdout.splitlines()[:3]
    assert "Wrote" not in dashed.stdout
    assert [path.name for path in ours.folder.iterdir()] == ["sessions"]
    done = ours("log", "export", *what, "--output", "-", "--force")
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize(
    "what",
    [("latest",), (SECOND.session.id, "--against", FIRST.session.id), ("--register",)],
    ids=["log", "comparison", "register"],
)
def test_a_file_for_spreadsheets_says_that_it_is_utf8_and_a_pipe_does_not(ours, what):
    piped = ours("log", "export", *what, "--as", "csv").stdout
    assert not piped.startswith("\ufeff")
    assert ours("log", "export", *what, "--output", "a.csv").returncode == 0
    written = (ours.folder / "a.csv").read_bytes()
    assert written == b"\xef\xbb\xbf" + piped.encode()


def test_as_wins_over_the_ending(ours):
    ours("log", "export", "latest", "--as", "csv", "--output", "a.md")
    written = (ours.folder / "a.md").read_text(encoding="utf-8-sig")
    assert len(rows(written)) == len(PAST[-1].decisions)


def test_a_file_that_is_there_is_left_alone_unless_forced(ours):
    there = ours.folder / "a.md"
    there.write_text("mine")
    done = ours("log", "export", "latest", "--output", "a.md")
    assert done.returncode == 2
    assert "a.md is there already; choose another name, or --force to replace it" in done.stderr
    assert there.read_text() == "mine"
    assert ours("log", "export", "latest", "--output", "a.md", "--force").returncode == 0
    assert there.read_text().startswith("# ")
    assert sorted(path.name for path in ours.folder.iterdir()) == ["a.md", "sessions"]


def test_a_comparison_tells_the_same_as_markdown_and_as_csv(ours):
    named = ("log", "export", SECOND.session.id, "--against", FIRST.session.id)
    page, table = ours(*named).stdout, rows(ours(*named, "--as", "csv").stdout)
    assert lines(page)[0] == f"What changed: {SECOND.session.title}"
    heads = [line for line in page.splitlines() if line.startswith("### ")]
    signs = {f"{VERDICT_SIGNS[verdict]}": verdict.value for verdict in Verdict}
    told = {(head := lines(line)[0].split(": "))[1]: head[0].split(",")[0] for line in heads}
    assert told
    verdicts = {title: signs[words] for title, words in told.items()}
    assert verdicts.items() <= {row["title"]: row["verdict"] for row in table}.items()
    assert [row["task"] for row in table] == [each.task for each in SECOND.decisions]


def test_the_register_is_a_matrix_and_a_row_for_each_task(ours):
    page = ours("log", "export", "--register").stdout
    table = rows(ours("log", "export", "--register", "--as", "csv").stdout)
    in_force = {d.task for log in PAST for d in log.decisions if d.driver}
    assert [row["task"] for row in table] == sorted(in_force)
    assert all(row["overdue"] == "true" for row in table)
    matrix = tables(page)[0]
    assert [row[0].split(" reopened on ")[0] for row in matrix[1:]] == [r["title"] for r in table]
    assert all(row[-1].startswith("!\u00a0") for row in matrix[1:])


def test_the_register_as_a_calendar_holds_all_that_is_due(ours):
    done = ours("log", "export", "--register", "--output", "due.ics")
    assert done.returncode == 0
    data = (ours.folder / "due.ics").read_bytes()
    found = events(data)
    newest = {
        d.task: (log.session.id, d.review_on) for log in PAST for d in log.decisions if d.review_on
    }
    reviews = {uid: day for uid, day in found.items() if uid.startswith("review-")}
    assert reviews == {
        f"review-{task}-{session}@facilitator": day for task, (session, day) in newest.items()
    }
    assert len(reviews) < len(found)
    every = {f"review-{d.task}-{log.session.id}@facilitator" for log, d in all_reviews()}
    replaced = {uid for uid in cancelled(data) if uid.startswith("review-")}
    assert replaced == every - set(reviews)
    assert replaced
    assert data == ours("log", "export", "--register", "--as", "calendar").stdout.encode().replace(
        b"\n", b"\r\n"
    )


def test_events_of_an_amended_log_are_stamped_when_that_was(ours):
    at = datetime(2021, 2, 3, 4, 5, tzinfo=UTC)
    amended = replace(PAST[-1], amendments=(Amendment(at=at, by="Ines", what="review moved"),))
    change_log(ours.folder, amended)
    for named in ("latest", "--register"):
        done = ours("log", "export", named, "--as", "calendar")
        review = f"review-c-task-2-{amended.session.id}@facilitator"
        found = {str(e["uid"]): e for e in Calendar.from_ical(done.stdout).walk("VEVENT")}
        assert found[review].decoded("dtstamp") == at
        assert found[review]["sequence"] == 1


def test_a_log_alone_takes_out_what_it_settled_of_those_before_it(ours):
    promised = Commitment(
        id="calls",
        giver="pm",
        receiver="pmm",
        text="Two calls a month",
        due=date(2020, 6, 1),
        status=CommitmentStatus.OPEN,
    )
    kept = replace(promised, status=CommitmentStatus.KEPT, carried_from=FIRST.session.id)
    change_log(ours.folder, replace(FIRST, commitments=(promised,)))
    for is_rehearsed in (False, True):
        told = replace(SECOND.session, rehearsal=is_rehearsed)
        change_log(ours.folder, replace(SECOND, session=told, commitments=(kept,)))
        out = cancelled(ours("log", "export", SECOND.session.id, "--as", "calendar").stdout)
        if is_rehearsed:
            assert out == set()
            continue
        assert f"commitment-calls-{FIRST.session.id}@facilitator" in out
        again = {d.task for d in FIRST.decisions} & {
            d.task for d in SECOND.decisions if d.review_on or d.outcome == "decided"
        }
        assert again
        before = {d.task for log, d in all_reviews() if log is FIRST}
        assert {uid for uid in out if uid.startswith("review-")} == {
            f"review-{task}-{FIRST.session.id}@facilitator" for task in again & before
        }


def test_a_promise_is_the_same_event_in_every_log_that_carries_it_on(ours):
    carried = Commitment(
        id="calls",
        giver="pm",
        receiver="pmm",
        text="Two calls a month",
        due=date(2020, 6, 1),
        status=CommitmentStatus.OPEN,
    )
    first = replace(FIRST, commitments=(carried,))
    again = replace(carried, carried_from=FIRST.session.id, due=date(2020, 9, 1))
    second = replace(SECOND, commitments=(again,))
    for log in (first, second):
        change_log(ours.folder, log)
    uid = f"commitment-calls-{FIRST.session.id}@facilitator"
    for log, day in ((first, date(2020, 6, 1)), (second, date(2020, 9, 1))):
        done = ours("log", "export", log.session.id, "--as", "calendar")
        assert events(done.stdout)[uid] == day


def test_rehearsals_count_in_the_register_where_that_is_asked_for(ours):
    rehearsed = replace(
        PAST[0],
        session=replace(PAST[0].session, id=f"{PAST[0].session.id[:-4]}zzzz", rehearsal=True),
        decisions=tuple(
            replace(each, task=f"rehearsed-{n}", supersedes=None)
            for n, each in enumerate(PAST[0].decisions)
        ),
    )
    write_log(ours.folder / "sessions", rehearsed)
    assert "rehearsed-" not in ours("log", "export", "--register", "--as", "csv").stdout
    asked = ours("log", "export", "--register", "--as", "csv", "--rehearsals")
    assert "rehearsed-" in asked.stdout


LEFT_OUT = "can't be read and is left out"


@pytest.mark.parametrize("form", ["markdown", "csv", "calendar"])
def test_a_broken_file_is_counted_and_hides_nothing(ours, form):
    whole = ours("log", "export", "--register", "--as", form).stdout
    (ours.folder / "sessions" / "2020-09-09-broken-aaaa.toml").write_text("format = 1 1")
    done = ours("log", "export", "--register", "--as", form)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        f"facilitator: 2020-09-09-broken-aaaa {LEFT_OUT}; facilitator log list says why"
    ]
    told = "\nLeft out, for it can't be read: `2020-09-09-broken-aaaa`.\n"
    assert done.stdout == (whole + told if form == "markdown" else whole)


def test_open_promises_without_a_day_are_said_to_be_left_out(ours):
    promise = Commitment(
        id="someday", giver="pm", receiver="pmm", text="Someday", status=CommitmentStatus.OPEN
    )
    bare = replace(PAST[0], decisions=(), commitments=(promise,))
    change_log(ours.folder, bare)
    done = ours("log", "export", bare.session.id, "--output", "a.ics")
    assert done.stderr.splitlines() == [
        "facilitator: left out: 1 open commitment without a day",
        "facilitator: nothing in it is due: the calendar is empty",
    ]
    assert events((ours.folder / "a.ics").read_bytes()) == {}


def test_a_folder_of_rehearsals_says_so(facilitator):
    rehearsed = replace(FIRST, session=replace(FIRST.session, rehearsal=True))
    write_log(facilitator.folder / "sessions", rehearsed)
    done = facilitator("log", "export", "--register", "--as", "csv")
    assert done.stderr.splitlines() == [
        "facilitator: there are rehearsals only: nothing here was decided in earnest yet"
    ]
    assert rows(done.stdout)


def test_an_empty_folder_has_a_register_without_decisions(facilitator):
    done = facilitator("log", "export", "--register")
    assert done.returncode == 0
    assert "No decision is in force" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "name the LOG to export, like latest, or give --register"),
        (("latest", "--register"), "--register takes all logs of the folder"),
        (("--register", "--against", "latest"), "--against goes with LOG"),
        (("--against", "latest"), "name the LOG to export"),
        (("latest", "--rehearsals"), "--rehearsals goes with --register alone"),
        (("latest", "--force"), "--force replaces a file: name it with --output FILE"),
        (("latest", "--against", "2020-01-06", "--as", "calendar"), "a comparison has no days"),
        (("latest", "--against", "2020-01-06", "--output", "a.ics"), "a comparison has no days"),
        (("latest", "--output", "sessions"), "sessions is a folder; name a file in it"),
        (("latest", "--output", "none/"), "none is a folder; name a file in it"),
        (("latest", "--output", "none/a.md"), "there is no folder none; make it first"),
    ],
)
def test_what_makes_no_sense_is_one_line(ours, arguments, words):
    done = ours("log", "export", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in ours.folder.iterdir()] == ["sessions"]


@pytest.mark.parametrize("arguments", [("2019",), ("latest", "--against", "none.toml")])
def test_a_log_that_is_not_there_is_one_line(ours, arguments):
    done = ours("log", "export", *arguments)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1


def test_a_file_that_cant_be_made_is_told_in_a_line(ours):
    done = ours("log", "export", "latest", "--output", f"{'a' * 300}.md")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert "can't be written" in done.stderr


def test_the_name_of_a_file_reaches_no_terminal_as_it_is(ours):
    done = ours("log", "export", "latest", "--output", "\x1b]0;oops\x07.md")
    assert done.stdout == "Wrote <U+001B>]0;oops<U+0007>.md.\n"


def test_the_calendars_library_is_loaded_for_calendars_alone(ours):
    code = (
        "import sys, click.testing, facilitator.cli as c;"
        "r = click.testing.CliRunner().invoke(c.cli, sys.argv[1:]);"
        "print(r.exit_code, 'icalendar' in sys.modules)"
    )
    for form, loaded in (("markdown", False), ("csv", False), ("calendar", True)):
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                code,
                "log",
                "export",
                "latest",
                "--as",
                form,
                "--sessions",
                "sessions",
            ],
            cwd=ours.folder,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == f"0 {loaded}\n"


def test_a_path_beside_no_other_log_is_exported_too(ours, tmp_path):
    apart = tmp_path / "apart.toml"
    shutil.copy(ours.folder / "sessions" / f"{SECOND.session.id}.toml", apart)
    done = ours("log", "export", str(apart), "--as", "calendar")
    assert done.returncode == 0
    assert events(done.stdout)
