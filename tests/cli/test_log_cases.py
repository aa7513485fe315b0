"""Logs that people really have, with a slip in each, and what has to be said of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.worlds.by_hand import with_known_keys_alone

CASES = Path(__file__).parents[1] / "cases" / "logs"
FOLLOWED = "2026-11-27-grey-areas-gqvn"
MAY, NOVEMBER = "2026-05-20-grey-areas-hl5u", "2026-11-18-grey-areas-f7kq"

SLIPS = {
    # the file: the place, and words of the message and of its mend
    "a-against-lead-without-rationale": (
        "decisions[0].rationale",
        "is missing: most votes were for another team",
        "say why it was decided so",
    ),
    "b-dissent-by-unknown-person": (
        "decisions[0].dissent[0].name",
        '"Nobody Known" is not among the participants',
        "list them, or correct the name",
    ),
    "d-promise-due-ten-years-before-it-was-made": (
        "commitments[5].due",
        "is before the session that made it, 2026-11-27",
        "correct the day",
    ),
    "e-carried_from-removed": (
        "commitments[0].carried_from",
        f"is missing: the promise was still open in {FOLLOWED}",
        f'add carried_from = "{FOLLOWED}"',
    ),
    "v-escalate-without-approver": (
        "rules.approver",
        "is missing: what nobody agrees on is escalated here",
        'say to whom: add approver = "…"',
    ),
}


@pytest.fixture
def checked(facilitator):
    """The errors and the warnings that are told of a case, and the exit code."""
    sessions = facilitator.folder / "sessions"
    shutil.copytree(CASES, sessions)

    def check(name: str) -> tuple[int, list[dict], list[dict]]:
        done = facilitator("log", "check", "--json", f"sessions/{name}.toml")
        found = json.loads(done.stdout)
        named_otherwise = "this file does not have its session's name"
        found = [each for each in found if each["message"] != named_otherwise]
        errors = [each for each in found if each["severity"] == "error"]
        return done.returncode, errors, [each for each in found if each not in errors]

    return check


@pytest.mark.parametrize("name", SLIPS)
def test_the_slip_is_told_once_with_its_place_and_mend(checked, name):
    code, errors, warnings = checked(name)
    place, message, mend = SLIPS[name]
    (told,) = errors
    assert (code, told["place"]) == (1, place)
    assert told["message"].startswith(message)
    assert told["hint"] == mend
    absent = [each for each in warnings if "there is no log of" in each["message"]]
    assert warnings == absent


def test_what_a_log_follows_and_is_not_there_is_told_with_the_nearest(checked):
    code, errors, warnings = checked("f-follows-misspelt-and-verdict-wrong")
    assert (code, errors) == (0, [])
    told = next(each for each in warnings if each["place"] == "session.follows")
    assert told["message"].startswith('there is no log of "2026-11-27-grey-areas-gqv9" here')
    assert told["hint"] == f'did you mean "{FOLLOWED}"?'
    other = next(each for each in warnings if each["place"] == "decisions[0].supersedes")
    assert other["hint"] == "put it beside this one, or mend it"


def test_a_key_that_nothing_reads_is_told_with_the_nearest_one(checked):
    code, errors, warnings = checked("commitment-singular")
    assert (code, errors) == (0, [])
    (told,) = (each for each in warnings if each["place"] == "commitment")
    assert told["hint"].startswith("did you mean")
    assert "commitments" in told["hint"]


def test_a_short_log_written_by_hand_is_a_log(checked, facilitator):
    assert checked("hand-minimal") == (0, [], [])
    shown = facilitator("log", "show", "sessions/hand-minimal.toml")
    assert shown.returncode == 0
    assert "Launch plan" in shown.stdout


@pytest.fixture
def stale(facilitator):
    """A sound log of May, and one of November in which a figure is wrong."""
    shutil.copytree(CASES / "stale", facilitator.folder / "sessions")
    return facilitator


def test_what_contradicts_itself_stays_in_force(stale):
    done = stale("log", "register", "--json", "--on", "2026-11-28")
    assert done.returncode == 0
    assert f"{NOVEMBER} contradicts itself, and counts all the same" in done.stderr
    found = json.loads(done.stdout)
    newest = json.loads(stale("log", "show", NOVEMBER, "--json").stdout)
    decided = {each["task"] for each in newest["decisions"] if each["outcome"] == "decided"}
    assert decided
    assert {each["task"] for each in found if each["session"] == NOVEMBER} == decided
    assert all(each["contradicts"] for each in found if each["session"] == NOVEMBER)


def test_and_a_new_session_follows_it(stale):
    done = stale("rehearse", "grey-areas", "--auto", "--voters", "3", "--follows", "latest")
    assert done.returncode == 0
    assert f"held against {NOVEMBER}" in done.stderr
    assert f"{NOVEMBER} contradicts itself" in done.stderr


SHORT = """\
format = "facilitator.decision-log/1"
session = { id = "offsite", title = "At the offsite", started_at = 2026-11-20 }
teams = [{ id = "pm", name = "PM" }, { id = "pmm", name = "PMM" }]
"""
ON_THEIR_OWN = {
    "nothing decided": ("decisions = []", "No task was reached"),
    "by a show of hands": (
        (
            '[[decisions]]\ntask = "a"\ntitle = "A"\noutcome = "decided"\ndriver = "pm"\n'
            'how = "show of hands"\nagreement = 0.8\n'
        ),
        "taken by show of hands",
    ),
    "by its votes alone": (
        (
            '[[decisions]]\ntask = "a"\ntitle = "A"\noutcome = "decided"\ndriver = "pm"\n'
            "[[decisions.rounds]]\nvotes = { pm = 6, pmm = 1 }\n"
        ),
        "86% agreement, 75% required",
    ),
    "an objection without a name": (
        (
            '[[decisions]]\ntask = "a"\ntitle = "A"\noutcome = "decided"\ndriver = "pm"\n'
            '[[decisions.dissent]]\nreason = "We did it so far"\n'
        ),
        "Somebody objected: “We did it so far”",
    ),
    "support in one word": (
        (
            '[[decisions]]\ntask = "a"\ntitle = "A"\noutcome = "decided"\ndriver = "pm"\n'
            '[[decisions.support]]\nteam = "pmm"\ninput = "review"\n'
        ),
        "Support  PMM reviews",
    ),
    "ratings by their counts": (
        (
            "decisions = []\n"
            '[[ratings]]\nstep = "m"\nstatement = "s"\ntext = "We know"\ncounts = [0, 1, 4, 2, 0]\n'
        ),
        "median 3 of 5 · consensus 0.80 · agreement 0.71",
    ),
    "two people of one name": (
        (
            'decisions = []\n[[participants]]\nname = "Kim"\nteam = "pm"\n'
            '[[participants]]\nname = "Kim"\nteam = "pmm"\n'
        ),
        "2 voters",
    ),
}


@pytest.mark.parametrize("name", ON_THEIR_OWN)
def test_as_little_as_this_is_a_log(facilitator, name):
    text, told = ON_THEIR_OWN[name]
    head, tables = (SHORT + text, "") if text.startswith("decisions") else (SHORT, text)
    (facilitator.folder / "offsite.toml").write_text(f"{head}\n{tables}", "utf-8")
    checked = facilitator("log", "check", "./offsite.toml")
    assert checked.returncode == 0
    assert checked.stdout.count("\n") == 1
    assert checked.stdout.startswith("offsite.toml: session.id (line 2): warning: ")
    shown = facilitator("log", "show", "./offsite.toml", COLUMNS="120").stdout
    assert told in shown
    for form in ("markdown", "csv", "calendar"):
        assert facilitator("log", "export", "./offsite.toml", "--as", form).returncode == 0


AT_ODDS = {
    "no digest": ("agenda_digest = ", 'agenda_digest = "md5:1"\n# ', "session.agenda_digest"),
    "two teams of one name": (
        'name = "Product Marketing"',
        'name = "Product Management"',
        "teams[1].name",
    ),
    "parked by nobody": (
        "raised_by = ",
        'raised_by = "Nobody Known" # ',
        "parking_lot[0].raised_by",
    ),
    "escalated to nobody": (
        'outcome = "deferred"',
        'outcome = "escalated"',
        "decisions[2].outcome",
    ),
}


@pytest.mark.parametrize("name", AT_ODDS)
def test_what_does_not_fit_is_told_once(facilitator, name):
    old, new, place = AT_ODDS[name]
    text = with_known_keys_alone()
    assert old in text
    (facilitator.folder / "log.toml").write_text(text.replace(old, new, 1), "utf-8")
    done = facilitator("log", "check", "--json", "./log.toml")
    assert done.returncode == 1
    assert place in [each["place"] for each in json.loads(done.stdout)]
    assert len(json.loads(done.stdout)) <= 2


def test_one_person_in_another_team_is_one_slip(facilitator):
    text = (CASES / "stale" / f"{MAY}.toml").read_text("utf-8")
    (facilitator.folder / "log.toml").write_text(
        text.replace('team = "pmm"\nseat', 'team = "sales"\nseat', 1), "utf-8"
    )
    done = facilitator("log", "check", "./log.toml")
    assert done.returncode == 1
    assert 'is "sales", but the rounds count their ballots for "pmm"; write "pmm"' in done.stdout
    assert done.stdout.count("\n") <= 5


def test_a_team_that_is_gone_is_told_once_with_where_it_shows(facilitator):
    text = with_known_keys_alone()
    (facilitator.folder / "log.toml").write_text(text.replace('"pmm"', '"pmn"', 1), "utf-8")
    done = facilitator("log", "check", "./log.toml")
    assert done.returncode == 1
    assert done.stdout.count("\n") == 1
    assert '"pmm" is not one of the teams (likewise at ' in done.stdout
    assert " more); list it under [[teams]], or correct it" in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "2026-10-05-', 'id = "2026-09-05-', "is of 2026-09-05, but the session began on"),
        ('agenda = "our-areas"', 'agenda = "your-areas"', 'is of "our-areas", but the agenda is'),
    ],
)
def test_an_id_that_misleads_is_worth_saying(facilitator, old, new, words):
    text = with_known_keys_alone()
    assert old in text
    (facilitator.folder / "log.toml").write_text(text.replace(old, new, 1), "utf-8")
    done = facilitator("log", "check", "./log.toml")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert f"session.id (line 12): warning: {words}" in done.stdout


@pytest.mark.parametrize("when", ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00"])
def test_days_at_the_edge_of_the_calendar_do_no_harm(facilitator, when):
    text = f"""{SHORT.replace("2026-11-20", when)}
[[decisions]]\ntask = "a"\ntitle = "A"\noutcome = "decided"\ndriver = "pm"\ndecided_at = {when}
"""
    text = text.replace('id = "offsite"', f'id = "{when[:10]}-a-aaaa"')
    (facilitator.folder / "sessions").mkdir()
    (facilitator.folder / "sessions" / f"{when[:10]}-a-aaaa.toml").write_text(text, "utf-8")
    for zone in ("Pacific/Kiritimati", "America/Los_Angeles"):
        for command in (
            ("check", f"{when[:10]}-a-aaaa"),
            ("show", f"{when[:10]}-a-aaaa"),
            ("register",),
            ("due", "--all"),
            ("export", "--register", "--as", "calendar"),
        ):
            done = facilitator("log", *command, TZ=zone)
            assert done.returncode in (0, 1, 3), (command, done.stderr)
