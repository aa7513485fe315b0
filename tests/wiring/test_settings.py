"""Flags over environment over config file; and addresses in words."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from facilitator.errors import Misused, Unusable
from facilitator.hosting.addresses import is_local, reachable_host, split_address, ssh_command
from facilitator.ssh.limits import Limits
from facilitator.wiring.settings import load_settings


@pytest.fixture
def env(tmp_path):
    (tmp_path / "config.toml").write_text(
        'listen = "0.0.0.0:2022"\ntheme = "light"\nname = "Ines"\nkeep_journal = false\n'
    )
    return {"FACILITATOR_CONFIG": str(tmp_path)}


def test_the_config_file_is_read(env):
    settings = load_settings(environment=env)
    assert (settings.listen, settings.is_dark, settings.name) == ("0.0.0.0:2022", False, "Ines")
    assert settings.keep_journal is False


def test_the_environment_wins_over_the_config_file_and_flags_over_both(env):
    env["FACILITATOR_LISTEN"] = "127.0.0.1:1"
    assert load_settings(environment=env).listen == "127.0.0.1:1"
    assert load_settings(environment=env, listen="127.0.0.1:2").listen == "127.0.0.1:2"


def test_logs_go_to_the_folder_here_where_there_is_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    env = {"FACILITATOR_CONFIG": str(tmp_path)}
    assert load_settings(environment=env).sessions.is_absolute()
    (tmp_path / "sessions").mkdir()
    assert load_settings(environment=env).sessions == Path("sessions")
    env["FACILITATOR_SESSIONS"] = str(tmp_path / "other")
    assert load_settings(environment=env).sessions == tmp_path / "other"


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        ("listen = ", Unusable, r"line 1, column 10: not valid TOML: a value is missing"),
        ("listne = 'x'", Misused, r"listne \(line 1\): is .* mean listen\?"),
        ("listen = 22", Misused, r"listen \(line 1\): is a whole number, not text"),
        ("theme = 'pink'", Misused, "set it to dark or light"),
        ("connections = 40", Misused, r"connections \(line 1\): belongs to \[limits\]"),
        ("[limits]\nlisten = 'x'", Misused, r"limits.listen \(line 2\): belongs at the top"),
        ("keep-journal = false", Misused, "did you mean keep_journal"),
        ("keep_journal = yes", Unusable, "TOML's own words are true and false"),
        ("listen = “0.0.0.0:22”", Unusable, "“ is a typographic quote"),
        ("[[limits]]\nconnections = 4", Misused, "with single brackets"),
        ("name = 1\nlisten = 2\nx = 3", Misused, r"name \(line 1\): .*\(and 2 more\)"),
        ("format = 'facilitator.agenda/1'", Misused, "this is an agenda, and no config file"),
    ],
)
def test_a_config_file_with_a_mistake_is_told_in_words(tmp_path, content, error, words):
    (tmp_path / "config.toml").write_text(content)
    with pytest.raises(error, match=words):
        load_settings(environment={"FACILITATOR_CONFIG": str(tmp_path)})


@pytest.mark.parametrize(
    ("listen", "parts"),
    [
        ("127.0.0.1:2222", ("127.0.0.1", 2222)),
        ("[::1]:22", ("::1", 22)),
        (":2222", ("127.0.0.1", 2222)),
    ],
)
def test_an_address_has_a_host_and_a_port(listen, parts):
    assert split_address(listen) == parts


@pytest.mark.parametrize("listen", ["2222", "host", "host:", "host:x", "host:70000"])
def test_anything_else_is_no_address(listen):
    with pytest.raises(Misused, match="HOST:PORT"):
        split_address(listen)


def test_voters_are_told_a_host_that_they_can_reach():
    assert ssh_command("10.0.0.5", 22) == "ssh 10.0.0.5"
    assert ssh_command("10.0.0.5", 2222) == "ssh -p 2222 10.0.0.5"
    assert reachable_host("10.0.0.5") == "10.0.0.5"
    assert reachable_host("0.0.0.0") not in ("", "0.0.0.0")
    assert is_local("127.0.0.1")
    assert not is_local("0.0.0.0")


def with_limits(tmp_path, text):
    (tmp_path / "config.toml").write_text(f"[limits]\n{text}\n")
    return load_settings(environment={"FACILITATOR_CONFIG": str(tmp_path)})


def test_limits_of_the_server_are_set_by_name(tmp_path):
    limits = with_limits(tmp_path, "connections = 40\ncode_seconds = 60\ninput_rate = 10.5").limits
    assert (limits.connections, limits.code_seconds, limits.input_rate) == (40, 60, 10.5)
    assert limits.code_tries == Limits().code_tries


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "conections = 40",
            "limits.conections (line 2): is not a key of this table; did you mean connections?",
        ),
        ("zebras = 40", "limits.zebras (line 2): is not a key of this table; use one of those"),
        ("connections = 40.5", "limits.connections (line 2): has to be a whole number"),
        ('connections = "many"', "limits.connections (line 2): has to be a whole number"),
        ("connections = true", "limits.connections (line 2): has to be a whole number"),
        ('code_seconds = "long"', "limits.code_seconds (line 2): has to be a number"),
        ("code_seconds = 0", "limits.code_seconds (line 2): has to be more than 0"),
        ("code_seconds = -1.5", "limits.code_seconds (line 2): has to be more than 0"),
        ("code_seconds = inf", "limits.code_seconds (line 2): has to be more than 0"),
        ("code_seconds = nan", "limits.code_seconds (line 2): has to be more than 0"),
    ],
)
def test_a_limit_that_is_none_says_so(tmp_path, text, told):
    with pytest.raises(Misused, match=re.escape(f"{tmp_path / 'config.toml'}: {told}")):
        with_limits(tmp_path, text)


def test_the_docs_list_every_limit_with_its_default():
    page = (Path(__file__).parents[2] / "docs" / "ssh.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \| ([\d,.]+) \|", page, re.MULTILINE))
    told = {name: float(value.replace(",", "")) for name, value in listed.items()}
    assert told == {each.name: each.default for each in fields(Limits)}
