"""Rehearsals of real agendas: unattended to a log, and on a screen."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from facilitator.clock import now
from facilitator.domain.agenda import Attribution
from facilitator.errors import Misused, Unusable
from facilitator.hosting import codes, journals, sessions
from facilitator.hosting.sessions import LogFile
from facilitator.live.rehearsal.people import Company
from facilitator.live.session import LiveSession
from facilitator.ui.facilitating.app import FacilitatorApp
from facilitator.wiring import agendas, home, logs, rehearsal, workshop
from facilitator.wiring.rehearsal import OnwardClock, in_the_room, missing_told, room_of
from tests.ui.facilitating.watching import press, until, until_shown, words
from tests.worlds.rehearsals import Ticking

SHIPPED = sorted(path.stem for path in agendas.shipped_folder().glob("*.toml"))
AT_ONCE = Company(people=8, pace=0)


def quietly(line: str) -> None:
    """Say nothing."""


def shipped(name: str = "two-teams", **rules):
    plan = agendas.sound_agenda(str(agendas.shipped_folder() / f"{name}.toml"))
    return replace(plan, rules=replace(plan.rules, **rules))


@pytest.mark.parametrize("attribution", Attribution)
@pytest.mark.parametrize("name", SHIPPED)
async def test_every_agenda_that_ships_rehearses_to_a_sound_log(settings, name, attribution):
    plan = shipped(name, attribution=attribution)
    path = await rehearsal.unattended(settings, plan, Company(seed=3), quietly)
    assert logs.check(settings.sessions, path) == ()
    log = logs.read_one(settings.sessions, path)
    assert log.session.rehearsal
    assert log.session.facilitators == ("Ines",)
    assert log.session.follows is None
    assert not settings.journals.exists()


async def test_one_rehearsal_can_be_held_against_another(settings):
    plan, lines = shipped("grey-areas"), []
    await rehearsal.unattended(settings, plan, Company(), lines.append)
    assert logs.followed_session(settings.sessions, plan).earlier is None
    before = logs.followed_session(settings.sessions, plan, "latest")
    path = await rehearsal.unattended(settings, plan, Company(seed=2), lines.append, follows=before)
    assert logs.check(settings.sessions, path) == ()
    log = logs.read_one(settings.sessions, path)
    assert log.session.follows == before.earlier.session
    assert any(decision.verdict for decision in log.decisions)
    assert all(promise.status != "open" for promise in log.commitments if promise.carried_from)


async def test_a_chain_over_every_agenda_does_not_get_stuck(settings):
    last, clock = None, Ticking()
    for number in range(len(SHIPPED) + 1):
        plan = shipped(SHIPPED[number % len(SHIPPED)])
        before = logs.followed_session(settings.sessions, plan, last)
        company = Company(people=2 + 3 * number % 7, seed=number)
        last = await rehearsal.unattended(
            settings, plan, company, quietly, follows=before, clock=clock
        )
        assert logs.check(settings.sessions, last) == ()
        clock.now += timedelta(days=(0, 1, 40, 130)[number % 4])  # promises and reviews come due


async def test_what_an_agenda_says_reaches_no_terminal_as_it_is(settings):
    plan, lines = replace(shipped(), title="\x1b]0;oops\x07"), []
    with pytest.raises(Unusable):  # such a title gets past no reader of agendas, and into no log
        await rehearsal.unattended(settings, plan, Company(), lines.append)
    assert lines
    assert not any("\x1b" in line for line in lines)


async def test_a_folder_that_can_not_be_written_is_said(settings, tmp_path):
    (tmp_path / "sessions").write_text("a file")
    with pytest.raises(Unusable, match="sessions"):
        await rehearsal.unattended(settings, shipped(), Company(), quietly)


async def test_a_name_that_can_not_be_used_is_said(settings):
    strange = replace(settings, name="\x1b[31m")
    with pytest.raises(Misused, match="name"):
        await rehearsal.unattended(strange, shipped(), Company(), quietly)


def test_time_goes_on_even_where_the_clock_stands():
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    moments = iter((noon, noon, noon - timedelta(hours=1), noon + timedelta(hours=1)))
    clock = OnwardClock(lambda: next(moments))
    seen = [clock() for _ in range(4)]
    assert seen == sorted(set(seen))
    assert seen[-1] == noon + timedelta(hours=1)


def test_teams_that_a_small_company_leaves_empty_are_named():
    plan = shipped("grey-areas")
    assert missing_told(plan, Company(3)) == ""
    assert missing_told(plan, Company(1)) == (
        "1 simulated person for 3 teams: nobody comes from Product Marketing, Sales."
    )


async def test_a_rehearsal_is_resumed_with_the_same_people(settings):
    company = Company(people=5, seed=9)
    begun = await workshop.begin(settings, shipped(), None, company=company)
    session = LiveSession(await journals.open_journal(begun.journal), codes.new_id)
    await session.open()
    assert session.state.rehearsal
    assert session.state.join_code == ""
    room = room_of(session, company, now)
    await room.settle()
    names = [voter.name for voter in session.state.voters]
    await session.close()

    resumed = await workshop.take_up(settings, None, None)
    assert (resumed.company, resumed.address) == (company, None)
    session = LiveSession(await journals.open_journal(resumed.journal), codes.new_id)
    await session.open()
    async with workshop._hosting(resumed, session) as hosting:
        assert hosting.status.message == ("Rehearsal: 5 simulated people; nobody else can join.")
        assert not any(voter.is_here for voter in session.state.voters)
    again = room_of(session, company, now)
    await again.settle()
    assert [voter.name for voter in session.state.voters] == names
    assert all(voter.is_here for voter in session.state.voters)
    await session.close()


async def test_on_a_screen_simulated_people_fill_the_room_and_vote(settings):
    begun = await workshop.begin(settings, shipped(), None, company=AT_ONCE)
    session = LiveSession(await journals.open_journal(begun.journal), codes.new_id)
    await session.open()
    async with workshop._hosting(begun, session) as hosting:
        log = LogFile(session, settings.sessions)
        app = FacilitatorApp(session, sessions.FACILITATOR, hosting, log, Ticking(), dark=True)
        async with app.run_test(size=(120, 36)) as pilot:
            await until_shown(pilot, "8 simulated people; nobody else can join")
            await until_shown(pilot, "8 here")
            await press(pilot, "space")
            await until_shown(pilot, "Why we are here")
            await press(pilot, "space")
            await until(pilot, lambda: session.state.current == "incoming-requests")
            await press(pilot, "space")
            await until_shown(pilot, "8 of 8")
            assert "8 voted" in words(app)
    await session.close()


async def test_what_simulated_people_fail_of_is_raised(settings):
    begun = await workshop.begin(settings, shipped(), None, company=AT_ONCE)
    session = LiveSession(await journals.open_journal(begun.journal), codes.new_id)
    await session.open()
    room = room_of(session, AT_ONCE, lambda: 1 / 0)

    async def live():
        async with in_the_room(room):
            for _ in range(20):
                await asyncio.sleep(0)

    with pytest.raises(ExceptionGroup) as failed:
        await live()
    assert failed.group_contains(ZeroDivisionError)
    await session.close()


async def test_the_home_screen_starts_a_rehearsal(settings, monkeypatch):
    async def choose(app):
        (card,) = [c for c in app._home.agendas if "two-teams" in c.name]
        return home.model.RehearseWorkshop(card)

    held = []

    async def facilitate(begun):
        held.append(begun)
        return "done"

    monkeypatch.setattr(home, "show", choose)
    monkeypatch.setattr(workshop, "facilitate", facilitate)
    assert await home.visit(settings, None) == "done"
    assert held[0].company == Company()
    assert held[0].address is None
