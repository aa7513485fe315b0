"""Who may take a seat beside whom, by name; and whose seat a name opens on the own terminal."""

from __future__ import annotations

import pytest

from facilitator.clock import now
from facilitator.domain.commands import Envelope, JoinSession, Refusal
from facilitator.errors import Misused
from facilitator.hosting import codes, journals, rosters
from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.roster_toml import parse_roster
from facilitator.wiring import room_screens
from tests.worlds.rosters import entry, new_key, public_line, roster

BOLD_V = "\N{MATHEMATICAL BOLD CAPITAL V}"
SQUARED_A = "\N{SQUARED LATIN CAPITAL LETTER A}"
TAKEN = "“{}” is taken here. Add an initial or your surname."


@pytest.fixture
async def session(begun):
    session = LiveSession(await journals.open_journal(begun.journal), codes.new_id)
    await session.open()
    yield session
    await session.close()


async def join(session, name, credential=None, likeness=None):
    return await session.submit(
        Envelope(
            now(),
            "",
            JoinSession(
                name=name,
                likeness=codes.likeness(name) if likeness is None else likeness,
                team="pmm",
                credential=credential or f"code:{name}",
                connection=f"s1-{name}",
            ),
        )
    )


@pytest.mark.parametrize(
    ("seated", "name"),
    [
        ("Victim", f"{BOLD_V}ictim"),
        ("Ana", f"{SQUARED_A}na"),
        ("Sal", "SaI"),
        ("Sal", "SAL"),
        ("Олег", "ОЛЕГ"),
        ("Ines L", "lnes L"),
    ],
)
async def test_a_name_that_cant_be_told_from_one_seated_is_refused_in_words(session, seated, name):
    assert isinstance(await join(session, seated), Accepted)
    assert await join(session, name) == Refusal(TAKEN.format(name))


async def test_nobody_takes_a_name_like_the_facilitators(session):
    assert await join(session, "lnes") == Refusal(TAKEN.format("lnes"))


async def test_names_that_can_be_told_apart_sit_down_beside_each_other(session):
    for name in ("S AL", "S AI", "Lina", "Iina", "Jon", "Jan", "李"):
        assert isinstance(await join(session, name), Accepted)


@pytest.mark.parametrize(
    ("name", "held"),
    [("Victim", "vlctlm"), ("Ana Lima", "anallma"), ("Ольга", "r"), ("지우", "jiu")],
)
async def test_a_name_seated_before_likenesses_had_keys_is_taken(session, name, held):
    await join(session, name, "code:before", held)
    assert await join(session, name.upper()) == Refusal(TAKEN.format(name.upper()))


async def holder(session, begun, name):
    arrival = await room_screens._arrival(
        session, begun.journal, room_screens.Person(name, "pmm"), "t-1"
    )
    found = session.state.holder(arrival.credential)
    return found and found.name


async def sit(session, begun, name):
    arrival = await room_screens._arrival(
        session, begun.journal, room_screens.Person(name, "pmm"), "t-1"
    )
    return await join(session, name, arrival.credential)


async def test_whoever_is_named_finds_their_own_seat_again(session, begun):
    for name in ("S AL", "S AI", "Олег", "Ana Lima"):
        assert await holder(session, begun, name) is None
        assert isinstance(await sit(session, begun, name), Accepted)
    for name in ("S AL", "S AI", "Олег", "Ana Lima"):
        assert await holder(session, begun, name) == name
        assert await holder(session, begun, name.lower()) == name


@pytest.mark.parametrize("name", ["SaI", "S al", "5al", f"{BOLD_V}ictim", "Victím"])
async def test_a_name_that_only_looks_like_somebodys_opens_nothing_of_theirs(session, begun, name):
    for seated in ("Sal", "Victim"):
        await sit(session, begun, seated)
    assert await holder(session, begun, name) is None


async def test_a_seat_taken_on_the_ordinary_way_in_is_not_opened_by_its_name(session, begun):
    await join(session, "Ana")
    assert await holder(session, begun, "Ana") is None


async def test_a_seat_kept_under_what_its_name_looked_like_is_found_again(session, begun):
    await join(session, "Ana Lima", "name:anallma", "anallma")
    assert await holder(session, begun, "Ana Lima") == "Ana Lima"
    assert await holder(session, begun, "Ana Llma") is None
    await join(session, "Ian", "name:lan", "lan")
    assert await holder(session, begun, "Lan") is None


def people(*names):
    keys = (public_line(new_key()) for _ in names)
    text = roster(*(entry(name, key, team="pmm") for name, key in zip(names, keys, strict=True)))
    return parse_roster(text.encode(), "r.toml", ("pmm",), codes.likeness)


def test_a_roster_lists_names_that_can_be_told_apart():
    assert people("S AL", "S AI", "Lina", "Iina").found is not None


def test_a_roster_tells_of_every_two_that_cant():
    problems = people("Sal", "Bo", "SaI", "SAL", "B0").problems
    told = ['looks like "Sal"', 'looks like "Sal"', 'looks like "Bo"']
    assert [words in str(each) for words, each in zip(told, problems, strict=True)] == [True] * 3


async def test_a_name_on_the_roster_is_that_person_and_none_who_only_looks_so(session, begun):
    listed = (entry(name, public_line(new_key()), team="pmm") for name in ("S AL", "S AI"))
    rosters.path_beside(begun.journal).write_text(roster(*listed))
    agenda = session.state.agenda
    for name in ("S AL", "S AI", "s ai"):
        assert room_screens._listed(begun.journal, agenda, name).name == name.upper()
    with pytest.raises(Misused, match="SAL is not"):
        room_screens._listed(begun.journal, agenda, "SAL")
