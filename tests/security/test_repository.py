"""A repository that somebody else has filled does no harm to whoever clones it and looks around."""

from __future__ import annotations

import contextlib
import os
import sys

import pytest

from facilitator.clock import now
from facilitator.domain.commands import EndSession, Envelope
from facilitator.domain.journal import JournalError
from facilitator.errors import JournalFailed, Misused, Unusable
from facilitator.hosting import codes, journals, presence, rosters, sessions, supervisor
from facilitator.hosting.addresses import Address
from facilitator.hosting.sessions import LogFile
from facilitator.live.ports import LogNotWritten
from facilitator.live.session import LiveSession
from facilitator.wiring import doctor, home, past, workshop
from facilitator.wiring.settings import load_settings
from tests.security.repository import EXCLUDE_EACH_OTHER, PLANTS, Repository
from tests.terminal import Terminal

pytestmark = pytest.mark.timeout(240)
TOLD_IN_WORDS = (Unusable, Misused, JournalFailed, JournalError, LogNotWritten)


@pytest.fixture
async def repository(tmp_path, agenda, valuables):
    made = Repository(tmp_path / "theirs", valuables)
    await made.fill(agenda)
    return made


@pytest.fixture
def cloned(repository, tmp_path, monkeypatch):
    """Plants things in the repository and clones it; gives the settings of who looks there."""

    def clone(*plants):
        for plant in plants:
            PLANTS[plant](repository)
        monkeypatch.chdir(repository.clone(tmp_path / "ours"))
        monkeypatch.setenv("FACILITATOR_CONFIG", str(tmp_path / "config"))
        return load_settings(name="Ines")

    return clone


@pytest.fixture
def signals(monkeypatch):
    """The processes that were signalled."""
    sent = []
    monkeypatch.setattr(supervisor.os, "kill", lambda pid, number: sent.append((pid, number)))
    return sent


async def look_around(settings, agenda, session):
    """Everything that can be done there, each as far as it goes."""
    with contextlib.suppress(*TOLD_IN_WORDS):
        await home.look_around(settings)
    await home.past_summary(settings)
    past.look_back(settings.sessions)
    await home.FolderOfLogs(settings.sessions).look_through(lambda _: None)
    doctor.examine(settings)
    for reference in (None, session):
        with contextlib.suppress(*TOLD_IN_WORDS):
            await workshop.take_up(settings, reference, Address("127.0.0.1", 0))
    with contextlib.suppress(*TOLD_IN_WORDS):
        await hold(settings, sessions.journal_path(settings.journals, session))
    with contextlib.suppress(*TOLD_IN_WORDS):
        await workshop.begin(settings, agenda, None)
    with contextlib.suppress(*TOLD_IN_WORDS):
        await workshop.tidy(settings)


async def hold(settings, journal):
    """Go on with a session to its end, in spite of whatever lies beside it."""
    with contextlib.suppress(Unusable):
        rosters.KeptRoster(rosters.path_beside(journal), None)
    with sessions.held(journal):
        session = LiveSession(await journals.open_journal(journal), codes.new_id)
        await session.open()
        try:
            async with presence.watched(journal, session):
                await presence.tell_of_gone(journal, session)
            await session.submit(Envelope(now(), "f1", EndSession()))
            await LogFile(session, settings.sessions)()
        finally:
            await session.close()
        sessions.put_away(journal, session.state, keep_journal=settings.keep_journal)


@pytest.mark.parametrize("plant", PLANTS)
async def test_nothing_planted_there_reaches_out(repository, cloned, agenda, signals, plant):
    await look_around(cloned(plant), agenda, repository.running.stem)
    assert signals == []


async def test_nor_does_all_of_it_at_once(repository, cloned, agenda, signals):
    settings = cloned(*(plant for plant in PLANTS if plant not in EXCLUDE_EACH_OTHER))
    await look_around(settings, agenda, repository.running.stem)
    assert signals == []


async def test_what_was_held_elsewhere_and_is_sound_is_gone_on_with(repository, cloned, agenda):
    """That the above is not refused for some other reason."""
    settings = cloned()
    await look_around(settings, agenda, repository.running.stem)
    names = {repository.running.stem, repository.over.stem}
    assert {path.stem for path in settings.sessions.glob("*.toml")} == names
    finished = {path.stem for path in (settings.journals / sessions.FINISHED).iterdir()}
    assert finished == names


REFUSES = ("the finished ones", "git's list", *EXCLUDE_EACH_OTHER)
"""With these nothing starts at all; without them screens open."""


@pytest.fixture
def program(cloned, tmp_path):
    """Runs the program in the clone, in a terminal, as somebody who has set nothing."""
    cloned(*(plant for plant in PLANTS if plant not in REFUSES))
    inherited = {name: value for name, value in os.environ.items() if "FACILITATOR" not in name}
    env = {**inherited, "FACILITATOR_CONFIG": str(tmp_path / "config")}
    with contextlib.ExitStack() as stack:

        def run(*arguments):
            argv = [sys.executable, "-m", "facilitator", *arguments]
            return stack.enter_context(Terminal(argv, env=env, cwd=tmp_path / "ours"))

        yield run


def test_the_program_looks_around_in_it_as_anywhere(program):
    home_screen = program()
    home_screen.see("Start this workshop", "1 past session")
    assert home_screen.press_to_end("q") == 0
    review = program("review")
    review.see("1 session", "3 broken")
    assert review.press_to_end("q") == 0
    for verb in (("log", "list"), ("log", "register"), ("agenda", "list"), ("doctor",)):
        ended = program(*verb)
        ended.wait_for_end()
        assert "Traceback" not in ended.text
    resumed = program("resume", "--no-ssh")
    assert resumed.wait_for_end() in (2, 3, 4)
    assert "Traceback" not in resumed.text
    started = program("run", "two-teams", "--no-ssh")
    started.see("SPACE")
    started.press("q", "Leave this session?")
    assert started.press_to_end(" ") == 0
