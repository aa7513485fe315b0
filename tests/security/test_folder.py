"""The folder of journals is this user's alone, or nothing is done in it."""

from __future__ import annotations

import stat

import pytest

from facilitator.errors import Unusable
from facilitator.hosting import sessions
from facilitator.wiring import doctor, home, room_screens, server, workshop
from facilitator.wiring.settings import load_settings
from tests.anybody import folder_for_anybody
from tests.security.strangers import as_somebody_else


def mode(path):
    return stat.S_IMODE(path.lstat().st_mode)


async def serve(settings):
    await server.serve_session(
        "latest", watched=False, say=print, folder=settings.sessions, listen="127.0.0.1:0"
    )


USES = {
    "home": home.look_around,
    "list": lambda settings: sessions.list_sessions(settings.journals),
    "resume": lambda settings: workshop.take_up(settings, None, None),
    "tidy": workshop.tidy,
    "serve": serve,
    "vote": lambda settings: room_screens.vote(settings, "latest", room_screens.Person("Ana")),
    "present": lambda settings: room_screens.present(settings, "latest", ""),
}


@pytest.fixture(params=[*USES, "run"])
def use(request, agenda):
    """Everything that is done with a folder of journals."""
    if request.param == "run":
        return lambda settings: workshop.begin(settings, agenda, None)
    return USES[request.param]


async def refused(use, settings, *words):
    """Try it: it is refused with these words, and nothing in the folder has changed."""
    before = {path: path.lstat().st_mtime_ns for path in settings.sessions.rglob("*")}
    with pytest.raises(Unusable) as caught:
        await use(settings)
    assert [word for word in words if word not in str(caught.value)] == []
    assert {p: p.lstat().st_mtime_ns for p in settings.sessions.rglob("*")} == before


@pytest.fixture
def shared(monkeypatch):
    """The settings of somebody on a machine whose other users may write in the same folder."""
    with folder_for_anybody() as folder:
        (folder / "sessions").mkdir()
        (folder / "sessions").chmod(0o777)
        env = {"FACILITATOR_CONFIG": str(folder / "config"), "FACILITATOR_NAME": "Ines"}
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        yield load_settings(sessions=folder / "sessions", environment=env)


@pytest.mark.parametrize("rights", [0o777, 0o755, 0o700])
async def test_one_that_somebody_else_has_made_is_refused(use, shared, rights):
    shared.journals.mkdir()
    shared.journals.chmod(rights)
    with as_somebody_else():
        await refused(use, shared, str(shared.journals), "belongs to another user", "--sessions")
    assert mode(shared.journals) == rights


@pytest.mark.parametrize("rights", [0o777, 0o770, 0o1777, 0o702])
async def test_one_that_others_may_write_in_is_refused(use, settings, begun, rights):
    settings.journals.chmod(rights)
    await refused(use, settings, f"chmod 700 {settings.journals}", "other users can write in it")
    settings.journals.chmod(0o700)
    assert await sessions.find_session(settings.journals, None)


async def test_a_link_to_one_elsewhere_is_refused(use, settings, begun, tmp_path):
    settings.journals.rename(tmp_path / "elsewhere")
    settings.journals.symlink_to(tmp_path / "elsewhere")
    await refused(use, settings, str(settings.journals), "it is a link", "remove the link")


async def test_what_is_no_folder_is_refused(use, settings):
    settings.sessions.mkdir()
    settings.journals.write_text("")
    await refused(use, settings, "it is no folder: move it away")


@pytest.mark.parametrize("rights", [0o777, 0o770])
async def test_so_is_one_whose_finished_ones_others_may_write(use, settings, begun, rights):
    finished = settings.journals / sessions.FINISHED
    finished.mkdir()
    finished.chmod(rights)
    await refused(use, settings, f"chmod 700 {finished}")


async def test_so_is_one_whose_finished_ones_would_go_elsewhere(use, settings, begun, valuables):
    finished = settings.journals / sessions.FINISHED
    finished.symlink_to(valuables.folder)
    await refused(use, settings, str(finished), "it is a link")


async def test_a_journal_named_by_its_path_lies_in_such_a_folder_too(settings, begun):
    settings.journals.chmod(0o770)
    with pytest.raises(Unusable, match="other users can write in it"):
        await sessions.find_session(settings.sessions / "nowhere", str(begun.journal))


async def test_one_of_ours_that_others_may_read_is_closed_to_them(settings, begun):
    finished = settings.journals / sessions.FINISHED
    finished.mkdir()
    for folder in (settings.journals, finished):
        folder.chmod(0o755)
    assert len(await sessions.list_sessions(settings.journals)) == 1
    assert [mode(folder) for folder in (settings.journals, finished)] == [0o700, 0o700]


async def test_but_a_folder_that_a_journal_was_named_in_by_its_path_is_not(begun, tmp_path):
    """It may be somebody's home, with other uses."""
    home_folder = tmp_path / "home"
    home_folder.mkdir(mode=0o755)
    path = begun.journal.rename(home_folder / begun.journal.name)
    found = await sessions.find_session(tmp_path / "nowhere", str(path))
    with sessions.held(found.path):
        assert found.state is not None
    assert mode(home_folder) == 0o755


async def test_a_new_one_is_its_owners_alone_from_the_start(settings, agenda):
    await workshop.begin(settings, agenda, None)
    assert mode(settings.journals) == 0o700


def test_the_doctor_says_so(settings):
    def told():
        (found,) = [each for each in doctor.examine(settings) if each.what == "journals"]
        return found.state, found.found

    assert told() == ("ok", f"{settings.journals}: made when a session starts")
    settings.journals.mkdir(parents=True, mode=0o700)
    assert told() == ("ok", f"{settings.journals}: yours alone")
    settings.journals.chmod(0o777)
    state, found = told()
    assert (state, f"chmod 700 {settings.journals}" in found) == ("problem", True)
