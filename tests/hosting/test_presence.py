from __future__ import annotations

import asyncio
import signal
import subprocess
import sys

import pytest

from facilitator.clock import now
from facilitator.domain.commands import Envelope, JoinSession
from facilitator.errors import Misused
from facilitator.hosting import codes, journals, presence
from facilitator.live.session import Accepted, LiveSession
from facilitator.wiring.room_screens import Person, vote

HOLDS_A_MARK = """
import sys, pathlib
from facilitator.hosting import presence
with presence.marked(pathlib.Path(sys.argv[1])) as mark:
    print(mark.name, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
async def session(begun):
    session = LiveSession(await journals.open_journal(begun.journal), codes.new_id)
    await session.open()
    yield session
    await session.close()


def terminal_of_another_process(journal):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS_A_MARK, str(journal)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    return process, process.stdout.readline().strip()


async def sit_down(session, name, connection):
    joined = Envelope(
        now(),
        "",
        JoinSession(
            name=name,
            likeness=codes.likeness(name),
            team="pmm",
            credential=f"name:{name}",
            connection=connection,
        ),
    )
    assert isinstance(await session.submit(joined), Accepted)


def marks(journal):
    return list(journal.parent.glob(f"*{presence.SUFFIX}"))


async def test_a_killed_terminal_gives_up_its_seat_and_no_other(begun, session):
    process, mark = await asyncio.to_thread(terminal_of_another_process, begun.journal)
    with presence.marked(begun.journal) as ours:
        await sit_down(session, "Ana", f"{mark}-1")
        await sit_down(session, "Raj", f"{ours.name}-1")
        await presence.tell_of_gone(begun.journal, session)
        assert [p.is_here for p in session.state.voters] == [True, True]

        process.send_signal(signal.SIGKILL)
        await asyncio.to_thread(process.communicate)
        await presence.tell_of_gone(begun.journal, session)
        assert [p.is_here for p in session.state.voters] == [False, True]
        assert len(marks(begun.journal)) == 1
    assert marks(begun.journal) == []


async def test_a_mark_that_is_only_being_made_is_left_alone(begun, session):
    mark = begun.journal.with_suffix(f".terminal0{presence.SUFFIX}")
    mark.touch()
    await presence.tell_of_gone(begun.journal, session)
    assert marks(begun.journal) == [mark]


@pytest.mark.parametrize(
    ("person", "told"),
    [
        (Person("Ana", "nobody"), "there is no team “nobody” in this session: pm, pmm, sales"),
        (Person("", "pm"), "--team goes with --as NAME"),
        (Person("  "), "--as needs a name"),
        (Person("A\x1b[2J"), "the name can't be used"),
    ],
)
async def test_a_person_who_makes_no_sense_is_refused_in_words(settings, begun, person, told):
    with pytest.raises(Misused, match=told.replace("[", r"\[")):
        await vote(settings, "latest", person)
    assert marks(begun.journal) == []
