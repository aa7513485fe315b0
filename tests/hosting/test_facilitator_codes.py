"""The one-time code at the door: who gets in by it, as what, and how often."""

from __future__ import annotations

import pytest

from facilitator.clock import now
from facilitator.domain.commands import Envelope, IssueFacilitatorCode
from facilitator.domain.people import Seat
from facilitator.hosting import codes
from facilitator.hosting.door import Door
from facilitator.hosting.journals import open_journal
from facilitator.live.arrivals import Place
from facilitator.live.session import Accepted, LiveSession
from facilitator.ssh.shared import Visitor


@pytest.fixture
async def session(begun):
    live = LiveSession(await open_journal(begun.journal), codes.new_id)
    await live.open()
    yield live
    await live.close()


@pytest.fixture
def door(session):
    return Door(session)


async def issued(session):
    """A code that the first facilitator has just been shown."""
    code, digest = codes.new_facilitator_code()
    answer = await session.submit(Envelope(now(), "f1", IssueFacilitatorCode(digest=digest)))
    assert isinstance(answer, Accepted)
    return code


def visitor(code=None, key=None, number=1):
    return Visitor(f"s-{number}", "uma", key, code, "127.0.0.1")


async def seat(session, door, who, name):
    """Take a facilitator's seat as the screen does."""
    return await session.submit(
        Envelope(now(), "", door.facilitator(who).joining(Place(name, "", Seat.FACILITATOR)))
    )


def test_it_is_as_strong_as_the_join_code_and_its_digest_is_not_a_resume_codes():
    code, digest = codes.new_facilitator_code()
    assert len(codes.normal_code(code)) == codes.JOIN_CODE_SIGNS
    assert digest == codes.facilitator_digest(code.lower().replace("-", " "))
    assert digest != codes.code_credential(code)
    assert codes.same_digest(digest, codes.facilitator_digest(code))
    assert not codes.same_digest("", "")


async def test_it_opens_one_facilitators_seat_once(session, door):
    assert not door.admits("")
    code = await issued(session)
    assert door.admits(f" {code.lower()} ")
    assert isinstance(await seat(session, door, visitor(code), "Uma"), Accepted)
    assert not door.admits(code)
    late = await seat(session, door, visitor(code, number=2), "Eve")
    assert "That facilitator code is void" in late.reason


async def test_a_new_one_voids_the_one_before(session, door):
    code, newer = await issued(session), await issued(session)
    assert (door.admits(code), door.admits(newer)) == (False, True)


async def test_it_makes_nobody_a_voter_and_the_join_code_nobody_a_facilitator(session, door):
    code = await issued(session)
    join_code = session.state.join_code
    assert not door.admits_voter(code)
    assert door.admits_voter(join_code)
    assert door.facilitator(visitor(join_code)) is None
    assert door.facilitator(visitor(code)).code == session.state.facilitator_code


async def test_a_key_or_a_resume_code_brings_a_facilitator_back_to_that_seat(session, door):
    key = "SHA256:abc"
    await seat(session, door, visitor(await issued(session), key), "Uma")
    assert door.knows_key(key)
    assert door.seat_of(visitor(key=key, number=2)) == "f2"
    assert door.facilitator(visitor(key=key, number=2)).credential == codes.key_credential(key)
    arrival = door.facilitator(visitor(await issued(session), number=3))
    await session.submit(Envelope(now(), "", arrival.joining(Place("Tom", "", Seat.FACILITATOR))))
    assert door.admits(arrival.resume_code)
    back = visitor(arrival.resume_code, number=4)
    assert (door.seat_of(back), door.facilitator(back).resume_code) == ("f3", None)


async def test_no_file_holds_the_code(session, door, settings):
    code = await issued(session)
    await seat(session, door, visitor(code), "Uma")
    for path in settings.sessions.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert code.encode() not in data
        assert codes.normal_code(code).encode() not in data
