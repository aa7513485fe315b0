"""Every kind of problem in a decision log's file is found, with its place, all in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.storage.decision_log_toml import LogState, check_log_file, parse_log, read_log
from facilitator.storage.toml_problems import Severity

EXAMPLE = Path(__file__).with_name("decision-log-example.toml")
SHORT = {
    "D.": "decisions[0].",
    "E.": "decisions[1].",
    "R.": "decisions[0].rounds[0].",
    "B[": "decisions[0].rounds[0].ballots[",
}
SESSION = "2026-11-22-grey-areas-7k2m"
EARLIER = "2026-05-20-grey-areas-x1y2"
FOLLOWS = f'follows = "{EARLIER}"\n'
SUPERSEDES = f'supersedes = "{EARLIER}"\n'


def problems_after(*changes: tuple[str, str]):
    """The problems of the example after replacing the first occurrence of each old text."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return parse_log(text.encode(), "log.toml")


def test_the_example_of_the_format_passes():
    reading = read_log(EXAMPLE)
    assert reading.problems == ()
    assert reading.log is not None
    assert reading.log.decisions[0].driver == "pmm"


@pytest.mark.parametrize(
    ("old", "new", "place", "fragment"),
    [
        # the shape of the file
        ("decision-log/1", "decision-log/2", "format", "newer"),
        ("facilitator.decision-log/1", "facilitator.agenda/1", "format", "this is an agenda"),
        ('format = "facilitator.decision-log/1"\n', "", "format", "missing"),
        ("max_rounds = 3", 'max_rounds = "3"', "rules.max_rounds", "text"),
        ("[session]", "[sessions]", "session", "missing"),
        ("agreement_required = 0.75", "agreement_required = 0.5", "rules.agreement_required", ""),
        ('outcome = "decided"', 'outcome = "dcided"', "D.outcome", "dcided"),
        ('phase = "market"', 'phase = "Market"', "D.phase", "Market"),
        ("review_on = 2027-03-22", 'review_on = "2027-03-22"', "D.review_on", "text"),
        ("09:41:10Z", "09:41:10", "D.decided_at", "time zone"),
        ("confidence = 4", "confidence = 6", "B[0].confidence", "6"),
        ('title = "Who', 'title = "\\u001b]0;Who', "session.title", "control"),
        ('rationale = "…"', 'rationale = "\\u202e"', "D.rationale", "formatting"),
        ('id = "2026-11-22-grey-areas-7k2m"', 'id = "../x"', "session.id", "not a session's id"),
        ("[0, 1, 4, 2, 0]\nmedian", "[0, 1, -4, 2, 0]\nmedian", "ratings[0].counts[2]", "range"),
        ('name = "Product Management"', 'nme = "x"', "teams[0].name", "missing"),
        ("rehearsal = false", "rehearsal = 0", "session.rehearsal", "number"),
        # the people
        ('id = "p2"', 'id = "p1"', "participants[1].id", "same as"),
        ('id = "p9"\n', "", "participants[8].id", "missing"),
        ('team = "pmm"\nseat', 'team = "ops"\nseat', "participants[0].team", "one of the teams"),
        ('seat = "voter"', 'seat = "facilitator"', "participants[0].seat", "alone"),
        ('id = "pmm"\n', 'id = "pm"\n', "teams[1].id", "same as"),
        # a decision against its rounds
        ("agreement = 0.7778", "agreement = 0.77", "D.agreement", "0.7778"),
        ('pattern = "divided"', 'pattern = "agreed"', "D.pattern", "divided"),
        ("driver_absent = false", "driver_absent = true", "D.driver_absent", "false"),
        ('driver = "pmm"\n', "", "D.driver", "missing"),
        ('driver = "pmm"\n', 'driver = "ops"\n', "D.driver", "one of the teams"),
        ("review_on = 2027-03-22", "review_on = 2026-11-20", "D.review_on", "before"),
        ('task = "analyst-requests"', 'task = "competitive-messaging"', "E.task", "same"),
        ('outcome = "skipped"', 'outcome = "skipped"\ndriver = "pm"', "E.driver", "place"),
        (SUPERSEDES, SUPERSEDES.replace(EARLIER, SESSION), "D.supersedes", "itself"),
        (FOLLOWS, "", "D.verdict", "session.follows"),
        ('  team = "pm"\n  input', '  team = "pmm"\n  input', "D.support[0].team", "drives"),
        ('position = "pm"', 'position = "ops"', "D.dissent[0].position", "teams"),
        # a round against its ballots
        ("number = 1", "number = 2", "R.number", "numbered"),
        ("votes = { pm = 2, pmm = 7 }", "votes = { pm = 3, pmm = 7 }", "R.votes", "ballots"),
        ("abstained = 0", "abstained = 1", "R.abstained", "ballots"),
        ("need_info = 0", "need_info = 1", "R.need_info", "ballots"),
        ("silent = 0", "silent = 1", "R.eligible", "add up to 10"),
        ("{ pm = 2, pmm = 2 }", "{ pm = 1, pmm = 3 }", "R.by_team", "ballots"),
        ('participant = "p2"', 'participant = "p1"', "B[1].participant", "already"),
        ('participant = "p2"', 'participant = "p20"', "B[1].participant", "not a voter"),
        ('choice = "pm"', 'choice = "ops"', "B[1].choice", "teams"),
        # times
        ("ended_at = 2026-11-22T10", "ended_at = 2026-11-22T08", "session.ended_at", "before"),
        ("opened_at = 2026-11-22T09", "opened_at = 2026-11-22T08", "R.opened_at", "before"),
        ("closed_at = 2026-11-22T09", "closed_at = 2026-11-22T08", "R.closed_at", "before"),
        ("decided_at = 2026-11-22T09", "decided_at = 2026-11-22T08", "D.decided_at", "before"),
        ("decided_at = 2026-11-22T09", "decided_at = 2026-11-22T11", "D.decided_at", "after"),
        ("at = 2026-12-01", "at = 2026-11-01", "amendments[0].at", "before"),
        # the rest
        ("median = 3.0", "median = 3.5", "ratings[0].median", "write 3.0"),
        ("consensus = 0.8013", "consensus = 0.8014", "ratings[0].consensus", "0.8013"),
        ("agreement = 0.7143", "agreement = 0.7144", "ratings[0].agreement", "0.7143"),
        ("scale = 5", "scale = 6", "ratings[0].counts", "for a scale of 6"),
        ("pm = [0, 1, 2, 0, 0]", "pm = [0, 1, 3, 0, 0]", "ratings[0].by_team", "adds up"),
        ("people = 4", "people = 8", "shortlist[0].people", "can't have placed"),
        ('messaging"\ndots', 'nowhere"\ndots', "shortlist[0].task", "among"),
        ('from = "pmm"', 'from = "pm"', "commitments[0].to", "promises"),
        ('became = "analyst-requests"', 'became = "nowhere"', "parking_lot[0].became", "among"),
        ("plan = [0, 0, 1, 5, 3]", "plan = [0, 0, 1, 5]", "close.plan", "4 counts"),
    ],
)  # fmt: skip
def test_a_problem_is_found_at_its_place(old, new, place, fragment):
    reading = problems_after((old, new))
    assert reading.state is not LogState.SOUND
    found = {problem.place: problem.message + problem.hint for problem in reading.problems}
    for short, path in SHORT.items():
        place = place.replace(short, path)
    assert place in found
    assert fragment in found[place]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "2026-11-22-grey-areas-7k2m"\n', ""),
        ('title = "Who owns the grey areas?"\n', ""),
        ("started_at = 2026-11-22T09:00:00Z\n", ""),
        ("started_at = 2026-11-22T09:00:00Z", 'started_at = "today"'),
        ('name = "Product Management"\n', ""),
        ('task = "competitive-messaging"\n', ""),
        ('outcome = "decided"', 'outcome = "dcided"'),
        ('driver = "pmm"\n', ""),
        ('driver = "pmm"\n', 'driver = ["pmm", "pm"]\n'),
        ("[[teams]]\n", "[teams]\n"),
    ],
)
def test_a_log_that_does_not_say_what_was_decided_can_not_be_read(old, new):
    reading = problems_after((old, new))
    assert reading.state is LogState.UNREADABLE
    assert reading.log is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("agreement = 0.7778", "agreement = 0.5"),
        ("confidence = 4", "confidence = 9"),
        ("due = 2027-01-31", 'due = "soon"'),
        ('from = "pmm"\n', ""),
        ("closed_at = 2026-11-22T09:34:30Z", "closed_at = 5"),
        ('rationale = "…"', "rationale = 5"),
        ("max_rounds = 3", "max_rounds = 30"),
        ('seat = "voter"', 'seat = "window"'),
    ],
)
def test_a_log_that_says_what_was_decided_counts_whatever_else_is_wrong(old, new):
    reading = problems_after((old, new))
    assert reading.state is LogState.CONTRADICTS
    assert reading.log.contradicts
    assert next((told.task, told.driver) for told in reading.log.decisions) == (
        "competitive-messaging",
        "pmm",
    )
    assert len(reading.problems) == 1


def test_every_problem_is_found_in_one_run():
    reading = problems_after(
        ("max_rounds = 3", "max_rounds = 0"),
        ("agreement = 0.7778", "agreement = 0.5"),
        ("number = 1", "number = 7"),
        ("median = 3.0", "median = 2.0"),
        ("due = 2027-01-31", "due = 3"),
    )
    assert [problem.place for problem in reading.problems] == [
        "rules.max_rounds",
        "decisions[0].agreement",
        "decisions[0].rounds[0].number",
        "ratings[0].median",
        "commitments[0].due",
    ]


def test_a_value_that_cannot_be_read_causes_no_further_problems():
    reading = problems_after(("eligible = 9", 'eligible = "nine"'))
    assert [problem.place for problem in reading.problems] == ["decisions[0].rounds[0].eligible"]
    reading = problems_after(('id = "pmm"\n', ""))
    assert [problem.place for problem in reading.problems] == ["teams[1].id"]


def test_an_anonymous_log_names_nobody():
    reading = problems_after(('attribution = "named"', 'attribution = "anonymous"'))
    places = {problem.place for problem in reading.problems}
    assert {
        "participants[0].id",
        "participants[0].name",
        "decisions[0].dissent[0].name",
        "decisions[0].rounds[0].ballots",
        "parking_lot[0].raised_by",
    } <= places


def test_a_session_id_of_another_form_is_only_worth_saying():
    reading = problems_after(('id = "2026-11-22-grey-areas-7k2m"', 'id = "last-tuesday"'))
    assert reading.log is not None
    assert [problem.severity for problem in reading.problems] == [Severity.WARNING]


def earlier_log(folder: Path, driver: str = "pm") -> None:
    """The log that the example follows, in which ``driver`` was to drive its task."""
    text = EXAMPLE.read_text(encoding="utf-8").replace(FOLLOWS, "")
    text = text.replace("2026-11-22", "2026-05-20").replace("7k2m", "x1y2")
    text = text.replace(SUPERSEDES, "")
    text = text.replace('verdict = "reversed"\n', "").replace('carried_from = "2026', '# "')
    if driver == "pm":
        text = text.replace('driver = "pmm"', 'driver = "pm"').replace("0.7778", "0.2222")
        text = text.replace(
            '[[decisions.support]]\n  team = "pm"', '[[decisions.support]]\n  team = "pmm"'
        )
    (folder / f"{EARLIER}.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def newer(tmp_path):
    path = tmp_path / "2026-11-22-grey-areas-7k2m.toml"
    path.write_bytes(EXAMPLE.read_bytes())
    return path


def test_a_log_is_checked_against_the_one_it_follows(newer, tmp_path):
    earlier_log(tmp_path)
    assert check_log_file(newer).problems == ()


def test_a_verdict_that_the_earlier_log_contradicts_is_found(newer, tmp_path):
    earlier_log(tmp_path, driver="pmm")
    reading = check_log_file(newer)
    assert [problem.place for problem in reading.problems] == ["decisions[0].verdict"]
    assert "reaffirmed" in reading.problems[0].message


def test_a_decision_supersedes_only_what_was_decided(newer, tmp_path):
    earlier_log(tmp_path)
    path = tmp_path / f"{EARLIER}.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"competitive-messaging"', '"another-task"'), encoding="utf-8")
    reading = check_log_file(newer)
    assert [problem.place for problem in reading.problems] == [
        "decisions[0].supersedes",
        "decisions[0].verdict",
    ]


@pytest.mark.parametrize(
    ("there", "mend"), [(None, "put it beside"), (EARLIER, "mend it"), (f"{EARLIER[:-1]}3", "mean")]
)
def test_an_earlier_log_that_is_broken_or_absent_is_remarked_once(newer, tmp_path, there, mend):
    if there:
        (tmp_path / f"{there}.toml").write_text("[", encoding="utf-8")
    reading = check_log_file(newer)
    assert reading.state is LogState.SOUND
    (problem,) = reading.problems
    assert (problem.place, problem.severity) == ("session.follows", Severity.WARNING)
    assert mend in problem.hint
