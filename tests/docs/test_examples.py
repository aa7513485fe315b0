"""What stands in ``docs/`` as an example is one: files are read, slips told, commands known."""

from __future__ import annotations

import re
import shlex

import click
import pytest
import tomli
from click.testing import CliRunner

from facilitator.cli import cli
from facilitator.storage.decision_log_toml import check_log_file, dump_log, read_log
from facilitator.storage.roster_toml import parse_roster
from facilitator.storage.toml_problems import Severity
from facilitator.wiring.settings import load_settings
from tests.docs.formats import AGENDA, FORMATS, LOG
from tests.docs.pages import PAGES, blocks, literal, page, plain, sections, tables_with

FRAGMENTS = [text for text in blocks(page(AGENDA.name), "toml") if not text.startswith("format")]
ELSEWHERE = [
    (path.name, text)
    for path in PAGES
    if path.name not in (AGENDA.name, LOG.name)
    for text in blocks(path.read_text(encoding="utf-8"), "toml")
]
SLIPS = [
    (form, severity, row)
    for form in FORMATS
    for severity, table in zip(
        (Severity.ERROR, Severity.WARNING),
        tables_with(form.name, "line", "instead", "problem"),
        strict=True,
    )
    for row in table.rows
]


def test_a_whole_agenda_is_read_without_a_problem():
    for text in AGENDA.examples:
        agenda, problems = AGENDA.read(text)
        assert (agenda is not None, problems) == (True, ())


@pytest.mark.parametrize("text", FRAGMENTS)
def test_a_fragment_is_read_in_its_frame(text):
    teams, step = AGENDA.examples[0].split("[[steps]]")
    agenda, problems = AGENDA.read(f"{teams}{text}\n[[steps]]{step}")
    assert (agenda is not None, problems) == (True, ())


def test_every_kind_of_step_has_a_fragment():
    told = {step["kind"] for text in FRAGMENTS for step in tomli.loads(text).get("steps", ())}
    heads = (
        re.findall(r'kind = "([a-z-]+)"', each.heading) for each in sections(page(AGENDA.name))
    )
    assert told == {kind for found in heads for kind in found}


@pytest.fixture
def folder(tmp_path):
    """The logs that stand on the pages, beside each other."""
    for text in LOG.examples:
        (tmp_path / f"{tomli.loads(text)['session']['id']}.toml").write_text(text, "utf-8")
    return tmp_path


def test_the_logs_are_sound_beside_each_other(folder):
    assert len(LOG.examples) == 3
    done = CliRunner().invoke(cli, ["log", "check", *map(str, sorted(folder.iterdir()))])
    assert (done.exit_code, "warning" in done.output) == (0, False), done.output


def test_the_log_with_every_key_is_laid_out_as_the_program_writes_it(folder):
    session = tomli.loads(LOG.example)["session"]["id"]
    reading = check_log_file(folder / f"{session}.toml")
    assert reading.log is not None
    assert dump_log(reading.log).decode() == LOG.example


@pytest.mark.parametrize(("name", "text"), ELSEWHERE, ids=[name for name, _ in ELSEWHERE])
def test_the_files_on_other_pages_are_read_too(name, text, tmp_path):
    match tomli.loads(text).get("format", "").partition("/")[0]:
        case "facilitator.decision-log":
            assert text in LOG.examples
        case "facilitator.roster":  # whose keys are cut short
            problems = parse_roster(text.encode(), name, (), str.casefold).problems
            assert all(problem.place.startswith("people[0].keys") for problem in problems)
        case _:
            (tmp_path / "config.toml").write_text(text, "utf-8")
            load_settings(environment={"FACILITATOR_CONFIG": str(tmp_path)})


@pytest.mark.parametrize(
    ("form", "severity", "row"), SLIPS, ids=[plain(row[2]) for _, _, row in SLIPS]
)
def test_a_slip_is_told_as_on_the_page(form, severity, row, folder):
    line, instead, problem = row
    assert literal(line) in form.example
    text = form.example.replace(literal(line), literal(instead), 1)
    if form is LOG:
        path = folder / "slip.toml"
        (folder / f"{tomli.loads(form.example)['session']['id']}.toml").unlink()
        path.write_text(text, "utf-8")
        problems = check_log_file(path).problems
    else:
        _, problems = form.read(text)
    place, message = literal(problem), problem.split("`: ", 1)[1]
    said = [
        "; ".join(filter(None, (each.message, each.hint)))
        for each in problems
        if (each.place, each.severity) == (place, severity)
    ]
    assert any(message in re.sub(r' \(in "[^"]*"\)', "", each) for each in said), problems


(AMENDMENTS,) = tables_with(LOG.name, "`log amend SESSION` with", "`what`")


@pytest.mark.parametrize("row", AMENDMENTS.rows, ids=[plain(row[0]) for row in AMENDMENTS.rows])
def test_an_amendment_is_recorded_as_on_the_page(row, folder):
    options, what = (shlex.split(plain(row[0])), plain(row[1]))
    session = tomli.loads(LOG.example)["session"]["id"]
    arguments = ["log", "amend", session, *options, "--by", "Ines", "--sessions", str(folder)]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    log = read_log(folder / f"{session}.toml").log
    assert log is not None
    assert log.amendments[-1].what == what


def command_lines(text):
    """Every command line of this program that a page shows, a verb of ``log`` or ``agenda`` too."""
    yield from re.findall(r"^ {4,}(facilitator [^\n]*)$", text, re.MULTILINE)
    for code in re.findall(r"`([^`\n]+)`", text):
        if re.match(r"facilitator [a-z-]", code):
            yield code
        elif re.match(r"(log|agenda) [a-z-]+( |$)", code):
            yield f"facilitator {code}"


COMMANDS = [
    (path.name, line)
    for path in PAGES
    for line in dict.fromkeys(command_lines(path.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize(("name", "line"), COMMANDS, ids=[f"{n}: {line}" for n, line in COMMANDS])
def test_a_command_is_one_that_the_program_has_with_those_options(name, line):
    command: click.Command = cli
    words = shlex.split(line)[1:]
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        assert words[0] in command.commands
        command, *words = command.commands[words[0]], *words[1:]
    known = {flag for parameter in command.params for flag in parameter.opts} | {"--help"}
    assert {word for word in words if word.startswith("--")} <= known
