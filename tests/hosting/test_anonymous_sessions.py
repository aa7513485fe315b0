"""An anonymous session from its start to its end: what lies on the disk, and what is left."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import replace

import pytest

from facilitator.clock import now
from facilitator.domain.agenda import Attribution, Rules
from facilitator.domain.commands import (
    CastBallot,
    CloseRound,
    EndSession,
    EnterStep,
    Envelope,
    JoinSession,
    OpenRound,
)
from facilitator.domain.journal import JournalError
from facilitator.errors import JournalFailed, Unusable
from facilitator.hosting import codes, journals, sessions
from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.agenda_toml import read_agenda
from facilitator.storage.seal import Seal
from facilitator.wiring import server, workshop
from tests.e2e.room import AGENDA

AGENDA_READ = read_agenda(AGENDA).found
ANONYMOUS = replace(AGENDA_READ, rules=Rules(attribution=Attribution.ANONYMOUS))
TASK = "messaging"
PEOPLE = {
    "Quagga": ("pm", "pmm", "reason-zebra"),
    "Okapi": ("pm", "pm", "reason-wombat"),
    "Numbat": ("pm", "pm", ""),
    "Bilby": ("sales", "pmm", "reason-dugong"),
}
"""Three of one team and one of another: their choices, and why."""
REASONS = [reason for *_, reason in PEOPLE.values() if reason]


async def opened(path):
    session = LiveSession(await journals.open_journal(path), codes.new_id)
    await session.open()
    return session


async def tell(session, command, by="f1", **fields):
    answer = await session.submit(Envelope(now(), by, command(**fields)))
    assert isinstance(answer, Accepted), answer


async def vote(path):
    """Seat everybody and have them vote in an open round; return their choices by id."""
    session = await opened(path)
    for name, (team, *_) in PEOPLE.items():
        join = Envelope(
            now(),
            "",
            JoinSession(
                name=name,
                likeness=name.casefold(),
                team=team,
                credential=f"key:{name}",
                connection=f"s1-{name}",
            ),
        )
        assert isinstance(await session.submit(join), Accepted)
    await tell(session, EnterStep, step=TASK)
    await tell(session, OpenRound, step=TASK, number=1)
    for number, (_, choice, reason) in enumerate(PEOPLE.values(), 1):
        voter = f"p{number}"
        cast = {"participant": voter, "choice": choice, "reason": reason, "by": voter}
        await tell(session, CastBallot, step=TASK, number=1, **cast)
    await session.close()


async def end(path, settings, *, with_log=True):
    session = await opened(path)
    await tell(session, CloseRound, step=TASK, number=1)
    await tell(session, EndSession)
    if with_log:
        await workshop.LogFile(session, settings.sessions)()
    await session.close()


def choices(state):
    ballots = state.record(TASK).rounds[-1].answers
    return {voter: (ballot.choice, ballot.reason) for voter, ballot in ballots.items()}


CAST = {f"p{number}": (c, reason) for number, (_, c, reason) in enumerate(PEOPLE.values(), 1)}


def left(settings):
    return sorted(path.name for path in settings.journals.rglob("*"))


@pytest.fixture
async def begun(settings):
    return await workshop.begin(settings, ANONYMOUS, None)


@pytest.fixture
async def voted(begun):
    await vote(begun.journal)
    return begun.journal


async def test_its_key_lies_beside_its_journal_for_its_owner_alone(begun, settings):
    seal = begun.journal.with_suffix(".seal")
    assert seal.stat().st_mode & 0o777 == 0o600
    assert Seal.load(seal).session == begun.journal.stem
    assert left(settings) == sorted([".gitignore", begun.journal.name, seal.name])


async def test_a_named_session_has_no_key(settings):
    named = await workshop.begin(settings, AGENDA_READ, None)
    await vote(named.journal)
    assert left(settings) == [".gitignore", named.journal.name]
    assert all(reason.encode() in named.journal.read_bytes() for reason in REASONS)


async def test_an_interrupted_one_comes_back_with_every_ballot(voted, settings):
    assert (await workshop.take_up(settings, None, None)).journal == voted
    session = await opened(voted)
    assert choices(session.state) == CAST
    await session.close()


async def test_no_file_holds_a_ballot_while_it_runs(voted, settings):
    whole = b"".join(path.read_bytes() for path in settings.journals.iterdir())
    assert [reason for reason in REASONS if reason.encode() in whole] == []
    for voter, choice in itertools.product(CAST, ("pm", "pmm")):
        assert f'"participant":"{voter}","ballot"'.encode() not in whole
        assert f'"choice":"{choice}"'.encode() not in whole


async def test_nothing_is_left_of_it_but_its_log(voted, settings):
    await end(voted, settings)
    for ending in (".server.log", ".server.log.1"):
        voted.with_suffix(ending).touch()
    for ending in ("-journal", "-wal", "-shm"):
        voted.with_name(f"{voted.name}{ending}").touch()
    await workshop.tidy(settings)
    assert left(settings) == [".gitignore"]
    (log,) = settings.sessions.glob("*.toml")
    text = log.read_text()
    assert [name for name in PEOPLE if name in text] == []


async def test_a_copy_of_its_journal_is_closed_for_good(voted, settings, tmp_path):
    copy = tmp_path / voted.name
    shutil.copy(voted, copy)
    await end(voted, settings)
    await workshop.tidy(settings)
    with pytest.raises(JournalError, match="Nobody can go on with the session without it"):
        await journals.open_journal(copy)


async def test_no_setting_keeps_its_journal(voted, settings):
    await end(voted, settings)
    await workshop.tidy(replace(settings, keep_journal=True))
    assert left(settings) == [".gitignore"]


@pytest.mark.parametrize("what_is_left", [None, b"", bytes(150)])
async def test_one_half_put_away_is_put_away_by_the_next_start(voted, settings, what_is_left):
    await end(voted, settings)
    seal = voted.with_suffix(".seal")
    seal.unlink()
    if what_is_left is not None:
        seal.write_bytes(what_is_left)
    await workshop.tidy(settings)
    assert left(settings) == [".gitignore"]


async def test_a_key_whose_journal_was_removed_by_hand_goes_as_well(voted, settings):
    voted.unlink()
    await workshop.tidy(settings)
    assert left(settings) == [".gitignore"]


async def test_one_that_is_not_over_is_left_alone_though_its_key_is_gone(voted, settings):
    before = voted.read_bytes()
    voted.with_suffix(".seal").unlink()
    with pytest.raises(JournalFailed, match=r"can't be gone on with: .*\.seal is not beside it"):
        await workshop.take_up(settings, voted.stem, None)
    assert voted.read_bytes() == before
    with pytest.raises(JournalFailed, match=r"can't be served: .*\.seal is not beside it"):
        await server.serve_session(
            voted.stem, watched=False, say=print, folder=settings.sessions, listen="127.0.0.1:0"
        )


async def test_with_the_key_of_another_it_is_not_gone_on_with(voted, settings):
    seal = voted.with_suffix(".seal")
    seal.unlink()
    Seal.make(voted.stem).keep(seal)
    with pytest.raises(JournalFailed, match="is another session's: put back"):
        await workshop.take_up(settings, voted.stem, None)


async def test_without_its_log_nothing_is_put_away(voted, settings):
    await end(voted, settings, with_log=False)
    before = left(settings)
    await workshop.tidy(settings)
    assert set(before) <= set(left(settings))
    session = await opened(voted)
    assert choices(session.state) == CAST
    await session.close()


async def test_nothing_is_left_behind_when_its_key_cant_be_written(settings, monkeypatch):
    def refuse(_, path):
        raise JournalError(f"{path.name} can't be written: No space left on device")

    monkeypatch.setattr(Seal, "keep", refuse)
    with pytest.raises(JournalFailed, match="No space left"):
        await workshop.begin(settings, ANONYMOUS, None)
    assert left(settings) == [".gitignore"]


async def test_what_cant_be_put_away_is_told_in_words(voted, settings, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(journals, "destroy_secret", refuse)
    with pytest.raises(Unusable, match=r"\.seal can't be put away .* remove it by hand"):
        sessions.put_journal_away(voted, keep=False)
