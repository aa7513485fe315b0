"""Exports from the screen of past decisions."""

from __future__ import annotations

import pytest

from benchmarks.past_logs import write_past
from facilitator.storage.decision_log_toml import LogState, check_log_file
from facilitator.ui.reviewing.model import Export, FileThere, Form, NotExported
from facilitator.wiring.home import FolderOfLogs
from tests.worlds.by_hand import decided, put


@pytest.fixture
def folder(tmp_path):
    write_past(tmp_path / "sessions", 4, 3)
    return FolderOfLogs(tmp_path / "sessions")


OLDER, NEWER = "2020-01-06-workshop-a-0000", "2020-01-12-workshop-a-0003"


@pytest.mark.parametrize(
    ("what", "beginning"),
    [
        (Export(Form.MARKDOWN, NEWER), "# Who drives what in workshop-a?"),
        (Export(Form.MARKDOWN, NEWER, OLDER), "# What changed: "),
        (Export(Form.MARKDOWN), "# Who drives what\n"),
        (Export(Form.CSV, rehearsals=True), "\ufefftask,title,"),
        (Export(Form.CALENDAR, NEWER), "BEGIN:VCALENDAR"),
    ],
)
async def test_what_is_on_the_screen_is_written_and_named(folder, tmp_path, what, beginning):
    file = tmp_path / "out"
    assert await folder.export(what, str(file)) == str(file)
    assert file.read_text(encoding="utf-8").startswith(beginning)


async def test_the_answer_tells_the_folder_too(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert await folder.export(Export(Form.MARKDOWN, NEWER), "out") == str(tmp_path / "out")


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (Export(Form.MARKDOWN, "latest"), f"`{OLDER}` ·"),
        (
            Export(Form.MARKDOWN, NEWER, "latest"),
            f"**Older:** 6 Jan 2020 · **Who drives what in workshop-a?** · `{OLDER}`",
        ),
        (
            Export(Form.MARKDOWN, "latest", NEWER),
            f"**Newer:** 6 Jan 2020 · **Who drives what in workshop-a?** · `{OLDER}`",
        ),
    ],
)
async def test_a_file_is_meant_by_its_own_name_whatever_that_means_elsewhere(
    folder, tmp_path, what, told
):
    sessions = tmp_path / "sessions"
    (sessions / f"{OLDER}.toml").rename(sessions / "latest.toml")
    await folder.look_through(lambda _: None)
    await folder.export(what, str(tmp_path / "out"))
    assert told in (tmp_path / "out").read_text()


async def test_a_file_that_is_there_is_replaced_when_that_is_said(folder, tmp_path):
    file = tmp_path / "out"
    file.write_text("mine")
    with pytest.raises(FileThere, match="is there already"):
        await folder.export(Export(Form.MARKDOWN, NEWER), str(file))
    assert file.read_text() == "mine"
    await folder.export(Export(Form.MARKDOWN, NEWER), str(file), replace=True)
    assert file.read_text().startswith("# ")


@pytest.mark.parametrize(
    ("what", "where", "words"),
    [
        (Export(Form.MARKDOWN, "2019-gone"), "out", "2019-gone.toml: there is no such file"),
        (Export(Form.CALENDAR, NEWER, OLDER), "out", "no days for a calendar"),
        (Export(Form.MARKDOWN, NEWER), "none/out", "there is no folder"),
        (Export(Form.MARKDOWN, NEWER), "sessions", "is a folder"),
        (Export(Form.MARKDOWN, NEWER), "x" * 300, "can't be written"),
        (Export(Form.MARKDOWN, NEWER), "a\0b", "can't be written"),
    ],
)
async def test_why_nothing_was_written_is_one_line(folder, tmp_path, what, where, words):
    with pytest.raises(NotExported, match=words) as told:
        await folder.export(what, f"{tmp_path}/{where}")
    assert "\n" not in str(told.value)
    assert not isinstance(told.value, FileThere)


async def test_a_log_that_only_contradicts_those_beside_it_is_exported_as_it_is_shown(tmp_path):
    put(tmp_path, OLDER, decided("messaging"))
    path = put(tmp_path, NEWER, decided("messaging"))
    text = path.read_text("utf-8").replace("rehearsal =", f'follows = "{OLDER}"\nrehearsal =')
    path.write_text(text.replace("review_on =", 'verdict = "new"\nreview_on ='), "utf-8")
    assert check_log_file(path).state is LogState.CONTRADICTS
    folder = FolderOfLogs(tmp_path)
    await folder.look_through(lambda _: None)
    assert await folder.whole(NEWER) is not None
    file = str(tmp_path / "out")
    assert await folder.export(Export(Form.MARKDOWN, NEWER), file) == file
    assert await folder.export(Export(Form.CSV, NEWER, OLDER), file, replace=True) == file
