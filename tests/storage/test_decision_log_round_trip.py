"""A decision log reads back as what it was, and a damaged one never as something else."""

from __future__ import annotations

import json
import random
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.agenda import Attribution
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.rounds import count
from facilitator.storage.decision_log_toml import (
    LogState,
    LogUnsound,
    dump_log,
    log_document,
    log_json,
    parse_log,
    write_log,
)
from facilitator.storage.toml_problems import Severity
from tests.examples import by_tries, every, examples, tries
from tests.worlds.random_sessions import logs
from tests.worlds.workshop import SESSION_ID, held_session

EXAMPLE = Path(__file__).with_name("decision-log-example.toml")
SLOW = examples(percent=60)
NAMED = dump_log(project_log(held_session()))
ANONYMOUS = dump_log(project_log(held_session(attribution=Attribution.ANONYMOUS)))


def tallies(log):
    """What a damaged file must never make different in silence."""
    return {
        (decision.task, held.number): held.tally
        for decision in log.decisions
        for held in decision.rounds
    }


@SLOW
@given(logs())
def test_any_log_reads_back_as_it_was(log):
    reading = parse_log(dump_log(log), "log.toml")
    assert reading.state is LogState.SOUND
    assert reading.log == log


@SLOW
@given(logs())
def test_a_log_is_a_toml_and_a_json_document_with_the_same_keys(log):
    document = tomllib.loads(dump_log(log).decode())
    assert document == log_document(log)
    shown = json.loads(json.dumps(log_json(log), allow_nan=False))
    assert list(shown) == list(log_document(log))
    assert shown["session"]["started_at"] == f"{log.session.started_at:%Y-%m-%dT%H:%M:%SZ}"


def test_the_example_of_the_format_is_written_as_it_stands_there():
    assert dump_log(parse_log(EXAMPLE.read_bytes(), "x").log) == EXAMPLE.read_bytes()


def test_keys_of_a_newer_program_are_kept_where_they_stood():
    text = EXAMPLE.read_text(encoding="utf-8")
    text = text.replace('owner = "Ana"', 'owner = "Ana"\nmood = { calm = [1, 2] }')
    text = text.replace("proxy = false", "proxy = false\nchair = 7", 1)
    text += '\n[weather]\nsky = "grey"\n'
    log = parse_log(text.encode(), "log.toml").log
    kept = tomllib.loads(dump_log(log).decode())
    assert kept["decisions"][0]["mood"] == {"calm": [1, 2]}
    assert kept["decisions"][0]["rounds"][0]["ballots"][0]["chair"] == 7
    assert kept["weather"] == {"sky": "grey"}
    assert parse_log(dump_log(log), "log.toml").log == log


def test_text_in_keys_of_a_newer_program_is_held_to_the_same_rules():
    text = EXAMPLE.read_text(encoding="utf-8") + '\n[weather]\nsky = ["\\u001b]52;c;x"]\n'
    reading = parse_log(text.encode(), "log.toml")
    assert [problem.place for problem in reading.problems] == ["weather"]


@by_tries
@pytest.mark.parametrize(
    ("data", "step"),
    [(EXAMPLE.read_bytes(), 3), (ANONYMOUS, 3), (NAMED, 13)],
    ids=["example", "anonymous", "named"],
)
def test_a_log_cut_short_is_refused_or_says_nothing_wrong(data, step):
    whole = parse_log(data, "log.toml").log
    for length in range(0, len(data), every(step)):
        reading = parse_log(data[:length], "log.toml")
        log = reading.log
        if reading.state is LogState.SOUND:
            found, full = tallies(log), tallies(whole)
            for number, (place, tally) in enumerate(found.items(), start=1):
                is_last = number == len(found)  # which may lack what may be absent
                assert tally == full[place] or (is_last and tally.votes == full[place].votes)
            for decision, full in zip(log.decisions, whole.decisions, strict=False):
                for kind in ("support", "dissent", "rounds"):
                    said, wholly = getattr(decision, kind), getattr(full, kind)
                    assert said[:-1] == wholly[: len(said[:-1])]


@by_tries
def test_a_log_with_any_byte_flipped_never_shows_a_tally_that_its_ballots_contradict():
    draw = random.Random(7)  # noqa: S311 - the same damage every time
    for _ in range(tries(600)):
        data = bytearray(NAMED)
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        log = parse_log(bytes(data), "log.toml").log
        if log is None or log.contradicts:
            continue
        teams = {person.id: person.team for person in log.participants}
        for decision in log.decisions:
            for held in decision.rounds:
                ballots = {cast.participant: cast.ballot for cast in held.ballots}
                counted = count(ballots, {voter: teams[voter] for voter in ballots})
                assert held.tally.votes == counted.votes
                assert held.tally.by_team == counted.by_team


@SLOW
@given(st.binary(max_size=300), st.integers(0, len(NAMED)), st.integers(0, 80))
def test_no_bytes_at_all_make_reading_raise(noise, start, length):
    parse_log(noise, "log.toml")
    parse_log(NAMED[:start] + noise + NAMED[start + length :], "log.toml")


LINES = [line for line in NAMED.decode().splitlines() if line]


@examples(percent=300)
@given(st.data())
def test_no_change_of_lines_makes_reading_raise(data):
    """Lines left out, doubled, swapped, or given another line's value."""
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 4))):
        here, there = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        match data.draw(st.sampled_from(["drop", "double", "swap", "value"])):
            case "drop":
                del lines[here]
            case "double":
                lines.insert(there, lines[here])
            case "swap":
                lines[here], lines[there] = lines[there], lines[here]
            case _:
                value = lines[there].partition(" = ")[2]
                lines[here] = f"{lines[here].partition(' = ')[0]} = {value}"
    reading = parse_log("\n".join(lines).encode(), "log.toml")
    is_wrong = any(p.severity is Severity.ERROR for p in reading.problems)
    assert (reading.state is LogState.SOUND) != is_wrong


def test_a_log_is_written_under_its_session_and_reads_back(tmp_path):
    log = project_log(held_session())
    path = write_log(tmp_path / "sessions", log)
    assert path.name == f"{SESSION_ID}.toml"
    assert path.read_bytes() == NAMED


def test_a_log_that_lies_there_as_it_is_may_be_written_again(tmp_path):
    log = project_log(held_session())
    path = write_log(tmp_path, log)
    assert write_log(tmp_path, log) == path
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("there", ["amended", "shorter", "a link", "a link to nothing", "a folder"])
def test_no_log_takes_the_place_of_something_else(tmp_path, there):
    path = tmp_path / f"{SESSION_ID}.toml"
    before = b"# Amended by hand.\n" + NAMED if there == "amended" else NAMED[:-1]
    other = tmp_path / "other"
    match there:
        case "a folder":
            path.mkdir()
        case "a link" | "a link to nothing":
            path.symlink_to(other)
            if there == "a link":
                other.write_bytes(NAMED)
        case _:
            path.write_bytes(before)
    with pytest.raises(OSError, match="move it away first"):
        write_log(tmp_path, project_log(held_session()))
    match there:
        case "a folder":
            assert path.is_dir()
        case "a link" | "a link to nothing":
            assert path.is_symlink()
            assert other.exists() == (there == "a link")
        case _:
            assert path.read_bytes() == before


def test_a_log_that_would_not_read_back_is_not_written(tmp_path):
    log = project_log(held_session())
    path = write_log(tmp_path, log)
    broken = replace(log, session=replace(log.session, title="\x1b[2J"))
    with pytest.raises(LogUnsound, match=r"session\.title"):
        write_log(tmp_path, broken)
    assert path.read_bytes() == NAMED


def test_a_long_log_is_read():
    """Ten thousand voters in one round: more than an agenda may have."""
    text = EXAMPLE.read_text(encoding="utf-8")
    people = [f"q{number}" for number in range(9991)]
    seats = "".join(
        f'[[participants]]\nid = "{who}"\nname = "{who}"\nteam = "pm"\nseat = "voter"\n'
        for who in people
    )
    ballots = "".join(
        f'[[decisions.rounds.ballots]]\nparticipant = "{who}"\nchoice = "pm"\nproxy = false\n'
        for who in people
    )
    text = text.replace("[[decisions]]", seats + "\n[[decisions]]", 1)
    text = text.replace(
        "    [[decisions.rounds.ballots]]", ballots + "    [[decisions.rounds.ballots]]", 1
    )
    text = text.replace("eligible = 9\n", "eligible = 10000\n").replace(
        "agreement = 0.7778", "agreement = 0.0007"
    )
    text = text.replace("votes = { pm = 2,", "votes = { pm = 9993,").replace(
        "{ pm = 2, pmm = 2 }", "{ pm = 9993, pmm = 2 }"
    )
    text = text.replace('pattern = "divided"', 'pattern = "contested"')
    assert len(text) > 1024 * 1024
    assert parse_log(text.encode(), "log.toml").problems == ()
