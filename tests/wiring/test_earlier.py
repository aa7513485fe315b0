"""Which past session a new one is held against, and what is known of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from facilitator.domain.agenda import Team
from facilitator.domain.decision_log.model import Commitment
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import CommitmentStatus, Verdict
from facilitator.domain.fold import fold
from facilitator.errors import Unusable
from facilitator.hosting import journals
from facilitator.storage.archive import Archive
from facilitator.storage.decision_log_toml import LogState, check_log_file, write_log
from facilitator.wiring import home, workshop
from facilitator.wiring.logs import followed_session
from tests.worlds.workshop import agenda, held_session

AGENDA = agenda()
FIRST, SECOND, THIRD = (f"202{n}-11-22-grey-areas-{n}{n}{n}{n}" for n in (3, 4, 5))
YEAR = timedelta(days=365)


def earlier_session(*chosen):
    """What is followed, without what is said of the choice."""
    return followed_session(*chosen).earlier


def keep(folder, session: str, years_ago: int, follows: str | None = None, **changes):
    """Write the log of a session into the folder."""
    log = project_log(held_session())
    then = years_ago * YEAR
    decisions = tuple(
        replace(
            decision,
            decided_at=decision.decided_at - then,
            review_on=decision.review_on and decision.review_on - then,
            rounds=tuple(
                replace(held, opened_at=held.opened_at - then, closed_at=held.closed_at - then)
                for held in decision.rounds
            ),
        )
        for decision in changes.pop("decisions", log.decisions)
    )
    commitments = changes.pop("commitments", ())
    head = replace(
        log.session,
        id=session,
        follows=follows,
        started_at=log.session.started_at - then,
        ended_at=log.session.ended_at - then,
        **changes,
    )
    return write_log(
        folder, replace(log, session=head, decisions=decisions, commitments=commitments)
    )


def test_without_any_log_there_is_nothing_to_follow(tmp_path):
    assert earlier_session(tmp_path / "sessions", AGENDA) is None


def test_the_newest_log_of_the_same_agenda_is_followed(tmp_path):
    keep(tmp_path, FIRST, 3)
    keep(tmp_path, SECOND, 2)
    keep(tmp_path, THIRD, 1, agenda="another")
    assert earlier_session(tmp_path, AGENDA).session == SECOND


def test_rehearsals_and_broken_logs_are_passed_over(tmp_path):
    keep(tmp_path, FIRST, 3)
    keep(tmp_path, SECOND, 2, rehearsal=True)
    keep(tmp_path, THIRD, 1).write_text("[")
    assert earlier_session(tmp_path, AGENDA).session == FIRST


@pytest.mark.parametrize("name", [FIRST, FIRST[:4], "PATH"])
def test_a_log_can_be_named(tmp_path, name):
    path = keep(tmp_path, FIRST, 3, agenda="another", rehearsal=True)
    keep(tmp_path, SECOND, 2)
    name = str(path) if name == "PATH" else name
    assert earlier_session(tmp_path, AGENDA, name).session == FIRST
    assert earlier_session(tmp_path, AGENDA, "latest").session == SECOND
    assert earlier_session(tmp_path, AGENDA, "none") is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("2019", "there is no log"),
        ("202", "is the beginning of 2 logs"),
        ("broken", "can't be read as a decision log"),
        ("./nowhere.toml", "nowhere.toml"),
    ],
)
def test_a_log_that_is_named_and_cant_be_used_is_told_in_words(tmp_path, name, words):
    keep(tmp_path, FIRST, 3)
    keep(tmp_path, SECOND, 2)
    (tmp_path / "broken.toml").write_text("[")
    with pytest.raises(Unusable, match=words):
        earlier_session(tmp_path, AGENDA, name)


@pytest.mark.parametrize("name", [None, SECOND])
def test_the_folder_is_listed_once(tmp_path, monkeypatch, name):
    keep(tmp_path, FIRST, 3)
    keep(tmp_path, SECOND, 2, follows=FIRST)
    listed = []
    entries = Archive.entries
    monkeypatch.setattr(Archive, "entries", lambda self: listed.append(self) or entries(self))
    assert earlier_session(tmp_path, AGENDA, name).session == SECOND
    assert len(listed) == 1


@pytest.mark.parametrize("name", [None, SECOND])
def test_a_log_that_only_contradicts_those_beside_it_is_followed(tmp_path, name):
    decided, *_ = project_log(held_session()).decisions
    keep(tmp_path, FIRST, 3)
    reversed_ = replace(decided, verdict=Verdict.REVERSED, supersedes=FIRST)
    keep(tmp_path, SECOND, 2, follows=FIRST, decisions=(reversed_,))
    assert check_log_file(tmp_path / f"{SECOND}.toml").state is LogState.CONTRADICTS
    followed = followed_session(tmp_path, AGENDA, name)
    assert followed.earlier.session == SECOND
    (told,) = followed.remarks
    assert told.startswith(f"{SECOND} contradicts itself, or a log that it names, and is followed")


def test_a_log_that_contradicts_itself_is_followed_and_not_an_older_one(tmp_path):
    keep(tmp_path, FIRST, 3)
    path = keep(tmp_path, SECOND, 2, follows=FIRST)
    text = path.read_text("utf-8")
    path.write_text(text.replace('pattern = "divided"', 'pattern = "orphaned"', 1), "utf-8")
    assert check_log_file(path).state is LogState.CONTRADICTS
    assert followed_session(tmp_path, AGENDA).earlier.session == SECOND


def test_what_is_passed_over_is_named_with_why(tmp_path):
    keep(tmp_path, FIRST, 3)
    broken = keep(tmp_path, SECOND, 2, follows=FIRST)
    broken.write_text(broken.read_text("utf-8").replace("[session]", "[session", 1), "utf-8")
    keep(tmp_path, THIRD, 1, rehearsal=True)
    followed = followed_session(tmp_path, AGENDA)
    assert followed.earlier.session == FIRST
    unread, rehearsed = followed.remarks
    assert unread.startswith(f"{SECOND} was passed over, for it can't be read: line ")
    assert rehearsed == f"{THIRD} was passed over, for it was a rehearsal"
    assert followed_session(tmp_path, AGENDA, FIRST).remarks == (unread,)
    assert followed_session(tmp_path, AGENDA, "none").remarks == ()


def test_of_many_that_cant_be_read_a_few_are_named(tmp_path):
    for number in range(9):
        (tmp_path / f"broken-{number}.toml").write_text("[")
    followed = followed_session(tmp_path, AGENDA)
    assert followed.earlier is None
    assert len(followed.remarks) == 6
    assert followed.remarks[-1] == "4 more can't be read: facilitator log list says why"


def test_decisions_in_force_come_from_all_the_logs_before(tmp_path):
    decisions = project_log(held_session()).decisions
    keep(tmp_path, FIRST, 3)
    keep(tmp_path, SECOND, 2, follows=FIRST, decisions=decisions[1:])
    keep(tmp_path, THIRD, 1, follows=SECOND, decisions=())
    earlier = earlier_session(tmp_path, AGENDA)
    assert earlier.session == THIRD
    assert earlier.decisions == ()
    assert earlier.standing("competitive-messaging").session == FIRST


def test_a_chain_of_logs_that_goes_in_a_circle_ends(tmp_path):
    keep(tmp_path, FIRST, 3, follows=SECOND)
    keep(tmp_path, SECOND, 2, follows=FIRST)
    assert earlier_session(tmp_path, AGENDA).session == SECOND


def test_a_chain_ends_where_a_log_is_missing_broken_or_another_ones(tmp_path):
    keep(tmp_path, SECOND, 2, follows=FIRST, decisions=(), rehearsal=True)
    assert earlier_session(tmp_path, AGENDA, SECOND).in_force == ()
    first = keep(tmp_path, FIRST, 3, rehearsal=True)
    first.write_text(first.read_text().replace(FIRST, THIRD))
    assert earlier_session(tmp_path, AGENDA, SECOND).in_force == ()


def test_what_another_workshop_decided_since_is_in_force(tmp_path):
    keep(tmp_path, FIRST, 3)
    keep(tmp_path, SECOND, 2, agenda="another-workshop")
    earlier = earlier_session(tmp_path, AGENDA)
    assert earlier.session == FIRST
    assert earlier.standing("competitive-messaging").session == SECOND


def test_another_workshops_own_tasks_are_none_of_ours(tmp_path):
    keep(tmp_path, FIRST, 3, decisions=())
    others = tuple(
        replace(each, task=f"their-{each.task}") for each in project_log(held_session()).decisions
    )
    keep(tmp_path, SECOND, 2, agenda="another-workshop", decisions=others)
    assert earlier_session(tmp_path, AGENDA).in_force == ()


@pytest.mark.parametrize("rehearsal", [True, False])
def test_rehearsals_and_real_sessions_are_kept_apart(tmp_path, rehearsal):
    keep(tmp_path, FIRST, 3, rehearsal=rehearsal)
    keep(tmp_path, SECOND, 2, agenda="another-workshop", rehearsal=not rehearsal)
    earlier = earlier_session(tmp_path, AGENDA, FIRST)
    assert earlier.standing("competitive-messaging").session == FIRST


def test_promises_of_teams_that_are_there_no_more_are_not_asked_about(tmp_path):
    def promise(name: str, receiver: str) -> Commitment:
        return Commitment(
            id=name, giver="pm", receiver=receiver, text="It", status=CommitmentStatus.OPEN
        )

    keep(tmp_path, FIRST, 3, commitments=(promise("one", "sales"), promise("two", "pmm")))
    teams = (*(team for team in AGENDA.teams if team.id != "sales"), Team("hr", "HR", "HR"))
    earlier = earlier_session(tmp_path, replace(AGENDA, teams=teams))
    assert [each.id for each in earlier.commitments] == ["two"]
    assert [each.id for each in earlier.elsewhere] == ["one"]
    assert earlier.team_names["sales"] == "Sales"


async def test_a_session_keeps_what_it_follows_in_its_journal(tmp_path, settings):
    keep(settings.sessions, FIRST, 3)
    (settings.sessions / "2026-01-01-broken.toml").write_text("[")
    followed = followed_session(settings.sessions, AGENDA)
    begun = await workshop.begin(settings, AGENDA, None, None, followed)
    journal = await journals.open_journal(begun.journal)
    state = fold(record.event for record in await journal.read())
    await journal.close()
    assert state.follows == FIRST
    assert state.earlier == followed.earlier
    assert state.remarks == followed.remarks
    assert "2026-01-01-broken was passed over" in state.remarks[0]


async def test_the_home_screen_starts_sessions_that_follow_the_newest_log(settings, monkeypatch):
    plan = home.agendas.sound_agenda("grey-areas")
    keep(settings.sessions, FIRST, 3, agenda=plan.id)
    seen = []

    async def choose(_app):
        card = home.model.AgendaCard("grey-areas", "", "", "", plan, ())
        return home.model.StartWorkshop(card)

    async def begin(*arguments):
        seen.extend(arguments)

    async def facilitate(_held):
        return ""

    monkeypatch.setattr(home, "show", choose)
    monkeypatch.setattr(home.workshop, "begin", begin)
    monkeypatch.setattr(home.workshop, "facilitate", facilitate)
    await home.visit(settings, None)
    assert seen[-1].earlier.session == FIRST
