"""What a decision log names leads to no file but a log beside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from facilitator.storage.archive import Archive
from facilitator.storage.decision_log_toml import (
    LogState,
    check_log_file,
    named_before,
    read_beside,
)
from facilitator.storage.toml_file import FileUnreadable, read_bytes
from facilitator.wiring import agendas
from tests.storage.reading_process import later

EXAMPLE = Path(__file__).parents[1] / "storage" / "decision-log-example.toml"
TEXT = EXAMPLE.read_text(encoding="utf-8")
EARLIER = "2026-05-20-grey-areas-x1y2"
LEAD_ELSEWHERE = (
    "../secret",
    "/etc/passwd",
    "../../../../../etc/passwd",
    "sub/secret",
    ".",
    "..",
    "",
    "-",
    "secret\0",
    "secret\n",
    "SECRET",
    "~",
    "con.",
    "a" * 300,
)


@pytest.fixture
def folder(tmp_path):
    """A folder of logs, with what is no log of its around it."""
    made = tmp_path / "sessions"
    (made / "sub").mkdir(parents=True)
    for place in (tmp_path, made / "sub"):
        (place / "secret.toml").write_text(TEXT.replace("2026-11-22-grey-areas-7k2m", "secret"))
    (made / "log.toml").write_text(TEXT)
    return made


@pytest.mark.parametrize("name", LEAD_ELSEWHERE)
def test_no_id_leads_out_of_the_folder(folder, name):
    assert read_beside(folder / "log.toml", name) is None


@pytest.mark.parametrize("key", ["follows", "supersedes", "carried_from"])
@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "sub/secret", "secret.toml", "a b"])
def test_a_log_that_names_what_is_no_id_is_told_so(folder, key, name):
    text = TEXT.replace(f'"{EARLIER}"', f'"{name}"')
    assert f'{key} = "{name}"' in text
    (folder / "log.toml").write_text(text)
    reading = check_log_file(folder / "log.toml")
    assert reading.state is LogState.CONTRADICTS
    assert name not in named_before(reading.log)
    assert [p for p in reading.problems if p.place.endswith(key) and "session's id" in p.message]


def a_pipe(path):
    os.mkfifo(path)


def a_device(path):
    path.symlink_to("/dev/zero")


def a_file_of_a_gigabyte(path):
    with path.open("wb") as file:
        file.truncate(2**30)


def a_loop(path):
    path.symlink_to(path.name)


STRANGE = (Path.mkdir, a_pipe, a_device, a_file_of_a_gigabyte, a_loop)


@pytest.mark.parametrize("make", STRANGE)
def test_what_lies_under_the_name_of_an_earlier_log_keeps_nobody_waiting(folder, make):
    make(folder / f"{EARLIER}.toml")
    assert read_beside(folder / "log.toml", EARLIER) is None
    assert check_log_file(folder / "log.toml").log is not None
    found = {entry.id: entry.reading.log for entry in Archive(folder, clock=later).entries()}
    assert found[EARLIER] is None
    assert found["log"] is not None


def test_a_log_that_a_link_leads_to_is_read(folder, tmp_path):
    """Logs may be kept elsewhere: reading them harms nobody, and no log is written through one."""
    elsewhere = tmp_path / "elsewhere.toml"
    elsewhere.write_text(TEXT.replace("2026-11-22-grey-areas-7k2m", "linked"))
    (folder / "linked.toml").symlink_to(elsewhere)
    assert read_beside(folder / "log.toml", "linked").session.id == "linked"
    assert "linked" in [entry.id for entry in Archive(folder, clock=later).entries()]


def test_a_pipe_that_takes_a_logs_place_while_it_is_opened_keeps_nobody_waiting(
    folder, monkeypatch
):
    opened = os.open
    writers = []

    def swap_and_open(path, flags):
        Path(path).unlink()
        os.mkfifo(path)
        writers.append(opened(path, os.O_RDWR))
        return opened(path, flags)

    monkeypatch.setattr(os, "open", swap_and_open)
    with pytest.raises(FileUnreadable, match="keeps its readers waiting"):
        read_bytes(folder / "log.toml")
    os.close(writers[0])


@pytest.mark.parametrize("make", STRANGE)
def test_an_agenda_under_the_name_of_one_that_ships_keeps_nobody_waiting(
    tmp_path, monkeypatch, make
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "agendas").mkdir()
    make(tmp_path / "agendas" / "grey-areas.toml")
    (found,) = [each for each in agendas.list_agendas() if not each.ships]
    assert found.reading.found is None
