"""The checks' lines: for people, for scripts, and for a code host that shows them beside a file."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from facilitator.wiring.agendas import shipped_folder

SPRING = (Path(__file__).parents[1] / "storage" / "spring.toml").read_text(encoding="utf-8")
LOG = Path(__file__).parents[1] / "storage" / "decision-log-example.toml"
COMMAND = re.compile(r"::(error|warning) ((?:\w+=[^,:\n]*,?)+)::([^\n]+)")


def commands(stdout: str) -> list[tuple[str, dict[str, str], str]]:
    """Workflow commands as GitHub takes them apart."""
    found = [COMMAND.fullmatch(line) for line in stdout.splitlines()]
    return [
        (match[1], dict(each.split("=", 1) for each in match[2].split(",")), match[3])
        for match in found
        if match
    ]


@pytest.fixture
def agenda(facilitator):
    """Writes an agenda with something replaced; gives its name."""

    def write(old: str, new: str, name: str = "spring.toml") -> str:
        assert old in SPRING
        text = SPRING.replace(old, new, 1)
        (facilitator.folder / name).write_text(text, encoding="utf-8")
        return name

    return write


def test_a_problem_has_its_place_and_its_line(facilitator, agenda):
    done = facilitator("agenda", "check", agenda('driver = "pmm"', 'driver = "pmn"'))
    assert done.returncode == 1
    assert done.stdout.startswith("spring.toml: steps[3].suggested.driver (line 50): ")


def test_in_json_too(facilitator, agenda):
    name = agenda('team = "pm", input', 'team = "pn", input')
    (problem,) = json.loads(facilitator("agenda", "check", name, "--json").stdout)
    assert problem["place"] == "steps[3].suggested.support[0].team"
    assert (problem["line"], problem["column"]) == (52, 17)


def test_what_has_no_line_has_none_in_json(facilitator, agenda):
    name = agenda('id = "spring"\n', "")
    (problem,) = json.loads(facilitator("agenda", "check", name, "--json").stdout)
    assert (problem["place"], problem["line"], problem["column"]) == ("id", None, None)


def test_for_github_each_problem_is_a_command(facilitator, agenda):
    name = agenda('driver = "pmm"', 'driver = "pmn"')
    done = facilitator("agenda", "check", name, "--format", "github")
    assert done.returncode == 1
    ((level, where, told),) = commands(done.stdout)
    assert level == "error"
    assert where == {
        "file": "spring.toml",
        "line": "50",
        "col": "3",
        "title": "steps[3].suggested.driver",
    }
    assert told.startswith('"pmn" is not a candidate')
    assert len(done.stdout.splitlines()) == 1


def test_syntax_and_warnings_for_github_too(facilitator, agenda):
    syntax = agenda("agreement_required = 0.75", "agreement_required = 75%", "a.toml")
    warned = agenda("minutes = 5\n", "", "b.toml")
    done = facilitator("agenda", "check", syntax, warned, "grey-areas", "--format=github")
    first, second = commands(done.stdout)
    assert (first[0], first[1]["line"], first[1]["col"]) == ("error", "15", "22")
    assert (second[0], second[1]["line"]) == ("warning", "19")
    assert len(done.stdout.splitlines()) == 2
    assert done.returncode == 1


def test_what_would_end_a_command_or_a_property_is_escaped(facilitator, agenda):
    name = agenda('phase = "market"', 'phase = "50%"', "a,b:c=50%.toml")
    done = facilitator("agenda", "check", f"./{name}", "--format", "github")
    assert done.stdout.startswith("::error file=a%2Cb%3Ac=50%25.toml,line=48,col=1,title=steps")
    assert '::"50%25" is not known here' in done.stdout


def test_a_file_that_is_not_there_is_a_command_and_a_line_beside_it(facilitator):
    done = facilitator("agenda", "check", "none.toml", "--format", "github")
    ((level, where, told),) = commands(done.stdout)
    assert (level, where["file"]) == ("error", "none.toml")
    assert "no such file" in told
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)


def test_sound_files_say_nothing_to_github(facilitator):
    done = facilitator("agenda", "check", "grey-areas", "--format", "github")
    assert (done.returncode, done.stdout) == (0, "")


def test_json_and_github_exclude_each_other(facilitator):
    done = facilitator("log", "check", "x.toml", "--json", "--format", "github")
    assert done.returncode == 2
    assert "leave one out" in done.stderr


def test_logs_are_checked_for_github_too(facilitator):
    text = LOG.read_text(encoding="utf-8").replace("[[commitments]]", "[[commitment]]")
    (facilitator.folder / "log.toml").write_text(text, encoding="utf-8")
    done = facilitator("log", "check", "log.toml", "--format", "github")
    found = {where["title"]: (level, where) for level, where, _ in commands(done.stdout)}
    level, where = found["commitment"]
    line = text[: text.index("[[commitment]]")].count("\n") + 1
    assert (level, where["line"]) == ("warning", str(line))


@pytest.mark.parametrize(
    ("verb", "content", "told"),
    [
        ("agenda", LOG.read_bytes(), "this is a decision log; `facilitator log check` reads it"),
        ("log", SPRING.encode(), "this is an agenda; `facilitator agenda check` reads it"),
        ("log", b'format = "facilitator.roster/1"', "this is a roster; it lies beside its agenda"),
        ("agenda", b'format = "facilitator.roster/2"', "this is a roster"),
        ("agenda", b'listen = "0.0.0.0:22"', "this looks like the config file"),
        ("log", b"[[steps]]\n[[teams]]", "this looks like an agenda; `facilitator agenda check`"),
        ("agenda", b"[session]\n[[decisions]]", "this looks like a decision log"),
        ("agenda", b"[[people]]", "this looks like a roster"),
        ("agenda", b'format = "facilitator.decision-log/1"\n[[steps]]', "if it is an agenda"),
    ],
)  # fmt: skip
def test_a_file_of_another_of_our_formats_is_told_what_it_is(facilitator, verb, content, told):
    (facilitator.folder / "file.toml").write_bytes(content)
    done = facilitator(verb, "check", "file.toml")
    assert done.returncode == 1
    (line,) = done.stdout.splitlines()
    assert told in line


def test_an_agenda_in_the_place_of_a_roster_is_told_so(facilitator):
    for name in ("ours.toml", "ours.roster.toml"):
        shutil.copy(shipped_folder() / "two-teams.toml", facilitator.folder / name)
    done = facilitator("agenda", "check", "ours.toml")
    assert done.returncode == 1
    assert "ours.roster.toml: format (line " in done.stdout
    assert "this is an agenda; `facilitator agenda check` reads it" in done.stdout
